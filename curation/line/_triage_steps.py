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
from curation.line._log_steps import texts_of
from curation.model.triage import Heard, TriagedLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.line._log_steps import Bucket
    from curation.stages.triage import Learned

    Place = tuple[int, int]

__all__ = ["Asking", "ask", "learned_before", "ready_to_ask"]


class Asking(NamedTuple):
    """A bucket to be asked about, and the encoder to ask with, if any."""

    bucket: Bucket
    encoder: str | None


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

    bucket, encoder = asking
    work = LogWork(Path(bucket.folder))
    target = work.asked(bucket.number)
    counts: dict[str, Any] | None = work.get_json(target.with_suffix(".json"))
    if counts is not None:
        return counts
    known = learned_before(bucket.folder, bucket.run, encoder)
    gone, stay = _collapsed(bucket.folder, bucket.run)
    heard = [stay.get(item[1:3], item) for item in texts_of(work, bucket.number) if item[1:3] not in gone]
    lines = sorted(asked(known, heard, bucket.files), key=lambda line: (-line.count, line.file, line.line))
    answers: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.covered:
            answers[line.route, line.intent] += line.count
    with written_in_pieces(target) as file:
        put_lines(file, ({name: getattr(line, name) for name in TriagedLine.__slots__} for line in lines))
    counts = {"texts": len(lines), "answers": [[*answer, count] for answer, count in sorted(answers.items())]}
    work.put_json(target.with_suffix(".json"), counts)
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
