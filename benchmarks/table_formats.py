"""Rows a second of every reader at 100,000 utterances, beside the stock parser of its format, in one process a reader.

The peer does less: it parses the file and stops. The ratio says what turning it into rows with labels, notes and counts
costs on top.
"""

from __future__ import annotations

import csv
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from benchmarks.corpora import rows as corpus
from benchmarks.measure import Row
from curation import api
from curation.line import ToOptions, converted

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 100_000
ROUNDS = 3


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write_all(folder)
        return [measured(format_name, path, peer, parse) for format_name, path, peer, parse in files]


def write_all(folder: Path) -> list[tuple[str, Path, str, Callable[[Path], object]]]:
    """One file a format, all of the same rows, and the parser that knows its syntax."""
    upload = folder / "rows.json"
    upload.write_text(json.dumps(corpus(SIZE)), encoding="utf-8")
    source = api.read(upload)
    paths = {}
    for to, name in (
        ("csv", "rows.csv"),
        ("xlsx", "rows.xlsx"),
        ("jsonl", "rows.jsonl"),
        ("lu", "rows.lu"),
        ("clu", "rows.clu.json"),
    ):
        paths[to] = folder / name
        paths[to].write_bytes(converted(source, to, ToOptions(name="Bench", language="en-us")).data or b"")
    luis, rasa = folder / "rows.luis", folder / "rows.yml"
    luis.write_text(json.dumps(as_luis(source[0].project)), encoding="utf-8")
    rasa.write_text(as_rasa(source[0].project), encoding="utf-8")
    project = source[0].project
    others = {
        name: folder / name
        for name in ("rasa.json", "batch.json", "devops.json", "snips.json", "rows.parquet", "kb.tsv")
    }
    others["rasa.json"].write_text(json.dumps(as_rasa_json(project)), encoding="utf-8")
    others["batch.json"].write_text(json.dumps(as_luis(project)["utterances"]), encoding="utf-8")
    others["devops.json"].write_text(json.dumps(as_devops(project)), encoding="utf-8")
    others["snips.json"].write_text(json.dumps(as_snips(project)), encoding="utf-8")
    others["kb.tsv"].write_text(as_pairs(project), encoding="utf-8")
    pd.read_csv(paths["csv"], dtype=str, keep_default_na=False).to_parquet(others["rows.parquet"])
    texts = [(" ".join(row.text.split()), row.intent) for row in project.utterances]
    more = {name: folder / name for name in ("wit.json", "slurp.jsonl", "paired", "kb.json", "kb.qna", "agent")}
    more["wit.json"].write_text(
        json.dumps({"utterances": [{"text": t, "intent": i, "entities": []} for t, i in texts]}), encoding="utf-8"
    )
    more["slurp.jsonl"].write_text("".join(as_slurp(t, i) for t, i in texts), encoding="utf-8")
    more["paired"].mkdir()
    (more["paired"] / "seq.in").write_text("\n".join(t for t, _ in texts), encoding="utf-8")
    (more["paired"] / "label").write_text("\n".join(i for _, i in texts), encoding="utf-8")
    more["kb.json"].write_text(
        json.dumps({"qnaList": [{"id": n, "answer": i, "questions": [t]} for n, (t, i) in enumerate(texts, 1)]}),
        encoding="utf-8",
    )
    more["kb.qna"].write_text("".join(f"# ? {t}\n```\n{i}\n```\n" for t, i in texts), encoding="utf-8")
    write_agent(more["agent"], texts)
    return [
        ("wit.ai", more["wit.json"], "json.load", load_json),
        ("SLURP", more["slurp.jsonl"], "pandas.read_json", load_lines),
        ("lines in pairs", more["paired"], "str.split", lambda path: load_text(path / "seq.in")),
        ("QnA Maker", more["kb.json"], "json.load", load_json),
        (".qna", more["kb.qna"], "str.split", load_text),
        ("Dialogflow", more["agent"], "json.load", lambda path: [load_json(one) for one in path.rglob("*.json")]),
        ("Rasa JSON", others["rasa.json"], "json.load", load_json),
        ("LUIS test rows", others["batch.json"], "json.load", load_json),
        ("NLU.DevOps rows", others["devops.json"], "json.load", load_json),
        ("Snips", others["snips.json"], "json.load", load_json),
        ("Parquet", others["rows.parquet"], "pandas.read_parquet", pd.read_parquet),
        ("questions in TSV", others["kb.tsv"], "pandas.read_csv", lambda path: pd.read_csv(path, sep="\t", quoting=3)),
        ("upload array", upload, "json.load", load_json),
        ("CLU project", paths["clu"], "json.load", load_json),
        ("LUIS app", luis, "json.load", load_json),
        ("CSV", paths["csv"], "pandas.read_csv", load_csv),
        ("XLSX", paths["xlsx"], "pandas.read_excel (calamine)", load_excel),
        ("JSON Lines", paths["jsonl"], "pandas.read_json", load_lines),
        (".lu", paths["lu"], "str.split", load_text),
        ("Rasa YAML", rasa, "ruamel.yaml", load_yaml),
    ]


def as_luis(project) -> dict[str, object]:
    names = sorted({row.intent for row in project.utterances})
    entities = sorted({span.category for row in project.utterances for span in row.spans})
    utterances = [
        {
            "text": r.text,
            "intent": r.intent,
            "entities": [{"entity": s.category, "startPos": s.offset, "endPos": s.end - 1} for s in r.spans],
        }
        for r in project.utterances
    ]
    head = {"luis_schema_version": "7.0.0", "name": "Bench", "culture": "en-us"}
    return {
        **head,
        "intents": [{"name": n} for n in names],
        "entities": [{"name": n} for n in entities],
        "utterances": utterances,
    }


def as_rasa_json(project) -> dict[str, object]:
    examples = [
        {
            "text": r.text,
            "intent": r.intent,
            "entities": [{"start": s.offset, "end": s.end, "entity": s.category} for s in r.spans],
        }
        for r in project.utterances
    ]
    return {"rasa_nlu_data": {"common_examples": examples}}


def as_devops(project) -> list[dict[str, object]]:
    return [
        {
            "text": r.text,
            "intent": r.intent,
            "entities": [{"entityType": s.category, "matchText": r.text[s.offset : s.end]} for s in r.spans]
            or [{"entityType": "x", "matchText": r.text}],
        }
        for r in project.utterances
    ]


def as_snips(project) -> dict[str, object]:
    found: dict[str, list[object]] = {}
    for row in project.utterances:
        found.setdefault(row.intent, []).append({"data": [{"text": row.text}]})
    return found


def as_pairs(project) -> str:
    lines = [
        f"{' '.join(row.text.split())}\tanswer {number}\t{number}" for number, row in enumerate(project.utterances)
    ]
    return "\n".join(["Question\tAnswer\tQnaId", *lines]) + "\n"


def as_slurp(text: str, intent: str) -> str:
    tokens = [{"surface": word} for word in text.split(" ")]
    return json.dumps({"sentence": text, "tokens": tokens, "scenario": intent, "action": "x", "entities": []}) + "\n"


def write_agent(folder: Path, texts: list[tuple[str, str]]) -> None:
    (folder / "intents").mkdir(parents=True)
    (folder / "agent.json").write_text('{"language": "en"}', encoding="utf-8")
    by_intent: dict[str, list[object]] = {}
    for text, intent in texts:
        by_intent.setdefault(intent, []).append({"data": [{"text": text}], "isTemplate": False})
    for number, (intent, phrases) in enumerate(by_intent.items()):
        (folder / "intents" / f"i{number}.json").write_text(json.dumps({"name": intent}), encoding="utf-8")
        (folder / "intents" / f"i{number}_usersays_en.json").write_text(json.dumps(phrases), encoding="utf-8")


def as_rasa(project) -> str:
    by_intent: dict[str, list[str]] = {}
    for row in project.utterances:
        text, at = "", 0
        for span in row.spans:
            text += f"{row.text[at : span.offset]}[{row.text[span.offset : span.end]}]({span.category})"
            at = span.end
        by_intent.setdefault(row.intent, []).append(" ".join((text + row.text[at:]).split()))
    lines = ['version: "3.1"', "nlu:"]
    for name, found in by_intent.items():
        lines += [f"- intent: {name}", "  examples: |", *(f"    - {text}" for text in found)]
    return "\n".join(lines) + "\n"


def load_json(path: Path) -> object:
    return json.loads(path.read_text(encoding="utf-8"))


def load_csv(path: Path) -> object:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def load_excel(path: Path) -> object:
    return pd.read_excel(path, engine="calamine", dtype=str)


def load_lines(path: Path) -> object:
    return pd.read_json(path, lines=True)


def load_text(path: Path) -> object:
    return path.read_text(encoding="utf-8").split("\n")


def load_yaml(path: Path) -> object:
    from ruamel.yaml import YAML

    return YAML(typ="base", pure=True).load(path.read_text(encoding="utf-8"))


def measured(format_name: str, path: Path, peer: str, parse: Callable[[Path], object]) -> Row:
    ours, theirs = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        [found] = api.read(path)
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        parse(path)
        theirs.append(time.perf_counter() - start)
    count = len(found.project.utterances)
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    data = f"{count:,} utterances, {sum(one.stat().st_size for one in files) / 1e6:.1f} MB"
    return Row(
        f"read {format_name}", data, count / statistics.median(ours), "rows/s", peer, count / statistics.median(theirs)
    )


if __name__ == "__main__":
    csv.writer(sys.stdout).writerows([[row.measure, row.value] for row in rows()])
