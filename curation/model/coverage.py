"""What the utterances cover: by intent, by task, by language, and of the entities' values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError
from curation.model.display import Displayed, drawn
from curation.model.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["Coverage", "IntentCoverage", "ListCoverage", "TaskCoverage"]


@dataclass(frozen=True, slots=True)
class IntentCoverage:
    """One intent of one scope (a project, or the rows that are routed together).

    `phrasings` counts groups of texts that are not near-duplicates of each other. `words` are the least, median and
    greatest number of words, `entities` labels by entity, `values` by list entity how many of its values occur in the
    texts. `outside` is the share of the five nearest texts of its texts that are of other intents,
    `f1` what models that have not seen the texts reach (both 0..1; `None` where there is too little to judge by, and
    `not_judged` says what is too little).
    """

    scope: str
    intent: str
    rows: int
    texts: int
    phrasings: int
    train: int
    test: int
    languages: Mapping[str, int]
    sources: Mapping[str, int]
    words: tuple[int, float, int]
    entities: Mapping[str, int]
    values: Mapping[str, int]
    outside: float | None = None
    f1: float | None = None
    not_judged: str = ""


@dataclass(frozen=True, slots=True)
class TaskCoverage:
    """One task: its own rows, the rows of intents linked to it, and its share of all of both (0..1)."""

    task: str
    rows: int
    linked_rows: int
    share: float


@dataclass(frozen=True, slots=True)
class ListCoverage:
    """One list entity: how many of its values occur in the texts of its project, by key or synonym."""

    file: str
    entity: str
    values: int
    seen: int
    unseen: tuple[str, ...]


@dataclass(frozen=True)
class Coverage(Displayed):
    """All of it; `enough` is the number of phrasings from which an intent counts as covered."""

    intents: tuple[IntentCoverage, ...] = ()
    tasks: tuple[TaskCoverage, ...] = ()
    lists: tuple[ListCoverage, ...] = ()
    enough: int = 15

    @property
    def languages(self) -> dict[str, int]:
        """Rows by language; an empty name where none is given."""
        found: dict[str, int] = {}
        for intent in self.intents:
            for language, rows in intent.languages.items():
                found[language] = found.get(language, 0) + rows
        return dict(sorted(found.items()))

    @property
    def share(self) -> float:
        """The share of intents with enough phrasings (0..1); 0 where there is no intent."""
        return sum(i.phrasings >= self.enough for i in self.intents) / max(len(self.intents), 1)

    def to_frame(self, of: str = "intents") -> pd.DataFrame:
        """One row an intent; the columns are the fields of `IntentCoverage`, least, median and most words apart.

        Of `tasks` or `lists` the fields of these, of `languages` the rows of each.

        Raises:
            CurationError: `of` is none of them.
        """
        import pandas as pd

        others: dict[str, list[dict[str, Any]]] = {
            "tasks": [asdict(item) for item in self.tasks],
            "lists": [asdict(item) for item in self.lists],
            "languages": [{"language": name, "rows": rows} for name, rows in self.languages.items()],
        }
        if of in others:
            columns = {"tasks": TaskCoverage, "lists": ListCoverage}.get(of)
            kept = [item.name for item in fields(columns)] if columns else ["language", "rows"]
            return pd.DataFrame(others[of], columns=kept)
        if of != "intents":
            raise CurationError(f'there is no coverage of "{of}"; {did_you_mean(of, ("intents", *others))}')
        names = [item.name for item in fields(IntentCoverage) if item.name != "words"]
        rows = [
            {**{name: getattr(item, name) for name in names}, **dict(zip(_WORDS, item.words, strict=True))}
            for item in self.intents
        ]
        return pd.DataFrame(rows, columns=[*names, *_WORDS])

    def plot_coverage(self, ax: Axes | None = None, *, scope: str | None = None, most: int = 40) -> Axes:
        """Phrasings of each intent against the line, the fewest first (extra `plots`); of one `scope` if named."""
        return drawn("coverage", self, ax, scope=scope, most=most)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, shares to three places, as in `schemas/findings.schema.json`."""
        return {
            "coverage": {
                "enough": self.enough,
                "share": round(self.share, 3),
                "languages": self.languages,
                "intents": [_plain(asdict(item)) for item in self.intents],
                "tasks": [_plain(asdict(item)) for item in self.tasks],
                "lists": [_plain(asdict(item)) for item in self.lists],
            }
        }


_WORDS = ("words_least", "words_median", "words_most")


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    shown = {name: round(value, 3) if isinstance(value, float) else value for name, value in values.items()}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in shown.items()}
