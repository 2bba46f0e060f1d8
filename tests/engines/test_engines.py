"""Engines give the same results, and a worker that dies loses none."""

from __future__ import annotations

import os
import signal
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from curation.engines import cluster, engine_named
from curation.errors import CurationError, UnreadableFileError

pytest.importorskip("distributed")


def double(item):
    return 2 * item


def die_once(folder, item):
    """Take the worker along the first time an item is worked on."""
    mark = Path(folder) / str(item)
    if item == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def fail(item):
    raise UnreadableFileError("f.txt", f"number {item}")


def process(item):
    return os.getpid()


@pytest.fixture(scope="module")
def dask():
    with engine_named("dask", workers=2) as engine:
        assert engine.client.scheduler_info()["workers"]  # started, so that nothing is done here
        yield engine


def test_results_stand_in_the_order_of_the_items_and_are_counted(dask):
    with engine_named() as local:
        for engine in (local, dask):
            told = []
            assert engine.map(double, range(9), told.append) == [0, 2, 4, 6, 8, 10, 12, 14, 16]
            assert told == list(range(1, 10))


def test_the_workers_are_processes_of_their_own(dask):
    found = set(dask.map(process, range(20)))
    assert os.getpid() not in found
    assert len(found) <= 2


def test_what_a_killed_worker_had_is_done_by_another(dask, tmp_path):
    assert dask.map(partial(die_once, str(tmp_path)), range(8)) == list(range(8))
    assert (tmp_path / "3").exists()


def leave_mark(folder):
    time.sleep(0.3)
    (Path(folder) / str(os.getpid())).touch()


def test_every_worker_is_made_ready_before_it_is_asked_anything(dask, tmp_path):
    dask.client.wait_for_workers(2)  # one was killed above
    dask.prepare(partial(leave_mark, str(tmp_path)))
    asked = set(dask.map(process, range(50)))
    assert asked <= {int(mark.name) for mark in tmp_path.iterdir()}
    assert len(list(tmp_path.iterdir())) == 2


def test_what_fails_to_make_ready_is_left_to_the_work(dask):
    dask.prepare(partial(fail, 1))
    assert dask.map(double, range(4)) == [0, 2, 4, 6]
    with engine_named() as local:
        local.prepare(partial(fail, 1))


STARTING = threading.Event()


def where(item):
    if item == 2:
        STARTING.set()
    time.sleep(0.02)
    return os.getpid()


def test_until_a_cluster_is_there_the_work_is_done_here(monkeypatch):
    start = cluster._own
    monkeypatch.setattr(cluster, "_own", lambda *options: STARTING.wait(60) and start(*options))
    told = []
    with engine_named("dask", workers=1) as engine:
        found = engine.map(where, range(500), told.append)
    assert found[:3] == [os.getpid()] * 3
    assert len(set(found)) == 2
    assert found == sorted(found, key=[os.getpid(), found[-1]].index)  # what is done here comes first
    assert told == list(range(1, 501))


def test_an_error_before_the_cluster_is_there_ends_it_all_the_same(monkeypatch):
    start = cluster._own
    monkeypatch.setattr(cluster, "_own", lambda *options: (time.sleep(0.5), start(*options))[1])
    with pytest.raises(UnreadableFileError, match="number 0"), engine_named("dask", workers=1) as engine:
        engine.map(fail, range(3))


def test_a_cluster_that_cannot_be_started_says_what_to_do(monkeypatch):
    def start(*_):
        raise RuntimeError("Nanny failed to start.")

    monkeypatch.setattr(cluster, "_own", start)
    with (
        pytest.raises(CurationError, match="could not be started: RuntimeError; give fewer --workers"),
        engine_named("dask") as engine,
    ):
        engine.map(double, range(3))
    with pytest.raises(CurationError, match="could not be started"), engine_named("dask") as engine:
        engine.prepare(partial(double, 1))


def test_an_interrupt_is_for_this_process_and_not_for_the_workers(dask):
    masks = dask.map(blocked, range(8))
    assert all(masks), masks


def blocked(item):
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, set())


def test_an_error_of_the_work_is_ours(dask):
    with pytest.raises(UnreadableFileError, match=r"f\.txt: number"):
        dask.map(fail, range(3))


def test_a_cluster_that_runs_is_used_and_left_running(dask):
    address = dask.client.scheduler.address
    with engine_named("dask", scheduler=address) as engine:
        assert engine.map(double, [1]) == [2]
    assert dask.map(double, [2]) == [4]


@pytest.mark.parametrize(
    ("name", "options", "problem"),
    [
        ("dusk", {}, r'no engine "dusk"; did you mean "dask"\?'),
        ("local", {"workers": 2}, "give --engine dask"),
        ("local", {"scheduler": "tcp://127.0.0.1:1"}, "give --engine dask"),
        ("dask", {"scheduler": "tcp://127.0.0.1:1", "workers": 2}, "leave out --workers"),
        ("dask", {"scheduler": "tcp://127.0.0.1:1"}, "no Dask scheduler answers at tcp://127.0.0.1:1"),
        ("dask", {"scheduler": "what://?"}, "no Dask scheduler answers"),
    ],
)
def test_an_engine_that_cannot_be_had_says_why(name, options, problem, monkeypatch):
    monkeypatch.setattr("curation.engines.cluster._PATIENCE", 1)
    with pytest.raises(CurationError, match=problem), engine_named(name, **options):
        pass


def test_a_cluster_without_workers_is_refused():
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(CurationError, match="has no workers; start some"),
        engine_named("dask", scheduler=empty.scheduler_address),
    ):
        pass


def test_processes_that_are_released_end_while_this_one_goes_on():
    with engine_named("dask", workers=1) as engine:
        assert engine.client.scheduler_info()["workers"]
        (worker,) = engine.map(process, [0])
        engine.release()
        deadline = time.monotonic() + 20
        while Path(f"/proc/{worker}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not Path(f"/proc/{worker}").exists()
    with engine_named() as local:
        local.release()
        assert local.map(double, [1]) == [2]


def test_a_wait_for_the_end_that_is_interrupted_goes_on_to_the_end(monkeypatch):
    waited = []

    def interrupted(closed):
        waited.append(closed)
        if len(waited) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(cluster, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cluster._wait_for([])
    assert len(waited) == 2


def test_what_is_to_be_done_beside_is_done_once_by_every_engine(dask):
    with engine_named() as local:
        for engine in (local, dask):
            seen = []
            assert engine.map(double, [1, 2], beside=partial(seen.append, "beside")) == [2, 4]
            assert seen == ["beside"]
