"""What a contract is expected to bring: its amounts, targets and pay if all goes by plan."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np

from sim.parameters import Parameters
from sim.pay.clocks import holds
from sim.pay.kinds import (
    APPRAISAL,
    CONTEST,
    FIXED,
    GATED,
    GONE,
    LINEAR,
    PAYS,
    SHARE,
    TIMES,
)
from sim.pay.parts import Part, loyal_level
from sim.plan.contracts import Contract
from sim.plan.expected import Expected
from sim.units import WEEKS_PER_PERIOD, WEEKS_PER_YEAR, WORKING_DAYS
from sim.vocabulary.metrics import AMOUNTS, LEVEL_METRICS

#: Units that a usual leaderboard ranks.
RIVALS = 8.0


def amount_of(contract: Contract, expected: Expected) -> np.ndarray:
    """Return float64[T], what a contract's amount is expected to be, week by week."""
    lines = expected.weekly[contract.metric][list(contract.lines)]
    if contract.shares:
        lines = np.array(contract.shares)[:, None] * lines
    return np.asarray(contract.part_made * lines.sum(axis=0))


def return_rate(contract: Contract, expected: Expected) -> float:
    """Return the share of sales that comes back today on the lines of a contract."""
    lines = list(contract.lines)
    return 1.0 - float(expected.weekly["gmv_net"][lines].sum() / max(expected.weekly["gmv"][lines].sum(), 1e-9))


def _planned_amount(contract: Contract, expected: Expected, first_day: date) -> np.ndarray:
    """Return float64[T], what is planned of a contract's amount: what is expected, moved by the policy's targets."""
    if not contract.key.targets:
        return amount_of(contract, expected)
    lines = expected.weekly[contract.metric][list(contract.lines)]
    days = [first_day + timedelta(weeks=t, days=3) for t in range(lines.shape[1])]
    for each in contract.key.targets:
        then = np.array([holds(day, each.begin, each.until, yearly=False) for day in days])
        lines = np.where(np.isin(contract.lines, each.lines)[:, None] & then, each.factor * lines, lines)
    return np.asarray(contract.part_made * lines.sum(axis=0))


def weekly_target(contract: Contract, expected: Expected, role: int, first_day: date, weeks: int) -> np.ndarray:
    """Return float64[T], the part of the target that falls on each week, in the metric's unit."""
    part = contract.part
    if contract.level:
        return np.full(weeks, contract.level)
    if contract.metric in AMOUNTS:
        return part.quota * _planned_amount(contract, expected, first_day)
    if contract.metric == "served":
        return np.full(weeks, part.quota * max(min(expected.load[role], 1.0), 0.1))
    if part.loyalty_at:
        return np.full(weeks, loyal_level(part.loyalty_at, float(expected.repeat[list(contract.lines)].mean())))
    return np.full(weeks, part.quota)


def expected_weekly_pay(contract: Contract, stake: float, expected: Expected, role: int) -> float:
    """Return RMB a week that a contract brings at attainment 1 and season 1, on average over the weeks."""
    part = contract.part
    if contract.kind == APPRAISAL or part.rises or part.streak or contract.metric == "help" or part.counts != PAYS:
        return 0.0
    if contract.kind == CONTEST:
        return stake * _mean_prize(part) * usual_factor(contract, expected)
    if contract.metric == "presence":
        return stake * _usually_present(contract, expected)
    stake *= usual_factor(contract, expected) * kept_share(contract, expected)
    if contract.kind == LINEAR and contract.metric == "served":
        return stake * min(expected.load[role], 1.0)
    if contract.kind in (LINEAR, GATED) or part.by_amount:
        likely = contract.kind != GATED or float(expected.rank[list(contract.lines)].mean()) <= part.rank_at
        return stake * likely * float(amount_of(contract, expected).mean())
    if part.windows:
        stake *= _yearly_windows(part) / WEEKS_PER_YEAR
    elif part.shifts:
        stake *= part.weight
    usual = stake if contract.kind == FIXED else stake * contract.curve.payout(usual_attainment(contract, expected))
    return max(usual, lasting_floor(part))


def lasting_floor(part: Part) -> float:
    """Return the least that a part pays a person, RMB a week: a floor for good that no later pay works off."""
    return 0.0 if part.floor_months or part.advance else part.floor / WEEKS_PER_PERIOD[part.period]


def _usually_present(contract: Contract, expected: Expected) -> float:
    """Return the share of pay for presence that somebody gets who is away for the usual share of days."""
    away = float(expected.away[contract.key.role])
    if contract.kind == LINEAR:
        return 1.0 - away
    days = WORKING_DAYS * WEEKS_PER_PERIOD[contract.part.period]
    allowed, likely = math.floor((1.0 - contract.curve.steps[0][0]) * days), away * days
    return sum(math.exp(-likely) * likely**n / math.factorial(n) for n in range(allowed + 1))


def usual_factor(contract: Contract, expected: Expected) -> float:
    """Return what multiplies the pay of a contract if all goes by plan; 1 where nothing does."""
    product = 1.0
    for each in contract.beside:
        if each.part.counts == TIMES:
            usual = each.point if each.kind == SHARE else each.curve.payout(usual_attainment(each, expected) + 1e-9)
            product *= usual
    return product


def kept_share(contract: Contract, expected: Expected) -> float:
    """Return the share of pay for new customers that is not taken back as things are; 1 where nothing is."""
    part, lines = contract.part, list(contract.lines)
    if not part.back:
        return 1.0
    left = 1.0 - (1.0 - expected.churn[lines]) ** part.back
    gone = np.exp(-part.back * expected.repeat[lines]) if part.back_if == GONE[1] else left
    won = expected.weekly["new_customers"][lines].mean(axis=1)
    paid = expected.weekly[contract.metric][lines].mean(axis=1)
    fresh = won / np.maximum(expected.weekly["orders"][lines].mean(axis=1), 1e-12)
    bought = paid if contract.metric == "new_customers" else paid * fresh
    return 1.0 - part.back_share * float(gone @ bought) / max(float(paid.sum()), 1e-12)


def usual_attainment(contract: Contract, expected: Expected) -> float:
    """Return the attainment that the plan comes to: 1, or the plan over a goal that is a fixed amount."""
    if contract.part.loyalty_at:
        lines = list(contract.lines)
        return 1.0 / loyal_level(contract.part.loyalty_at, float(expected.repeat[lines].mean()))
    if not contract.part.goal:
        return 1.0
    if windows := contract.part.windows:
        weekly = amount_of(contract, expected)
        return float(np.mean([weekly[first:last].sum() for first, last, _ in windows])) / contract.part.goal
    return float(amount_of(contract, expected).mean()) / contract.level


def _yearly_windows(part: Part) -> float:
    """Return how often a year a stake in windows is to be had: vesting spans its weeks, campaigns come back."""
    first, last = min(w[0] for w in part.windows), max(w[1] for w in part.windows)
    if part.forfeits:
        return WEEKS_PER_YEAR * sum(w[2] for w in part.windows) / max(last - first, 1)
    years = 1.0 + round((max(w[0] for w in part.windows) - first) / WEEKS_PER_YEAR)
    return sum(w[2] for w in part.windows) / years


def _mean_prize(part: Part) -> float:
    """Return the mean prize of a contest per head and period, RMB; by rank among a usual number of rivals."""
    before, total = 0.0, 0.0
    for upto, rmb in part.prizes:
        total += (upto - before) * rmb
        before = upto
    return total / RIVALS if part.ranks else total


def own_noise(contract: Contract, expected: Expected, members: int, parameters: Parameters) -> float:
    """Return the sd of one week's result relative to a week's target, market shocks apart."""
    noise = parameters.value("output_noise") / np.sqrt(max(members, 1))
    if contract.metric == "presence":
        away = float(expected.away[contract.key.role])
        noise = np.sqrt(away * (1.0 - away) / WORKING_DAYS)
    if contract.metric == "nps":
        answers = max(parameters.value("survey_share") * expected.orders[list(contract.lines)].sum(), 1.0)
        noise = parameters.value("nps_noise") / np.sqrt(answers) / parameters.value("nps_base")
    return float(max(noise, 1e-4))


def reach_of(contract: Contract, queue_lines: tuple[int, ...], expected: Expected) -> float:
    """Return the share of a contract's orders that one queue serves; 1 for amounts, which are sums."""
    if contract.metric not in LEVEL_METRICS or not queue_lines:
        return 1.0
    scope = expected.orders[list(contract.lines)].sum()
    served = expected.orders[[line for line in queue_lines if line in contract.lines]].sum()
    return float(served / scope) if scope > 0.0 else 0.0


def counted_of(contract: Contract, queue_lines: tuple[int, ...], expected: Expected) -> float:
    """Return the share of what one queue brings of an amount that counts, where only some lines do; 1 elsewhere."""
    if contract.metric not in AMOUNTS or not queue_lines:
        return 1.0
    weekly = expected.weekly[contract.metric].sum(axis=1)
    counted = weekly[[line for line in queue_lines if line in contract.lines]].sum()
    return float(counted / max(weekly[list(queue_lines)].sum(), 1e-12))
