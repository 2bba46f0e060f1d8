"""One writer at a time for a file that several may add to."""

from __future__ import annotations

import os
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["locked"]

_PATIENCE = 10.0
"""Seconds after which somebody who still holds the lock is named; adding rows takes milliseconds."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file, by whatever name it is reached, while the block runs; the system lets go if the process dies.

    The lock stands among the temporary files, so that nothing is left beside a file that is kept in git. Processes of
    one machine take turns by it; a folder that two machines share is watched by the state of the file alone.

    Raises:
        CurationError: somebody else holds it for too long, or there is no place for a lock.
    """
    from tempfile import gettempdir

    from filelock import FileLock, Timeout

    name = sha256(os.path.realpath(path).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    lock = FileLock(Path(gettempdir()) / f"curation-{name}.lock", timeout=_PATIENCE, mode=0o666)
    try:
        lock.acquire()
    except Timeout:
        raise CurationError(f"{path}: another program is writing to it; try again") from None
    except OSError as error:
        raise CurationError(f"{path}: cannot be locked: {error.strerror}; nothing was changed") from None
    try:
        yield
    finally:
        lock.release()
