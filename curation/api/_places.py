"""Where what is made of a log may not be written."""

from __future__ import annotations

import os
from pathlib import Path

from curation.errors import CurationError

__all__ = ["refuse_in_log", "refuse_in_work"]


def refuse_in_log(log: Path, *written: str | Path | None) -> None:
    """Refuse to write onto a log, or into a folder of logs, where it would be read the next time.

    Raises:
        CurationError: one of `written` is there.
    """
    for path in written:
        if path is not None and Path(os.path.realpath(path)).is_relative_to(os.path.realpath(log)):
            raise CurationError(f"{path}: is, or lies in, the log that is read; name another place")


def refuse_in_work(work: str | Path | None, *written: str | Path | None) -> None:
    """Refuse to write into the folder of work on a log, which is cleared when it is done, or two things into one file.

    Raises:
        CurationError: one of `written` is there, or named twice.
    """
    real = [os.path.realpath(path) for path in written if path is not None]
    if len(set(real)) < len(real):
        raise CurationError(f"{real[0]}: two things would be written to it; give each a file of its own")
    for path in real:
        if work is not None and Path(path).is_relative_to(os.path.realpath(work)):
            raise CurationError(f"{path}: lies in the folder of the work, which is cleared; name another place")
