"""Compile pay instruments into contracts: a metric in a scope, a curve, a period, a stake per seat."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from sim.calendar import Period, months, period_index
from sim.parameters import ROLE_NAMES, Parameters
from sim.scenario.arrangement import Arrangement
from sim.scenario.pay import AnnualBonus, Appraisal, Commission, Curve, PerformancePay, Quota, TeamBonus
from sim.scenario.plan import APPRAISAL, ATTAINMENT, FIXED, LEVEL_METRICS, LINEAR, METRICS
from sim.scenario.policy import Policy

MONTHLY_TO_WEEKLY = 12.0 / 52.0
AMOUNTS = METRICS[:4]
WEEKS = {"week": 1.0, "month": 52.0 / 12.0, "quarter": 13.0, "year": 52.0}
OWN_QUEUE = ("served", "response", "requests")


@dataclass(frozen=True)
class Expected:
    """What the baseline is expected to bring, by line: the yardstick of targets.

    Attributes:
        weekly: metric -> float64[L, T] expected result of a line and week (amount metrics).
        orders: float64[L] orders a week at season 1, weights of level metrics.
        load: float64[9] measured load of each role.
    """

    weekly: dict[str, np.ndarray]
    orders: np.ndarray
    load: np.ndarray


@dataclass
class Contract:
    """One compiled contract; see `sim.scenario.plan.CONTRACT`.

    Attributes beyond that record:
        key: two contracts of neighbouring regimes with the same key are one that goes on.
        seats, stakes: who holds it, and RMB a week at payout share 1, in the regime it was made for.
        claims: (regime, seat, stake) over all regimes it is in force.
        level: a steady weekly target; 0 where the target follows the plan.
    """

    kind: int
    metric: str
    since: int
    until: int
    queue: int
    lines: tuple[int, ...]
    seats: list[int]
    curve: Curve
    period: Period
    delay: int
    quota: float = 1.0
    ratchet: float = 0.0
    pot: bool = False
    team_size: int | None = None
    forfeits: bool = False
    shadow: bool = False
    pay_month: int = 0
    level: float = 0.0
    key: tuple[object, ...] = ()
    stakes: list[float] = field(default_factory=list)
    claims: list[tuple[int, int, float]] = field(default_factory=list)


def contracts_of(
    policy: Policy, arrangement: Arrangement, regime: int, shadow: bool, monthly_base: np.ndarray, expected: Expected
) -> list[Contract]:
    """Return the contracts of a policy in its arrangement; `monthly_base` is float64[seats], RMB."""
    found: list[Contract] = []
    for name, instrument in policy.instruments.items():
        seats = _eligible(instrument, arrangement)
        for metric, weight in _weights(instrument):
            for queue, lines, group in _scopes(instrument, metric, arrangement, seats):
                contract = _contract(instrument, metric, regime, (queue, lines, group), shadow)
                size = len(group) if contract.pot else 0
                contract.key = name, instrument, metric, shadow, queue, lines, size, arrangement.seats[group[0]].role
                contract.stakes = [_stake(instrument, weight, len(group), monthly_base[seat]) for seat in group]
                if isinstance(instrument, Commission) and instrument.cap_rmb is not None:
                    _cap(contract, instrument.cap_rmb, expected)
                found.append(contract)
    return found


def _eligible(instrument: Any, arrangement: Arrangement) -> list[int]:
    """Return the places of the seats an instrument is for."""
    everybody = "all" in instrument.roles
    return [i for i, s in enumerate(arrangement.seats) if everybody or ROLE_NAMES[s.role] in instrument.roles]


def _weights(instrument: Any) -> list[tuple[str, float]]:
    """Return (metric, weight) pairs of an instrument."""
    if isinstance(instrument, PerformancePay | Appraisal):
        return [(metric, weight) for metric, weight in instrument.weights.items() if weight > 0.0]
    return [(getattr(instrument, "metric", "gmv"), 1.0)]


def _scopes(
    instrument: Any, metric: str, arrangement: Arrangement, seats: list[int]
) -> Iterator[tuple[int, tuple[int, ...], list[int]]]:
    """Yield (queue or -1, lines, seats) of every group of seats that shares one result."""
    everything = tuple(sorted({line for queue in arrangement.queues for line in queue.lines}))
    scope = getattr(instrument, "scope", "company")
    if isinstance(instrument, AnnualBonus) or (scope == "company" and metric not in OWN_QUEUE):
        if seats:
            yield -1, everything, seats
        return
    groups: dict[int, list[int]] = {}
    own = scope == "own" or metric in OWN_QUEUE
    for seat in seats:
        seating = arrangement.seats[seat]
        groups.setdefault(seating.queue if own else seating.unit, []).append(seat)
    for key, group in groups.items():
        served = {arrangement.seats[seat].queue for seat in group}
        lines = tuple(sorted({line for queue in served for line in arrangement.queues[queue].lines}))
        yield (key if own else -1), lines, group


def _contract(
    instrument: Any, metric: str, regime: int, shared: tuple[int, tuple[int, ...], list[int]], shadow: bool
) -> Contract:
    """Return one contract without its stakes."""
    curve = getattr(instrument, "curve", Curve())
    queue, lines, seats = shared
    contract = Contract(ATTAINMENT, metric, regime, regime, queue, lines, seats, curve, "month", 0, shadow=shadow)
    contract.period = getattr(instrument, "period", "month")
    contract.delay = getattr(instrument, "pay_delay_weeks", 0)
    if isinstance(instrument, Commission):
        contract.kind = LINEAR
    elif isinstance(instrument, AnnualBonus):
        contract.kind, contract.period, contract.pay_month = FIXED, "year", instrument.month
        contract.forfeits = instrument.forfeit
    elif isinstance(instrument, Appraisal):
        contract.kind = APPRAISAL
    elif isinstance(instrument, Quota):
        contract.quota, contract.ratchet = instrument.quota, instrument.ratchet
    elif isinstance(instrument, TeamBonus):
        contract.pot, contract.team_size = True, instrument.team_size
    return contract


def _stake(instrument: Any, weight: float, sharers: int, monthly_base: float) -> float:
    """Return RMB a week at payout share 1 (commission: RMB per unit; appraisal: its weight)."""
    if isinstance(instrument, Commission):
        return instrument.rate if instrument.metric == "served" else instrument.rate / sharers
    if isinstance(instrument, AnnualBonus):
        return instrument.months * monthly_base / 52.0
    if isinstance(instrument, Appraisal):
        return weight
    if isinstance(instrument, TeamBonus):
        return instrument.pot_rmb * MONTHLY_TO_WEEKLY
    return instrument.target_rmb * weight * MONTHLY_TO_WEEKLY


def _cap(contract: Contract, cap_rmb: float, expected: Expected) -> None:
    """Turn a commission into the same share of the metric up to a cap: a linear curve over a steady level."""
    contract.level = float(expected.weekly[contract.metric][list(contract.lines)].sum(axis=0).mean())
    contract.stakes = [stake * contract.level for stake in contract.stakes]
    most = cap_rmb / (contract.stakes[0] * WEEKS[contract.period]) if contract.stakes[0] else 0.0
    contract.kind, contract.curve = ATTAINMENT, Curve(cap=min(most, 100.0))


def weekly_target(contract: Contract, expected: Expected, role: int, weeks: int) -> np.ndarray:
    """Return float64[T], the part of the target that falls on each week, in the metric's unit."""
    if contract.level:
        return np.full(weeks, contract.level)
    if contract.metric in AMOUNTS:
        return contract.quota * expected.weekly[contract.metric][list(contract.lines)].sum(axis=0)
    if contract.metric == "served":
        return np.full(weeks, contract.quota * max(min(expected.load[role], 1.0), 0.1))
    return np.full(weeks, contract.quota)


def expected_weekly_pay(contract: Contract, stake: float, expected: Expected, role: int) -> float:
    """Return RMB a week that a contract brings at attainment 1 and season 1."""
    if contract.kind == LINEAR:
        if contract.metric == "served":
            return stake * min(expected.load[role], 1.0)
        return stake * float(expected.weekly[contract.metric][list(contract.lines)].sum(axis=0).mean())
    if contract.kind == APPRAISAL:
        return 0.0
    return stake if contract.kind == FIXED else stake * contract.curve.payout(1.0)


def own_noise(contract: Contract, expected: Expected, members: int, parameters: Parameters) -> float:
    """Return the sd of one week's result relative to a week's target, market shocks apart."""
    noise = parameters.value("output_noise") / np.sqrt(max(members, 1))
    if contract.metric == "nps":
        answers = max(parameters.value("survey_share") * expected.orders[list(contract.lines)].sum(), 1.0)
        noise = parameters.value("nps_noise") / np.sqrt(answers) / parameters.value("nps_base")
    return float(max(noise, 1e-4))


def periods(contract: Contract, first_day: date, span: tuple[int, int], weeks: int) -> tuple[np.ndarray, ...]:
    """Return int64[T] (weeks left, weeks in all, 1 where paid) of a contract in force in weeks span[0]..span[1]-1."""
    return _periods(_clock(contract), first_day, span, weeks)


def _clock(contract: Contract) -> tuple[Period, int, int]:
    """Return what decides on the periods of a contract: period, month of payment, delay."""
    return contract.period, contract.pay_month, contract.delay


@functools.lru_cache(maxsize=512)
def _periods(
    clock: tuple[Period, int, int], first_day: date, span: tuple[int, int], weeks: int
) -> tuple[np.ndarray, ...]:
    """Return int64[T] (weeks left, weeks in all, 1 where paid)."""
    left, length, pays = np.zeros(weeks, np.int64), np.ones(weeks, np.int64), np.zeros(weeks, np.int64)
    period, pay_month, delay = clock
    number = _period_numbers(period, pay_month, first_day, weeks)
    begin, end = span
    t = begin
    while t < end:
        stop = t
        while stop < end and number[stop] == number[t]:
            stop += 1
        length[t:stop] = stop - t
        left[t:stop] = np.arange(stop - t)[::-1]
        if stop - 1 + delay < end:
            pays[stop - 1 + delay] = 1
        t = stop
    return left, length, pays


def _period_numbers(period: Period, pay_month: int, first_day: date, weeks: int) -> np.ndarray:
    """Return int64[T], the running number of the period; a yearly bonus ends with its month of payment."""
    if not pay_month:
        return np.asarray(period_index(first_day, weeks, period), np.int64)
    month = np.asarray(period_index(first_day, weeks, "month"), np.int64)
    since_january = month + months(first_day, 1)[0]
    return (since_january - pay_month - 1) // 12


def reach_of(contract: Contract, queue_lines: tuple[int, ...], expected: Expected) -> float:
    """Return the share of a contract's orders that one queue serves; 1 for amounts, which are sums."""
    if contract.metric not in LEVEL_METRICS:
        return 1.0
    scope = expected.orders[list(contract.lines)].sum()
    served = expected.orders[[line for line in queue_lines if line in contract.lines]].sum()
    return float(served / scope) if scope > 0.0 else 0.0
