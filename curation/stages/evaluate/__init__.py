"""A forecast of how well what is trained will tell intents apart, by a router that has not seen what it is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.analysis.labels import FEWEST_GROUPS
from curation.facts.sided import sided
from curation.model.evaluation import Evaluation, Evaluations
from curation.model.words import plural
from curation.stages.evaluate.drifting import drift
from curation.stages.evaluate.growing import curve_and_growth
from curation.stages.evaluate.judging import judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from curation.facts import Facts
    from curation.facts.sided import Sided
    from curation.model.mapping import Mapping
    from curation.model.split import Split

__all__ = ["evaluate", "evaluate_judgement"]


def evaluate(
    facts: Facts,
    mapping: Mapping,
    split: Split,
    *,
    growth: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> Evaluations:
    """Each project, and what is routed, judged on Test after learning from Train, and by cross-validation.

    Every text counts once an intent, however often it stands there. `growth` asks as well how errors fall as Train
    grows, which takes two more routers a project.
    """
    found: list[Evaluation] = []
    missing: list[tuple[str, str]] = []
    task_of = {entry.intent: entry.task for entry in mapping.entries if entry.task}
    for scope in sided(facts, split):
        if not scope.samples:
            missing.append((scope.name, "fewer than two intents have enough different texts to be told apart"))
            continue
        tasks = task_of if scope.name == "routing" else {}
        if scope.both:
            say(f"{scope.name}: learning from Train, asking about Test")
            found.append(_on_test(scope, tasks, facts, growth=growth))
        else:
            missing.append((scope.name, _why_not(scope)))
        say(f"{scope.name}: cross-validating")
        found.append(judged(scope, "cross-validation", scope.by_folds, tasks, facts, _left_out(scope)))
    return Evaluations(tuple(found), tuple(missing))


def evaluate_judgement(facts: Facts, mapping: Mapping, split: Split) -> Evaluations:
    """Each project, and what is routed, as the models of the findings see it that have not seen the texts.

    Nothing is learned for it where findings were looked for before: this is what one page of everything shows.
    """
    found: list[Evaluation] = []
    missing: list[tuple[str, str]] = []
    task_of = {entry.intent: entry.task for entry in mapping.entries if entry.task}
    for scope in sided(facts, split):
        answers = scope.by_judgement
        if answers is None:
            missing.append((scope.name, "fewer than two intents have enough different texts to be told apart"))
        else:
            tasks = task_of if scope.name == "routing" else {}
            found.append(judged(scope, "cross-validation", answers, tasks, facts, _left_out(scope)))
    return Evaluations(tuple(found), tuple(missing))


def _on_test(scope: Sided, tasks: dict[str, str], facts: Facts, *, growth: bool) -> Evaluation:
    learned = {scope.given[at] for at in scope.train}
    kept = [n for n, at in enumerate(scope.test) if scope.given[at] in learned]
    answers = scope.of_test
    known = answers._replace(at=[answers.at[n] for n in kept], log_chances=answers.log_chances[kept])
    unseen = sorted({scope.labels[scope.given[at]] for at in scope.test} - {scope.labels[n] for n in learned})
    missing = [*_left_out(scope), *((name, "no text of it is in Train") for name in unseen)]
    made = judged(scope, "test", known, tasks, facts, missing)
    curve, grown = curve_and_growth(scope, known.at, facts.settings.split.seed) if growth else ({}, ())
    return replace(made, curve=curve, growth=grown, drift=drift(scope, facts.settings.split.seed))


def _why_not(scope: Sided) -> str:
    if not scope.test:
        return "no text of it that can be judged is tagged Test"
    return "Train has no text that can be judged" if not scope.train else "Train has texts of a single intent only"


def _left_out(scope: Sided) -> Iterator[tuple[str, str]]:
    judged_intents = set(scope.labels)
    for intent, count in scope.scope.groups_per_intent.items():
        if intent not in judged_intents:
            yield intent, f"{plural(count, 'text')} that are not nearly the same; {FEWEST_GROUPS} are needed"
