"""Question and answer pairs from the columns of a table (contract 4.2 to 4.4)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from curation.formats.sources._gathering import Gathering

__all__ = ["camel", "metadata_of", "read_pairs", "suggestions_of"]

_KNOWN = frozenset(
    {"question", "answer", "source", "metadata", "suggestions", "context_only", "prompts", "id", "source_name"}
)


def read_pairs(gathering: Gathering, rows: Iterator[tuple[str, Mapping[str, str]]]) -> None:
    r"""Several rows of one id, or of one answer where there are no ids, are one pair with several questions.

    Columns are known by name: exports have four to nine of them. A header that stands again among the rows is left
    out. Line breaks are the two characters `\n` in a cell.
    """
    pairs: dict[str, tuple[str, dict[str, str], list[str]]] = {}
    for place, row in rows:
        question, answer = row.get("question") or row.get("scenario") or "", row.get("answer") or ""
        if not any(row.values()):
            continue
        if question.strip().casefold() == "question" and answer.strip().casefold() == "answer":
            gathering.rewritten("a header among the rows is none of them", place)
            continue
        for key in row:
            if key not in _KNOWN and key != "scenario" and row[key]:
                gathering.lost(f'the column "{key}"', place)
        name = row.get("id") or f"answer {answer}\x1f{row.get('metadata', '')}"
        known = pairs.setdefault(name, (place, dict(row), []))
        if question:
            known[2].append(_unescaped(question))
        for key in ("answer", "source", "metadata", "prompts"):
            if row.get(key) not in (None, "", "[]", known[1].get(key)):
                gathering.lost(f"another {key} under an id that has one", place)
    for place, row, questions in pairs.values():
        _pair(gathering, row, questions, place)


def _pair(gathering: Gathering, row: dict[str, str], questions: list[str], place: str) -> None:
    prompts = camel(_json(gathering, row.get("prompts"), "prompts", place))
    context = str(row.get("context_only", "")).casefold() == "true"
    dialog = {"isContextOnly": context, "prompts": prompts} if prompts or context else None
    number = row.get("id", "")
    gathering.answer(
        _unescaped(row.get("answer") or ""),
        questions,
        place,
        id=int(number) if number.isdecimal() else number or None,
        source=row.get("source"),
        sourceDisplayName=row.get("source_name"),
        metadata=metadata_of(row.get("metadata") or ""),
        dialog=dialog,
        activeLearningSuggestions=suggestions_of(camel(_json(gathering, row.get("suggestions"), "suggestions", place))),
    )


def _unescaped(cell: str) -> str:
    return cell.replace("\\n", "\n")


def _json(gathering: Gathering, cell: str | None, what: str, place: str) -> list[Any]:
    if not cell or not cell.strip():
        return []
    try:
        found = json.loads(cell)
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        gathering.lost(f"{what} that are no list in JSON", place)
        return []
    return found


def camel(value: Any) -> Any:
    """The value with the first letter of every key in lower case, as in imports."""
    if isinstance(value, list):
        return [camel(item) for item in value]
    if isinstance(value, dict):
        return {f"{key[:1].lower()}{key[1:]}": camel(item) for key, item in value.items() if item is not None}
    return value


def metadata_of(cell: str) -> dict[str, str]:
    """`key:value | key:value` as an object; a value may hold colons, as Microsoft's own files show.

    >>> metadata_of("editorial:chitchat | see:https://example.org")
    {'editorial': 'chitchat', 'see': 'https://example.org'}
    """
    parts = (part.partition(":") for part in cell.split("|") if part.strip())
    return {key.strip(): value.strip() for key, _, value in parts if key.strip()}


def suggestions_of(found: list[Any]) -> list[dict[str, Any]]:
    """Suggestions of active learning in the shape of an import; totals can be counted and are left out."""
    return [
        {
            "clusterHead": item.get("clusterHead"),
            "suggestedQuestions": [
                {
                    "question": question.get("question"),
                    "userSuggestedCount": question.get("userSuggestedCount", 0),
                    "autoSuggestedCount": question.get("autoSuggestedCount", 0),
                }
                for question in item.get("alternateQuestionList") or item.get("suggestedQuestions") or ()
                if isinstance(question, dict)
            ],
        }
        for item in found
    ]
