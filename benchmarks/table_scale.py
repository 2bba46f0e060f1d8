"""Logs of a thousand to a million lines, here and on a cluster; checks of very many utterances.

The log is half of it what real logs are: frequent lines come again and again (drawn by rank from 28,000 texts of public
corpora), three in ten have a number behind them and so are new. Past 50,000 different texts, here from a million lines
on, triage asks static vectors alone and not the sentence encoder. Whole processes, medians of three; the workspace is
the sample data."""

from __future__ import annotations

import filecmp
import itertools
import json
import random
import sys
import tempfile
from pathlib import Path

from benchmarks.corpora import project
from benchmarks.corpora import rows as texts_of
from benchmarks.measure import Row, apart, memory_of_all, timed, timed_in_turn

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data"
LINES = (1_000, 10_000, 100_000, 1_000_000)
CHECKED = (1_000, 10_000, 100_000, 1_000_000)
PART = 100_000
CURATION = [sys.executable, "-m", "curation"]
MEGABYTE = 1_000_000


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [*logs(folder), *checks(folder), *checks_by_pieces(folder)]


def write_log(path: Path, count: int) -> None:
    chance = random.Random(0)
    known = [str(row["text"]).replace("\n", " ") for row in texts_of(28_000)]
    chance.shuffle(known)
    often = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(known))))
    with path.open("w", encoding="utf-8") as file:
        for text in chance.choices(known, cum_weights=often, k=count):
            file.write(f"{text} {chance.randrange(10**6)}\n" if chance.random() < 0.3 else f"{text}\n")


def logs(folder: Path) -> list[Row]:
    found, seconds, memory = [], {}, {}
    for count in LINES:
        log = folder / f"{count}.txt"
        apart(write_log, log, count)
        asked = "sentence encoder" if count < LINES[-1] else "static vectors alone"
        data = f"{count:,} lines, {log.stat().st_size / MEGABYTE:.1f} MB, {asked}"
        table = folder / f"{count}.jsonl"
        command = [*CURATION, "triage", str(log), str(SAMPLE), "--table", str(table)]
        seconds[count], memory[count] = timed(command, ok=(0,), fresh=[table])
        found.append(Row("triage, local", data, seconds[count], "s"))
        found.append(Row("triage, local, memory", data, memory[count], "MB"))
    most, tenth = LINES[-1], LINES[-2]
    data = f"{most:,} lines, static vectors alone"
    rate = tenth / seconds[tenth]
    words = f"{tenth:,} lines, sentence encoder"
    found.append(Row("triage, lines a second", words, rate, "", None, None, ">= 20,000", rate >= 20_000))
    held = memory[most] < 2048
    found.append(Row("triage, memory", data, memory[most], "MB", "of a tenth", memory[tenth], "< 2 GiB", held))
    return [*found, *on_a_cluster(folder, most)]


def on_a_cluster(folder: Path, count: int) -> list[Row]:
    data = f"{count:,} lines, static vectors alone"
    local, dask = folder / "local.jsonl", folder / "dask.jsonl"
    command = [*CURATION, "triage", str(folder / f"{count}.txt"), str(SAMPLE), "--table"]
    cluster = [*command, str(dask), "--engine", "dask", "--workers", "2"]
    taken = timed_in_turn({"local": [*command, str(local)], "dask": cluster}, fresh={"local": [local], "dask": [dask]})
    same = filecmp.cmp(local, dask, shallow=False)
    rate, share = count / taken["local"], taken["dask"] / taken["local"]
    held = memory_of_all(cluster, fresh=[dask])
    return [
        Row("triage, lines a second", data, rate, "", None, None, ">= 20,000", rate >= 20_000),
        Row("triage, dask, 2 workers", data, taken["dask"], "s", "local", taken["local"], "<= 0.75 x", share <= 0.75),
        Row("triage, dask, memory of all processes", data, held, "MB"),
        Row("the same bytes", data, float(same), "", None, None, "1", same),
    ]


def write_projects(folder: Path) -> None:
    whole = json.loads(project(CHECKED[-1]))
    utterances = whole["assets"]["utterances"]
    for count in CHECKED:
        place = folder / f"check-{count}"
        place.mkdir()
        for at in range(0, count, PART):
            whole["assets"]["utterances"] = utterances[at : min(at + PART, count)]
            whole["metadata"]["projectName"] = f"P{at // PART}"
            (place / f"{at // PART:02d}.json").write_text(json.dumps(whole, indent=2), encoding="utf-8")


def checks(folder: Path) -> list[Row]:
    """A hundred thousand utterances a file, because no file of more than 100 MB is read."""
    apart(write_projects, folder)
    found, figures = [], {}
    for count in CHECKED:
        place = folder / f"check-{count}"
        size = sum(path.stat().st_size for path in place.iterdir()) / MEGABYTE
        seconds, memory = timed([*CURATION, "check", str(place), "-f", f"json={folder / 'c.json'}"])
        figures[count] = (seconds, memory, size)
        data = f"{count:,} utterances, {size:.1f} MB"
        found.append(Row("check, whole", data, seconds, "s"))
        found.append(Row("check, whole, memory", data, memory, "MB"))
    few, many = figures[CHECKED[-2]], figures[CHECKED[-1]]
    data = f"{CHECKED[-1]:,} utterances, {many[2]:.0f} MB"
    grown = many[0] / few[0]
    return [
        *found,
        Row("check", data, many[0], "s", f"{CHECKED[-2]:,} utterances", few[0], "<= 11 x", grown <= 11),
        Row("check, memory", data, many[1], "MB", "the files", many[2], "<= 6 x", many[1] <= 6 * many[2]),
    ]


def write_rows(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in texts_of(count))


def checks_by_pieces(folder: Path) -> list[Row]:
    """A million rows in one file of JSON Lines, which a check of the whole would refuse for its size."""
    count = CHECKED[-1]
    path = folder / "rows.jsonl"
    apart(write_rows, path, count)
    data = f"{count:,} rows, {path.stat().st_size / MEGABYTE:.0f} MB"
    command = [*CURATION, "check", str(path), "--isolated"]
    reports = [folder / f"{engine}.json" for engine in ("local", "dask")]
    alone = [*command, "--engine", "local", "-f", f"json={reports[0]}"]
    cluster = [*command, "--engine", "dask", "--workers", "2", "-f", f"json={reports[1]}"]
    taken = timed_in_turn({"local": alone, "dask": cluster}, ok=(0, 1))
    _, memory = timed(alone, repeats=1)
    held = memory_of_all(cluster, ok=(0, 1))
    same = filecmp.cmp(*reports, shallow=False)
    return [
        Row("check --engine local", data, taken["local"], "s"),
        Row("check --engine local, memory", data, memory, "MB", "the file", path.stat().st_size / MEGABYTE),
        Row("check --engine dask, 2 workers", data, taken["dask"], "s", "local", taken["local"]),
        Row("check --engine dask, memory of all processes", data, held, "MB"),
        Row("check, the same bytes", data, float(same), "", None, None, "1", same),
    ]
