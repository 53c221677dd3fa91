"""Pay and the value of staying taken apart: steps of the week run again, on a copy of the state where they write.

Given a plan that holds one claim of a person alone, the totals of the week are what that claim brings. Nothing here
decides what is paid.
"""

from sim.engine.phases.effort import marginal_pay
from sim.engine.phases.payroll import pay_person
from sim.engine.phases.people import promise_of, seen_of, stay_terms, worth_of_job
from sim.engine.settlement import settle
from sim.rules import elementary as math
from sim.rules.jit import kernel


@kernel
def pay_again(plan, par, s, t, i):
    """Pay seat i for week t; the totals of the week are its own alone."""
    for k in range(s.totals.shape[0]):
        s.totals[k] = 0.0
    pay_person(plan, par, s, t, i)


@kernel
def settle_again(plan, s, regimes, i, leaving):
    """Settle seat i as `sim.engine.settlement.settle` does; the totals of the week are its own alone."""
    for k in range(s.totals.shape[0]):
        s.totals[k] = 0.0
    settle(plan.claims, plan.contracts, s.accounts, s.week[0], regimes, i, leaving)


@kernel
def price_again(plan, par, s, regime, i, out):
    """Write into out, float64[slopes], what `marginal_pay` returns of seat i: shares of reference pay."""
    volume, care, push, price, hurry, help_pay, bias, asset, reuse, _ = marginal_pay(plan, par, s, regime, i)
    out[0], out[1], out[2], out[3], out[4] = volume, care, push, price, hurry
    out[5], out[6], out[7], out[8] = help_pay, bias, asset, reuse


@kernel
def weigh_again(plan, par, s, t, i, out):
    """Write into out, float64[6], the terms of seat i's value of staying as they stand at the end of week t, log pay:
    pay, risk, fairness, effort, conditions, private.
    """
    p, placement = s.staff[i], plan.placements[s.calendar[t].regime, i]
    log_pay = math.log(
        worth_of_job(p, placement, plan.regimes[s.calendar[t].regime].remote, par) / plan.seats[i].market_rmb
    )
    seen, promise = seen_of(plan, s, t, plan.seats[i].role), promise_of(plan, s, t, i)
    support, rise = s.firm[0].support, s.roles[plan.seats[i].role].rise
    pay, risk, unfair, effort, conditions, private = stay_terms(p, log_pay, seen, promise, support, rise, par)
    out[0], out[1], out[2], out[3], out[4], out[5] = pay, risk, unfair, effort, conditions, private
