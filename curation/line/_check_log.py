"""A log of labelled rows, of any size, against the rules: row by row, text by text, then the names in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.formats.log_parts import log_parts, part_size
from curation.formats.log_rows import region_of
from curation.formats.log_work import LogWork
from curation.line._check_steps import (
    MOST_LISTED,
    Before,
    CheckedBucket,
    CheckedPiece,
    Seen,
    Tally,
    check_bucket,
    check_piece,
    named_rows,
)
from curation.line._logs import before_in_file, bucket_count, depends_on, kept_in, names_of, told
from curation.model.report import NotChecked, Report
from curation.stages.check_log import asked_of_logs, judged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from typing import Any

    from curation.engines import Engine
    from curation.formats.log_parts import LogPart
    from curation.line._check_steps import Place
    from curation.model.finding import Finding
    from curation.model.settings import Settings

    Say = Callable[[str], None]

__all__ = ["check_log"]


def check_log(
    log: Path,
    settings: Settings,
    today: date | None,
    engine: Engine,
    *,
    folder: Path | None = None,
    say: Say = lambda _: None,
) -> Report:
    """What the rules that can be asked of a log find in it; the files of a folder are one log, and belong together.

    Rules that look at whole projects are not asked, and named as not checked. Of each rule the first 1,000 findings
    are listed, the rest counted. A line that is not JSON, or no row, is a finding, and the others are checked.

    Raises:
        CurationError: the log cannot be read, the settings leave no rule that could be asked, or the folder is in use.
    """
    asked, left = asked_of_logs(settings)
    pieces = log_parts(log, part_size(log))
    words, day, buckets = settings.to_json(), str(today or ""), bucket_count(pieces)
    with kept_in(folder) as place:
        work = LogWork(place)
        work.begin({"work": "check", "settings": words, "today": day, **depends_on(pieces)})
        checking = [CheckedPiece(str(place), part, words, day, buckets) for part in pieces]
        rows = engine.map(check_piece, checking, told(say, "checking", len(pieces)))
        if not any(done["rows"] for done in rows):
            raise CurationError(f"{log}: there is no row in it; nothing was checked")
        before = _before(pieces, rows)
        comparing = [CheckedBucket(str(place), number, before, words, day) for number in range(buckets)]
        texts = engine.map(check_bucket, comparing, told(say, "comparing", buckets))
        engine.release()
        say("looking at names")
        seen = _seen(work, before)
        found = _tally(before, rows, texts)
        found.add(judged("names", (row for row, _ in seen.rows), settings, today), seen.places)
        work.clear()
    return Report(
        findings=tuple(sorted((_placed(*item) for item in found.first()), key=lambda finding: finding.order)),
        suppressed=tuple(found.suppressed),
        not_checked=_not_checked(left),
        files=names_of(pieces),
        rows=sum(done["rows"] for done in rows),
        asked=asked,
        beyond=tuple((code, n - MOST_LISTED) for code, n in sorted(found.counts.items()) if n > MOST_LISTED),
    )


def _tally(
    before: Sequence[Before], pieces: Sequence[Mapping[str, Any]], buckets: Sequence[Mapping[str, Any]]
) -> Tally:
    """What was found in all pieces and buckets."""
    found = Tally()
    for start, done in zip(before, pieces, strict=True):
        found.take(done, start)
    for done in buckets:
        found.take(done)
    return found


def _before(pieces: Sequence[LogPart], done: Sequence[Mapping[str, Any]]) -> tuple[Before, ...]:
    """What stands before each piece in its file."""
    files = (part.path.as_posix() for part in pieces)
    return tuple(map(Before, files, before_in_file(pieces, done, "rows"), before_in_file(pieces, done, "lines")))


def _seen(work: LogWork, before: Sequence[Before]) -> Seen:
    """Of each intent, language and dataset of the log the first rows."""
    seen = Seen()
    for part, start in enumerate(before):
        rows = list(named_rows(work.part("checked", part) / "named.jsonl", start))
        seen.add((row for row, _ in rows), {row.row: place for row, place in rows})
    return seen


def _placed(finding: Finding, place: Place | None) -> Finding:
    """The finding with the line its row stands on, and the column where rows are lines."""
    if place is None:
        return finding
    region = region_of(Path(finding.file), place.start, _inside(finding.pointer)) if place.start >= 0 else None
    if region is None:
        return replace(finding, line=place.line, column=1)
    start, end = region.start.column, region.end.column
    return replace(finding, line=place.line, column=start, end_line=place.line, end_column=end)


def _inside(pointer: str) -> str:
    """The part of a pointer that leads on from the row."""
    _, slash, rest = pointer[1:].partition("/")
    return slash + rest


def _not_checked(codes: Sequence[str]) -> tuple[NotChecked, ...]:
    if not codes:
        return ()
    reason = "they look at all rows at once, and a log is checked by pieces; without --engine a file is asked all rules"
    return (NotChecked(", ".join(codes), reason),)
