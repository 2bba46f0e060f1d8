"""Files within the service's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.bundle import BundleFile, Change
from curation.model.contract import LARGEST_PAYLOAD, LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from curation.model.document import DocumentKind
    from curation.model.project import Utterance
    from curation.stages.bundle.rows import Account

    Trim = Callable[[Sequence[Utterance], int], Collection[tuple[str, str]]]

__all__ = ["RULE", "fitted"]

RULE = "trim"
"""What the ledger names for a row that was left out to keep to a limit."""
_ROOM = 0.98


def fitted(
    rows: tuple[Utterance, ...],
    make: Callable[[tuple[Utterance, ...]], BundleFile],
    kind: DocumentKind,
    account: Account,
    trim: Trim | None,
) -> tuple[BundleFile, tuple[Utterance, ...]]:
    """The file of some rows, and the rows in it: all of them, or with `trim` those that the service takes.

    It takes so many utterances of a kind, and so many bytes of a request (contract 6.1, 6.2, 6.5). Every row that is
    left out is in the ledger.
    """
    file = make(rows)
    most = LIMITS[kind]["utterances"]
    while trim is not None and (len(rows) > most or len(file.data) > LARGEST_PAYLOAD):
        if len(file.data) > LARGEST_PAYLOAD:
            most = min(most, len(rows) - 1, int(len(rows) * LARGEST_PAYLOAD / len(file.data) * _ROOM))
        gone = trim(rows, most)
        if not gone:
            break
        for row in rows:
            if row.row in gone:
                account.note(file.path, Change.LEFT_OUT, RULE, row)
        rows = tuple(row for row in rows if row.row not in gone)
        file = make(rows)
    return file, rows
