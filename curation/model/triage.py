"""What people said that nobody filed yet, against what the workspace knows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from curation.model.display import Displayed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TriageTheme", "Triaged", "TriagedLine"]


@dataclass(frozen=True, slots=True)
class TriagedLine:
    """One text of a log, and how often it and its near-duplicates stand there.

    `route` and `intent` are the likeliest; `confidence` is the chance of the route (of the intent where nothing is
    routed), `margin` how far it is ahead of `rival`, the best of another route, `novelty` the share of known texts that
    stand less alone (all 0..1). `covered` says whether it is known and sure enough. `line` is where it stands first,
    from 1; `theme` names the theme of a text that nothing covers.
    """

    text: str
    count: int
    line: int
    route: str
    intent: str
    confidence: float
    margin: float
    rival: str
    novelty: float
    nearest: str
    covered: bool
    theme: str = ""


@dataclass(frozen=True, slots=True)
class TriageTheme:
    """Texts that no intent covers and that belong together: a name to begin with, how many lines, some examples."""

    name: str
    lines: int
    texts: int
    examples: tuple[str, ...]
    nearest_intent: str


@dataclass(frozen=True)
class Triaged(Displayed):
    """All texts of a log, the most frequent first; what could not be read is in `passed_over`, by reason."""

    lines: tuple[TriagedLine, ...] = ()
    themes: tuple[TriageTheme, ...] = ()
    read: int = 0
    passed_over: tuple[tuple[str, int], ...] = ()

    @property
    def covered(self) -> int:
        """How many lines of the log an intent covers."""
        return sum(line.count for line in self.lines if line.covered)

    def by_intent(self) -> dict[tuple[str, str], int]:
        """Lines of the log by route and intent, covered ones only, the most frequent first."""
        found: dict[tuple[str, str], int] = {}
        for line in self.lines:
            if line.covered:
                found[line.route, line.intent] = found.get((line.route, line.intent), 0) + line.count
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def to_frame(self) -> pd.DataFrame:
        """One row a text; the columns are the fields of `TriagedLine`."""
        import pandas as pd

        return pd.DataFrame([asdict(line) for line in self.lines], columns=list(TriagedLine.__dataclass_fields__))

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, as in `schemas/findings.schema.json`."""
        return {
            "triage": {
                "read": self.read,
                "covered": self.covered,
                "passed_over": dict(self.passed_over),
                "lines": [asdict(line) for line in self.lines],
                "themes": [{**asdict(theme), "examples": list(theme.examples)} for theme in self.themes],
            }
        }
