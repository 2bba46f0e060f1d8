"""Work on the processes of a Dask cluster: one that runs somewhere, or one of this machine's own."""

from __future__ import annotations

import gc
import logging
import signal
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from curation.analysis.blocks import worker_count
from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Cluster", "cluster"]

Item = TypeVar("Item")
Result = TypeVar("Result")
_PATIENCE = 10
"""Seconds in which a scheduler has to answer."""
_DEATHS = 10
"""Workers that may die over one item before it is taken for what kills them."""
_OWN = {"CURATION_WORKERS": "1", "TOKENIZERS_PARALLELISM": "false"}
"""The cores are shared out among processes already."""


class Cluster:
    """An engine whose items are worked on by the workers of a Dask client."""

    def __init__(self, starting: Future[Any], close: Callable[[], object] = lambda: None) -> None:
        self._starting, self._close = starting, close
        self._preparing: list[Any] = []  # held, because Dask drops work that nobody waits for

    @property
    def client(self) -> Any:  # noqa: ANN401 - the package has no types
        """The client, once its cluster is there.

        Raises:
            CurationError: the cluster could not be started.
        """
        try:
            return self._starting.result()
        except (OSError, RuntimeError, TimeoutError, ValueError) as error:
            problem = f"the workers of the engine dask could not be started: {type(error).__name__}"
            raise CurationError(f"{problem}; give fewer --workers, a --scheduler, or --engine local") from None

    def map(
        self,
        work: Callable[[Item], Result],
        items: Sequence[Item],
        done: Callable[[int], None] = lambda _: None,
        beside: Callable[[], None] = lambda: None,
    ) -> list[Result]:
        """The results, in the order of the items; what a dead worker had is done again by another.

        A cluster takes a second or two to start. What can be done here until then is done here.

        Raises:
            CurationError: no worker is left, or the work raised it.
        """
        from distributed import KilledWorker, as_completed

        found: list[Result] = []
        while len(found) < len(items) and not self._starting.done():
            found.append(work(items[len(found)]))
            done(len(found))
        futures = self.client.map(work, items[len(found) :], pure=False, batch_size=1)
        try:
            beside()
            told = as_completed(futures, raise_errors=False, loop=self.client.loop)
            for count, future in enumerate(told, start=len(found) + 1):
                if future.status == "error":
                    break
                done(count)
            return [*found, *self.client.gather(futures)]
        except KilledWorker as error:
            raise CurationError(f"{_DEATHS} workers died over one piece of work: {error.task}") from None
        finally:
            self.client.cancel(futures)

    def prepare(self, ready: Callable[[], object]) -> None:
        """Let each worker load what later work needs; a worker that dies of it, or an error, is left to that work."""
        for worker in self.client.scheduler_info(n_workers=-1)["workers"]:
            self._preparing.append(self.client.submit(ready, workers=[worker], pure=False))

    def release(self) -> None:
        """Begin to close a cluster of this machine's own, which takes a moment; one that ran before is left alone."""
        self._close()


@contextmanager
def cluster(scheduler: str | None, workers: int | None) -> Iterator[Cluster]:
    """An engine on a cluster, which is left running if it ran before.

    Raises:
        CurationError: the package is missing, or no scheduler answers.
    """
    if find_spec("dask") is None or find_spec("distributed") is None:  # loading it takes a while: not in this thread
        raise CurationError("the engine dask needs a package: pip install 'clu-curation[dask]'")
    try:
        import dask
    except ValueError:
        raise CurationError("Dask cannot read its own settings (DASK_CONFIG, ~/.config/dask); mend them") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it says of lost workers is said by us
    settings = {
        "distributed.scheduler.allowed-failures": _DEATHS,
        "distributed.admin.log-level": "critical",
        # Dask gives memory back at once, and every array is then paid for with new pages: a fifth of the time here.
        "distributed.nanny.pre-spawn-environ": {"MALLOC_TRIM_THRESHOLD_": None},
    }
    with dask.config.set(settings), ExitStack() as closing, ThreadPoolExecutor(1) as starter:
        if scheduler:
            there: Future[Any] = Future()
            there.set_result(_client(scheduler, closing))
            yield Cluster(there)
        else:
            own = starter.submit(_own, workers or worker_count(), closing)
            closed: list[Future[None]] = []
            try:
                yield Cluster(own, lambda: closed.append(starter.submit(closing.close)))
            finally:
                _wait_for(closed)


def _wait_for(closed: Sequence[Future[None]]) -> None:
    """Wait until all is closed, also where somebody interrupts that: a cluster left half-way prints a traceback."""
    try:
        wait(closed)
    except KeyboardInterrupt:
        wait(closed)
        raise


def _own(workers: int, closing: ExitStack) -> Any:  # noqa: ANN401
    """A client of a cluster on this machine; `closing` ends both."""
    from distributed import Client, LocalCluster

    _keep_interrupts_out()
    own = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
        env=_OWN,
    )
    closing.callback(own.close)
    client = Client(own, set_as_default=False)  # what is the default belongs to a thread, and this one ends
    closing.callback(client.close)
    client.run(gc.set_threshold, 1_000_000, 50, 50)  # as `cli` does here: a worker's looks for cycles take a tenth
    return client


def _keep_interrupts_out() -> None:
    """Let threads and processes that this thread starts take no interrupts: these are for the process that ends them.

    What watches over shared resources has to run before, since starting it lets interrupts in again.
    """
    if hasattr(signal, "pthread_sigmask"):
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _client(scheduler: str, closing: ExitStack) -> Any:  # noqa: ANN401
    from distributed import Client

    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, TimeoutError, ImportError):
        problem = f"no Dask scheduler answers at {scheduler}"
        raise CurationError(f"{problem}; start one with `dask scheduler`, or leave out --scheduler") from None
    closing.callback(client.close)
    if not client.scheduler_info()["workers"]:
        raise CurationError(f"the Dask scheduler at {scheduler} has no workers; start some with `dask worker`")
    return client
