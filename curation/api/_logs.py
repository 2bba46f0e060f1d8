"""Logs, of any size: what their texts are in a workspace, and which are nearly the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curation.api._gather import facts_of, usable
from curation.api._places import refuse_in_log, refuse_in_work
from curation.api._review import refuse_existing
from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from curation.api._gather import Source
    from curation.model.duplicates import Duplicates
    from curation.model.triage import Triaged

    Say = Callable[[str], None]

__all__ = ["duplicates", "triage"]


def triage(
    log: str | Path,
    folder: Source,
    *,
    columns: Mapping[str, str] | None = None,
    sheet: str | Path | None = None,
    table: str | Path | None = None,
    engine: str = "local",
    scheduler: str | None = None,
    workers: int | None = None,
    work: str | Path | None = None,
    say: Say = lambda _: None,
) -> Triaged:
    """Each text of a log with its likeliest route and intent, and what nothing covers.

    A log is a file (lines, CSV, TSV, JSON Lines, Parquet) or a folder of such files, of any size: it is read piece by
    piece, and of a large one the result lists the 50,000 most frequent texts; `table` gets a line of JSON for each.
    Past 50,000 different texts the sentence encoder is left out (`Triaged.quick`), and only as many are looked through
    for near-duplicates.

    `columns` says which column holds the `text`, else that of the settings. `sheet` is written as CSV with a column for
    a person's answer. An existing file is not replaced. The `engine` is `local` or `dask`: a cluster that runs at the
    address `scheduler` and sees the same folders, or `workers` processes of this machine. The result is the same.
    What was done is kept in the folder `work` until all is done, so that a run that was stopped goes on there.

    Raises:
        CurationError: the log cannot be read, the workspace has too little to compare with, `sheet` is not called .csv,
            or no scheduler answers.
    """
    from curation.engines import engine_named
    from curation.formats.files import write_atomically
    from curation.formats.triage_sheet import triage_sheet_bytes
    from curation.line import triage as line
    from curation.stages.decide import decide

    refuse_in_log(Path(log), sheet, table, work)
    refuse_in_work(work, sheet, table)
    for target in (sheet, table):
        if target is not None:
            refuse_existing(target)
    if sheet is not None and Path(sheet).suffix.lower() != ".csv":
        raise CurationError(f"{sheet}: a sheet is written as CSV; give it a name that ends in .csv")
    facts = facts_of(usable(folder), {})
    named = columns or facts.settings.columns.named()
    place, rows = (None if name is None else Path(name) for name in (work, table))

    def filed(found: Triaged) -> None:
        if sheet is not None:
            write_atomically(Path(sheet), triage_sheet_bytes(found))

    with engine_named(engine, scheduler=scheduler, workers=workers) as chosen:
        return line(facts, decide(facts), Path(log), named, chosen, folder=place, table=rows, done=filed, say=say)


def duplicates(
    log: str | Path,
    *,
    threshold: float = 0.9,
    columns: Mapping[str, str] | None = None,
    table: str | Path | None = None,
    engine: str = "local",
    scheduler: str | None = None,
    workers: int | None = None,
    work: str | Path | None = None,
    say: Say = lambda _: None,
) -> Duplicates:
    """The texts of a log that are nearly the same, grouped around the most frequent of them; no workspace is needed.

    Alike are texts of which the character TF-IDF over this log has a cosine of `threshold` or more (0.5..1). Every text
    of a group is alike to the one that stands for it. Pairs are found by signatures, 99 in 100 of them
    (`curation.analysis.minhash`); in families of thousands from one template each text is compared with 128 others.
    The result holds the 10,000 groups of most lines; `table` gets a line of JSON for every text, and is not replaced
    if it exists. All else is as in `triage`.

    Raises:
        CurationError: the log cannot be read, the threshold cannot be used, or no scheduler answers.
    """
    from curation.engines import engine_named
    from curation.line import duplicates as line

    refuse_in_log(Path(log), table, work)
    refuse_in_work(work, table)
    if table is not None:
        refuse_existing(table)
    place, rows = (None if name is None else Path(name) for name in (work, table))
    with engine_named(engine, scheduler=scheduler, workers=workers) as chosen:
        return line(Path(log), columns or {}, chosen, threshold=threshold, folder=place, table=rows, say=say)
