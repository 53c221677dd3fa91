"""Compile pay instruments into contracts: a metric in a scope, a curve, a period, a stake per seat."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from sim.documents.fields import covers
from sim.parameters import Parameters
from sim.pay.clocks import holds
from sim.pay.curves import Curve
from sim.pay.instruments.instrument import Dates
from sim.pay.kinds import (
    APPRAISAL,
    ATTAINMENT,
    CONTEST,
    FIXED,
    GATED,
    LINEAR,
    PAYS,
    POINTS,
    SHARE,
    TIMES,
)
from sim.pay.parts import CAREER_WEEKS, Part, loyal_level
from sim.pay.rates import Rates, rates_of
from sim.plan.expected import Expected
from sim.plan.scopes import Log, scopes
from sim.scenario.policy import Policy
from sim.structures.seating import Arrangement
from sim.units import WEEKS_PER_MONTH, WEEKS_PER_PERIOD, WEEKS_PER_YEAR, WORKING_DAYS
from sim.vocabulary.metrics import AMOUNTS, LEVEL_METRICS
from sim.vocabulary.roles import ROLE_NAMES

#: Parts of an instrument that are numbered before those that stand beside them.
MOST_PARTS = 1000
#: Units that a usual leaderboard ranks.
RIVALS = 8.0


class Planned(NamedTuple):
    """What is planned for some lines between two days, as a multiple of what is expected."""

    lines: tuple[int, ...]
    begin: date
    until: date | None
    factor: float


class ContractKey(NamedTuple):
    """What a contract is: two of neighbouring regimes with the same key are one that goes on.

    Attributes:
        instrument: name of the instrument in the policy; part: number of its part, of those that stand beside it the
            n-th thousand; entry: the instrument itself.
        shadow: whether it is reckoned only.
        queue, queues, lines: whose log it reads (the first of some neighbouring queues), and which lines.
        sharers: people who share a pot, 0 where there is none.
        role: of those who hold it; seat: whose alone it is, -1 no single person's.
        beside: queue and lines of it and of all that stand beside it, empty where nothing does.
        targets: what is planned for its lines beside what is expected.
    """

    instrument: str
    part: int
    entry: Any
    shadow: bool
    queue: int
    queues: int
    lines: tuple[int, ...]
    sharers: int
    role: int
    seat: int
    targets: tuple[Planned, ...] = ()
    beside: tuple[tuple[int, tuple[int, ...]], ...] = ()


class ContestKey(NamedTuple):
    """The contest that contracts compete in: instrument, part, whether reckoned only, role (-1: units compete)."""

    instrument: str
    part: int
    shadow: bool
    role: int


class Claim(NamedTuple):
    """What a seat holds of a contract in a regime: its stake, RMB a week at payout share 1."""

    regime: int
    seat: int
    stake: float


@dataclass
class Contract:
    """One compiled contract; see `sim.plan.records.CONTRACT`.

    Attributes beyond the part of an instrument that it is made of:
        since, until: regimes it is in force.
        queue: whose log it reads, -1 none.
        seats, stakes: who holds it, and its stake per seat, in the regime it was made for.
        key: two contracts of neighbouring regimes with the same key are one that goes on.
        claims: over all regimes it is in force.
        group: contracts with the same group compete for ranks.
        curve: of the part, or what its rates come to.
        level: a steady weekly target; 0 where the target follows the plan.
        fade: +1 fades in, -1 fades out, first week and weeks of it, burn-in counted.
        part_made: share of what is made, where the company sells what its people make.
        beside: contracts that give it points or multiply its pay, in the order of the plan.
        crowd: people who share its result, where everybody has a contract of their own; 0 elsewhere.
        point: points of its holder where a pool is divided by points, as a share of all.
        order: what contracts are sorted by, so that rivals stand side by side.
    """

    part: Part
    kind: int
    since: int
    until: int
    queue: int
    lines: tuple[int, ...]
    seats: list[int]
    curve: Curve | Rates
    shadow: bool
    key: ContractKey
    group: ContestKey | None = None
    level: float = 0.0
    fade: tuple[int, int, int] = (0, 0, 0)
    part_made: float = 1.0
    beside: list[Contract] = field(default_factory=list)
    crowd: int = 0
    point: float = 0.0
    order: str = ""
    stakes: list[float] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    @property
    def metric(self) -> str:
        """What it pays for."""
        return self.part.metric

    @property
    def instrument(self) -> str:
        """Name in the policy of the instrument that it is a part of."""
        return self.key.instrument


@dataclass(frozen=True)
class Setting:
    """What a policy's contracts are made from in one regime.

    Attributes:
        policy, arrangement: in force.
        regime: its number.
        base: float64[seats], monthly base pay; tier: pay of each seat's tier relative to a middle one.
        tiers: tier of each seat.
        expected: results of the baseline.
        dates: what instruments may hang on.
        shadow: whether the contracts are reckoned only.
        chosen: bool[seats], whose they are.
        targets: what is planned for lines beside what is expected.
    """

    policy: Policy
    arrangement: Arrangement
    regime: int
    base: np.ndarray
    tier: np.ndarray
    tiers: list[str]
    expected: Expected
    dates: Dates
    shadow: bool
    chosen: np.ndarray
    targets: tuple[Planned, ...] = ()


def contracts_of(setting: Setting) -> list[Contract]:
    """Return the contracts of a policy in its arrangement."""
    found: list[Contract] = []
    for name, instrument in setting.policy.instruments.items():
        for number, part in enumerate(instrument.parts(setting.dates)):
            seats = _eligible(instrument, part, setting)
            for log, lines, crowd in scopes(part, setting.arrangement, seats):
                for group in [[seat] for seat in crowd] if part.each else [crowd]:
                    if setting.chosen[group].any():
                        found += _together((name, number, instrument), part, (log, lines, group), crowd, setting)
    return found


Shared = tuple[Log, tuple[int, ...], list[int]]


def _together(
    named: tuple[str, int, Any], part: Part, shared: Shared, crowd: list[int], setting: Setting
) -> list[Contract]:
    """Return one contract and those that stand beside it, in the order of the plan."""
    name, number, instrument = named
    chain = [(part, shared), *((each, _scope_of(each, shared, setting)) for each in _beside(part))]
    where = tuple((log[0], lines) for _, (log, lines, _) in chain) if len(chain) > 1 else ()
    made = [
        _contract((name, number + n * MOST_PARTS, instrument), each, there, where, setting)
        for n, (each, there) in enumerate(chain)
    ]
    made[0].beside, made[0].crowd = made[1:], len(crowd) if part.each else 0
    order = next((str(tuple(each.group)) for each in made if each.group), "")
    for each in made:
        each.stakes, each.order = made[0].stakes, order
        if each.kind == SHARE:
            points = [_points(each.part, seat, setting) for seat in crowd]
            each.point = _points(each.part, each.seats[0], setting) / max(sum(points), 1e-9) if each.seats else 0.0
    return made


def _beside(part: Part) -> list[Part]:
    """Return the parts that stand beside a part, by its clock: its points, then what multiplies it."""
    clock = {
        "period": part.period,
        "pay_month": part.pay_month,
        "windows": part.windows,
        "delay": part.delay,
        "lag": part.lag,
    }
    found = [each.but(counts=POINTS, **clock) for each in part.score]
    for each in part.beside:
        found.append(each.but(counts=TIMES, **clock))
        found += [point.but(counts=POINTS, **clock) for point in each.score]
    return found


def _scope_of(part: Part, shared: Shared, setting: Setting) -> Shared:
    """Return whose result a part that stands beside another reads, for the same people."""
    log, lines, _ = next(iter(scopes(part, setting.arrangement, shared[2])))
    return log, lines, shared[2]


def _points(part: Part, seat: int, setting: Setting) -> float:
    """Return the points of a seat at the usual score, where a pool is divided by points."""
    return dict(part.points).get(setting.tiers[seat], 0.0) if part.points else 1.0


def _eligible(instrument: Any, part: Part, setting: Setting) -> list[int]:
    """Return the places of the seats a part of an instrument is for."""
    return [
        i
        for i, seat in enumerate(setting.arrangement.seats)
        if covers(instrument.roles, ROLE_NAMES[seat.role]) and setting.tiers[i] in part.tiers
    ]


def _contract(
    named: tuple[str, int, Any],
    part: Part,
    shared: Shared,
    beside: tuple[tuple[int, tuple[int, ...]], ...],
    setting: Setting,
) -> Contract:
    """Return one contract with its stakes."""
    (queue, queues), lines, seats = shared
    role = setting.arrangement.seats[seats[0]].role
    size = len(seats) if part.pot else 0
    alone = seats[0] if part.scope == "person" or part.each else -1
    targets = tuple(each for each in setting.targets if set(each.lines) & set(lines)) if _against_plan(part) else ()
    key = ContractKey(*named, setting.shadow, queue, queues, lines, size, role, alone, targets, beside)
    contract = Contract(
        part, part.kind, setting.regime, setting.regime, queue, lines, seats, part.curve, setting.shadow, key
    )
    if part.kind == CONTEST:
        contract.group = ContestKey(key.instrument, key.part, setting.shadow, role if alone >= 0 else -1)
    if part.kind == SHARE:
        contract.group = ContestKey(key.instrument, key.part, setting.shadow, -1)
    if setting.arrangement.makes and queues:
        contract.part_made = queues / len(setting.arrangement.queues)
    contract.seats = [seat for seat in seats if setting.chosen[seat]]
    contract.stakes = [_stake(part, seats, seat, setting) for seat in contract.seats]
    if part.at_most:
        mark = 2.0 - part.at_most / max(_return_rate(contract, setting.expected), 1e-9)
        contract.curve = Rates((), ((mark, 1.0),))
    if part.goal:
        contract.level = part.goal / WEEKS_PER_PERIOD[part.period]
    if part.steady or part.marks or part.cap_rmb is not None:
        _level_out(contract, setting.expected)
    return contract


def _against_plan(part: Part) -> bool:
    """Return whether the attainment of a part is measured against the plan of its lines."""
    return (
        part.metric in AMOUNTS and part.kind in (ATTAINMENT, CONTEST) and not (part.goal or part.steady or part.marks)
    )


def _stake(part: Part, sharers: list[int], seat: int, setting: Setting) -> float:
    """Return what a seat gets at payout share 1, see `Part.stake`; `sharers` are all seats that it is divided among."""
    if part.months:
        return float(part.months * setting.base[seat] / WEEKS_PER_YEAR)
    if part.base_share:
        return float(part.base_share * (1.0 if part.shifts else part.weight) * setting.base[seat] / WEEKS_PER_MONTH)
    if part.promotes:
        above = dict(zip(setting.tiers, setting.tier, strict=True)).get(part.promotes, setting.tier[seat])
        return float((above / setting.tier[seat] - 1.0) * setting.base[seat] / WEEKS_PER_MONTH * CAREER_WEEKS)
    if part.rises:
        return float(part.rises * setting.base[seat] / WEEKS_PER_MONTH * CAREER_WEEKS)
    stake = _divided(part, sharers, seat, setting) if part.shared else part.stake
    stake *= 1.0 if part.shifts or part.counts == POINTS else part.weight
    stake *= dict(part.factors).get(setting.tiers[seat], 1.0)
    return float(stake * setting.tier[seat]) if part.by_tier else stake


def _divided(part: Part, sharers: list[int], seat: int, setting: Setting) -> float:
    """Return what a seat gets of a stake that is divided: by heads, or by points of tiers."""
    if not part.points:
        return part.stake / len(sharers)
    points = dict(part.points)
    total = sum(points.get(setting.tiers[each], 0.0) for each in sharers)
    return part.stake * points.get(setting.tiers[seat], 0.0) / total if total else 0.0


def _amount(contract: Contract, expected: Expected) -> np.ndarray:
    """Return float64[T], what a contract's amount is expected to be, week by week."""
    lines = expected.weekly[contract.metric][list(contract.lines)]
    return np.asarray(contract.part_made * lines.sum(axis=0))


def _return_rate(contract: Contract, expected: Expected) -> float:
    """Return the share of sales that comes back today on the lines of a contract."""
    lines = list(contract.lines)
    return 1.0 - float(expected.weekly["gmv_net"][lines].sum() / max(expected.weekly["gmv"][lines].sum(), 1e-9))


def _planned_amount(contract: Contract, expected: Expected, first_day: date) -> np.ndarray:
    """Return float64[T], what is planned of a contract's amount: what is expected, moved by the policy's targets."""
    if not contract.key.targets:
        return _amount(contract, expected)
    lines = expected.weekly[contract.metric][list(contract.lines)]
    days = [first_day + timedelta(weeks=t, days=3) for t in range(lines.shape[1])]
    for each in contract.key.targets:
        then = np.array([holds(day, each.begin, each.until, yearly=False) for day in days])
        lines = np.where(np.isin(contract.lines, each.lines)[:, None] & then, each.factor * lines, lines)
    return np.asarray(contract.part_made * lines.sum(axis=0))


def _level_out(contract: Contract, expected: Expected) -> None:
    """Turn a rate into a curve over a steady level, its marks and its cap at fixed amounts of a period."""
    part, weeks = contract.part, WEEKS_PER_PERIOD[contract.part.period]
    contract.kind, contract.level = ATTAINMENT, max(float(_amount(contract, expected).mean()), 1e-9)
    contract.stakes = [stake * contract.level for stake in contract.stakes]
    if part.marks:
        contract.curve = rates_of(part.marks, contract.level * weeks)
    if part.cap_rmb is not None:
        most = part.cap_rmb / (contract.stakes[0] * weeks) if contract.stakes[0] else 0.0
        rates = contract.curve if isinstance(contract.curve, Rates) else None
        contract.curve = rates.capped(most) if rates else Curve(cap=min(most, 100.0))


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
    stake *= usual_factor(contract, expected)
    if contract.kind == LINEAR and contract.metric == "served":
        return stake * min(expected.load[role], 1.0)
    if contract.kind in (LINEAR, GATED) or part.by_amount:
        likely = contract.kind != GATED or float(expected.rank[list(contract.lines)].mean()) <= part.rank_at
        return stake * likely * float(_amount(contract, expected).mean())
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


def usual_attainment(contract: Contract, expected: Expected) -> float:
    """Return the attainment that the plan comes to: 1, or the plan over a goal that is a fixed amount."""
    if contract.part.loyalty_at:
        lines = list(contract.lines)
        return 1.0 / loyal_level(contract.part.loyalty_at, float(expected.repeat[lines].mean()))
    if not contract.part.goal:
        return 1.0
    if windows := contract.part.windows:
        weekly = _amount(contract, expected)
        return float(np.mean([weekly[first:last].sum() for first, last, _ in windows])) / contract.part.goal
    return float(_amount(contract, expected).mean()) / contract.level


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
