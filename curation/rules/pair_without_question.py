"""CQA007: pair without question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._components import question_answers
from curation.rules._rule import Example, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "CQA007",
    "pair-without-question",
    severity=Severity.WARNING,
    good=(
        Example(
            {
                "q.json": {
                    "metadata": {"projectName": "Answers"},
                    "assets": {"qnas": [{"id": 1, "answer": "We open at nine.", "questions": ["when, 1"]}]},
                }
            }
        ),
    ),
    bad=(Example({"q.json": {"assets": {"qnas": [{"id": 1, "answer": "Yes.", "questions": []}]}}}),),
    evidence="inferred",
    source="contract 4.1",
)
def pair_without_question(facts: Facts) -> Iterator[Hit]:
    """A pair has no question, or no answer.

    It is never found, or it answers with nothing, and the person who asked is left alone.
    """
    for pointer, file, qna in question_answers(facts.workspace):
        missing = "answer" if not (qna.get("answer") or "").strip() else "question" if not qna.get("questions") else ""
        if missing:
            yield Hit(file, pointer, f"the pair {qna['id']} has no {missing}; write one, or remove the pair")
