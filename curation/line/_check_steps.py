"""What is done with each piece and each bucket of a log that is checked; functions that another process can be given.

Each keeps its result in the folder of the work and does nothing where it is there already.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.analysis.normalise import text_key
from curation.errors import UnreadableFileError
from curation.formats.log_rows import RowReader
from curation.formats.log_work import LogWork, bucket_of, get_rows, put_rows
from curation.formats.settings import settings_of_json
from curation.formats.shape import violations
from curation.formats.utterances import read_rows
from curation.model.contract import ADVISED_ROWS
from curation.model.document import DocumentKind, Violation
from curation.model.finding import Finding, Severity
from curation.model.project import Utterance
from curation.model.report import Suppressed
from curation.model.words import plural
from curation.stages.check_log import judged, judged_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from curation.formats.log_parts import LogPart
    from curation.formats.log_rows import LogRow
    from curation.model.report import Report
    from curation.model.settings import Settings

__all__ = [
    "MOST_LISTED", "Before", "CheckedBucket", "CheckedPiece", "Place", "Seen", "Tally", "check_bucket", "check_piece",
    "named_rows",
]  # fmt: skip

MOST_LISTED = 1000
"""Findings of a rule that a result lists, the first; the rest are counted."""
_HELD = 4
"""How many times as many are held before those that stand first are picked."""
_AT_ONCE = 20_000
_NO_FIELDS = frozenset({"fix", "severity"})


class CheckedPiece(NamedTuple):
    """A piece of a log to be checked, and the settings as JSON."""

    folder: str
    part: LogPart
    settings: str
    today: str
    buckets: int


class Before(NamedTuple):
    """The file of a piece, and how many rows and lines of it stand before the piece."""

    file: str = ""
    rows: int = 0
    lines: int = 0


class CheckedBucket(NamedTuple):
    """A bucket of rows to be compared, and what stands before each piece of the log."""

    folder: str
    number: int
    parts: tuple[Before, ...]
    settings: str
    today: str


class Place(NamedTuple):
    """Where a row stands: its number in its file from 0, its line from 1, and the byte its line begins at, or -1."""

    row: int
    line: int
    start: int


class Tally:
    """Findings by code: how many there are, and the first of them, each with the place of its row."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.suppressed: list[Suppressed] = []
        self._listed: dict[str, list[tuple[Finding, Place | None]]] = {}

    def add(self, report: Report, places: Mapping[tuple[str, str], Place]) -> None:
        """Add what a report found; `places` are those of its rows, by file and pointer."""
        self.suppressed += report.suppressed
        for finding in report.findings:
            self._put(finding, places.get((finding.file, "/" + finding.pointer[1:].partition("/")[0])))
        self.counts.update(finding.code for finding in report.findings)

    def _put(self, finding: Finding, place: Place | None) -> None:
        found = self._listed.setdefault(finding.code, [])
        found.append((finding, place))
        if len(found) > _HELD * MOST_LISTED:
            found[:] = sorted(found, key=_order)[:MOST_LISTED]

    def first(self) -> list[tuple[Finding, Place | None]]:
        """Of each code those that stand first."""
        return [item for found in self._listed.values() for item in sorted(found, key=_order)[:MOST_LISTED]]

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        listed = [[_plain(finding), place] for finding, place in self.first()]
        suppressed = [[_plain(item.finding), item.reason, item.by] for item in self.suppressed]
        return {"counts": dict(self.counts), "suppressed": suppressed, "listed": listed}

    def take(self, value: Mapping[str, Any], before: Before = Before()) -> None:  # noqa: B008 - a tuple
        """Add what another kept as plain values, with what stands before its piece."""
        self.counts.update(value["counts"])
        kept = [Suppressed(_moved(_finding(plain), before), reason, by) for plain, reason, by in value["suppressed"]]
        self.suppressed += kept
        for plain, place in value["listed"]:
            moved = Place(place[0] + before.rows, place[1] + before.lines, place[2]) if place else None
            self._put(_moved(_finding(plain), before), moved)


def _moved(finding: Finding, before: Before) -> Finding:
    """The finding counted from the beginning of its file."""
    row, slash, rest = finding.pointer[1:].partition("/")
    pointer = f"/{int(row) + before.rows}{slash}{rest}" if finding.pointer else ""
    return replace(finding, pointer=pointer, line=None if finding.line is None else finding.line + before.lines)


def _order(item: tuple[Finding, Place | None]) -> tuple[object, ...]:
    finding, place = item
    return finding.file, place or Place(-1, finding.line or 0, -1), finding.order


def _plain(finding: Finding) -> dict[str, Any]:
    kept = {each.name: getattr(finding, each.name) for each in fields(finding) if each.name not in _NO_FIELDS}
    return {**kept, "evidence": dict(finding.evidence), "severity": str(finding.severity)}


def _finding(plain: dict[str, Any]) -> Finding:
    mark = plain["mark"]
    return Finding(**{**plain, "severity": Severity(plain["severity"]), "mark": tuple(mark) if mark else None})


def check_piece(piece: CheckedPiece) -> dict[str, Any]:
    """Check the rows of a piece one by one, and put them into buckets by text; how many rows and lines there were."""
    work = LogWork(Path(piece.folder))
    target = work.part("checked", piece.part.number)
    done: dict[str, Any] | None = work.get_json(target / "done.json")
    if done is not None:
        return done
    settings, today = _settings(piece.settings), _day(piece.today)
    reader, tally, seen, rows = RowReader(piece.part, settings.columns.named()), Tally(), Seen(), 0
    with work.new_folder(target) as made:
        source = reader.rows()
        while chunk := list(islice(source, _AT_ONCE)):
            found, places = _readable(chunk, rows, piece.part.path.as_posix(), settings, tally)
            tally.add(judged("row", found, settings, today), places)
            _spill(made, found, places, piece.buckets)
            seen.add(found, places)
            rows += len(chunk)
        passed = (f"{plural(count, 'line')} {why}" for why, count in reader.passed_over())
        odd = [UnreadableFileError(piece.part.path.as_posix(), words) for words in passed]
        tally.add(judged_lines("", odd, (), (), settings), {})
        _put_rows(made / "named.jsonl", seen.rows)
        done = {"rows": rows, "lines": reader.lines, **tally.to_dict()}
        work.put_json(made / "done.json", done)
    return done


def _readable(
    chunk: list[LogRow], before: int, file: str, settings: Settings, tally: Tally
) -> tuple[list[Utterance], dict[tuple[str, str], Place]]:
    """The rows of a chunk that have the shape of one; what is wrong with the others goes into the tally."""
    places = {(file, f"/{before + at}"): Place(before + at, row.line, row.start) for at, row in enumerate(chunk)}
    broken = [
        UnreadableFileError(file, row.value.problem, line=row.line, column=row.value.column or 1)
        for row in chunk
        if isinstance(row.value, UnreadableFileError)
    ]
    wrong = [Violation(f"/{before + n}", problem) for n, row in enumerate(chunk) for problem in row.wrong]
    at = [n for n, row in enumerate(chunk) if not isinstance(row.value, UnreadableFileError) and not row.wrong]
    if violations(DocumentKind.UTTERANCES, [chunk[n].value for n in at])[0]:
        found = {n: violations(DocumentKind.UTTERANCES, [chunk[n].value])[0] for n in at}
        wrong += [
            replace(each, pointer=f"/{before + n}{each.pointer.removeprefix('/0')}") for n in at for each in found[n]
        ]
        at = [n for n in at if not found[n]]
    hidden = [f"/{before + n}{pointer}" for n in at for pointer in chunk[n].repeated]
    tally.add(judged_lines(file, broken, wrong, hidden, settings), places)
    values: list[Any] = [chunk[n].value for n in at]
    return list(read_rows(values, file, "", [before + n for n in at])), places


class Seen:
    """Of each intent, language and dataset the first rows."""

    def __init__(self) -> None:
        self.rows: list[tuple[Utterance, Place]] = []
        self._counts: Counter[tuple[object, ...]] = Counter()

    @property
    def places(self) -> dict[tuple[str, str], Place]:
        """Where the rows stand, by file and pointer."""
        return {row.row: place for row, place in self.rows}

    def add(self, rows: Iterable[Utterance], places: Mapping[tuple[str, str], Place]) -> None:
        """Add those of some rows that are among the first."""
        for row in rows:
            kind = (row.intent, row.language, row.dataset)
            if self._counts[kind] < ADVISED_ROWS:
                self._counts[kind] += 1
                self.rows.append((row, places[row.row]))


def _put_rows(path: Path, rows: Iterable[tuple[Utterance, Place]]) -> None:
    """Keep rows and their places, without labels."""
    with path.open("ab") as file:
        put_rows(file, ([row.text, row.intent, row.language, row.dataset, *place] for row, place in rows))


def named_rows(path: Path, before: Before) -> Iterator[tuple[Utterance, Place]]:
    """The rows that were kept of a piece, counted from the beginning of its file."""
    for text, intent, language, dataset, row, line, start in get_rows(path):
        place = Place(before.rows + row, before.lines + line, start)
        yield Utterance(text, intent, before.file, f"/{place.row}", language, dataset), place


def _spill(folder: Path, rows: Iterable[Utterance], places: dict[tuple[str, str], Place], buckets: int) -> None:
    by_bucket: dict[int, list[tuple[Utterance, Place]]] = {}
    for row in rows:
        by_bucket.setdefault(bucket_of(text_key(row.text), buckets), []).append((row, places[row.row]))
    for bucket, found in by_bucket.items():
        _put_rows(folder / f"{bucket:03d}.jsonl", found)


def check_bucket(bucket: CheckedBucket) -> dict[str, Any]:
    """Compare the rows of a bucket: all rows of a text are in one."""
    work = LogWork(Path(bucket.folder))
    target = work.folder / "compared" / f"{bucket.number:03d}.json"
    done: dict[str, Any] | None = work.get_json(target)
    if done is not None:
        return done
    rows: list[Utterance] = []
    places: dict[tuple[str, str], Place] = {}
    for part, before in enumerate(bucket.parts):
        for row, place in named_rows(work.part("checked", part) / f"{bucket.number:03d}.jsonl", before):
            rows.append(row)
            places[row.row] = place
    tally = Tally()
    tally.add(judged("text", rows, _settings(bucket.settings), _day(bucket.today)), places)
    done = tally.to_dict()
    work.put_json(target, done)
    return done


@lru_cache(maxsize=1)
def _settings(text: str) -> Settings:
    return settings_of_json(text)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
