"""What can be predicted of a published experiment: each outcome as a ratio of recorded series."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.vocabulary.roles import ROLE_NAMES

Floats = NDArray[np.float64]
WEEKS = "weeks"


class Reading(NamedTuple):
    """How an outcome is read.

    Attributes:
        unit: of the change: % of the level before, or percentage points.
        top: series that are added up, with their signs.
        bottom: series by which they are divided; `weeks` for a weekly mean.
        by_role: whether the series exist by role.
        prior: added to counts, so that none before is no division by zero.
        meaning: in words.
    """

    unit: str
    top: dict[str, float]
    bottom: str
    by_role: bool = False
    prior: float = 0.0
    meaning: str = ""


MEASURES: dict[str, Reading] = {
    "output": Reading("%", {"output": 1.0}, "heads", True, meaning="output per head, person-weeks"),
    "pay": Reading("%", {"pay_rmb": 1.0}, "heads", True, meaning="pay per head"),
    "quits": Reading("%", {"quits": 1.0}, "heads", prior=0.5, meaning="people who quit per head"),
    "sales": Reading("%", {"gmv_paid": 1.0}, WEEKS, meaning="paid sales of the company"),
    "orders": Reading("%", {"orders": 1.0}, WEEKS, meaning="orders, or units made and sold"),
    "returns": Reading("%", {"refunds": 1.0}, "gmv_paid", meaning="part of sales that is sent back: quality"),
    "discount": Reading("pp", {"discount": 1.0}, WEEKS, meaning="price cut, share of sales"),
    "contribution": Reading("%", {"margin_rmb": 1.0, "people_cost_rmb": -1.0}, WEEKS, meaning="margin - people cost"),
    "people_cost": Reading("%", {"people_cost_rmb": 1.0}, "months", meaning="cost of people"),
    "help": Reading("%", {"effort_help": 1.0}, WEEKS, meaning="effort for colleagues, mean"),
    "care": Reading("%", {"effort_care": 1.0}, WEEKS, meaning="care for quality, mean"),
    "satisfaction": Reading("%", {"staff_satisfaction": 1.0}, WEEKS, meaning="satisfaction of staff, mean"),
    "customer_satisfaction": Reading("%", {"satisfaction": 1.0}, WEEKS, meaning="satisfaction of customers, mean"),
    "repeat": Reading("%", {"repeat_orders": 1.0}, "customers", meaning="repeat orders per customer"),
    "absence": Reading("%", {"absent": 1.0}, "heads", meaning="share of working days away"),
    "push": Reading("%", {"push": 1.0}, WEEKS, meaning="hard selling, mean of staff"),
    "selection_share": Reading(
        "% of the effect",
        {"output": 1.0},
        "heads",
        True,
        meaning="part of the effect on output that comes from who leaves and who is hired",
    ),
}


def series_of(measure: str, among: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the series that a measure needs, read among some roles."""
    reading = MEASURES[measure]
    names = [*reading.top, *([] if reading.bottom == WEEKS else [reading.bottom])]
    if not reading.by_role:
        return tuple(names)
    roles = ROLE_NAMES if "all" in among else among
    return tuple(f"{name}@{role}" for name in names for role in roles)


def level(measure: str, among: tuple[str, ...], sums: dict[str, Floats], weeks: int) -> Floats:
    """Return float64[draws], the level of a measure.

    Args:
        measure: which.
        among: roles that count.
        sums: series -> float64[draws], sums over the weeks.
        weeks: how many weeks.

    A ratio to nothing, such as output per head of nobody, is 0.
    """
    reading = MEASURES[measure]
    roles = ROLE_NAMES if "all" in among else among

    def total(name: str) -> Floats:
        names = [f"{name}@{role}" for role in roles] if reading.by_role else [name]
        return np.asarray(np.sum([sums[each] for each in names], axis=0))

    top = np.sum([sign * total(name) for name, sign in reading.top.items()], axis=0) + reading.prior
    bottom = np.full_like(top, float(weeks)) if reading.bottom == WEEKS else total(reading.bottom)
    return np.asarray(np.divide(top, bottom, out=np.zeros_like(top), where=bottom != 0.0))


def change(measure: str, after: Floats, before: Floats) -> Floats:
    """Return float64[draws], the change of a measure in its unit; % of the size of the level before.

    From nothing to something is 100 %: the direction is known, the size is not.
    """
    if MEASURES[measure].unit == "pp":
        return 100.0 * (after - before)
    base = np.abs(np.where(before == 0.0, after, before))
    moved = after != before
    return np.asarray(np.divide(100.0 * (after - before), base, out=np.zeros_like(after), where=moved))
