"""One chunk of a sweep: its name, its points, and what they come to."""

from __future__ import annotations

import functools
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.plan.memo import Memo
from sim.results.measures import BY_NAME, Measure, values
from sim.results.precision import CAUTION, missed
from sim.results.statistics import LEVEL, paired
from sim.results.totals import Floats, window
from sim.scenario.models import Scenario
from sim.studies.sweep.document import Sweep, Value, changed, is_market
from sim.studies.sweep.points import Point, points_of
from sim.studies.sweep.store import Chunk, Store, digest

RUNS_PER_CHUNK = 200
#: What may be different when a study goes on in the same store.
MAY_CHANGE = {"design", "replicates", "note", "precision", "most_replicates", "search"}


class Task(NamedTuple):
    """One chunk to compute: its name, the number of its first point, its points.

    Replicates are what the study asks for, or those given; `experiment` is another family of luck.
    """

    name: str
    first: int
    points: tuple[Point, ...]
    replicates: range | None = None
    experiment: int = 0


def tasks_of(document: Sweep, scenario: Scenario) -> list[Task]:
    """Return the chunks of a sweep, named by everything that can change their content."""
    from sim.plan.compile import parameters_of

    most = document.most if document.precision else document.replicates
    points, size = points_of(document, parameters_of(scenario)), max(1, RUNS_PER_CHUNK // most)
    base = digest(identity(document, scenario), document.replicates, document.precision, most)
    return [
        Task(digest(base, points[first : first + size]), first, tuple(points[first : first + size]))
        for first in range(0, len(points), size)
    ]


def identity(document: Sweep, scenario: Scenario) -> str:
    """Return a name for everything that can change the results of a point."""
    return digest(
        _code(),
        scenario.model_dump_json(by_alias=True),
        document.baseline,
        document.measures,
        sorted(document.uncertainties),
        sorted(document.relative),
    )


@functools.cache
def _code() -> str:
    """Return a hash of everything that can change a result: model, compiler of plans, measures, numbers."""
    from sim.rules.jit import PACKAGE, model_version

    found = hashlib.sha256(str(model_version()).encode())
    for place in ("calendar.py", "documents", "habits", "parameters", "pay", "plan", "results", "scenario", "units.py"):
        for file in sorted((PACKAGE / place).rglob("*")) or [PACKAGE / place]:
            if file.suffix in (".py", ".yaml"):
                found.update(file.read_bytes())
    return found.hexdigest()[:16]


def describe(document: Sweep, scenario: Scenario, tasks: Sequence[Task]) -> dict[str, Any]:
    """Return what travels with the store: document, points, measures with units, versions."""
    points = [point_record(point) for task in tasks for point in task.points]
    fixed = document.model_dump(
        mode="json", exclude={"design", "replicates", "note", "precision", "most_replicates", "search"}
    )
    return {
        "name": document.name,
        "identity": digest(fixed, scenario.model_dump_json(by_alias=True)),
        "sweep": document.model_dump(mode="json"),
        "measures": units(document),
        "code": _code(),
        "chunks": [task.name for task in tasks],
        "points": points,
    }


def units(document: Sweep) -> dict[str, str]:
    """Return the measures of a study and their units."""
    return {name: BY_NAME[name].unit for name in document.measures}


def point_record(point: Point) -> dict[str, Any]:
    """Return a point as a store keeps it."""
    future = {} if point.future < 0 else {"future": point.future}
    return {"policy": point.policy, **future, **dict(point.values)}


def compute(document: Sweep, scenario: Scenario, folder: str, task: Task) -> tuple[int, int]:
    """Compute and store one chunk; return points and failures. A failing point is kept as NaN with its message."""
    failures: dict[str, str] = {}
    found: list[Floats] = []
    for row, point in enumerate(task.points):
        try:
            if task.replicates is None:
                found.append(precise_results(document, scenario, point))
            else:
                found.append(results(document, scenario, point, task.replicates, task.experiment))
        except Exception as error:
            failures[str(task.first + row)] = f"{type(error).__name__}: {str(error).splitlines()[-1][:300]}"
            found.append(np.full((2, 1, len(document.measures)), np.nan))
    longest = max(each.shape[1] for each in found)
    both = np.full((2, len(found), longest, len(document.measures)), np.nan)
    for row, each in enumerate(found):
        both[:, row, : each.shape[1]] = each
    same = np.array_equal(both[1], np.broadcast_to(both[1, :1], both[1].shape))
    begins = 0 if task.replicates is None else task.replicates.start
    Store(folder).write(Chunk(task.name, task.first, both[0], both[1, : 1 if same else None], failures, begins))
    return len(task.points), len(failures)


def precise_results(document: Sweep, scenario: Scenario, point: Point) -> Floats:
    """Return float64[2, n, measures] of a point and its baseline, with as many replicates as the study asks for.

    The number doubles until every difference is as precise as wanted; nothing but the point decides on it.
    """
    found = results(document, scenario, point, range(document.replicates))
    while document.precision and found.shape[1] < document.most and not _precise(document, found):
        count = found.shape[1]
        more = results(document, scenario, point, range(count, min(2 * count, document.most)))
        found = np.concatenate([found, more], axis=1)
    return found


def _precise(document: Sweep, found: Floats) -> bool:
    """Return whether every half-width of the paired differences is what the study wants."""
    chosen = tuple(BY_NAME[name] for name in document.measures)
    level = 1.0 - CAUTION * (1.0 - LEVEL)
    statistics = paired(found[0], found[1], level)
    return not missed("", statistics, chosen, document.precision)


def results(document: Sweep, scenario: Scenario, point: Point, replicates: range, experiment: int = 0) -> Floats:
    """Return float64[2, replicates, measures]: a point, and its baseline under the same luck.

    Args:
        document: the study.
        scenario: its scenario.
        point: policy and values of the dimensions.
        replicates: numbers of the replicates.
        experiment: another family of luck.
    """
    from sim.engine.batch import run
    from sim.plan.compile import compile_plan

    given = dict(point.values)
    market = {name: value for name, value in given.items() if name in document.uncertainties and is_market(name)}
    uncertain = {name: value for name, value in given.items() if name in document.uncertainties and name not in market}
    levers = {name: value for name, value in given.items() if name in document.levers}
    world = _World(document, scenario, market, uncertain, replicates, experiment)
    mine = changed(scenario, point.policy, {**market, **levers}, document.relative)
    plan = compile_plan(mine, point.policy, memo=_MEMO)
    records, seeds = world.records(), np.arange(replicates.start, replicates.stop)
    chosen = tuple(BY_NAME[name] for name in document.measures)
    found = run(plan, records, seeds, threads=1, experiment=experiment)
    mine_found = np.asarray(values(window(found.series, found.names, plan.start_week), chosen))
    return np.stack([mine_found, world.baseline(plan.start_week, chosen)])


class _World(NamedTuple):
    """What a point shares with its baseline: the market, the uncertain numbers, the luck."""

    document: Sweep
    scenario: Scenario
    market: dict[str, Value]
    uncertain: dict[str, Value]
    replicates: range
    experiment: int

    def records(self) -> np.ndarray:
        """Return parameter records: prior draws, with the point's values of uncertain parameters in their place."""
        records = _draws(self.scenario, self.replicates, self.experiment).copy()
        for name, value in self.uncertain.items():
            records[name] = value
        return records

    def baseline(self, start_week: int, chosen: tuple[Measure, ...]) -> Floats:
        """Return float64[replicates, measures] of the baseline over the weeks from a start."""
        from sim.engine.batch import run
        from sim.plan.compile import compile_plan

        policy = self.document.baseline or self.scenario.baseline_name
        key = (
            digest(self.scenario.model_dump_json(by_alias=True)),
            policy,
            self.replicates,
            self.experiment,
            tuple(self.market.items()),
            tuple(self.uncertain.items()),
        )

        def series() -> tuple[np.ndarray, tuple[str, ...]]:
            plan = compile_plan(changed(self.scenario, policy, self.market, self.document.relative), policy, memo=_MEMO)
            seeds = np.arange(self.replicates.start, self.replicates.stop)
            found = run(plan, self.records(), seeds, threads=1, experiment=self.experiment)
            return found.series, found.names

        def measured() -> Floats:
            weekly, names = _SERIES.once(key, series)
            return np.asarray(values(window(weekly, names, start_week), chosen))

        return _BASELINES.once((key, start_week, tuple(each.name for each in chosen)), measured)


class _Recent:
    """Keeps the results used last; a worker's memory stays flat."""

    def __init__(self, most: int) -> None:
        self.most, self.found = most, OrderedDict[Any, Any]()

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what was made for a key before, or make it."""
        if key not in self.found:
            if len(self.found) >= self.most:
                self.found.popitem(last=False)
            self.found[key] = make()
        self.found.move_to_end(key)
        return self.found[key]


_MEMO, _SERIES, _BASELINES, _DRAWN = Memo(), _Recent(1), _Recent(512), _Recent(4)


def _draws(scenario: Scenario, replicates: range, experiment: int) -> np.ndarray:
    """Return the prior draws of a scenario's parameters."""
    from sim.parameters import draws
    from sim.plan.compile import parameters_of

    behaviour = scenario.model_dump_json(by_alias=True, include={"behaviour", "beliefs"})
    numbers = np.arange(replicates.start, replicates.stop)
    found: np.ndarray = _DRAWN.once(
        (behaviour, replicates, experiment), lambda: draws(parameters_of(scenario), numbers, experiment)
    )
    return found
