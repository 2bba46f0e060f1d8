"""Every step on one workspace, for one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.line._place import placed
from curation.line._settled import settled
from curation.line._upload import for_upload
from curation.model.document import DocumentKind
from curation.model.overview import InputFile, Overview
from curation.model.run import RunResult
from curation.stages.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from curation.facts import Facts
    from curation.model.workspace import Workspace

__all__ = ["overview", "overview_of"]

MOST_TEXTS = 10_000
"""Texts on a page; beyond that a sample stands for all, or no browser would open it in a moment."""


def overview(
    facts: Facts, *, folder: str, enough: int, most: int = MOST_TEXTS, say: Callable[[str], None] = lambda _: None
) -> Overview:
    """Check, inspect, count, propose, split and forecast; nothing is written or changed.

    Severities are those of an upload, as those of a run.
    """
    from curation.stages.decide import decide
    from curation.stages.inspect import inspect
    from curation.stages.propose import propose
    from curation.stages.split import split

    facts = for_upload(facts)
    workspace = facts.workspace
    say("checking")
    report = placed(validate(facts), workspace)
    say("comparing texts, and asking models that have not seen them")
    report = report + placed(inspect(facts), workspace)
    mapping = decide(facts)
    say("ranking tasks")
    kept = report.keeping(lambda finding: not settled(finding, mapping))
    made = RunResult(
        workspace,
        kept,
        mapping,
        propose(facts, mapping),
        split=split(facts, mapping),
        settled=len(report.findings) - len(kept.findings),
        folder=folder,
    )
    return overview_of(facts, made, enough=enough, most=most, say=say)


def overview_of(
    facts: Facts,
    made: RunResult,
    *,
    enough: int,
    most: int = MOST_TEXTS,
    say: Callable[[str], None] = lambda _: None,
) -> Overview:
    """What a run has found, with coverage, a forecast and a map.

    Raises:
        RuntimeError: the run has no split.
    """
    from curation.stages.coverage import coverage
    from curation.stages.evaluate import evaluate_judgement
    from curation.stages.plot import plot

    if made.split is None:
        raise RuntimeError("an overview needs a split")
    evaluations = evaluate_judgement(facts, made.mapping, made.split)
    say("drawing the map")
    points, left_out = plot(facts, made.split, most=most)
    return Overview(
        title=_title(facts.workspace),
        folder=made.folder,
        report=made.report,
        coverage=coverage(facts, made.mapping, enough=enough),
        mapping=made.mapping,
        proposals=made.proposals,
        split=made.split,
        evaluations=evaluations,
        points=points,
        left_out=left_out,
        inputs=tuple(_inputs(facts.workspace)),
        settled=made.settled,
    )


def _title(workspace: Workspace) -> str:
    named = [workspace.orchestration] if workspace.orchestration else list(workspace.own_projects)
    names = [project.name for project in named if project and project.name]
    return ", ".join(names[:3]) or workspace.settings.project.name or "utterances"


def _inputs(workspace: Workspace) -> list[InputFile]:
    projects = [*workspace.labelled_projects, *(task.project for task in workspace.tasks)]
    rows = {project.file: len(project.utterances) for project in projects}
    return [
        InputFile(d.file, d.kind.words, d.sha256, rows.get(d.file, 0))
        for d in workspace.documents
        if d.kind is not DocumentKind.UNKNOWN
    ]
