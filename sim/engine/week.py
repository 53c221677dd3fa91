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
from sim.engine.start import open_company

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
#: What is compiled: the company on its first day, then the week.
SCHEDULE = (open_company, *PHASES)
