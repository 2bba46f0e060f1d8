"""What the data says of itself: findings, what a change would bring, coverage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curation.api._gather import Gathered, accepting, facts_of, refuse_onto, unlimited, usable
from curation.api._review import refuse_existing
from curation.facts.stored import stored_report
from curation.line import decided, placed
from curation.model.contract import ADVISED_ROWS
from curation.model.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from curation.api._gather import Source
    from curation.model.coverage import Coverage
    from curation.model.overview import Overview
    from curation.model.report import Report
    from curation.model.what_if import WhatIfs

    Say = Callable[[str], None]

__all__ = ["coverage", "inspect", "report", "what_if"]


def inspect(
    folder: Source,
    *,
    baseline: str | Path | None = None,
    outputs: Sequence[str | Path] = (),
    say: Say = lambda _: None,
) -> Report:
    """What is unlinked, said twice, mislabelled, ambiguous, redundant or missing, with the evidence.

    Of each statistical rule the findings that matter most are shown (`analysis.most_findings` of the settings), the
    rest are counted in `Report.beyond`. What a decision has settled, or a `baseline` accepts (that of the settings if
    none is given; `curation.api.baseline` with `inspected` writes one), is in `Report.suppressed`. `say` is called with
    what is being done. `outputs` are files that the caller is going to write.

    Raises:
        CurationError: the workspace cannot be used, or an output is one of its files.
    """
    from curation.stages.decide import decide
    from curation.stages.inspect import inspect as stage

    say("reading")
    found_in = Gathered(usable(folder), None if isinstance(folder, Workspace) else Path(folder))
    workspace = accepting(found_in, {} if baseline is None else {"baseline": baseline})
    _refuse_inputs(workspace, folder, outputs)
    say("comparing texts, and asking models that have not seen them")
    facts = facts_of(workspace, {})
    store = None if isinstance(folder, Workspace) else facts.store
    found = stored_report(store, workspace, str(facts.today), lambda: placed(stage(facts), workspace))
    return decided(found, decide(facts))


def _refuse_inputs(workspace: Workspace, folder: Source, outputs: Sequence[str | Path]) -> None:
    root = Path.cwd() if isinstance(folder, Workspace) else Path(folder)
    for output in outputs:
        refuse_onto(workspace, root, output)


def what_if(
    folder: Source, changes: str | Sequence[str], *, outputs: Sequence[str | Path] = (), say: Say = lambda _: None
) -> WhatIfs:
    """The macro F1 of simple models before and after each change, with an interval.

    A change is `merge:A,B` (two intents as one), `drop:ID` or `relabel:ID`, where ID is the fingerprint of a finding
    of `inspect`, or its first digits. Nothing is changed. `outputs` are files that the caller is going to write.

    Raises:
        CurationError: a change cannot be read, names what is not there, or cannot be judged, or an output is an input.
    """
    from curation.model.what_if import WhatIfs
    from curation.stages.inspect import inspect as stage
    from curation.stages.what_if import what_if as asking

    say("comparing texts, and asking models that have not seen them")
    changes = [changes] if isinstance(changes, str) else changes
    facts = unlimited(usable(folder))
    _refuse_inputs(facts.workspace, folder, outputs)
    named = any(not change.startswith("merge:") for change in changes)
    findings = stage(facts).findings if named else ()
    say("asking again with the data changed")
    return WhatIfs(asking(facts, changes, findings))


def coverage(folder: Source, *, enough: int = ADVISED_ROWS, say: Say = lambda _: None) -> Coverage:
    """Rows, phrasings, languages, sources, entities and neighbours of every intent; shares of tasks; values of lists.

    `enough` is the number of phrasings (texts that are not near-duplicates of each other) from which an intent counts
    as covered.
    """
    from curation.stages.coverage import coverage as stage
    from curation.stages.decide import decide

    say("counting")
    facts = facts_of(usable(folder), {})
    return stage(facts, decide(facts), enough=enough)


def report(
    folder: Source,
    *,
    output: str | Path | None = None,
    redact: bool = False,
    enough: int = ADVISED_ROWS,
    force: bool = False,
    say: Say = lambda _: None,
) -> Overview:
    """Every result on one workspace, and one page of it (`output`) that can be mailed.

    The page contacts nothing. With `redact` no utterance can be read in it; names of intents and files can. An existing
    file is replaced with `force` only. With more than 10,000 texts a sample is drawn and listed; figures count all.

    Raises:
        CurationError: a file is there already, or is one of the workspace, or the workspace cannot be used.
    """
    from curation.formats.files import write_atomically
    from curation.line import overview
    from curation.render.report_page import report_html

    if output is not None and not force:
        refuse_existing(output, remedy="and would be replaced; name another file, or give --force")
    say("reading")
    named = "." if isinstance(folder, Workspace) else Path(folder).as_posix()
    workspace = usable(folder)
    _refuse_inputs(workspace, folder, () if output is None else (output,))
    found = overview(facts_of(workspace, {}), folder=named, enough=enough, say=say)
    if output is not None:
        write_atomically(Path(output), report_html(found, redact=redact).encode("utf-8", "backslashreplace"))
    return found
