"""CQA002: dangling prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._components import question_answers
from curation.rules._rule import Example, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "CQA002",
    "dangling-prompt",
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
                                "dialog": {"prompts": [{"qnaId": 2}]},
                            },
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
                            {
                                "id": 1,
                                "answer": "We open at nine.",
                                "questions": ["when, 1"],
                                "dialog": {"prompts": [{"qnaId": 3}]},
                            },
                            {"id": 2, "answer": "We open at nine.", "questions": ["when, 2"]},
                        ]
                    },
                }
            }
        ),
    ),
    evidence="wire",
    source="contract 4.1: every prompt leads to an id",
)
def dangling_prompt(facts: Facts) -> Iterator[Hit]:
    """A prompt leads to a pair that is not there.

    The follow-up question ends in nothing. Ids are numbers in one file and text in another; they are compared as
    text.
    """
    known: dict[str, set[str]] = {}
    for _, file, qna in question_answers(facts.workspace):
        known.setdefault(file, set()).add(str(qna["id"]))
    for pointer, file, qna in question_answers(facts.workspace):
        for index, prompt in enumerate((qna.get("dialog") or {}).get("prompts") or ()):
            target = prompt.get("qnaId")
            if target is not None and str(target) not in known[file] and not prompt.get("qna"):
                message = f"the prompt leads to {target}, which is not there; correct the id"
                yield Hit(file, f"{pointer}/dialog/prompts/{index}/qnaId", message)
