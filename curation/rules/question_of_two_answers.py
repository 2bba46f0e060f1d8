"""CQA008: question of two answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.normalise import normalised
from curation.model.finding import Severity
from curation.rules._components import question_answers
from curation.rules._rule import Example, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "CQA008",
    "question-of-two-answers",
    severity=Severity.WARNING,
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
                            {"id": 1, "answer": "At nine.", "questions": ["When?"]},
                            {"id": 2, "answer": "At ten.", "questions": ["when"]},
                        ]
                    },
                }
            }
        ),
    ),
    evidence="inferred",
    source="contract 9: distinctive questions; docs/methods.md",
)
def question_of_two_answers(facts: Facts) -> Iterator[Hit]:
    """A question stands in two pairs.

    Which of the two answers is given is chance. Case, spaces and punctuation at word edges do not make another
    question.
    """
    first: dict[tuple[str, str], str] = {}
    for pointer, file, qna in question_answers(facts.workspace):
        for index, question in enumerate(qna.get("questions") or ()):
            other = first.setdefault((file, normalised(question)), str(qna["id"]))
            if other != str(qna["id"]):
                message = f"this question stands in pair {other} too; keep one"
                yield Hit(file, f"{pointer}/questions/{index}", message, excerpt=question)
