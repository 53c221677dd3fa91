"""The arrays of a plan's contracts: what is measured, when it is due, along which curve it pays."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from sim.pay.clocks import clock_of, faded, periods, pro_rata, unvested, weights
from sim.pay.kinds import (
    AGAINST_PLAN,
    AS_AMOUNT,
    AS_IT_STANDS,
    ATTAINMENT,
    CONTEST,
    FIXED,
    GONE,
    LINEAR,
    POINTS,
    PROJECTED,
    SHARE,
    TIMES,
)
from sim.plan import contracts as pay
from sim.plan.arrangement import effective_lines
from sim.plan.contract_outlook import own_noise, weekly_target
from sim.plan.facts import Facts
from sim.plan.memo import Parts
from sim.plan.records import CONTRACT, NEVER, TERM, filled
from sim.plan.workload import made
from sim.units import WEEKS_PER_MONTH, WEEKS_PER_PERIOD
from sim.vocabulary.metrics import METRIC_NAMES, METRICS


def contract_tables(c: Facts, contracts: list[pay.Contract], parts: Parts) -> dict[str, np.ndarray]:
    """Return the arrays of contracts; at least one row so that shapes are never empty."""
    n, weeks = max(len(contracts), 1), c.clock.weeks
    records, lines = np.zeros(n, CONTRACT), [line for each in contracts for line in each.lines] or [0]
    records["since"], records["until"], records["queue"] = -1, -1, -1
    records["scope_lines"], records["own_noise"], records["seat"] = 1.0, 1.0, -1
    terms, curves, at = np.zeros((n, weeks), TERM), [], 0
    terms["length"], terms["target"], terms["total"] = 1, 1.0, 1.0
    terms["pro_rata"] = 1.0
    orders = c.business.expected.orders
    groups = {each.group: number for number, each in enumerate(contracts) if each.group}
    for k, each in enumerate(contracts):
        span = c.rollout.span(each.since, each.until)
        terms[k] = parts.once(_clockwork(each, c, span), partial(_terms, each, c, span))
        alike = [n for n, other in enumerate(contracts) if each.group and other.group == each.group]
        rivals = (alike[0], alike[-1] + 1) if alike else (k, k)
        behind = _behind(contracts, k)
        ahead = 1.0 if made(c.scenario) else _ahead(each, [contracts[n] for n in alike if n != k], orders)
        stands = (groups.get(each.group, -1) if each.group else -1, behind, ahead)
        records[k] = _record(each, c, parts, at, rivals, stands)
        at += len(each.lines)
        prizes = [(upto, rmb) for upto, rmb in each.part.prizes]
        curves.append((list(each.curve.kinks), prizes or list(each.curve.steps)))
    return dict(
        contracts=records,
        contract_lines=np.array(lines, np.int64),
        line_weights=np.array([share for each in contracts for share in _shares(each)] or [1.0]),
        terms=terms,
        kinks=_padded([k for k, _ in curves], n),
        lumps=_padded([m for _, m in curves], n),
    )


def _shares(contract: pay.Contract) -> tuple[float, ...]:
    """Return the weight of each line in a contract's amount."""
    return contract.shares or (1.0,) * len(contract.lines)


def _record(
    contract: pay.Contract, c: Facts, parts: Parts, at: int, rivals: tuple[int, int], stands: tuple[int, int, float]
) -> tuple[Any, ...]:
    """Return the CONTRACT record of a contract whose lines begin at `at`.

    `rivals` are the first contract of its contest and the one behind the last, `stands` the number of the contest, the
    contract behind those that stand beside it, and how far it can get ahead of its rivals.
    """
    part, lines, expected = contract.part, list(contract.lines), c.business.expected
    members = part.team_size or contract.crowd or len(contract.seats)
    noisy = partial(own_noise, contract, expected, members, c.parameters)
    return filled(
        CONTRACT,
        kind=contract.kind,
        metric=METRIC_NAMES.index(contract.metric),
        since=contract.since,
        until=contract.until,
        queue=contract.queue,
        queues=contract.key.queues,
        seat=contract.seats[0] if part.scope == "person" else -1,
        counts=part.counts,
        after=stands[1],
        scored=bool(part.score),
        to_date=_counted(contract),
        of_base=bool(part.months or part.base_share),
        lag=part.lag,
        floor=part.floor,
        floor_weeks=part.floor_months * WEEKS_PER_MONTH + 1.0 if part.floor_months else NEVER,
        recovers=part.advance,
        point=contract.point,
        dismisses=part.dismisses,
        promotes=bool(part.promotes),
        multiplied=contract.kind == LINEAR and any(each.part.counts == TIMES for each in contract.beside),
        back=part.back,
        back_share=part.back_share,
        back_idle=part.back_if == GONE[1],
        first=at,
        last=at + len(lines),
        delay=part.delay + part.lag,
        forfeits=part.forfeits,
        shadow=contract.shadow,
        pot=part.pot,
        group_first=rivals[0],
        group_last=rivals[1],
        ranks=part.ranks,
        basis=part.basis,
        streak=max(part.streak, 0),
        levels=max(-part.streak, 0),
        shown=part.shown,
        leave=part.leave,
        title=part.title,
        group=stands[0],
        **_reviewed(contract, c),
        ratchet=part.ratchet,
        members=members,
        scope_lines=parts.once(("scope", contract.lines), partial(effective_lines, expected.orders[lines])),
        own_noise=parts.once(("noise", contract.metric, contract.lines, contract.key.role, members), noisy),
        ahead=stands[2],
        rank_at=part.rank_at,
        rises=part.rises,
        hours=part.hours,
    )


def _ahead(contract: pay.Contract, rivals: list[pay.Contract], orders: np.ndarray) -> float:
    """Return the share of what moves a contract's score that does not move those of its rivals as much, 0 to 1.

    Who serves the same lines as a rival cannot get ahead by what the lines sell; what lines sell that are one's own
    alone counts in full, and so does what people have made themselves. Orders are float64[L] a week, by which lines
    weigh.
    """
    rivals = [each for each in rivals if each.since <= contract.until and contract.since <= each.until]
    if not rivals or METRICS[METRIC_NAMES.index(contract.metric)].kind == "queue":
        return 1.0
    shared = []
    for rival in rivals:
        both = orders[sorted({*contract.lines} & {*rival.lines})].sum()
        whole = contract.lines if contract.part.basis == AS_AMOUNT else rival.lines
        shared.append(both / max(orders[list(whole)].sum(), 1e-12))
    return float(np.clip(1.0 - np.mean(shared), 0.0, 1.0))


def _behind(contracts: list[pay.Contract], k: int) -> int:
    """Return the place behind the contracts that multiply contract k or make up its score."""
    each = contracts[k].part
    if contracts[k].beside:
        return k + 1 + len(contracts[k].beside)
    return k + 1 + len(each.score) if each.counts == TIMES else k + 1


def _counted(contract: pay.Contract) -> int:
    """Return what counts of a contract before its period is over; what a rate brings stands as soon as it is sold."""
    part = contract.part
    if contract.kind == ATTAINMENT and (part.steady or part.marks or part.cap_rmb is not None):
        return AS_IT_STANDS
    return AGAINST_PLAN if part.every else PROJECTED


def _reviewed(contract: pay.Contract, c: Facts) -> dict[str, int]:
    """Return the fields on the review rule that moves a contract, and whether its metric is the one reviewed."""
    policies = c.rollout.policies
    for r in range(contract.since, contract.until + 1):
        rule = policies[r].review
        if rule is not None and rule.instrument == contract.instrument and not contract.shadow:
            first = next(n for n, policy in enumerate(policies) if policy.review == rule)
            return {"review": first, "reviewed": int(rule.metric == contract.metric)}
    return {"review": -1, "reviewed": 0}


def _role(contract: pay.Contract, c: Facts) -> int:
    """Return the role of the first who holds a contract."""
    return c.workforce.seats[contract.seats[0]].role


def _clockwork(contract: pay.Contract, c: Facts, span: tuple[int, int]) -> tuple[object, ...]:
    """Return all that decides on a contract's terms."""
    each, part = contract, contract.part
    how = part.kind, part.metric, part.quota, part.shifts, part.weight if part.shifts else 1.0, part.by_amount
    return (
        "terms",
        each.fade,
        span,
        _role(each, c),
        each.lines,
        each.key.targets,
        each.part_made,
        each.level,
        clock_of(part),
        how,
        part.loyalty_at,
        part.forfeits,
        part.weight if part.counts == POINTS else 1.0,
    )


def _terms(contract: pay.Contract, c: Facts, span: tuple[int, int]) -> np.ndarray:
    """Return TERM[T], the clock and the targets of a contract."""
    part, weeks, first_day = contract.part, c.clock.weeks, c.clock.first_day
    terms = np.zeros(weeks, TERM)
    terms["pro_rata"] = 1.0
    left, length, terms["pays"], terms["settles"], terms["wait"] = periods(clock_of(part), first_day, span, weeks)
    target = weekly_target(contract, c.business.expected, _role(contract, c), first_day, weeks)
    if contract.level:  # a cap holds for a period, however many weeks it has
        target = target * WEEKS_PER_PERIOD[part.period] / length
    total = _period_totals(target, left, length, span)
    weight = faded(contract.fade, left) * weights(part, first_day, left, length)
    if part.counts == POINTS and not part.shifts:
        weight = weight * part.weight
    if part.by_amount:
        weight = weight * total / length
    elif contract.kind in (ATTAINMENT, CONTEST, FIXED, SHARE):
        prize = contract.kind == CONTEST or bool(contract.level)
        terms["pro_rata"] = pro_rata(part, first_day, length, whole=prize)
    terms["left"], terms["length"], terms["target"], terms["total"] = left, length, target, total
    terms["weight"] = weight
    if part.windows:
        terms["total"] = np.where(weight > 0.0, total, 1.0)
        terms["ahead"] = unvested(part, weeks)
    return terms


def _period_totals(target: np.ndarray, left: np.ndarray, length: np.ndarray, span: tuple[int, int]) -> np.ndarray:
    """Return float64[T], the target of the whole period that each week belongs to.

    Weeks behind the end of the run have the mean target of the weeks before it.
    """
    total, inside = np.ones(len(target)), slice(*span)
    if span[1] > span[0]:
        begins = np.flatnonzero(np.concatenate(([True], left[span[0] : span[1] - 1] == 0)))
        lengths = np.diff(np.append(begins, span[1] - span[0]))
        sums = np.add.reduceat(target[inside], begins)
        sums[-1] *= length[span[1] - 1] / lengths[-1]
        total[inside] = np.repeat(sums, lengths)
    return np.maximum(total, 1e-9)


def _padded(rows: list[list[tuple[float, float]]], n: int) -> np.ndarray:
    """Return float64[n, longest, 2]; padding changes nothing (slope 0 at 0)."""
    out = np.zeros((n, max([1, *(len(row) for row in rows)]), 2))
    for k, row in enumerate(rows):
        for j, pair in enumerate(row):
            out[k, j] = pair
    return out
