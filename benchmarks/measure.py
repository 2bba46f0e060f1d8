"""A row of a table, and how a command is timed: whole processes, the best of several, memory by the kernel."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


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
