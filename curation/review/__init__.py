"""Asking a person: a page served to this machine only, a page or a sheet as a file, or the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from curation import api
from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from curation.model.review import ReviewQueue

__all__ = ["serve", "write_or_ask"]


def write_or_ask(
    folder: Path,
    queue: ReviewQueue,
    *,
    html: Path | None,
    sheet: Path | None,
    tty: bool,
    port: int,
    open_browser: bool,
    accept_above: float | None,
    reviewer: str,
    date: str,
    say: Callable[[str], None],
) -> None:
    """Ask in the way that was chosen, and say how it goes on.

    Raises:
        CurationError: a file is there already, nobody can be asked, or the folder cannot be used.
    """
    wanted = len(queue.wanted)
    if html is not None:
        page = api.review_page(queue, html, reviewer=reviewer, date=date, accept_above=accept_above)
        say(f"{wanted} questions in {page}")
        say("open it in a browser, answer, download the decisions, and take them over: curation decide FOLDER FILE")
    elif sheet is not None:
        say(f"{wanted} questions in {api.review_sheet(queue, sheet, accept_above=accept_above)}")
        say("fill the columns decision, target, into and note, and take them over: curation decide FOLDER FILE")
    elif tty:
        from curation.review.terminal import ask

        if not reviewer:
            raise CurationError("say who answers: --reviewer NAME")
        ask(folder, queue, reviewer=reviewer, date=date, lines=sys.stdin, say=say)
    else:
        serve(
            folder, queue, port=port, open_browser=open_browser, accept_above=accept_above, reviewer=reviewer,
            date=date, say=say,
        )  # fmt: skip


def serve(
    folder: Path,
    queue: ReviewQueue,
    *,
    port: int = 0,
    open_browser: bool = True,
    accept_above: float | None = None,
    reviewer: str = "",
    date: str = "",
    say: Callable[[str], None] = print,
) -> None:
    """Serve the review page on 127.0.0.1 until the process is interrupted.

    Raises:
        CurationError: the folder or the port cannot be used.
    """
    import webbrowser

    from curation.review.server import ReviewServer

    with ReviewServer(folder, queue, port=port, reviewer=reviewer, date=date, accept_above=accept_above) as server:
        say(f"{len(queue.wanted)} questions at {server.address}")
        say("answers are kept at once; stop with Ctrl-C")
        if open_browser:
            webbrowser.open(server.address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("stopped; every answer that was given is kept")
