"""Evaluating the policies of a search: stored like the points of a sweep, so that nothing is computed twice."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.scenario.models import Scenario
from sim.studies.search.loop import Evaluate, Stopped
from sim.studies.sweep.compute import Task, compute, identity, point_record, units
from sim.studies.sweep.document import Sweep
from sim.studies.sweep.points import Point
from sim.studies.sweep.progress import reporting
from sim.studies.sweep.store import Store, digest
from sim.studies.sweep.workers import Counter, Crew, Progress, crew

Floats = NDArray[np.float64]


@contextlib.contextmanager
def evaluating(
    document: Sweep,
    scenario: Scenario,
    folder: Path,
    workers: tuple[str, int | None],
    deadline: float | None,
    progress: bool | Callable[[Progress], Any],
) -> Iterator[Evaluate]:
    """Yield an evaluation that keeps its results in a store; `workers` being engine and number."""
    with reporting(progress) as report, crew(*workers) as people:
        goals = document.search
        assert goals
        stored = _Stored(document, scenario, folder, people, deadline, Counter(goals.evaluations, 0, report))
        try:
            yield stored
        finally:
            stored.describe()


class _Stored:
    """Evaluates points by workers and keeps what they find, one chunk a point and stretch of replicates."""

    def __init__(
        self, document: Sweep, scenario: Scenario, folder: Path, people: Crew, deadline: float | None, counter: Counter
    ) -> None:
        self.document, self.people, self.deadline, self.counter = document, people, deadline, counter
        self.store, self.base = Store(folder), digest("search", identity(document, scenario))
        self.work = functools.partial(compute, document, scenario, str(folder.resolve()))
        self.points: dict[int, Point] = {}
        self.chunks: list[str] = []
        self.fixed = digest(
            document.model_dump(mode="json", exclude={"note", "search", "replicates", "most_replicates"}), self.base
        )
        self.before = self.store.description() if (folder / "study.json").exists() else {"chunks": [], "points": []}
        self.describe()
        self.store.discard(self.store.damaged())
        self.there = self.store.names()

    def __call__(self, points: dict[int, Point], replicates: range, experiment: int) -> list[Floats]:
        """Return results, computing those that are not stored.

        Raises:
            Stopped: the budget is spent, or somebody interrupted.
            SimError: the store cannot be written.
        """
        tasks = [
            Task(digest(self.base, point, str(replicates), experiment), number, (point,), replicates, experiment)
            for number, point in points.items()
        ]
        missing = [task for task in tasks if task.name not in self.there]
        if experiment == 0:
            self.points |= {task.first: task.points[0] for task in tasks}
            self.chunks += [task.name for task in tasks if task.name not in self.chunks]
        if missing:
            self.describe()
            self._compute(missing)
        if experiment == 0 and replicates.start == 0:
            self.counter.add(len(tasks) - len(missing), 0)
        return [self._read(task) for task in tasks]

    def _compute(self, missing: list[Task]) -> None:
        try:
            reason = self.people.run(self.work, missing, self.deadline, _Silent(self.counter, missing[0]))
        except OSError as error:
            raise SimError(
                "{0}: cannot be written ({1})", "{0}:无法写入({1})", self.store.folder, error.strerror or error
            ) from None
        self.there = self.store.names()
        if reason != "complete":
            raise Stopped(reason)

    def _read(self, task: Task) -> Floats:
        chunk = self.store.read(self.there[task.name])
        if chunk is None:
            raise SimError(
                "{0}: damaged while the search ran; run it again",
                "{0}:在搜索过程中损坏;请重新运行",
                self.there[task.name],
            )
        return np.stack([chunk.value[0], chunk.baseline[0]])

    def describe(self) -> None:
        """Write what the store holds so far; a search that goes on keeps what an earlier one wrote."""
        points, chunks = [point_record(self.points[i]) for i in sorted(self.points)], self.chunks
        if len(points) < len(self.before["points"]):
            points, chunks = self.before["points"], self.before["chunks"]
        self.store.begin(
            {
                "name": self.document.name,
                "identity": self.fixed,
                "sweep": self.document.model_dump(mode="json"),
                "measures": units(self.document),
                "chunks": chunks,
                "points": points,
            }
        )


class _Silent(Counter):
    """Counts policies rather than stretches of replicates."""

    def __init__(self, counter: Counter, task: Task) -> None:
        self.counter, self.counts = (
            counter,
            task.experiment == 0 and task.replicates == range(task.replicates.stop if task.replicates else 0),
        )

    def add(self, points: int, failures: int) -> None:
        """Count a policy where its first replicates were run."""
        if self.counts:
            self.counter.add(points, failures)
