"""Compile pay instruments into contracts: whose they are, what they pay at target, what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from sim.documents.fields import covers
from sim.pay.curves import Curve
from sim.pay.kinds import (
    ATTAINMENT,
    CONTEST,
    GONE,
    POINTS,
    SAVES,
    SHARE,
    TIMES,
)
from sim.pay.parts import CAREER_WEEKS, Part
from sim.pay.rates import Rates, rates_of
from sim.plan.contract_outlook import amount_of, return_rate
from sim.plan.contracts import ContestKey, Contract, ContractKey, Setting
from sim.plan.expected import Expected
from sim.plan.scopes import Log, scopes
from sim.structures.seating import Seating
from sim.units import WEEKS_PER_MONTH, WEEKS_PER_PERIOD, WEEKS_PER_YEAR
from sim.vocabulary.metrics import AMOUNTS
from sim.vocabulary.roles import ROLE_NAMES, ROLES

#: Parts of an instrument that are numbered before those that stand beside them.
MOST_PARTS = 1000


def contracts_of(setting: Setting) -> list[Contract]:
    """Return the contracts of a policy in its arrangement."""
    found: list[Contract] = []
    for name, instrument in setting.policy.instruments.items():
        for number, part in enumerate(instrument.parts(setting.dates)):
            seats = _eligible(instrument, part, setting)
            for log, lines, crowd in _counted(part, seats, setting):
                for group in [[seat] for seat in crowd] if part.each else [crowd]:
                    if setting.chosen[group].any():
                        found += _together((name, number, instrument), part, (log, lines, group), crowd, setting)
    return found


Shared = tuple[Log, tuple[int, ...], list[int]]


def _counted(part: Part, seats: list[int], setting: Setting) -> Iterator[Shared]:
    """Yield (log, lines, seats) of every group that shares one result, by the lines that count."""
    for log, lines, crowd in scopes(part, setting.arrangement, seats):
        counted = tuple(line for line in lines if not part.lines or setting.expected.names[line] in part.lines)
        if counted:
            yield log, counted, crowd


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
    """Return the parts that stand beside a part, by its clock: its points, what multiplies it, what saves it."""
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
    if part.back:  # what keeps customers keeps what they were paid for
        keeps = "repurchase" if part.back_if == GONE[1] else "satisfaction"
        found.append(Part(ATTAINMENT, keeps, 0.0, part.scope, counts=SAVES, entry="taken_back").but(**clock))
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
        if covers(instrument.roles, ROLE_NAMES[seat.role])
        and setting.tiers[i] in part.tiers
        and (not part.seats or _named(seat, part.seats))
        and not _named(seat, part.others)
    ]


def _named(seat: Seating, names: Iterable[str]) -> bool:
    """Return whether a seat is among those that are named, in words of either language."""
    role = ROLES[seat.role]
    mine = {f"{word} {seat.ordinal + 1}".lower() for word in (role.name, role.en, role.zh)}
    return any(name.lower() in mine for name in names)


def _contract(
    named: tuple[str, int, Any],
    part: Part,
    shared: Shared,
    beside: tuple[tuple[int, tuple[int, ...]], ...],
    setting: Setting,
) -> Contract:
    """Return one contract with its stakes."""
    (queue, queues), lines, seats = shared
    part, shares = _by_line(part, lines, setting.expected)
    role = setting.arrangement.seats[seats[0]].role
    size = len(seats) if part.pot else 0
    alone = seats[0] if part.scope == "person" or part.each else -1
    targets = tuple(each for each in setting.targets if set(each.lines) & set(lines)) if _against_plan(part) else ()
    key = ContractKey(*named, setting.shadow, queue, queues, lines, size, role, alone, targets, beside)
    contract = Contract(
        part, part.kind, setting.regime, setting.regime, queue, lines, seats, part.curve, setting.shadow, key
    )
    contract.shares = shares
    if part.kind == CONTEST:
        contract.group = ContestKey(key.instrument, key.part, setting.shadow, role if alone >= 0 else -1)
    if part.kind == SHARE:
        contract.group = ContestKey(key.instrument, key.part, setting.shadow, -1)
    if setting.arrangement.makes and queues:
        contract.part_made = queues / len(setting.arrangement.queues)
    contract.seats = [seat for seat in seats if setting.chosen[seat]]
    contract.stakes = [_stake(part, seats, seat, setting) for seat in contract.seats]
    if part.at_most:
        mark = 2.0 - part.at_most / max(return_rate(contract, setting.expected), 1e-9)
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
    own = next((stake for name, stake in part.named if _named(setting.arrangement.seats[seat], [name])), None)
    if own is not None:
        own /= len(sharers) if part.shared else 1
        return float(own * (1.0 if part.shifts or part.counts == POINTS else part.weight))
    stake = _divided(part, sharers, seat, setting) if part.shared else part.stake
    stake *= 1.0 if part.shifts or part.counts == POINTS else part.weight
    stake *= dict(part.factors).get(setting.tiers[seat], 1.0)
    return float(stake * setting.tier[seat]) if part.by_tier else stake


def _by_line(part: Part, lines: tuple[int, ...], expected: Expected) -> tuple[Part, tuple[float, ...]]:
    """Return a part with its mean rate over its lines, and each line's rate over that; none where all are equal."""
    if not part.line_rates:
        return part, ()
    rates = np.array([dict(part.line_rates).get(expected.names[line], part.stake) for line in lines])
    sales = expected.weekly[part.metric][list(lines)].sum(axis=1)
    mean = float(rates @ sales / sales.sum()) if sales.sum() > 0.0 else float(rates.mean())
    return part.but(stake=mean), tuple(rates / mean) if mean > 0.0 else ()


def _divided(part: Part, sharers: list[int], seat: int, setting: Setting) -> float:
    """Return what a seat gets of a stake that is divided: by heads, or by points of tiers."""
    if not part.points:
        return part.stake / len(sharers)
    points = dict(part.points)
    total = sum(points.get(setting.tiers[each], 0.0) for each in sharers)
    return part.stake * points.get(setting.tiers[seat], 0.0) / total if total else 0.0


def _level_out(contract: Contract, expected: Expected) -> None:
    """Turn a rate into a curve over a steady level, its marks and its cap at fixed amounts of a period."""
    part, weeks = contract.part, WEEKS_PER_PERIOD[contract.part.period]
    contract.kind, contract.level = ATTAINMENT, max(float(amount_of(contract, expected).mean()), 1e-9)
    contract.stakes = [stake * contract.level for stake in contract.stakes]
    if part.marks:
        contract.curve = rates_of(part.marks, contract.level * weeks)
    if part.cap_rmb is not None:
        most = part.cap_rmb / (contract.stakes[0] * weeks) if contract.stakes[0] else 0.0
        rates = contract.curve if isinstance(contract.curve, Rates) else None
        contract.curve = rates.capped(most) if rates else Curve(cap=min(most, 100.0))
