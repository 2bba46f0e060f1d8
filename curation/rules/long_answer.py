"""CQA003: long answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import LONGEST_ANSWER
from curation.model.finding import Severity
from curation.rules._components import question_answers
from curation.rules._rule import Example, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "CQA003",
    "long-answer",
    severity=Severity.ERROR,
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
    bad=(Example({"q.json": {"assets": {"qnas": [{"id": 1, "answer": "x" * 25_001}]}}}),),
    evidence="documented",
    source="contract 6.5",
)
def long_answer(facts: Facts) -> Iterator[Hit]:
    """An answer has more than 25,000 characters.

    The service takes no longer one; divide it, or lead to a page.
    """
    for pointer, file, qna in question_answers(facts.workspace):
        size = len(qna.get("answer") or "")
        if size > LONGEST_ANSWER:
            message = f"the answer has {size:,} characters, more than {LONGEST_ANSWER:,}; divide it"
            yield Hit(file, f"{pointer}/answer", message)
