"""500 intents, 50 tasks, 25,000 utterances: proposals for all of them, with the analysis kept from a run before."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from benchmarks.corpora import rows
from benchmarks.measure import Row, timed

TASKS, INTENTS, UTTERANCES = 50, 500, 25_000
ASKED_EACH = 10


def large() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "bot")
        write_workspace(folder)
        cache = ["env", f"CURATION_CACHE_DIR={name}/cache"]
        command = [*cache, sys.executable, "-m", "curation", "propose", str(folder), "-f", "json"]
        first, memory = timed(command, repeats=1)
        again, _ = timed(command, repeats=2)
    data = f"{INTENTS} intents x {TASKS} tasks x {UTTERANCES:,} utterances"
    return [
        Row("propose, first run", data, first, "s"),
        Row("propose, memory", data, memory, "MB"),
        Row("propose, analysis kept", data, again, "s", bar="< 10 s", holds=again < 10),
    ]


def write_workspace(folder: Path) -> None:
    """The texts of three corpora: most inside tasks, by intent, and ten for each intent that is unlinked."""
    found = rows(UTTERANCES)
    asked, known = found[: INTENTS * ASKED_EACH], found[INTENTS * ASKED_EACH :]
    unlinked = [{**row, "intent": f"Unlinked{n // ASKED_EACH}", "entities": []} for n, row in enumerate(asked)]
    names = sorted({str(row["intent"]) for row in known})
    folder.mkdir(parents=True)
    (folder / "unlinked.utterances.json").write_text(json.dumps(unlinked), encoding="utf-8")
    for task in range(TASKS):
        mine = set(names[task::TASKS])
        part = [{**row, "entities": []} for row in known if row["intent"] in mine]
        value = {
            "projectFileVersion": "2023-04-01",
            "stringIndexType": "Utf16CodeUnit",
            "metadata": {"projectKind": "Conversation", "projectName": f"Task{task}", "language": "en-us",
                         "multilingual": False, "settings": {"confidenceThreshold": 0.5}},
            "assets": {"projectKind": "Conversation", "entities": [], "utterances": part,
                       "intents": [{"category": name} for name in (*sorted(mine), "None")]},
        }  # fmt: skip
        (folder / f"task{task}.clu.json").write_text(json.dumps(value), encoding="utf-8")
