"""Where every intent stands."""

from __future__ import annotations

import pytest
from workspaces import facts

from curation.analysis.normalise import fingerprint
from curation.errors import CurationError
from curation.rules._samples import clu, cqa, orchestration, sample_row, to_clu
from curation.stages.decide import decide

FILES = {
    "o.json": orchestration(
        sample_row("hello", "Greet"), intents={"Book": to_clu("Tables"), "Greet": None, "None": None}
    ),
    "t.json": clu(sample_row("book a table", "Reserve"), intents=("Reserve",), name="Tables"),
    "q.json": cqa("when do you open", name="ShopFAQ"),
    "u.json": [sample_row("a table please", "Book"), sample_row("opening hours", "Hours"), sample_row("blah", "None")],
}
HEAD = "intent,decision,task,into,fingerprint\n"


def states(decisions: str = "", **settings):
    mapping = decide(facts(FILES, settings, decisions=HEAD + decisions))
    return {entry.intent: (str(entry.state), entry.task, entry.into, entry.source) for entry in mapping.entries}


def test_without_decisions_the_files_speak():
    assert states() == {
        "Book": ("linked", "Tables", "", "file"),
        "Greet": ("open", "", "", "file"),
        "None": ("exempt", "", "", "None"),
        "Hours": ("open", "", "", "file"),
    }


def test_answers_link_keep_and_leave_open():
    assert states("Hours,accept,ShopFAQ,,\nGreet,keep,,,\n")["Hours"] == ("linked", "ShopFAQ", "", "decision")
    assert states("Hours,accept,ShopFAQ,,\nGreet,keep,,,\n")["Greet"] == ("routing", "", "", "decision")
    assert states("Hours,unsure,,,\n")["Hours"] == ("open", "", "", "unsure")
    assert states("Hours,reject,ShopFAQ,,\n")["Hours"] == ("open", "", "", "file")
    assert states("Book,keep,,,\n")["Book"] == ("routing", "", "", "decision")


def test_the_last_answer_counts():
    assert states("Hours,accept,Tables,Reserve,\nHours,retarget,ShopFAQ,,\n")["Hours"] == (
        "linked", "ShopFAQ", "", "decision")  # fmt: skip


def test_settings_can_declare_a_routing_intent():
    assert states(links={"routing_only": ["Greet"]})["Greet"] == ("routing", "", "", "settings")


def test_a_fresh_fingerprint_applies_and_a_stale_one_does_not():
    fresh, stale = fingerprint(["opening hours"]), fingerprint(["other words"])
    assert states(f"Hours,accept,ShopFAQ,,{fresh}\n")["Hours"][0] == "linked"
    mapping = decide(facts(FILES, decisions=HEAD + f"Hours,accept,ShopFAQ,,{stale}\n"))
    assert mapping.open_intents == ("Greet", "Hours")
    assert [decision.intent for decision in mapping.stale] == ["Hours"]


def test_a_clu_task_takes_the_deployment_that_a_link_already_names():
    mapping = decide(facts(FILES, decisions=HEAD + "Hours,accept,Tables,Reserve,\n"))
    assert mapping.get("Hours").deployment == "production"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "Gone,accept,ShopFAQ,,",
            'decisions.csv:2: there is no intent "Gone" any more; remove the row, or correct its name',
        ),
        ("None,keep,,,", "decisions.csv:2: None is what no task serves; it cannot be linked, remove the row"),
        ("Hours,accept,Nope,,", 'decisions.csv:2: there is no task "Nope"; the tasks are ShopFAQ, Tables'),
        ("Hours,accept,Tables,Nope,", 'decisions.csv:2: Tables has no intent "Nope"; it has Reserve'),
        (
            "Hours,accept,ShopFAQ,Nope,",
            'decisions.csv:2: ShopFAQ has no intent "Nope"; it has none, it answers questions',
        ),
    ],
)
def test_an_answer_that_cannot_be_applied_says_why(row, message):
    with pytest.raises(CurationError) as caught:
        states(row + "\n")
    assert str(caught.value) == message


def test_a_link_to_a_task_without_deployment_is_refused():
    files = {**FILES, "o.json": orchestration(intents={"Greet": None})}
    with pytest.raises(CurationError, match="can be linked to Tables only with a deployment"):
        decide(facts(files, decisions=HEAD + "Hours,accept,Tables,,\n"))


def test_a_link_that_leads_nowhere_leaves_the_intent_open():
    dangling = {**FILES, "o.json": orchestration(intents={"Book": to_clu("Tabels")})}
    placeholder = {**FILES, "o.json": orchestration(intents={"Book": to_clu("<project-name>")})}
    assert decide(facts(dangling)).get("Book").state == "open"
    assert decide(facts(placeholder)).get("Book").state == "open"


def test_nothing_is_mapped_where_nothing_is_routed():
    assert decide(facts({"u.json": [sample_row("hello", "Greet")]})).entries == ()


ROWS = "intent,decision,task,into,text,scope,reviewer,fingerprint\n"


def decided(decisions: str):
    return decide(facts(FILES, decisions=ROWS + decisions))


def test_an_utterance_moves_to_another_intent_or_to_one_inside_a_task():
    mapping = decided(
        'Hours,retarget,,Greet,"Opening  HOURS!",,mira,\nBook,accept,Tables,Reserve,a table please,,mira,\n'
    )
    assert [(move.subject, move.task, move.into) for move in mapping.moves] == [
        (("", "Book", "a table please"), "Tables", "Reserve"),
        (("", "Hours", "opening hours"), "", "Greet"),
    ]
    assert mapping.get("Hours").state == "open"


def test_an_answer_that_leaves_an_utterance_where_it_is_moves_nothing():
    for answer in ("keep", "unsure"):
        assert decided(f"Hours,{answer},,,opening hours,,mira,\n").moves == ()
    assert decided("Hours,reject,,Greet,opening hours,,mira,\n").moves == ()


def test_a_decision_about_a_text_that_is_gone_waits_for_nobody():
    mapping = decided("Hours,retarget,,Greet,other words,,mira,\nGreet,keep,,,opening hours,,mira,\n")
    assert [decision.text for decision in mapping.gone] == ["other words", "opening hours"]
    assert (mapping.moves, mapping.stale) == ((), ())


def test_the_last_answer_counts_however_the_text_is_spelled():
    mapping = decided("Hours,retarget,,Greet,opening hours,,mira,\nHours,keep,,,Opening  HOURS?,,mira,\n")
    assert mapping.moves == ()


def test_where_a_text_goes_inside_a_task_is_apart_from_where_it_is_filed():
    mapping = decided("Book,accept,Tables,Reserve,a table please,,mira,\nBook,retarget,,Hours,a table please,,tom,\n")
    assert [(move.task, move.into) for move in mapping.moves] == [("", "Hours"), ("Tables", "Reserve")]
    assert mapping.conflicts == ()


def test_a_late_answer_about_older_texts_does_not_undo_one_about_those_of_today():
    old, now = fingerprint(["older words"]), fingerprint(["opening hours"])
    mapping = decided(f"Hours,accept,ShopFAQ,,,,mira,{now}\nHours,keep,,,,,tom,{old}\n")
    assert (mapping.get("Hours").state, mapping.stale) == ("linked", ())


def test_an_utterance_of_a_task_moves_inside_its_project():
    mapping = decided("Reserve,retarget,,Reserve,book a table,Tables,mira,\n")
    assert mapping.moves[0].subject == ("Tables", "Reserve", "book a table")
    with pytest.raises(CurationError, match=r'there is no intent "Greet" to move the text to; there are Reserve'):
        decided("Reserve,retarget,,Greet,book a table,Tables,mira,\n")


def test_an_utterance_can_move_to_an_intent_named_after_a_task_that_nothing_leads_to_yet():
    mapping = decided("Greet,retarget,,ShopFAQ,hello,,mira,\n")
    entry = mapping.get("ShopFAQ")
    assert (entry.state, entry.task, entry.rows, entry.source) == ("linked", "ShopFAQ", 0, "decision")
    with pytest.raises(CurationError, match=r'there is no intent "Nowhere" to move the text to'):
        decided("Greet,retarget,,Nowhere,hello,,mira,\n")


def test_reviewers_who_disagree_are_listed_and_those_who_are_unsure_or_late_are_not():
    said = "Hours,accept,ShopFAQ,,,,mira,\nHours,{},,,,,tom,{}\n"
    (pair,) = decided(said.format("keep", "")).conflicts
    assert [(decision.reviewer, str(decision.answer)) for decision in pair] == [("mira", "accept"), ("tom", "keep")]
    assert decided(said.format("unsure", "")).conflicts == ()
    assert decided(said.format("keep", fingerprint(["older words"]))).conflicts == ()
    assert decided("Hours,accept,ShopFAQ,,,,mira,\nHours,retarget,ShopFAQ,,,,tom,\n").conflicts == ()
    assert decided("Hours,reject,Tables,,,,mira,\nHours,keep,,,,,tom,\n").conflicts == ()
    assert decided("Hours,reject,Tables,,,,mira,\nHours,accept,ShopFAQ,,,,tom,\n").conflicts == ()
    assert len(decided("Hours,reject,ShopFAQ,,,,mira,\nHours,accept,ShopFAQ,,,,tom,\n").conflicts) == 1
    assert decided(said.format("keep", "") + "Hours,keep,,,,,mira,\n").conflicts == ()


@pytest.mark.parametrize(("rejected", "conflicts"), [("", 1), ("Reserve", 1), ("Cancel", 0)])
@pytest.mark.parametrize("first", [True, False])
def test_who_rejects_a_task_disagrees_with_whoever_chose_an_intent_in_it(rejected, conflicts, first):
    accept, reject = "Hours,accept,Tables,Reserve,,,mira,\n", f"Hours,reject,Tables,{rejected},,,tom,\n"
    found = decided(accept + reject if first else reject + accept).conflicts
    assert len(found) == conflicts


def test_tasks_that_several_intents_lead_to_are_known():
    assert decided("Hours,accept,Tables,Reserve,,,mira,\n").shared_tasks == {"Tables": ("Book", "Hours")}
    assert decided("").shared_tasks == {}
