"""Read the metrics, keep the bonus accounts, pay."""

import math

from sim.rules.jit import kernel, step
from sim.rules.pay import payout_share
from sim.scenario.plan import APPRAISAL, ATTAINMENT, LINEAR

GMV, GMV_NET, MARGIN, ORDERS, CONVERSION, REPURCHASE, NPS = 0, 1, 2, 3, 4, 5, 6
SATISFACTION, RETURNS, SERVED, RESPONSE, REQUESTS, UPTIME = 7, 8, 9, 10, 11, 12
TECHNOLOGY = 7
QUARTER_WEEKS, YEAR_WEEKS = 13.0, 52.0


@step
def line_amount(line, metric):
    """Return an amount metric of a line this week."""
    if metric == GMV:
        return line.paid_rmb
    if metric == GMV_NET:
        return line.net_rmb
    if metric == MARGIN:
        return line.margin_rmb
    return line.orders


@step
def line_level(line, known, metric, par):
    """Return a level metric of a line relative to its value at the start (1 = as it was)."""
    if metric == CONVERSION:
        return line.new_orders / max(line.visits * known.conversion, 1e-9)
    if metric == REPURCHASE:
        return line.repeat_orders / max(line.customers * known.repeat_weekly, 1e-9)
    if metric == NPS:
        answers = max(par.survey_share * line.orders, 1.0)
        noise = par.nps_noise / math.sqrt(answers) * line.noise
        return (par.nps_base + par.nps_slope * (line.satisfaction - par.satisfaction_start) + noise) / par.nps_base
    if metric == SATISFACTION:
        return line.satisfaction / par.satisfaction_start
    return 2.0 - line.return_share / max(known.return_rate, 1e-9)


@step
def queue_level(queue, metric):
    """Return a metric of a queue's log: work per person, prompt replies, requests solved in time and right."""
    if metric == SERVED:
        return queue.served / max(queue.members, 1.0)
    if metric == RESPONSE:
        return math.exp(-queue.reply)
    return queue.in_time * (1.0 - queue.rework)


@step
def read_metric(plan, par, s, contract):
    """Return this week's result of a contract's metric in its scope."""
    metric, value, weight = contract.metric, 0.0, 0.0
    if SERVED <= metric <= REQUESTS:
        return queue_level(s.queues[contract.queue], metric) if contract.queue >= 0 else 0.0
    for j in range(contract.first, contract.last):
        i = plan.contract_lines[j]
        if metric <= ORDERS:
            value += line_amount(s.lines[i], metric)
        else:
            orders = plan.lines[i].orders
            level = (
                s.cells[TECHNOLOGY, i].level if metric == UPTIME else line_level(s.lines[i], plan.lines[i], metric, par)
            )
            value += level * orders
            weight += orders
    return value / weight if metric > ORDERS else value


@step
def advance_contract(contract, state, term, kinks, lumps, par):
    """Count this week's result; a period's end fixes the payout and moves the quota and the personal reference."""
    state.result += state.value
    state.target += term.target
    if term.target > 0.0:  # nothing is expected of a line that is not open yet
        state.pace += par.metric_memory * (state.value / term.target - state.pace)
    if term.left == 0:
        attained = state.result / (term.total * state.scale)
        state.payout = payout_share(attained, kinks, lumps)
        state.reference += term.length / YEAR_WEEKS * (attained - state.reference)
        state.scale *= max(0.1, 1.0 + contract.ratchet * (attained - 1.0))
        state.result, state.target = 0.0, 0.0


@step
def earned_this_week(contract, state, term, claim, account, p, queue):
    """Return (RMB earned this week, steady weekly pay) under a contract; earned may correct earlier weeks."""
    if contract.kind == APPRAISAL:
        return 0.0, 0.0
    if contract.kind == LINEAR:
        served = p.output * queue.served / queue.capacity
        earned = claim.stake * (served if contract.metric == SERVED else state.value)
        return earned, earned
    elapsed = min(float(term.length - term.left), p.tenure + 1.0)
    weekly = claim.stake * state.payout
    return weekly * elapsed - account.accrued, weekly


@step
def book(contract, state, term, claim, account, p, earned, week):
    """Move a person's bonus account under a contract by what was earned; pay out what is due."""
    account.accrued += earned
    if contract.shadow == 1:
        week.bonus_shadow_rmb += earned
        if term.left == 0:
            account.accrued = 0.0
        return
    week.bonus_earned_rmb += earned
    if term.left == 0:
        account.awaiting += account.accrued
        account.accrued = 0.0
    if term.pays == 1:
        week.bonus_paid_rmb += account.awaiting
        account.awaiting = 0.0
    if contract.forfeits == 1:
        p.unpaid += account.accrued + account.awaiting
    spread = claim.stake * state.spread
    p.pay_variance += spread * spread * QUARTER_WEEKS * term.length


@step
def pay_person(plan, par, s, t, i):
    """Set this week's pay of seat i and add it to the accounts."""
    regime, p, week = plan.weeks[t].regime, s.staff[i], s.week[0]
    chair = plan.chairs[regime, i]
    queue = s.queues[chair.queue]
    p.bonus, p.pay_variance, p.unpaid = 0.0, 0.0, 0.0
    for k in range(plan.claims.shape[2]):
        claim = plan.claims[regime, i, k]
        c = claim.contract
        if c < 0:
            break
        contract, state, term, account = plan.contracts[c], s.contracts[c], plan.terms[c, t], s.accounts[i, claim.slot]
        earned, weekly = earned_this_week(contract, state, term, claim, account, p, queue)
        book(contract, state, term, claim, account, p, earned, week)
        if contract.shadow == 0:
            p.bonus += weekly
    overtime = chair.base_pay * p.overtime * par.overtime_premium
    p.pay = chair.base_pay + overtime + p.bonus
    week.base_rmb += chair.base_pay
    week.overtime_rmb += overtime


@kernel
def pay_staff(plan, par, s, t):
    """Phase 7: read every contract's metric, accrue and pay."""
    regime = plan.weeks[t].regime
    for c in range(s.contracts.shape[0]):
        contract, state = plan.contracts[c], s.contracts[c]
        if contract.since <= regime <= contract.until:
            state.value = read_metric(plan, par, s, contract)
            if contract.kind == ATTAINMENT:
                advance_contract(contract, state, plan.terms[c, t], plan.kinks[c], plan.lumps[c], par)
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0:
            pay_person(plan, par, s, t, i)
