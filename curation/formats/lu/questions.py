"""The questions of a .qna file as question and answer pairs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from curation.formats.lu.markup import BLANK
from curation.formats.lu.sections import Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.formats.lu.sections import Section

__all__ = ["pairs_of"]

_PROMPT = re.compile(r"\[(?P<text>[^\]]*)\]\s*\(\s*#(?P<target>[^)]*)\)\s*(?P<flag>`context-only`)?", re.IGNORECASE)


def pairs_of(sections: Iterable[Section]) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """The pairs in the shape of an import (contract 4.1), with `line`, and prompts that lead nowhere with their place.

    Ids that are given are kept, the others are the smallest that are free; a prompt names its target by id or by
    question, in which hyphens may stand for spaces.
    """
    found = [section for section in sections if isinstance(section, Question)]
    given = {int(section.id) for section in found if section.id.isdecimal()}
    free = (number for number in range(1, len(found) + len(given) + 2) if number not in given)
    ids = [int(section.id) if section.id.isdecimal() else next(free) for section in found]
    by_question: dict[str, int] = {}
    for section, number in zip(found, ids, strict=True):
        for question in section.questions:
            by_question.setdefault(question.casefold().replace("-", " "), number)
    lost: list[tuple[str, str]] = []
    context: set[int] = set()
    pairs = []
    for section, number in zip(found, ids, strict=True):
        prompts: list[dict[str, Any]] = []
        for item in section.prompts:
            match = _PROMPT.match(item.text)
            target = _target(match["target"], by_question, ids) if match else None
            if match is None or target is None:
                lost.append(("a prompt that leads nowhere", f"line {item.line}"))
                continue
            prompts.append({"displayOrder": len(prompts), "qnaId": target, "displayText": match["text"].strip(BLANK)})
            context |= {target} if match["flag"] else set()
        pairs.append(_pair(section, number, prompts))
    for pair in pairs:
        if pair["id"] in context or pair["dialog"]["prompts"]:
            pair["dialog"]["isContextOnly"] = pair["id"] in context
        else:
            del pair["dialog"]
    return pairs, lost


def _pair(section: Question, number: int, prompts: list[dict[str, Any]]) -> dict[str, Any]:
    filters = (item.text.partition("=") for item in section.filters)
    return {
        "line": section.line,
        "id": number,
        "answer": section.answer or "",
        "source": section.source,
        "questions": [question for question in section.questions if question],
        "metadata": {key.strip(BLANK): value.strip(BLANK) for key, _, value in filters if key.strip(BLANK)},
        "dialog": {"isContextOnly": False, "prompts": prompts},
    }


def _target(text: str, by_question: dict[str, int], ids: list[int]) -> int | None:
    name = text.strip(BLANK)
    if name.isdecimal() and int(name) in ids:
        return int(name)
    return by_question.get(name.removeprefix("?").strip(BLANK).casefold().replace("-", " "))
