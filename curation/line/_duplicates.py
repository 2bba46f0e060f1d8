"""Near-duplicates in a log of any size: heard, counted, signed, paired, grouped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from curation.errors import CurationError
from curation.formats.files import written_in_pieces
from curation.formats.log_work import put_lines
from curation.line._duplicates_steps import Banded, Signing, count_grams, pair, rank, sign
from curation.line._log_steps import texts_of
from curation.line._logs import heard_log, kept_in, told
from curation.model.duplicates import Duplicates, TextGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from curation.analysis.leaders import Led
    from curation.engines import Engine
    from curation.formats.log_work import LogWork
    from curation.line._logs import Hearing
    from curation.model.triage import Heard

    Say = Callable[[str], None]

__all__ = ["duplicates"]

_LOWEST = 0.5
"""Below, nearly everything agrees in some band, and a text is not "nearly the same" any more."""
_LISTED = 10_000
_EXAMPLES = 5
_KEYS_AT_ONCE = 500_000
_PAIRS = ("first", "second", "similarity")


def duplicates(
    log: Path,
    columns: Mapping[str, str],
    engine: Engine,
    *,
    threshold: float = 0.9,
    folder: Path | None = None,
    table: Path | None = None,
    say: Say = lambda _: None,
) -> Duplicates:
    """Group the texts of a log that are nearly the same, each around the most frequent of them.

    Alike are texts whose character TF-IDF has a cosine of `threshold` or more; of such pairs 99 in 100 are found.
    `table` gets a line of JSON for every text and the one that stands for it, in order of buckets, in each the most
    frequent first.

    Raises:
        CurationError: the log cannot be read, the threshold is not from 0.5 to 1, or the folder is in use.
    """
    if not _LOWEST <= threshold <= 1.0:
        raise CurationError(f"{threshold:g} is no threshold for texts that are nearly the same; give one from 0.5 to 1")
    with kept_in(folder) as place:
        about = {"work": "duplicates", "threshold": threshold, "numpy": np.__version__}
        hearing = heard_log(place, log, columns, about, engine, say)
        _sign(hearing, threshold, engine, say)
        parts = _pair(hearing, threshold, engine, say)
        engine.release()
        say("grouping what is alike")
        found = _grouped(hearing, parts, threshold, table)
        hearing.work.clear()
        return found


def _sign(hearing: Hearing, threshold: float, engine: Engine, say: Say) -> None:
    from curation.analysis.grams import GRAM_COLUMNS, rarity

    work, buckets = hearing.work, hearing.buckets
    engine.map(count_grams, buckets, told(say, "counting n-grams", len(buckets)))
    if not (work.folder / "weights").is_dir():
        texts_with = np.zeros(GRAM_COLUMNS, dtype=np.int64)
        for bucket in buckets:
            columns = work.get_arrays(work.part("grams", bucket.number))["columns"]
            texts_with += np.bincount(columns, minlength=GRAM_COLUMNS)
        work.put_arrays(work.folder / "weights", {"weights": rarity(texts_with, hearing.texts)})
    engine.map(sign, [Signing(bucket, threshold) for bucket in buckets], told(say, "signing", len(buckets)))


def _pair(hearing: Hearing, threshold: float, engine: Engine, say: Say) -> int:
    from curation.analysis.minhash import bands_for

    shares = 1 + hearing.texts // _KEYS_AT_ONCE
    places = [(band, share) for band in range(bands_for(threshold).number) for share in range(shares)]
    folder, counts = str(hearing.work.folder), hearing.counts
    pairing = [
        Banded(number, folder, threshold, band, share, shares, counts) for number, (band, share) in enumerate(places)
    ]
    bands = [banded for banded in pairing if not banded.share]
    engine.map(rank, bands, told(say, "sorting signatures", len(bands)))
    engine.map(pair, pairing, told(say, "comparing", len(pairing)))
    return len(pairing)


def _grouped(hearing: Hearing, parts: int, threshold: float, table: Path | None) -> Duplicates:
    from curation.analysis.leaders import leaders_of

    work = hearing.work
    first, second, similarity = _columns([work.part("pairs", number) for number in range(parts)], work, _PAIRS)
    heard = _Places(
        *_columns([work.part("places", bucket.number) for bucket in hearing.buckets], work, _Places._fields)
    )
    order = heard.by_frequency()
    led = leaders_of(order, first, second, similarity)
    alone = led.leader == np.arange(len(led.leader))
    groups = _text_groups(hearing, heard, order, led)
    if table is not None:
        with written_in_pieces(table) as file:
            put_lines(file, _rows(hearing, led))
    grouped = int(len(alone) - np.count_nonzero(alone))
    return Duplicates(groups, hearing.read, hearing.texts, grouped, threshold, hearing.passed_over)


def _columns(folders: Sequence[Path], work: LogWork, names: Sequence[str]) -> Iterator[NDArray[Any]]:
    """The arrays of some names, those of all folders one after the other."""
    kept = [work.get_arrays(folder) for folder in folders]
    return (np.concatenate([arrays[name] for arrays in kept]) for name in names)


class _Places(NamedTuple):
    """Where each text stands first, and how often it comes; texts bucket by bucket."""

    file: NDArray[np.int64]
    line: NDArray[np.int64]
    times: NDArray[np.int64]

    def by_frequency(self) -> NDArray[np.int64]:
        """Places of the texts, the most frequent first, ties by where they stand in the log."""
        return np.lexsort((self.line, self.file, -self.times))


def _text_groups(hearing: Hearing, heard: _Places, order: NDArray[np.int64], led: Led) -> tuple[TextGroup, ...]:
    """The groups of most lines; of the texts only those that are shown are read."""
    count = len(led.leader)
    sizes = np.bincount(led.leader, minlength=count)
    lines = np.zeros(count, dtype=np.int64)
    np.add.at(lines, led.leader, heard.times)
    least = np.ones(count, dtype=np.float32)
    np.minimum.at(least, led.leader, led.similarity)
    leads = np.flatnonzero((sizes > 1) & (led.leader == np.arange(count)))
    shown = leads[np.lexsort((heard.line[leads], heard.file[leads], -lines[leads]))[:_LISTED]]
    examples = _examples(led.leader, order, shown)
    texts = _texts_at(hearing, [*shown.tolist(), *(at for others in examples.values() for at in others)])
    files = hearing.buckets[0].files
    return tuple(
        TextGroup(
            text=texts[at].text,
            file=files[texts[at].file - 1],
            line=texts[at].line,
            lines=int(lines[at]),
            texts=int(sizes[at]),
            least_alike=round(float(least[at]), 4),
            examples=tuple(texts[other].text for other in examples[at]),
        )
        for at in shown.tolist()
    )


def _examples(leader: NDArray[np.int64], order: NDArray[np.int64], shown: NDArray[np.int64]) -> dict[int, list[int]]:
    """Of each group that is shown the most frequent texts beside the one that stands for it."""
    found: dict[int, list[int]] = {at: [] for at in shown.tolist()}
    others = order[np.isin(leader[order], shown) & (leader[order] != order)]
    for at, lead in zip(others.tolist(), leader[others].tolist(), strict=True):
        if len(found[lead]) < _EXAMPLES:
            found[lead].append(at)
    return found


def _texts_at(hearing: Hearing, places: Iterable[int]) -> dict[int, Heard]:
    """The texts at some places."""
    wanted = set(places)
    return {at: item for at, item in enumerate(_heard(hearing)) if at in wanted}


def _heard(hearing: Hearing) -> Iterator[Heard]:
    return (item for bucket in hearing.buckets for item in texts_of(hearing.work, bucket.number))


def _rows(hearing: Hearing, led: Led) -> Iterator[dict[str, Any]]:
    """A row a text; the one that stands for it is named by its text and by where it stands."""
    leads = _texts_at(hearing, np.unique(led.leader[led.leader != np.arange(len(led.leader))]).tolist())
    files = hearing.buckets[0].files
    for item, leader, similarity in zip(_heard(hearing), led.leader.tolist(), led.similarity.tolist(), strict=True):
        lead = leads.get(leader, item)
        yield {
            "text": item.text,
            "count": item.times,
            "file": files[item.file - 1],
            "line": item.line,
            "group": lead.text,
            "group_file": files[lead.file - 1],
            "group_line": lead.line,
            "similarity": round(similarity, 4),
        }
