"""What is asked, what it weighs and what is kept out: by options, by settings, by a baseline."""

from __future__ import annotations

import json
from datetime import date

import pytest
from workspaces import curation, write_files

from curation import api
from curation.errors import CurationError
from curation.rules._samples import clu, sample_row

ROWS = [
    sample_row("a table ", "Reserve", language="en-us", dataset="Train"),
    sample_row("", "Reserve", language="en-us", dataset="Test"),
    sample_row("a table for 2", "B:C", language="en-us", dataset="Test"),
]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write_files(tmp_path, {"u.json": ROWS})


def found(*options, **more):
    return [(f.code, str(f.severity)) for f in api.check("u.json", *options, **more).findings]


EVERYTHING = [
    ("INT009", "note"), ("TXT001", "warning"), ("UTT002", "error"), ("SPL003", "error"), ("INT001", "error"),
]  # fmt: skip


def test_without_options_everything_is_asked_at_the_severity_of_an_upload():
    assert sorted(found()) == sorted(EVERYTHING)
    assert sorted(found(profile="upload")) == sorted(EVERYTHING)


def test_a_draft_weighs_less_and_a_release_more():
    lower = {"error": "warning", "warning": "note", "note": "note"}
    assert sorted(found(profile="draft")) == sorted((code, lower[severity]) for code, severity in EVERYTHING)
    higher = {"error": "error", "warning": "error", "note": "note"}
    assert sorted(found(profile="release")) == sorted((code, higher[severity]) for code, severity in EVERYTHING)
    with pytest.raises(CurationError, match='no profile "relaese"'):
        found(profile="relaese")


def test_a_file_that_could_not_be_read_is_an_error_in_a_draft_too():
    write_files(api_folder(), {"broken.json": "[", "shapeless.json": [{"text": 5, "intent": "A"}]})
    report = api.check("broken.json", "shapeless.json", profile="draft", select=["TXT"])
    assert [(f.code, str(f.severity)) for f in report.findings] == [("FIL001", "error"), ("SCH001", "error")]


def api_folder():
    from pathlib import Path

    return Path.cwd()


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({"select": ["TXT"]}, ["TXT001"]),
        ({"select": ["text-edge-space", "utt002"]}, ["TXT001", "UTT002"]),
        ({"select": ["TXT"], "extend_select": ["INT001"]}, ["INT001", "TXT001"]),
        ({"ignore": ["INT", "SPL003"]}, ["TXT001", "UTT002"]),
        ({"ignore": ["INT"], "extend_select": ["INT001"], "select": ["TXT"]}, ["INT001", "TXT001"]),
    ],
)
def test_rules_are_chosen_by_code_name_and_family(options, codes):
    assert sorted(code for code, _ in found(**options)) == codes


def test_a_check_that_asks_nothing_is_a_mistake():
    assert "no rule is left to ask" in curation("check", "u.json", "--select", "TXT", "--ignore", "TXT").err
    result = curation("check", "u.json", "--select", "LBL002")
    assert (result.code, "are asked by inspect" in result.err) == (2, True)
    assert curation("check", "u.json", "--select", "").code == 2
    assert curation("check", "u.json", "--ignore", "TXT,,INT").code == 2
    assert curation("check", "").code == 2


def test_what_is_selected_by_hand_is_asked_whatever_the_settings_ignore(here):
    (here / "curation.toml").write_text('[check]\nignore = ["INT009"]\n')
    assert found(select=["INT009"]) == [("INT009", "note")]
    assert "INT009" not in dict(found())


def test_a_rule_that_is_not_there_is_a_mistake_of_the_user():
    result = curation("check", "u.json", "--select", "TXT,SPLL03")
    assert result.code == 2
    assert result.err == 'error: there is no rule or family "SPLL03"; did you mean "SPL003"?\n'


def test_options_stand_before_the_settings_of_the_working_folder(here):
    (here / "curation.toml").write_text('[check]\nselect = ["TXT"]\nprofile = "draft"\n')
    assert found() == [("TXT001", "note")]
    assert found(select=["UTT"]) == [("UTT002", "warning")]
    assert found(profile="release") == [("TXT001", "error")]
    assert sorted(found(isolated=True)) == sorted(EVERYTHING)
    (here / "other.toml").write_text('[check]\nselect = ["INT001"]\n')
    assert found(config="other.toml") == [("INT001", "error")]
    assert curation("check", "u.json", "--config", "none.toml").code == 2


def test_ignores_by_file_glob_pointer_and_fingerprint(here):
    fingerprint = next(f.fingerprint for f in api.check("u.json").findings if f.code == "UTT002")
    for ignore, kept in [
        ('[check.per_file_ignores]\n"u*.json" = ["TXT", "INT", "SPL"]\n', ["UTT002"]),
        ('[check.per_file_ignores]\n"v*.json" = ["ALL"]\n', [code for code, _ in sorted(EVERYTHING)]),
        ('[[ignore]]\ncode = "INT009"\nreason = "r"\npointer = "/2*"\n', ["INT001", "INT009", "SPL003", "TXT001", "UTT002"]),
        ('[[ignore]]\ncode = "INT009"\nreason = "r"\npointer = "/0*"\n', ["INT001", "SPL003", "TXT001", "UTT002"]),
        (f'[[ignore]]\ncode = "UTT002"\nreason = "r"\nfingerprint = "{fingerprint}"\n', ["INT001", "INT009", "SPL003", "TXT001"]),
        ('[[ignore]]\ncode = "UTT002"\nreason = "r"\nfingerprint = "0000000000000000"\n', [code for code, _ in sorted(EVERYTHING)]),
    ]:  # fmt: skip
        (here / "curation.toml").write_text(ignore)
        assert sorted(code for code, _ in found()) == kept, ignore


def test_an_ignore_ends_on_its_day_and_says_so_with_its_line(here):
    (here / "curation.toml").write_text('\n\n[[ignore]]\ncode = "UTT002"\nreason = "soon"\nexpires = 2026-03-31\n')
    assert "UTT002" not in dict(found(today=date(2026, 3, 31)))
    report = api.check("u.json", today=date(2026, 4, 1))
    assert "UTT002" in {f.code for f in report.findings}
    (expired,) = [f for f in report.findings if f.code == "SET002"]
    assert (expired.file, expired.line, expired.subject) == ("curation.toml", 3, "UTT002")
    assert expired.message == "the ignore of UTT002 expired on 2026-03-31; mend what it is for, or give it a later day"


def test_an_ignore_that_meets_nothing_is_found_in_a_whole_workspace_only(here):
    toml = '[[ignore]]\ncode = "UTT002"\nreason = "r"\n[[ignore]]\ncode = "UTT001"\nreason = "r"\n'
    (here / "curation.toml").write_text(toml)
    assert "SET001" not in dict(found())
    report = api.check(here)
    assert [(f.line, f.subject) for f in report.findings if f.code == "SET001"] == [(4, "UTT001")]
    assert [(f.line, f.subject) for f in api.inspect(here).findings if f.code == "SET001"] == []


def test_a_baseline_accepts_what_is_there_and_nothing_new(here):
    assert (
        curation("baseline", "write", "u.json").out
        == "5 findings accepted; new ones are reported by: curation check --baseline FILE\n"
    )
    text = (here / "curation-baseline.json").read_text()
    assert "a table" not in text
    clean = curation("check", "u.json", "--baseline", "curation-baseline.json")
    assert clean.out == "nothing found in 1 file, 3 utterances; 5 suppressed by the baseline\n"
    moved = [sample_row("new ", "Reserve", language="en-us", dataset="Train"), *reversed(ROWS), ROWS[1]]
    write_files(here, {"u.json": moved})
    report = api.check("u.json", baseline="curation-baseline.json")
    assert [(f.code, f.pointer) for f in report.findings] == [
        ("TXT001", "/0/text"), ("UTT002", "/4/text"),
    ]  # fmt: skip
    (here / "curation.toml").write_text('[check]\nbaseline = "curation-baseline.json"\n')
    assert len(api.check("u.json").findings) == 2


def test_a_baseline_shrinks_by_pruning_and_is_replaced_on_request_only(here):
    (here / "curation.toml").write_text('utterances = ["u.json"]\n[check]\nbaseline = "curation-baseline.json"\n')
    curation("baseline", "write", ".")
    write_files(here, {"u.json": ROWS[:1]})
    assert "3 of the baseline not found any more (curation baseline prune)" in curation("check", ".").out
    assert "not found any more" not in curation("check", "u.json").out
    assert "not found any more" not in curation("check", ".", "--select", "TXT").out
    assert curation("baseline", "write", "u.json").code == 2
    curation("baseline", "prune", ".", "--select", "TXT")
    assert "3 of the baseline not found any more (curation baseline prune)" in curation("check", ".").out
    assert curation("baseline", "prune", ".", "-f", "json").json["baseline"]["findings"] == [
        {"code": e["code"], "subject": "Reserve", "fingerprint": e["fingerprint"], "count": 1}
        for e in json.loads((here / "curation-baseline.json").read_text())["findings"]
    ]
    assert "not found any more" not in curation("check", ".").out
    assert curation("baseline", "write", "u.json", "--force").code == 0
    assert curation("baseline", "prune", "u.json", "-o", "none.json").code == 2


@pytest.mark.parametrize("text", ["", "[]", '{"schema_version": "2", "findings": []}', '{"findings": [{"code": 1}]}'])
def test_what_is_no_baseline_is_refused(here, text):
    (here / "b.json").write_text(text)
    assert curation("check", "u.json", "--baseline", "b.json").code == 2
    assert curation("check", "u.json", "--baseline", "missing.json").code == 2


def test_the_profile_of_the_settings_does_not_soften_a_run(tmp_path):
    folder = write_files(tmp_path / "bot", {"p.json": clu(sample_row("", "Reserve"))})
    (folder / "curation.toml").write_text('[[tasks]]\nfile = "p.json"\n[check]\nprofile = "draft"\n')
    assert curation("check", folder).code == 0
    assert curation("run", folder, "-o", tmp_path / "dist").code == 1


def test_what_is_ignored_in_the_input_does_not_stop_the_bundle(tmp_path):
    rows = [sample_row(f"a table for {n}", "A:B") for n in range(20)]
    folder = write_files(tmp_path / "bot", {"p.json": clu(*rows, intents=("A:B", "None"))})
    ignore = '[[ignore]]\ncode = "INT001"\nreason = "the service took it"\n'
    (folder / "curation.toml").write_text(f'[[tasks]]\nfile = "p.json"\n{ignore}')
    result = curation("run", folder, "-o", tmp_path / "dist")
    assert result.code == 0, result.out


def test_what_cannot_be_silenced_is_not_accepted_either(here):
    write_files(here, {"u.json": [{"text": 5, "intent": "A"}]})
    assert curation("baseline", "write", "u.json", "-f", "json").json["baseline"]["findings"] == []
    assert curation("check", "u.json", "--baseline", "curation-baseline.json").code == 1


@pytest.mark.parametrize(
    "command",
    [
        ["check", "u.json", "-f", "json=u.json"],
        ["check", "u.json", "-f", "json=link.json"],
        ["check", "u.json", "-f", "json=sub/../u.json"],
        ["check", "u.json", "-f", "json=o.x", "-f", "sarif=./o.x"],
        ["check", "u.json", "--baseline", "b.json", "-f", "json=b.json"],
        ["check", "u.json", "--fix", "--ledger", "l.jsonl", "-f", "json=l.jsonl"],
        ["check", "u.json", "--fix", "--ledger", "u.json"],
        ["check", ".", "--fix", "--ledger", "curation.toml"],
        ["baseline", "write", "u.json", "-o", "u.json", "--force"],
        ["upgrade", "u.json", "-o", "u.json", "--force"],
    ],
)
def test_nothing_is_written_onto_what_is_read_and_no_file_twice(here, command):
    (here / "sub").mkdir()
    (here / "link.json").symlink_to(here / "u.json")
    (here / "b.json").write_text('{"schema_version": "1", "findings": []}')
    (here / "curation.toml").write_text('utterances = ["u.json"]\n')
    before = {path: path.read_bytes() for path in here.iterdir() if path.is_file()}
    result = curation(*command)
    assert result.code == 2, result.out
    assert {path: path.read_bytes() for path in here.iterdir() if path.is_file()} == before


def test_nothing_is_mended_if_the_ledger_cannot_be_written(here):
    before = (here / "u.json").read_bytes()
    (here / "folder").mkdir()
    assert curation("check", "u.json", "--fix", "--ledger", "folder").code == 2
    assert (here / "u.json").read_bytes() == before


def test_a_folder_with_settings_is_named_from_the_working_folder(here):
    write_files(here, {"bot/u.json": ROWS, "bot/curation.toml": 'utterances = ["u.json"]\n'})
    for form, wanted in (
        ("github", "file=bot/u.json,"),
        ("azure", "sourcepath=bot/u.json;"),
        ("concise", "bot/u.json:1:"),
        ("sarif", '"uri": "bot/u.json"'),
        ("junit", 'name="bot/u.json"'),
        ("markdown", "bot/u.json:1:"),
    ):
        assert wanted in curation("check", "bot", "-f", form).out, form
    assert curation("check", "bot", "-f", "json").json["findings"][0]["file"] == "u.json"


def test_accepted_findings_are_marked_in_sarif(here):
    curation("baseline", "write", "u.json")
    run = curation("check", "u.json", "--baseline", "curation-baseline.json", "-f", "sarif").json["runs"][0]
    assert {result["suppressions"][0]["status"] for result in run["results"]} == {"accepted"}
    assert len(run["results"]) == 5
