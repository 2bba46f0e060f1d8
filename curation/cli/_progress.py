"""Progress of a command: its steps, and how far the work inside one has come."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from curation.render.progress import progress as shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["progress"]


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A function to say the current step with; silent where stderr is not a terminal."""
    with shown() as say:
        if say is None:
            yield lambda _: None
            return
        from curation.api import watched

        with watched(say.part):
            yield say
