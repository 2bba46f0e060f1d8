"""Findings of an earlier day that are accepted, so that only new ones fail a check."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from curation.model.finding import Finding

__all__ = ["Baseline", "BaselineEntry"]


@dataclass(frozen=True, slots=True, order=True)
class BaselineEntry:
    """One accepted finding, and how often it may occur. It names no file and no line, and holds no utterance."""

    code: str
    subject: str
    fingerprint: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Baseline:
    """The accepted findings, in order of code, subject and fingerprint."""

    entries: tuple[BaselineEntry, ...] = ()

    @staticmethod
    def of(findings: Iterable[Finding]) -> Baseline:
        """A baseline that accepts exactly these findings."""
        counted = Counter((f.code, f.subject, f.fingerprint) for f in findings)
        return Baseline(tuple(sorted(BaselineEntry(*key, count) for key, count in counted.items())))

    def counts(self) -> Counter[str]:
        """How often each fingerprint may occur."""
        return Counter({entry.fingerprint: entry.count for entry in self.entries})

    def pruned(self, found: Baseline, asked: Collection[str]) -> Baseline:
        """Only what is still found, as often as it is found: a baseline shrinks and never grows by this.

        Entries of rules that were not asked (`asked` are the codes) stay: nothing is known about them.
        """
        left = found.counts()
        kept = (
            replace(entry, count=min(entry.count, left[entry.fingerprint])) if entry.code in asked else entry
            for entry in self.entries
        )
        return Baseline(tuple(entry for entry in kept if entry.count))

    def __len__(self) -> int:
        return sum(entry.count for entry in self.entries)

    def to_dict(self) -> dict[str, Any]:
        """The baseline as in `schemas/baseline.schema.json`."""
        return {
            "schema_version": "1",
            "findings": [
                {"code": e.code, "subject": e.subject, "fingerprint": e.fingerprint, "count": e.count}
                for e in self.entries
            ],
        }
