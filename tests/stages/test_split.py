"""The split of whole workspaces."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import facts

from curation.analysis.normalise import normalised
from curation.errors import CurationError
from curation.rules._samples import clu, orchestration, sample_row, sample_span, to_clu
from curation.stages.decide import decide
from curation.stages.split import split

WORDS = [
    "table",
    "book",
    "cancel",
    "dinner",
    "lunch",
    "tonight",
    "tomorrow",
    "window",
    "quiet",
    "large",
    "small",
    "order",
    "menu",
    "wine",
    "bill",
    "please",
]


def rows(count, intents, seed=0, tag=None):
    chance = random.Random(seed)
    return [
        sample_row(" ".join(chance.sample(WORDS, 4)), chance.choice(intents), **({"dataset": tag} if tag else {}))
        for _ in range(count)
    ]


def of(value, **settings):
    return split(facts({"u.json": value}, {"split": settings}))


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
utterances = st.builds(
    sample_row, texts, st.sampled_from(["A", "B", "C"]), dataset=st.sampled_from([None, None, None, "Train", "Test"])
)


@settings(max_examples=60)
@given(st.lists(utterances, max_size=25), st.randoms(use_true_random=False))
def test_a_split_is_total_pinned_and_blind_to_order(value, chance):
    found = facts({"u.json": value}, {"split": {"seed": 3}})
    made = split(found)
    assert set(made.sides) == {row.row for row in found.workspace.rows}
    for row in found.workspace.rows:
        if row.dataset:
            assert made.sides[row.row] == row.dataset
    mixed = list(value)
    chance.shuffle(mixed)
    again_facts = facts({"u.json": mixed}, {"split": {"seed": 3}})
    again = split(again_facts)
    key = lambda f, s: sorted((r.text, r.intent, str(r.dataset), s.sides[r.row]) for r in f.workspace.rows)  # noqa: E731
    assert key(found, made) == key(again_facts, again)


@settings(max_examples=60)
@given(st.lists(utterances, max_size=25))
def test_no_text_is_on_both_sides_unless_the_tags_say_so(value):
    found = facts({"u.json": [{**row, "dataset": None} for row in value]})
    made = split(found)
    sides: dict[str, set[str]] = {}
    for row in found.workspace.rows:
        sides.setdefault(normalised(row.text), set()).add(made.sides[row.row])
    assert all(len(where) == 1 for where in sides.values())


def test_a_file_order_does_not_matter():
    first, second = rows(40, ["A", "B"], 1), rows(40, ["A", "B"], 2)
    one = split(facts({"a.json": first, "b.json": second}))
    other = split(facts({"a.json": second, "b.json": first}))
    swap = {"a.json": "b.json", "b.json": "a.json"}
    assert one.sides == {(swap[file], pointer): side for (file, pointer), side in other.sides.items()}


def test_near_duplicates_stay_together():
    value = [sample_row(f"please book a table for {n} people tonight", "A") for n in ("two", "twoo", "twooo")]
    made = of([*value, *rows(30, ["A", "B"])], test_share=0.5)
    assert len({made.sides["u.json", f"/{index}"] for index in range(3)}) == 1
    assert len({made.groups["u.json", f"/{index}"] for index in range(3)}) == 1


def test_tags_are_kept_or_ignored_as_asked():
    value = rows(40, ["A", "B"], tag="Train")
    kept, ignored = of(value), of(value, respect="ignore")
    assert kept.counts() == {"Train": 40, "Test": 0}
    assert kept.guarantees[1].broken == (
        '"A" is in Train only: all its rows are tagged in the files',
        '"B" is in Train only: all its rows are tagged in the files',
    )
    assert [line.split(":")[1] for line in kept.guarantees[4].broken] == [
        f" {n} rows of it are tagged in the files" for n in kept_sizes(kept)
    ]
    assert ignored.counts()["Test"] == 8
    assert all(guarantee.kept for guarantee in ignored.guarantees)


def kept_sizes(made):
    return [counts["Train"] for counts in made.by_intent().values()]


def test_an_intent_of_one_text_cannot_be_on_both_sides_and_that_is_said():
    made = of([sample_row("hello", "Greet"), sample_row("Hello!", "Greet"), *rows(20, ["A"])])
    assert made.guarantees[1].broken == ('"Greet" is in Train only: its texts are all nearly the same',)


def test_tags_that_tear_a_group_are_reported():
    made = of([sample_row("hello", "Greet", dataset="Train"), sample_row("Hello!", "Greet", dataset="Test")])
    assert made.guarantees[0].broken == (
        '"Greet": rows that are nearly the same are in Train and Test, where they are tagged in the files',
    )


def test_every_entity_is_on_both_sides():
    labelled = [sample_row(f"{a} {b} table", "A", entities=[sample_span("Size", 0, len(a))])
                for a, b in (("two", "lunch"), ("four", "dinner"))]  # fmt: skip
    project = clu(*labelled, *rows(40, ["A"]), intents=("A",), entities=("Size",))
    for seed in range(5):
        made = split(facts({"p.json": project}, {"split": {"seed": seed}}))
        assert made.guarantees[2].kept


def test_two_clu_projects_keep_their_intents_apart():
    one, two = (clu(*rows(20, ["A"], seed), intents=("A",), name=name) for seed, name in ((1, "One"), (2, "Two")))
    made = split(facts({"1.json": one, "2.json": two}))
    assert set(made.by_intent()) == {"One/A", "Two/A"}
    assert all(sides["Test"] for sides in made.by_intent().values())


def test_a_free_row_of_a_torn_group_goes_where_it_cannot_leak():
    tagged = [sample_row("hello", "Greet", dataset="Train"), sample_row("Hello!", "Greet", dataset="Test")]
    for seed in range(5):
        made = of([*tagged, sample_row("hello?", "Greet")], seed=seed)
        assert made.sides["u.json", "/2"] == "Train"


def test_pairs_that_are_let_go_are_counted():
    chain = [sample_row("please book a table " + "x" * n, "A") for n in range(1, 70)]
    made = of(chain, similarity=0.3)
    assert made.guarantees[0].broken[0].endswith("pairs of texts are apart, to keep groups at 50 texts or fewer")


def test_only_the_test_rows_of_the_files_are_test():
    value = [sample_row("hello", "Greet", dataset="Test"), *rows(20, ["A"])]
    made = of(value, respect="only")
    assert made.counts() == {"Train": 20, "Test": 1}
    assert len(made.pinned) == 21
    assert [guarantee.name for guarantee in made.guarantees] == [
        "near-duplicates are on one side", "every intent is on both sides", "every entity is on both sides",
    ]  # fmt: skip
    assert made.guarantees[1].broken == (
        '"A" is in Train only: all its rows are untagged', '"Greet" is in Test only: it has a single text',
    )  # fmt: skip


def test_nothing_to_split_promises_nothing():
    assert of([]).guarantees == ()


def test_what_the_record_holds_is_said_to_be_recorded():
    value = rows(40, ["A", "B"], 8)
    found = facts({"u.json": value})
    record = dict.fromkeys(split(found).record(), "Train")
    held = split(replace_record(found, record))
    assert (len(held.recorded), len(held.pinned), held.counts()["Test"]) == (40, 40, 0)
    assert held.guarantees[1].broken[0] == '"A" is in Train only: all its rows are recorded in split.csv'
    assert held.guarantees[3].broken == ("Test has 0 rows where 20% of 40 are 8: all rows are recorded in split.csv",)


def test_rows_torn_by_tag_and_record_say_both():
    value = [sample_row("hello", "Greet"), sample_row("Hello!", "Greet", dataset="Test"), *rows(10, ["A"])]
    found = facts({"u.json": value})
    (name,) = {text for row, text in split(found).texts.items() if row[1] == "/0"}
    made = split(replace_record(found, {name: "Train"}))
    assert made.guarantees[0].broken == (
        '"Greet": rows that are nearly the same are in Train and Test, where they are tagged or recorded',
    )


def test_test_is_topped_up_to_the_row_beside_what_is_tagged():
    value = rows(100, ["A", "B"], 1)
    tagged = [{**row, "dataset": "Test"} if at < 7 else row for at, row in enumerate(value)]
    made = of(tagged)
    assert made.counts() == {"Train": 80, "Test": 20}
    assert all(made.sides["u.json", f"/{at}"] == "Test" for at in range(7))


def test_languages_have_their_share_of_an_intent():
    texts = [row["text"] for row in rows(100, ["A"], 2)]
    value = [sample_row(text, "A", language="de" if at < 20 else "en-us") for at, text in enumerate(texts)]
    made = of(value, similarity=1.0)
    german = sum(made.sides["u.json", f"/{at}"] == "Test" for at in range(20))
    assert (german, made.counts()["Test"]) == (4, 20)


def test_further_test_sets_are_taken_from_train_and_are_in_neither_side():
    value = rows(200, ["A", "B"], 3)
    made = of(value, test_sets={"smoke": 0.05, "regression": 0.1})
    assert made.counts() == {"Train": 130, "Test": 40, "regression": 20, "smoke": 10}
    assert made.places == ("Train", "Test", "regression", "smoke")
    assert all(guarantee.kept for guarantee in made.guarantees)
    again = of(
        [{**row, "dataset": "smoke" if at == 5 else None} for at, row in enumerate(value)], test_sets={"smoke": 0.05}
    )
    assert (again.test_sets["u.json", "/5"], again.counts()["smoke"]) == ("smoke", 10)
    frame = made.to_frame()
    assert sorted(frame.test_set.unique()) == ["", "regression", "smoke"]


@pytest.mark.parametrize(
    ("split", "problem"),
    [
        ({"test_sets": {"train": 0.1}}, "is a side of every split"),
        ({"test_sets": {"smoke": 0.9}}, "nothing is left to train on"),
    ],
)
def test_test_sets_that_cannot_be_are_refused(split, problem):
    with pytest.raises(CurationError, match=problem):
        of(rows(10, ["A"]), **split)


def test_folds_are_dealt_to_the_row_and_keep_near_duplicates_together():
    value = [
        *rows(90, ["A", "B"], 4),
        *(sample_row(f"please book a table for {n} people tonight", "A") for n in ("two", "twoo")),
    ]
    found = facts({"u.json": value})
    made = split(found, folds=4)
    sizes = [list(made.folds.values()).count(number) for number in range(4)]
    assert sum(sizes) == 92
    assert max(sizes) - min(sizes) <= 1
    assert made.folds["u.json", "/90"] == made.folds["u.json", "/91"]
    assert set(made.to_frame().fold) == {0, 1, 2, 3}


def test_an_intent_off_its_share_says_what_forces_it():
    chain = [sample_row("please book a table for two people tonight" + "!" * n, "A") for n in range(1, 16)]
    made = of([*chain, *rows(1, ["A"], 5), *rows(60, ["B"], 6)])
    line = made.guarantees[4].broken[0]
    assert line.startswith('"A" has ')
    assert line.endswith("up to 15 rows are nearly the same")
    assert made.guarantees[3].kept


def test_a_share_that_tags_forbid_says_so():
    made = of([sample_row(f"{word} {at}", "A", dataset="Test") for at, word in enumerate(WORDS)])
    assert made.guarantees[3].broken == ("Test has 16 rows where 20% of 16 are 3: all rows are tagged in the files",)


def test_an_exact_share_gives_way_to_both_sides_and_says_so():
    value = [
        sample_row(f"{first} {second}", f"I{at}") for at, first in enumerate(WORDS) for second in ("soup", "bread")
    ]
    made = of(value, similarity=1.0)
    assert (made.counts()["Test"], made.guarantees[1].kept) == (16, True)
    assert made.guarantees[3].broken == (
        "Test has 16 rows where 20% of 32 are 6: groups and the promise of both sides allow no other number",
    )


@settings(max_examples=40)
@given(st.lists(utterances, min_size=1, max_size=25))
def test_what_was_recorded_stays_where_it_was(value):
    """A record of one split, laid over the same rows and more of them, moves no text that is in it."""
    clean = [{**row, "dataset": None} for row in value]
    made = split(facts({"u.json": clean}))
    more = facts({"u.json": clean, "v.json": rows(10, ["A", "B"], 7)})
    later = split(replace_record(more, made.record()))
    assert {text: place for text, place in later.record().items() if text in made.record()} == made.record()


def replace_record(found, record):
    from dataclasses import replace

    from curation.facts import Facts

    return Facts(replace(found.workspace, recorded_sides=record))


def routed(settings, decisions="", tagged=False):
    """Two tasks beside what is routed; what is said of Book goes into Tables."""
    own = rows(50, ["Reserve", "Cancel"], 11, tag="Test" if tagged else None)
    desk = orchestration(*rows(30, ["Book"], 12), intents={"Book": to_clu("Tables"), "None": None}, name="Desk")
    files = {"desk.json": desk, "tables.json": clu(*own, intents=("Reserve", "Cancel"), name="Tables")}
    return facts(files, {"split": settings}, decisions=decisions)


def test_tasks_keep_their_tags_unless_they_are_asked_for():
    found = routed({})
    assert split(found, decide(found)).tasks == {}
    asked = routed({"tasks": True})
    made = split(asked, decide(asked))
    assert (made.tasks["Tables"].counts(), made.counts()) == ({"Train": 40, "Test": 10}, {"Train": 24, "Test": 6})
    assert all(guarantee.kept for guarantee in made.tasks["Tables"].guarantees)
    row = next(iter(made.tasks["Tables"].sides))
    assert made.get(row) == made.tasks["Tables"].place(row)
    assert made.get(("no.json", "/0")) is None


def test_rows_that_go_into_a_task_are_part_of_its_train_side():
    answer = "intent,decision,task,into,reviewer\nBook,accept,Tables,Reserve,ann\n"
    found = routed({"tasks": True}, decisions=answer)
    made = split(found, decide(found))
    inside = made.tasks["Tables"]
    entered = [row for row in inside.sides if row[0] == "desk.json"]
    assert len(entered) == made.counts()["Train"] - len(twins_in(found, made, entered))
    assert {inside.place(row) for row in entered} == {"Train"}
    assert {inside.intents[row] for row in entered} == {"Reserve"}
    assert inside.counts()["Test"] == round(0.2 * len(inside.sides))


def twins_in(found, made, entered):
    """Train rows of what is routed that the task has already, or that came twice."""
    return [row for row in made.sides if made.place(row) == "Train" and row not in entered]


def test_a_record_holds_the_sides_of_tasks_apart_from_what_is_routed():
    text = sample_row("a table for two", "Book")
    desk = orchestration(text, *rows(30, ["Book"], 12), intents={"Book": to_clu("Tables"), "None": None}, name="Desk")
    tables = clu({**text, "intent": "Reserve"}, *rows(50, ["Reserve", "Cancel"], 11), intents=("Reserve", "Cancel"), name="Tables")  # fmt: skip
    found = facts({"desk.json": desk, "tables.json": tables}, {"split": {"tasks": True}})
    made = split(found, decide(found))
    keys = {found.key_of[row.text] for row in found.workspace.rows}
    inside = {found.key_of[row.text] for row in found.workspace.tasks[0].project.utterances}
    assert len(made.record()) == len(keys) + len(inside)
    again = replace_record(found, made.record())
    assert split(again, decide(again)).record() == made.record()
