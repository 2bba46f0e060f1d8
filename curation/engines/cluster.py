"""Work on the processes of a Dask cluster: one that runs somewhere, or one of this machine's own."""

from __future__ import annotations

import logging
from contextlib import contextmanager
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

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - the package has no types
        self.client = client

    def map(
        self, work: Callable[[Item], Result], items: Sequence[Item], done: Callable[[int], None] = lambda _: None
    ) -> list[Result]:
        """The results, in the order of the items; what a dead worker had is done again by another.

        Raises:
            CurationError: no worker is left, or the work raised it.
        """
        from distributed import KilledWorker, as_completed

        futures = self.client.map(work, items, pure=False, batch_size=1)
        try:
            for count, future in enumerate(as_completed(futures, raise_errors=False), start=1):
                if future.status == "error":
                    break
                done(count)
            return list(self.client.gather(futures))
        except KilledWorker as error:
            raise CurationError(f"{_DEATHS} workers died over one piece of work: {error.task}") from None
        finally:
            self.client.cancel(futures)


@contextmanager
def cluster(scheduler: str | None, workers: int | None) -> Iterator[Cluster]:
    """An engine on a cluster, which is left running if it ran before.

    Raises:
        CurationError: the package is missing, or no scheduler answers.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise CurationError("the engine dask needs a package: pip install 'clu-curation[dask]'") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it says of lost workers is said by us
    settings = {"distributed.scheduler.allowed-failures": _DEATHS, "distributed.admin.log-level": "critical"}
    with dask.config.set(settings):
        if scheduler:
            with _client(Client, scheduler) as client:
                yield Cluster(client)
            return
        with (
            LocalCluster(
                n_workers=workers or worker_count(),
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
                env=_OWN,
            ) as own,
            Client(own) as client,
        ):
            yield Cluster(client)


def _client(make: Callable[..., Any], scheduler: str) -> Any:  # noqa: ANN401
    try:
        client = make(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError, TypeError, TimeoutError, ImportError):
        problem = f"no Dask scheduler answers at {scheduler}"
        raise CurationError(f"{problem}; start one with `dask scheduler`, or leave out --scheduler") from None
    if not client.scheduler_info()["workers"]:
        client.close()
        raise CurationError(f"the Dask scheduler at {scheduler} has no workers; start some with `dask worker`")
    return client
