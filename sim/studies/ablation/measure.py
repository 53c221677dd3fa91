"""What a row does: ablation, dose response, null or harm in the small shop; effect and cost in the flagship."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.engine import batch
from sim.engine.series import SERIES
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario.loading import load
from sim.scenario.models import Scenario
from sim.studies.ablation.document import CONTRIBUTION, DOSES, Instrument, instruments
from sim.studies.fragments import Fragment, merged

Floats = NDArray[np.float64]
SHOP = Path(__file__).with_name("shop.yaml")
BASE, NEW = "row_base", "row_new"
#: Money paid to people, and that there are contests, follows from an instrument's terms; all else from what people do.
BY_TERMS = (
    "base_rmb",
    "overtime_rmb",
    "bonus_earned_rmb",
    "bonus_paid_rmb",
    "bonus_forfeited_rmb",
    "bonus_owed_rmb",
    "bonus_shadow_rmb",
    "hiring_rmb",
    "severance_rmb",
    "people_cost_rmb",
    "programmes_rmb",
    "vacancy_cost_rmb",
    "unvested_rmb",
    "contests",
    "won_again",
)
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
    """Changes at the four doses.

    Attributes:
        decision: of the decision with only the row's own rule alive.
        alive: of the decision with every response alive.
        gmv, contribution: likewise, every response alive.
        spoiled: of what the too large dose spoils, every response alive.
    """

    decision: tuple[Change, ...]
    alive: tuple[Change, ...]
    gmv: tuple[Change, ...]
    contribution: tuple[Change, ...]
    spoiled: tuple[Change, ...]

    def rising(self, direction: str) -> bool:
        """Return whether the decision follows the first three doses, each further than the one before."""
        sign = 1.0 if direction == "up" else -1.0
        steps = np.diff([0.0, *(sign * each.mean for each in self.decision[: DOSES - 1])])
        return bool((steps > 0.0).all())

    @property
    def worse(self) -> float:
        """Change of what the too large dose spoils, from the third dose to the fourth."""
        return self.spoiled[DOSES - 1].mean - self.spoiled[DOSES - 2].mean


def with_row(scenario: Scenario, row: Instrument, addition: Fragment, change: Fragment | None = None) -> Scenario:
    """Return a scenario with two policies in force from the first day: the row's base, and the row added to it."""
    document = merged(merged(scenario.model_dump(by_alias=True), row.company), change or {})
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
    scenario: Scenario, values: Mapping[str, float], seeds: int, names: Sequence[str] = SERIES
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


def change_of(base: batch.Recording, new: batch.Recording, name: str, weeks: tuple[int, int] | None = None) -> Change:
    """Return the paired change of a series."""
    before, after = weekly(base, name, weeks), weekly(new, name, weeks)
    gain = after - before
    return Change(float(gain.mean()), float(gain.std(ddof=1) / np.sqrt(len(gain))), float(before.mean()))


def alive(row: Instrument, thawed: Iterable[str]) -> dict[str, float]:
    """Return frozen values of all responses but some, and the row's own settings of behaviour."""
    frozen = {name: value for name, value in instruments().frozen.items() if name not in {*thawed, *row.alongside}}
    return {**row.parameters, **frozen}


def ablation(row: Instrument, seeds: int = FEW, dose: int = 2) -> Ablation:
    """Return what is left of a row with all responses frozen, with its own rule alone alive, and alone frozen."""
    scenario = with_row(shop(), row, merged(row.added(dose), row.without_hours), row.ablation)
    base, new = pair(scenario, alive(row, ()), seeds)
    other = [name for name in base.names if name not in BY_TERMS and "rmb@" not in name and name != row.series]
    differing = tuple(name for name in other if not np.array_equal(base[name], new[name]))
    frozen = float(np.abs(new[row.series] - base[row.series]).max())
    alone = change_of(*pair(scenario, alive(row, row.own), seeds), row.series, row.weeks)
    own = {name: instruments().frozen[name] for name in row.own}
    without = change_of(*pair(scenario, {**row.parameters, **own}, seeds), row.series, row.weeks)
    return Ablation(frozen, differing, alone, without)


def doses(row: Instrument, seeds: int = MANY) -> Doses:
    """Return the dose response of a row: through its own rule alone, and with everything alive."""
    spoiled = row.too_large.series or CONTRIBUTION
    names = sorted({row.series, "gmv_paid", "margin_rmb", "people_cost_rmb", spoiled} - {CONTRIBUTION})
    scenarios = [with_row(shop(), row, row.added(dose)) for dose in range(DOSES)]
    plans = [compile_plan(scenarios[0], BASE), *(compile_plan(each, NEW) for each in scenarios)]

    def responses(values: Mapping[str, float]) -> Callable[..., tuple[Change, ...]]:
        point = parameters_of(shop()).with_values(values).record()
        base, *runs = (batch.run(plan, point, np.arange(seeds), record=names) for plan in plans)
        return lambda name, weeks=None: tuple(change_of(base, run, name, weeks) for run in runs)

    alone, all_alive = responses(alive(row, row.own)), responses(row.parameters)
    return Doses(
        alone(row.series, row.weeks),
        all_alive(row.series, row.weeks),
        all_alive("gmv_paid"),
        all_alive(CONTRIBUTION),
        all_alive(spoiled, row.weeks),
    )


def holds(row: Instrument, found: Change) -> bool:
    """Return whether the claim about a row's null or harm setting is true of what was found there."""
    if row.null.claim == "nothing":
        return found.mean == 0.0 and found.error == 0.0
    return found.goes(row.null.direction or row.direction)


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
