"""What the settings make of findings: which rules are asked, what a finding weighs, what is kept out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from hashlib import sha256
from typing import TYPE_CHECKING

from curation.analysis.normalise import spelled
from curation.errors import CurationError
from curation.model.finding import Profile, Severity
from curation.model.report import Suppressed
from curation.model.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.facts import Facts
    from curation.model.finding import Finding
    from curation.model.settings import CheckSettings, Ignore
    from curation.rules._rule import Hit, Rule

__all__ = ["NEVER_SILENT", "Outcome", "chosen", "fingerprint_of", "settle", "severity_in"]

NEVER_SILENT = frozenset({"FIL001", "SCH001", "SCH003"})
"""What hides everything else in a file; to ignore it would turn an unchecked file green."""

_STEPS = {
    Profile.DRAFT: {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.NOTE},
    Profile.UPLOAD: {},
    Profile.RELEASE: {Severity.WARNING: Severity.ERROR},
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Findings that are reported and that are not, the ignores that did nothing, and what a baseline still holds."""

    kept: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    unused: tuple[int, ...]
    outdated: int


def chosen(rules: Iterable[Rule], known: Iterable[Rule], check: CheckSettings) -> tuple[Rule, ...]:
    """Those of `rules` that the settings ask; `known` are all there are, to tell a slip from a rule of another stage.

    Raises:
        CurationError: a selector that names no rule, or nothing is left to ask.
    """
    everything = tuple(known)
    wanted = _codes((*check.select, *check.extend_select), everything)
    unwanted = _codes(check.ignore, everything) - _codes(check.extend_select, everything)
    left = wanted - unwanted
    here = tuple(rules)
    if not any(rule.code in left for rule in here):
        stages = sorted({stage for rule in everything if rule.code in left for stage in rule.stages})
        where = f"; those that are named are asked by {' and '.join(stages)}" if stages else ""
        raise CurationError(f"no rule is left to ask here{where}; change what is selected or ignored")
    return tuple(rule for rule in here if rule.code in NEVER_SILENT or rule.code in left)


def _codes(selectors: Iterable[str], rules: tuple[Rule, ...]) -> frozenset[str]:
    found: set[str] = set()
    for selector in selectors:
        word = selector.strip()
        codes = {r.code for r in rules if word.upper() in ("ALL", r.code, r.code[:3]) or word.casefold() == r.name}
        if not codes:
            names = {text for rule in rules for text in (rule.code, rule.name, rule.code[:3])}
            near = did_you_mean(word, names)
            hint = near if near.startswith("did") else "`curation rules` lists them all"
            raise CurationError(f'there is no rule or family "{word}"; {hint}')
        found |= codes
    return frozenset(found)


def severity_in(profile: Profile, rule: Rule) -> Severity:
    """What a finding of the rule weighs in a profile; a file that could not be checked is an error in all."""
    return rule.severity if rule.code in NEVER_SILENT else _STEPS[profile].get(rule.severity, rule.severity)


def fingerprint_of(code: str, hit: Hit) -> str:
    """16 hexadecimal digits that name a finding by rule, subject and normalised text.

    Where there is no text, the intents of a pair, a mark, a language and the pointer without its numbers stand in:
    neither a line nor the place in an array counts.
    """
    pair = "\x1e".join((*hit.evidence.get("intents", ()), *filter(None, map(hit.evidence.get, ("mark", "language")))))
    place = spelled(hit.excerpt) if hit.excerpt else pair + re.sub(r"/\d+(?=/|$)", "/*", hit.pointer)
    joined = "\x1f".join((code, hit.subject, place))
    return sha256(joined.encode("utf-8", errors="backslashreplace")).hexdigest()[:16]


def settle(found: Iterable[Finding], facts: Facts, asked: Iterable[Rule], known: Iterable[Rule]) -> Outcome:
    """Keep out what an ignore, a file's ignores or the baseline say, in this order."""
    policy = _Policy(facts, tuple(known))
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    for finding in sorted(found, key=lambda item: item.order):
        reason = policy.reason_against(finding)
        if reason is None:
            kept.append(finding)
        else:
            suppressed.append(reason)
    codes = {rule.code for rule in asked}
    return Outcome(tuple(kept), tuple(suppressed), policy.unused(codes), policy.outdated(codes))


class _Policy:
    """What the settings and the baseline say against a finding, and which of it was ever needed."""

    def __init__(self, facts: Facts, known: tuple[Rule, ...]) -> None:
        today = facts.today
        self._ignores = facts.settings.ignore
        self._live = [
            i for i, each in enumerate(self._ignores) if not (each.expires and today and each.expires < today)
        ]
        self._used: set[int] = set()
        self._by_file = {
            glob: _codes(selectors, known) for glob, selectors in facts.settings.check.per_file_ignores.items()
        }
        self._baseline = facts.workspace.baseline
        self._whole = facts.workspace.together
        self._accepted: Counter[str] = self._baseline.counts() if self._baseline else Counter()
        self._known = {rule.code for rule in known}

    def reason_against(self, finding: Finding) -> Suppressed | None:
        if finding.code in NEVER_SILENT:
            return None
        for index in self._live:
            if _matches(self._ignores[index], finding):
                self._used.add(index)
                return Suppressed(finding, self._ignores[index].reason)
        for glob, codes in self._by_file.items():
            if finding.code in codes and fnmatchcase(finding.file, glob):
                return Suppressed(finding, f'per_file_ignores of "{glob}"')
        if self._accepted[finding.fingerprint] > 0:
            self._accepted[finding.fingerprint] -= 1
            return Suppressed(finding, "accepted by the baseline", "baseline")
        return None

    def unused(self, asked: set[str]) -> tuple[int, ...]:
        """Live ignores that met nothing, though their rule was asked or there is no such rule."""
        return tuple(
            index
            for index in self._live
            if index not in self._used
            and (self._ignores[index].code in asked or self._ignores[index].code not in self._known)
        )

    def outdated(self, asked: set[str]) -> int:
        """Accepted findings of rules that were asked and that are not there; of a whole workspace only."""
        if self._baseline is None or not self._whole:
            return 0
        return sum(self._accepted[entry.fingerprint] for entry in self._baseline.entries if entry.code in asked)


def _matches(ignore: Ignore, finding: Finding) -> bool:
    return (
        ignore.code == finding.code
        and (ignore.file is None or fnmatchcase(finding.file, ignore.file))
        and (ignore.intent is None or ignore.intent == finding.subject)
        and (ignore.pointer is None or fnmatchcase(finding.pointer, ignore.pointer))
        and (ignore.fingerprint is None or ignore.fingerprint == finding.fingerprint)
    )
