"""Logs of any size: the same result in pieces, on a cluster, and after a run that was stopped."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from shutil import rmtree

import pytest
from killing import Killer
from workspaces import write_files

from curation import api
from curation.engines import engine_named
from curation.errors import CurationError
from curation.formats import lock, log_work
from curation.formats.log_parts import log_parts as parts_of
from curation.line import _log_steps, _logs, _triage, _triage_steps
from curation.model.triage import TriagedLine
from curation.rules._samples import clu, orchestration, sample_row, to_clu, weather_and_music
from curation.stages.triage import collapsed, in_order, near_texts

WORDS = ["rain", "snow", "wind", "jazz", "song", "music", "sunday", "volume", "bicycle", "taxes"]
LINES = [f"{a} and {b} {c}" for a in WORDS for b in WORDS for c in ("now", "please", "today at nine")] * 2


@pytest.fixture
def folder(tmp_path):
    return write_files(tmp_path / "bot", {"u.json": weather_and_music()["u.json"]})


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.txt"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(_logs, "part_size", lambda path: 700)
    monkeypatch.setattr(_logs, "_BUCKET_BYTES", 900)


def table_of(log, folder, path, **options):
    path.unlink(missing_ok=True)
    found = api.triage(log, folder, table=path, **options)
    return found, path.read_bytes()


def test_pieces_and_buckets_change_nothing(log, folder, tmp_path, monkeypatch):
    whole = api.triage(log, folder)
    monkeypatch.setattr(_logs, "part_size", lambda path: 700)
    monkeypatch.setattr(_logs, "_BUCKET_BYTES", 900)
    monkeypatch.setattr(_log_steps, "_HELD", 3)
    assert len(parts_of(log, 700)) > 10
    pieces, table = table_of(log, folder, tmp_path / "t.jsonl")
    assert pieces == whole
    assert (whole.read, whole.texts, whole.quick) == (len(LINES), len(whole.lines), False)
    rows = [json.loads(line) for line in table.splitlines()]
    assert Counter(row["text"] for row in rows) == Counter(line.text for line in whole.lines)
    assert sum(row["count"] for row in rows) == len(LINES)
    assert whole.covered == sum(line.count for line in whole.lines if line.covered) > 0


def test_a_cluster_gives_the_same_bytes_though_workers_are_killed_in_every_step(log, folder, tmp_path, small_pieces):
    pytest.importorskip("distributed")
    local = table_of(log, folder, tmp_path / "t.jsonl")
    with engine_named("dask", workers=2) as engine:
        kill = Killer(engine)
        there = {"engine": "dask", "scheduler": engine.client.scheduler.address, "say": kill}
        assert table_of(log, folder, tmp_path / "t.jsonl", **there) == local
    assert set(kill.killed) == {"reading", "putting together", "asking"}


@pytest.mark.parametrize(
    ("step", "pattern", "compared"), [("ask_frequent", "*.jsonl", 50_000), ("ask_rare", "*-rare.json", 40)]
)
def test_a_run_that_was_stopped_goes_on_where_it_was(
    step, pattern, compared, log, folder, tmp_path, small_pieces, monkeypatch
):
    monkeypatch.setattr(_triage, "MOST_COMPARED", compared)
    expected = table_of(log, folder, tmp_path / "t.jsonl")
    work = tmp_path / "work"
    asked = []

    def stop(asking):
        asked.append(asking.bucket.number)
        if len(asked) == 3:
            raise KeyboardInterrupt
        getattr(_triage_steps, step)(asking)

    with monkeypatch.context() as patched:
        patched.setattr(_triage, step, stop)
        with pytest.raises(KeyboardInterrupt):
            api.triage(log, folder, work=work)
    assert sorted(path.name for path in (work / "asked").glob(pattern)) == [
        pattern.replace("*", n) for n in ("000", "001")
    ]
    (work / ".known.json.0").touch()  # as a run leaves it that is killed while it writes
    with monkeypatch.context() as patched:
        patched.setattr(_log_steps, "LogReader", None)  # nothing is read again
        patched.setattr("curation.stages.triage.learned", None)
        patched.setattr("curation.stages.triage.near_texts", None)
        assert table_of(log, folder, tmp_path / "t.jsonl", work=work) == expected
    assert not work.exists()


@pytest.mark.parametrize("removed", range(4))
def test_a_run_that_was_stopped_while_it_cleared_what_was_done_begins_anew(
    removed, log, folder, tmp_path, small_pieces, monkeypatch
):
    expected = table_of(log, folder, tmp_path / "t.jsonl")
    work, gone = tmp_path / "work", []

    def stop(path, **_):
        if len(gone) == removed:
            raise KeyboardInterrupt
        gone.append(path)
        rmtree(path)

    with monkeypatch.context() as patched:
        patched.setattr(log_work.shutil, "rmtree", stop)
        patched.setattr(log_work.LogWork, "new_folder", lambda self, target: made(target))
        with pytest.raises(KeyboardInterrupt):
            api.triage(log, folder, work=work)
    assert work.is_dir()
    assert table_of(log, folder, tmp_path / "t.jsonl", work=work) == expected
    assert not work.exists()


@contextmanager
def made(target):
    """As `LogWork.new_folder`, which takes folders away as well."""
    target.mkdir(parents=True)
    yield target


def test_outputs_are_refused_where_they_would_be_cleared_or_written_over(log, folder, tmp_path):
    work = tmp_path / "work"
    for outputs in ({"table": work / "t.jsonl"}, {"sheet": work / "asked" / "s.csv"}):
        with pytest.raises(CurationError, match="which is cleared"):
            api.triage(log, folder, work=work, **outputs)
    with pytest.raises(CurationError, match="which is cleared"):
        api.duplicates(log, work=work, table=work / "t.jsonl")
    with pytest.raises(CurationError, match="two things would be written"):
        api.triage(log, folder, table=tmp_path / "a.csv", sheet=tmp_path / "a.csv")
    assert not work.exists()


def test_a_sheet_that_cannot_be_written_leaves_the_work(log, folder, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CurationError):
        api.triage(log, folder, work=tmp_path / "work", sheet=tmp_path / "file" / "s.csv")
    assert (tmp_path / "work" / "run.json").is_file()
    assert api.triage(log, folder, work=tmp_path / "work", sheet=tmp_path / "s.csv").read == len(LINES)


def test_a_folder_of_other_work_is_refused_and_left_alone(log, folder, tmp_path, monkeypatch):
    other = write_files(tmp_path / "other", {"mine.txt": "x"})
    with pytest.raises(CurationError, match="holds other files"):
        api.triage(log, folder, work=other)
    assert (other / "mine.txt").read_text() == "x"
    work = tmp_path / "work"
    with monkeypatch.context() as patched:
        patched.setattr(_logs, "merge", None)
        with pytest.raises(TypeError):
            api.triage(log, folder, work=work)
    assert oct(work.stat().st_mode)[-3:] == "700"
    log.write_text("changed", encoding="utf-8")
    with pytest.raises(CurationError, match="work on another log, workspace or version"):
        api.triage(log, folder, work=work)


def test_two_runs_in_one_folder_take_turns(log, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "_PATIENCE", 0.05)
    with lock.locked(tmp_path / "work"), pytest.raises(CurationError, match="another program is writing to it"):
        api.triage(log, folder, work=tmp_path / "work")


def test_of_a_very_large_log_the_most_frequent_are_listed_and_all_are_counted(log, folder, tmp_path, monkeypatch):
    whole = api.triage(log, folder)
    monkeypatch.setattr(_triage, "MOST_COMPARED", 40)
    monkeypatch.setattr(_triage, "MOST_LISTED", 25)
    found, table = table_of(log, folder, tmp_path / "t.jsonl")
    assert found.quick
    assert (len(found.lines), found.texts, found.read) == (25, len(table.splitlines()), len(LINES))
    assert found.texts > whole.texts  # only forty were looked through for near-duplicates
    rows = [json.loads(line) for line in table.splitlines()]
    assert sum(row["count"] for row in rows) == len(LINES)
    assert len({row["text"] for row in rows}) == len(rows)
    assert [row["count"] for row in rows] == sorted((row["count"] for row in rows), reverse=True)
    assert found.covered == sum(row["count"] for row in rows if row["covered"])
    assert found.lines[0].count == max(row["count"] for row in rows)
    themes = {row["text"]: row["theme"] for row in rows}
    assert [themes[line.text] for line in found.lines] == [line.theme for line in found.lines]
    grouped = [row for row in rows if row["theme"]]
    assert sum(theme.lines for theme in found.themes) == sum(row["count"] for row in grouped)
    assert all(row["theme"] for row in rows[:20] if not row["covered"])
    from curation.render.triage import triage_text

    assert "asked about without the sentence encoder" in triage_text(found)
    assert "listed are the 25 most frequent texts" in triage_text(found)
    assert "listed are" not in triage_text(replace(found, texts=25, quick=False))


TWINS = [
    "please play the songs of the year on sunday morning",
    *["please play the song of the year on sunday morning"] * 5,
]
RARE = [f"{word} of a kind" for word in WORDS]


@pytest.mark.parametrize("compared", [1, 2, 3, 50_000])
def test_near_duplicates_count_to_the_most_frequent_and_stand_where_the_first_did(
    compared, folder, tmp_path, monkeypatch
):
    log = tmp_path / "twins.txt"
    log.write_text("\n".join([TWINS[0], *RARE, *TWINS]), encoding="utf-8")
    monkeypatch.setattr(_triage, "MOST_COMPARED", compared)
    found, table = table_of(log, folder, tmp_path / "t.jsonl")
    rows = {row["text"]: (row["count"], row["line"]) for row in map(json.loads, table.splitlines())}
    alike = {TWINS[1]: (7, 1)} if compared > 1 else {TWINS[1]: (5, 13), TWINS[0]: (2, 1)}
    assert rows == {**alike, **{text: (1, at) for at, text in enumerate(RARE, start=2)}}
    assert (found.texts, found.quick, found.few) == (len(rows), compared <= len(RARE), True)


def test_what_is_rare_is_asked_about_by_a_cluster_while_the_rest_is_collapsed(
    log, folder, tmp_path, small_pieces, monkeypatch
):
    pytest.importorskip("distributed")
    monkeypatch.setattr(_triage, "MOST_COMPARED", 40)
    local = table_of(log, folder, tmp_path / "t.jsonl")
    assert table_of(log, folder, tmp_path / "t.jsonl", engine="dask", workers=2) == local


def test_work_in_another_shape_is_not_gone_on_with(log, folder, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(_triage, "ask_frequent", None)
        patched.setattr(_logs, "WORK_SHAPE", 1)
        with pytest.raises(TypeError):
            api.triage(log, folder, work=tmp_path / "work")
    with pytest.raises(CurationError, match="work on another log, workspace or version"):
        api.triage(log, folder, work=tmp_path / "work")


def test_lines_are_numbered_within_their_file(folder, tmp_path, small_pieces):
    logs = write_files(
        tmp_path / "logs", {"b.txt": "\n".join([*LINES, "the last of b"]), "a.jsonl": '"the first of a"\n'}
    )
    places = {line.text: (line.file.rpartition("/")[2], line.line) for line in api.triage(logs, folder).lines}
    assert places["the first of a"] == ("a.jsonl", 1)
    assert places["the last of b"] == ("b.txt", len(LINES) + 1)


def test_the_table_names_themes_as_the_result_does(log, folder, tmp_path):
    found, table = table_of(log, folder, tmp_path / "t.jsonl")
    themes = {row["text"]: row["theme"] for row in map(json.loads, table.splitlines())}
    assert themes == {line.text: line.theme for line in found.lines}
    assert any(themes.values())


OFTEN, FIRST = "play the next song of this album on the radio", "play the next songs of this album on the radio"


def line_of(text, count, file, line, *, intent="Music", covered=True):
    return TriagedLine(text, count, file, line, "", intent, 0.9, 0.8, "", 0.1, "", covered)


def collapse(*lines):
    files = ("z.txt", "a.txt")
    told = sorted(lines, key=in_order(files))
    return collapsed(told, near_texts([line.text for line in told]), files)


def test_near_duplicates_are_counted_to_the_most_frequent_and_placed_at_the_first():
    rain = line_of("it rains", 7, "a.txt", 1)
    assert collapse(line_of(OFTEN, 5, "a.txt", 9), line_of(FIRST, 3, "z.txt", 20), rain) == [
        line_of(OFTEN, 8, "z.txt", 20),
        rain,
    ]


def test_near_duplicates_that_different_intents_cover_are_two_texts():
    on, off = line_of(OFTEN, 5, "a.txt", 9), line_of(FIRST, 3, "z.txt", 20, intent="Stop")
    assert collapse(on, off) == [on, off]
    assert collapse(on, replace(off, covered=False)) == [on, replace(off, covered=False)]
    assert collapse(on, replace(off, intent="Music", route="Home")) == [on, replace(off, intent="Music", route="Home")]


def test_near_duplicates_that_nothing_covers_are_one_where_they_are_likest_the_same_intent():
    first, second = (line_of(text, n, "a.txt", n, covered=False) for n, text in ((5, OFTEN), (3, FIRST)))
    assert collapse(first, second) == [replace(first, count=8, line=3)]
    assert len(collapse(first, replace(second, intent="Stop"))) == 2


def test_opposites_are_two_texts_though_both_are_taken_for_the_same():
    on, off = (line_of(text, 1, "a.txt", n) for n, text in enumerate(OPPOSITES))
    assert collapse(on, off) == [on, off]


OPPOSITES = [f"turn {word} all of the lights in the big kitchen please" for word in ("on", "off")]


def test_opposites_that_a_workspace_tells_apart_are_listed_apart(tmp_path):
    places = ("kitchen", "bedroom", "hall", "garden", "cellar", "garage", "attic", "office")
    rows = [
        sample_row(f"{verb} {word} the light in the {place}", intent)
        for word, intent in (("on", "LightOn"), ("off", "LightOff"))
        for place in places
        for verb in ("turn", "switch")
    ]
    folder = write_files(
        tmp_path / "bot",
        {"u.json": rows, "log.txt": "\n".join(OPPOSITES)},
    )
    assert len(near_texts(OPPOSITES)) == 1
    assert [(line.intent, line.count) for line in api.triage(folder / "log.txt", folder).lines] == [
        ("LightOn", 1),
        ("LightOff", 1),
    ]


def test_where_everything_leads_to_one_task_its_intents_are_told_apart(tmp_path):
    rows = weather_and_music()["u.json"]
    weather = [row for row in rows if row["intent"] == "Weather"]
    music = [row for row in rows if row["intent"] == "Music"]
    links = {"Weather": to_clu("Home"), "Music": to_clu("Home")}
    folder = write_files(
        tmp_path / "bot",
        {
            "o.json": orchestration(*weather, intents=links),
            "u.json": music,
            "h.json": clu(sample_row("open the door", "Door"), intents=("Door",), name="Home"),
            "log.txt": "will it rain\nplay the next song\n",
        },
    )
    assert {line.text: (line.route, line.intent) for line in api.triage(folder / "log.txt", folder).lines} == {
        "will it rain": ("Home", "Weather"),
        "play the next song": ("Home", "Music"),
    }
