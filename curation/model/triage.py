"""What people said that nobody filed yet, against what the workspace knows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.model.display import Displayed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Heard", "TriageTheme", "Triaged", "TriagedLine"]


class Heard(NamedTuple):
    """A text of a log as it was first written, the file and line it stood on (both from 1), and how often it came."""

    text: str
    file: int
    line: int
    times: int


@dataclass(frozen=True, slots=True)
class TriagedLine:
    """One text of a log, and how often it and its near-duplicates stand there.

    `route` and `intent` are the likeliest; `confidence` is the chance of the route (of the intent where nothing is
    routed), `margin` how far it is ahead of `rival`, the best of another route, `novelty` how likely no intent is for
    it, if for half of all texts there is none (all 0..1). `covered` says whether it is known and sure enough. `file`
    and `line` (from 1) are where it stands first; `theme` names the theme of a text that nothing covers.
    """

    text: str
    count: int
    file: str
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
    """The texts of a log, the most frequent first; what could not be read is in `passed_over`, by reason.

    `read` counts lines, `texts` different texts (near-duplicates once), `covered` the lines that an intent covers and
    `answers` those by route and intent. Of a very large log `lines` holds the most frequent texts only; the counts are
    of all. `quick` says that there were too many texts to ask the sentence encoder about, `few` that the workspace has
    too little for more than a guess at what is covered.
    """

    lines: tuple[TriagedLine, ...] = ()
    themes: tuple[TriageTheme, ...] = ()
    read: int = 0
    passed_over: tuple[tuple[str, int], ...] = ()
    texts: int = 0
    answers: tuple[tuple[str, str, int], ...] = ()
    quick: bool = False
    few: bool = False

    @property
    def covered(self) -> int:
        """How many lines of the log an intent covers."""
        return sum(count for _, _, count in self.answers)

    def by_intent(self) -> dict[tuple[str, str], int]:
        """Lines of the log by route and intent, covered ones only, the most frequent first."""
        ordered = sorted(self.answers, key=lambda answer: (-answer[2], answer[:2]))
        return {(route, intent): count for route, intent, count in ordered}

    def to_frame(self) -> pd.DataFrame:
        """One row a text; the columns are the fields of `TriagedLine`."""
        import pandas as pd

        return pd.DataFrame([asdict(line) for line in self.lines], columns=list(TriagedLine.__dataclass_fields__))

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, as in `schemas/findings.schema.json`."""
        answers = [{"route": route, "intent": intent, "lines": n} for (route, intent), n in self.by_intent().items()]
        return {
            "triage": {
                "read": self.read,
                "texts": self.texts,
                "covered": self.covered,
                "quick": self.quick,
                "few": self.few,
                "passed_over": dict(self.passed_over),
                "answers": answers,
                "lines": [asdict(line) for line in self.lines],
                "themes": [{**asdict(theme), "examples": list(theme.examples)} for theme in self.themes],
            }
        }
