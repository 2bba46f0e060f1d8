"""Large CLU projects made of public corpora, pretty-printed like an export, with labels where SLURP has them.

The corpora are looked for at ../shared/data or $CURATION_REALDATA. They hold 29,000 texts; past that, texts come
again with a number behind them, so that no text stands twice.
"""

from __future__ import annotations

import csv
import json
import os
import re
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("CURATION_REALDATA", ROOT.parent / "shared" / "data")) / "corpora"
LABEL = re.compile(r"\[(\w+) : ([^\]]+)\]")


def banking() -> Iterator[tuple[str, str, list[dict[str, object]]]]:
    for part in ("train", "test"):
        with (CORPORA / f"banking77/banking_data/{part}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row["text"].strip(), f"banking {row['category'][:40].strip('?')}", []


def hwu() -> Iterator[tuple[str, str, list[dict[str, object]]]]:
    for part in ("train", "valid", "test"):
        folder = CORPORA / "hwu64" / part
        texts = (folder / "seq.in").read_text(encoding="utf-8").splitlines()
        labels = (folder / "label").read_text(encoding="utf-8").splitlines()
        for text, label in zip(texts, labels, strict=True):
            yield text.strip(), f"home {label}", []


def slurp() -> Iterator[tuple[str, str, list[dict[str, object]]]]:
    for path in sorted((CORPORA / "slurp/dataset").rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text, labels, at = "", [], 0
            for match in LABEL.finditer(row["sentence_annotation"]):
                text += row["sentence_annotation"][at : match.start()]
                labels.append({"category": match[1], "offset": len(text), "length": len(match[2])})
                text += match[2]
                at = match.end()
            text += row["sentence_annotation"][at:]
            yield text, f"speech {row['intent']}", labels if text.isascii() and text == text.strip() else []


def rows(size: int) -> list[dict[str, object]]:
    """`size` different texts with their intents, the three corpora one after the other."""
    if not size:
        return []
    found: dict[str, dict[str, object]] = {}
    for turn in count():
        for text, intent, labels in (row for corpus in (slurp(), banking(), hwu()) for row in corpus):
            shown = f"{text} {turn}" if turn else text
            row = {"category": intent, "text": shown, "language": "en-us", "dataset": "Train", "entities": labels}
            if text and len(text) < 480:
                found.setdefault(shown.casefold(), row)
            if len(found) == size:
                return [
                    {("intent" if key == "category" else key): v for key, v in row.items()} for row in found.values()
                ]
    raise AssertionError


def project(size: int) -> str:
    """A CLU project of `size` utterances as the service exports it."""
    utterances = rows(size)
    intents = sorted({str(row["intent"]) for row in utterances})
    entities = sorted({label["category"] for row in utterances for label in row["entities"]})  # type: ignore[attr-defined]
    value = {
        "projectFileVersion": "2023-04-01",
        "stringIndexType": "Utf16CodeUnit",
        "metadata": {
            "projectKind": "Conversation", "settings": {"confidenceThreshold": 0.7}, "projectName": "Everything",
            "multilingual": False, "description": "", "language": "en-us",
        },
        "assets": {
            "projectKind": "Conversation",
            "intents": [{"category": name} for name in (*intents, "None")],
            "entities": [{"category": name, "compositionSetting": "combineComponents"} for name in entities],
            "utterances": utterances,
        },
    }  # fmt: skip
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
