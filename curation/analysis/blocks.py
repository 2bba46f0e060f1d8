"""Work over fixed blocks of rows on all cores, with the same numbers whatever their count."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["filled", "in_blocks", "single_threaded", "summed", "watched", "worker_count"]

T = TypeVar("T")
_BLOCK = 1024
_LARGE_BLOCK = 8192
_watcher: ContextVar[Callable[[int, int], None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(tell: Callable[[int, int], None]) -> Iterator[None]:
    """Tell how many rows of how many are done whenever a block is, for a person who waits.

    Work on other threads is not told of, so that one piece of work counts once.
    """
    token = _watcher.set(tell)
    try:
        yield
    finally:
        _watcher.reset(token)


def worker_count() -> int:
    """How many blocks are worked on at once: one a core, and no more than `CURATION_WORKERS` where it is set."""
    asked = os.environ.get("CURATION_WORKERS", "")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, int(asked))) if asked.isdecimal() and int(asked) else cores


def in_blocks(work: Callable[[slice], T], count: int, *, size: int = _BLOCK) -> list[T]:
    """`work` on each block of rows, results in order.

    Where the blocks begin depends on `count` and `size` alone, so that sums over them come out the same to the last
    bit with one worker or with many. numpy and scipy let go of the interpreter while they compute.
    """
    pieces = [slice(start, min(start + size, count)) for start in range(0, count, size)]
    workers = worker_count()
    if workers == 1 or len(pieces) < 2:
        return list(_told(map(work, pieces), pieces))
    with ThreadPoolExecutor(workers) as pool:
        return list(_told(pool.map(work, pieces), pieces))


def _told(results: Iterator[T], pieces: list[slice]) -> Iterator[T]:
    tell = _watcher.get()
    for result, piece in zip(results, pieces, strict=True):
        if tell is not None:
            tell(piece.stop, pieces[-1].stop)
        yield result


def filled(work: Callable[[slice], NDArray[np.float32]], count: int, width: int) -> NDArray[np.float32]:
    """A matrix of `count` rows whose blocks `work` makes, without holding it twice."""
    import numpy as np

    out = np.empty((count, width), dtype=np.float32)

    def fill(block: slice) -> None:
        out[block] = work(block)

    in_blocks(fill, count)
    return out


def summed(work: Callable[[slice], NDArray[Any]], count: int) -> NDArray[Any]:
    """The sum of what `work` makes of each block; blocks are large, because all their results are held at once."""
    import numpy as np

    return np.asarray(sum(in_blocks(work, count, size=_LARGE_BLOCK)))


@contextmanager
def single_threaded() -> Iterator[None]:
    """Linear algebra on one thread a call: how a library divides a product would else depend on the machine."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield
