"""What a rule is: one decorated generator that carries its own proof."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from curation.facts import Facts
    from curation.model.finding import Severity
    from curation.model.fix import Fix

__all__ = ["Example", "Hit", "NotJudgedError", "Rule", "StageName", "rule"]

StageName = Literal["validate", "inspect"]
Settler = Literal["decision", "split", "trim"]
Reach = Literal["row", "text", "names", "project"]
Evidence = Literal["documented", "wire", "sample", "third-party", "inferred", "measured", "ours"]


class NotJudgedError(Exception):
    """Raised by a rule that cannot say anything here, or not of all; the message is the reason, shown as "not checked".

    What it yielded before counts.
    """


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule yields: where, and what is wrong in words that quote the offender and offer the remedy.

    `line` and `column` are set only where no JSON pointer can lead to the place. `mark` is the part of the excerpt
    that is meant, from character to before character. `value` says how much mending it is expected to bring, against
    other hits of the same rule; only a budgeted rule needs it.
    """

    file: str
    pointer: str
    message: str
    subject: str = ""
    excerpt: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
    column: int | None = None
    mark: tuple[int, int] | None = None
    fix: Fix | None = None
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Example:
    """A workspace in miniature: file names to JSON values (or raw text), and settings if it needs some.

    Large files are given as a function, so that starting up does not make them. `fixed` holds what the files are
    after the rule's own fixes, which are `unsafe` or not.
    """

    content: Mapping[str, Any] | Callable[[], Mapping[str, Any]]
    settings: Mapping[str, Any] = field(default_factory=dict)
    decisions: str = ""
    together: bool = True
    today: str | None = None
    fixed: Mapping[str, Any] | None = None
    unsafe: bool = False

    @property
    def files(self) -> Mapping[str, Any]:
        """The files by name."""
        return self.content() if callable(self.content) else self.content


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its code, name, severity, reasons and examples.

    `settled_by` says what in a run takes care of a finding: a person's decision about the intent that is its
    subject, or the split.
    `reach` is how much the rule has to see at once: a row; all rows of one text; of each intent, language and dataset
    the first 15 rows; a project. By it a log is checked that is larger than memory.
    Of a `budgeted` rule only the findings that matter most are shown (`analysis.most_findings`), the rest are counted.
    `source` names the page or measurement the rule rests on, `evidence` the kind of proof behind it.
    """

    code: str
    name: str
    severity: Severity
    check: Callable[[Facts], Iterator[Hit]]
    good: tuple[Example, ...]
    bad: tuple[Example, ...]
    evidence: Evidence
    source: str
    stages: tuple[StageName, ...] = ("validate",)
    settled_by: Settler | None = None
    budgeted: bool = False
    reach: Reach = "project"

    @property
    def fixable(self) -> Literal["safe", "unsafe"] | None:
        """Whether the rule mends what it finds, as its examples show; some findings may still be left to a person."""
        kinds = {example.unsafe for example in self.bad if example.fixed is not None}
        return None if not kinds else "unsafe" if True in kinds else "safe"

    @property
    def summary(self) -> str:
        """The first line of the docstring: the row of the table."""
        return inspect.cleandoc(self.check.__doc__ or "").partition("\n")[0]

    @property
    def why(self) -> str:
        """The rest of the docstring: why it matters."""
        return inspect.cleandoc(self.check.__doc__ or "").partition("\n")[2].strip()

    def to_dict(self) -> dict[str, Any]:
        """The rule as plain values, without its examples."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": str(self.severity),
            "summary": self.summary,
            "why": self.why,
            "evidence": self.evidence,
            "source": self.source,
            "stages": list(self.stages),
            "fix": self.fixable,
        }


def rule(
    code: str,
    name: str,
    *,
    severity: Severity,
    good: tuple[Example, ...],
    bad: tuple[Example, ...],
    evidence: Evidence,
    source: str,
    stages: tuple[StageName, ...] = ("validate",),
    settled_by: Settler | None = None,
    budgeted: bool = False,
    reach: Reach = "project",
) -> Callable[[Callable[[Facts], Iterator[Hit]]], Rule]:
    """Make a rule of a generator of hits.

    Raises:
        CurationError: the function has no docstring with a why, or the rule no examples.
    """

    def decorate(check: Callable[[Facts], Iterator[Hit]]) -> Rule:
        made = Rule(code, name, severity, check, good, bad, evidence, source, stages, settled_by, budgeted, reach)
        # Not `made.summary`: to clean the indentation of every rule takes a while as a command starts.
        summary, _, why = (check.__doc__ or "").partition("\n")
        if not (summary.strip() and why.strip() and good and bad):
            raise CurationError(f"rule {code}: a rule has a summary, a why, a good and a bad example")
        return made

    return decorate
