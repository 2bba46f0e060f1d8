"""AMB005: what stands alone, and what is passed over."""

from __future__ import annotations

import numpy as np
import pytest
from workspaces import write_files

from curation import api
from curation.analysis import outliers
from curation.rules._samples import clu, sample_row

THINGS = ("table", "room", "car", "boat", "bike", "seat", "court", "desk", "hall", "tent", "van", "sauna", "locker")
ROWS = [
    sample_row(text, intent, language="en-us")
    for thing in THINGS
    for intent, text in (
        ("Reserve", f"please book the {thing} for me"),
        ("Reserve", f"please book the {thing} for today"),
        ("Cancel", f"cancel my {thing} booking now"),
        ("Cancel", f"cancel my {thing} booking again"),
    )
]
STRANGE = "qwx zzt 99 flurb"


def alone(tmp_path, *rows, files=None):
    folder = write_files(tmp_path / "w", files or {"u.json": [*ROWS, *rows]})
    return [finding.excerpt for finding in api.inspect(folder).findings if finding.code == "AMB005"]


def test_a_text_like_no_other_is_named_and_under_none_it_is_not(tmp_path):
    assert alone(tmp_path, sample_row(STRANGE, "Cancel")) == [STRANGE]
    assert alone(tmp_path, *(sample_row(f"{STRANGE} {n}", "None") for n in "abcdef")) == []


def test_a_long_text_is_unlike_others_by_its_length_alone(tmp_path):
    words = "qwx zzt flurb gno prt klom vrap snee dwil hurx mab tolk yib fex grun pask lirt wem zog quab"
    assert len(words.split()) == 20
    assert [text[:10] for text in alone(tmp_path, sample_row(words, "Cancel"))] == [words[:10]]
    assert alone(tmp_path, sample_row(f"{words} nolp", "Cancel")) == []
    assert (
        alone(
            tmp_path,
            sample_row(
                "住宅の床を磨く作業員が昨夜の嵐で壊れた古い橋を渡って隣町の市場へ魚を買いに行ったそうだ", "Cancel"
            ),
        )
        == []
    )


def test_two_that_are_nearly_the_same_do_not_stand_alone(tmp_path):
    assert alone(tmp_path, sample_row(STRANGE, "Cancel"), sample_row(f"{STRANGE}x", "Cancel")) == []


def test_a_text_that_is_the_only_one_of_its_intent_in_its_language_is_not_judged(tmp_path):
    assert alone(tmp_path, sample_row(STRANGE, "Cancel", language="de")) == []
    german = [
        sample_row(f"bitte {thing} buchen", "Reserve", language="de") for thing in ("Boot", "Saal", "Rad", "Zelt")
    ]
    lone = sample_row("Boot absagen", "Cancel", language="de")
    report = api.inspect(write_files(tmp_path / "l", {"u.json": [*ROWS, *german, lone]}))
    assert "Boot absagen" not in [f.excerpt for f in report.findings if f.code in ("AMB002", "AMB003", "AMB005")]
    notes = {item.what: item.reason for item in report.not_checked}
    assert notes['texts of routing: "Cancel in de"'] == "no other text of the intent in that language: not judged"


def test_projects_of_few_texts_are_not_judged(tmp_path):
    small = [*ROWS[:24], sample_row(STRANGE, "Cancel")]
    folder = write_files(tmp_path / "s", {"u.json": small})
    reasons = {item.what: item.reason for item in api.inspect(folder).not_checked}
    assert reasons["AMB005 stands-alone"] == "fewer than 50 different texts: what is unusual cannot be said"
    intents = ("Reserve", "Cancel")
    files = {"a.json": clu(*small, intents=intents, name="A"), "b.json": clu(*ROWS, intents=intents, name="B")}
    assert alone(tmp_path, files=files) == []


@pytest.mark.parametrize(("said", "named"), [(0.59, []), (0.61, [STRANGE])])
def test_it_is_named_from_a_chance_of_six_in_ten(tmp_path, monkeypatch, said, named):
    whole = outliers.standing_alone

    def scaled(judged):
        found = whole(judged)
        return np.where(found == found.max(), said, 0.0)

    monkeypatch.setattr(outliers, "standing_alone", scaled)
    files = {"u.json": [*ROWS, sample_row(STRANGE, "Cancel")], "curation.toml": "[analysis]\ncache = false\n"}
    assert alone(tmp_path, files=files) == named


def test_with_a_budget_the_most_alone_is_kept(tmp_path):
    rows = [*ROWS, sample_row(STRANGE, "Cancel"), sample_row("my knee hurts when it rains", "Reserve")]
    folder = write_files(tmp_path / "b", {"u.json": rows, "curation.toml": "[analysis]\nmost_findings = 9\n"})
    found = [f for f in api.inspect(folder).findings if f.code == "AMB005"]
    assert len(found) == 2
    write_files(folder, {"curation.toml": "[analysis]\nmost_findings = 1\n"})
    (kept,) = (f for f in api.inspect(folder).findings if f.code == "AMB005")
    assert kept.evidence["alone"] == max(f.evidence["alone"] for f in found)
    assert found[0].evidence["alone"] != found[1].evidence["alone"]
