"""A report that is kept between runs says the same as one that was just made."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from curation import api
from curation.formats.report import read_report, report_bytes
from curation.model.finding import Finding, Severity
from curation.model.fix import Fix
from curation.model.report import NotChecked, Report, Suppressed

FOUND = Finding(
    "TXT001", "spaces", Severity.WARNING, "a\ud800b", "f.json", "/0/text", "Book", "x", {"n": [0.1]}, None, (0, 2), 3
)


def test_all_that_a_report_holds_comes_back():
    report = Report(
        findings=(FOUND,),
        not_checked=(NotChecked("AMB001 ambiguous-intents", "too few"),),
        suppressed=(Suppressed(replace(FOUND, mark=None), "known", "baseline"),),
        files=("f.json",),
        rows=7,
        outdated=1,
        asked=("TXT001", "AMB001"),
        root="data",
        beyond=(("AMB001", 4),),
    )
    assert read_report(report_bytes(report)) == report


@pytest.mark.parametrize("where", ["findings", "suppressed"])
def test_a_report_with_fixes_is_not_kept(where):
    mended = replace(FOUND, fix=Fix("strip", ()))
    held = (Suppressed(mended, "known"),) if where == "suppressed" else (mended,)
    assert report_bytes(Report(**{where: held})) is None


def test_a_second_run_says_the_same_and_a_changed_file_or_setting_is_looked_at_again(
    sample_data, tmp_path, monkeypatch
):
    monkeypatch.setenv("CURATION_CACHE_DIR", str(tmp_path / "cache"))
    folder = Path(shutil.copytree(sample_data, tmp_path / "data"))
    first = api.inspect(folder)
    assert api.inspect(folder) == first

    from curation.stages import inspect as stage

    def refuse(facts):
        raise AssertionError("asked again")

    with monkeypatch.context() as patched:
        patched.setattr(stage, "inspect", refuse)
        assert api.inspect(folder) == first
        settings = folder / "curation.toml"
        before = settings.read_text(encoding="utf-8")
        settings.write_text(before + "\n[analysis]\nmost_findings = 1\n", encoding="utf-8")
        with pytest.raises(AssertionError, match="asked again"):
            api.inspect(folder)
        settings.write_text(before, encoding="utf-8")
        for path in sorted([*folder.glob("utterances/*"), *folder.glob("tasks/*"), folder / "orchestration.json"]):
            data = path.read_bytes()
            path.write_bytes(data + b"\n")
            with pytest.raises(AssertionError, match="asked again"):
                api.inspect(folder)
            path.write_bytes(data)
        assert api.inspect(folder) == first
