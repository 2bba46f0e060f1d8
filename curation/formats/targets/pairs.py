"""Question and answer pairs as the columns that question answering exports (contract 4.3)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curation.model.conversion import Notes
    from curation.model.project import Project

__all__ = ["PAIR_COLUMNS", "pair_rows"]

PAIR_COLUMNS = (
    "Question", "Answer", "Source", "Metadata", "SuggestedQuestions", "IsContextOnly", "Prompts", "QnaId",
    "SourceDisplayName",
)  # fmt: skip
_KNOWN = (
    "id", "answer", "questions", "source", "sourceDisplayName", "metadata", "dialog", "activeLearningSuggestions",
)  # fmt: skip


def pair_rows(project: Project, notes: Notes) -> list[list[str]]:
    r"""One row a question, those of a pair under its id; line breaks are the two characters `\n`."""
    rows = [list(PAIR_COLUMNS)]
    for index, pair in enumerate(project.raw["assets"]["qnas"]):
        pointer = f"/assets/qnas/{index}"
        for key in pair:
            if key not in _KNOWN:
                notes.add("lost", f'"{key}" of a pair, which tables have no column for', f"{pointer}/{key}")
        dialog = pair.get("dialog") or {}
        texts = (pair.get("answer") or "", *(pair.get("questions") or ()))
        if any("\\n" in text or "\r" in text for text in texts):
            notes.add("lost", "a backslash before n, or a carriage return, which tables read as a line break", pointer)
        metadata = _metadata(pair, notes, pointer)
        cells = [
            _escaped(pair.get("answer") or ""),
            pair.get("source") or "",
            metadata,
            _json(pair.get("activeLearningSuggestions")),
            str(bool(dialog.get("isContextOnly"))),
            _json(dialog.get("prompts")),
            str(pair["id"]),
            pair.get("sourceDisplayName") or "",
        ]
        rows += [[_escaped(question), *cells] for question in pair.get("questions") or ("",)]
    for index, _ in enumerate((project.raw["assets"].get("synonyms")) or ()):
        notes.add("lost", "synonyms, which are a table of their own", f"/assets/synonyms/{index}")
    return rows


def _metadata(pair: dict[str, Any], notes: Notes, pointer: str) -> str:
    found = {str(key): str(value) for key, value in (pair.get("metadata") or {}).items()}
    for key, value in list(found.items()):
        if ":" in key or "|" in key + value or (key + value) != (key.strip() + value.strip()):
            notes.add("lost", "metadata that a cell cannot hold (key:value | key:value)", f"{pointer}/metadata/{key}")
            del found[key]
    return " | ".join(f"{key}:{value}" for key, value in found.items())


def _escaped(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def _json(found: Any) -> str:
    return json.dumps(found or [], ensure_ascii=False)
