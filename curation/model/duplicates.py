"""What a log says again and again: texts that are nearly the same, grouped around the most frequent of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from curation.model.display import Displayed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Duplicates", "TextGroup"]


@dataclass(frozen=True, slots=True)
class TextGroup:
    """A text, and the texts that are nearly the same: each is alike to it, and none comes more often.

    `lines` counts the lines that say any of them, `texts` how many different ones there are, this one included.
    `file` and `line` (from 1) are where the text stands first. `examples` are some of the others, the most frequent
    first, and `least_alike` is the likeness (cosine, 0..1) of the one that is least alike.
    """

    text: str
    file: str
    line: int
    lines: int
    texts: int
    least_alike: float
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Duplicates(Displayed):
    """The groups of a log, those of most lines first; what could not be read is in `passed_over`, by reason.

    `read` counts lines, `texts` different texts, `grouped` those that another stands for, `distinct` what is left when
    each group counts once. Of a very large log `groups` holds the most frequent only; the counts are of all.
    """

    groups: tuple[TextGroup, ...] = ()
    read: int = 0
    texts: int = 0
    grouped: int = 0
    threshold: float = 0.9
    passed_over: tuple[tuple[str, int], ...] = ()

    @property
    def distinct(self) -> int:
        """Texts that are left when each group counts once."""
        return self.texts - self.grouped

    def to_frame(self) -> pd.DataFrame:
        """One row a group; the columns are the fields of `TextGroup`."""
        import pandas as pd

        return pd.DataFrame([asdict(group) for group in self.groups], columns=list(TextGroup.__dataclass_fields__))

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, as in `schemas/findings.schema.json`."""
        return {
            "duplicates": {
                "read": self.read,
                "texts": self.texts,
                "distinct": self.distinct,
                "threshold": self.threshold,
                "passed_over": dict(self.passed_over),
                "groups": [{**asdict(group), "examples": list(group.examples)} for group in self.groups],
            }
        }
