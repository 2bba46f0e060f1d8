"""Work over fixed blocks of rows on all cores, with the same numbers whatever their count."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["filled", "in_blocks", "single_threaded", "summed", "worker_count"]

T = TypeVar("T")
_BLOCK = 1024
_LARGE_BLOCK = 8192


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
        return [work(piece) for piece in pieces]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, pieces))


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
