"""The weeks of a plan: regime in force, season, months, readiness to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.calendar import months, period_index
from sim.plan.records import WEEK
from sim.plan.regimes import week_of
from sim.plan.surrounding_tables import channel_path

if TYPE_CHECKING:
    from sim.plan.compile import Compiler

LONGEST_TENURE = 520


def week_table(c: Compiler) -> tuple[np.ndarray, np.ndarray]:
    """Return WEEK[T] and float64[521], log of the relative exit hazard by weeks of tenure."""
    company, par = c.scenario.company, c.parameters
    weeks = np.zeros(c.weeks, WEEK)
    weeks["season"], weeks["applicants"], weeks["channel"] = c.season, 1.0, channel_path(c)
    weeks["month"] = period_index(c.first_day, c.weeks, "month")
    weeks["regime"], weeks["coming"], weeks["begins"] = clocks(c)
    weeks["usual"][: c.burn_in] = 1
    monthly = np.array(company.exit_season or [par.value(f"exit_season_{m}") for m in range(1, 13)])
    weeks["exit_push"] = np.log(np.maximum(monthly[months(c.first_day, c.weeks) - 1], 1e-6))
    if company.yearly_turnover is not None:
        weeks["exit_push"] += np.log(max(company.yearly_turnover, 1e-6) / par.value("turnover_reference"))
    tenure, push = np.arange(LONGEST_TENURE + 1), np.zeros(LONGEST_TENURE + 1)
    if company.hazard_by_tenure:
        until = [step.until_week for step in company.hazard_by_tenure]
        factors = np.array([step.factor for step in company.hazard_by_tenure])
        band = np.minimum(np.searchsorted(until, tenure, side="right"), len(until) - 1)
        relative = tenure / par.value("hump_weeks")
        push = np.log(np.maximum(factors[band], 1e-6)) - par.value("hump_height") * relative * np.exp(1.0 - relative)
    return weeks, push


def clocks(c: Compiler) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return int64[T] regime in force, regime announced, and week in which that is to begin."""
    regime, coming = np.zeros(c.weeks, np.int64), np.zeros(c.weeks, np.int64)
    for r, begin in enumerate(c.starts):
        if not c.regimes[r].cancelled and not c.regimes[r].row:
            regime[begin:] = r
    coming[: c.weeks] = regime
    begins = np.zeros(c.weeks, np.int64)
    for r, each in enumerate(c.regimes):
        if each.announce_weeks and not each.row:
            coming[max(c.starts[r] - each.announce_weeks, 0) : c.starts[r]] = r
            begins[max(c.starts[r] - each.announce_weeks, 0) : c.starts[r]] = c.starts[r]
    policy, announced = c.scenario.policy(c.name), min(max(c.burn_in + c.announce_week, 0), c.weeks)
    until = c.starts[c.first]
    if policy.cancel is not None:
        until = min(c.burn_in + week_of(policy.cancel, c.scenario.company.start), c.weeks)
    if c.first:
        coming[announced:until], begins[announced:until] = c.first, c.starts[c.first]
    return regime, coming, begins
