"""The arrays of a plan's contracts: what is measured, when it is due, along which curve it pays."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sim.pay.clocks import clock_of, faded, periods, unvested, weights
from sim.pay.kinds import CONTEST
from sim.pay.parts import WEEKS
from sim.plan import contracts as pay
from sim.plan.arrangement import effective_lines
from sim.plan.records import CONTRACT, TERM
from sim.vocabulary.metrics import METRICS

if TYPE_CHECKING:
    from sim.plan.compile import Compiler


def contract_tables(c: Compiler, contracts: list[pay.Contract]) -> dict[str, np.ndarray]:
    """Return the arrays of contracts; at least one row so that shapes are never empty."""
    n, weeks = max(len(contracts), 1), c.weeks
    records, lines = np.zeros(n, CONTRACT), [line for each in contracts for line in each.lines] or [0]
    records["since"], records["until"], records["queue"] = -1, -1, -1
    records["scope_lines"], records["own_noise"], records["seat"] = 1.0, 1.0, -1
    terms, curves, at = np.zeros((n, weeks), TERM), [], 0
    terms["length"], terms["target"], terms["total"] = 1, 1.0, 1.0
    groups = {each.group: number for number, each in enumerate(contracts) if each.group}
    for k, each in enumerate(contracts):
        span = c.span(each.since, each.until)
        terms[k] = c.once(_clockwork(each, c, span), partial(_terms, each, c, span))
        part, members = each.part, each.part.team_size or len(each.seats)
        scope = c.once(("scope", each.lines), partial(effective_lines, c.expected.orders[list(each.lines)]))
        noisy = partial(pay.own_noise, each, c.expected, members, c.parameters)
        noise = c.once(("noise", each.metric, each.lines, members), noisy)
        alike = [n for n, other in enumerate(contracts) if each.group and other.group == each.group]
        records[k] = (
            each.kind, METRICS.index(each.metric), each.since, each.until, each.queue, each.queues,
            each.seats[0] if part.scope == "person" else -1, at, at + len(each.lines), part.delay,
            part.forfeits, each.shadow, part.pot, *((alike[0], alike[-1] + 1) if alike else (k, k)), part.ranks,
            max(part.streak, 0), max(-part.streak, 0), part.shown, part.leave, part.title,
            groups.get(each.group or (), -1), *_reviewed(each, c),
            part.ratchet, members, scope, noise, part.rank_at, part.rises, part.hours,
        )  # fmt: skip
        at += len(each.lines)
        prizes = [(upto, rmb) for upto, rmb in part.prizes]
        curves.append((list(each.curve.kinks), prizes or list(each.curve.steps)))
    return dict(
        contracts=records, contract_lines=np.array(lines, np.int64), terms=terms,
        kinks=_padded([k for k, _ in curves], n), lumps=_padded([m for _, m in curves], n),
    )  # fmt: skip


def _reviewed(contract: pay.Contract, c: Compiler) -> tuple[int, int]:
    """Return the number of the review rule that moves a contract (-1 none), and whether it is the metric reviewed."""
    for r in range(contract.since, contract.until + 1):
        rule = c.policies[r].review
        if rule is not None and rule.instrument == contract.instrument and not contract.shadow:
            first = next(n for n, policy in enumerate(c.policies) if policy.review == rule)
            return first, int(rule.metric == contract.metric)
    return -1, 0


def _clockwork(contract: pay.Contract, c: Compiler, span: tuple[int, int]) -> tuple[object, ...]:
    """Return all that decides on a contract's terms."""
    role, each, part = c.seats[contract.seats[0]][0], contract, contract.part
    how = part.kind, part.metric, part.quota, part.shifts, part.weight if part.shifts else 1.0, part.by_amount
    return (
        "terms",
        contract.fade,
        span,
        role,
        each.lines,
        each.part_made,
        each.level,
        clock_of(part),
        how,
        part.loyalty_at,
        part.forfeits,
    )


def _terms(contract: pay.Contract, c: Compiler, span: tuple[int, int]) -> np.ndarray:
    """Return TERM[T], the clock and the targets of a contract."""
    part, terms = contract.part, np.zeros(c.weeks, TERM)
    left, length, terms["pays"] = periods(clock_of(part), c.first_day, span, c.weeks)
    target = pay.weekly_target(contract, c.expected, c.seats[contract.seats[0]][0], c.weeks)
    if contract.level:  # a cap holds for a period, however many weeks it has
        target = target * WEEKS[part.period] / length
    total = _period_totals(target, left, length, span)
    weight = faded(contract.fade, left) * weights(part, c.first_day, left, length)
    if part.by_amount:
        weight = weight * total / length
    elif contract.kind == CONTEST or contract.level:
        weight = weight * WEEKS[part.period] / length
    terms["left"], terms["length"], terms["target"], terms["total"], terms["weight"] = (
        left,
        length,
        target,
        total,
        weight,
    )
    if part.windows:
        terms["total"] = np.where(weight > 0.0, total, 1.0)
        terms["ahead"] = unvested(part, c.weeks)
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
