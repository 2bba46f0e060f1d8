"""What is in a bundle, and that nothing is lost on the way."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import facts, rows_of_csv

from curation.errors import CurationError
from curation.formats.read import read_document, to_project
from curation.formats.schemas import load_schema
from curation.model.bundle import Change, FileRole
from curation.rules._samples import clu, cqa, orchestration, sample_row, sample_span, to_clu, to_cqa
from curation.stages.bundle import bundle
from curation.stages.decide import decide
from curation.stages.split import split

BOOK = [sample_row(text, "Book", language="en-us") for text in (
    "a table for two", "dinner at eight", "any window seat", "we are five people", "lunch tomorrow")]  # fmt: skip
HOURS = [
    sample_row(text, "Hours") for text in ("when do you open", "opening times", "are you open now", "closing time")
]
ODD = sample_row("hello 🚲 there", "Greet", note={"by": "mira"}, entities=[])
FILES = {
    "o.json": orchestration(
        sample_row("good day", "Greet"), intents={"Book": to_clu("Tables"), "Greet": None, "None": None}
    ),
    "t.json": clu(sample_row("book a table", "Reserve"), intents=("Reserve",), name="Tables"),
    "q.json": cqa("what are your hours", name="ShopFAQ"),
    "u.json": [*BOOK, *HOURS, ODD, sample_row("hi", "Greet"), sample_row("what a day", "None")],
}
DECISIONS = "intent,decision,task,into\nHours,accept,ShopFAQ,\nBook,accept,Tables,Reserve\n"


def build(files=FILES, settings=None, decisions=DECISIONS):
    found = facts(files, settings, decisions=decisions)
    mapping = decide(found)
    return found, bundle(found.workspace, mapping, split(found), report="# report\n")


def value(made, path):
    return json.loads(next(file.data for file in made.files if file.path == path))


def test_the_files_stand_in_import_order():
    _, made = build()
    assert [file.path for file in made.files] == [
        "01-clu/Tables.clu.json",
        "02-cqa/ShopFAQ.cqa.json",
        "03-orchestration/Desk.orchestration.json",
        "ledger.jsonl",
        "report.md",
        "upload/mapping.csv",
        "upload/utterances.json",
        "manifest.json",
    ]
    assert [(step["step"], step["project"]) for step in made.manifest["import_order"]] == [
        (1, "Tables"), (2, "ShopFAQ"), (3, "Desk")]  # fmt: skip
    assert made.manifest["required_deployments"] == [{"project": "Tables", "deployment": "production"}]
    assert made.manifest["open_intents"] == ["Greet"]
    jsonschema.Draft7Validator(load_schema("manifest")).validate(made.manifest)


def test_the_upload_keeps_every_row_with_its_side_and_what_was_not_understood():
    found, made = build()
    rows = value(made, "upload/utterances.json")
    assert [row["text"] for row in rows] == [row.text for row in found.workspace.rows]
    assert {row["dataset"] for row in rows} == {"Train", "Test"}
    odd = next(row for row in rows if row["text"] == ODD["text"])
    assert odd == {"text": ODD["text"], "intent": "Greet", "dataset": odd["dataset"], "note": {"by": "mira"}}


def test_a_link_is_written_as_the_service_reads_it():
    _, made = build()
    intents = {
        i["category"]: i.get("orchestration")
        for i in value(made, "03-orchestration/Desk.orchestration.json")["assets"]["intents"]
    }
    assert intents == {
        "Book": to_clu("Tables"),
        "Greet": None,
        "None": None,
        "Hours": {
            "targetProjectKind": "QuestionAnswering",
            "questionAnsweringOrchestration": {"projectName": "ShopFAQ"},
        },
    }


@pytest.mark.parametrize(("policy", "train", "rows"), [("test", 0, 9), ("keep", None, 9), ("leave-out", 0, None)])
def test_train_rows_of_a_linked_intent_follow_the_policy(policy, train, rows):
    decisions = DECISIONS.replace(",Reserve", ",")
    found, made = build(settings={"links": {"train_rows": policy}}, decisions=decisions)
    sides = split(found).sides
    linked = [
        r
        for r in value(made, "03-orchestration/Desk.orchestration.json")["assets"]["utterances"]
        if r["intent"] in ("Book", "Hours")
    ]
    trained = sum(row["dataset"] == "Train" for row in linked)
    tested = sum(str(sides[row.row]) == "Test" for row in found.workspace.rows if row.intent in ("Book", "Hours"))
    assert len(linked) == (tested if rows is None else rows)
    assert trained == (9 - tested if train is None else train)


def test_into_adds_the_train_rows_to_the_task_and_never_a_test_row():
    found, made = build()
    sides = split(found).sides
    added = value(made, "01-clu/Tables.clu.json")["assets"]["utterances"][1:]
    expected = [row.text for row in found.workspace.rows if row.intent == "Book" and sides[row.row] == "Train"]
    assert [row["text"] for row in added] == expected
    assert {(row["intent"], row["dataset"]) for row in added} == {("Reserve", "Train")}
    assert 0 < len(added) < len(BOOK)


def test_a_row_that_the_task_learns_from_never_judges_the_orchestration():
    found, made = build()
    sides = split(found).sides
    book = [row for row in found.workspace.rows if row.intent == "Book"]
    rows = value(made, "03-orchestration/Desk.orchestration.json")["assets"]["utterances"]
    assert [row["text"] for row in rows if row["intent"] == "Book"] == [r.text for r in book if sides[r.row] == "Test"]
    gone = [e for e in made.ledger if e.rule == "links.train_rows" and e.change is Change.LEFT_OUT]
    assert {entry.pointer for entry in gone} == {row.pointer for row in book if sides[row.row] == "Train"}
    assert {entry.output for entry in gone} == {"03-orchestration/Desk.orchestration.json"}


def test_a_text_that_the_task_has_on_train_anyway_never_judges_it_either():
    files = {
        **FILES,
        "t.json": clu(
            sample_row("LUNCH tomorrow!", "Reserve"),
            sample_row("we are five people", "Reserve", dataset="Test"),
            intents=("Reserve",),
            name="Tables",
        ),
    }
    found, made = build(files, decisions=DECISIONS.replace(",Reserve", ","))
    sides = split(found).sides
    rows = value(made, "03-orchestration/Desk.orchestration.json")["assets"]["utterances"]
    kept = {row["text"] for row in rows if row["intent"] == "Book"}
    (lunch,) = (row for row in found.workspace.rows if row.text == "lunch tomorrow")
    assert sides[lunch.row] == "Train"
    assert kept == {row["text"] for row in BOOK} - {"lunch tomorrow"}


def test_a_text_the_task_already_has_is_not_added_again():
    files = {
        **FILES,
        "t.json": clu(*({**row, "intent": "Reserve"} for row in BOOK), intents=("Reserve",), name="Tables"),
    }
    _, made = build(files)
    assert len(value(made, "01-clu/Tables.clu.json")["assets"]["utterances"]) == len(BOOK)
    assert any(entry.change is Change.ALREADY_THERE for entry in made.ledger)


def test_relabelling_moves_rows_under_the_task():
    _, made = build(settings={"links": {"mode": "relabel"}})
    rows = value(made, "upload/utterances.json")
    assert {row["intent"] for row in rows} == {"Tables", "ShopFAQ", "Greet", "None"}
    project = value(made, "03-orchestration/Desk.orchestration.json")
    assert {intent["category"]: intent.get("orchestration") for intent in project["assets"]["intents"]} == {
        "Greet": None, "None": None, "Tables": to_clu("Tables"), "ShopFAQ": to_cqa("ShopFAQ")}  # fmt: skip
    mapping = rows_of_csv(made.get(FileRole.MAPPING)[0].data.decode())
    assert {row["intent"]: row["rows"] for row in mapping} == {"Tables": "5", "Greet": "3", "None": "1", "ShopFAQ": "4"}
    moved = [entry for entry in made.ledger if entry.output == "upload/utterances.json" and entry.field == "intent"]
    assert len(moved) == len(BOOK) + len(HOURS)


def test_a_task_that_nothing_was_added_to_is_handed_on_byte_for_byte():
    found, made = build(decisions="intent,decision,task\nHours,accept,ShopFAQ\n")
    original = {document.file: document.data for document in found.workspace.documents}
    assert made.get(FileRole.CLU)[0].data == original["t.json"]
    assert made.get(FileRole.CQA)[0].data == original["q.json"]


def test_labels_have_no_place_in_orchestration_and_the_ledger_says_so():
    labelled = sample_row("a table for two", "Book", entities=[sample_span("Size", 12, 3)])
    _, made = build({**FILES, "u.json": [labelled, *HOURS]}, decisions="")
    assert all("entities" not in row for row in value(made, "upload/utterances.json"))
    (entry,) = [e for e in made.ledger if e.rule == "orchestration has no entities" and e.output.startswith("upload")]
    assert (entry.file, entry.pointer, entry.before, entry.after) == ("u.json", "/0", "Size", None)


def test_the_mapping_names_the_task_of_each_intent():
    _, made = build()
    rows = rows_of_csv(made.get(FileRole.MAPPING)[0].data.decode())
    assert [(row["intent"], row["state"], row["task"], row["into"]) for row in rows] == [
        ("Book", "linked", "Tables", "Reserve"),
        ("Greet", "open", "", ""),
        ("None", "exempt", "", ""),
        ("Hours", "linked", "ShopFAQ", ""),
    ]


def test_an_array_alone_becomes_an_upload_and_a_project_if_one_is_named():
    rows = [sample_row("a table for two", "Book", entities=[sample_span("Size", 12, 3)]), *HOURS, *BOOK[1:]]
    _, made = build({"u.json": rows}, decisions="")
    assert [file.path for file in made.files][:1] == ["ledger.jsonl"]
    _, made = build({"u.json": rows}, {"project": {"name": "Tables", "kind": "Conversation"}}, decisions="")
    document = read_document(made.get(FileRole.CLU)[0].data, "p.json")
    assert document.violations == ()
    project = to_project(document)
    assert [intent.name for intent in project.intents] == ["Book", "Hours", "None"]
    assert [entity.name for entity in project.entities] == ["Size"]
    assert project.utterances[0].spans[0].length == 3


def test_a_hostile_project_name_stays_in_the_folder():
    _, made = build({"q.json": cqa("hello", name="../../etc/passwd"), "u.json": HOURS}, decisions="")
    assert re.fullmatch(r"02-cqa/-\.\.-etc-passwd-[0-9a-f]{6}\.cqa\.json", made.get(FileRole.CQA)[0].path)


def test_names_that_look_alike_get_files_of_their_own():
    names = ["F A", "F-A", ".F-A", "常见", "问题"]
    files = {f"{n}.json": cqa(f"question {n}", name=name) for n, name in enumerate(names)}
    _, made = build({**files, "u.json": HOURS}, decisions="")
    assert len({file.path.casefold() for file in made.get(FileRole.CQA)}) == len(names)


def test_relabelling_refuses_to_merge_what_is_still_open():
    files = {**FILES, "u.json": [*FILES["u.json"], sample_row("tables?", "Tables")]}
    with pytest.raises(CurationError, match='there is an intent "Tables" that does not lead to the task of that name'):
        build(files, {"links": {"mode": "relabel"}})


def test_a_link_of_the_file_survives_relabelling():
    _, made = build(settings={"links": {"mode": "relabel"}}, decisions="")
    intents = {
        i["category"]: i.get("orchestration")
        for i in value(made, "03-orchestration/Desk.orchestration.json")["assets"]["intents"]
    }
    assert intents["Tables"] == to_clu("Tables")


def test_a_label_the_task_does_not_declare_stays_behind_and_the_ledger_says_so():
    labelled = [sample_row(f"{n} for two please", "Book", entities=[sample_span("Size", 6, 3)]) for n in range(4)]
    _, made = build({**FILES, "u.json": [*labelled, *HOURS]})
    added = value(made, "01-clu/Tables.clu.json")["assets"]["utterances"][1:]
    assert added
    assert all("entities" not in row for row in added)
    notes = [entry for entry in made.ledger if entry.rule == "entity not declared by the task"]
    assert {(entry.before, entry.after) for entry in notes} == {("Size", "")}


texts = st.text(min_size=1, max_size=12).filter(str.strip)
rows = st.lists(st.builds(sample_row, texts, st.sampled_from(["Book", "Hours", "Greet"])), max_size=15)


@settings(max_examples=60)
@given(rows, st.sampled_from(["test", "keep", "leave-out"]), st.sampled_from(["link", "relabel"]))
def test_rows_in_are_rows_out_and_rows_in_the_ledger(value, policy, mode):
    files = {**FILES, "u.json": [*FILES["u.json"], *value]}
    found, made = build(files, {"links": {"train_rows": policy, "mode": mode}})
    assert all(balance.holds for balance in made.balances)
    assert {b.output: b.before for b in made.balances}["upload/utterances.json"] == len(found.workspace.rows)
    for file in made.files:
        if file.role in (FileRole.UPLOAD, FileRole.CLU, FileRole.ORCHESTRATION):
            document = read_document(file.data, file.path)
            assert document.violations == ()
            assert len(to_project(document).utterances) == file.rows


def test_the_same_input_gives_the_same_bytes():
    first, second = build()[1], build(dict(reversed(FILES.items())))[1]
    assert [(file.path, file.data) for file in first.files] == [(file.path, file.data) for file in second.files]


MOVED = "intent,decision,task,into,text\n"


def test_an_utterance_that_was_moved_is_moved_in_every_file_it_goes_to_and_the_ledger_says_so():
    text = "when do you open"
    said = f"Hours,accept,ShopFAQ,,\nBook,accept,Tables,Reserve,\nHours,retarget,,Greet,{text.upper()}?\n"
    _, made = build(decisions=MOVED + said)
    for path in ("upload/utterances.json", "03-orchestration/Desk.orchestration.json"):
        rows = value(made, path)
        rows = rows if isinstance(rows, list) else rows["assets"]["utterances"]
        assert [row["intent"] for row in rows if row["text"] == text] == ["Greet"]
    moved = [(entry.output, entry.before, entry.after) for entry in made.ledger if entry.rule == "decision"]
    assert moved == [
        ("upload/utterances.json", "Hours", "Greet"),
        ("03-orchestration/Desk.orchestration.json", "Hours", "Greet"),
    ]


def test_a_row_goes_to_an_intent_of_its_own_inside_a_task_only_while_its_intent_leads_there():
    files = {**FILES, "t.json": clu(sample_row("book a table", "Reserve"), sample_row("call it off", "Cancel"),
                                    intents=("Reserve", "Cancel"), name="Tables")}  # fmt: skip
    row = "Book,retarget,Tables,Cancel,{}\n"
    every = "".join(row.format(one["text"]) for one in BOOK)
    _, made = build(files, decisions=MOVED + "Book,accept,Tables,Reserve,\n" + row.format(BOOK[0]["text"]))
    added = value(made, "01-clu/Tables.clu.json")["assets"]["utterances"][2:]
    assert {row["text"]: row["intent"] for row in added}.get(BOOK[0]["text"], "Cancel") == "Cancel"
    assert {row["intent"] for row in added if row["text"] != BOOK[0]["text"]} == {"Reserve"}
    _, made = build(files, decisions=MOVED + "Book,keep,,,\n" + every)
    assert len(value(made, "01-clu/Tables.clu.json")["assets"]["utterances"]) == 2


def test_a_row_that_was_moved_counts_for_the_intent_it_moved_to():
    said = "Hours,keep,,,\nBook,accept,Tables,Reserve,\nHours,retarget,,Book,{}\n"
    texts = [one["text"] for one in HOURS]
    decisions = MOVED + "".join([said.format(texts[0]), *(f"Hours,retarget,,Book,{text}\n" for text in texts[1:])])
    found, made = build(decisions=decisions)
    sides = split(found).sides
    expected = {row.text for row in found.workspace.rows if row.text in texts and sides[row.row] == "Train"}
    added = {row["text"] for row in value(made, "01-clu/Tables.clu.json")["assets"]["utterances"]}
    assert expected
    assert expected <= added


def test_rows_of_a_task_are_moved_inside_it():
    files = {**FILES, "t.json": clu(sample_row("book a table", "Reserve"), sample_row("call it off", "Reserve"),
                                    intents=("Reserve", "Cancel"), name="Tables")}  # fmt: skip
    _, made = build(files, decisions=MOVED.replace("\n", ",scope\n") + "Reserve,retarget,,Cancel,call it off,Tables\n")
    rows = value(made, "01-clu/Tables.clu.json")["assets"]["utterances"]
    assert {row["text"]: row["intent"] for row in rows} == {"book a table": "Reserve", "call it off": "Cancel"}


def test_rows_of_further_test_sets_are_files_of_their_own_and_in_no_project():
    many = [
        sample_row(f"{a} {b}", "Greet")
        for a in ("hi", "hello", "morning", "hey")
        for b in ("there", "you", "all", "friend")
    ]
    found, made = build({**FILES, "u.json": [*FILES["u.json"], *many]}, {"split": {"test_sets": {"smoke": 0.2}}})
    apart = value(made, "test-sets/smoke.utterances.json")
    names = {row["text"] for row in apart}
    assert len(apart) == round(0.2 * len(found.workspace.rows))
    assert {row["dataset"] for row in apart} == {"Test"}
    for path in ("upload/utterances.json",):
        assert names.isdisjoint(row["text"] for row in value(made, path))
    desk = value(made, "03-orchestration/Desk.orchestration.json")["assets"]["utterances"]
    assert names.isdisjoint(row["text"] for row in desk)
    left_out = [entry for entry in made.ledger if entry.rule == "split.test_sets.smoke"]
    assert {entry.output for entry in left_out} == {
        "upload/utterances.json",
        "03-orchestration/Desk.orchestration.json",
    }
    assert len(left_out) == 2 * len(apart)


def test_a_link_to_a_luis_app_survives_relabelling():
    luis = {"targetProjectKind": "Luis", "luisOrchestration": {"appId": "00000000-0000-0000-0000-000000000000"}}
    desk = orchestration(*BOOK, intents={"Book": luis, "None": None})
    _, made = build({"o.json": desk}, {"links": {"mode": "relabel"}}, decisions="")
    intents = value(made, "03-orchestration/Desk.orchestration.json")["assets"]["intents"]
    assert {intent["category"]: intent.get("orchestration") for intent in intents} == {"Book": luis, "None": None}
