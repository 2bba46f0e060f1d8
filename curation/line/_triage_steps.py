"""What is done with each bucket of a log that is held against a workspace; functions another process can be given.

Each keeps its result in the folder of the work and does nothing where it is there already.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import dropwhile, takewhile
from operator import attrgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from curation.formats.files import written_in_pieces
from curation.formats.log_work import LogWork, get_lines, put_lines
from curation.line._log_steps import by_frequency, texts_of
from curation.model.triage import TriagedLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from curation.line._log_steps import Bucket, Frequency
    from curation.model.triage import Heard
    from curation.stages.triage import Learned

__all__ = [
    "Asking", "ask_frequent", "ask_rare", "covered_by_answer", "learned_before", "lines_in", "put_answers",
    "ready_to_ask",
]  # fmt: skip

_FIELDS = TriagedLine.__slots__
_values = attrgetter(*_FIELDS)


class Asking(NamedTuple):
    """A bucket to be asked about, the encoder to ask with, if any, and the last text that is compared with others.

    What comes up to `last` in order of frequency (all, if there is none) is kept apart from what is too rare for that.
    """

    bucket: Bucket
    encoder: str | None
    last: Frequency | None

    def compares(self, item: Heard) -> bool:
        """Whether a text is compared with others."""
        return self.last is None or by_frequency(item) <= self.last

    @property
    def frequent(self) -> Path:
        """The file of the answers that near-duplicates are looked for in, in order of frequency."""
        return LogWork(Path(self.bucket.folder)).asked(self.bucket.number, frequent=True)

    @property
    def rare(self) -> Path:
        """The file of the other answers."""
        return LogWork(Path(self.bucket.folder)).asked(self.bucket.number, frequent=False)


def ready_to_ask(encoder: str | None) -> None:
    """Load what asking needs whatever was learned."""
    from curation.analysis.features import embed
    from curation.facts.stored import encoder_named
    from curation.stages.triage import asked  # noqa: F401 - loads what it needs

    embed(["a"])
    if encoder is not None:
        encoder_named(encoder).encode(["a"])


def ask_frequent(asking: Asking) -> None:
    """Ask what the frequent texts of a bucket are."""
    if asking.frequent.exists():
        return
    texts = texts_of(LogWork(Path(asking.bucket.folder)), asking.bucket.number)
    _answer(asking, list(takewhile(asking.compares, texts)), asking.frequent)


def ask_rare(asking: Asking) -> dict[str, Any]:
    """Ask what the texts behind `last` are: how many there are, and lines by answer of those covered."""
    work = LogWork(Path(asking.bucket.folder))
    counts: dict[str, Any] | None = work.get_json(asking.rare.with_suffix(".json"))
    if counts is not None:
        return counts
    texts = dropwhile(asking.compares, texts_of(work, asking.bucket.number))
    lines = _answer(asking, list(texts), asking.rare)
    answers = sorted(covered_by_answer(lines).items())
    counts = {"texts": len(lines), "answers": [[*answer, count] for answer, count in answers]}
    work.put_json(asking.rare.with_suffix(".json"), counts)
    return counts


def _answer(asking: Asking, texts: Sequence[Heard], target: Path) -> list[TriagedLine]:
    from curation.stages.triage import asked

    bucket = asking.bucket
    lines = asked(learned_before(bucket.folder, bucket.run, asking.encoder), texts, bucket.files)
    with written_in_pieces(target) as file:
        put_answers(file, lines)
    return lines


def covered_by_answer(lines: Iterable[TriagedLine]) -> Counter[tuple[str, str]]:
    """How many lines of the log each route and intent covers."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.covered:
            counts[line.route, line.intent] += line.count
    return counts


def put_answers(file: IO[bytes], lines: Iterable[TriagedLine]) -> None:
    """Each line as JSON; field by field, since `asdict` would take longer than asking."""
    put_lines(file, (dict(zip(_FIELDS, _values(line), strict=True)) for line in lines))


def lines_in(path: Path) -> Iterator[TriagedLine]:
    """The lines of a file of answers, one at a time."""
    return (TriagedLine(**row) for row in get_lines(path))


@lru_cache(maxsize=1)
def learned_before(folder: str, run: str, encoder: str | None) -> Learned:
    """What was learned for the work in a folder; read once a process."""
    from curation.analysis.triage import Known
    from curation.facts.stored import encoder_named
    from curation.stages.triage import Learned

    work = LogWork(Path(folder))
    named = work.get_json(work.folder / "known.json")
    model = Known.of_arrays(work.get_arrays(work.folder / "known"), None if encoder is None else encoder_named(encoder))
    return Learned(model, [(route, intent) for route, intent in named["labels"]], named["texts"])
