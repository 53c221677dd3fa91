"""Running a sweep: compute what the store does not hold."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from sim.bilingual import spoken
from sim.errors import SimError
from sim.language.text import Text
from sim.scenario.models import Scenario
from sim.studies.sweep.compute import compute, describe, tasks_of
from sim.studies.sweep.document import Sweep, load_sweep
from sim.studies.sweep.progress import reporting
from sim.studies.sweep.store import Store
from sim.studies.sweep.workers import Counter, Progress, crew
from sim.views import view

#: Why a run of a sweep or a search ended.
REASONS = {
    "complete": Text("complete", "已完成"),
    "budget": Text("budget", "时间用完"),
    "interrupted": Text("interrupted", "被中断"),
}


class Outcome(NamedTuple):
    """How a sweep ended: the store, points done and in all, failures, and why: complete, budget or interrupted."""

    store: Store
    done: int
    points: int
    failures: int
    reason: str

    @property
    def words(self) -> Text:
        """How many points there are now, where, and why the run ended."""
        told = Text(
            "{0} of {1} points in {2}, {3} failed now; {4}", "{2} 中已有 {1} 个点中的 {0} 个,本次失败 {3} 个;{4}"
        )
        return told.format(self.done, self.points, self.store.folder, self.failures, REASONS[self.reason])

    def _repr_html_(self) -> str:
        """Return that in words and the means, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "frames")(spoken(self.words), self.store.summary())


def sweep(
    study: str | os.PathLike[str] | tuple[Sweep, Scenario],
    store: str | os.PathLike[str],
    *,
    workers: int | None = None,
    budget: float | None = None,
    engine: str = "local",
    progress: bool | Callable[[Progress], Any] = True,
) -> Outcome:
    """Run the points of a sweep that its store does not hold yet.

    Point and replicate always meet the same luck: replicate r uses seed r and prior draw r of the parameters, with the
    point's uncertain parameters put in their place. So resuming, extending and merging are the same operation.

    Args:
        study: file of the sweep, or a sweep and its scenario.
        store: folder of the results; made if it is not there.
        workers: processes; default all processors, 0 computes in this one. Never changes a number.
        budget: seconds after which no more chunks are started.
        engine: `local` (processes of this machine), `dask` (a cluster started here), or the address of a scheduler
            whose workers have this package and see the store's folder.
        progress: show a bar with rate, time left and failures in a notebook or terminal, or a function that is called
            after every chunk.

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
    worker = functools.partial(compute, document, scenario, str(Path(store).resolve()))
    deadline = None if budget is None else time.monotonic() + budget
    with reporting(progress) as report:
        counter = Counter(total, total - sum(len(task.points) for task in missing), report)
        reason = "complete"
        if missing:
            with crew(engine, workers) as people:
                try:
                    reason = people.run(worker, missing, deadline, counter)
                except OSError as error:
                    remedy = Text(
                        "What is stored is kept; make room and run the same command again",
                        "已存储的会保留;请腾出空间后再次运行同一命令",
                    )
                    raise SimError(
                        "{0}: cannot be written ({1}). {2}",
                        "{0}:无法写入({1})。{2}",
                        store,
                        error.strerror or error,
                        remedy,
                    ) from None
    return Outcome(kept, counter.done, total, counter.failures, reason)
