"""New customers by the week in which they were won, for pay that is taken back once they are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.pay.kinds import SAVES
from sim.rules import elementary as math
from sim.rules.jit import step
from sim.rules.market import churn_slope
from sim.rules.pay import gone_share, worth_later
from sim.vocabulary.metrics import NEW_CUSTOMERS

if TYPE_CHECKING:
    from sim.engine.state import Parameters, State
    from sim.plan.records import Arrays


@step
def keep_cohorts(s: State, t: int):
    """Let the customers of each earlier week leave or buy again as all of their line do, and add those of this week.

    A line that sells what its people make tells no customers apart; nobody of it is ever gone.
    """
    weeks = s.cohorts.shape[1]
    if weeks == 1:
        return
    for i in range(s.lines.shape[0]):
        line = s.lines[i]
        before = line.customers - line.new_orders + line.left
        staying, away = 1.0, 1.0
        if before > 0.0:
            staying, away = max(0.0, 1.0 - line.left / before), math.exp(-line.repeat_orders / before)
        for k in range(weeks):
            s.cohorts[i, k].staying *= staying
            s.cohorts[i, k].away *= away
        fresh = s.cohorts[i, t % weeks]
        fresh.won, fresh.staying, fresh.away = line.new_orders, 1.0, 1.0
        fresh.bought = line.paid_rmb * line.new_orders / max(line.orders, 1e-9)


@step
def counted_back(plan: Arrays, s: State, t: int, contract, begun):
    """Return what falls away this week of a contract's result some weeks ago, since customers of then are gone."""
    then, gone = t - contract.back, 0.0
    if float(then) < begun:
        return 0.0
    for j in range(contract.first, contract.last):
        cohort = s.cohorts[plan.contract_lines[j], then % s.cohorts.shape[1]]
        amount = cohort.won if contract.metric == NEW_CUSTOMERS else cohort.bought
        gone += plan.line_weights[j] * amount * (cohort.away if contract.back_idle == 1 else 1.0 - cohort.staying)
    return gone


@step
def price_back(plan: Arrays, par: Parameters, s: State, c):
    """Take off a new customer's worth what will be given back, and set what keeping customers is worth.

    A week in which customers buy more readily, or are more content, keeps part of all who were won in the weeks before
    and may still be lost; on average half of the weeks until then lie ahead.
    """
    contract, weeks = plan.contracts[c], float(plan.contracts[c].back)
    amount, gone, saved = 0.0, 0.0, 0.0
    for j in range(contract.first, contract.last):
        i = plan.contract_lines[j]
        line, known = s.lines[i], plan.lines[i]
        fresh = line.new_orders if contract.metric == NEW_CUSTOMERS else known.basket * line.new_orders
        lost = gone_share(weeks, line.churn, line.repeat_rate, contract.back_idle)
        amount += plan.line_weights[j] * fresh
        gone += plan.line_weights[j] * fresh * lost
        if contract.back_idle == 1:
            saved += plan.line_weights[j] * fresh * lost * known.repeat_weekly
        else:
            slope = churn_slope(known.repeat_weekly, par) * par.satisfaction_start
            saved += plan.line_weights[j] * fresh * (1.0 - lost) * line.churn * slope
    share = contract.back_share * worth_later(weeks, par) * gone / max(amount, 1e-9)
    if contract.metric != NEW_CUSTOMERS:  # what known customers buy is never taken back
        share *= fresh_share(plan, s, contract)
    s.contracts[c].slope *= 1.0 - share
    s.contracts[c].slope_ahead *= 1.0 - share
    for k in range(c + 1, contract.after):
        if plan.contracts[k].counts == SAVES:
            worth = contract.back_share * worth_later(0.5 * weeks, par) * weeks * saved
            s.contracts[k].slope, s.contracts[k].slope_ahead = worth, worth


@step
def fresh_share(plan: Arrays, s: State, contract):
    """Return the part of the orders of a contract's lines that are first orders."""
    first, orders = 0.0, 0.0
    for j in range(contract.first, contract.last):
        first += s.lines[plan.contract_lines[j]].new_orders
        orders += s.lines[plan.contract_lines[j]].orders
    return first / max(orders, 1e-9)
