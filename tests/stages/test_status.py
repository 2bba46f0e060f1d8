"""What is decided, and how far reviewers agree."""

from __future__ import annotations

import pytest
from workspaces import facts

from curation.rules._samples import clu, cqa, orchestration, sample_row, to_clu
from curation.stages.decide import decide
from curation.stages.status import status

NAMES = tuple("ABCDEF")
FILES = {
    "o.json": orchestration(intents={"Book": to_clu("Tables"), "None": None}),
    "t.json": clu(sample_row("book a table", "Reserve"), intents=("Reserve",), name="Tables"),
    "q.json": cqa("when do you open", name="ShopFAQ"),
    "u.json": [sample_row(f"text of {name}", name) for name in NAMES],
}


def found(decisions=""):
    made = facts(FILES, decisions=f"intent,decision,task,reviewer\n{decisions}")
    return status(made.workspace, decide(made))


def both(first, second):
    rows = [f"{name},{answer},{'ShopFAQ' if answer != 'keep' else ''},{who}\n" for who, answers in (("mira", first), ("tom", second))
            for name, answer in zip(NAMES, answers, strict=False)]  # fmt: skip
    return found("".join(rows))


def test_what_is_open_and_unused_is_said():
    now = found()
    assert now.counts() == {"linked": 1, "routing": 0, "exempt": 1, "open": 6, "stale": 0, "conflicts": 0}
    assert (now.done, now.unserved, now.wanting, now.decisions) == (False, ("ShopFAQ",), (), 0)


def test_it_is_done_when_nothing_waits_for_a_person():
    done = found("".join(f"{name},keep,,mira\n" for name in NAMES))
    assert (done.done, done.counts()["routing"]) == (True, 6)
    assert not found("".join(f"{name},keep,,mira\n" for name in NAMES) + "A,accept,ShopFAQ,tom\n").done


def test_rejected_pairs_are_listed_once():
    now = found("A,reject,ShopFAQ,mira\nA,reject,ShopFAQ,tom\nB,reject,Tables,mira\n")
    assert list(now.rejected) == [("A", "ShopFAQ"), ("B", "Tables")]


def test_agreement_is_put_into_a_number_from_five_subjects_on():
    assert both(["keep"] * 4, ["keep"] * 4).agreements == ()
    (pair,) = both(
        ["keep", "keep", "keep", "accept", "accept", "accept"], ["keep", "keep", "accept"] + ["accept"] * 3
    ).agreements
    assert pair[:3] == ("mira", "tom", 6)
    assert pair.share == pytest.approx(5 / 6)
    assert pair.kappa == pytest.approx((5 / 6 - 1 / 2) / (1 - 1 / 2))


def test_two_who_always_say_the_same_one_thing_have_no_kappa():
    (pair,) = both(["keep"] * 6, ["keep"] * 6).agreements
    assert (pair.share, pair.kappa) == (1.0, None)
    assert found("").to_dict()["agreements"] == []


def test_a_task_without_a_deployment_is_named():
    files = {**FILES, "o.json": orchestration(intents={"None": None})}
    made = facts(files)
    assert status(made.workspace, decide(made)).wanting == ("Tables",)
