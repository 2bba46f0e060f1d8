"""One writer at a time for a file that several may add to."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["locked"]

_PATIENCE = 5.0
_LEFT_BEHIND = 30.0
"""Seconds after which a lock is taken to be left by a process that is gone; adding rows takes milliseconds."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the place `path` with `.lock` behind it while the block runs; what cannot be locked cannot be written.

    A file that only one can create works on every system and file system that a folder can be shared on.

    Raises:
        CurationError: somebody else holds it for too long, or the folder cannot be written to.
    """
    lock = path.with_name(f".{path.name}.lock")
    _take(lock, path)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path, path: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            if _age(lock) > _LEFT_BEHIND:
                lock.unlink(missing_ok=True)
            elif time.monotonic() > until:
                raise CurationError(f"{path}: another program is writing to it; try again") from None
            else:
                time.sleep(0.02)
        except OSError as error:
            raise CurationError(f"{path}: cannot be written: {error.strerror}; nothing was changed") from None
        else:
            return


def _age(lock: Path) -> float:
    try:
        return time.time() - lock.stat().st_mtime
    except FileNotFoundError:
        return 0.0
