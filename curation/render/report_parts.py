"""The small parts that the report is put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.render.web import attribute, escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["bar", "choice", "command", "figure", "filtered_table", "go", "link_figure", "named", "region", "table"]


_LINES_SHOWN = 6
"""How far bars go, in parts of the line: an intent of a thousand texts would else hide those that have too few."""


def named(text: str) -> str:
    """A name or an utterance, whatever direction its letters run in."""
    return f"<bdi>{escaped(text)}</bdi>"


def command(words: str) -> str:
    """A command that is ready to copy."""
    button = '<button type="button" data-copy="">copy</button>'
    return f'<div class="command"><code>{escaped(words)}</code>{button}</div>'


def go(rows: str, filters: Mapping[str, str], inside: str, *, kind: str = "plain") -> str:
    """A button that leads to the findings or texts behind it; `inside` is markup."""
    return f'<button type="button" class="{kind}" data-{rows}="{attribute(filters)}">{inside}</button>'


def figure(value: str, what: str, rows: str, filters: Mapping[str, str]) -> str:
    """A number that leads to its rows."""
    return go(rows, filters, _figure(value, what), kind="figure")


def link_figure(value: str, what: str, section: str) -> str:
    """A number that leads to a section."""
    return f'<a href="#{section}">{_figure(value, what)}</a>'


def _figure(value: str, what: str) -> str:
    return f'<span class="value">{escaped(value)}</span><span class="what">{escaped(what)}</span>'


def bar(value: int, line: int, most: int) -> str:
    """A bar against a line, as a picture with words for those who do not see it; a very long one ends at the edge."""
    whole = max(min(most, line * _LINES_SHOWN), line * 2, 1)
    low = " low" if value < line else ""
    at = f"{1000 * line / whole:.0f}"
    label = f'role="img" aria-label="{value} of {line}"'
    fill = f'<rect class="fill{low}" width="{min(1000, 1000 * value / whole):.0f}" height="10"></rect>'
    mark = f'<line class="line" x1="{at}" x2="{at}" y1="0" y2="10" vector-effect="non-scaling-stroke"></line>'
    return f'<span class="bar"><svg viewBox="0 0 1000 10" preserveAspectRatio="none" {label}>{fill}{mark}</svg></span>'


def region(label: str, inside: str) -> str:
    """A part that scrolls by itself, with the keyboard as well."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escaped(label)}">{inside}</div>'


def table(label: str, caption: str, heads: Iterable[tuple[str, str]], rows: Iterable[Iterable[str]]) -> str:
    """A table whose cells are markup; heads are (title, class), a class counts for its column."""
    columns = list(heads)
    head = "".join(f'<th scope="col"{_kind(kind)}>{escaped(title)}</th>' for title, kind in columns)
    body = "".join(
        "<tr>" + "".join(f"<td{_kind(k)}>{c}</td>" for c, (_, k) in zip(row, columns, strict=True)) + "</tr>"
        for row in rows
    )
    caption = f'<caption class="fine">{escaped(caption)}</caption>'
    return region(label, f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def choice(title: str, values: Iterable[str], attributes: str, *, first: str = "") -> str:
    """A labelled choice among values, behind the markup of a `first` one."""
    options = first + "".join(map(_option, values))
    return f"<label>{escaped(title)} <select {attributes}>{options}</select></label>"


def _option(value: str) -> str:
    """An option whose value is JSON: what is shown may have escapes where the value has letters that steer."""
    return f'<option value="{attribute(value)}">{escaped(value)}</option>'


def filtered_table(
    name: str, filters: Iterable[tuple[str, str, Iterable[str]]], columns: Iterable[tuple[str, str]]
) -> Iterator[str]:
    """A table that the script fills: its search, its filters (column, title, values) and its headings to sort by."""
    own = f'data-table="{name}"'
    find = f'<label>find <input type="search" {own} data-column="find" autocomplete="off" spellcheck="false"></label>'
    choices = "".join(_filter(own, column, title, values) for column, title, values in filters)
    yield f'<div class="filters">{find}{choices}</div><p id="{name}-count" class="fine"></p>'
    heads = "".join(
        f'<th scope="col"><button type="button" data-sort="{name}" data-column="{column}">{title}</button></th>'
        for title, column in columns
    )
    caption = '<caption class="fine">A heading sorts.</caption>'
    body = f'<tbody id="{name}-body"></tbody>'
    yield region(f"Table of {name}", f"<table>{caption}<thead><tr>{heads}</tr></thead>{body}</table>")
    yield f'<p><button type="button" id="{name}-more" hidden>show more</button></p>'


def _filter(own: str, column: str, title: str, values: Iterable[str]) -> str:
    return choice(title, values, f'{own} data-column="{column}"', first='<option value="">all</option>')
