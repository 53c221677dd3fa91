"""The company on its first simulated day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.phases.opening import begin_contract, hire_incumbent, sit_down
from sim.engine.phases.shocks import draw_strikes
from sim.engine.phases.ties import forget_all, grow_ties
from sim.pay.kinds import ATTAINMENT, CONTEST, GATED, LINEAR, SHARE
from sim.rules import elementary as math
from sim.rules.effort import effort_costs
from sim.rules.jit import phase, step
from sim.rules.leaving import tenure_hump
from sim.rules.market import returned_share
from sim.rules.output import mastered_share
from sim.rules.pay import projection_spread, worth_later
from sim.rules.production import substitution_power
from sim.units import QUARTER_WEEKS, YEAR_WEEKS
from sim.vocabulary.metrics import HELP, SERVED
from sim.vocabulary.roles import (
    CATEGORY,
    CONTENT,
    DATA,
    DESIGN,
    MARKETING,
    OPERATIONS,
    PRIVATE_DOMAIN,
    SERVICE,
    TECHNOLOGY,
    WAREHOUSE,
)

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

QUIET_LOAD = 0.85


@step
def open_line(line, known, par: Parameters):
    """Set a line to its measured starting point."""
    line.shock, line.own_shock, line.noise = 0.0, 0.0, 0.0
    line.visits, line.customers = known.visits, known.customers
    line.orders, line.new_orders = known.orders, known.new_orders
    line.repeat_orders = known.orders - known.new_orders
    line.satisfaction, line.rating = par.satisfaction_start, par.satisfaction_start
    line.placed_rmb, line.paid_rmb, line.net_rmb = known.gmv, known.gmv, known.gmv * (1.0 - known.return_rate)
    line.margin_rmb = line.net_rmb * known.gross_margin
    line.return_share = returned_share(known.return_rate, 0.0, 0.0, 0.0, par.error_base, par)
    line.refund_rmb, line.refund_rmb_1 = 0.0, line.return_share * known.gmv
    line.refund_rmb_2 = line.refund_rmb_1
    line.returned = line.return_share * known.orders
    line.returned_1, line.returned_2 = line.returned, line.returned
    line.late_orders, line.cancelled_orders, line.reply, line.care = 0.0, 0.0, 0.0, 1.0
    line.wrong_orders, line.write_off_rmb = 0.0, 0.0
    line.complaints, line.escalated, line.unsettled, line.usual_unsettled = 0.0, 0.0, 0.0, -1.0
    line.trouble_ratio, line.similarity = 0.0, par.reuse_norm
    line.standing, line.shift, line.moved, line.advanced = 0.0, 0.0, 0.0, 0.0
    line.churn, line.left, line.bargain, line.stocked = known.churn_weekly, 0.0, 0.0, 0.0
    line.community, line.repeat_rate = known.community, known.repeat_weekly
    line.push, line.price_cut, line.reopened = 0.0, 0.0, 0.0
    line.visit_pull, line.reply_pull = 0.0, 0.0
    line.orders_ratio, line.returned_ratio, line.late_ratio = 1.0, line.return_share, 0.0
    if known.opens > 0.0:
        close_line(line)


@step
def close_line(line):
    """Set a line that is not open yet: nobody comes, nothing is sold."""
    line.visits, line.customers, line.orders, line.new_orders, line.repeat_orders = 0.0, 0.0, 0.0, 0.0, 0.0
    line.placed_rmb, line.paid_rmb, line.net_rmb, line.margin_rmb = 0.0, 0.0, 0.0, 0.0
    line.refund_rmb_1, line.refund_rmb_2, line.returned, line.returned_1, line.returned_2 = 0.0, 0.0, 0.0, 0.0, 0.0
    line.orders_ratio, line.returned_ratio = 0.0, 0.0


@step
def open_cell(cell, facts):
    """Set a cell to work done as needed and nothing waiting."""
    cell.level, cell.usual, cell.pull, cell.backlog, cell.asked = 1.0, 1.0, 0.0, 0.0, 0.0
    cell.arrivals, cell.done, cell.requested, cell.answered = facts.work, facts.work, 0.0, 0.0
    cell.causing = 0.0
    cell.dropped, cell.unanswered, cell.unmet, cell.held = 0.0, 0.0, 0.0, 0.0


@step
def open_queue(queue, known, par: Parameters):
    """Set a queue to a quiet start."""
    queue.members, queue.capacity, queue.need, queue.served, queue.load = 0.0, 1.0, 0.0, 0.0, QUIET_LOAD
    queue.own, queue.asked, queue.shortage, queue.reply = 0.0, 0.0, 0.0, 0.0
    queue.breadth, queue.care, queue.culture = 1.0, 1.0, par.culture_start
    queue.push, queue.price_cut, queue.hurry, queue.asset, queue.asset_effort = 0.0, 0.0, 0.0, 0.0, 0.0
    queue.reuse = par.reuse_norm
    queue.borrowed, queue.rework, queue.cycle, queue.in_time = 0.0, par.rework_base, 0.0, 1.0
    queue.repeats = 1.0 / (1.0 - par.rework_base)
    queue.request_need, queue.request_served, queue.stake, queue.timing = 0.0, 0.0, 0.0, 0.0
    queue.friction, queue.crossing, queue.later, queue.usual_cycle = known.handoff, known.handoff, 0.0, 0.0
    queue.usual_repeats, queue.understanding = 0.0, par.understanding_start


@step
def open_business(plan: Arrays, par: Parameters, s: State):
    """Set lines, cells, queues, units and contracts to their start."""
    for i in range(s.lines.shape[0]):
        open_line(s.lines[i], plan.lines[i], par)
        for r in range(s.cells.shape[0]):
            open_cell(s.cells[r, i], plan.cells[0, r, i])
    for q in range(s.queues.shape[0]):
        open_queue(s.queues[q], plan.queues[0, q], par)
    for u in range(s.units.shape[0]):
        s.units[u].approvals, s.units[u].approval_wait = 0.0, par.approval_block_weeks
    for c in range(s.contracts.shape[0]):
        begin_contract(s.contracts[c])


@step
def open_outlook(plan: Arrays, par: Parameters, s: State, c):
    """Set what the rest of a period may bring by weeks of it, and what a payment is worth now by weeks until it.

    The same for every week of a run, so it is worked out once.
    """
    contract, longest = plan.contracts[c], 0
    for t in range(plan.terms.shape[1]):
        longest = max(longest, plan.terms[c, t].length)
    shock = market_shock(contract, par)
    for left in range(longest):
        s.outlooks[c, left].spread = projection_spread(left, contract.own_noise, shock, par.shock_persistence)
    for k in range(s.outlooks.shape[1]):
        s.outlooks[c, k].later = worth_later(float(k), par)


@step
def open_risk(plan: Arrays, par: Parameters, s: State, c):
    """Set how much a quarter's pay by a rate may differ from what is usual: own noise and the market of its lines."""
    contract = plan.contracts[c]
    shock = market_shock(contract, par) if contract.metric != SERVED and contract.metric != HELP else 0.0
    spread = projection_spread(QUARTER_WEEKS - 1.0, contract.own_noise, shock, par.shock_persistence)
    s.contracts[c].risk = spread / QUARTER_WEEKS


@step
def market_shock(contract, par: Parameters):
    """Return the sd of a week's change in the market of a contract's lines; 0 where people are compared."""
    line_variance = par.line_shock_sd * par.line_shock_sd / contract.scope_lines
    return math.sqrt(par.company_shock_sd * par.company_shock_sd + line_variance) if contract.seat < 0 else 0.0


@step
def set_elasticities(roles, par: Parameters):
    """Set how strongly each role's work moves orders, in the order of roles; parcels move none before they are sold."""
    scale = par.elasticity_scale
    roles[OPERATIONS].elasticity = scale * par.sales_elasticity_operations
    roles[MARKETING].elasticity = scale * par.sales_elasticity_marketing
    roles[CATEGORY].elasticity = scale * par.sales_elasticity_category
    roles[CONTENT].elasticity = scale * par.sales_elasticity_content
    roles[DESIGN].elasticity = scale * par.sales_elasticity_design
    roles[SERVICE].elasticity = scale * par.sales_elasticity_service
    roles[DATA].elasticity = scale * par.sales_elasticity_data
    roles[TECHNOLOGY].elasticity = scale * par.sales_elasticity_technology
    roles[WAREHOUSE].elasticity = 0.0
    roles[PRIVATE_DOMAIN].elasticity = scale * par.sales_elasticity_private_domain


@step
def open_tables(plan: Arrays, par: Parameters, s: State):
    """Work out once what depends on parameters and plan alone."""
    firm = s.firm[0]
    firm.curvature, firm.scarcity = effort_costs(par)
    firm.complement = substitution_power(par.work_substitution)
    set_elasticities(s.roles, par)
    for tenure in range(s.hazards.shape[0]):
        s.hazards[tenure] = par.quit_base + tenure_hump(float(tenure), par) + plan.tenure_push[tenure]
    for c in range(s.contracts.shape[0]):
        if plan.contracts[c].kind in (ATTAINMENT, CONTEST, GATED, SHARE):
            open_outlook(plan, par, s, c)
        elif plan.contracts[c].kind == LINEAR:
            open_risk(plan, par, s, c)


@step
def open_ties(plan: Arrays, par: Parameters, s: State, key: Key):
    """Forget all ties and let new ones form for as long as the run will not do so itself before its first week."""
    for i in range(s.staff.shape[0]):
        forget_all(s, i)
        s.staff[i].ties, s.staff[i].support, s.staff[i].connected = 0.0, 0.0, 1.0
    firm, known = s.firm[0], 0
    for t in range(plan.weeks.shape[0]):
        known += plan.weeks[t].usual
    firm.help_share, firm.support = par.tie_usual_help, 0.0
    firm.ready, firm.pace_rmb, firm.pace_customers, firm.pace_repeat = 1.0, 0.0, 0.0, 0.0
    firm.understanding, firm.escalated, firm.goal = par.understanding_start, 0.0, 0.0
    if s.partners.shape[1] > 0:
        grow_ties(plan, par, s, key, max(0, YEAR_WEEKS - known))
        people = 0.0
        for i in range(s.staff.shape[0]):
            firm.support += s.staff[i].support
            people += s.staff[i].filled
        firm.support /= max(people, 1.0)


@step
def wipe(s: State):
    """Clear all numbers."""
    s.numbers[:] = 0.0


@step
def open_calendar(plan: Arrays, s: State):
    """Set which regime each week has as planned."""
    for week in range(plan.weeks.shape[0]):
        known, day = plan.weeks[week], s.calendar[week]
        day.regime, day.coming, day.begins = known.regime, known.coming, known.begins


@phase
def open_company(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Set the whole state to the start: incumbents, lines, queues. Overwrites whatever the state held."""
    wipe(s)
    open_calendar(plan, s)
    firm, regime = s.firm[0], plan.weeks[0].regime
    firm.held, firm.venture_rmb, firm.library, firm.trouble = 0.0, 0.0, 0.0, 0.0
    firm.shock_variance = 0.0
    firm.shock, firm.exits, firm.season, firm.team_open = 0.0, 0.0, plan.weeks[0].season, 0.0
    for k in range(s.jobs.shape[0]):
        s.readiness[k] = 1.0
        for r in range(s.jobs.shape[1]):
            s.jobs[k, r].arrived, s.jobs[k, r].waiting, s.jobs[k, r].done = 0.0, 0.0, 0.0
    open_tables(plan, par, s)
    skill, seated = 0.0, 0.0
    for i in range(s.staff.shape[0]):
        p = s.staff[i]
        p.mentor, p.mentoring, p.home, p.held, p.trial = -1.0, 0.0, -1.0, 0.0, 0.0
        p.occupant, p.filled, p.arriving, p.vacancy, p.pending, p.decided = 0.0, 0.0, -1.0, 0.0, 0.0, 0.0
        if plan.placements[regime, i].active == 1:
            hire_incumbent(p, plan.seats[i], par, key)
            sit_down(p, s.accounts, i, plan.placements[regime, i], par)
            p.terms = float(regime)
            channel = plan.weeks[0].channel * plan.roles[plan.seats[i].role].channel
            skill += p.skill * mastered_share(channel, p.new_skill)
            seated += 1.0
    firm.care_start = skill / max(seated, 1.0) * math.exp(par.ability_sd * par.ability_sd)
    for r in range(s.roles.shape[0]):
        s.roles[r].usual = par.settled_output
    open_business(plan, par, s)
    draw_strikes(plan, s, key)
    open_ties(plan, par, s, key)
