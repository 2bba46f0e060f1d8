"""How near-duplicates are found among the buckets of a log; functions that another process can be given.

Each keeps its result in the folder of the work and does nothing where it is there already.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from curation.analysis.blocks import in_blocks
from curation.analysis.grams import GRAM_COLUMNS, Grams, gram_rows, grams_of, joined
from curation.analysis.minhash import Collisions, bands_for, likely, paired, signed
from curation.analysis.normalise import normalised
from curation.formats.log_work import LogWork
from curation.line._log_steps import texts_of
from curation.model.triage import Heard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from curation.line._log_steps import Bucket

__all__ = ["Banded", "Signing", "count_grams", "pair", "rank", "sign"]

_AT_ONCE = 8192
_PAIRED_AT_ONCE = 4096
"""Texts whose pairs are looked at together: 128 each at most, so that memory does not follow the size of a crowd."""
_VERIFIED_AT_ONCE = 20_000


class Signing(NamedTuple):
    """A bucket whose texts are to be signed, for pairs of at least `threshold`."""

    bucket: Bucket
    threshold: float


class Banded(NamedTuple):
    """A part of the pairs: those that agree in one band, with keys that leave `share` when divided by `shares`.

    `counts` says how many texts each bucket holds; a text is named by its place among all, bucket by bucket.
    """

    number: int
    folder: str
    threshold: float
    band: int
    share: int
    shares: int
    counts: tuple[int, ...]


def count_grams(bucket: Bucket) -> int:
    """Count the n-grams of the texts of a bucket, keep where and how often these stand, and say how many they are."""
    work = LogWork(Path(bucket.folder))
    target = work.part("grams", bucket.number)
    if target.is_dir():
        return len(work.get_arrays(target)["ends"])
    heard = list(texts_of(work, bucket.number))
    whole = joined([grams_of(texts) for texts in _in_turns(normalised(item.text) for item in heard)])
    where = np.array([item[1:] for item in heard], dtype=np.int64).reshape(-1, 3).T
    work.put_arrays(work.part("places", bucket.number), dict(zip(Heard._fields[1:], where, strict=True)))
    work.put_arrays(target, whole._asdict())
    return len(whole.ends)


def _in_turns(keys: Iterator[str]) -> Iterator[list[str]]:
    held: list[str] = []
    for key in keys:
        held.append(key)
        if len(held) == _AT_ONCE:
            yield held
            held = []
    if held:
        yield held


def sign(signing: Signing) -> None:
    """Sign the texts of a bucket."""
    bucket, threshold = signing
    work = LogWork(Path(bucket.folder))
    target = work.part("signed", bucket.number)
    if target.is_dir():
        return
    grams = Grams(**work.get_arrays(work.part("grams", bucket.number)))
    weights = work.get_arrays(work.folder / "weights")["weights"]
    data = gram_rows(grams, weights).data
    work.put_arrays(target, {**signed(grams, data, bands_for(threshold))._asdict(), "data": data})


def rank(banded: Banded) -> None:
    """Find the place of each text among those that have its key in a band."""
    work = LogWork(Path(banded.folder))
    target = work.part("ranks", banded.band)
    if not target.is_dir():
        keys = _Buckets(work, "signed", "keys", banded.counts)
        work.put_arrays(target, {"ranks": Collisions(*_of_band(keys, banded)).ranks()})


def _of_band(keys: _Buckets, banded: Banded) -> tuple[NDArray[Any], NDArray[Any]]:
    """The keys of a band, and those of the next."""
    return keys.row(banded.band), keys.row((banded.band + 1) % bands_for(banded.threshold).number)


def pair(banded: Banded) -> None:
    """Compare the texts that agree in a band and were not compared for one before; keep the pairs that are alike."""
    work = LogWork(Path(banded.folder))
    target = work.part("pairs", banded.number)
    if target.is_dir():
        return
    keys, sketches = _Buckets(work, "signed", "keys", banded.counts), _Buckets(work, "signed", "sketch", banded.counts)
    rows = _Rows(work, banded.counts)
    before = [work.get_arrays(work.part("ranks", band), mapped=True)["ranks"] for band in range(banded.band)]
    band, otherwise = _of_band(keys, banded)
    mine = np.flatnonzero(band % np.uint64(banded.shares) == np.uint64(banded.share))
    collisions = Collisions(band[mine], otherwise[mine])

    def compare(block: slice) -> tuple[NDArray[Any], ...]:
        first, second = (mine[side] for side in collisions.pairs(block))
        may = likely(sketches.of(first), sketches.of(second), banded.threshold)
        first, second = first[may], second[may]
        agreed = keys.columns(first, banded.band) == keys.columns(second, banded.band)
        for earlier, ranks in enumerate(before):
            agreed[earlier] &= paired(ranks[first], ranks[second])
        new = ~agreed.any(axis=0)
        first, second = first[new], second[new]
        cosine = rows.cosines(first, second)
        alike = cosine >= banded.threshold - 1e-6
        return first[alike], second[alike], np.minimum(np.round(cosine[alike], 4), np.float32(1.0))

    none = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))
    columns = zip(none, *in_blocks(compare, len(mine), size=_PAIRED_AT_ONCE), strict=True)
    names = ("first", "second", "similarity")
    work.put_arrays(target, {name: np.concatenate(column) for name, column in zip(names, columns, strict=True)})


class _Buckets:
    """One array of all buckets, read where it is looked at."""

    def __init__(self, work: LogWork, kind: str, name: str, counts: Sequence[int]) -> None:
        numbers = range(len(counts))
        self._arrays = [work.get_arrays(work.part(kind, number), mapped=True)[name] for number in numbers]
        self._starts = np.cumsum([0, *counts])

    def row(self, at: int) -> NDArray[Any]:
        """A row of an array with a column for each text."""
        return np.concatenate([array[at] for array in self._arrays])

    def of(self, texts: NDArray[np.int64]) -> NDArray[Any]:
        """The rows of some texts, of an array with a row for each."""
        out = np.empty((len(texts), *self._arrays[0].shape[1:]), dtype=self._arrays[0].dtype)
        for number, inside in _by_bucket(self._starts, texts):
            out[inside] = self._arrays[number][texts[inside] - self._starts[number]]
        return out

    def columns(self, texts: NDArray[np.int64], rows: int) -> NDArray[Any]:
        """The first `rows` rows of some texts, of an array with a column for each."""
        out = np.empty((rows, len(texts)), dtype=self._arrays[0].dtype)
        for number, inside in _by_bucket(self._starts, texts):
            out[:, inside] = self._arrays[number][:rows, texts[inside] - self._starts[number]]
        return out


def _by_bucket(starts: NDArray[np.int64], texts: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """The buckets that some texts lie in, and where among these texts those of each are."""
    bucket = np.searchsorted(starts, texts, side="right") - 1
    order = np.argsort(bucket, kind="stable")
    for inside in np.split(order, np.flatnonzero(np.diff(bucket[order])) + 1):
        if len(inside):
            yield int(bucket[inside[0]]), inside


class _Rows:
    """The texts of all buckets as rows of unit length, read as far as they are looked at."""

    def __init__(self, work: LogWork, counts: Sequence[int]) -> None:
        numbers = range(len(counts))
        self._grams = [work.get_arrays(work.part("grams", number), mapped=True) for number in numbers]
        self._data = [work.get_arrays(work.part("signed", number), mapped=True)["data"] for number in numbers]
        self._starts = np.cumsum([0, *counts])

    def cosines(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float32]:
        """How alike the texts of each pair are."""
        out = np.empty(len(first), dtype=np.float32)
        for start in range(0, len(first), _VERIFIED_AT_ONCE):
            part = slice(start, start + _VERIFIED_AT_ONCE)
            texts, places = np.unique(np.concatenate([first[part], second[part]]), return_inverse=True)
            rows = self._of(texts)
            a, b = np.split(places, 2)
            out[part] = np.asarray(rows[a].multiply(rows[b]).sum(axis=1)).ravel()
        return out

    def _of(self, texts: NDArray[np.int64]) -> csr_matrix:
        """The rows of some texts, whose places come in order."""
        from scipy.sparse import csr_matrix as sparse

        data, columns, sizes = [], [], []
        for number, places in _by_bucket(self._starts, texts):
            grams, inside = self._grams[number], texts[places] - self._starts[number]
            low = np.where(inside > 0, grams["ends"][inside - 1], 0)
            size = grams["ends"][inside] - low
            ends = np.cumsum(size)
            at = np.repeat(low - np.append(0, ends[:-1]), size) + np.arange(ends[-1])
            data.append(self._data[number][at])
            columns.append(grams["columns"][at])
            sizes.append(size)
        ends = np.cumsum(np.concatenate([[0], *sizes]))
        return sparse((np.concatenate(data), np.concatenate(columns), ends), shape=(len(texts), GRAM_COLUMNS))
