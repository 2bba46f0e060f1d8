"""Where work on pieces of a log is done: in this process, or by the workers of a cluster."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from curation.errors import CurationError
from curation.model.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["ENGINES", "Engine", "engine_named"]

Item = TypeVar("Item")
Result = TypeVar("Result")
ENGINES = ("local", "dask")


class Engine(Protocol):
    """What asks a function about items, each by itself, wherever it does so."""

    def map(
        self,
        work: Callable[[Item], Result],
        items: Sequence[Item],
        done: Callable[[int], None] = lambda _: None,
        beside: Callable[[], None] = lambda: None,
    ) -> list[Result]:
        """The results, in the order of the items; `done` is told how many there are so far.

        `work` is a function of a module and gives the same for the same item whenever it is asked, since an engine may
        ask again after a worker died. `beside` is done once by this process, while others work if there are any.
        """
        ...

    def prepare(self, ready: Callable[[], object]) -> None:
        """Let processes that have nothing to do yet load what later work needs; what comes of it is dropped."""
        ...

    def release(self) -> None:
        """Let go of processes that were started here, since nothing more is asked; this one goes on meanwhile."""
        ...


class Local:
    """One item after the other, in this process."""

    def map(
        self,
        work: Callable[[Item], Result],
        items: Sequence[Item],
        done: Callable[[int], None] = lambda _: None,
        beside: Callable[[], None] = lambda: None,
    ) -> list[Result]:
        """The results, in the order of the items."""
        beside()
        found = []
        for count, item in enumerate(items, start=1):
            found.append(work(item))
            done(count)
        return found

    def prepare(self, ready: Callable[[], object]) -> None:
        """Nothing: here nobody waits."""

    def release(self) -> None:
        """Nothing: there are none."""


@contextmanager
def engine_named(name: str = "local", *, scheduler: str | None = None, workers: int | None = None) -> Iterator[Engine]:
    """The engine of a name, as long as the block runs; its workers end with it.

    `scheduler` is the address of a Dask cluster that runs already and sees the same folders; without one, `workers`
    processes are started on this machine (as many as there are cores).

    Raises:
        CurationError: there is no such engine, its package is missing, or nobody answers at the address.
    """
    if name not in ENGINES:
        raise CurationError(f'there is no engine "{name}"; {did_you_mean(name, ENGINES)}')
    if name == "local":
        if scheduler or workers:
            raise CurationError("a scheduler and workers are for the engine dask; give --engine dask")
        yield Local()
        return
    if scheduler and workers:
        raise CurationError("a cluster that runs already has its workers; leave out --workers")
    from curation.engines.cluster import cluster

    with cluster(scheduler, workers) as engine:
        yield engine
