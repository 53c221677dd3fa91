"""Read the metrics, keep the bonus accounts, pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.phases.cohorts import counted_back, keep_cohorts
from sim.engine.phases.contests import run_contests, run_gate, score_contest, takes_part
from sim.engine.phases.metrics import read_metric
from sim.engine.phases.together import follows, reach_shares, reach_together
from sim.pay.kinds import (
    AGAINST_PLAN,
    APPRAISAL,
    AS_IT_STANDS,
    ATTAINMENT,
    GATED,
    LINEAR,
    PAYS,
    PROJECTED,
    SHARE,
)
from sim.pay.parts import CAREER_WEEKS
from sim.plan.records import NEVER
from sim.rules import elementary as math
from sim.rules.contests import helpless_share
from sim.rules.jit import phase, step
from sim.rules.pay import floored_share, payout_share
from sim.units import HOURS_PER_PERSON_WEEK, QUARTER_WEEKS, WEEKS_PER_MONTH, WEEKS_PER_YEAR
from sim.vocabulary.metrics import HELP, SERVED

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

SMALLEST = 1e-9


@step
def advance_contract(contract, state, term, kinks, lumps, par: Parameters):
    """Count this week's result; a period's end fixes the payout and moves the quota and the personal reference."""
    state.result += state.value
    state.target += term.target
    if term.target > 0.0:  # nothing is expected of a line that is not open yet
        speed = max(par.metric_memory, 1.0 / (par.plan_trust + state.age))
        state.pace += speed * (state.value / term.target - state.pace)
        state.age += 1.0
    if contract.to_date == AGAINST_PLAN:
        state.payout = payout_share(state.result / max(state.target * state.scale, SMALLEST), kinks, lumps)
    elif contract.to_date == AS_IT_STANDS:
        state.payout = payout_share(state.result / (term.total * state.scale), kinks, lumps)
    if term.left == 0:
        attained = state.result / (term.total * state.scale)
        state.payout = payout_share(attained, kinks, lumps)
        state.reference += term.length / WEEKS_PER_YEAR * (attained - state.reference)
        state.scale *= max(0.1, 1.0 + contract.ratchet * (attained - 1.0))
        state.result, state.target = 0.0, 0.0


@step
def earned_this_week(contract, state, term, claim, account, p, queue, usual, t: int):
    """Return (RMB earned this week, steady weekly pay) under a contract; earned may correct earlier weeks."""
    if contract.kind == APPRAISAL or contract.rises > 0.0:
        return 0.0, 0.0
    if contract.kind == LINEAR:
        served = p.output * queue.served / (queue.capacity * usual)
        amount = served if contract.metric == SERVED else p.gave if contract.metric == HELP else state.value
        if contract.back > 0 and p.tenure >= contract.back:  # who was there when it was earned
            amount -= contract.back_share * state.back
        earned = claim.stake * amount * term.weight * state.factor
        if contract.multiplied == 1:
            account.raw += earned
            return account.raw * state.times - account.accrued, earned * state.times
        return earned, earned
    elapsed = min(float(term.length - term.left), p.tenure + 1.0, t - state.begun + 1.0)
    if contract.kind == GATED:
        stake = claim.stake / float(term.length - term.left)
    else:
        stake = claim.stake * term.weight * state.factor * state.times
    if contract.of_base == 1:  # what goes by base pay follows a base pay that has risen
        stake *= p.raised * p.pay_ratio
    if contract.to_date == PROJECTED:
        return stake * state.payout * term.pro_rata * elapsed - account.accrued, stake * state.payout
    part = float(term.length) / float(term.length - term.left) if contract.to_date == AS_IT_STANDS else 1.0
    return stake * state.payout * part * term.pro_rata * elapsed - account.accrued, stake * state.expected


@step
def least_for(contract, term, p):
    """Return the least that a person gets for a period, RMB; a newcomer the part of the period in the job."""
    if p.tenure + 1.0 > contract.floor_weeks:
        return 0.0
    return contract.floor * min(float(term.length), p.tenure + 1.0) / float(term.length)


@step
def keep_floor(contract, state, term, claim, account, p, par: Parameters):
    """Apply the floor of a contract at the end of a period; set how far a further RMB would only fill it up.

    Returns:
        RMB added to what the period brought, less than 0 where an advance is worked off.
    """
    added, length, least = 0.0, float(term.length), least_for(contract, term, p)
    if term.left == 0:
        added = max(account.accrued - account.debt, least) - account.accrued
        account.debt = max(account.debt + added, 0.0) if contract.recovers == 1 else 0.0
    stake = claim.stake * length * term.pro_rata * term.weight * state.factor
    likely = stake * state.expected * state.times
    spread = stake * state.spread * math.sqrt(term.left / length if term.left > 0 else 1.0)
    account.lift = (max(likely - account.debt, least) - likely) / (length * term.pro_rata)
    account.floored = 0.0
    if least > 0.0 or account.debt > 0.0:
        account.floored = floored_share(likely - account.debt, least, spread, contract.recovers, par)
    return added


@step
def owe(account):
    """Set off what a period has brought against what was taken back before; what is left of it comes off the next one.

    Returns:
        RMB added to what the period brought: it is never below 0; less than 0 where a debt is worked off.
    """
    added = max(account.accrued - account.debt, 0.0) - account.accrued
    account.debt = max(account.debt + added, 0.0)
    return added


@step
def set_aside(account, term):
    """Set aside for payment what a period has brought; return RMB written off: what was paid ahead and not earned."""
    due, written_off = account.accrued - account.drawn, 0.0
    if term.left == 0:
        if account.drawn != 0.0 and due < 0.0:
            written_off, due = -due, 0.0
        account.accrued, account.drawn, account.raw = 0.0, 0.0, 0.0
    else:
        due = max(due, 0.0)
        account.drawn += due
    account.awaiting += due
    return written_off


@step
def book(contract, state, term, claim, account, p, earned, prize, week, par: Parameters):
    """Move a person's bonus account under a contract by what was earned; pay out what is due."""
    account.accrued += earned
    if contract.shadow == 1:
        week.bonus_shadow_rmb += earned
        if term.left == 0:
            account.accrued, account.raw = 0.0, 0.0
        return
    week.bonus_earned_rmb += earned
    if contract.floor > 0.0:
        added = keep_floor(contract, state, term, claim, account, p, par)
        account.accrued += added
        week.bonus_earned_rmb += added
    if contract.back > 0 and term.left == 0:
        added = owe(account)
        account.accrued += added
        week.bonus_earned_rmb += added
    if term.pays == 1 and contract.delay > 0:  # before the period that ends today joins what is awaited
        week.bonus_paid_rmb += account.awaiting
        account.awaiting = 0.0
    if term.settles == 1:
        week.bonus_earned_rmb += set_aside(account, term)
    if term.pays == 1 and contract.delay == 0:
        week.bonus_paid_rmb += account.awaiting
        account.awaiting = 0.0
    if contract.forfeits >= 1:
        ahead = claim.stake * state.payout * term.ahead
        p.unpaid += account.accrued - account.drawn + account.awaiting + ahead
        week.unvested_rmb += ahead
    if contract.streak > 0 and state.holder == p.occupant:
        p.unpaid += prize * state.streak / contract.streak
    if contract.kind == LINEAR:
        swing = earned * QUARTER_WEEKS * state.risk
        p.pay_variance += swing * swing
    spread = claim.stake * state.spread * (1.0 - account.floored)
    if contract.rises > 0.0:  # a place won pays over years, of which a quarter sees its part
        spread *= QUARTER_WEEKS / CAREER_WEEKS
    p.pay_variance += spread * spread * QUARTER_WEEKS * term.length


@step
def prospect(contract, state, term, claim, prize, p):
    """Return what a place on a career tree, or a fund for several good quarters, is worth to a person, RMB a week."""
    if contract.dismisses > 0.0:
        return -claim.stake * state.fear
    if contract.promotes == 1:
        return claim.stake * state.chance / float(term.length)
    if contract.rises > 0.0:
        return claim.stake * state.chance / WEEKS_PER_YEAR if p.level < contract.levels else 0.0
    if contract.streak > 0:
        reached = state.streak if state.holder == p.occupant else 0.0
        return prize * math.pow(state.chance, contract.streak - reached) / QUARTER_WEEKS
    return 0.0


@step
def pay_person(plan: Arrays, par: Parameters, s: State, t: int, i: int):
    """Set this week's pay of seat i and add it to the accounts."""
    regime, p, week = s.calendar[t].regime, s.staff[i], s.week[0]
    placement = plan.placements[regime, i]
    queue = s.queues[placement.queue]
    p.bonus, p.pay_variance, p.unpaid, p.leave, p.rank_gap = 0.0, 0.0, 0.0, 0.0, 0.0
    p.prospect, p.noticed, topped = 0.0, 0.0, 0.0
    base = plan.placements[int(p.terms), i].base_pay * p.raised * p.pay_ratio * (1.0 + placement.skill_pay * p.training)
    base *= 1.0 - (1.0 - plan.regimes[regime].sick_pay) * p.absent
    usual = s.roles[plan.seats[i].role].usual
    for k in range(plan.claims.shape[2]):
        claim = plan.claims[int(p.terms), i, k]
        c = claim.contract
        if c < 0:
            break
        contract, state, term, account = plan.contracts[c], s.contracts[c], plan.terms[c, t], s.accounts[i, claim.slot]
        if contract.counts != PAYS:
            continue
        earned, weekly = earned_this_week(contract, state, term, claim, account, p, queue, usual, t)
        if contract.leave == 1:
            p.leave += earned / base
            continue
        book(contract, state, term, claim, account, p, earned, plan.lumps[c, 0, 1], week, par)
        if contract.shadow == 0:
            p.bonus += weekly + account.lift
            if contract.floor_weeks < NEVER:  # a floor that is known to end
                topped += account.lift
            p.prospect += prospect(contract, state, term, claim, plan.lumps[c, 0, 1], p)
            p.leave += contract.hours / HOURS_PER_PERSON_WEEK if term.left == 0 else 0.0
            if contract.shown == 1:
                p.rank_gap = max(p.rank_gap, state.behind * helpless_share(float(contract.members), par))
            p.noticed = max(p.noticed, state.notice)
    overtime = base * p.overtime * par.overtime_premium
    p.pay = base + overtime + p.bonus
    if topped != 0.0 or p.topped != 0.0:
        p.topped += par.pay_memory * (topped - p.topped)
    share = plan.weeks[t].month_share
    week.base_rmb += base * WEEKS_PER_MONTH * share
    week.paid_months += share
    week.overtime_rmb += overtime


@step
def read_result(plan: Arrays, par: Parameters, s: State, t: int, c):
    """Read this week's result of a contract, and what of an earlier one falls away."""
    contract, state = plan.contracts[c], s.contracts[c]
    if contract.back > 0:
        state.back = counted_back(plan, s, t, contract, state.begun)
    state.value = read_metric(plan, par, s, contract)


@phase
def pay_staff(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Phase 7: read every contract's metric, accrue and pay."""
    regime = s.calendar[t].regime
    keep_cohorts(s, t)
    for c in range(s.contracts.shape[0]):
        contract, state = plan.contracts[c], s.contracts[c]
        if contract.since <= regime <= contract.until:
            read_result(plan, par, s, t, c)
            if contract.kind == GATED:
                run_gate(plan, s, c, plan.terms[c, t], par)
            elif contract.kind == SHARE:
                if takes_part(plan, s, c, regime):
                    score_contest(contract, state, plan.terms[c, t], s.staff)
            elif contract.kind == ATTAINMENT and contract.scored == 0 and plan.terms[c, t].weight > 0.0:
                advance_contract(contract, state, plan.terms[c, t], plan.kinks[c], plan.lumps[c], par)
    reach_shares(plan, s, t)
    for c in range(s.contracts.shape[0]):
        if follows(plan, c) and plan.contracts[c].since <= regime <= plan.contracts[c].until:
            reach_together(plan, s, t, c)
    run_contests(plan, par, s, t, key)
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0:
            pay_person(plan, par, s, t, i)
