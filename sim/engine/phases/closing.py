"""Close the week: accounts and the series that are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.phases.metrics import page_level
from sim.engine.series import ROLE_HEADS, ROLE_OUTPUT, ROLE_PAY
from sim.rules.jit import phase, step
from sim.units import WEEKS_PER_YEAR
from sim.vocabulary.metrics import CLICK_THROUGH
from sim.vocabulary.roles import DESIGN, TECHNOLOGY

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

#: Below it the weeks of learning, and so the worth of skill, would have no bound.
SLOWEST_LEARNING = 0.001


@step
def sum_lines(lines, week):
    """Add up the lines of the week."""
    answers = 0.0
    for i in range(lines.shape[0]):
        line = lines[i]
        week.gmv_placed += line.placed_rmb
        week.gmv_paid += line.paid_rmb
        week.gmv_net += line.net_rmb
        week.orders += line.orders
        week.new_orders += line.new_orders
        week.repeat_orders += line.repeat_orders
        week.visits += line.visits
        week.customers += line.customers
        week.refunds += line.refund_rmb
        week.margin_rmb += line.margin_rmb
        week.cancelled_orders += line.cancelled_orders
        week.late_orders += line.late_orders
        week.wrong_orders += line.wrong_orders
        week.orders_moved += line.moved
        week.complaints += line.complaints
        week.escalations += line.escalated
        week.complaints_settled += line.complaints - line.unsettled * line.orders
        week.returns_orders += line.returned
        week.satisfaction += line.satisfaction * line.orders
        week.rating += line.rating * line.orders
        week.community += line.community * line.orders
        week.similarity += line.similarity * line.orders
        week.discount += line.price_cut * line.orders
        week.reply_weeks += line.reply * line.orders
        answers += line.orders
    answers = max(answers, 1e-9)
    week.satisfaction, week.rating = week.satisfaction / answers, week.rating / answers
    week.community, week.similarity = week.community / answers, week.similarity / answers
    week.discount, week.reply_weeks = week.discount / answers, week.reply_weeks / answers


@step
def sum_worth(plan: Arrays, par: Parameters, s: State, regime: int):
    """Add up what outlives the week: customers, skill of people, empty seats to be filled; and pages and systems.

    A customer is worth the discounted margin of the repeat orders to come, a person's skill the pay of the weeks in
    which a newcomer would learn it, an empty seat the cost of filling it.
    """
    week, orders, clicks, uptime = s.week[0], 0.0, 0.0, 0.0
    rate = par.capital_cost / WEEKS_PER_YEAR
    for i in range(s.lines.shape[0]):
        line, known = s.lines[i], plan.lines[i]
        kept = (1.0 - known.return_rate) * (known.gross_margin - line.fee)
        yearly = line.repeat_rate * known.basket * kept / (line.churn + rate)
        week.customer_value_rmb += line.customers * yearly
        orders += line.orders
        clicks += line.orders * page_level(line, s.cells[DESIGN, i], CLICK_THROUGH, par)
        uptime += line.orders * s.cells[TECHNOLOGY, i].level
    week.click_through, week.uptime = clicks / max(orders, 1e-9), uptime / max(orders, 1e-9)
    for i in range(s.staff.shape[0]):
        p, placement = s.staff[i], plan.placements[regime, i]
        if p.filled > 0.0:
            gained = (p.skill + p.training - par.skill_start) / max(par.learning_rate, SLOWEST_LEARNING)
            week.skill_value_rmb += plan.seats[i].market_rmb * gained
        elif placement.active == 1 and p.arriving < 0.0 and p.held == 0.0:
            week.vacancy_cost_rmb += par.hiring_cost * WEEKS_PER_YEAR * placement.planned
    week.unvested_rmb *= par.on_cost  # promised pay costs what pay costs
    week.library, s.firm[0].trouble = s.firm[0].library, week.complaints / max(week.orders, 1e-9)


@step
def sum_staff(staff, week):
    """Add up the people of the week."""
    for i in range(staff.shape[0]):
        p = staff[i]
        if p.filled > 0.0:
            week.heads += 1.0
            week.skill += p.skill
            week.understanding += p.understanding
            week.training += p.training
            week.culture += p.culture
            week.new_skill += p.new_skill
            week.insight += p.insight
            week.fatigue += p.fatigue
            week.absent += p.absent
            week.want += p.want
            week.staff_satisfaction += p.satisfied
            week.effort_volume += p.effort_volume
            week.effort_care += p.effort_care
            week.effort_help += p.effort_help
            week.effort_asset += p.effort_asset
            week.push += p.push
            week.output += p.output
    heads = max(week.heads, 1.0)
    week.skill, week.fatigue, week.want = week.skill / heads, week.fatigue / heads, week.want / heads
    week.understanding, week.training = week.understanding / heads, week.training / heads
    week.entry_skill /= max(week.hires, 1.0)
    week.culture, week.new_skill, week.insight = week.culture / heads, week.new_skill / heads, week.insight / heads
    week.staff_satisfaction, week.push = week.staff_satisfaction / heads, week.push / heads
    week.effort_volume, week.effort_care = week.effort_volume / heads, week.effort_care / heads
    week.effort_help, week.effort_asset = week.effort_help / heads, week.effort_asset / heads


@step
def sum_owed(plan: Arrays, s: State, i: int):
    """Add what is owed to who sits in seat i."""
    for k in range(plan.claims.shape[2]):
        claim = plan.claims[int(s.staff[i].terms), i, k]
        if claim.contract < 0:
            break
        if plan.contracts[claim.contract].shadow == 0:
            account = s.accounts[i, claim.slot]
            s.week[0].bonus_owed_rmb += account.accrued - account.drawn + account.awaiting


@step
def sum_accounts(plan: Arrays, s: State, regime: int):
    """Add up seats, what is owed on bonus accounts, and pay, people and output by role."""
    week = s.week[0]
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0:
            role = plan.seats[i].role
            s.totals[ROLE_PAY + role] += s.staff[i].pay
            s.totals[ROLE_HEADS + role] += 1.0
            s.totals[ROLE_OUTPUT + role] += s.staff[i].output
            sum_owed(plan, s, i)
        week.seats += plan.placements[regime, i].active
        week.programmes_rmb += plan.placements[regime, i].fees * s.staff[i].filled
        if s.staff[i].filled > 0.0 and s.staff[i].tenure < plan.placements[regime, i].early_weeks:
            week.programmes_rmb += plan.placements[regime, i].early_fees


@step
def sum_requests(queues, cells, week):
    """Add up requests: all, those solved in time and right first time, those sent back, cycle time; and all backlog."""
    for q in range(queues.shape[0]):
        queue = queues[q]
        week.requests += queue.request_need
        week.requests_good += queue.request_served * queue.in_time * (1.0 - queue.rework)
        week.requests_reworked += queue.request_need * queue.rework
        week.cycle_weeks += queue.request_need * queue.cycle
        week.friction += queue.request_need * queue.friction
    backlog = 0.0
    for r in range(cells.shape[0]):
        for i in range(cells.shape[1]):
            backlog += cells[r, i].backlog + cells[r, i].asked
    week.backlog = backlog


@phase
def close_week(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Phase 10: accounts of the week."""
    week = s.week[0]
    sum_lines(s.lines, week)
    week.months = plan.weeks[t].month_share
    week.stage = plan.regimes[s.calendar[t].regime].stage
    sum_staff(s.staff, week)
    sum_worth(plan, par, s, s.calendar[t].regime)
    sum_accounts(plan, s, s.calendar[t].regime)
    sum_requests(s.queues, s.cells, week)
    for i in range(s.lines.shape[0]):
        if plan.lines[i].opens <= float(t) < plan.lines[i].closes:
            week.ads_rmb += plan.lines[i].ads_rmb
    wages = week.base_rmb + week.overtime_rmb + week.bonus_earned_rmb - week.bonus_forfeited_rmb
    week.people_cost_rmb = par.on_cost * wages + week.hiring_rmb + week.severance_rmb + week.programmes_rmb
    week.margin_rmb += week.venture_rmb
