"""What became of files that were converted or merged."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from curation.model.conversion import COUNTED
from curation.model.words import plural
from curation.render.conversion import note_lines
from curation.render.inert import inert

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.model.conversion import Converted, Unit
    from curation.model.merging import Merged

__all__ = ["converted_text", "merged_text"]

_MOST = 20


def converted_text(made: Converted, output: str) -> str:
    """For each source what it was taken for and what was read; then what was lost, assumed and rewritten."""
    lines: list[str] = []
    for source in made.sources:
        lines.append(f"{inert(source.file)}: {source.format}, because {inert(source.why)}")
        lines.append(f"  read {_counted(source.read)}")
        lines += note_lines(source.notes)
    if made.passed_over:
        first = inert(made.passed_over[0])
        lines.append(f"passed over: {plural(len(made.passed_over), 'file')} of no known format (first {first})")
    lines.append(f"{made.to}:")
    lines += note_lines(made.notes)
    if len(made.sources) > 1:
        total = {unit: sum(source.read.get(unit, 0) for source in made.sources) for unit in COUNTED}
        lines.append(f"  of {len(made.sources):,} sources: {_counted(total)}")
    lines.append(f"  {'wrote' if output else 'would write'} {_counted(made.written)}")
    lost = f"{plural(made.lost, 'thing')} had no place" if made.lost else "nothing was lost"
    lines.append(f"{f'wrote {inert(output)}' if output else 'nothing written, as no --output is given'}; {lost}")
    if output and made.to in ("upload", "clu", "orchestration", "cqa", "csv", "jsonl"):
        lines.append(f"Next: curation check {inert(shlex.quote(output))}")
    return "\n".join(lines) + "\n"


def _counted(counts: Mapping[Unit, int]) -> str:
    found = [plural(counts[unit], unit) for unit in COUNTED if counts.get(unit)]
    return ", ".join(found) or "no utterances"


def merged_text(made: Merged, output: str) -> str:
    """What went in and came out, and where the files disagree."""
    lines = [f"{plural(made.rows_in, 'row')} of {plural(len(made.files), 'file')}:"]
    for one in made.disagreements[:_MOST]:
        places = " and ".join(f"{file}#{pointer}" for file, pointer in zip(one.files, one.pointers, strict=True))
        lines.append(f'  {inert(one.what)} "{inert(one.subject)}": {inert(places)}; {inert(one.done)}')
    if len(made.disagreements) > _MOST:
        lines.append(f"  and {len(made.disagreements) - _MOST:,} more, all in -f json")
    lines.append(
        f"{plural(len(made.project.utterances), 'row')} kept, {plural(len(made.dropped), 'equal row')} left out, "
        f"{plural(len(made.disagreements), 'disagreement')}"
    )
    lines.append(f"wrote {inert(output)}" if output else "nothing written")
    return "\n".join(lines) + "\n"
