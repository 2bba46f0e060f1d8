"""What can go wrong outside the data: mistakes a user can put right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ChangedMeanwhileError", "CurationError", "UnknownFormatError", "UnreadableFileError"]


class CurationError(Exception):
    """A mistake the user can put right; the message says what happened and what to do.

    Problems inside utterance files are findings, not errors. The command line prints the message and exits
    with 2; no utterance may ever be part of it.
    """


class ChangedMeanwhileError(CurationError):
    """A file is not any more what it was when the caller read it; nothing was written."""


class UnreadableFileError(CurationError):
    """A file that cannot be read at all: missing, a folder, not JSON, not text.

    `line` and `column` are 1-based, the column in UTF-16 code units; both are 1 where no place can be named.
    """

    def __init__(self, file: str, problem: str, *, line: int = 1, column: int = 1) -> None:
        where = f"{file}:{line}:{column}" if (line, column) != (1, 1) else file
        super().__init__(f"{where}: {problem}")
        self.file = file
        self.problem = problem
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[Callable[..., UnreadableFileError], tuple[object, ...]]:
        """An error may come back from another process."""
        return partial(type(self), line=self.line, column=self.column), (self.file, self.problem)


class UnknownFormatError(UnreadableFileError):
    """A file that is in none of the formats; what it looks like is in the message."""
