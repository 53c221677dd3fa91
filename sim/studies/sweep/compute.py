"""One chunk of a sweep: its name, its points, and what they come to."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.results.measures import BY_NAME, values
from sim.results.totals import window
from sim.scenario.models import Scenario
from sim.studies.sweep.document import Sweep, changed
from sim.studies.sweep.points import Point, points_of
from sim.studies.sweep.store import Chunk, Store, digest

RUNS_PER_CHUNK = 200


class Task(NamedTuple):
    """One chunk to compute: its name, the number of its first point, its points."""

    name: str
    first: int
    points: tuple[Point, ...]


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
