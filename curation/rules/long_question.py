"""CQA004: long question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import LONGEST_QUESTION
from curation.model.finding import Severity
from curation.rules._components import question_answers
from curation.rules._rule import Example, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "CQA004",
    "long-question",
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
    bad=(Example({"q.json": {"assets": {"qnas": [{"id": 1, "answer": "Yes.", "questions": ["x" * 1001]}]}}}),),
    evidence="documented",
    source="contract 6.5",
)
def long_question(facts: Facts) -> Iterator[Hit]:
    """A question has more than 1,000 characters.

    The service takes no longer one, and nobody asks it: it is an answer in the wrong place.
    """
    for pointer, file, qna in question_answers(facts.workspace):
        for index, question in enumerate(qna.get("questions") or ()):
            if len(question) > LONGEST_QUESTION:
                message = f"the question has {len(question):,} characters, more than {LONGEST_QUESTION:,}; shorten it"
                yield Hit(file, f"{pointer}/questions/{index}", message)
