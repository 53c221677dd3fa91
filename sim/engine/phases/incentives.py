"""What one more unit of each metric is worth to a person, and what each queue can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.peers import compare_peers, summarise_peers
from sim.engine.phases.absence import lost_by_presence, price_presence
from sim.engine.phases.contests import foreseen_loss, line_up, price_contest, price_gate
from sim.engine.phases.gaming import gaming_gradient
from sim.engine.phases.leads import drive_units
from sim.engine.phases.timing import SHIFT_WEEKS, price_moves
from sim.engine.phases.together import follows, price_share, price_together, projected
from sim.pay.kinds import APPRAISAL, ATTAINMENT, CONTEST, FIXED, GATED, LINEAR, PAYS, SHARE, TIMES
from sim.rules import elementary as math
from sim.rules.jit import phase, step
from sim.rules.pay import expected_share, expected_slope, payout_share, ratchet_loss
from sim.rules.production import believed_control
from sim.units import QUARTER_WEEKS, WEEKS_PER_YEAR
from sim.vocabulary import channels as ch
from sim.vocabulary import metrics as m
from sim.vocabulary.roles import CONTENT, DESIGN, MARKETING, PRIVATE_DOMAIN, SERVICE, TECHNOLOGY, WAREHOUSE

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

NOTHING = 1e-12
#: Steepest slope of loyal customers used; part of a page change that is seen in a quarter.
MOST_LOYAL_SLOPE, PAGES_SEEN = 5.0, 0.75


@step
def price_contract(contract, state, term, outlooks, kinks, lumps, par: Parameters):
    """Set the marginal and expected payout of a contract for this week."""
    if contract.kind == LINEAR:
        state.slope, state.slope_ahead, state.payout = term.weight * state.factor, term.weight * state.factor, 1.0
    elif contract.kind == FIXED:
        state.slope, state.slope_ahead, state.payout, state.spread = 0.0, 0.0, 1.0, 0.0
    elif contract.kind == APPRAISAL:
        state.slope = par.appraisal_stake / term.target
        state.slope_ahead = state.slope
    else:
        price_curve(contract, state, term, outlooks, kinks, lumps, par)


@step
def price_curve(contract, state, term, outlooks, kinks, lumps, par: Parameters):
    """Set slopes and projected payout of a contract with a curve (attainment of a target over a period)."""
    total = term.total * state.scale
    spread, own_noise = outlooks[term.left].spread / term.length, contract.own_noise / term.length
    reached = projected(state, term)
    slope = expected_slope(reached, spread, own_noise, kinks, lumps)
    slope *= par.loss_aversion if reached < state.reference and contract.counts == PAYS else 1.0
    ahead = slope
    if contract.ratchet > 0.0:
        whole = outlooks[term.length - 1].spread / term.length
        raised = reached / (1.0 + contract.ratchet * (reached - 1.0))
        following = expected_slope(raised, whole, own_noise, kinks, lumps)
        ahead = max(0.0, slope - par.present_bias * ratchet_loss(contract.ratchet, following) * raised)
    scale = outlooks[term.wait].later * term.length * term.pro_rata / total * term.weight * state.factor
    state.slope, state.slope_ahead = slope * scale, ahead * scale
    state.payout = payout_share(reached, kinks, lumps)
    state.expected = expected_share(reached, spread, kinks, lumps) if contract.counts == TIMES else state.payout
    if term.left == term.length - 1:
        state.spread = slope * spread * term.weight


@step
def lines_gradient(plan: Arrays, par: Parameters, s: State, regime: int, q, seen):
    """Set how a queue moves the metrics that are read from its lines, per person-week of its output."""
    known_queue, queue = plan.queues[regime, q], s.queues[q]
    role, members, facts = known_queue.role, max(queue.members, 1.0), plan.roles[known_queue.role]
    weight, useful = facts.push_weight / members, useful_share(facts, queue, par)
    work, orders, care, loyal, shared = (0.0,) * 5
    gmv, net, margin, sales, visits, won, again = (0.0,) * 7
    for j in range(known_queue.first, known_queue.last):
        i = plan.queue_lines[regime, j]
        line, known, cell = s.lines[i], plan.lines[i], s.cells[role, i]
        work += cell.arrivals + cell.requested
        fresh = line.new_orders / max(line.orders, 1.0)
        pull_new, pull_again = cell_pull(role, line, cell, (useful, queue.shortage), par)
        gain = believed_control(pull_new * fresh + pull_again * (1.0 - fresh), par.believed_control) * line.paid_rmb
        keep = 1.0 - line.return_share
        gmv += gain
        net += gain * keep
        margin += gain * (keep * known.gross_margin - line.return_share * par.returns_handling)
        sales += gain / known.basket
        won += believed_control(pull_new, par.believed_control) * line.new_orders
        again += believed_control(pull_again, par.believed_control) * line.orders
        visits += believed_control(line.visit_pull * useful, par.believed_control) * line.visits
        orders += line.orders
        loyal += line.orders * loyal_slope(line.repeat_rate)
        shared += line.orders * line.community
        care += plan.cells[regime, role, i].care * line.orders / members
    scale = 1.0 / max(work, 0.01)
    orders, g = max(orders, 1.0), s.gradient
    g[m.GMV, q, ch.VOLUME], g[m.GMV_NET, q, ch.VOLUME] = gmv * scale, net * scale
    g[m.MARGIN, q, ch.VOLUME], g[m.ORDERS, q, ch.VOLUME] = margin * scale, sales * scale
    g[m.REPURCHASE, q, ch.VOLUME] = again * scale / orders
    gaming_gradient(plan, par, s, regime, q, weight)
    audience_gradient(g, par, q, role, (won * scale, visits * scale, orders, weight, members, shared / orders))
    customer_gradient(g, par, q, (care / orders, weight, loyal / orders), seen)


@step
def product_gradient(plan: Arrays, par: Parameters, s: State, q, seen):
    """Set how a queue moves the metrics of a line that sells what its people make, per person-week of its output."""
    line, known, queue, g = s.lines[0], plan.lines[0], s.queues[q], s.gradient
    price = line.paid_rmb / max(line.orders, NOTHING) if line.orders > 0.0 else known.basket
    gmv, keep = known.made * price, 1.0 - line.return_share
    g[m.ORDERS, q, ch.VOLUME], g[m.GMV, q, ch.VOLUME], g[m.GMV_NET, q, ch.VOLUME] = known.made, gmv, gmv * keep
    g[m.MARGIN, q, ch.VOLUME] = gmv * keep * known.gross_margin
    part = queue.served / max(line.made, NOTHING) / max(queue.members, 1.0)
    customer_gradient(g, par, q, (part, 0.0, 0.0), seen)


@step
def useful_share(facts, queue, par: Parameters):
    """Return what 1 % more capacity adds to the state of a queue's work, in per cent: all where work never waits."""
    if facts.perishable == 1:
        return 1.0
    return queue.shortage + (1.0 - queue.shortage) * par.spare_share


@step
def audience_gradient(g, par: Parameters, q, role, reach):
    """Set how a queue moves conversion, new customers, basket, visits and communities.

    `reach` are new customers and visits that one more pw brings, orders of its lines, weight in hard selling, members,
    and share of customers in communities.
    """
    won, visits, orders, weight, members, shared = reach
    g[m.NEW_CUSTOMERS, q, ch.VOLUME] = won
    g[m.CONVERSION, q, ch.VOLUME] = 0.0 if role == MARKETING else won / orders
    g[m.CONVERSION, q, ch.PUSH] = weight * par.push_conversion
    g[m.NEW_CUSTOMERS, q, ch.PUSH] = orders * weight * par.push_conversion
    g[m.NEW_CUSTOMERS, q, ch.PRICE] = orders * par.discount_elasticity / members
    g[m.BASKET, q, ch.PRICE] = -1.0 / members
    if role == MARKETING:
        g[m.VISITS, q, ch.VOLUME] = visits
    if role == MARKETING or role == CONTENT or role == SERVICE or role == PRIVATE_DOMAIN:
        g[m.PRIVATE_DOMAIN, q, ch.ASSET] = par.community_fading * QUARTER_WEEKS / members
        g[m.REPURCHASE, q, ch.ASSET] = par.community_repeat * shared * g[m.PRIVATE_DOMAIN, q, ch.ASSET]


@step
def cell_pull(role, line, cell, reach, par: Parameters):
    """Return the elasticities of a line's new and of its repeat orders in the role's capacity.

    `reach` are what of 1 % more capacity improves the work done, and the probability that work waits for it.
    """
    useful, waits = reach
    if role == WAREHOUSE:
        kept = par.cancel_slope * waits if line.cancelled_orders > 0.0 else 0.0
        return kept, kept
    if role == MARKETING:
        return line.visit_pull * useful, 0.0
    if role == PRIVATE_DOMAIN:
        return 0.0, cell.pull * useful
    new = cell.pull * useful
    again = par.sales_repeat * new
    if role == SERVICE:
        return new + line.reply_pull * waits, again + line.reply_pull * waits
    return new, again


@step
def customer_gradient(g, par: Parameters, q, reach, seen):
    """Set how care and hard selling move what customers say and do later; a quarter's metrics see the share `seen`.

    `reach` are the queue's part in the care of its orders, in hard selling, and the slope of ln loyal customers in
    ln repeat orders.
    """
    care, push_share, loyal = reach
    liking = par.care_satisfaction * care * seen
    annoyance = par.push_dissatisfaction * push_share * seen
    g[m.SATISFACTION, q, ch.CARE] = liking / par.satisfaction_start
    g[m.SATISFACTION, q, ch.PUSH] = -annoyance / par.satisfaction_start
    scale = par.nps_slope / par.nps_base
    g[m.NPS, q, ch.CARE], g[m.NPS, q, ch.PUSH] = liking * scale, -annoyance * scale
    scale = par.satisfaction_repeat / 0.1
    g[m.REPURCHASE, q, ch.CARE], g[m.REPURCHASE, q, ch.PUSH] = liking * scale, -annoyance * scale
    g[m.LOYALTY, q, ch.CARE], g[m.LOYALTY, q, ch.PUSH] = liking * scale * loyal, -annoyance * scale * loyal
    g[m.COMPLAINTS, q, ch.CARE] = 0.5 * care
    g[m.COMPLAINTS, q, ch.PUSH] = -par.complaint_base * push_share
    g[m.RETURNS, q, ch.CARE], g[m.RETURNS, q, ch.PUSH] = par.returns_care * care, -par.push_returns * push_share


@step
def queue_gradient(g, queue, usual, role, pulls, par: Parameters, q):
    """Set how one more person-week in a queue moves the metrics that are read from its own log.

    `usual` is the work done per person at norm effort relative to the plan's; `pulls` are what a person-week adds to
    the readiness of the campaigns that are being worked on, what of it is useful, and 1 where work cannot wait.
    """
    pull, useful, perishable = pulls
    members, capacity = max(queue.members, 1.0), max(queue.capacity, 0.01)
    waits = 1.0 if perishable == 1 else queue.shortage
    control = min(1.0, queue.load) * (1.0 - 1.0 / members) + waits / members
    own = believed_control(control, par.believed_control) / usual
    g[m.SERVED, q, ch.VOLUME] = own
    g[m.SERVED, q, ch.HURRY] = (
        own * capacity / members * (par.skip_boost if role == WAREHOUSE else par.close_early_boost)
    )
    g[m.RESPONSE, q, ch.VOLUME] = queue.shortage * queue.reply / capacity
    g[m.RESPONSE, q, ch.HURRY] = g[m.RESPONSE, q, ch.VOLUME] * capacity / members * par.close_early_boost
    asked = queue.request_need
    g[m.REQUESTS, q, ch.VOLUME] = queue.shortage * (1.0 - queue.rework) / max(asked, 0.01) if asked > 0.0 else 0.0
    g[m.UPTIME, q, ch.VOLUME] = useful / max(queue.need, 0.01) if role == TECHNOLOGY else 0.0
    g[m.ACCURACY, q, ch.CARE] = 0.5 * queue.rework
    g[m.COMPLAINTS, q, ch.VOLUME] = g[m.RESPONSE, q, ch.VOLUME] / par.complaint_target if role == SERVICE else 0.0
    g[m.TOOLS, q, ch.ASSET] = par.asset_window / members
    g[m.READINESS, q, ch.VOLUME] = pull
    if role == DESIGN or role == CONTENT:
        g[m.CLICK_THROUGH, q, ch.VOLUME] = useful / max(queue.need, 0.01)
        g[m.CLICK_THROUGH, q, ch.REUSE] = -par.similarity_conversion * PAGES_SEEN / members
        g[m.REUSE, q, ch.REUSE] = 1.0 / (par.reuse_norm * members)
        g[m.NOVELTY, q, ch.REUSE] = -1.0 / ((1.0 - par.reuse_norm) * members)


@step
def loyal_slope(rate):
    """Return the slope of ln(share of customers with five orders or more in a year) in ln(repeat orders), Poisson."""
    mean = max(WEEKS_PER_YEAR * rate, 1e-6)
    term = math.exp(-mean)
    few = term
    for n in range(1, m.LOYAL_ORDERS):
        term *= mean / n
        few += term
    return min(mean * term / max(1.0 - few, 1e-12), MOST_LOYAL_SLOPE)


@step
def campaign_pull(plan: Arrays, s: State, t: int, role):
    """Return what one person-week of a role adds to the readiness of campaigns whose jobs for it are not done."""
    pull = 0.0
    for k in range(s.jobs.shape[0]):
        job = plan.jobs[k, role]
        open_now = plan.campaigns[k].begin <= t < plan.campaigns[k].gate
        if open_now and job.work > 0.0 and s.jobs[k, role].waiting > 0.0:
            pull += job.weight / job.work
    return pull


@step
def price_one(plan: Arrays, par: Parameters, s: State, t: int, c):
    """Set what one contract in force is worth at the margin, and what it is expected to pay."""
    contract, state, term, regime = plan.contracts[c], s.contracts[c], plan.terms[c, t], s.calendar[t].regime
    if contract.kind == SHARE:
        price_share(plan, s, t, c)
    elif contract.kind == CONTEST or contract.kind == GATED:
        outlook, later = s.outlooks[c, term.left], s.outlooks[c, term.wait].later
        if contract.kind == GATED:
            price_gate(plan, s, c, term, par)
            scale = later
            state.gate_slope *= scale
        else:
            price_contest(plan, s, c, (term, regime), outlook.spread / term.length, par)
            scale = later * term.length * term.pro_rata / (term.total * state.scale) * term.weight
            state.status *= scale
        state.slope *= scale
        state.slope_ahead = state.slope * (1.0 - foreseen_loss(contract, par))
    elif lost_by_presence(contract):
        price_presence(plan, s, c, term, s.outlooks[c, term.wait].later)
    else:
        price_contract(contract, state, term, s.outlooks[c], plan.kinks[c], plan.lumps[c], par)
        counts_orders = contract.kind == ATTAINMENT and contract.metric < m.FIRST_LEVEL
        if counts_orders and plan.regimes[regime].timing > 0.0 and term.left < SHIFT_WEEKS:
            price_moves(contract, state, term, s.outlooks[c], plan.kinks[c], plan.lumps[c], par)
        if term.weight == 0.0:
            state.slope, state.slope_ahead, state.payout, state.spread = 0.0, 0.0, 0.0, 0.0


@phase
def set_incentives(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Phase 3: peers in sight, marginal pay of every contract in force, reach of every queue."""
    regime = s.calendar[t].regime
    summarise_peers(plan, par, s, regime)
    compare_peers(plan, par, s, t)
    for c in range(s.contracts.shape[0]):
        if plan.contracts[c].kind == CONTEST and c == plan.contracts[c].group_first:
            line_up(plan, s, regime, c, plan.contracts[c].group_last)
        if plan.contracts[c].since <= regime <= plan.contracts[c].until:
            price_one(plan, par, s, t, c)
    for c in range(s.contracts.shape[0]):
        if follows(plan, c) and plan.contracts[c].since <= regime <= plan.contracts[c].until:
            price_together(plan, par, s, t, c)
    seen = 1.0 - math.exp(QUARTER_WEEKS * math.log(1.0 - par.satisfaction_speed))
    for q in range(s.queues.shape[0]):
        facts = plan.queues[regime, q]
        if facts.paid == 1:
            if facts.direct == 1:
                product_gradient(plan, par, s, q, seen)
            else:
                lines_gradient(plan, par, s, regime, q, seen)
            role, queue, usual = plan.roles[facts.role], s.queues[q], s.roles[facts.role].usual
            pulls = campaign_pull(plan, s, t, facts.role), useful_share(role, queue, par), role.perishable
            queue_gradient(s.gradient, queue, usual, facts.role, pulls, par, q)
    drive_units(plan, par, s, regime)
