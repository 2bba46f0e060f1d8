"""A row of a table, and how a command is timed: whole processes, the median of several, memory by the kernel."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

T = TypeVar("T")
MEGABYTE = 1_000_000


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


def timed(
    command: Sequence[str], *, repeats: int = 3, ok: tuple[int, ...] = (0, 1), fresh: Sequence[Path] = ()
) -> tuple[float, float]:
    """Median seconds of wall time and most megabytes of resident memory of a command, of its largest process.

    What stands at `fresh` is taken away before each run.
    """
    ran = [_run(command, ok, fresh) for _ in range(repeats)]
    return statistics.median(seconds for seconds, _ in ran), max(memory for _, memory in ran)


def timed_in_turn(
    commands: Mapping[str, Sequence[str]],
    *,
    rounds: int = 3,
    ok: tuple[int, ...] = (0,),
    fresh: Mapping[str, Sequence[Path]] | None = None,
) -> dict[str, float]:
    """Median seconds of each command, one after the other in rounds, so that a slow minute is no one's alone."""
    gone = fresh or {}
    ran = [
        {name: _run(command, ok, gone.get(name, ()))[0] for name, command in commands.items()} for _ in range(rounds)
    ]
    return {name: statistics.median(seconds[name] for seconds in ran) for name in commands}


def memory_of_all(command: Sequence[str], *, ok: tuple[int, ...] = (0,), fresh: Sequence[Path] = ()) -> float:
    """Most megabytes that a command and all it started hold at once, looked at every fifth of a second.

    What processes share counts once (proportional set size, where the system tells it).
    """
    import psutil

    _clear(fresh)
    most = 0.0
    process = _started(command)
    while process.poll() is None:
        with suppress(psutil.Error):
            whole = psutil.Process(process.pid)
            held = 0
            for one in (whole, *whole.children(recursive=True)):
                with suppress(psutil.Error):
                    full = one.memory_full_info()
                    held += getattr(full, "pss", full.rss)
            most = max(most, held / MEGABYTE)
        time.sleep(0.2)
    _refuse_failure(process, ok)
    return most


def _run(command: Sequence[str], ok: tuple[int, ...], fresh: Sequence[Path]) -> tuple[float, float]:
    _clear(fresh)
    start = time.perf_counter()
    process = _started(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    _refuse_failure(process, ok)
    return seconds, usage.ru_maxrss * 1024 / MEGABYTE


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _refuse_failure(process: subprocess.Popen[bytes], ok: tuple[int, ...]) -> None:
    if process.returncode not in ok:
        raise RuntimeError(f"{' '.join(map(str, process.args))} left with {process.returncode}")


def _clear(places: Sequence[Path]) -> None:
    for place in places:
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
