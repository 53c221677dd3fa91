"""A search from its file: the study is read, its points are evaluated into a store, and what is found is returned."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.errors import SimError
from sim.scenario.models import Scenario
from sim.studies.search.evaluate import evaluating
from sim.studies.search.loop import Found, look
from sim.studies.sweep.document import Sweep, load_sweep
from sim.studies.sweep.workers import Progress


def search(
    study: str | os.PathLike[str] | tuple[Sweep, Scenario],
    store: str | os.PathLike[str],
    *,
    workers: int | None = None,
    budget: float | None = None,
    engine: str = "local",
    progress: bool | Callable[[Progress], Any] = True,
) -> Found:
    """Search the levers of a study for the policies that serve its goals best.

    A policy starts with the study's `replicates`; while it may still be among the best its replicates double up to
    `most_replicates`. Every replicate draws all uncertain numbers from their priors, for the policy and the baseline
    alike. Run it again and it goes on where it stopped, to the same result.

    Args:
        study: file of the study with a section `search`, or a study and its scenario.
        store: folder of the results.
        workers: processes; default all processors, 0 computes in this one. Never changes a number.
        budget: seconds after which nothing more is evaluated.
        engine: as in `sim.sweep`.
        progress: as in `sim.sweep`.

    Raises:
        InputError: the study or its scenario is wrong.
        SimError: the study has no levers or no goals, or the store cannot be written.
    """
    document, scenario = study if isinstance(study, tuple) else load_sweep(study)
    if document.search is None or not document.levers:
        raise SimError(
            "{0}: a search needs levers and a section `search` with objectives",
            "{0}:搜索需要参数(levers)以及带目标的 `search` 段",
            document.name,
        )
    deadline = None if budget is None else time.monotonic() + budget
    with evaluating(document, scenario, Path(store), (engine, workers), deadline, progress) as evaluate:
        return look(document, document.search, evaluate)
