"""What the tags in the files leak from Train into Test, and how much that flatters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.facts.sided import sided
from curation.model.leakage import LeakageReport, LeakedRow, ScopeLeakage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from curation.facts import Facts
    from curation.facts.sided import Answers, Sided
    from curation.model.split import Split

__all__ = ["leakage"]


def leakage(facts: Facts, split: Split, *, say: Callable[[str], None] = lambda _: None) -> LeakageReport:
    """The texts of Test with a near-duplicate in Train, and the accuracies of a router with and without them."""
    found, missing = [], []
    for scope in sided(facts, split):
        if not scope.both and not scope.torn:
            missing.append((scope.name, _why_not(scope)))
            continue
        say(f"{scope.name}: looking for twins, and asking a router")
        rows = dict(_leaked(scope))
        clean = [n for n, at in enumerate(scope.test) if at not in rows]
        answers = scope.of_test if scope.both else None
        found.append(
            ScopeLeakage(
                scope=scope.name,
                test=len(scope.test) + len(scope.torn),
                rows=tuple(sorted(rows.values(), key=lambda row: (-row.similarity, row.text, row.intent))),
                accuracy=_accuracy(scope, answers, range(len(scope.test))) if answers else None,
                accuracy_clean=_accuracy(scope, answers, clean) if answers else None,
                random=_random(scope),
                grouped=_accuracy(scope, scope.by_folds, range(len(scope.samples))),
            )
        )
    return LeakageReport(tuple(found), tuple(missing))


def _why_not(scope: Sided) -> str:
    if scope.samples and not scope.test:
        return "no row is tagged Test, and untagged rows count as Train, as they do for the service"
    return "there are not both a Train and a Test side with texts that can be judged"


def _leaked(scope: Sided) -> Iterator[tuple[int, LeakedRow]]:
    """Each sample of Test with its nearest twin in Train; a text that is tagged both is a twin of itself."""
    for at in scope.torn:
        intent = scope.samples[at].intent
        yield at, LeakedRow(scope.text(at), intent, scope.text(at), intent, 1.0)
    train = set(scope.train)
    like = {(pair.first, pair.second): pair.similarity for pair in scope.scope.near_pairs}
    key_at = {key: n for n, key in enumerate(scope.scope.keys)}
    for at in scope.test:
        key = scope.samples[at].key
        same = [other for other in scope.scope.samples_of(key) if other in train]
        near = [other for other in (*same, *scope.scope.twins.get(at, ())) if other in train]
        if near:
            twin = near[0]
            first, second = sorted((key_at[key], key_at[scope.samples[twin].key]))
            alike = 1.0 if first == second else like.get((first, second), 0.0)
            names = scope.samples[at].intent, scope.samples[twin].intent
            yield at, LeakedRow(scope.text(at), names[0], scope.text(twin), names[1], round(alike, 4))


def _random(scope: Sided) -> float:
    """The accuracy of cross-validation in which every text is a group of its own."""
    everything = list(range(len(scope.samples)))
    said = scope.router(everything, groups=everything)[1]().argmax(axis=1)
    return sum(int(label) == given for label, given in zip(said, scope.given, strict=True)) / len(said)


def _accuracy(scope: Sided, answers: Answers, kept: range | list[int]) -> float | None:
    said = answers.log_chances.argmax(axis=1)
    right = [int(said[n]) == scope.given[answers.at[n]] for n in kept]
    return sum(right) / len(right) if right else None
