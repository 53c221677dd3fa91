"""Pay made of several contracts: points that add up to a score, conditions, coefficients and shares beside it.

A contract that is paid is followed, up to `after`, by what makes up its result or multiplies it. Only the first is
paid; the others carry what their own metrics are worth through it, by the product rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.phases.cohorts import price_back
from sim.engine.phases.contests import takes_part
from sim.pay.kinds import PAYS, SHARE, TIMES
from sim.rules import elementary as math
from sim.rules.jit import step
from sim.rules.pay import expected_share, expected_slope, payout_share

if TYPE_CHECKING:
    from sim.engine.state import Parameters, State
    from sim.plan.records import Arrays

TINY = 1e-9


@step
def projected(state, term):
    """Return the attainment expected at the end of a period."""
    return (state.result + state.pace * max(term.total - state.target, 0.0)) / (term.total * state.scale)


@step
def next_beside(plan: Arrays, k):
    """Return the contract behind one that stands beside another: what makes up a coefficient is passed over."""
    return plan.contracts[k].after if plan.contracts[k].counts == TIMES else k + 1


@step
def points_of(plan: Arrays, s: State, t: int, c):
    """Return the points that a score has by what is projected or, at the end of a period, by what was reached."""
    points, k = 0.0, c + 1
    while k < plan.contracts[c].after:
        if plan.contracts[k].counts != TIMES:
            points += plan.terms[k, t].weight * s.contracts[k].factor * s.contracts[k].payout
        k = next_beside(plan, k)
    return points


@step
def price_score(plan: Arrays, par: Parameters, s: State, t: int, c):
    """Set the marginal and expected payout of a score, and what one more unit of each of its metrics is worth."""
    contract, state, term, k = plan.contracts[c], s.contracts[c], plan.terms[c, t], c + 1
    points, square, own = points_of(plan, s, t, c), 0.0, 0.0
    while k < contract.after:
        if plan.contracts[k].counts != TIMES:
            weight = plan.terms[k, t].weight * s.contracts[k].factor / term.length
            spread, noise = weight * s.outlooks[k, term.left].spread, weight * plan.contracts[k].own_noise
            square, own = square + spread * spread, own + noise * noise
        k = next_beside(plan, k)
    spread, kinks, lumps = max(math.sqrt(square), TINY), plan.kinks[c], plan.lumps[c]
    slope = expected_slope(points, spread, math.sqrt(own), kinks, lumps)
    state.payout, state.expected = payout_share(points, kinks, lumps), expected_share(points, spread, kinks, lumps)
    if term.left == term.length - 1:
        state.spread = slope * spread * term.weight
    slope *= par.loss_aversion if points < state.reference else 1.0
    k = c + 1
    while k < contract.after:
        if plan.contracts[k].counts != TIMES:
            scale(s.contracts[k], slope)
        k = next_beside(plan, k)
    state.slope, state.slope_ahead, state.early, state.late = 0.0, 0.0, 0.0, 0.0


@step
def scale(state, by):
    """Multiply what one more unit of a contract's metric is worth."""
    state.slope, state.slope_ahead = state.slope * by, state.slope_ahead * by
    state.early, state.late = state.early * by, state.late * by


@step
def scale_all(plan: Arrays, s: State, c, by):
    """Multiply what one more unit is worth of a contract, or of the metrics that make up its score."""
    scale(s.contracts[c], by)
    if plan.contracts[c].scored == 1:
        k = c + 1
        while k < plan.contracts[c].after:
            if plan.contracts[k].counts != TIMES:
                scale(s.contracts[k], by)
            k = next_beside(plan, k)


@step
def factor_of(plan: Arrays, s: State, c, but):
    """Return the product of what is expected of all that multiplies a contract, one of them left out (-1: none)."""
    product, k = 1.0, c + 1
    while k < plan.contracts[c].after:
        if plan.contracts[k].counts == TIMES and k != but:
            product *= s.contracts[k].expected
        k = next_beside(plan, k)
    return product


@step
def price_together(plan: Arrays, par: Parameters, s: State, t: int, c):
    """Set what the metrics beside a contract that is paid are worth through it, and what is left of its own."""
    contract, state, k = plan.contracts[c], s.contracts[c], c + 1
    while k < contract.after:
        if plan.contracts[k].scored == 1:
            price_score(plan, par, s, t, k)
        s.contracts[k].spread = 0.0
        k += 1
    if contract.scored == 1:
        price_score(plan, par, s, t, c)
    else:
        state.expected = state.payout
    amount = state.expected * plan.terms[c, t].weight * state.factor
    if contract.multiplied == 1:  # of a rate it is what a week brings
        amount *= state.value
    k = c + 1
    while k < contract.after:
        if plan.contracts[k].counts == TIMES:
            scale_all(plan, s, k, amount * factor_of(plan, s, c, k))
        k = next_beside(plan, k)
    state.times = factor_of(plan, s, c, -1)
    if contract.back > 0:
        price_back(plan, par, s, c)
    by = state.times
    if contract.scored == 1:
        by *= plan.terms[c, t].weight * state.factor
    scale_all(plan, s, c, by)
    state.spread *= state.times


@step
def reach_together(plan: Arrays, s: State, t: int, c):
    """Set what multiplies a contract that is paid, and at the end of a period what its score has reached."""
    contract, state, k, product = plan.contracts[c], s.contracts[c], c + 1, 1.0
    if contract.scored == 1 and plan.terms[c, t].left == 0:
        reach_score(plan, s, t, c)
    while k < contract.after:
        if plan.contracts[k].counts == TIMES:
            if plan.contracts[k].scored == 1 and plan.terms[k, t].left == 0:
                reach_score(plan, s, t, k)
            product *= s.contracts[k].payout
        k = next_beside(plan, k)
    state.times = product


@step
def reach_score(plan: Arrays, s: State, t: int, c):
    """Fix the payout of a score at the end of a period."""
    state, points = s.contracts[c], points_of(plan, s, t, c)
    state.payout, state.value = payout_share(points, plan.kinks[c], plan.lumps[c]), points
    state.reference += 0.25 * (points - state.reference)


@step
def all_points(plan: Arrays, s: State, regime: int, c):
    """Return the points of all who divide a pool with the holder of a contract."""
    total = 0.0
    for k in range(plan.contracts[c].group_first, plan.contracts[c].group_last):
        each = plan.contracts[k]
        if each.kind == SHARE and each.group == plan.contracts[c].group and takes_part(plan, s, k, regime):
            total += each.point * s.contracts[k].score
    return max(total, TINY)


@step
def price_share(plan: Arrays, s: State, t: int, c):
    """Set the part of a pool that the holder of a contract may expect, and what one more unit of its score adds.

    Source: the slope of a share in its own points, as in contests with proportional prizes (Tullock 1980).
    """
    regime, contract, state, term = s.calendar[t].regime, plan.contracts[c], s.contracts[c], plan.terms[c, t]
    total = all_points(plan, s, regime, c)
    share = contract.point * state.score / total
    state.payout, state.expected = share, share
    later = s.outlooks[c, term.wait].later * term.length * term.pro_rata / term.total
    state.slope = contract.point / total * (1.0 - share) * later
    state.slope_ahead = state.slope


@step
def reach_shares(plan: Arrays, s: State, t: int):
    """Divide pools by the points so far."""
    regime = s.calendar[t].regime
    for c in range(s.contracts.shape[0]):
        if plan.contracts[c].kind == SHARE and takes_part(plan, s, c, regime):
            s.contracts[c].payout = plan.contracts[c].point * s.contracts[c].score / all_points(plan, s, regime, c)
    for c in range(s.contracts.shape[0]):
        if plan.contracts[c].kind == SHARE and plan.terms[c, t].left == 0:
            s.contracts[c].result, s.contracts[c].target = 0.0, 0.0


@step
def follows(plan: Arrays, c):
    """Return whether a contract is paid and others stand beside it."""
    return plan.contracts[c].counts == PAYS and plan.contracts[c].after > c + 1
