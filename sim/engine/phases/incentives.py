"""What one more unit of each metric is worth to a person, and what each queue can do about it."""

import math

from sim.engine.peers import summarise_peers
from sim.rules.effort import peer_pressure_share
from sim.rules.jit import kernel, step
from sim.rules.pay import expected_slope, payout_share, ratchet_loss
from sim.scenario.plan import APPRAISAL, FIXED, LINEAR

QUARTER_WEEKS = 13.0
GMV, GMV_NET, MARGIN, ORDERS, CONVERSION, REPURCHASE, NPS = 0, 1, 2, 3, 4, 5, 6
SATISFACTION, RETURNS, SERVED, RESPONSE, REQUESTS, UPTIME = 7, 8, 9, 10, 11, 12
VOLUME, CARE, PUSH, PRICE, HURRY = 0, 1, 2, 3, 4
MARKETING, SERVICE, TECHNOLOGY, WAREHOUSE = 1, 5, 7, 8


@step
def price_contract(contract, state, term, outlooks, kinks, lumps, par):
    """Set the marginal and expected payout of a contract for this week."""
    state.peers = 1.0
    if contract.pot == 1:
        state.peers = peer_pressure_share(contract.members, par.peer_pressure, par.peer_pressure_decay)
    if contract.kind == LINEAR:
        state.slope, state.slope_ahead, state.payout = 1.0, 1.0, 1.0
    elif contract.kind == FIXED:
        state.slope, state.slope_ahead, state.payout, state.spread = 0.0, 0.0, 1.0, 0.0
    elif contract.kind == APPRAISAL:
        state.slope = par.appraisal_stake / term.target
        state.slope_ahead = state.slope
    else:
        price_curve(contract, state, term, outlooks, kinks, lumps, par)


@step
def price_curve(contract, state, term, outlooks, kinks, lumps, par):
    """Set slopes and projected payout of a contract with a curve (attainment of a target over a period)."""
    total = term.total * state.scale
    spread, own_noise = outlooks[term.left].spread / term.length, contract.own_noise / term.length
    projected = (state.result + state.pace * max(term.total - state.target, 0.0)) / total
    slope = expected_slope(projected, spread, own_noise, kinks, lumps)
    slope *= par.loss_aversion if projected < state.reference else 1.0
    ahead = slope
    if contract.ratchet > 0.0:
        whole = outlooks[term.length - 1].spread / term.length
        raised = projected / (1.0 + contract.ratchet * (projected - 1.0))
        following = expected_slope(raised, whole, own_noise, kinks, lumps)
        ahead = max(0.0, slope - par.present_bias * ratchet_loss(contract.ratchet, following) * raised)
    scale = outlooks[term.left].later * term.length / total
    state.slope, state.slope_ahead = slope * scale, ahead * scale
    state.payout = payout_share(projected, kinks, lumps)
    if term.left == term.length - 1:
        state.spread = slope * spread


@step
def lines_gradient(plan, par, s, regime, q, seen):
    """Set how a queue moves the metrics that are read from its lines, per person-week of its output."""
    known_queue, queue = plan.queues[regime, q], s.queues[q]
    role, n_lines = known_queue.role, s.lines.shape[0]
    facts = plan.roles[role]
    members = max(queue.members, 1.0)
    weight = facts.push_weight / members
    work, orders, care = 0.0, 0.0, 0.0
    gmv, net, margin, sales = 0.0, 0.0, 0.0, 0.0
    push, push_margin, price, price_margin = 0.0, 0.0, 0.0, 0.0
    for j in range(known_queue.first, known_queue.last):
        i = plan.queue_cells[regime, j] % n_lines
        line, known, cell = s.lines[i], plan.lines[i], s.cells[role, i]
        work += cell.arrivals + cell.requested
        fresh = line.new_orders / max(line.orders, 1.0)
        gain = cell_pull(role, line, cell, fresh, par) * line.paid_rmb
        keep = 1.0 - line.return_share
        gmv += gain
        net += gain * keep
        margin += gain * keep * known.gross_margin
        sales += gain / known.basket
        sold = line.paid_rmb * fresh * weight * par.push_conversion / (1.0 + par.push_conversion * line.push)
        push += sold
        push_margin += sold * keep * known.gross_margin
        cut = line.paid_rmb * (par.discount_elasticity * (fresh + par.discount_repeat * (1.0 - fresh)) - 1.0) / members
        price += cut
        price_margin += (cut * known.gross_margin - line.paid_rmb * (1.0 - known.gross_margin) / members) * keep
        orders += line.orders
        care += plan.cells[regime, role, i].care * line.orders / members
    scale = (queue.shortage if facts.perishable == 0 else 1.0) / max(work, 0.01)
    orders = max(orders, 1.0)
    g = s.gradient
    g[GMV, q, VOLUME], g[GMV_NET, q, VOLUME] = gmv * scale, net * scale
    g[MARGIN, q, VOLUME], g[ORDERS, q, VOLUME] = margin * scale, sales * scale
    g[GMV, q, PUSH], g[GMV_NET, q, PUSH], g[MARGIN, q, PUSH] = push, push, push_margin
    g[GMV, q, PRICE], g[GMV_NET, q, PRICE], g[MARGIN, q, PRICE] = price, price, price_margin
    g[CONVERSION, q, VOLUME], g[CONVERSION, q, PUSH] = sales * scale / orders, weight * par.push_conversion
    customer_gradient(g, par, q, care / orders, weight, seen)


@step
def cell_pull(role, line, cell, fresh, par):
    """Return the slope of ln orders of a line in the level at which the role serves it."""
    if role == SERVICE:
        return line.reply_pull
    if role == WAREHOUSE:
        return par.cancel_slope if line.cancelled_orders > 0.0 else 0.0
    if role == MARKETING:
        return line.visit_pull * fresh
    return cell.pull * fresh


@step
def customer_gradient(g, par, q, care, push_share, seen):
    """Set how care and hard selling move what customers say and do later; a quarter's metrics see the share `seen`."""
    liking = par.care_satisfaction * care * seen
    annoyance = par.push_dissatisfaction * push_share * seen
    g[SATISFACTION, q, CARE] = liking / par.satisfaction_start
    g[SATISFACTION, q, PUSH] = -annoyance / par.satisfaction_start
    scale = par.nps_slope / par.nps_base
    g[NPS, q, CARE], g[NPS, q, PUSH] = liking * scale, -annoyance * scale
    scale = par.satisfaction_repeat / 0.1
    g[REPURCHASE, q, CARE], g[REPURCHASE, q, PUSH] = liking * scale, -annoyance * scale
    g[RETURNS, q, CARE], g[RETURNS, q, PUSH] = par.returns_care * care, -par.push_returns * push_share


@step
def queue_gradient(g, queue, role, par, q):
    """Set how one more person-week in a queue moves the metrics that are read from its own log."""
    members, capacity = max(queue.members, 1.0), max(queue.capacity, 0.01)
    own = min(1.0, queue.load) * (1.0 - 1.0 / members) + queue.shortage / members
    g[SERVED, q, VOLUME] = own
    g[SERVED, q, HURRY] = own * capacity / members * (par.skip_boost if role == WAREHOUSE else par.close_early_boost)
    g[RESPONSE, q, VOLUME] = queue.shortage * queue.reply / capacity
    g[RESPONSE, q, HURRY] = g[RESPONSE, q, VOLUME] * capacity / members * par.close_early_boost
    g[REQUESTS, q, VOLUME] = queue.shortage * (1.0 - queue.rework) / max(queue.request_need, 0.01)
    g[UPTIME, q, VOLUME] = queue.shortage / max(queue.need, 0.01) if role == TECHNOLOGY else 0.0


@kernel
def set_incentives(plan, par, s, t):
    """Phase 3: peers in sight, marginal pay of every contract in force, reach of every queue."""
    regime = plan.weeks[t].regime
    summarise_peers(plan, par, s, regime)
    for c in range(s.contracts.shape[0]):
        if plan.contracts[c].since <= regime <= plan.contracts[c].until:
            contract, term, outlooks = plan.contracts[c], plan.terms[c, t], s.outlooks[c]
            price_contract(contract, s.contracts[c], term, outlooks, plan.kinks[c], plan.lumps[c], par)
    seen = 1.0 - math.exp(QUARTER_WEEKS * math.log(1.0 - par.satisfaction_speed))
    for q in range(s.queues.shape[0]):
        facts = plan.queues[regime, q]
        if facts.paid == 1:
            lines_gradient(plan, par, s, regime, q, seen)
            queue_gradient(s.gradient, s.queues[q], facts.role, par, q)
