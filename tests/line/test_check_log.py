"""Logs of labelled rows, checked by pieces: what a check of the whole file says, as far as a piece can tell."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from killing import Killer
from workspaces import curation, write_files

from curation import api
from curation.engines import engine_named
from curation.errors import CurationError
from curation.line import _check_log, _check_steps, _logs
from curation.rules import rules_of
from curation.rules._samples import sample_row, sample_span

OF_LOGS = frozenset(rule.code for rule in rules_of("validate") if rule.reach != "project")
TEXTS = st.one_of(
    st.sampled_from(
        ["turn it on", "Turn it on!", "ring me at +49 170 1234567", " a  b ", "x" * 501, "", "Ã¤ndern", "и да"]
    ),
    st.text(max_size=12),
)
SPANS = st.sampled_from([None, [sample_span("Size", 0, 1)], [sample_span("Size", 0, 1)] * 2])
ROWS = st.builds(
    lambda text, intent, language, dataset, spans: (
        sample_row(text, intent)
        | ({"entities": spans} if spans and text else {})
        | ({"language": language} if language else {})
        | ({"dataset": dataset} if dataset else {})
    ),
    TEXTS,
    st.sampled_from(["On", "on", "None", "none", "Ünlü", "a/b"]),
    st.sampled_from([None, "en-us", "en", "ru", "xx-yy"]),
    st.sampled_from([None, "Train", "Test", "test", "Dev"]),
    SPANS,
)


def written(path, rows):
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return path


def plain(findings):
    return [{**finding.to_dict(), "fix": None} for finding in findings]


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(_check_log, "part_size", lambda path: 300)
    monkeypatch.setattr(_logs, "_BUCKET_BYTES", 400)
    monkeypatch.setattr(_check_steps, "_AT_ONCE", 7)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@given(rows=st.lists(ROWS, min_size=1, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_a_log_in_pieces_says_what_a_check_of_the_file_says(here, small_pieces, rows):
    from pathlib import Path

    written(here / "u.jsonl", rows)
    whole = api.check("u.jsonl", isolated=True)
    pieces = api.check(Path("u.jsonl"), engine="local", isolated=True)
    assert plain(pieces.findings) == plain(f for f in whole.findings if f.code in OF_LOGS)
    assert pieces.rows == whole.rows == len(rows)


def test_every_rule_of_logs_is_shown_to_fire_in_pieces(here, small_pieces):
    """The rows of each rule's own bad examples, where these are an upload array."""
    fired = set()
    for rule in rules_of("validate"):
        for example in rule.bad if rule.reach != "project" else ():
            for value in example.files.values():
                rows = value if isinstance(value, list) else (value.get("assets") or {}).get("utterances") or []
                if rows and not example.settings:
                    written(here / "u.jsonl", rows)
                    found = api.check("u.jsonl", engine="local", isolated=True)
                    assert plain(found.findings) == plain(
                        f for f in api.check("u.jsonl", isolated=True).findings if f.code in OF_LOGS
                    )
                    fired |= {finding.code for finding in found.findings}
    assert fired >= OF_LOGS - {"UTT003", "LNG002"}, OF_LOGS - fired


def test_lines_that_are_no_rows_are_findings_and_the_rest_is_checked(here, small_pieces):
    good = [json.dumps(sample_row(f"row {n} ", "On")) for n in range(20)]
    lines = [*good[:7], "{not json", '{"intent": "On"}', "", "7", *good[7:], '{"text": NaN, "intent": "On"}']
    (here / "u.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = api.check("u.jsonl", engine="local", isolated=True, select=["FIL001", "SCH001", "TXT001"])
    places = {code: [f.line for f in found.findings if f.code == code] for code in ("FIL001", "SCH001", "TXT001")}
    assert places == {"FIL001": [8, 25], "SCH001": [9, 11], "TXT001": [*range(1, 8), *range(12, 25)]}
    assert found.rows == 24
    (missing, number) = (f for f in found.findings if f.code == "SCH001")
    assert (missing.pointer, number.pointer) == ("/8", "/9")
    assert "text" in missing.message
    assert curation("check", "u.jsonl", "--engine", "local").code == 2


def test_a_key_that_stands_twice_is_found_where_it_stands(here, small_pieces):
    lines = [json.dumps(sample_row(f"row {n}", "On")) for n in range(9)]
    (here / "u.jsonl").write_text("\n".join([*lines, '{"text": "a", "text": "b", "intent": "On"}']), encoding="utf-8")
    found, whole = (api.check("u.jsonl", isolated=True, select=["FIL", "TXT"], engine=e) for e in ("local", None))
    assert plain(found.findings) == plain(whole.findings)
    assert [(f.code, f.pointer, f.line) for f in found.findings] == [("FIL002", "/9/text", 10)]


def test_bytes_that_are_not_utf_8_are_a_finding(here):
    (here / "u.csv").write_bytes("text,intent\nBär,On\nBoot,On\n".encode("latin-1"))
    (finding,) = api.check("u.csv", engine="local", isolated=True, select=["FIL"]).findings
    assert finding.message == "1 line read with bytes that are not UTF-8"
    (here / "u.jsonl").write_bytes('{"text": "Bär", "intent": "On"}\n'.encode("latin-1"))
    (finding,) = api.check("u.jsonl", engine="local", isolated=True, select=["FIL"]).findings
    assert "not UTF-8" in finding.message


@pytest.mark.parametrize(
    "line", ["[" * 100_000, '{"text": "a", "intent": "On", "x": %s}' % ("9" * 9999), '{"text": 1e999}', "\x00"]
)
def test_a_line_that_no_parser_takes_is_one_finding(here, line):
    good = json.dumps(sample_row("row ", "On"))
    (here / "u.jsonl").write_text(f"{line}\n{good}\n", encoding="utf-8")
    found = api.check("u.jsonl", engine="local", isolated=True, select=["FIL", "TXT"])
    assert [(f.code, f.line) for f in found.findings] == [("FIL001", 1), ("TXT001", 2)]


def test_rows_of_one_text_in_two_files_of_a_folder_are_compared(here, small_pieces):
    (here / "log").mkdir()
    written(
        here / "log" / "a.jsonl", [sample_row(f"row {n}", "On") for n in range(20)] + [sample_row("stop now", "Off")]
    )
    written(
        here / "log" / "b.jsonl", [sample_row(f"line {n}", "Off") for n in range(20)] + [sample_row("Stop now!", "On")]
    )
    found = api.check("log", engine="local", isolated=True, select=["LBL001"])
    (finding,) = found.findings
    assert (finding.file, finding.pointer, finding.line) == ("log/b.jsonl", "/20", 21)
    assert '"Off" at log/a.jsonl#/20' in finding.message
    assert found.files == ("log/a.jsonl", "log/b.jsonl")


def test_a_table_and_parquet_say_the_same_with_the_line_of_the_row(here, small_pieces):
    pytest.importorskip("pyarrow")
    import pandas as pd

    rows = [
        sample_row("two\nlines  here", "On"),
        *(sample_row(f"row {n}", "On") for n in range(15)),
        sample_row(" edge", "Off"),
    ]
    frame = pd.DataFrame(rows)
    frame.to_csv("u.csv", index=False)
    frame.to_parquet("u.parquet")
    found = {
        name: [(f.code, f.pointer, f.line, f.message) for f in api.check(name, engine="local", isolated=True).findings]
        for name in ("u.csv", "u.parquet")
    }
    assert [(code, pointer, line) for code, pointer, line, _ in found["u.csv"] if code in ("TXT001", "TXT005")] == [
        ("TXT005", "/0/text", 2),
        ("TXT001", "/16/text", 19),
    ]
    assert [(code, pointer, message) for code, pointer, _, message in found["u.csv"]] == [
        (code, pointer, message) for code, pointer, _, message in found["u.parquet"]
    ]


def test_labels_in_a_cell_are_read(here):
    spans = json.dumps([sample_span("Size", 0, 3), sample_span("Size", 0, 3)]).replace('"', '""')
    (here / "u.csv").write_text(f'query;Label;entities\nbig one;Order;"{spans}"\n', encoding="utf-8")
    assert [f.code for f in api.check("u.csv", engine="local", isolated=True).findings if f.code == "ENT008"] == [
        "ENT008"
    ]


def test_a_cluster_gives_the_same_report_though_workers_are_killed_in_every_step(here, small_pieces):
    pytest.importorskip("distributed")
    chance = random.Random(2)
    rows = [
        sample_row(f"{chance.choice('abc ')} row {chance.randrange(30)}", chance.choice(["On", "Off"]))
        for _ in range(200)
    ]
    written(here / "u.jsonl", rows)
    local = api.check("u.jsonl", engine="local", isolated=True)
    assert len(local.findings) > 50
    with engine_named("dask", workers=2) as engine:
        kill = Killer(engine)
        there = {"engine": "dask", "scheduler": engine.client.scheduler.address, "say": kill}
        assert api.check("u.jsonl", **there, isolated=True) == local
    assert set(kill.killed) == {"checking", "comparing"}


def test_a_run_that_was_stopped_goes_on_where_it_was(here, small_pieces, monkeypatch):
    written(here / "u.jsonl", [sample_row(f"row {n} ", "On") for n in range(60)])
    expected = api.check("u.jsonl", engine="local", isolated=True)

    def stop(bucket):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(_check_log, "check_bucket", stop)
        with pytest.raises(KeyboardInterrupt):
            api.check("u.jsonl", engine="local", work="work", isolated=True)
    with monkeypatch.context() as patched:
        patched.setattr(_check_steps, "RowReader", None)  # nothing is read again
        assert api.check("u.jsonl", work="work", isolated=True) == expected
    assert not (here / "work").exists()


def test_of_each_rule_the_first_thousand_are_listed_and_all_are_counted(here, monkeypatch):
    monkeypatch.setattr(_check_steps, "MOST_LISTED", 5)
    monkeypatch.setattr(_check_log, "MOST_LISTED", 5)
    monkeypatch.setattr(_check_log, "part_size", lambda path: 200)
    rows = [sample_row(f"row {n} ", intent) for intent in ("On", "Off") for n in range(30)]
    written(here / "u.jsonl", rows)
    found = api.check("u.jsonl", engine="local", isolated=True, select=["TXT001", "LBL001"])
    by_code = {code: [f.pointer for f in found.findings if f.code == code] for code in ("TXT001", "LBL001")}
    assert by_code == {"TXT001": [f"/{n}/text" for n in range(5)], "LBL001": [f"/{n}" for n in range(30, 35)]}
    assert found.beyond == (("LBL001", 25), ("TXT001", 55))
    assert "TXT001: 55 more that are not listed" in curation("check", "u.jsonl", "--engine", "local").out


def test_a_row_with_too_many_or_too_few_cells_is_a_finding_and_no_row(here, small_pieces):
    lines = ['"how much is it, please",Price', "hello, i want to pay,Pay", "refund", ",Pay", " edge,Pay"]
    (here / "u.csv").write_text("\n".join(['text,intent,"no\nte"', *(f"{line},x" for line in lines)]), encoding="utf-8")
    found = api.check("u.csv", engine="local", isolated=True, select=["TXT001", "UTT002", "SCH001"]).findings
    assert [(f.code, f.pointer, f.line, f.message) for f in found if f.code == "SCH001"] == [
        ("SCH001", "/1", 4, "the row has 4 cells, the header 3"),
    ]
    assert [(f.code, f.pointer, f.line) for f in found if f.code != "SCH001"] == [
        ("UTT002", "/3/text", 6),
        ("TXT001", "/4/text", 7),
    ]
    (here / "u.csv").write_text("text,intent\nrefund\n", encoding="utf-8")
    (short,) = api.check("u.csv", engine="local", isolated=True, select=["TXT001", "SCH001"]).findings
    assert (short.line, short.message) == (2, 'the row ends before its cell "intent"')


def test_a_table_that_breaks_off_is_checked_up_to_there(here):
    (here / "u.csv").write_bytes(b"text,intent\n edge,On\nbroken\rcell,On\nnever,On\n")
    found = api.check("u.csv", engine="local", isolated=True, select=["TXT001", "FIL001"]).findings
    assert [(f.code, f.line) for f in found] == [("TXT001", 2), ("FIL001", 3)]


def test_nul_characters_in_a_table_are_named(here):
    (here / "u.csv").write_bytes(b"text,intent\na\0b,On\n")
    (found,) = api.check("u.csv", engine="local", isolated=True, select=["TXT001", "FIL001"]).findings
    assert found.message == "1 line read without the NUL characters in it"


def test_a_byte_order_mark_is_no_part_of_the_first_row(here, small_pieces):
    (here / "u.jsonl").write_bytes(b"\xef\xbb\xbf" + json.dumps(sample_row("row ", "On")).encode())
    found, whole = (api.check("u.jsonl", isolated=True, select=["TXT"], engine=e) for e in ("local", None))
    assert plain(found.findings) == plain(whole.findings)


def test_a_folder_of_work_is_for_one_log_one_day_and_one_set_of_settings(here, small_pieces, monkeypatch):
    from datetime import date

    written(here / "u.jsonl", [sample_row(f"row {n} ", "On") for n in range(30)])

    def stop(bucket):
        raise KeyboardInterrupt

    options = {"work": "work", "isolated": True, "today": date(2026, 1, 1), "ignore": ["INT"]}
    with monkeypatch.context() as patched:
        patched.setattr(_check_log, "check_bucket", stop)
        with pytest.raises(KeyboardInterrupt):
            api.check("u.jsonl", **options)
    for other in ({"ignore": ["SPL"]}, {"today": date(2026, 1, 2)}):
        with pytest.raises(CurationError, match="another log, workspace or version"):
            api.check("u.jsonl", **{**options, **other})
    assert api.check("u.jsonl", **options) == api.check("u.jsonl", **{**options, "work": None, "engine": "local"})


def test_findings_are_listed_by_the_thousand():
    assert _check_steps.MOST_LISTED == _check_log.MOST_LISTED == 1000


def test_what_the_settings_ignore_is_kept_out_and_counted(here, small_pieces):
    ignore = '[[ignore]]\ncode = "TXT001"\nreason = "ours"\n'
    (here / "curation.toml").write_text(f'[columns]\ntext = "What"\n{ignore}', encoding="utf-8")
    (here / "u.csv").write_text("What,intent\n" + "".join(f" row {n},On\n" for n in range(20)), encoding="utf-8")
    found = api.check("u.csv", engine="local", extend_select=["TXT"])
    assert [finding.code for finding in found.findings if finding.code == "TXT001"] == []
    assert [(item.finding.pointer, item.reason) for item in found.suppressed] == [
        (f"/{n}/text", "ours") for n in range(20)
    ]


def test_rules_that_need_all_rows_are_named_as_not_checked(here):
    written(here / "u.jsonl", [sample_row("turn it on", "On")])
    (left,) = api.check("u.jsonl", engine="local", isolated=True).not_checked
    assert "SPL006" in left.what
    assert "LNK001" not in left.what
    assert not OF_LOGS & set(left.what.split(", "))
    assert api.check("u.jsonl", engine="local", isolated=True, select=["TXT"]).not_checked == ()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("u.jsonl", "--engine", "spark"), 'no engine "spark"'),
        (("u.jsonl", "v.jsonl", "--engine", "local"), "one log is checked"),
        (("u.jsonl", "--engine", "local", "--fix"), "leave out"),
        (("u.jsonl", "--engine", "local", "--watch"), "leave out"),
        (("-", "--engine", "local"), "leave out"),
        (("u.jsonl", "--engine", "local", "--baseline", "b.json"), "baseline"),
        (("u.jsonl", "--engine", "local", "-f", "json=u.jsonl"), "name another place"),
        (("u.jsonl", "--engine", "local", "--select", "LNK"), "no rule that can be asked of a log is left"),
        (("empty.jsonl", "--engine", "local"), "nothing was checked"),
        (("wide.jsonl", "--engine", "local"), "it is UTF-16"),
        (("u.jsonl", "--engine", "local", "--work", "u.jsonl/w"), "name another place"),
        (("none.jsonl", "--engine", "local"), "no such file"),
        (("lines.txt", "--engine", "local"), "filed under nothing"),
        (("odd.csv", "--engine", "local"), "no column is called text"),
        (("u.jsonl", "--workers", "2"), "are for the engine dask"),
    ],
)
def test_what_cannot_be_done_with_a_log_is_refused(here, arguments, problem):
    written(here / "u.jsonl", [sample_row("turn it on", "On")])
    write_files(here, {"lines.txt": "turn it on\n", "odd.csv": "a,b\n1,2\n", "empty.jsonl": "\n"})
    (here / "wide.jsonl").write_bytes('{"text": "hi", "intent": "On"}\n'.encode("utf-16"))
    result = curation("check", *arguments)
    assert result.code == 2
    assert problem in result.err
