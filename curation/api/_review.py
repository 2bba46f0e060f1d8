"""Proposals, the questions made of them, people's answers, and where everything stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curation.api._gather import facts_of, load, usable
from curation.errors import CurationError
from curation.formats.files import read_bytes, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable

    from curation.api._gather import Source
    from curation.model.mapping import Mapping
    from curation.model.proposal import Proposals
    from curation.model.review import ReviewQueue
    from curation.model.standing import Standing
    from curation.model.status import Status

    Say = Callable[[str], None]

__all__ = [
    "decide", "propose", "refuse_existing", "review_page", "review_queue", "review_sheet", "sssom", "standing",
    "status", "with_answers",
]  # fmt: skip


def propose(folder: Source, *, say: Say = lambda _: None) -> Proposals:
    """For each unlinked intent that nobody has decided on, the tasks it may lead to, the least certain first."""
    from curation.stages.decide import decide as deciding
    from curation.stages.propose import propose as stage

    say("reading")
    facts = facts_of(usable(folder), {})
    say("ranking tasks")
    return stage(facts, deciding(facts))


def decide(folder: Source) -> Mapping:
    """Where every intent stands, from the files, the settings and `decisions.csv`."""
    from curation.stages.decide import decide as stage

    return stage(facts_of(usable(folder), {}))


def status(folder: Source) -> Status:
    """What is decided, open, stale or in dispute, which pairs were rejected, and how far reviewers agree."""
    from curation.stages.decide import decide as deciding
    from curation.stages.status import status as stage

    workspace = usable(folder)
    return stage(workspace, deciding(facts_of(workspace, {})))


def standing(folder: str | Path = ".") -> Standing:
    """What a folder holds, what stands against an upload, what waits for a person, and the step that comes next.

    A folder without anything that can be curated is no error.

    Raises:
        CurationError: it is no folder, or its settings cannot be used.
    """
    from curation.formats.load import nothing_in
    from curation.line import standing as line
    from curation.model.standing import Standing

    named = Path(folder).as_posix()
    if nothing_in(Path(folder)):
        return Standing(named)
    return line(facts_of(load(folder), {}), named)


def review_queue(folder: Source, *, say: Say = lambda _: None) -> ReviewQueue:
    """Every question that waits for a person, with its evidence: where intents lead, and utterances filed amiss."""
    from curation.stages.decide import decide as deciding
    from curation.stages.inspect import inspect
    from curation.stages.propose import propose as proposing
    from curation.stages.review import review_queue as stage

    say("reading")
    facts = facts_of(usable(folder), {})
    mapping = deciding(facts)
    say("ranking tasks for unlinked intents")
    proposals = proposing(facts, mapping)
    say("looking for utterances that may be filed amiss")
    return stage(facts, mapping, proposals, inspect(facts))


def with_answers(queue: ReviewQueue, folder: Source) -> ReviewQueue:
    """The same questions with the answers that stand in the decisions by now; nothing is analysed again."""
    from curation.stages.decide import decide as deciding
    from curation.stages.review import with_answers as stage

    facts = facts_of(usable(folder), {})
    return stage(queue, facts, deciding(facts))


def review_sheet(queue: ReviewQueue, path: str | Path, *, accept_above: float | None = None) -> Path:
    """Write the questions to a sheet to answer on: a workbook if `path` ends in .xlsx, else CSV.

    With `accept_above` the proposals that are at least as sure (0..1) stand as accepted, for the reviewer to look over.

    Raises:
        CurationError: there is a file already, or more questions than a workbook takes.
    """
    from curation.formats.review_sheet import csv_sheet, xlsx_sheet

    target = refuse_existing(path)
    made = (xlsx_sheet if target.suffix.casefold() == ".xlsx" else csv_sheet)(queue, accept_above=accept_above)
    write_atomically(target, made)
    return target


def review_page(
    queue: ReviewQueue, path: str | Path, *, reviewer: str = "", date: str = "", accept_above: float | None = None
) -> Path:
    """Write the review page with all questions inside; its answers come as a file for `answer`.

    Raises:
        CurationError: there is a file already.
    """
    from curation.render.review_page import review_page_html

    target = refuse_existing(path)
    page = review_page_html(queue, reviewer=reviewer, date=date, accept_above=accept_above)
    write_atomically(target, page.encode("utf-8", errors="backslashreplace"))
    return target


def refuse_existing(path: str | Path, *, remedy: str = "perhaps with answers in it; name another file") -> Path:
    """The path, if nothing is there yet: answers of a person are never written over. `remedy` says what to do else.

    Raises:
        CurationError: there is something.
    """
    target = Path(path)
    if target.exists():
        raise CurationError(f"{target}: is there already, {remedy}")
    return target


def sssom(folder: Source, path: str | Path) -> Path:
    """Write decisions and proposals as a table in the Simple Standard for Sharing Ontological Mappings (TSV)."""
    from curation.formats.sssom import sssom_bytes
    from curation.stages.decide import decide as deciding
    from curation.stages.propose import propose as proposing

    facts = facts_of(usable(folder), {})
    mapping = deciding(facts)
    target = Path(path)
    if target.exists() and not read_bytes(target, str(target)).startswith(b"#sssom_version"):
        raise CurationError(f"{target}: is there already, and no mapping table; name another file")
    write_atomically(target, sssom_bytes(mapping, facts.workspace.decisions, proposing(facts, mapping)))
    return target
