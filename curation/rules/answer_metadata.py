"""CQA006: answer metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import METADATA_KEY, METADATA_VALUE
from curation.model.finding import Severity
from curation.rules._components import question_answers
from curation.rules._rule import Example, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "CQA006",
    "answer-metadata",
    severity=Severity.ERROR,
    good=(
        Example(
            {
                "q.json": {
                    "metadata": {"projectName": "Answers"},
                    "assets": {
                        "qnas": [
                            {
                                "id": 1,
                                "answer": "We open at nine.",
                                "questions": ["when, 1"],
                                "metadata": {"topic": "hours"},
                            }
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
                            {
                                "id": 1,
                                "answer": "We open at nine.",
                                "questions": ["when, 1"],
                                "metadata": {"opening hours": "a|b"},
                            }
                        ]
                    },
                }
            }
        ),
    ),
    evidence="documented",
    source="contract 4.4, 6.5",
)
def answer_metadata(facts: Facts) -> Iterator[Hit]:
    """Metadata of a pair has a key or a value the service does not take.

    A key is of letters, digits and underscores, up to 100; a value has no colon and no bar, up to 500. In a
    spreadsheet the two signs divide pairs, and what they break is lost in silence.
    """
    for pointer, file, qna in question_answers(facts.workspace):
        for key, value in (qna.get("metadata") or {}).items():
            if not METADATA_KEY.fullmatch(key) or (value is not None and not METADATA_VALUE.fullmatch(value)):
                message = f'the metadata "{key}" is not taken; a key is A-Z a-z 0-9 _, a value has no colon and no bar'
                yield Hit(file, f"{pointer}/metadata", message, subject=key)
