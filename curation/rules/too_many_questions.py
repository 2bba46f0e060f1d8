"""CQA005: too many questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import MOST_ALTERNATES
from curation.model.finding import Severity
from curation.rules._components import question_answers
from curation.rules._rule import Example, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "CQA005",
    "too-many-questions",
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
    bad=(
        Example(
            {
                "q.json": {
                    "assets": {"qnas": [{"id": 1, "answer": "Yes.", "questions": [f"when, {n}" for n in range(302)]}]}
                }
            }
        ),
    ),
    evidence="documented",
    source="contract 6.5: 300 alternates",
)
def too_many_questions(facts: Facts) -> Iterator[Hit]:
    """A pair has more than 300 alternate questions.

    The first question is the main one; the service takes 300 more.
    """
    for pointer, file, qna in question_answers(facts.workspace):
        count = len(qna.get("questions") or ()) - 1
        if count > MOST_ALTERNATES:
            yield Hit(
                file, f"{pointer}/questions", f"{count:,} alternates are more than {MOST_ALTERNATES}; divide the pair"
            )
