"""What merging intents, or dropping or moving a doubtful row, would bring."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from curation.analysis.labels import FEWEST_GROUPS
from curation.errors import CurationError
from curation.facts.scoped import groups_by
from curation.facts.stored import stored_judgement
from curation.model.project import NONE_INTENT
from curation.model.what_if import WhatIf
from curation.model.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from curation.analysis.judgement import Judgement
    from curation.facts import Facts
    from curation.facts.scoped import Sample, ScopeFacts
    from curation.model.finding import Finding

__all__ = ["what_if"]

_KINDS = ("merge", "drop", "relabel")
_FEWEST_DIGITS = 4


class _Change(NamedTuple):
    """One change: the scope it is in, the samples as they would be (`None` for one that is gone), what it touches."""

    words: str
    scope: ScopeFacts
    after: list[Sample | None]
    rows: int
    merged: tuple[str, str] | None = None


def what_if(facts: Facts, changes: Iterable[str], findings: Iterable[Finding]) -> tuple[WhatIf, ...]:
    """The gain of each change (`merge:A,B`, `drop:ID`, `relabel:ID`); an ID is a fingerprint or its first digits.

    `merge:PLACE/A,B` names the project, by its task or file: else the first that has both intents is meant.

    The models are asked anew with the data changed. Texts that a change moves or drops are left out of both figures,
    so that a row is not counted as mended because its label was changed to what the models say.

    Raises:
        CurationError: a change that cannot be read, names what is not there, or cannot be judged.
    """
    known = tuple(findings)
    return tuple(_judged(_change(facts, change, known), facts) for change in changes)


def _change(facts: Facts, change: str, findings: tuple[Finding, ...]) -> _Change:
    kind, colon, what = (part.strip() for part in change.partition(":"))
    if not colon or kind not in _KINDS or not what:
        raise CurationError(f'"{change}" is not a change; write merge:A,B, drop:ID or relabel:ID')
    return _merge(facts, change, what) if kind == "merge" else _mend(facts, change, kind, _found(what, findings))


def _merge(facts: Facts, words: str, what: str) -> _Change:
    if NONE_INTENT in (part.strip() for part in what.split(",")):
        raise CurationError(f"{words}: None is built in; rows can move there, an intent cannot be merged with it")
    if "," not in what:
        raise CurationError(f"{words}: a merge takes two intents, with a comma between them")
    for scope, named in _meant(facts, what):
        names = {sample.intent for sample in scope.samples}
        for at in (i for i, char in enumerate(named) if char == ","):  # a name may hold a comma
            first, second = named[:at].strip(), named[at + 1 :].strip()
            if {first, second} <= names and first != second:
                touched = [sample.intent == second for sample in scope.samples]
                after = [
                    sample._replace(intent=first) if moved else sample
                    for sample, moved in zip(scope.samples, touched, strict=True)
                ]
                rows = sum(row.intent == second for row in scope.scope.rows)
                return _Change(words, scope, list(after), rows, (first, second))
    known = sorted({sample.intent for scope in facts.scoped for sample in scope.samples})
    missing = next((name.strip() for name in what.split(",") if name.strip() not in known), what)
    problem = "no project that is meant has both intents with enough texts to judge"
    raise CurationError(f'{words}: {problem}; of "{missing}": {did_you_mean(missing, known)}')


def _meant(facts: Facts, what: str) -> Iterator[tuple[ScopeFacts, str]]:
    """Each scope with the names that may be meant in it: what stands behind its own name, and then all of it."""
    for scope in facts.scoped:
        for place in (scope.name, facts.workspace.scope_of_file.get(scope.name)):
            if place and what.startswith(f"{place}/"):
                yield scope, what[len(place) + 1 :]
    for scope in facts.scoped:
        yield scope, what


def _found(identity: str, findings: tuple[Finding, ...]) -> Finding:
    alike = [f for f in findings if len(identity) >= _FEWEST_DIGITS and f.fingerprint.startswith(identity.lower())]
    if len({finding.fingerprint for finding in alike}) == 1:
        return alike[0]
    problem = "several findings begin so; give more digits" if alike else "no finding has that fingerprint"
    if len(identity) < _FEWEST_DIGITS:
        problem = f"give {_FEWEST_DIGITS} digits of a fingerprint or more"
    raise CurationError(f'"{identity}": {problem}; `curation inspect` shows them in brackets')


def _mend(facts: Facts, words: str, kind: str, finding: Finding) -> _Change:
    proposed = _other_intent(finding)
    if not finding.excerpt:
        raise CurationError(f"{words}: {finding.code} is about an intent, not about one row; ask about a merge instead")
    if kind == "relabel" and not proposed:
        raise CurationError(f"{words}: {finding.code} proposes no other intent; `drop` can be asked about")
    for scope in facts.scoped:
        for at, sample in enumerate(scope.samples):
            rows = [row for row in scope.rows_of_key[sample.key] if row.intent == sample.intent]
            if any(row.file == finding.file and f"{finding.pointer}/".startswith(f"{row.pointer}/") for row in rows):
                after: list[Sample | None] = list(scope.samples)
                after[at] = sample._replace(intent=proposed) if kind == "relabel" else None
                return _Change(words, scope, after, len(rows))
    raise CurationError(f"{words}: the row of that finding is not among the texts that can be judged")


def _other_intent(finding: Finding) -> str:
    """The intent that a finding proposes for its row, or the only other one that it names; "" if there is none."""
    named = [intent for intent in finding.evidence.get("intents", ()) if intent != finding.subject]
    return str(finding.evidence.get("proposed") or (named[0] if len(named) == 1 else ""))


def _judged(change: _Change, facts: Facts) -> WhatIf:
    import numpy as np

    from curation.analysis.quality import macro_f1, resampled_gains

    before = change.scope.judgement
    samples = sorted({sample for sample in change.after if sample is not None})
    if before is None or len({sample.intent for sample in samples}) < 2:
        raise CurationError(f"{change.words}: fewer than two intents are left to tell apart")
    small = [
        intent for intent, groups in groups_by(samples, attrgetter("intent")).items() if len(groups) < FEWEST_GROUPS
    ]
    if small:
        problem = f'fewer than {FEWEST_GROUPS} texts that are not nearly the same are left of "{small[0]}"'
        raise CurationError(f"{change.words}: {problem}; what that would change cannot be judged")
    settings = facts.settings
    after = stored_judgement(facts.store, samples, encoder=settings.analysis.encoder, seed=settings.split.seed)
    place = {sample: at for at, sample in enumerate(samples)}
    kept = [
        (at, place[new])
        for at, (old, new) in enumerate(zip(change.scope.samples, change.after, strict=True))
        if new is not None and (new == old or change.merged)
    ]
    old, new = (np.array(part) for part in zip(*kept, strict=True))
    truth, said = _answers(before, old)
    truth_after, said_after = _answers(after, new)
    groups = np.array([change.scope.samples[at].group for at in old])
    low, high = resampled_gains((truth, said), (truth_after, said_after), groups, seed=settings.split.seed)
    merged = None
    if change.merged:
        first, second = (before.labels.index(name) for name in change.merged)
        merged = macro_f1(*(np.where(part == second, first, part) for part in (truth, said)))
    figures = (macro_f1(truth, said), macro_f1(truth_after, said_after))
    return WhatIf(change.words, change.scope.name, change.rows, len(kept), *figures, low, high, merged)


def _answers(judgement: Judgement, at: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return judgement.given[at], judgement.probabilities[at].argmax(axis=1)
