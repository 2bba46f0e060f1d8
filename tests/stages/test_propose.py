"""Proposals for whole workspaces."""

from __future__ import annotations

import pytest
from workspaces import facts

from curation.render.text import proposals_text
from curation.rules._samples import clu, cqa, orchestration, sample_row, to_clu, to_cqa
from curation.stages.decide import decide
from curation.stages.propose import propose

MAIL = [
    "read my new emails",
    "send an email to Ann",
    "delete this message",
    "reply to the last mail",
    "forward the mail",
]
HOME = ["turn on the kitchen lights", "switch the heating off", "dim the lamp", "close the blinds", "turn off the fan"]
FILES = {
    "mail.json": clu(*(sample_row(text, "Mail") for text in MAIL), intents=("Mail",), name="MailApp"),
    "home.json": clu(*(sample_row(text, "Device") for text in HOME), intents=("Device",), name="HomeApp"),
    "o.json": orchestration(intents={"Inbox": None, "None": None}),
    "u.json": [sample_row(text, "Inbox") for text in ("any new email today", "show me my mail", "delete the email")],
}


def proposals(files=FILES, **more):
    found = facts(files, **more)
    return propose(found, decide(found))


def test_the_task_that_serves_the_same_is_proposed_with_its_evidence():
    (proposal,) = proposals()
    assert (proposal.intent, proposal.task, proposal.rows) == ("Inbox", "MailApp", 3)
    best = proposal.candidates[0]
    assert best.into == "Mail"
    assert {evidence.task_text for evidence in best.evidence} <= set(MAIL)
    assert proposal.reason == "its utterances are most like those of MailApp, most like its intent Mail"


def test_chances_and_the_chance_of_none_sum_to_one():
    (proposal,) = proposals()
    assert sum(candidate.score for candidate in proposal.candidates) == pytest.approx(proposal.fits)
    assert proposal.confidence == proposal.candidates[0].score


def test_a_rejected_task_is_not_proposed_again():
    (proposal,) = proposals(decisions="intent,decision,task\nInbox,reject,MailApp\n")
    assert [candidate.task for candidate in proposal.candidates] == ["HomeApp"]


@pytest.mark.parametrize(("decisions", "to"), [("", ["HomeApp"]), ("intent,decision,task\nInbox,reject,HomeApp\n", [])])
def test_rows_are_not_proposed_for_a_task_that_was_rejected_for_their_intent(decisions, to):
    strays = [f"{text} please" for text in HOME]
    files = {
        **FILES,
        "o.json": orchestration(intents={"Inbox": to_clu("MailApp"), "None": None}),
        "u.json": [sample_row(text, "Inbox") for text in (*(f"{text} now" for text in MAIL), *strays)],
    }
    assert [split.other for split in proposals(files, decisions=decisions).splits] == to


def test_what_no_task_serves_is_kept_as_a_routing_intent():
    rows = [sample_row(text, "Poetry") for text in ("write a sonnet about autumn", "which poet wrote this verse")]
    by_name = {proposal.intent: proposal for proposal in proposals({**FILES, "u.json": [*FILES["u.json"], *rows]})}
    assert by_name["Poetry"].task is None
    assert by_name["Poetry"].confidence > 0.5
    assert by_name["Inbox"].task == "MailApp"


def test_an_unfinished_link_keeps_to_its_kind():
    files = {**FILES, "q.json": cqa("when do you open", name="ShopFAQ"), "u.json": [],
             "o.json": orchestration(intents={"Ask": to_cqa("<project-name>")})}  # fmt: skip
    (proposal,) = proposals(files)
    assert [candidate.task for candidate in proposal.candidates] == ["ShopFAQ"]
    assert proposal.confidence == 0
    assert proposal.reason == (
        "no utterances to judge by; its link asks for QuestionAnswering, and ShopFAQ is the only such task"
    )


def test_rows_of_linked_intents_are_evidence_for_their_task():
    bare = {**FILES, "home.json": clu(sample_row("hello home", "Device"), intents=("Device",), name="HomeApp")}
    taught = {
        **bare,
        "o.json": orchestration(intents={"Lights": to_clu("HomeApp"), "Dark": None}),
        "u.json": [
            *(sample_row(text, "Lights") for text in HOME),
            sample_row("turn on the lamp in the kitchen", "Dark"),
        ],
    }
    dark = proposals(taught).get("Dark")
    assert dark.candidates[0].task == "HomeApp"
    assert {evidence.task_text for evidence in dark.candidates[0].evidence} <= set(HOME)


def test_nothing_open_nothing_proposed():
    assert len(proposals(decisions="intent,decision,task\nInbox,keep,\n")) == 0


def test_the_least_certain_comes_first():
    rows = [sample_row("something about a message in the kitchen", "Odd")]
    found = proposals({**FILES, "u.json": [*FILES["u.json"], *rows]})
    assert [proposal.confidence for proposal in found] == sorted(proposal.confidence for proposal in found)


def test_a_task_of_which_nothing_is_known_is_named():
    bare = {**FILES, "bare.json": clu(intents=("Later",), name="LaterApp"), "also.json": clu(name="AlsoApp")}
    found = proposals(bare)
    said = "Not considered, until an utterance or a linked intent shows what they serve: AlsoApp, LaterApp"
    assert found.unknown_tasks == ("AlsoApp", "LaterApp")
    assert found.grounds == f"{found.calibration}. {said}"
    assert proposals_text(found).endswith(f"{said}\n")
    assert proposals().grounds == proposals().calibration


def test_where_nothing_is_known_of_any_task_all_are_named():
    files = {
        "o.json": orchestration(intents={"A": None}),
        "u.json": [sample_row("a text", "A")],
        "b.json": clu(name="B"),
    }
    found = proposals(files)
    assert (found.unknown_tasks, found.calibration) == (("B",), "")
    assert proposals_text(found).endswith(
        "\nNot considered, until an utterance or a linked intent shows what they serve: B\n"
    )
