"""Customers: visits, orders, shipping, returns, satisfaction, money, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.rules import elementary as math
from sim.rules.complaints import complaint_share, settled_at_once, settled_by_lead
from sim.rules.jit import phase, step
from sim.rules.market import (
    cancelled_share,
    capped_visits,
    churn_rate,
    error_share,
    late_share,
    margin_share,
    next_community,
    reply_penalty,
    returned_share,
    satisfaction_target,
)
from sim.rules.production import combined, input_slope, input_term
from sim.vocabulary.roles import CONTENT, DESIGN, MARKETING, OPERATIONS, PRIVATE_DOMAIN, SERVICE, WAREHOUSE

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

LARGEST_CONVERSION = 0.95
SMALLEST_CARE = 0.05
MOST_MOVED = 0.5


@step
def gather_behaviour(plan: Arrays, par: Parameters, s: State, regime: int, i: int):
    """Set what the people who serve line i do to it: care, hard selling, price cuts, contacts closed early, replies,
    pages that look alike, communities.
    """
    line = s.lines[i]
    care, weights, reuse, pages, invited, hosts = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    timing = 0.0
    line.push, line.price_cut, line.reopened, line.reply = 0.0, 0.0, 0.0, 0.0
    for r in range(s.cells.shape[0]):
        facts = plan.cells[regime, r, i]
        if facts.queue >= 0:
            queue = s.queues[facts.queue]
            care += facts.care * queue.care
            weights += facts.care
            line.push += plan.roles[r].push_weight * queue.push
            if r == OPERATIONS:
                line.price_cut = queue.price_cut
            if r == OPERATIONS or r == MARKETING:
                timing += queue.timing
            elif r == SERVICE:
                line.reopened, line.reply = queue.hurry, queue.reply
            if r == DESIGN or r == CONTENT:
                reuse += queue.reuse
                pages += 1.0
            if r == MARKETING or r == CONTENT or r == SERVICE or r == PRIVATE_DOMAIN:
                invited += queue.asset_effort / max(queue.members, 1.0)
                hosts += 1.0
    line.shift = par.order_shift * min(1.0, max(-1.0, timing))
    if pages > 0.0:
        alike = min(1.0, reuse / pages + par.library_sameness * s.firm[0].library)
        line.similarity += par.similarity_speed * (alike - line.similarity)
    if hosts > 0.0:
        known = plan.lines[i].community
        cared = s.cells[PRIVATE_DOMAIN, i].level if plan.roles[PRIVATE_DOMAIN].exists == 1 else 1.0
        line.community = next_community(line.community, known, invited / hosts, cared, par)
    line.care = max(care / s.firm[0].care_start + 1.0 - weights, SMALLEST_CARE)


@step
def gather_output(plan: Arrays, s: State, regime: int, line):
    """Set what a line sells that its people make, and what they do to it: care and price cuts, weighted by output."""
    care, price_cut = 0.0, 0.0
    line.made, line.push, line.reopened, line.reply, line.shift = 0.0, 0.0, 0.0, 0.0, 0.0
    for q in range(s.queues.shape[0]):
        if plan.queues[regime, q].direct == 1:
            queue = s.queues[q]
            line.made += queue.served
            care += queue.served * queue.care
            price_cut += queue.served * queue.price_cut
    line.price_cut = price_cut / max(line.made, SMALLEST_CARE)
    line.care = max(care / max(line.made, SMALLEST_CARE) / s.firm[0].care_start, SMALLEST_CARE)


@step
def sell_output(line, known):
    """Sell all that has been made: every unit is an order, nobody waits and nobody is known from before."""
    line.visits, line.repeat_orders, line.advanced = 0.0, 0.0, 0.0
    line.new_orders = known.made * line.made * line.open
    line.orders = line.new_orders


@step
def input_level(cell, par: Parameters):
    """Return the state of a role's work on a line relative to the usual; software and habit keep a part of it up."""
    return max(cell.level / cell.usual, par.work_unattended)


@step
def drive_sales(plan: Arrays, par: Parameters, s: State, i: int):
    """Return the factors of visits, conversion and repeat orders that the work on line i gives; keep their slopes.

    Roles that hand work to each other are complements in conversion; visits and repeat orders also have a role alone.
    """
    total, visits, loyal, power = 0.0, 1.0, 1.0, s.firm[0].complement
    for r in range(s.cells.shape[0]):
        if plan.roles[r].exists == 1 and s.roles[r].elasticity > 0.0:
            level, weight = input_level(s.cells[r, i], par), s.roles[r].elasticity
            if r == MARKETING:
                visits, s.lines[i].visit_pull = combined(input_term(level, weight, 0.0), 0.0), weight
            elif r == PRIVATE_DOMAIN:
                loyal = combined(input_term(level, weight, 0.0), 0.0)
            else:
                total += input_term(level, weight, power)
    for r in range(s.cells.shape[0]):
        if plan.roles[r].exists == 1 and r != MARKETING and s.roles[r].elasticity > 0.0:
            cell, weight = s.cells[r, i], s.roles[r].elasticity
            cell.pull = weight if r == PRIVATE_DOMAIN else input_slope(input_level(cell, par), weight, total, power)
    conversion = combined(total, power)
    return visits, conversion, loyal * math.pow(conversion, par.sales_repeat)


@step
def sell(line, known, season, factors, par: Parameters):
    """Set visits, orders and customers of a line.

    Args:
        line, known: the line's state and plan.
        season: demand index of the week, for new and for repeat buyers.
        factors: of visits, of conversion and of repeat orders, from the work done.
        par: parameters.
    """
    strength = par.reply_elasticity
    penalty = reply_penalty(line.reply, strength, par.reply_curve)
    slow = strength * known.reply_penalty - penalty
    line.reply_pull = (strength - penalty) * par.reply_curve * line.reply
    raw = (known.organic * season[0] * math.exp(line.shock) + known.ad_visits) * factors[0] * line.demand
    line.visits = capped_visits(raw, known.visits * max(season[0], 1.0), par.visit_ceiling)
    cheaper, talked = par.discount_elasticity * line.price_cut, par.push_conversion * known.pushable * line.push
    appeal = slow + cheaper + par.rating_conversion * (line.rating - par.satisfaction_start)
    appeal -= par.similarity_conversion * (line.similarity - par.reuse_norm)
    conversion = known.conversion * factors[1] * math.exp(appeal) * (1.0 + talked)
    line.new_orders = line.visits * min(conversion, LARGEST_CONVERSION) * line.open
    liking = par.satisfaction_repeat * (line.satisfaction - par.satisfaction_start) / 0.1
    liking += par.community_repeat * (line.community - known.community)
    urge = math.exp(liking + par.discount_repeat * cheaper + slow) * season[1]
    loyal = line.customers - par.bargain_loss * line.bargain
    line.repeat_orders = loyal * min(known.repeat_weekly * urge * factors[2], 1.0) * line.open
    bought_before = min(par.shift_return * line.stocked, MOST_MOVED * line.repeat_orders)
    extra = par.stockpiling * line.repeat_orders * (1.0 - math.exp(-par.discount_repeat * cheaper))
    line.stocked += extra - bought_before
    line.repeat_orders -= bought_before
    move_orders(line, par)
    rate = line.repeat_orders / line.customers if line.customers > 0.0 else known.repeat_weekly
    line.repeat_rate += par.loyalty_memory * (rate / season[1] - line.repeat_rate) if season[1] > 0.0 else 0.0
    remember_customers(line, known, 1.0 - math.exp(-cheaper) / (1.0 + talked), par)


@step
def remember_customers(line, known, bargain, par: Parameters):
    """Let new customers join, and customers leave as they were served; keep how many were won by price or talk.

    `bargain` is the share of new orders that a usual price and a usual word would not have brought.
    """
    better = line.satisfaction - par.satisfaction_start
    line.churn = churn_rate(known.churn_weekly, better, known.repeat_weekly, par)
    angry = par.complaint_churn * max(0.0, line.unsettled - line.usual_unsettled) * line.orders
    line.left = min(line.churn * line.customers + angry, line.customers)
    staying = 1.0 - line.left / line.customers if line.customers > 0.0 else 0.0
    line.bargain = line.bargain * staying + bargain * line.new_orders
    line.customers = line.customers * staying + line.new_orders


@step
def move_orders(line, par: Parameters):
    """Move orders of a line in time: some come now that would have come later, some wait; moved ones are settled."""
    wanted = line.new_orders + line.repeat_orders
    settled = par.shift_return * line.moved
    now = max(line.shift * wanted, settled - MOST_MOVED * wanted)
    factor = 1.0 + (now - settled) / wanted if wanted > 0.0 else 1.0
    line.moved += (now if now > 0.0 else now * (1.0 - par.shift_loss)) - settled
    line.new_orders *= factor
    line.repeat_orders *= factor
    line.orders = line.new_orders + line.repeat_orders
    line.advanced = now / line.orders if now > 0.0 and line.orders > 0.0 else 0.0


@step
def complain(line, known, error, lead_wait, usual, par: Parameters):
    """Set complaints of a line, who settles them, and the share of orders whose complaint is left unsettled."""
    late = line.late_orders / max(line.orders, 1e-9)
    share = complaint_share(line.push, late, error, par)
    settled = settled_at_once(line.care, line.reply, par)
    line.complaints = share * line.orders
    line.escalated = line.complaints * (1.0 - settled)
    line.unsettled = share * (1.0 - settled) * (1.0 - settled_by_lead(lead_wait, par))
    if usual > 0 or line.usual_unsettled < 0.0:
        speed = par.tie_usual_speed if line.usual_unsettled >= 0.0 else 1.0
        line.usual_unsettled += speed * (line.unsettled - line.usual_unsettled)
    line.trouble_ratio = (par.complaint_base * line.push + error - par.error_base) * line.orders / known.orders


@step
def ship(line, known, shipping, lead_wait, usual, par: Parameters):
    """Set cancellations, late parcels, returns, complaints and satisfaction of a line.

    Args:
        line, known: the line's state and plan.
        shipping: parcels waiting, in weeks of warehouse capacity, and share of parcels with an error.
        lead_wait: weeks that a lead takes for a complaint.
        usual: 1 where the company is as it has been.
        par: parameters.
    """
    overdue, error = shipping
    line.cancelled_orders = line.orders * cancelled_share(overdue, par)
    line.late_orders = line.orders * late_share(overdue, par)
    line.wrong_orders = error * (line.orders - line.cancelled_orders)
    log_care = math.log(line.care)
    line.return_share = returned_share(
        known.return_rate, line.push * known.returnable, line.price_cut, log_care, error, par
    )
    complain(line, known, error, lead_wait, usual, par)
    left = par.reopen_dissatisfaction * line.reopened
    left += par.complaint_dissatisfaction * (line.unsettled - line.usual_unsettled)
    target = satisfaction_target(log_care, line.push, line.reply, overdue, error, left, par)
    line.satisfaction += par.satisfaction_speed * (target - line.satisfaction)
    line.rating += par.rating_speed * (line.satisfaction - line.rating)
    line.returned, line.returned_1 = line.returned_1, line.returned_2
    line.returned_2 = line.return_share * (line.orders - line.cancelled_orders)


@step
def earn(line, known, season, par: Parameters):
    """Set the money of a line: placed, paid, refunded, net, margin; and what it sells relative to the usual."""
    discount = known.discount + line.price_cut * (1.0 - known.discount)
    price = known.basket * (1.0 - line.price_cut) * (1.0 - par.shift_discount * line.advanced)
    line.placed_rmb = line.orders * price
    line.paid_rmb = (line.orders - line.cancelled_orders) * price
    line.refund_rmb, line.refund_rmb_1 = line.refund_rmb_1, line.refund_rmb_2
    line.refund_rmb_2 = line.return_share * line.paid_rmb
    line.net_rmb = line.paid_rmb - line.refund_rmb
    usual = known.gmv * season
    if usual > 0.0 and line.paid_rmb > 0.0:
        line.standing += par.rank_memory * (math.log(line.paid_rmb / usual) - line.standing)
    share = margin_share(known.gross_margin, discount, known.discount)
    line.margin_rmb = line.net_rmb * (share - line.fee) - par.returns_handling * line.refund_rmb


@phase
def serve_customers(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Phase 6: every line sells, ships, takes back and is judged."""
    regime, index = s.calendar[t].regime, s.firm[0].season
    season = index, math.pow(index, par.season_repeat_power)
    for i in range(s.lines.shape[0]):
        line, known = s.lines[i], plan.lines[i]
        if float(t) < known.opens:
            continue
        listed = float(t) < known.closes
        if known.made > 0.0:
            gather_output(plan, s, regime, line)
            sell_output(line, known)
        else:
            gather_behaviour(plan, par, s, regime, i)
            if not listed:
                line.customers, line.bargain = 0.0, 0.0
            demand = season if listed else (0.0, 0.0)
            factors = drive_sales(plan, par, s, i) if listed else (0.0, 0.0, 0.0)
            sell(line, known, demand, factors, par)
        q = plan.cells[regime, WAREHOUSE, i].queue
        overdue, error = 0.0, par.error_base
        if q >= 0:
            warehouse = s.queues[q]
            overdue = s.cells[WAREHOUSE, i].backlog / max(s.cells[WAREHOUSE, i].arrivals, 1e-9)
            error = error_share(warehouse.load, warehouse.culture, warehouse.hurry, par)
        service = plan.cells[regime, SERVICE, i].queue
        wait = s.units[plan.queues[regime, service].unit].approval_wait if service >= 0 else 0.0
        ship(line, known, (overdue, error), wait, plan.weeks[t].usual, par)
        earn(line, known, index, par)
        line.margin_rmb -= line.write_off_rmb
        line.write_off_rmb = 0.0
        if listed:
            line.margin_rmb -= known.ads_rmb
