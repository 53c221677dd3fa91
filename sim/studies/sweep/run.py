"""Running a sweep: compute what the store does not hold, in processes that may die."""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from sim.errors import SimError
from sim.scenario.models import Scenario
from sim.studies.sweep.compute import Task, compute, describe, tasks_of
from sim.studies.sweep.document import Sweep, load_sweep
from sim.studies.sweep.store import Store

MOST_RESTARTS = 20


class Progress(NamedTuple):
    """How far a sweep is: points done and in all, failures, seconds spent, points done now."""

    done: int
    points: int
    failures: int
    seconds: float
    now: int


class Outcome(NamedTuple):
    """How a sweep ended: the store, points done and in all, failures, and why: complete, budget or interrupted."""

    store: Store
    done: int
    points: int
    failures: int
    reason: str


def sweep(
    study: str | os.PathLike[str] | tuple[Sweep, Scenario],
    store: str | os.PathLike[str],
    *,
    workers: int | None = None,
    budget: float | None = None,
    engine: str = "local",
    progress: Callable[[Progress], Any] | None = None,
) -> Outcome:
    """Run the points of a sweep that its store does not hold yet.

    Point and replicate always meet the same luck: replicate r uses seed r and prior draw r of the parameters, with the
    point's uncertain parameters put in their place. So resuming, extending and merging are the same operation.

    Args:
        study: file of the sweep, or a sweep and its scenario.
        store: folder of the results; made if it is not there.
        workers: processes; default all processors. Never changes a number.
        budget: seconds after which no more chunks are started.
        engine: `local` (processes of this machine), `dask` (a cluster started here), or the address of a scheduler
            whose workers have this package and see the store's folder.
        progress: called after every chunk.

    Raises:
        InputError: the sweep or its scenario is wrong.
        SimError: the store cannot be written or holds another sweep.
    """
    document, scenario = study if isinstance(study, tuple) else load_sweep(study)
    tasks = tasks_of(document, scenario)
    kept = Store(store)
    kept.begin(describe(document, scenario, tasks))
    kept.discard(kept.damaged())
    there = kept.names()
    missing = [task for task in tasks if task.name not in there]
    total = sum(len(task.points) for task in tasks)
    counter = _Counter(total, total - sum(len(task.points) for task in missing), progress)
    reason = "complete"
    if missing:
        worker = functools.partial(compute, document, scenario, str(Path(store).resolve()))
        deadline = None if budget is None else time.monotonic() + budget
        count = workers or os.cpu_count() or 1
        try:
            if engine == "local":
                reason = _run(worker, missing, count, deadline, counter)
            else:
                cluster = (None if engine == "dask" else engine, count)
                reason = _run_on_cluster(worker, missing, cluster, deadline, counter)
        except OSError as error:
            remedy = "What is stored is kept; make room and run the same command again"
            raise SimError(f"{store}: cannot be written ({error.strerror or error}). {remedy}") from None
    return Outcome(kept, counter.done, total, counter.failures, reason)


class _Counter:
    """Counts what is done and tells whoever wants to know."""

    def __init__(self, points: int, done: int, report: Callable[[Progress], Any] | None) -> None:
        self.points, self.done, self.failures, self.now, self.report = points, done, 0, 0, report
        self.began = time.monotonic()

    def add(self, ended: Future[tuple[int, int]]) -> None:
        """Count a chunk that has ended."""
        points, failures = ended.result()
        self.done, self.now, self.failures = self.done + points, self.now + points, self.failures + failures
        if self.report:
            seconds = time.monotonic() - self.began
            self.report(Progress(self.done, self.points, self.failures, seconds, self.now))


def _quiet() -> None:
    """Let the parent alone decide what an interrupt means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(
    worker: Callable[[Task], tuple[int, int]],
    tasks: list[Task],
    workers: int,
    deadline: float | None,
    counter: _Counter,
) -> str:
    """Run tasks in processes; a process that dies loses the chunk in hand, which is computed again."""
    left = list(tasks)
    for _ in range(MOST_RESTARTS):
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_quiet)
        try:
            reason = _feed(pool, worker, left, workers, deadline, counter)
        except BrokenProcessPool:
            pool.shutdown(wait=True, cancel_futures=True)
            continue
        except KeyboardInterrupt:
            with contextlib.suppress(KeyboardInterrupt):
                pool.shutdown(wait=True, cancel_futures=True)
            return "interrupted"
        except OSError:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
        pool.shutdown(wait=True)
        return reason
    raise SimError(f"worker processes died {MOST_RESTARTS} times; is there enough memory? What is stored is kept")


def _run_on_cluster(
    worker: Callable[[Task], tuple[int, int]], tasks: list[Task], cluster: tuple[str | None, int],
    deadline: float | None, counter: _Counter,
) -> str:  # fmt: skip
    """Run tasks on a Dask cluster, `cluster` being its scheduler's address or None, and the workers to start."""
    from sim.studies.sweep.cluster import executor

    with executor(*cluster) as (pool, workers):
        try:
            return _feed(pool, worker, tasks, workers, deadline, counter)
        except KeyboardInterrupt:
            return "interrupted"


def _feed(
    pool: Executor, worker: Callable[[Task], tuple[int, int]], left: list[Task], workers: int,
    deadline: float | None, counter: _Counter,
) -> str:  # fmt: skip
    """Keep the pool busy; tasks leave `left` when they are stored."""
    running: dict[Future[tuple[int, int]], Task] = {}
    waiting: Iterator[Task] = iter(list(left))
    late = False
    while True:
        while not late and len(running) < 2 * workers:
            late = deadline is not None and time.monotonic() >= deadline
            task = None if late else next(waiting, None)
            if task is None:
                break
            running[pool.submit(worker, task)] = task
        if not running:
            return "budget" if left else "complete"
        ended, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in ended:
            task = running.pop(future)
            counter.add(future)
            left.remove(task)
