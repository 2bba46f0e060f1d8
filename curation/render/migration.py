"""Exports on their way into another resource, for a terminal and for the bundle's report."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.words import plural
from curation.render.conversion import note_lines
from curation.render.findings import report_text, summary_line
from curation.render.findings_markdown import report_markdown
from curation.render.inert import inert
from curation.render.inert import inert_markdown as md

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.migration import Migration

__all__ = ["migration_markdown", "migration_text"]

_SHOWN = 20


def migration_text(found: Migration) -> str:
    """Each project in import order, what became of it, and what to do next."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Migration) -> Iterator[str]:
    for number, project in enumerate(found.projects, start=1):
        how = "as it came" if project.unchanged else "written anew"
        yield f"{number}. {inert(project.project)}  {project.kind}, {plural(project.rows, 'row')}, {how}"
        yield f"   from {inert(project.file)} ({inert(project.format)})"
        yield from (f" {line}" for line in note_lines(project.notes))
    for file, reason in found.passed_over[:_SHOWN]:
        yield f"passed over: {inert(file)}: {inert(reason)}"
    if len(found.passed_over) > _SHOWN:
        yield f"passed over: {plural(len(found.passed_over) - _SHOWN, 'file')} more"
    yield from (f"not read: {inert(file)}: {inert(reason)}" for file, reason in found.unread)
    yield f"findings: {summary_line(found.report)}"
    for link in found.missing[:_SHOWN]:
        where = f"{inert(link.target)} ({link.kind}), which is not among the exports"
        yield f"link: {inert(link.project)} / {inert(link.intent)} leads to {where}"
    if len(found.missing) > _SHOWN:
        yield f"link: {plural(len(found.missing) - _SHOWN, 'other')} like that"
    if found.bundle is None:
        yield from _blocked(found)
    else:
        where = inert(shlex.quote(found.output or ""))
        yield f"bundle: {plural(len(found.bundle.files), 'file')} in {where}, read back and valid"
        yield f"Next: read {where}/IMPORT.md; bash {where}/import.sh shows what would be sent"


def _blocked(found: Migration) -> Iterator[str]:
    errors = found.report.at_least(Severity.ERROR)
    if errors:
        yield ""
        yield report_text(found.report).rstrip("\n")
    yield f"Nothing was written: {found.blocked}."
    if errors:
        yield "Next: mend them in the exports (curation check FILE --fix does what needs no person), and migrate again"
    elif found.blocked.endswith("may be a project"):
        yield "Next: export these files again, or say --allow-unread if they are none"
    else:
        yield "Next: add the exports of these projects, or say --allow-missing if they are in the resource already"


def migration_markdown(found: Migration) -> str:
    """`report.md` of a migration: where each project came from, and the findings."""
    lines = ["# Migration report", "", "| project | kind | rows | from | format | |", "|---|---|---:|---|---|---|"]
    for project in found.projects:
        how = "as it came" if project.unchanged else "written anew"
        cells = (md(project.project), project.kind, f"{project.rows:,}", md(project.file), md(project.format), how)
        lines.append("| " + " | ".join(cells) + " |")
    noted = [(project, note) for project in found.projects for note in project.notes]
    if noted:
        lines += ["", "| project | | what became of it | times |", "|---|---|---|---:|"]
        lines += [f"| {md(p.project)} | {n.kind} | {md(n.what)} | {n.count:,} |" for p, n in noted]
    lines += ["", *(f"- passed over: {md(file)}: {md(reason)}" for file, reason in found.passed_over)]
    return "\n".join(lines).rstrip("\n") + "\n\n" + report_markdown(found.report)
