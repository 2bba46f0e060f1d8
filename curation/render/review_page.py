"""The review page as one file: markup, style and script, with or without the questions inside."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from curation.render.web import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.model.review import ReviewQueue

__all__ = ["page_values", "review_page_html", "served_page_html"]

_SCRIPTS = ("state.js", "questions.js", "answers.js", "server.js", "start.js")


def review_page_html(
    queue: ReviewQueue, *, reviewer: str = "", date: str = "", accept_above: float | None = None
) -> str:
    """The page with its questions, to be opened from disk. It may contact nothing, and runs no script but its own."""
    values = page_values(queue, reviewer=reviewer, date=date, accept_above=accept_above)
    return _page({"mode": "static", **values}, connect="'none'")


def served_page_html() -> str:
    """The page without questions: it asks the server it came from, which answers to those who know the token."""
    return _page({"mode": "served"}, connect="'self'")


def page_values(queue: ReviewQueue, *, reviewer: str, date: str, accept_above: float | None) -> dict[str, Any]:
    """What the script of the page works on; `name` tells the answers of this queue from those of another."""
    questions = queue.to_dict()
    for shown, item in zip(questions["items"], queue.items, strict=True):
        shown["key"], shown["proposed_cells"] = item.key, list(item.proposed_cells)
        for option, found in zip(shown["options"], item.options, strict=True):
            for row, into in zip(option["rows_into"], found.rows_into, strict=True):
                row["key"] = into.key
    subjects = json.dumps(sorted(item.key for item in queue.items))
    name = sha256(subjects.encode()).hexdigest()[:12]
    return {"queue": questions, "name": name, "reviewer": reviewer, "date": date, "accept_above": accept_above}


def _page(values: Mapping[str, Any], *, connect: str) -> str:
    return page("review", _SCRIPTS, values, connect=connect, parts={})
