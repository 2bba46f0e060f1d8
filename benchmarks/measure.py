"""A row of a table, and how a command is timed: whole processes, the best of several, memory by the kernel."""

from __future__ import annotations

import os
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """One measurement; `peer` did the same work in the same run, `bar` is what we hold ourselves to."""

    measure: str
    data: str
    value: float
    unit: str
    peer: str | None = None
    peer_value: float | None = None
    bar: str | None = None
    holds: bool | None = None


def apart(work: Callable[..., T], *arguments: object) -> T:
    """The result of a function that another process worked on, so that this one stays small.

    The kernel counts the memory of a process that starts another as that of the other one, until it runs its own
    program.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def timed(command: Sequence[str], *, repeats: int = 3, ok: tuple[int, ...] = (0, 1)) -> tuple[float, float]:
    """Least seconds of wall time and most megabytes of resident memory of a command."""
    seconds, memory = [], []
    for _ in range(repeats):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        memory.append(usage.ru_maxrss / 1024)
        code = os.waitstatus_to_exitcode(status)
        process.returncode = code
        if code not in ok:
            raise RuntimeError(f"{' '.join(command)} left with {code}")
    return min(seconds), max(memory)
