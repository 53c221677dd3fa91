"""When people would rather have an order: before or after the end of a period, or a change that was announced."""

import math

from sim.pay.kinds import ATTAINMENT, LINEAR
from sim.rules.jit import step
from sim.vocabulary.metrics import FIRST_LEVEL

SHIFT_WEEKS = 13


@step
def weeks_to_change(s, t):
    """Return in how many weeks an announced regime begins, 0 where none does within a quarter."""
    week = s.calendar[t]
    ahead = week.begins - t
    return ahead if week.coming != week.regime and 0 < ahead <= SHIFT_WEEKS and week.begins < s.calendar.shape[0] else 0


@step
def gain_of_now(plan, par, s, t, i, change):
    """Return what orders bring seat i now rather than after the next border, in reference pay per unit of ln orders.

    Args:
        plan, par, s, t, i: plan, parameters, state, week, seat.
        change: weeks to an announced change, 0 for none; only people who look ahead reckon with it.
    """
    p, now = s.staff[i], int(s.staff[i].terms)
    gain, coming = 0.0, s.calendar[t].coming
    aware = change > 0 and p.forward > 0.0 and plan.regimes[coming].keeps == 0.0
    for k in range(plan.claims.shape[2]):
        claim = plan.claims[now, i, k]
        if claim.contract < 0:
            break
        contract, state, term = (
            plan.contracts[claim.contract],
            s.contracts[claim.contract],
            plan.terms[claim.contract, t],
        )
        if contract.shadow == 1 or contract.metric >= FIRST_LEVEL:
            continue
        worth = claim.stake * state.value
        slope = state.slope_ahead if p.forward > 0.0 else state.slope
        if aware and not contract.since <= coming <= contract.until:
            gain += worth * slope * lasting(par, change - 1)
        elif contract.kind == ATTAINMENT and term.left < SHIFT_WEEKS and term.weight > 0.0:
            gain += worth * (slope - state.slope_next) * lasting(par, term.left)
    if aware:
        gain -= lasting(par, change - 1) * gain_to_come(plan, s, t, i, change)
    return gain / plan.seats[i].market_rmb


@step
def lasting(par, weeks):
    """Return the part of an order's move that is not undone within some weeks."""
    return math.pow(1.0 - par.shift_return, float(weeks))


@step
def gain_to_come(plan, s, t, i, change):
    """Return what orders will bring seat i under the rules that begin in `change` weeks, RMB per unit of ln orders."""
    now, coming, gain = int(s.staff[i].terms), s.calendar[t].coming, 0.0
    for k in range(plan.claims.shape[2]):
        claim = plan.claims[coming, i, k]
        if claim.contract < 0:
            break
        contract, term = plan.contracts[claim.contract], plan.terms[claim.contract, t + change]
        if contract.shadow == 1 or contract.metric >= FIRST_LEVEL or contract.since <= now <= contract.until:
            continue
        if contract.kind == LINEAR:
            gain += claim.stake * term.weight * orders_worth(plan, s, contract)
        elif contract.kind == ATTAINMENT:
            gain += claim.stake * term.target * term.length / term.total * term.weight
    return gain


@step
def orders_worth(plan, s, contract):
    """Return this week's GMV of a contract's lines, what a linear contract on sales counts."""
    total = 0.0
    for j in range(contract.first, contract.last):
        total += s.lines[plan.contract_lines[j]].paid_rmb
    return total
