"""`report.html`: one file that a curator mails to a colleague."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

from curation.model.finding import Severity
from curation.render import report_sections as plain
from curation.render.report_parts import choice, command, filtered_table, region
from curation.render.report_values import masked, report_values
from curation.render.web import escaped, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from curation.model.overview import Overview

    Shown = Callable[[str], str]

__all__ = ["report_html"]

_SCRIPTS = ("tables.js", "rows.js", "confusion.js", "map.js")
_TOO_LITTLE = "two intents with five different texts each are needed"


def report_html(found: Overview, *, redact: bool = False) -> str:
    """The page; with `redact` no utterance can be read in it, names of intents and files can.

    It contacts nothing and runs no script but its own.
    """
    shown: Shown = masked if redact else str
    parts = {
        "title": f"{escaped(found.title)} - curation report",
        "links": "".join(f'<a href="#{part.name}">{part.title}</a>' for part in _SECTIONS),
        "sections": "\n".join(_sections(found, shown)),
    }
    return page("report", _SCRIPTS, report_values(found, redact=redact), parts=parts)


def _sections(found: Overview, shown: Shown) -> Iterator[str]:
    yield "<section>" + "\n".join((*plain.verdict(found, shown), *plain.figures(found, shown))) + "</section>"
    for part in _SECTIONS:
        body = "\n".join(part.make(found, shown))
        head = f'<h2 id="{part.name}-title">{part.title}</h2>'
        yield f'<section id="{part.name}" tabindex="-1" aria-labelledby="{part.name}-title">{head}{body}</section>'


def _confusion(found: Overview, shown: Shown) -> Iterator[str]:
    scopes = list(dict.fromkeys(point.scope for point in found.points if point.said))
    if not scopes:
        yield f"<p>There is too little to judge by: {_TOO_LITTLE}.</p>"
        return
    yield "<p>Rows are what texts are filed under, columns what models that have not seen them take them for."
    yield "A number leads to its texts.</p>"
    yield f'<div class="filters">{choice("project", scopes, "id=confusion-scope")}</div>'
    yield '<p id="confusion-note" class="fine"></p>'
    caption = '<caption class="fine">Filed under, by row; taken for, by column.</caption>'
    body = '<thead id="confusion-head"></thead><tbody id="confusion-body"></tbody>'
    yield region("Confusion", f'<table class="matrix">{caption}{body}</table>')


def _plane(found: Overview, shown: Shown) -> Iterator[str]:
    scopes = list(dict.fromkeys(point.scope for point in found.points if point.x >= 0))
    if not scopes:
        yield f"<p>There is too little to draw: {_TOO_LITTLE}.</p>"
        return
    yield "<p>Each text stands near its intent, and as near to another as models that have not seen it take it for that"
    yield "one. A ring marks a text that is likelier filed amiss than not. The table of utterances below has the same"
    yield "texts.</p>"
    doubtful = '<label>doubtful or taken for another <input type="checkbox" id="map-doubtful"></label>'
    choices = choice("project", scopes, "id=map-scope") + choice("intent", (), "id=map-intent")
    yield f'<div class="filters">{choices}{doubtful}</div>'
    label = "Map of the utterances; the table of utterances has the same texts"
    canvas = f'<canvas id="map" role="img" aria-label="{label}"></canvas>'
    yield f'<div class="stage">{canvas}<div id="tip" hidden></div></div>'


def _findings(found: Overview, shown: Shown) -> Iterator[str]:
    report = found.report
    if not report.findings:
        yield "<p>Nothing was found.</p>"
    filters = (
        ("severity", "severity", [str(severity) for severity in Severity]),
        ("code", "rule", sorted({f.code for f in report.findings})),
        ("subject", "about", sorted({f.subject for f in report.findings if f.subject})),
    )
    columns = (("severity", "rank"), ("rule", "code"), ("what", "message"), ("place", "place"))
    if report.beyond:
        beyond = ", ".join(f"{code} {count:,}" for code, count in report.beyond)
        yield f'<p class="fine">Of statistical rules what matters most is shown; more was found: {escaped(beyond)}.</p>'
    yield from filtered_table("findings", filters, columns)
    yield '<p class="fine">The first finds what concerns the files, the second what concerns routing.</p>'
    yield command(f"curation check {shlex.quote(found.folder)}")
    yield command(f"curation inspect {shlex.quote(found.folder)}")


def _texts(found: Overview, shown: Shown) -> Iterator[str]:
    points = found.points
    filters = (
        ("scope", "project", list(dict.fromkeys(point.scope for point in points))),
        ("intent", "intent", sorted({point.intent for point in points})),
        ("said", "taken for", sorted({point.said for point in points if point.said})),
        ("taken", "taken", ("right", "wrong", "unknown")),
        ("doubtful", "likely filed amiss", ("yes", "no")),
        ("side", "side", sorted({point.side for point in points if point.side})),
        ("language", "language", sorted({point.language for point in points if point.language})),
    )
    columns = (("text", "find"), ("intent", "intent"), ("side", "side"), ("taken for", "said"), ("amiss", "doubt"),
               ("place", "place"))  # fmt: skip
    yield from filtered_table("texts", filters, columns)


class _Section(NamedTuple):
    """A section: its anchor, its heading, and what makes its markup."""

    name: str
    title: str
    make: Callable[[Overview, Shown], Iterator[str]]


_SECTIONS = (
    _Section("coverage", "Coverage", plain.coverage),
    _Section("links", "Links", plain.links),
    _Section("overlaps", "Overlapping intents", plain.overlaps),
    _Section("confusion", "What is taken for what", _confusion),
    _Section("plane", "Map of the utterances", _plane),
    _Section("split", "Split", plain.split),
    _Section("findings", "Findings", _findings),
    _Section("texts", "Utterances", _texts),
    _Section("rules", "Rules", plain.rules),
    _Section("inputs", "Where this comes from", plain.inputs),
)
"""In the order in which a reader asks."""
