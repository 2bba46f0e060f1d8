"""CQA009: prompt circle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.model.finding import Severity
from curation.rules._components import question_answers
from curation.rules._rule import Example, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from curation.facts import Facts


def _answers(*prompts: tuple[int, ...]) -> dict[str, Any]:
    pairs = [
        {
            "id": number,
            "answer": f"Step {number}.",
            "questions": [f"what is step {number}"],
            "dialog": {"prompts": [{"qnaId": target} for target in targets]},
        }
        for number, targets in enumerate(prompts, 1)
    ]
    return {"metadata": {"projectName": "Answers"}, "assets": {"qnas": pairs}}


@rule(
    "CQA009",
    "prompt-circle",
    severity=Severity.NOTE,
    good=(Example({"q.json": _answers((2, 3), (3,), ())}),),
    bad=(
        Example({"q.json": _answers((2,), (3,), (2,))}),
        Example({"q.json": _answers((1,))}),
    ),
    evidence="inferred",
    source="contract 4.1: no prompt cycles",
)
def prompt_circle(facts: Facts) -> Iterator[Hit]:
    """Follow-up prompts lead back to a pair that they came from.

    A person who follows them goes round. A way back to a menu is meant so; a circle of two answers seldom is.
    """
    prompts: dict[str, dict[str, list[str]]] = {}
    pointers: dict[tuple[str, str], str] = {}
    for pointer, file, qna in question_answers(facts.workspace):
        name = str(qna["id"])
        pointers.setdefault((file, name), pointer)
        targets = (prompt.get("qnaId") for prompt in (qna.get("dialog") or {}).get("prompts") or ())
        prompts.setdefault(file, {}).setdefault(name, []).extend(str(target) for target in targets)
    for file, graph in prompts.items():
        for circle in _circles(graph):
            way = " > ".join((*circle[:4], "...", circle[0]) if len(circle) > 4 else (*circle, circle[0]))
            message = f"the prompts of this pair lead back to it ({way}); leave it so only if it is a menu"
            yield Hit(file, pointers[file, circle[0]], message, subject=circle[0])


def _circles(graph: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """One way round for every pair that the search comes back to, in the order of the file."""
    done: set[str] = set()
    told: set[str] = set()
    for root in graph:
        path: dict[str, Iterator[str]] = {} if root in done else {root: iter(graph[root])}
        while path:
            last = next(reversed(path))
            target = next(path[last], None)
            if target is None:
                done.add(last)
                del path[last]
            elif target in path and target not in told:
                told.add(target)
                names = list(path)
                yield tuple(names[names.index(target) :])
            elif target in graph and target not in done and target not in path:
                path[target] = iter(graph[target])
