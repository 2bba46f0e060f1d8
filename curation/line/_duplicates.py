"""Near-duplicates in a log of any size: heard, counted, signed, paired, grouped."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

import numpy as np

from curation.errors import CurationError
from curation.formats.files import written_in_pieces
from curation.formats.log_work import put_lines
from curation.line._duplicates_steps import Banded, Signing, count_grams, pair, rank, sign
from curation.line._log_steps import by_frequency, texts_of
from curation.line._logs import heard_log, kept_in, told
from curation.model.duplicates import Duplicates, TextGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from curation.engines import Engine
    from curation.line._logs import Hearing
    from curation.model.triage import Heard

    Say = Callable[[str], None]

__all__ = ["duplicates"]

_LOWEST = 0.5
"""Below, nearly everything agrees in some band, and a text is not "nearly the same" any more."""
_LISTED = 10_000
_EXAMPLES = 5
_KEYS_AT_ONCE = 500_000


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
    kept = [work.get_arrays(work.part("pairs", number)) for number in range(parts)]
    first, second, similarity = (
        np.concatenate([part[name] for part in kept]) for name in ("first", "second", "similarity")
    )
    led = leaders_of(_by_frequency(hearing), first, second, similarity)
    alone = led.leader == np.arange(len(led.leader))
    groups = _text_groups(hearing, led.leader, led.similarity)
    if table is not None:
        with written_in_pieces(table) as file:
            put_lines(file, _rows(hearing, led.leader, led.similarity))
    grouped = int(len(alone) - np.count_nonzero(alone))
    return Duplicates(groups, hearing.read, hearing.texts, grouped, threshold, hearing.passed_over)


def _heard(hearing: Hearing) -> Iterator[Heard]:
    return (item for bucket in hearing.buckets for item in texts_of(hearing.work, bucket.number))


def _by_frequency(hearing: Hearing) -> NDArray[np.int64]:
    """Places of the texts, the most frequent first, ties by where they stand in the log."""
    places = [(-item.times, item.file, item.line) for item in _heard(hearing)]
    times, file, line = np.array(places, dtype=np.int64).reshape(-1, 3).T
    return np.lexsort((line, file, times))


def _text_groups(hearing: Hearing, leader: NDArray[np.int64], similarity: NDArray[np.float32]) -> tuple[TextGroup, ...]:
    """The groups of most lines; of the texts of each but a few are held."""
    sizes, lines = np.bincount(leader, minlength=len(leader)), np.zeros(len(leader), dtype=np.int64)
    least = np.ones(len(leader), dtype=np.float32)
    np.minimum.at(least, leader, similarity)
    leads: dict[int, Heard] = {}
    for at, item in enumerate(_heard(hearing)):
        lines[leader[at]] += item.times
        if sizes[at] > 1 and leader[at] == at:
            leads[at] = item
    shown = heapq.nsmallest(_LISTED, leads, key=lambda at: (-lines[at], leads[at].file, leads[at].line))
    others: dict[int, list[Heard]] = {at: [] for at in shown}
    for at, item in enumerate(_heard(hearing)):
        held = others.get(int(leader[at])) if leader[at] != at else None
        if held is not None:
            held.append(item)
            held[:] = sorted(held, key=by_frequency)[:_EXAMPLES]
    files = hearing.buckets[0].files
    return tuple(
        TextGroup(
            text=leads[at].text,
            file=files[leads[at].file - 1],
            line=leads[at].line,
            lines=int(lines[at]),
            texts=int(sizes[at]),
            least_alike=round(float(least[at]), 4),
            examples=tuple(item.text for item in others[at]),
        )
        for at in shown
    )


def _rows(hearing: Hearing, leader: NDArray[np.int64], similarity: NDArray[np.float32]) -> Iterator[dict[str, Any]]:
    """A row a text; the one that stands for it is named by its text and by where it stands."""
    wanted = set(np.unique(leader[leader != np.arange(len(leader))]).tolist())
    leads = {at: item for at, item in enumerate(_heard(hearing)) if at in wanted}
    files = hearing.buckets[0].files
    for at, item in enumerate(_heard(hearing)):
        lead = leads.get(int(leader[at]), item)
        yield {
            "text": item.text,
            "count": item.times,
            "file": files[item.file - 1],
            "line": item.line,
            "group": lead.text,
            "group_file": files[lead.file - 1],
            "group_line": lead.line,
            "similarity": round(float(similarity[at]), 4),
        }
