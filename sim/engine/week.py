"""One week of the company: the phases in their order, written once for batches and for the Mesa view."""

from sim.engine.phases.closing import close_week
from sim.engine.phases.effort import choose_effort
from sim.engine.phases.incentives import set_incentives
from sim.engine.phases.market import serve_customers
from sim.engine.phases.opening import open_week
from sim.engine.phases.payroll import pay_staff
from sim.engine.phases.people import develop_staff
from sim.engine.phases.service import serve_work
from sim.engine.phases.ties import meet_colleagues
from sim.engine.phases.turnover import turn_over
from sim.rules.jit import rule

#: The schedule; phases take (plan, par, state, week, key).
PHASES = (
    open_week,
    meet_colleagues,
    set_incentives,
    choose_effort,
    serve_work,
    serve_customers,
    pay_staff,
    develop_staff,
    turn_over,
    close_week,
)


@rule
def walk_week(plan, par, s, t, key):
    """Let the phases of week t follow each other (0 = first simulated week); compiled into the batch."""
    open_week(plan, par, s, t, key)
    meet_colleagues(plan, par, s, t, key)
    set_incentives(plan, par, s, t)
    choose_effort(plan, par, s, t, key)
    serve_work(plan, par, s, t)
    serve_customers(plan, par, s, t)
    pay_staff(plan, par, s, t, key)
    develop_staff(plan, par, s, t)
    turn_over(plan, par, s, t, key)
    close_week(plan, par, s, t)
