"""A table of any origin, and what its columns make it: utterances, question and answer pairs, or chit-chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from curation.errors import CurationError, UnknownFormatError
from curation.formats.columns import is_triage_sheet, keys_of, named, unguarded
from curation.formats.sources._gathering import Gathering
from curation.formats.sources._pairs import read_pairs
from curation.formats.tables import spans_of
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from curation.formats.sources._content import Options
    from curation.model.conversion import Imported

__all__ = ["Grid", "first_row", "keyed", "kind_of_header", "read_grid"]

_DATASETS = {"train": "Train", "training": "Train", "test": "Test", "testing": "Test"}
_ROW_KEYS = ("text", "intent", "language", "dataset")


class Grid(NamedTuple):
    """A header, and the rows below it, each with its place as a person would look for it."""

    header: list[str]
    rows: Iterable[tuple[str, list[str]]]
    guarded: bool = False
    """Whether an apostrophe before a formula sign is a guard and no part of the text, as in tables that are text."""


def kind_of_header(header: list[str], columns: Mapping[str, str]) -> str:
    """What a table is by its header, in words that finish "it is a table "; empty for none."""
    try:
        keys = keys_of(header, columns)
    except CurationError:
        return ""
    found = set(keys.values())
    if {"text", "intent"} <= found:
        return f"of utterances: {named(header, _only(keys, _ROW_KEYS))}"
    if {"question", "answer"} <= found:
        return f"of questions and answers: {named(header, _only(keys, ('question', 'answer')))}"
    if {"scenario", "answer"} <= found:
        return f"of chit-chat: {named(header, _only(keys, ('scenario', 'answer')))}"
    return ""


def _only(keys: Mapping[int, str], wanted: Iterable[str]) -> dict[int, str]:
    return {i: key for i, key in keys.items() if key in wanted}


def read_grid(
    grid: Grid, file: str, format_name: str, why: str, options: Options, *, beside: Iterable[str] = ()
) -> tuple[Imported, ...]:
    """The rows of a table as a project; a row without a text or an intent is lost by name, as are tables `beside` it.

    Columns of other names are kept as further keys of the row.

    Raises:
        CurationError: the columns are not those of any kind of table, or a named column is not there.
    """
    keys = keys_of(grid.header, options.columns_of(grid.header))
    gathering = Gathering(file, format_name, why, counting="utf-16")
    gathering.language = options.language
    for name in beside:
        gathering.lost(f'the sheet "{name}"', name)
    rows = keyed(gathering, grid, keys)
    if is_triage_sheet(grid.header):  # the other columns say what was guessed, and why
        rows = ((place, {key: row.get(key, "") for key in ("text", "intent")}) for place, row in rows)
    if {"text", "intent"} <= set(keys.values()):
        _read_utterances(gathering, rows)
        return (gathering.imported(DocumentKind.UTTERANCES),)
    if "answer" not in keys.values() or not {"question", "scenario"} & set(keys.values()):
        columns = ", ".join(name for name in grid.header[:8] if name.strip())
        problem = f"no column for the text and one for the intent among {columns}; say --columns text=NAME,intent=NAME"
        raise UnknownFormatError(file, problem)
    read_pairs(gathering, rows)
    return (gathering.imported(DocumentKind.CQA),)


def keyed(gathering: Gathering, grid: Grid, keys: Mapping[int, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every row by its keys, with its place; cells beyond the header are lost by name."""
    plain = unguarded if grid.guarded else str
    for place, row in grid.rows:
        if any(cell.strip() for cell in row[len(keys) :]):
            gathering.lost("cells beyond the last column of the header", place)
        yield place, {keys[i]: plain(cell) for i, cell in enumerate(row[: len(keys)])}


def _read_utterances(gathering: Gathering, rows: Iterator[tuple[str, dict[str, str]]]) -> None:
    for place, row in rows:
        if not any(row.values()):
            continue
        extra = {key: value for key, value in row.items() if key not in (*_ROW_KEYS, "entities") and value}
        spans = spans_of(row["entities"]) if row.get("entities") else []
        if isinstance(spans, str):
            gathering.lost("a cell of entities that is no list of spans in JSON", place)
            spans = []
        more = {key: row[key] for key in ("language",) if row.get(key)}
        if row.get("dataset"):
            known = _DATASETS.get(row["dataset"].strip().casefold())
            if known is None:
                gathering.lost(f'the dataset "{row["dataset"]}", as CLU has Train and Test', place)
            else:
                more["dataset"] = known
                if known != row["dataset"]:
                    gathering.rewritten(f'the dataset "{row["dataset"]}" is {known}', place)
        gathering.spanned(row.get("text"), row.get("intent"), place, spans, {**extra, **more})


def first_row(rows: Iterator[tuple[str, list[str]]]) -> tuple[list[str], Iterator[tuple[str, list[str]]]]:
    """The header, which is the first row with something in it, and the rest."""
    for _, row in rows:
        if any(cell.strip() for cell in row):
            return row, rows
    return [], iter(())
