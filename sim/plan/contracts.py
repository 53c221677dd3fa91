"""Compile pay instruments into contracts: a metric in a scope, a curve, a period, a stake per seat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.documents.fields import covers
from sim.parameters import ROLE_NAMES, Parameters
from sim.pay.curves import Curve
from sim.pay.decompose import Spans, parts_of
from sim.pay.kinds import APPRAISAL, ATTAINMENT, CONTEST, FIXED, GATED, LINEAR
from sim.pay.parts import CAREER_WEEKS, MONTHLY_TO_WEEKLY, WEEKS, Part, loyal_level
from sim.plan.arrangement import Arrangement
from sim.scenario.policy import Policy
from sim.vocabulary.metrics import AMOUNTS, LEVEL_METRICS, QUEUE_METRICS

__all__ = ["MONTHLY_TO_WEEKLY"]
#: Units that a usual leaderboard ranks.
RIVALS = 8.0
#: Queues whose log a contract reads: the first, and how many stand next to each other.
Log = tuple[int, int]
NO_LOG: Log = (-1, 0)


@dataclass(frozen=True)
class Expected:
    """What the baseline is expected to bring, by line: the yardstick of targets.

    Attributes:
        weekly: metric -> float64[L, T] expected result of a line and week (amount metrics).
        orders: float64[L] orders a week at season 1, weights of level metrics.
        load: float64[roles] measured load of each role.
        repeat: float64[L] weekly rate of repeat orders today.
        rank: float64[L] rank of a line in its category today.
    """

    weekly: dict[str, np.ndarray]
    orders: np.ndarray
    load: np.ndarray
    repeat: np.ndarray
    rank: np.ndarray

    def of(self, contract: Contract) -> np.ndarray:
        """Return float64[T], what a contract's amount is expected to be, week by week."""
        lines = self.weekly[contract.metric][list(contract.lines)]
        return np.asarray(contract.part_made * lines.sum(axis=0))


@dataclass
class Contract:
    """One compiled contract; see `sim.plan.records.CONTRACT`.

    Attributes beyond the part of an instrument that it is made of:
        since, until: regimes it is in force.
        queue: whose log it reads, -1 none; with `queues` neighbouring ones together.
        part_made: their share of what is made, where the company sells what its people make.
        seats, stakes: who holds it, and its stake per seat, in the regime it was made for.
        key: two contracts of neighbouring regimes with the same key are one that goes on.
        claims: (regime, seat, stake) over all regimes it is in force.
        group: contracts with the same group compete for ranks.
        curve: of the part, or the straight line up to a cap.
        level: a steady weekly target; 0 where the target follows the plan.
        fade: +1 fades in, -1 fades out, first week and weeks of it, burn-in counted.
        instrument: its name in the policy.
    """

    part: Part
    kind: int
    since: int
    until: int
    queue: int
    lines: tuple[int, ...]
    seats: list[int]
    curve: Curve
    shadow: bool
    key: tuple[object, ...]
    group: tuple[object, ...] | None = None
    level: float = 0.0
    fade: tuple[int, int, int] = (0, 0, 0)
    instrument: str = ""
    queues: int = 0
    part_made: float = 1.0
    stakes: list[float] = field(default_factory=list)
    claims: list[tuple[int, int, float]] = field(default_factory=list)

    @property
    def metric(self) -> str:
        """What it pays for."""
        return self.part.metric


@dataclass(frozen=True)
class Setting:
    """What a policy's contracts are made from in one regime.

    Attributes:
        policy, arrangement: in force.
        regime: its number.
        base: float64[seats], monthly base pay; tier: pay of each seat's tier relative to a middle one.
        tiers: tier of each seat.
        expected: results of the baseline.
        spans: peaks of campaigns.
        start: week in which the policy starts, burn-in counted.
        shadow: whether the contracts are reckoned only.
        chosen: bool[seats], whose they are.
    """

    policy: Policy
    arrangement: Arrangement
    regime: int
    base: np.ndarray
    tier: np.ndarray
    tiers: list[str]
    expected: Expected
    spans: Spans
    start: int
    shadow: bool
    chosen: np.ndarray


def contracts_of(setting: Setting) -> list[Contract]:
    """Return the contracts of a policy in its arrangement."""
    found: list[Contract] = []
    for name, instrument in setting.policy.instruments.items():
        for number, part in enumerate(parts_of(instrument, setting.spans, setting.start)):
            seats = _eligible(instrument, part, setting)
            for log, lines, group in _scopes(part, setting.arrangement, seats):
                if setting.chosen[group].any():
                    found.append(_contract((name, number, instrument), part, (log, lines, group), setting))
    return found


def _eligible(instrument: Any, part: Part, setting: Setting) -> list[int]:
    """Return the places of the seats a part of an instrument is for."""
    return [
        i
        for i, seat in enumerate(setting.arrangement.seats)
        if covers(instrument.roles, ROLE_NAMES[seat.role]) and setting.tiers[i] in part.tiers
    ]


def _scopes(part: Part, arrangement: Arrangement, seats: list[int]) -> Iterator[tuple[Log, tuple[int, ...], list[int]]]:
    """Yield ((first queue or -1, queues), lines, seats) of every group of seats that shares one result."""
    everything = tuple(sorted({line for queue in arrangement.queues for line in queue.lines})) or (0,)
    if part.kind == FIXED or (part.scope == "company" and part.metric not in QUEUE_METRICS):
        if seats:
            yield NO_LOG, everything, seats
        return
    if arrangement.makes:
        yield from ((log, everything, group) for log, group in _makers(part, arrangement, seats))
        return
    if part.scope == "person":
        for seat in seats:
            queue = arrangement.seats[seat].queue
            yield (queue, 1), arrangement.queues[queue].lines, [seat]
        return
    groups: dict[int, list[int]] = {}
    own = part.scope in ("own", "line") or part.metric in QUEUE_METRICS
    for seat in seats:
        seating = arrangement.seats[seat]
        groups.setdefault(seating.queue if own else seating.unit, []).append(seat)
    for key, group in groups.items():
        served = {arrangement.seats[seat].queue for seat in group}
        lines = tuple(sorted({line for queue in served for line in arrangement.queues[queue].lines}))
        for some in [(line,) for line in lines] if part.scope == "line" else [lines]:
            yield ((key, 1) if own else NO_LOG), some, group


def _makers(part: Part, arrangement: Arrangement, seats: list[int]) -> Iterator[tuple[Log, list[int]]]:
    """Yield (log, seats) where the company sells what its people make: one's own output, the team's, everybody's."""
    if part.scope in ("own", "line", "person"):
        yield from (((arrangement.seats[seat].queue, 1), [seat]) for seat in seats)
        return
    if part.scope == "company":
        if seats:
            yield (0, len(arrangement.queues)), seats
        return
    for unit in range(len(arrangement.sizes)):
        group = [seat for seat in seats if arrangement.seats[seat].unit == unit]
        logs = [queue for queue, facts in enumerate(arrangement.queues) if facts.unit == unit]
        if group:
            yield (logs[0], len(logs)), group


def _contract(
    named: tuple[str, int, Any], part: Part, shared: tuple[Log, tuple[int, ...], list[int]], setting: Setting
) -> Contract:
    """Return one contract with its stakes."""
    (queue, queues), lines, seats = shared
    role = setting.arrangement.seats[seats[0]].role
    size = len(seats) if part.pot else 0
    alone = seats[0] if part.scope == "person" else -1
    key = *named, setting.shadow, queue, queues, lines, size, role, alone
    contract = Contract(
        part, part.kind, setting.regime, setting.regime, queue, lines, seats, part.curve, setting.shadow, key
    )
    if part.kind == CONTEST:
        contract.group = named[0], named[1], setting.shadow, role if part.scope == "person" else -1
    contract.instrument, contract.queues = named[0], queues
    contract.part_made = queues / len(setting.arrangement.queues) if setting.arrangement.makes and queues else 1.0
    contract.seats = [seat for seat in seats if setting.chosen[seat]]
    contract.stakes = [_stake(part, len(seats), seat, setting) for seat in contract.seats]
    if part.cap_rmb is not None:
        _cap(contract, part.cap_rmb, setting.expected)
    return contract


def _stake(part: Part, sharers: int, seat: int, setting: Setting) -> float:
    """Return what a seat gets at payout share 1, see `Part.stake`."""
    if part.months:
        return float(part.months * setting.base[seat] / 52.0)
    if part.rises:
        return float(part.rises * setting.base[seat] * MONTHLY_TO_WEEKLY * CAREER_WEEKS)
    stake = part.stake / sharers if part.shared else part.stake
    stake *= 1.0 if part.shifts else part.weight
    return float(stake * setting.tier[seat]) if part.by_tier else stake


def _cap(contract: Contract, cap_rmb: float, expected: Expected) -> None:
    """Turn a commission into the same share of the metric up to a cap: a linear curve over a steady level."""
    contract.level = float(expected.of(contract).mean())
    contract.stakes = [stake * contract.level for stake in contract.stakes]
    most = cap_rmb / (contract.stakes[0] * WEEKS[contract.part.period]) if contract.stakes[0] else 0.0
    contract.kind, contract.curve = ATTAINMENT, Curve(cap=min(most, 100.0))


def weekly_target(contract: Contract, expected: Expected, role: int, weeks: int) -> np.ndarray:
    """Return float64[T], the part of the target that falls on each week, in the metric's unit."""
    part = contract.part
    if contract.level:
        return np.full(weeks, contract.level)
    if contract.metric in AMOUNTS:
        return part.quota * expected.of(contract)
    if contract.metric == "served":
        return np.full(weeks, part.quota * max(min(expected.load[role], 1.0), 0.1))
    if part.loyalty_at:
        return np.full(weeks, loyal_level(part.loyalty_at, float(expected.repeat[list(contract.lines)].mean())))
    return np.full(weeks, part.quota)


def expected_weekly_pay(contract: Contract, stake: float, expected: Expected, role: int) -> float:
    """Return RMB a week that a contract brings at attainment 1 and season 1, on average over the weeks."""
    part = contract.part
    if contract.kind == APPRAISAL or part.rises or part.streak or contract.metric == "help":
        return 0.0
    if contract.kind == CONTEST:
        return stake * _mean_prize(part)
    if contract.kind == LINEAR and contract.metric == "served":
        return stake * min(expected.load[role], 1.0)
    if contract.kind in (LINEAR, GATED) or part.by_amount:
        likely = contract.kind != GATED or float(expected.rank[list(contract.lines)].mean()) <= part.rank_at
        return stake * likely * float(expected.of(contract).mean())
    if part.windows:
        stake *= _yearly_windows(part) / 52.0
    elif part.shifts:
        stake *= part.weight
    return stake if contract.kind == FIXED else stake * contract.curve.payout(1.0)


def _yearly_windows(part: Part) -> float:
    """Return how often a year a stake in windows is to be had: vesting spans its weeks, campaigns come back."""
    first, last = min(w[0] for w in part.windows), max(w[1] for w in part.windows)
    if part.forfeits:
        return 52.0 * sum(w[2] for w in part.windows) / max(last - first, 1)
    years = 1.0 + round((max(w[0] for w in part.windows) - first) / 52.0)
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
