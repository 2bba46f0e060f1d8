"""`curation check` with all rules, beside check-jsonschema with our schema alone and `json.load`, in one run.

The bars: half the time of check-jsonschema at 25,000 utterances, the checking itself (start-up subtracted) under
12 times what `json.load` takes, and starting up in 1.5 times what `import typer, pydantic` takes. Whole processes, one
after the other in rounds, the median of the rounds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.corpora import project
from benchmarks.measure import Row, timed, timed_in_turn

SIZES = (1_000, 25_000, 50_000)
ROUNDS = 5
STARTS = 15
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
        found += starting(nothing)
    return found


def starting(nothing: Path) -> list[Row]:
    """What a command takes that does next to nothing."""
    bare = [sys.executable, "-c", "import typer, pydantic"]
    curation = [str(Path(sys.executable).with_name("curation"))]
    barred = {
        "curation --version": [*curation, "--version"],
        "curation --help": [*curation, "--help"],
        "curation check of a project without rows": [*curation, "check", str(nothing)],
    }
    more = {"curation check of it with an option": [*curation, "check", str(nothing), "-f", "json"]}
    taken = timed_in_turn({"bare": bare, **barred, **more}, rounds=STARTS, ok=(0, 1))
    peer = taken.pop("bare")
    return [
        Row(name, "start-up", own, "s", "import typer, pydantic", peer, *bar)
        for name, own in taken.items()
        for bar in [("<= 1.5 x", own <= 1.5 * peer) if name in barred else (None, None)]
    ]


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
    bar = ("<= 0.5 x", ratio <= 0.5) if data.startswith("25,000") else (None, None)
    return [
        Row("check, wall", data, seconds["curation"], "s", "check-jsonschema", seconds["peer"], *bar),
        Row("check, memory", data, memory["curation"], "MB", "check-jsonschema", memory["peer"]),
        Row("check less start-up", data, work, "s", "json.load", bare, "< 12 x", work < 12 * bare),
        Row("json.load, memory", data, memory["json"], "MB"),
    ]
