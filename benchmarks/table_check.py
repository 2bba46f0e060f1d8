"""`curation check` with all rules, beside check-jsonschema with our schema alone and `json.load`, in one run.

The bars: no slower than check-jsonschema at 25,000 utterances, and the checking itself (start-up subtracted) under
12 times what `json.load` takes. Whole processes, one after the other in rounds, the median of the rounds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.corpora import project
from benchmarks.measure import Row, timed

SIZES = (1_000, 25_000, 50_000)
ROUNDS = 5
ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "schemas" / "clu-project.schema.json"


def rows() -> list[Row]:
    found = []
    with tempfile.TemporaryDirectory() as name:
        nothing = Path(name, "nothing.clu.json")
        nothing.write_text(project(0), encoding="utf-8")
        for size in SIZES:
            path = Path(name, f"{size}.clu.json")
            path.write_text(project(size), encoding="utf-8")
            found += measured(path, nothing, f"{size:,} utterances, {path.stat().st_size / 1e6:.1f} MB")
    return found


def measured(path: Path, nothing: Path, data: str) -> list[Row]:
    load = "import json, sys; json.load(open(sys.argv[1], encoding='utf-8'))"
    commands = {
        "curation": [sys.executable, "-m", "curation", "check", str(path), "-f", "json"],
        "curation start": [sys.executable, "-m", "curation", "check", str(nothing), "-f", "json"],
        "peer": [sys.executable, "-m", "check_jsonschema", "--schemafile", str(SCHEMA), str(path)],
        "json": [sys.executable, "-c", load, str(path)],
        "json start": [sys.executable, "-c", load, str(nothing)],
    }
    ok = {"peer": (0,), "json": (0,)}
    rounds = [
        {name: timed(command, repeats=1, ok=ok.get(name, (0, 1))) for name, command in commands.items()}
        for _ in range(ROUNDS)
    ]
    seconds = {name: statistics.median(found[name][0] for found in rounds) for name in commands}
    memory = {name: max(found[name][1] for found in rounds) for name in commands}
    work = seconds["curation"] - seconds["curation start"]
    bare = seconds["json"] - seconds["json start"]
    ratio = seconds["curation"] / seconds["peer"]
    return [
        Row("check, wall", data, seconds["curation"], "s", "check-jsonschema", seconds["peer"], "<= peer", ratio <= 1),
        Row("check, memory", data, memory["curation"], "MB", "check-jsonschema", memory["peer"]),
        Row("check less start-up", data, work, "s", "json.load", bare, "< 12 x", work < 12 * bare),
        Row("json.load, memory", data, memory["json"], "MB"),
    ]
