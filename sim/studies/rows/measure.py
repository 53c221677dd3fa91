"""What a row does: ablation, dose response, null or harm in the small shop; effect and cost in the flagship."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine import batch
from sim.scenario.compile import compile_plan, parameters_of
from sim.scenario.loading import load
from sim.scenario.models import Scenario
from sim.scenario.plan import Plan
from sim.studies.rows.document import CONTRIBUTION, DOSES, Fragment, Instrument, instruments

Floats = NDArray[np.float64]
SHOP = Path(__file__).with_name("shop.yaml")
BASE, NEW = "row_base", "row_new"
#: Money paid to people follows from the instrument's terms; everything else follows from what people do.
MONEY = (
    "base_rmb", "overtime_rmb", "bonus_earned_rmb", "bonus_paid_rmb", "bonus_forfeited_rmb", "bonus_owed_rmb",
    "bonus_shadow_rmb", "hiring_rmb", "severance_rmb", "people_cost_rmb", "programmes_rmb",
)  # fmt: skip
FEW, MANY = 6, 96


@dataclass(frozen=True)
class Change:
    """A paired difference of a series per week: mean, its standard error, and the mean of the base."""

    mean: float
    error: float
    base: float

    @property
    def percent(self) -> float:
        """Change in % of the base; NaN where the base is 0."""
        return 100.0 * self.mean / self.base if self.base else float("nan")

    def goes(self, direction: str, errors: float = 2.5) -> bool:
        """Return whether it goes in a direction by more than some standard errors."""
        sign = 1.0 if direction == "up" else -1.0
        return sign * self.mean > errors * self.error and self.mean != 0.0


@dataclass(frozen=True)
class Ablation:
    """Largest differences that the instrument makes.

    Attributes:
        frozen: of the decision, nobody answering anything.
        others: names of further series without money that differ then.
        alone: of the decision with only the own rule alive; mean change.
        without: change of the decision with only the own rule frozen and all else alive.
    """

    frozen: float
    others: tuple[str, ...]
    alone: Change
    without: Change


@dataclass(frozen=True)
class Doses:
    """Changes at the four doses: of the decision, of GMV, of contribution, and of what the too large one spoils."""

    decision: tuple[Change, ...]
    gmv: tuple[Change, ...]
    contribution: tuple[Change, ...]
    spoiled: tuple[Change, ...]

    def rising(self, direction: str) -> bool:
        """Return whether the decision follows the first three doses, each further than the one before."""
        sign = 1.0 if direction == "up" else -1.0
        steps = np.diff([0.0, *(sign * each.mean for each in self.decision[: DOSES - 1])])
        return bool((steps > 0.0).all())


def merged(document: Any, change: Mapping[str, Any]) -> Any:
    """Return a document with a fragment merged into it; `lines` given as one mapping changes every line."""
    found = dict(document)
    for key, value in change.items():
        old = found.get(key)
        if isinstance(old, list | tuple) and isinstance(value, Mapping):
            found[key] = [{**each, **value} for each in old]
        elif isinstance(old, Mapping) and isinstance(value, Mapping) and value:
            found[key] = merged(old, value)
        else:
            found[key] = value
    return found


def with_row(scenario: Scenario, row: Instrument, addition: Fragment, change: Fragment | None = None) -> Scenario:
    """Return a scenario with two more policies, in force from the first day: the row's base, and the row added to it."""
    document = merged(scenario.model_dump(by_alias=True), change or {})
    start = document["company"]["start"]
    today = merged(document["policies"][scenario.baseline_name], {"start": start, "announce": start})
    base = merged(today, row.base)
    document["policies"] = {scenario.baseline_name: today, BASE: base, NEW: merged(base, addition)}
    document["baseline"] = scenario.baseline_name
    return Scenario.model_validate(document)


@cache
def shop() -> Scenario:
    """Return the small shop."""
    return load(SHOP)


def pair(
    scenario: Scenario, values: Mapping[str, float], seeds: int, names: Sequence[str] = batch.SERIES
) -> tuple[batch.Recording, batch.Recording]:
    """Return the row's base and the row under the same luck."""
    point = parameters_of(scenario).with_values(values).record()
    base, new = (
        batch.run(compile_plan(scenario, policy), point, np.arange(seeds), record=names) for policy in (BASE, NEW)
    )
    return base, new


def weekly(record: batch.Recording, name: str, weeks: tuple[int, int] | None) -> Floats:
    """Return float64[cases], a series per week over some weeks."""
    if name == CONTRIBUTION:
        path = record["margin_rmb"] - record["people_cost_rmb"]
    else:
        path = record[name]
    first, last = weeks or (0, path.shape[1])
    return np.asarray(path[:, first:last].mean(axis=1))


def change_of(
    base: batch.Recording, new: batch.Recording, name: str, weeks: tuple[int, int] | None = None
) -> Change:
    """Return the paired change of a series."""
    before, after = weekly(base, name, weeks), weekly(new, name, weeks)
    gain = after - before
    return Change(float(gain.mean()), float(gain.std(ddof=1) / np.sqrt(len(gain))), float(before.mean()))


def alive(row: Instrument, thawed: Iterable[str]) -> dict[str, float]:
    """Return frozen values of all responses but some, and the row's own settings of behaviour."""
    frozen = {name: value for name, value in instruments().frozen.items() if name not in {*thawed, *row.alongside}}
    return {**row.parameters, **frozen}


def ablation(row: Instrument, seeds: int = FEW, dose: int = 2) -> Ablation:
    """Return what is left of a row with every response frozen, with its own rule alive alone, and with it alone frozen."""
    scenario = with_row(shop(), row, merged(row.added(dose), row.without_hours), row.ablation)
    base, new = pair(scenario, alive(row, ()), seeds)
    other = [
        name for name in base.names if name not in MONEY and "rmb@" not in name and name != row.series
    ]
    differing = tuple(name for name in other if not np.array_equal(base[name], new[name]))
    frozen = float(np.abs(new[row.series] - base[row.series]).max())
    alone = change_of(*pair(scenario, alive(row, row.own), seeds), row.series, row.weeks)
    own = {name: instruments().frozen[name] for name in row.own}
    without = change_of(*pair(scenario, {**row.parameters, **own}, seeds), row.series, row.weeks)
    return Ablation(frozen, differing, alone, without)


def doses(row: Instrument, seeds: int = MANY) -> Doses:
    """Return the dose response of a row with everything alive."""
    spoiled = row.too_large.series or CONTRIBUTION
    names = sorted({row.series, "gmv_paid", "margin_rmb", "people_cost_rmb", spoiled} - {CONTRIBUTION})
    scenarios = [with_row(shop(), row, row.added(dose)) for dose in range(DOSES)]
    point = parameters_of(shop()).with_values(row.parameters).record()
    base = batch.run(compile_plan(scenarios[0], BASE), point, np.arange(seeds), record=names)
    runs = [batch.run(compile_plan(each, NEW), point, np.arange(seeds), record=names) for each in scenarios]

    def response(name: str, weeks: tuple[int, int] | None = None) -> tuple[Change, ...]:
        return tuple(change_of(base, run, name, weeks) for run in runs)

    return Doses(response(row.series, row.weeks), response("gmv_paid"), response(CONTRIBUTION), response(spoiled))


def null(row: Instrument, seeds: int = MANY) -> Change:
    """Return what a row does in its null or harm setting: to its decision with all else frozen, or to what it harms."""
    case = row.null
    scenario = with_row(shop(), row, row.added(2) if case.addition is None else case.addition, case.scenario)
    if case.claim == "nothing":
        base, new = pair(scenario, {**alive(row, row.own), **case.parameters}, min(seeds, FEW))
        return change_of(base, new, row.series)
    assert case.series
    base, new = pair(scenario, {**row.parameters, **case.parameters}, seeds)
    return change_of(base, new, case.series, row.weeks)


def plans(row: Instrument, scenario: Scenario, dose: int = 1) -> tuple[Plan, Plan]:
    """Return the plans of a scenario without and with a row."""
    found = with_row(scenario, row, row.added(dose))
    return compile_plan(found, BASE), compile_plan(found, NEW)
