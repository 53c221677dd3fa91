"""When people would rather have an order: before or after the end of a period, or a change that was announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.pay.kinds import ATTAINMENT, LINEAR
from sim.rules import elementary as math
from sim.rules.jit import step
from sim.rules.pay import expected_share
from sim.units import QUARTER_WEEKS
from sim.vocabulary.metrics import FIRST_LEVEL

if TYPE_CHECKING:
    from sim.engine.state import Parameters, State
    from sim.plan.records import Arrays

#: Weeks before the end of a period, or before a change, in which moving orders beyond it is worth a thought.
SHIFT_WEEKS = QUARTER_WEEKS
#: Smallest part of a target that a ratchet leaves of it in one period.
LEAST_TARGET = 0.1


@step
def price_moves(contract, state, term, outlooks, kinks, lumps, par: Parameters):
    """Set what moving sales over the end of this period gains a person who reckons with all that can still be moved.

    Whoever is just short of a mark sees that a move can lift them over it, whoever is far off sees that none will. The
    next period is expected to go like this one, against a target that a ratchet may have raised; its pay comes later,
    and of what is held back a part is lost.
    """
    total, length = term.total * state.scale, float(term.length)
    projected = (state.result + state.pace * max(term.total - state.target, 0.0)) / total
    reach = par.order_shift * (1.0 - lasting(par, term.left + 1)) / (par.shift_return * length)
    if reach <= 0.0 or term.weight == 0.0:
        state.early, state.late = 0.0, 0.0
        return
    raised = max(LEAST_TARGET, 1.0 + contract.ratchet * (projected - 1.0))
    following, spread, whole = (
        state.pace / (state.scale * raised),
        outlooks[term.left].spread / length,
        outlooks[term.length - 1].spread / length,
    )
    here, there = expected_share(projected, spread, kinks, lumps), expected_share(following, whole, kinks, lumps)
    moved = reach / raised
    gained = expected_share(projected + reach, spread, kinks, lumps) - here
    given = here - expected_share(projected - reach, spread, kinks, lumps)
    missed = there - expected_share(following - moved, whole, kinks, lumps)
    saved = expected_share(following + moved * (1.0 - par.shift_loss), whole, kinks, lumps) - there
    scale = outlooks[term.wait].later * length * term.pro_rata / total * term.weight * state.factor / reach
    waiting = par.present_bias * math.pow(par.weekly_discount, length)  # a whole period later
    state.early = scale * (gained - waiting * missed)
    state.late = scale * (waiting * saved - given)


@step
def weeks_to_change(s: State, t: int):
    """Return in how many weeks an announced regime begins, 0 where none does within a quarter."""
    week = s.calendar[t]
    ahead = week.begins - t
    return ahead if week.coming != week.regime and 0 < ahead <= SHIFT_WEEKS and week.begins < s.calendar.shape[0] else 0


@step
def share_moved(plan: Arrays, par: Parameters, s: State, t: int, i: int, change):
    """Return how far seat i moves orders over the next border, -1 (all that can wait) to 1 (all that can come now).

    Only what would have come beyond the border, or would go beyond it, is worth moving: little when it is far, most in
    the last week.

    Args:
        plan, par, s, t, i: plan, parameters, state, week, seat.
        change: weeks to an announced change, 0 for none; only people who look ahead reckon with it.
    """
    p, now, weeks = s.staff[i], int(s.staff[i].terms), SHIFT_WEEKS
    gain, early, late, coming = 0.0, 0.0, 0.0, s.calendar[t].coming
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
        worth = claim.stake * state.value * (1.0 - s.accounts[i, claim.slot].floored)
        slope = state.slope_ahead if p.forward > 0.0 else state.slope
        if aware and not contract.since <= coming <= contract.until:
            gain += worth * slope
        elif contract.kind == ATTAINMENT and term.left < SHIFT_WEEKS and term.weight > 0.0:
            early, late = early + worth * state.early, late + worth * state.late
            if worth * max(state.early, state.late) > 0.0:
                weeks = min(weeks, term.left)
    if aware:
        gain -= gain_to_come(plan, s, t, i, change)
        weeks = min(weeks, change - 1) if gain != 0.0 else weeks
    if early > 0.0 and early >= late:
        gain += early
    elif late > 0.0:
        gain -= late
    moved = math.tanh(gain / plan.seats[i].market_rmb) * lasting(par, weeks)
    return moved if moved > 0.0 else par.shift_holding * moved


@step
def lasting(par: Parameters, weeks):
    """Return the part of an order's move that is not undone within some weeks."""
    return math.pow(1.0 - par.shift_return, float(weeks))


@step
def gain_to_come(plan: Arrays, s: State, t: int, i: int, change):
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
def orders_worth(plan: Arrays, s: State, contract):
    """Return this week's GMV of a contract's lines, what a linear contract on sales counts."""
    total = 0.0
    for j in range(contract.first, contract.last):
        total += s.lines[plan.contract_lines[j]].paid_rmb
    return total
