"""Two folders that change places in one step, where the system can do that."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["swapped"]

_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2


def swapped(one: Path, other: Path) -> bool:
    """Let two paths change places, and say whether that was done; a killed process leaves them as they were or after.

    By `renameat2` on Linux and `renamex_np` on macOS; other systems, and file systems that cannot, are left alone.
    """
    import ctypes

    first, second = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(library.renamex_np(first, second, ctypes.c_uint(_RENAME_SWAP)) == 0)
        return bool(library.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, ctypes.c_uint(_RENAME_EXCHANGE)) == 0)
    except (AttributeError, OSError, TypeError):
        return False
