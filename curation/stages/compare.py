"""Which utterances are routed otherwise once the data changed, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from curation.facts.sided import sided
from curation.facts.stored import encoder_named, stored_pairs, stored_router, stored_vectors
from curation.model.comparison import Comparison, Flip, IntentChange, ScopeComparison

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from curation.analysis.router import Router
    from curation.facts import Facts
    from curation.facts.sided import Sided
    from curation.model.split import Split

    Ints = NDArray[np.int64]

__all__ = ["compare"]

_MOST_OF = 0.5
"""The share of the texts of two intents that both have, from which one is the other renamed."""


class _State(NamedTuple):
    """What one state of the data teaches: keys, their labels and groups, and the router of them."""

    scope: Sided
    at: list[int]
    router: Router
    renamed: Mapping[str, str]

    @property
    def filed(self) -> dict[str, str]:
        """The intent of each key, under the name it has now."""
        return {s.key: self.renamed.get(s.intent, s.intent) for s in self.scope.samples}


def compare(
    old: Facts,
    new: Facts,
    split: Split,
    split_old: Split,
    *,
    gates: Mapping[str, float],
    say: Callable[[str], None] = lambda _: None,
) -> Comparison:
    """The new Test judged by what the old and what the new data teach.

    What is nearly a text of the new Test is left out of both, wherever it stands. A scope is compared with the one of
    its name, or with the only one where each side has one.
    """
    before = {scope.name: scope for scope in sided(old, split_old)}
    after = sided(new, split)
    only = next(iter(before.values())) if len(before) == len(after) == 1 else None
    found: list[ScopeComparison] = []
    missing: list[tuple[str, str]] = []
    lost: list[str] = []
    for scope in after:
        other = before.get(scope.name, only)
        if other is None or not other.samples:
            missing.append((scope.name, "there is nothing of it before that can be judged"))
        elif not scope.both:
            missing.append((scope.name, "there are not both a Train and a Test side with texts that can be judged"))
            lost += [scope.name] if other.both else []
        else:
            say(f"{scope.name}: learning from both states, asking both")
            found += _compared(other, scope, new, missing)
    past = [line for item in found for line in item.past(gates)]
    if gates and not found:
        past.append("nothing could be judged, so that no gate can be said to hold")
    elif gates:
        past += [f"{name}: could be judged before, and cannot any more" for name in lost]
    return Comparison(tuple(found), tuple(past), tuple(missing))


def _compared(old: Sided, new: Sided, facts: Facts, missing: list[tuple[str, str]]) -> Iterator[ScopeComparison]:
    import numpy as np

    from curation.analysis.quality import label_gains, macro_f1, resampled_gains

    renamed = _renamed(old, new)
    labels = sorted({*(renamed.get(name, name) for name in old.labels), *new.labels})
    group_of = _groups(old, new, facts)
    held = {group_of[new.samples[at].key] for at in new.test}
    states = [_state(old, renamed, labels, group_of, held, facts), _state(new, {}, labels, group_of, held, facts)]
    if any(len({state.scope.given[at] for at in state.at}) < 2 for state in states):
        missing.append((new.name, "without Test and what is nearly in it, too little is left to learn from"))
        return
    given = np.array([labels.index(new.samples[at].intent) for at in new.test])
    groups = np.array([group_of[new.samples[at].key] for at in new.test])
    chances = [state.router.log_chances(*new.vectors(new.test)) for state in states]
    said = [part.argmax(axis=1).astype(np.int64) for part in chances]
    seed = facts.settings.split.seed
    low, high = resampled_gains((given, said[0]), (given, said[1]), groups, seed=seed)
    by_label = label_gains(given, said[0], said[1], groups, width=len(labels), seed=seed)
    rows = np.bincount(given, minlength=len(labels))
    yield ScopeComparison(
        scope=new.name,
        rows=len(given),
        accuracy=(float((given == said[0]).mean()), float((given == said[1]).mean())),
        macro_f1=(macro_f1(given, said[0]), macro_f1(given, said[1])),
        low=low,
        high=high,
        flips=tuple(_flips(states, labels, said, np.exp(chances[1].max(axis=1)))),
        intents=tuple(
            IntentChange(name, int(rows[at]), *(float(part[at]) for part in by_label))
            for at, name in enumerate(labels)
            if rows[at]
        ),
        new_intents=tuple(name for name in new.labels if name not in {*old.labels, *renamed.values()}),
        gone_intents=tuple(name for name in old.labels if name not in {*new.labels, *renamed}),
        renamed=tuple(sorted(renamed.items())),
        **_changes(old, new, renamed),
    )


def _changes(old: Sided, new: Sided, renamed: Mapping[str, str]) -> dict[str, int]:
    """How many texts came, went, and are filed under another intent than before."""
    before, after = _filed(old, renamed), _filed(new, {})
    both = before.keys() & after.keys()
    return {
        "added": len(after.keys() - before.keys()),
        "removed": len(before.keys() - after.keys()),
        "refiled": sum(before[key] != after[key] for key in both),
    }


def _filed(scope: Sided, renamed: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for sample in scope.samples:
        found.setdefault(sample.key, set()).add(renamed.get(sample.intent, sample.intent))
    return {key: frozenset(intents) for key, intents in found.items()}


def _renamed(old: Sided, new: Sided) -> dict[str, str]:
    """Intents that are gone, each with the new one that has most of its texts and few of others'."""
    gone, fresh = set(old.labels) - set(new.labels), set(new.labels) - set(old.labels)
    texts_of: dict[str, set[str]] = {}
    for scope, names in ((old, gone), (new, fresh)):
        for sample in scope.samples:
            if sample.intent in names:
                texts_of.setdefault(sample.intent, set()).add(sample.key)
    return {
        before: after
        for before in sorted(gone)
        for after in sorted(fresh)
        if len(texts_of[before] & texts_of[after]) > _MOST_OF * len(texts_of[before] | texts_of[after])
    }


def _groups(old: Sided, new: Sided, facts: Facts) -> dict[str, int]:
    """The group of each key of either state, so that no near-duplicate of Test is learned from."""
    from curation.analysis.neighbours import groups_of

    keys = sorted({sample.key for scope in (old, new) for sample in scope.samples})
    pairs = stored_pairs(facts.store, keys, facts.settings.split.similarity)
    numbers, _ = groups_of(len(keys), pairs, largest=len(keys))
    return dict(zip(keys, numbers, strict=True))


def _state(
    scope: Sided,
    renamed: Mapping[str, str],
    labels: Sequence[str],
    group_of: Mapping[str, int],
    held: set[int],
    facts: Facts,
) -> _State:
    at = [n for n, sample in enumerate(scope.samples) if group_of[sample.key] not in held]
    keys = [scope.samples[n].key for n in at]
    analysis = facts.settings.analysis
    router, _ = stored_router(
        facts.store,
        keys,
        [labels.index(renamed.get(scope.samples[n].intent, scope.samples[n].intent)) for n in at],
        [group_of[key] for key in keys],
        vectors=lambda: stored_vectors(facts.store, keys, encoder_named(analysis.encoder)),
        width=len(labels),
        encoder=analysis.encoder,
        seed=facts.settings.split.seed,
    )
    return _State(scope, at, router, renamed)


def _flips(
    states: Sequence[_State], labels: Sequence[str], said: Sequence[Ints], sure: Sequence[float]
) -> Iterator[Flip]:
    old, new = states
    filed = old.filed
    test = new.scope.test
    flipped = [row for row in range(len(test)) if said[0][row] != said[1][row]]
    if not flipped:
        return
    vectors = new.scope.vectors([test[row] for row in flipped])
    nearest = [state.router.nearest(*vectors, 1)[0][:, 0] for state in states]
    for at, row in enumerate(flipped):
        sample = new.scope.samples[test[row]]
        before, after = (labels[said[n][row]] for n in (0, 1))
        near = [state.scope.samples[state.at[int(found[at])]] for state, found in zip(states, nearest, strict=True)]
        yield Flip(
            text=new.scope.text(test[row]),
            given=sample.intent,
            given_before=filed.get(sample.key, ""),
            before=before,
            after=after,
            confidence=round(float(sure[row]), 4),
            why=_why(states, near[0].key, near[1].key, (before, after)),
        )


def _why(states: Sequence[_State], near_before: str, near_after: str, said: tuple[str, str]) -> str:
    """The likely cause: an intent that is new or gone, a near text that came, went or moved, or all of it together."""
    old, new = (state.filed for state in states)
    before, after = said
    if after not in old.values():
        return f'the intent "{after}" is new'
    if before not in new.values():
        return f'the intent "{before}" is gone'
    near = _why_near(old, new, near_before, near_after)
    if near:
        return near
    changed = [name for name in said if _texts_of(old, name) != _texts_of(new, name)]
    if changed:
        return f"no single text near it changed; others of {' and '.join(_quoted(changed))} did"
    return "neither intent changed; texts of others did, which moved the line between them"


def _why_near(old: Mapping[str, str], new: Mapping[str, str], near_before: str, near_after: str) -> str:
    if near_after not in old:
        return f'near it "{near_after}" was added to "{new[near_after]}"'
    if near_before not in new:
        return f'near it "{near_before}" was removed from "{old[near_before]}"'
    if old[near_after] != new[near_after]:
        return f'near it "{near_after}" moved from "{old[near_after]}" to "{new[near_after]}"'
    return ""


def _quoted(names: Sequence[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _texts_of(filed: Mapping[str, str], name: str) -> set[str]:
    return {key for key, intent in filed.items() if intent == name}
