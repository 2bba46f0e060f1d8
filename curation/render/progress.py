"""What is being done and how long it will take, on stderr, and only for a person at a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Progress", "progress"]

_SETTLED = 2.0
"""Seconds of one piece of work before its rest is estimated: earlier, the estimate would be a guess."""


class Progress:
    """The step at hand, and of a piece of work inside it the part that is done.

    The rest is that of the piece, at the pace it went so far; what comes after it is not known, and nothing is said
    about it.
    """

    def __init__(self, update: Callable[[str], None], clock: Callable[[], float] = monotonic) -> None:
        self._update, self._clock = update, clock
        self._step, self._piece, self._since, self._first = "", (0, 0), 0.0, 0

    def __call__(self, step: str) -> None:
        """Say what is being done now."""
        self._step, self._piece = step, (0, 0)
        self._update(step)

    def part(self, done: int, whole: int) -> None:
        """Say how many rows of the piece at hand are done."""
        before, same = self._piece
        if same != whole or done <= before:
            self._piece, self._since, self._first = (done, whole), self._clock(), done
            return
        self._piece = (done, whole)
        gone = self._clock() - self._since
        rest = ""
        if gone >= _SETTLED and done < whole:
            rest = f", about {_duration(gone / (done - self._first) * (whole - done))} left of this"
        self._update(f"{self._step}: {done:,} of {whole:,}{rest}")


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


@contextmanager
def progress() -> Iterator[Progress | None]:
    """The steps as they go, with the time since the first; `None` where stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("reading")
        yield Progress(lambda text: bars.update(task, description=text))
