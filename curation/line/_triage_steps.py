"""What is done with each bucket of a log that is held against a workspace; functions another process can be given.

Each keeps its result in the folder of the work and does nothing where it is there already.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.formats.files import written_in_pieces
from curation.formats.log_work import LogWork, put_lines
from curation.line._log_steps import by_frequency, texts_of
from curation.model.triage import Heard, TriagedLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.line._log_steps import Bucket, Frequency
    from curation.stages.triage import Learned

    Place = tuple[int, int]

__all__ = ["Asking", "ask", "learned_before", "ready_to_ask"]


class Asking(NamedTuple):
    """Texts of a bucket to be asked about, and the encoder to ask with, if any.

    What is compared with others is `frequent`: it comes up to `last` in order of frequency, where there is one. The
    others can be asked about before it is known what is alike.
    """

    bucket: Bucket
    encoder: str | None
    last: Frequency | None
    frequent: bool

    @property
    def target(self) -> Path:
        """The file of the answers."""
        return LogWork(Path(self.bucket.folder)).asked(self.bucket.number, frequent=self.frequent)


def ready_to_ask(encoder: str | None) -> None:
    """Load what asking needs whatever was learned."""
    from curation.analysis.features import embed
    from curation.facts.stored import encoder_named
    from curation.stages.triage import asked  # noqa: F401 - loads what it needs

    embed(["a"])
    if encoder is not None:
        encoder_named(encoder).encode(["a"])


def ask(asking: Asking) -> dict[str, Any]:
    """Ask what the texts of a bucket are: how many there are, and lines by route and intent of those covered."""
    from curation.stages.triage import asked

    bucket, work = asking.bucket, LogWork(Path(asking.bucket.folder))
    counts: dict[str, Any] | None = work.get_json(asking.target.with_suffix(".json"))
    if counts is not None:
        return counts
    known = learned_before(bucket.folder, bucket.run, asking.encoder)
    texts = texts_of(work, bucket.number)
    if asking.last is not None:
        texts = (text for text in texts if (by_frequency(text) <= asking.last) == asking.frequent)
    if asking.frequent:
        gone, stay = _collapsed(bucket.folder, bucket.run)
        texts = (stay.get(text[1:3], text) for text in texts if text[1:3] not in gone)
    lines = sorted(asked(known, list(texts), bucket.files), key=lambda line: (-line.count, line.file, line.line))
    answers: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.covered:
            answers[line.route, line.intent] += line.count
    with written_in_pieces(asking.target) as file:
        put_lines(file, ({name: getattr(line, name) for name in TriagedLine.__slots__} for line in lines))
    counts = {"texts": len(lines), "answers": [[*answer, count] for answer, count in sorted(answers.items())]}
    work.put_json(asking.target.with_suffix(".json"), counts)
    return counts


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


@lru_cache(maxsize=1)
def _collapsed(folder: str, run: str) -> tuple[frozenset[Place], Mapping[Place, Heard]]:
    work = LogWork(Path(folder))
    value = work.get_json(work.folder / "collapsed.json")
    return frozenset(map(tuple, value["gone"])), {(file, line): Heard(*row) for file, line, row in value["stay"]}
