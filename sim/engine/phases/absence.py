"""Who stays away this week, what a day off costs, and what a bonus for presence is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.pay.kinds import ATTAINMENT
from sim.rules import elementary as math
from sim.rules.absence import away_share, days_away, excuse, just_enough, unwell_care
from sim.rules.jit import step
from sim.units import WORKING_DAYS
from sim.vocabulary.metrics import PRESENCE

if TYPE_CHECKING:
    from sim.engine.state import Parameters, State
    from sim.plan.records import Arrays


@step
def price_presence(plan: Arrays, s: State, c, term, later):
    """Set what a week at work is worth under a bonus that is lost by too many days off; nothing once it is lost.

    Args:
        plan, s, c, term: plan, state, contract and its terms this week.
        later: worth now of money paid when the period is paid out.
    """
    contract, state = plan.contracts[c], s.contracts[c]
    start_anew(contract, state, s.staff)
    usual = plan.roles[plan.seats[contract.seat].role].absence
    allowed = days_allowed(plan.lumps[c, 0, 0], term.length)
    taken = math.floor((state.target - state.result) * WORKING_DAYS + 0.5)
    ahead = usual * WORKING_DAYS * term.left
    pivotal, _ = just_enough(allowed, taken, ahead + usual * (WORKING_DAYS - 1))
    _, state.payout = just_enough(allowed, taken, ahead + usual * WORKING_DAYS)
    state.expected = state.payout
    state.slope = WORKING_DAYS * term.length * term.pro_rata * term.weight * state.factor * pivotal * later
    state.slope_ahead = state.slope
    if term.left == term.length - 1:
        state.spread = math.sqrt(state.payout * (1.0 - state.payout)) * term.weight


@step
def days_allowed(mark, length):
    """Return the whole days off in a period of some weeks that leave the share of days at work at a mark or above."""
    return math.floor((1.0 - mark) * WORKING_DAYS * length)


@step
def start_anew(contract, state, staff):
    """Let a newcomer's days in a running period count from the first one; the predecessor's are nobody's."""
    if state.holder != staff[contract.seat].occupant:
        state.result, state.holder = state.target, staff[contract.seat].occupant


@step
def presence(p):
    """Return the share of the week's days at which somebody of a seat was at work; 1 for an empty seat."""
    return 1.0 - p.absent if p.filled > 0.0 else 1.0


@step
def paid_for_presence(plan: Arrays, s: State, i: int):
    """Return what pay for presence makes a week at work worth, share of reference pay, and whether there is any."""
    worth, terms, paid = 0.0, int(s.staff[i].terms), False
    for k in range(plan.claims.shape[2]):
        claim = plan.claims[terms, i, k]
        if claim.contract < 0:
            break
        contract = plan.contracts[claim.contract]
        if contract.metric == PRESENCE and contract.shadow == 0 and claim.stake > 0.0:
            paid = True
            worth += claim.stake * s.contracts[claim.contract].slope / plan.seats[i].market_rmb
    return worth, paid


@step
def stay_away(plan: Arrays, par: Parameters, s: State, t: int, i: int, volume, u):
    """Let seat i stay away for some days of the week, or come although a day off would have been taken otherwise.

    Args:
        plan, par, s, t, i: plan, parameters, state, week, seat.
        volume: marginal pay of own work, share of reference pay per pw.
        u: uniform of the week.
    """
    regime = s.calendar[t].regime
    p, seat, role = s.staff[i], plan.seats[i], s.roles[plan.seats[i].role]
    usual = plan.roles[seat.role].absence
    worth, paid = paid_for_presence(plan, s, i)
    if paid:
        p.excused = max(p.excused, excuse(p.tenure, par))
    base = plan.placements[int(p.terms), i].base_pay * p.raised * p.pay_ratio
    p.day_off = (1.0 - plan.regimes[regime].sick_pay) * base / seat.market_rmb + worth + max(volume, 0.0) * p.output
    dearer = p.day_off - role.day_off if role.known > 0.0 else 0.0
    weary = p.fatigue - role.weary
    share = away_share(usual, weary, dearer, p.excused, par)
    p.absent = days_away(u, share) / WORKING_DAYS
    p.unwell = max(0.0, away_share(usual, weary, 0.0, p.excused, par) - share) if dearer > 0.0 else 0.0
    p.at_work = (1.0 - p.absent) / (1.0 - usual)


@step
def care_at_work(p, par: Parameters):
    """Return the factor on a person's care of working on days that would have been days off."""
    return unwell_care(p.unwell, par) if p.unwell > 0.0 else 1.0


@step
def learn_usual_absence(plan: Arrays, par: Parameters, s: State, t: int):
    """Learn what a day off costs and how tired people are as things are, by role, before the first reported week."""
    for r in range(s.roles.shape[0]):
        role = s.roles[r]
        if plan.roles[r].absence == 0.0 or (role.known > 0.0 and plan.weeks[t].usual == 0):
            continue
        cost, fatigue, people = 0.0, 0.0, 0.0
        for i in range(plan.role_seats[r, 0], plan.role_seats[r, 1]):
            if s.staff[i].filled > 0.0:
                cost += s.staff[i].day_off
                fatigue += s.staff[i].fatigue
                people += 1.0
        if people > 0.0:
            speed = par.tie_usual_speed if role.known > 0.0 else 1.0
            role.day_off += speed * (cost / people - role.day_off)
            role.weary += speed * (fatigue / people - role.weary)
            role.known = 1.0


@step
def lost_by_presence(contract):
    """Return whether a contract is a bonus for presence that too many days off lose."""
    return contract.kind == ATTAINMENT and contract.metric == PRESENCE
