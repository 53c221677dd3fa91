"""Running a sweep: compute what the store does not hold, in processes that may die."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.errors import SimError
from sim.results.measures import BY_NAME, values
from sim.results.totals import window
from sim.scenario.models import Scenario
from sim.studies.sweep.document import Sweep, changed, load_sweep
from sim.studies.sweep.points import Point, points_of
from sim.studies.sweep.store import Chunk, Store, digest

RUNS_PER_CHUNK = 200
MOST_RESTARTS = 20


class Task(NamedTuple):
    """One chunk to compute: its name, the number of its first point, its points."""

    name: str
    first: int
    points: tuple[Point, ...]


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


def tasks_of(document: Sweep, scenario: Scenario) -> list[Task]:
    """Return the chunks of a sweep, named by everything that can change their content."""
    points, size = points_of(document), max(1, RUNS_PER_CHUNK // document.replicates)
    common = (
        _code(), scenario.model_dump_json(by_alias=True), document.baseline, document.measures, document.replicates,
        sorted(document.uncertainties),
    )  # fmt: skip
    base = digest(common)
    return [
        Task(digest(base, points[first : first + size]), first, tuple(points[first : first + size]))
        for first in range(0, len(points), size)
    ]


@functools.cache
def _code() -> str:
    """Return a hash of everything that can change a result: model, compiler of plans, measures, numbers."""
    from sim.rules.jit import PACKAGE, model_version

    found = hashlib.sha256(str(model_version()).encode())
    for folder in ("scenario", "parameters", "results"):
        for file in sorted((PACKAGE / folder).rglob("*")):
            if file.suffix in (".py", ".yaml"):
                found.update(file.read_bytes())
    return found.hexdigest()[:16]


def describe(document: Sweep, scenario: Scenario, tasks: Sequence[Task]) -> dict[str, Any]:
    """Return what travels with the store: document, points, measures with units, versions."""
    points = [{"policy": point.policy, **dict(point.values)} for task in tasks for point in task.points]
    fixed = document.model_dump(mode="json", exclude={"design", "replicates", "note"})
    return {
        "name": document.name, "identity": digest(fixed, scenario.model_dump_json(by_alias=True)),
        "sweep": document.model_dump(mode="json"), "measures": {name: BY_NAME[name].unit for name in document.measures},
        "code": _code(), "chunks": [task.name for task in tasks], "points": points,
    }  # fmt: skip


def compute(document: Sweep, scenario: Scenario, folder: str, task: Task) -> tuple[int, int]:
    """Compute and store one chunk; return points and failures. A failing point is kept as NaN with its message."""
    shape = (len(task.points), document.replicates, len(document.measures))
    value, baseline = np.full(shape, np.nan), np.full(shape, np.nan)
    failures: dict[str, str] = {}
    for row, point in enumerate(task.points):
        try:
            value[row], baseline[row] = results(document, scenario, point)
        except Exception as error:
            failures[str(task.first + row)] = f"{type(error).__name__}: {str(error).splitlines()[-1][:300]}"
    Store(folder).write(Chunk(task.name, task.first, value, baseline, failures))
    return len(task.points), len(failures)


def results(document: Sweep, scenario: Scenario, point: Point) -> tuple[np.ndarray, np.ndarray]:
    """Return float64[replicates, measures] of a point and of its baseline under the same luck."""
    from sim.engine.batch import run
    from sim.scenario.compile import compile_plan

    given = dict(point.values)
    levers = {name: value for name, value in given.items() if name in document.levers}
    uncertain = tuple((name, float(value)) for name, value in given.items() if name in document.uncertainties)
    plan = compile_plan(changed(scenario, point.policy, levers), point.policy)
    records, seeds = _records(scenario, document.replicates, uncertain), np.arange(document.replicates)
    chosen = tuple(BY_NAME[name] for name in document.measures)
    found = run(plan, records, seeds, threads=1)
    base = _baseline(document, scenario, uncertain)
    return tuple(
        np.asarray(values(window(series, found.names, plan.start_week), chosen)) for series in (found.series, base)
    )  # type: ignore[return-value]


def _records(scenario: Scenario, replicates: int, uncertain: tuple[tuple[str, float], ...]) -> np.ndarray:
    """Return parameter records: prior draws, with the point's values of uncertain parameters in their place."""
    records = _draws(scenario.model_dump_json(by_alias=True, include={"behaviour"}), scenario, replicates).copy()
    for name, value in uncertain:
        records[name] = value
    return records


_DRAWN: dict[tuple[str, int], np.ndarray] = {}


def _draws(behaviour: str, scenario: Scenario, replicates: int) -> np.ndarray:
    """Return the prior draws of a scenario's parameters; the last ones are kept."""
    from sim.parameters import draws
    from sim.scenario.compile import parameters_of

    if (behaviour, replicates) not in _DRAWN:
        _DRAWN.clear()
        _DRAWN[behaviour, replicates] = draws(parameters_of(scenario), np.arange(replicates))
    return _DRAWN[behaviour, replicates]


_KEPT: dict[tuple[Any, ...], np.ndarray] = {}


def _baseline(document: Sweep, scenario: Scenario, uncertain: tuple[tuple[str, float], ...]) -> np.ndarray:
    """Return the weekly series of the baseline, float64[replicates, weeks, series]; the last one is kept."""
    from sim.engine.batch import run
    from sim.scenario.compile import compile_plan

    key = (digest(scenario.model_dump_json(by_alias=True)), document.baseline, document.replicates, uncertain)
    if key not in _KEPT:
        plan = compile_plan(scenario, document.baseline or scenario.baseline_name)
        records = _records(scenario, document.replicates, uncertain)
        _KEPT.clear()
        _KEPT[key] = run(plan, records, np.arange(document.replicates), threads=1).series
    return _KEPT[key]


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
