"""From what a router says of texts to figures by intent and task, and a threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from curation.analysis.evaluating import label_figures, macro_interval, recommended, sweep, wilson
from curation.model.evaluation import Evaluation, Figure, LabelResult, Step, Threshold, Verdict
from curation.model.project import NONE_INTENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from curation.analysis.evaluating import Interval
    from curation.facts import Facts
    from curation.facts.sided import Answers, Sided

    Ints = NDArray[np.int64]

__all__ = ["judged"]


def judged(
    scope: Sided,
    by: str,
    answers: Answers,
    task_of: Mapping[str, str],
    facts: Facts,
    not_judged: Iterable[tuple[str, str]],
) -> Evaluation:
    """One evaluation; `task_of` says which task an intent leads to, where intents do."""
    seed = facts.settings.split.seed
    given = np.array([scope.given[at] for at in answers.at], dtype=np.int64)
    said = answers.log_chances.argmax(axis=1).astype(np.int64)
    groups = np.array([scope.groups[at] for at in answers.at], dtype=np.int64)
    from_train = scope.train if by == "test" else answers.at
    learned = np.bincount([scope.given[at] for at in from_train], minlength=len(scope.labels))
    interval = wilson(int((given == said).sum()), len(given))
    return Evaluation(
        scope=scope.name,
        by=by,
        rows=len(given),
        accuracy=_figure(interval),
        macro_f1=_figure(macro_interval(given, said, groups, seed=seed)),
        intents=_results(given, said, scope.labels, learned),
        tasks=_task_results(given, said, scope.labels, learned, task_of),
        verdicts=tuple(_verdicts(scope, answers)),
        threshold=_threshold(scope, by, answers, facts),
        not_judged=tuple(not_judged),
    )


def _figure(interval: Interval) -> Figure:
    return Figure(*interval)


def _results(given: Ints, said: Ints, names: list[str], learned: Ints) -> tuple[LabelResult, ...]:
    figures = label_figures(given, said, len(names))
    return tuple(
        LabelResult(
            name=name,
            rows=found.rows,
            learned=int(count),
            precision=_figure(found.precision),
            recall=_figure(found.recall),
            f1=_figure(found.f1),
            rival=names[found.rival] if found.rival >= 0 else "",
            lost=found.lost,
        )
        for name, found, count in zip(names, figures, learned, strict=True)
        if found.rows or count
    )


def _task_results(
    given: Ints, said: Ints, labels: list[str], learned: Ints, task_of: Mapping[str, str]
) -> tuple[LabelResult, ...]:
    """The same by task; an intent that leads to none stands for itself, and is left out of the result."""
    where = [("task", task_of[label]) if label in task_of else ("intent", label) for label in labels]
    places = sorted(set(where))
    at = np.array([places.index(place) for place in where], dtype=np.int64)
    counts = np.bincount(at, weights=learned, minlength=len(places)).astype(np.int64)
    results = _results(at[given], at[said], [name for _, name in places], counts)
    tasks = {name for kind, name in places if kind == "task"}
    return tuple(result for result in results if result.name in tasks) if tasks else ()


def _verdicts(scope: Sided, answers: Answers) -> Iterable[Verdict]:
    order = np.argsort(-answers.log_chances, axis=1, kind="stable")[:, :2]
    for row, at in enumerate(answers.at):
        first, second = (int(label) for label in order[row])
        sure, rival = (float(np.exp(answers.log_chances[row, label])) for label in (first, second))
        yield Verdict(
            scope.text(at), scope.labels[scope.given[at]], scope.labels[first], sure, scope.labels[second], rival
        )


def _threshold(scope: Sided, by: str, answers: Answers, facts: Facts) -> Threshold:
    """What thresholds do to these texts, and the one to take, found on what was learned from."""
    none = scope.labels.index(NONE_INTENT) if NONE_INTENT in scope.labels else -1
    base = scope.of_train[1] if by == "test" else answers
    groups = np.array([scope.groups[at] for at in base.at])
    found = recommended(*_sure(scope, base), groups, none, seed=facts.settings.split.seed)
    steps = (
        Step(
            threshold=step.threshold,
            answered=step.answered,
            right=step.right,
            precision=step.right / step.answered if step.answered else 1.0,
            false_accepts=step.false_accepts if step.false_accepts >= 0 else None,
        )
        for step in sweep(*_sure(scope, answers), none)
    )
    return Threshold(found.value, found.low, found.high, tuple(steps), _own_threshold(scope, facts))


def _own_threshold(scope: Sided, facts: Facts) -> float | None:
    if scope.name == "routing":
        return facts.workspace.routing_threshold
    return next((p.confidence_threshold for p in facts.projects if p.file == scope.name), None)


def _sure(scope: Sided, answers: Answers) -> tuple[Ints, Ints, NDArray[np.float64]]:
    given = np.array([scope.given[at] for at in answers.at], dtype=np.int64)
    said = answers.log_chances.argmax(axis=1).astype(np.int64)
    return given, said, np.exp(answers.log_chances.max(axis=1)).astype(np.float64)
