"""Who computes chunks: processes of this machine, or a Dask cluster. A worker that dies loses the chunk in hand."""

from __future__ import annotations

import contextlib
import functools
import itertools
import math
import os
import pickle
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import Any, NamedTuple

from sim.errors import SimError
from sim.studies.sweep.compute import Task

Work = Callable[[Task], tuple[int, int]]
MOST_RESTARTS = 20
#: Shares that a worker has in hand or before it, the most that who hands them over may be busy, and the fewest shares
#: of what is left for each worker.
AHEAD, BUSY, SHARES = 2, 1.0 / 3.0, 4


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


class _Packed:
    """Work that is packed once, and unpacked once in every process, however many tasks it is sent with."""

    def __init__(self, work: Work) -> None:
        self._packed = pickle.dumps(work)

    def __call__(self, tasks: Sequence[Task]) -> tuple[int, int, float]:
        """Do all tasks; return their points, failures, and the seconds that they took."""
        began, work = time.monotonic(), _unpacked(self._packed)
        done = [work(task) for task in tasks]
        return sum(points for points, _ in done), sum(failed for _, failed in done), time.monotonic() - began


@functools.lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Any:
    return pickle.loads(packed)


class Crew:
    """Workers that stay for a whole study."""

    def __init__(self, make: Callable[[], Executor], workers: int, service: float = 0.0) -> None:
        """Take what makes the workers, how many there are, and seconds that handing something to one of them takes."""
        self._make, self.workers, self.service = make, workers, service
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
        left, packed = dict(enumerate(tasks)), _Packed(work)
        for _ in range(MOST_RESTARTS):
            self._pool = self._pool or self._make()
            try:
                return self._feed(self._pool, packed, left, deadline, counter)
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

    def _feed(
        self, pool: Executor, work: _Packed, left: dict[int, Task], deadline: float | None, counter: Counter
    ) -> str:
        """Keep the pool busy; tasks leave `left` when they are stored."""
        ended, running = queue.SimpleQueue[Future[tuple[int, int, float]]](), dict[Future[Any], list[int]]()
        waiting, late, seconds, count = iter(list(left)), False, 0.0, 0
        while True:
            while not late and len(running) < AHEAD * self.workers:
                late = deadline is not None and time.monotonic() >= deadline
                together = at_once(self.workers, self.service, seconds / max(count, 1), len(left))
                numbers = [] if late else list(itertools.islice(waiting, together))
                if not numbers:
                    break
                future = pool.submit(work, [left[number] for number in numbers])
                running[future] = numbers
                future.add_done_callback(ended.put)
            if not running:
                return "budget" if left else "complete"
            future = ended.get()
            numbers, (points, failures, spent) = running.pop(future), future.result()
            counter.add(points, failures)
            seconds, count = seconds + spent, count + len(numbers)
            for number in numbers:
                del left[number]

    def close(self) -> None:
        """Let the workers end the chunk in hand and go."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def at_once(workers: int, service: float, seconds: float, left: int) -> int:
    """Return how many tasks to hand over at once.

    Few enough that every worker gets several shares of what is left, and so many that who hands them over is busy for a
    third of the time at most: then nobody waits for it, as the tests find by playing it through.

    Args:
        workers: how many there are.
        service: seconds that handing over takes; 0 where it takes none.
        seconds: that a task takes; 0 where it is not known yet.
        left: tasks that are not done.
    """
    if service <= 0.0 or seconds <= 0.0:
        return 1
    enough = math.ceil(workers * service / (BUSY * seconds))
    return max(1, min(enough, left // (SHARES * workers)))


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
    from sim.studies.sweep.cluster import SERVICE_SECONDS, executor

    with executor(None if engine == "dask" else engine, count) as (pool, there):
        yield Crew(lambda: pool, there, SERVICE_SECONDS)


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
