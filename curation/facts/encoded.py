"""Vectors of texts, kept in groups, so that after an edit only the groups it touched are encoded again."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from curation.analysis.blocks import in_blocks, single_threaded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from curation.analysis.encoder import Encoder
    from curation.formats.cache import Store

__all__ = ["KeptEncoder"]

_GROUP = 256
"""Texts of a group on average, at least, where there are as many."""


class KeptEncoder:
    """An encoder that is asked about groups of texts, each of which is kept in the cache.

    The last bits of a vector depend on what is encoded beside it, so texts are put together by hash, whatever their
    order, and a group is always encoded as a whole: the bits are the same whether a group was kept or not. How many
    groups there are changes only where the number of texts doubles.
    """

    def __init__(self, encoder: Encoder, store: Store | None) -> None:
        self.name = encoder.name
        self._encoder, self._store = encoder, store

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row a text."""
        groups = _groups(texts)
        kept = [self._kept(group) for group in groups]
        missing = [at for at, rows in enumerate(kept) if rows is None]
        with single_threaded():  # around all, since the first thread to leave would set the others free
            made = in_blocks(lambda block: self._encoder.encode(groups[missing[block.start]]), len(missing), size=1)
        for at, rows in zip(missing, made, strict=True):
            kept[at] = rows
            if self._store:
                self._store.put(self._key(groups[at]), {"rows": rows})
        place = {text: at for at, text in enumerate(text for group in groups for text in group)}
        found = [rows for rows in kept if rows is not None]
        whole = np.vstack(found) if found else self._encoder.encode([])
        return np.asarray(whole[[place[text] for text in texts]], dtype=np.float32)

    def _kept(self, group: Sequence[str]) -> NDArray[np.float32] | None:
        kept = self._store.get(self._key(group), ("rows",)) if self._store else None
        return None if kept is None else kept["rows"]

    def _key(self, group: Sequence[str]) -> tuple[str, ...]:
        return "encoded", self.name, *group


def _groups(texts: Sequence[str]) -> list[list[str]]:
    distinct = sorted(set(texts))
    number = 1 << max(0, (len(distinct) // _GROUP).bit_length() - 1)
    groups: list[list[str]] = [[] for _ in range(number)]
    for text in distinct:
        groups[crc32(text.encode("utf-8", "surrogatepass")) % number].append(text)
    return [group for group in groups if group]
