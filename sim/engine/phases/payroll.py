"""Read the metrics, keep the bonus accounts, pay."""

import math

from sim.engine.phases.contests import run_contests, run_gate
from sim.engine.phases.metrics import read_metric
from sim.pay.kinds import APPRAISAL, ATTAINMENT, FIXED, GATED, LINEAR
from sim.rules.jit import phase, step
from sim.rules.pay import payout_share
from sim.units import HOURS_PER_PERSON_WEEK, QUARTER_WEEKS, WEEKS_PER_MONTH, WEEKS_PER_YEAR
from sim.vocabulary.metrics import HELP, SERVED


@step
def advance_contract(contract, state, term, kinks, lumps, par):
    """Count this week's result; a period's end fixes the payout and moves the quota and the personal reference."""
    state.result += state.value
    state.target += term.target
    if term.target > 0.0:  # nothing is expected of a line that is not open yet
        speed = max(par.metric_memory, 1.0 / (par.plan_trust + state.age))
        state.pace += speed * (state.value / term.target - state.pace)
        state.age += 1.0
    if term.left == 0:
        attained = state.result / (term.total * state.scale)
        state.payout = payout_share(attained, kinks, lumps)
        state.reference += term.length / WEEKS_PER_YEAR * (attained - state.reference)
        state.scale *= max(0.1, 1.0 + contract.ratchet * (attained - 1.0))
        state.result, state.target = 0.0, 0.0


@step
def earned_this_week(contract, state, term, claim, account, p, queue, usual, t):
    """Return (RMB earned this week, steady weekly pay) under a contract; earned may correct earlier weeks."""
    if contract.kind == APPRAISAL or contract.rises > 0.0:
        return 0.0, 0.0
    if contract.kind == LINEAR:
        served = p.output * queue.served / (queue.capacity * usual)
        amount = served if contract.metric == SERVED else p.gave if contract.metric == HELP else state.value
        earned = claim.stake * amount * term.weight * state.factor
        return earned, earned
    elapsed = min(float(term.length - term.left), p.tenure + 1.0, t - state.begun + 1.0)
    if contract.kind == GATED:
        weekly = claim.stake * state.payout / float(term.length - term.left)
    else:
        weekly = claim.stake * state.payout * term.weight * state.factor
    if contract.kind == FIXED:  # months of base pay follow a base pay that has risen
        weekly *= p.raised * p.pay_ratio
    return weekly * term.pro_rata * elapsed - account.accrued, weekly


@step
def book(contract, state, term, claim, account, p, earned, prize, week):
    """Move a person's bonus account under a contract by what was earned; pay out what is due."""
    account.accrued += earned
    if contract.shadow == 1:
        week.bonus_shadow_rmb += earned
        if term.left == 0:
            account.accrued = 0.0
        return
    week.bonus_earned_rmb += earned
    if term.pays == 1 and contract.delay > 0:  # before the period that ends today joins what is awaited
        week.bonus_paid_rmb += account.awaiting
        account.awaiting = 0.0
    if term.left == 0:
        account.awaiting += account.accrued
        account.accrued = 0.0
    if term.pays == 1 and contract.delay == 0:
        week.bonus_paid_rmb += account.awaiting
        account.awaiting = 0.0
    if contract.forfeits >= 1:
        ahead = claim.stake * state.payout * term.ahead
        p.unpaid += account.accrued + account.awaiting + ahead
        week.unvested_rmb += ahead
    if contract.streak > 0 and state.holder == p.occupant:
        p.unpaid += prize * state.streak / contract.streak
    if contract.kind == LINEAR:
        swing = earned * QUARTER_WEEKS * state.risk
        p.pay_variance += swing * swing
    spread = claim.stake * state.spread
    p.pay_variance += spread * spread * QUARTER_WEEKS * term.length


@step
def prospect(contract, state, claim, prize, p):
    """Return what a place on a career tree, or a fund for several good quarters, is worth to a person, RMB a week."""
    if contract.rises > 0.0:
        return claim.stake * state.chance / WEEKS_PER_YEAR if p.level < contract.levels else 0.0
    if contract.streak > 0:
        reached = state.streak if state.holder == p.occupant else 0.0
        return prize * math.pow(state.chance, contract.streak - reached) / QUARTER_WEEKS
    return 0.0


@step
def pay_person(plan, par, s, t, i):
    """Set this week's pay of seat i and add it to the accounts."""
    regime, p, week = s.calendar[t].regime, s.staff[i], s.week[0]
    chair = plan.chairs[regime, i]
    queue = s.queues[chair.queue]
    p.bonus, p.pay_variance, p.unpaid, p.leave, p.rank_gap = 0.0, 0.0, 0.0, 0.0, 0.0
    p.prospect = 0.0
    base = plan.chairs[int(p.terms), i].base_pay * p.raised * p.pay_ratio * (1.0 + chair.skill_pay * p.training)
    usual = s.roles[plan.seats[i].role].usual
    for k in range(plan.claims.shape[2]):
        claim = plan.claims[int(p.terms), i, k]
        c = claim.contract
        if c < 0:
            break
        contract, state, term, account = plan.contracts[c], s.contracts[c], plan.terms[c, t], s.accounts[i, claim.slot]
        earned, weekly = earned_this_week(contract, state, term, claim, account, p, queue, usual, t)
        if contract.leave == 1:
            p.leave += earned / base
            continue
        book(contract, state, term, claim, account, p, earned, plan.lumps[c, 0, 1], week)
        if contract.shadow == 0:
            p.bonus += weekly
            p.prospect += prospect(contract, state, claim, plan.lumps[c, 0, 1], p)
            p.leave += contract.hours / HOURS_PER_PERSON_WEEK if term.left == 0 else 0.0
            p.rank_gap = max(p.rank_gap, state.behind * contract.shown)
    overtime = base * p.overtime * par.overtime_premium
    p.pay = base + overtime + p.bonus
    share = plan.weeks[t].month_share
    week.base_rmb += base * WEEKS_PER_MONTH * share
    week.paid_months += share
    week.overtime_rmb += overtime


@phase
def pay_staff(plan, par, s, t, key):
    """Phase 7: read every contract's metric, accrue and pay."""
    regime = s.calendar[t].regime
    for c in range(s.contracts.shape[0]):
        contract, state = plan.contracts[c], s.contracts[c]
        if contract.since <= regime <= contract.until:
            state.value = read_metric(plan, par, s, contract)
            if contract.kind == GATED:
                run_gate(plan, s, c, plan.terms[c, t], par)
            elif contract.kind == ATTAINMENT and plan.terms[c, t].weight > 0.0:
                advance_contract(contract, state, plan.terms[c, t], plan.kinks[c], plan.lumps[c], par)
    run_contests(plan, par, s, t, key)
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0:
            pay_person(plan, par, s, t, i)
