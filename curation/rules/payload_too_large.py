"""PRJ011: payload too large."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from curation.model.contract import LARGEST_PAYLOAD
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

_DEPTH_OF_ROWS = 2
_AT_ONCE = 1000


def _rows() -> list[dict[str, object]]:
    return [sample_row(f"table {n} " + "x" * 480, "Reserve") for n in range(21_000)]


@rule(
    "PRJ011",
    "payload-too-large",
    severity=Severity.WARNING,
    good=(Example({"p.json": clu(sample_row("a table", "Reserve"))}),),
    bad=(Example(lambda: {"p.json": clu(*_rows())}),),
    evidence="third-party",
    settled_by="trim",
    source="contract 6.5: the service answers PayloadTooLarge above 10 MB",
)
def payload_too_large(facts: Facts) -> Iterator[Hit]:
    """A project has more than 10 MB, even written compactly.

    The service refuses larger requests. Indentation does not count here: it can be left out.
    """
    for document in facts.workspace.documents:
        if len(document.data) <= LARGEST_PAYLOAD or not document.has_shape:
            continue
        size = _compact_size(document.value)
        if size > LARGEST_PAYLOAD:
            message = (
                f"the file has {size / 1e6:.1f} MB when written compactly, more than the 10 MB of a request; divide it"
            )
            yield Hit(document.file, "", message)


def _compact_size(value: Any, depth: int = 0) -> int:  # noqa: ANN401 - JSON
    """Bytes of a value that is written without indentation; rows by pieces, so that it is never held whole."""
    if isinstance(value, dict) and depth < _DEPTH_OF_ROWS:
        members = (_size(key) + 2 + _compact_size(item, depth + 1) for key, item in value.items())
        return 1 + sum(members) + (not value)
    if isinstance(value, list):
        pieces = (value[at : at + _AT_ONCE] for at in range(0, max(len(value), 1), _AT_ONCE))
        return 1 + sum(_size(piece) - 1 for piece in pieces)
    return _size(value)


def _size(value: Any) -> int:  # noqa: ANN401
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"))
