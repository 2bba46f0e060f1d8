"""What changed between two states of a project, in the words of its nouns and not of its lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from curation.model.display import Displayed

if TYPE_CHECKING:
    import pandas as pd

    from curation.model.project import Utterance

__all__ = ["Difference", "NameChange", "RowChange", "RowChangeKind", "ValueChange"]

RowChangeKind = Literal["added", "removed", "moved", "reworded", "relabelled", "resplit", "changed"]
"""moved: to another intent; reworded: another text in the same intent; relabelled: other spans; resplit: another
dataset; changed: language or keys that have no place here."""


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value that is another, or is only in one of the two (`None` on the other side); pointers as in the file."""

    subject: str
    pointer: str
    before: Any
    after: Any

    def to_dict(self) -> dict[str, Any]:
        """The change as in `schemas/findings.schema.json`."""
        return {"subject": self.subject, "pointer": self.pointer, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class NameChange:
    """An intent or entity that was added or removed, with the rows (or labels) it has in its own state."""

    kind: Literal["intent", "entity"]
    change: Literal["added", "removed"]
    name: str
    rows: int

    def to_dict(self) -> dict[str, Any]:
        """The change as in `schemas/findings.schema.json`."""
        return {"kind": self.kind, "change": self.change, "name": self.name, "rows": self.rows}


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row before and after; a row that moved and was relabelled too is listed once, as moved."""

    kind: RowChangeKind
    before: Utterance | None
    after: Utterance | None

    @property
    def row(self) -> Utterance:
        """The row as it is now, or was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change has a row on one side at least")
        return found

    def to_dict(self) -> dict[str, Any]:
        """The change as in `schemas/findings.schema.json`."""
        return {"kind": self.kind, "before": _row(self.before), "after": _row(self.after)}


def _row(row: Utterance | None) -> dict[str, Any] | None:
    if row is None:
        return None
    spans = [{"category": s.category, "offset": s.offset, "length": s.length} for s in row.spans]
    more = {"language": row.language, "dataset": row.dataset}
    return {"text": row.text, "intent": row.intent, **more, "entities": spans, "pointer": row.pointer}


@dataclass(frozen=True, slots=True)
class Difference(Displayed):
    """Everything that importing `new` over `old` would change."""

    old: str
    new: str
    settings: tuple[ValueChange, ...] = ()
    names: tuple[NameChange, ...] = ()
    links: tuple[ValueChange, ...] = ()
    declarations: tuple[ValueChange, ...] = ()
    rows: tuple[RowChange, ...] = ()
    rows_before: int = 0
    rows_after: int = 0

    def counts(self) -> dict[str, int]:
        """How many changes of each kind, those there are: noun and what happened to it."""
        found = Counter(f"{name.kind} {name.change}" for name in self.names)
        found.update({"link changed": len(self.links), "declaration changed": len(self.declarations)})
        found.update({"setting changed": len(self.settings)})
        found.update(f"utterance {change.kind}" for change in self.rows)
        return {what: count for what, count in sorted(found.items()) if count}

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.settings or self.names or self.links or self.declarations or self.rows)

    def to_frame(self) -> pd.DataFrame:
        """One row a row that differs: kind of the change, and text and intent before and after."""
        import pandas as pd

        rows = []
        for change in self.rows:
            sides = [(side.text, side.intent) if side else (None, None) for side in (change.before, change.after)]
            rows.append((str(change.kind), *sides[0], *sides[1]))
        return pd.DataFrame(rows, columns=["kind", "text_before", "intent_before", "text_after", "intent_after"])

    def to_dict(self) -> dict[str, Any]:
        """The difference as in `schemas/findings.schema.json`."""
        return {
            "old": self.old,
            "new": self.new,
            "utterances": {"before": self.rows_before, "after": self.rows_after},
            "counts": self.counts(),
            "settings": [change.to_dict() for change in self.settings],
            "names": [change.to_dict() for change in self.names],
            "links": [change.to_dict() for change in self.links],
            "declarations": [change.to_dict() for change in self.declarations],
            "rows": [change.to_dict() for change in self.rows],
        }
