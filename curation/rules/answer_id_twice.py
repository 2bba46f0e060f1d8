"""CQA001: answer id twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._components import question_answers
from curation.rules._rule import Example, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "CQA001",
    "answer-id-twice",
    severity=Severity.ERROR,
    good=(
        Example(
            {
                "q.json": {
                    "metadata": {"projectName": "Answers"},
                    "assets": {
                        "qnas": [
                            {"id": 1, "answer": "We open at nine.", "questions": ["when, 1"]},
                            {"id": 2, "answer": "We open at nine.", "questions": ["when, 2"]},
                        ]
                    },
                }
            }
        ),
    ),
    bad=(
        Example(
            {
                "q.json": {
                    "metadata": {"projectName": "Answers"},
                    "assets": {
                        "qnas": [
                            {"id": 1, "answer": "We open at nine.", "questions": ["when, 1"]},
                            {"id": "1", "answer": "We open at nine.", "questions": ["when, 0"]},
                        ]
                    },
                }
            }
        ),
    ),
    evidence="wire",
    source="contract 4.1: ids are unique",
)
def answer_id_twice(facts: Facts) -> Iterator[Hit]:
    """Two question and answer pairs have the same id.

    Prompts lead to ids, and alternates are joined by id: one of the pairs replaces the other. A number and the same
    number as text are one id.
    """
    seen: set[tuple[str, str]] = set()
    for pointer, file, qna in question_answers(facts.workspace):
        key = (file, str(qna["id"]))
        if key in seen:
            yield Hit(
                file, f"{pointer}/id", f"the id {qna['id']} is taken by another pair; give it a number of its own"
            )
        seen.add(key)
