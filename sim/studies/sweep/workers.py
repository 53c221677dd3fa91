"""Who computes chunks: processes of this machine, or a Dask cluster. A worker that dies loses the chunk in hand."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import Any, NamedTuple

from sim.errors import SimError
from sim.studies.sweep.compute import Task

Work = Callable[[Task], tuple[int, int]]
MOST_RESTARTS = 20


class Progress(NamedTuple):
    """How far a study is: points done and in all, failures, seconds spent, points done now."""

    done: int
    points: int
    failures: int
    seconds: float
    now: int


class Counter:
    """Counts what is done and tells whoever wants to know."""

    def __init__(self, points: int, done: int, report: Callable[[Progress], Any] | None) -> None:
        self.points, self.done, self.failures, self.now, self.report = points, done, 0, 0, report
        self.began = time.monotonic()

    def add(self, points: int, failures: int) -> None:
        """Count points that are done."""
        self.done, self.now, self.failures = self.done + points, self.now + points, self.failures + failures
        if self.report:
            seconds = time.monotonic() - self.began
            self.report(Progress(self.done, self.points, self.failures, seconds, self.now))


class Crew:
    """Workers that stay for a whole study."""

    def __init__(self, make: Callable[[], Executor], workers: int) -> None:
        self._make, self.workers = make, workers
        self._pool: Executor | None = None

    def run(self, work: Work, tasks: Sequence[Task], deadline: float | None, counter: Counter) -> str:
        """Run tasks; return complete, budget or interrupted.

        Args:
            work: computes and stores a task; returns its points and failures.
            tasks: what to compute.
            deadline: monotonic time after which no task is started; None for none.
            counter: told of every task that has ended.

        Raises:
            SimError: workers died 20 times.
            OSError: a worker could not write.
        """
        left = list(tasks)
        for _ in range(MOST_RESTARTS):
            self._pool = self._pool or self._make()
            try:
                return _feed(self._pool, work, left, self.workers, deadline, counter)
            except BrokenProcessPool:
                self.close()
            except KeyboardInterrupt:
                with contextlib.suppress(KeyboardInterrupt):
                    self.close()
                return "interrupted"
        raise SimError(
            "worker processes died {0} times; is there enough memory? What is stored is kept",
            "工作进程中止了 {0} 次;内存是否足够?已存储的会保留",
            MOST_RESTARTS,
        )

    def close(self) -> None:
        """Let the workers end the chunk in hand and go."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


class _ThisProcess(Executor):
    """Computes a task where it is handed in: nothing to start and nothing to end, for small sweeps."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run it now and return what came of it."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


@contextlib.contextmanager
def crew(engine: str, workers: int | None) -> Iterator[Crew]:
    """Yield workers: `local`, `dask` (a cluster started here), or those of a scheduler at an address.

    Without workers (0) a local engine computes in this process.
    """
    if engine == "local" and workers == 0:
        yield Crew(_ThisProcess, 1)
        return
    count = workers or os.cpu_count() or 1
    if engine == "local":
        found = Crew(lambda: ProcessPoolExecutor(count, mp_context=_Workers(), initializer=_settle), count)
        try:
            yield found
        finally:
            found.close()
        return
    from sim.studies.sweep.cluster import executor

    with executor(None if engine == "dask" else engine, count) as (pool, there):
        yield Crew(lambda: pool, there)


class _Worker(SpawnProcess):
    """A fresh process that never runs the caller's script again, which may have no main guard or be no file at all."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802  the name that multiprocessing calls
        """Start the process while the main module looks empty: what runs in it is named by modules of this package."""
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            return SpawnProcess._Popen(process_obj)  # noqa: SLF001
        finally:
            sys.modules["__main__"] = script


class _Workers(SpawnContext):
    """Makes such processes."""

    Process = _Worker


def _settle() -> None:
    """Let the parent alone decide what an interrupt means, and end with it however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the parent process; a chunk in hand is lost, as with any worker that dies."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _feed(pool: Executor, work: Work, left: list[Task], workers: int, deadline: float | None, counter: Counter) -> str:
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
            running[pool.submit(work, task)] = task
        if not running:
            return "budget" if left else "complete"
        ended, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in ended:
            task = running.pop(future)
            counter.add(*future.result())
            left.remove(task)
