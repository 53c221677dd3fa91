"""Work arrives and is served: queues, backlog, requests between roles, approvals, rework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.phases.approvals import approve, pass_complaints_on
from sim.engine.phases.campaigns import run_campaigns
from sim.engine.phases.cover import lend_cover, stand_in
from sim.rules import elementary as math
from sim.rules.favours import favours, inflated_share
from sim.rules.jit import phase, step
from sim.rules.production import combined, input_term, work_state
from sim.rules.work import (
    cycle_weeks,
    in_time_share,
    rework_probability,
    shortage_probability,
    unreached_share,
    waiting_factor,
)
from sim.units import WEEKS_PER_YEAR
from sim.vocabulary.roles import DATA, SERVICE, WAREHOUSE

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

NOTHING, LEAST_LOAD = 1e-12, 0.1


@step
def measure_lines(plan: Arrays, s: State):
    """Set every line's orders, returns and late parcels relative to its usual orders."""
    for i in range(s.lines.shape[0]):
        line = s.lines[i]
        usual = 1.0 / plan.lines[i].orders
        line.orders_ratio, line.returned_ratio = line.orders * usual, line.returned * usual
        line.late_ratio = line.late_orders * usual


@step
def create_work(plan: Arrays, par: Parameters, s: State, t: int):
    """Set what customers and the calendar ask of every cell this week, and what colleagues ask."""
    season, regime = s.firm[0].season, s.calendar[t].regime
    measure_lines(plan, s)
    for r in range(s.cells.shape[0]):
        role = plan.roles[r]
        if role.exists == 0:
            continue
        fixed = role.mix_constant + role.mix_season * season
        for i in range(s.cells.shape[1]):
            cell, facts, line = s.cells[r, i], plan.cells[regime, r, i], s.lines[i]
            events = fixed + role.mix_orders * line.orders_ratio
            events += role.mix_returns * line.returned_ratio + role.mix_late * (line.late_ratio + line.trouble_ratio)
            cell.requested = 0.0
            cell.causing = min(cell.done, facts.work * par.perishable_limit)
            cell.arrivals = facts.per_event * events if facts.queue >= 0 else 0.0
            if not plan.lines[i].opens <= float(t) < plan.lines[i].closes:
                cell.arrivals, cell.causing = 0.0, 0.0
            if r == SERVICE:
                cell.arrivals *= 1.0 + par.close_early_reopen * line.reopened
                cell.arrivals += par.recontact_share * cell.dropped
    for e in range(plan.edges.shape[0]):
        share = plan.edges[e].share * (1.0 - par.library_saving * s.firm[0].library)
        asking, asked = s.cells[plan.edges[e].asking], s.cells[plan.edges[e].asked]
        for i in range(asking.shape[0]):
            asked[i].requested += share * asking[i].causing
            asking[i].arrivals += share * asking[i].causing * asked[i].unmet  # who waits in vain does it, less well


@step
def ask_favours(plan: Arrays, par: Parameters, s: State, t: int):
    """Add favours asked in passing to the requests of their cells, or, where requests are graded, behind everything."""
    regime, usual = s.calendar[t].regime, plan.weeks[t].usual == 1
    terms = plan.regimes[regime]
    for q in range(s.queues.shape[0]):
        queue, facts = s.queues[q], plan.queues[regime, q]
        queue.later = 0.0
        if usual and queue.cycle > 0.0:
            speed = par.tie_usual_speed if queue.usual_cycle > 0.0 else 1.0
            queue.usual_cycle += speed * (queue.cycle - queue.usual_cycle)
            queue.usual_repeats += speed * (queue.repeats - queue.usual_repeats)
        if queue.usual_repeats == 0.0 and queue.cycle > 0.0:
            queue.usual_repeats = queue.repeats
        wait = queue.cycle / queue.usual_cycle if queue.usual_cycle > 0.0 and queue.cycle > 0.0 else 1.0
        readiness, inflated = favours(1.0, wait, par), inflated_share(wait, par)
        for j in range(facts.first, facts.last):
            i = plan.queue_lines[regime, j]
            known = plan.cells[regime, facts.role, i].casual
            if known > 0.0:
                asked = known * readiness
                s.week[0].casual += asked
                now = asked
                if terms.graded > 0.0:
                    kept = asked * (1.0 - terms.refused)
                    now = kept * inflated
                    queue.later += kept - now
                s.cells[facts.role, i].requested += now


@step
def count_work(plan: Arrays, par: Parameters, s: State, regime: int):
    """Set what every queue has to serve, and forget last week's approvals."""
    for q in range(s.queues.shape[0]):
        facts, queue = plan.queues[regime, q], s.queues[q]
        own, asked = 0.0, 0.0
        for j in range(facts.first, facts.last):
            cell = s.cells[facts.role, plan.queue_lines[regime, j]]
            cell.requested *= queue.repeats
            if facts.role == DATA:  # a wrong report is made again
                cell.arrivals *= queue.repeats / queue.usual_repeats if queue.usual_repeats > 0.0 else 1.0
            own += cell.backlog + cell.arrivals
            asked += cell.asked + cell.requested
        queue.own, queue.asked, queue.need, queue.borrowed = own, asked, own + asked, 0.0
    for u in range(s.units.shape[0]):
        s.units[u].approvals = 0.0
    pass_complaints_on(plan, par, s, regime)


@step
def shares_served(queue, role, capacity, par: Parameters):
    """Return the shares of own work and of requests that a queue serves, and what it serves in all.

    Perishable work is served in proportion, up to twice the need. Otherwise work of the first class comes first, then
    own work and requests by size and by what serving them pays (`self_serving_pick`).
    """
    own, asked = max(queue.own, NOTHING), max(queue.asked, NOTHING)
    if role.perishable == 1:
        ratio = min(capacity / max(queue.need, NOTHING), par.perishable_limit)
        return ratio, min(ratio, 1.0)
    if capacity >= queue.need:
        return 1.0, 1.0
    if role.priority == 1:
        return min(1.0, capacity / own), min(1.0, max(0.0, capacity - own) / asked)
    favour = math.exp(min(par.self_serving_pick * queue.stake, 20.0))
    own_share = min(1.0, capacity * favour / (own * favour + asked))
    asked_share = min(1.0, (capacity - own_share * own) / asked)
    return min(1.0, max(0.0, capacity - asked_share * asked) / own), asked_share


@step
def serve_cell(cell, role, shares, par: Parameters):
    """Serve one cell; carry over, drop or abandon what is left. `shares` are of own work and of requests."""
    own, wanted = cell.backlog + cell.arrivals, cell.asked + cell.requested
    cell.done = shares[0] * own
    cell.answered = shares[1] * wanted
    left = max(0.0, own - cell.done)
    limit = left
    if role.perishable == 1:
        limit = 0.0
    elif role.drop_weeks > 0.0:
        limit = role.drop_weeks * cell.arrivals
    cell.backlog = min(left, limit)
    cell.dropped = left - cell.backlog
    unanswered = max(0.0, wanted - cell.answered)
    share = unanswered / wanted if unanswered > 0.0 else 0.0
    cell.unmet += par.request_smoothing * (share - cell.unmet)
    cell.asked = min(unanswered, par.request_patience_weeks * cell.requested)
    cell.unanswered = unanswered - cell.asked


@step
def serve_queue(plan: Arrays, par: Parameters, s: State, regime: int, q):
    """Serve one queue and set its load and delay."""
    facts, queue = plan.queues[regime, q], s.queues[q]
    role = plan.roles[facts.role]
    boost = par.skip_boost if facts.role == WAREHOUSE else par.close_early_boost
    capacity = queue.capacity * (1.0 + boost * queue.hurry)
    queue.load = queue.need / capacity
    queue.shortage = shortage_probability(queue.need, capacity, par.capacity_noise)
    shares = shares_served(queue, role, capacity, par)
    queue.served = min(capacity, shares[0] * queue.own + shares[1] * queue.asked)
    queue.load += min(queue.later, capacity - queue.served) / capacity
    arrived, waiting, patient, unanswered = 0.0, 0.0, 0.0, 0.0
    queue.request_need = 0.0
    for j in range(facts.first, facts.last):
        cell = s.cells[facts.role, plan.queue_lines[regime, j]]
        serve_cell(cell, role, shares, par)
        arrived += cell.arrivals
        waiting += cell.backlog
        patient += cell.asked
        unanswered += cell.unanswered
        queue.request_need += cell.requested
    queue.request_served = max(0.0, queue.request_need - unanswered)
    people = max(queue.members, 1.0)
    calm = waiting_factor(queue.load, people)
    queue.reply = waiting / arrived if waiting > NOTHING and arrived > NOTHING else role.block_weeks * calm
    if facts.role == SERVICE:
        on_duty = facts.duty * queue.members / max(facts.members, 1.0)
        queue.reply += unreached_share(on_duty, plan.regimes[regime].shift, par.off_hours_share)
        if facts.first_seat < facts.last_seat:
            queue.reply += par.silent_delay * plan.placements[regime, plan.queue_seats[regime, facts.first_seat]].silent
    wait = (
        patient / queue.request_need
        if patient > NOTHING and queue.request_need > NOTHING
        else par.request_block_weeks * calm
    )
    answer_requests(facts, queue, s.units[facts.unit], wait, s.firm[0], par)


@step
def count_usual(plan: Arrays, par: Parameters, s: State, regime: int, t: int):
    """Move what a person of every role does in a week at norm effort, relative to the plan: the yardstick of targets.

    A mean over the weeks before the first, a year at most.
    """
    for r in range(s.roles.shape[0]):
        done, planned = 0.0, 0.0
        for q in range(s.queues.shape[0]):
            queue, facts = s.queues[q], plan.queues[regime, q]
            if facts.role != r or queue.members == 0.0:
                continue
            capacity = queue.capacity * queue.norm
            if facts.direct == 0 and facts.last > facts.first:
                shares = shares_served(queue, plan.roles[r], capacity, par)
                capacity = min(capacity, shares[0] * queue.own + shares[1] * queue.asked)
            elif facts.direct == 0:
                capacity = queue.served * queue.norm
            done += capacity
            least = 1.0 if facts.direct == 1 else min(max(plan.roles[r].utilisation, LEAST_LOAD), 1.0)
            planned += queue.members * least
        if done > 0.0:
            speed = max(1.0 / (t + 1.0), 1.0 / WEEKS_PER_YEAR)
            s.roles[r].usual += speed * (done / planned - s.roles[r].usual)


@step
def serve_elsewhere(queue):
    """Serve a queue of floating seats, which has no lines: what it lent is the work that its people did."""
    queue.served = max(0.0, -queue.borrowed)
    queue.capacity += queue.served
    queue.load, queue.shortage, queue.reply = queue.served / queue.capacity, 0.0, 0.0


@step
def serve_directly(queue):
    """Serve a queue whose work never runs out: all output counts, nobody waits."""
    queue.load, queue.shortage, queue.reply = 1.0, 1.0, 0.0
    queue.served = queue.capacity if queue.members > 0.0 else 0.0


@step
def answer_requests(facts, queue, unit, wait, firm, par: Parameters):
    """Set rework, cycle time and the share answered in time of a queue's requests; load its lead with approvals."""
    beyond = queue.understanding - firm.understanding
    queue.rework = rework_probability(queue.friction, queue.culture, beyond, queue.care, par)
    queue.repeats = 1.0 / (1.0 - queue.rework)
    crossing = facts.gate_levels * queue.crossing
    queue.cycle = cycle_weeks(crossing * unit.approval_wait, wait, queue.friction, queue.rework, par)
    queue.in_time = in_time_share(queue.cycle, par.request_target_weeks)
    unit.approvals += crossing * queue.request_need / par.request_size_pw * par.approval_work_pw


@step
def improve_levels(plan: Arrays, par: Parameters, s: State, t: int):
    """Move the level at which every cell's work is done; what the cell waits for from others holds it back.

    What is usual is learned while the company is as it has been.
    """
    power, regime = s.firm[0].complement, s.calendar[t].regime
    learning = par.tie_usual_speed if plan.weeks[t].usual == 1 else 0.0
    for e in range(plan.edges.shape[0]):
        edge = plan.edges[e]
        weight = par.request_dependence * edge.share / plan.roles[edge.asking].request_work
        asking, asked = s.cells[edge.asking], s.cells[edge.asked]
        for i in range(s.lines.shape[0]):
            if asked[i].unmet > NOTHING:
                left = 1.0 - asked[i].unmet * (1.0 - par.stand_in_productivity)
                asking[i].held += input_term(left, weight, power)
    for q in range(s.queues.shape[0]):
        facts, queue = plan.queues[regime, q], s.queues[q]
        role = plan.roles[facts.role]
        spare = par.spare_share if role.perishable == 0 else 0.0
        usual = work_state(1.0, role.utilisation, spare, par.spare_limit)
        for j in range(facts.first, facts.last):
            cell = s.cells[facts.role, plan.queue_lines[regime, j]]
            served = cell.done / max(cell.arrivals, NOTHING)
            done = min(work_state(served, queue.load, spare, par.spare_limit) / usual, par.perishable_limit)
            if cell.held < 0.0:
                done *= combined(cell.held, power)
            cell.level += role.speed * (done - cell.level)
            cell.usual += learning * (cell.level - cell.usual)
            cell.held = 0.0


@phase
def serve_work(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Phase 5: work arrives, is served, waits or is dropped; requests are approved, answered or sent back."""
    regime = s.calendar[t].regime
    run_campaigns(plan, par, s, t)
    create_work(plan, par, s, t)
    ask_favours(plan, par, s, t)
    count_work(plan, par, s, regime)
    lend_cover(plan.queues[regime], s.queues, s.cells.shape[0], par)
    stand_in(plan.queues[regime], s.queues, par)
    for q in range(s.queues.shape[0]):
        if plan.queues[regime, q].direct == 1:
            serve_directly(s.queues[q])
        elif plan.queues[regime, q].last > plan.queues[regime, q].first:
            serve_queue(plan, par, s, regime, q)
        elif s.queues[q].members > 0.0:
            serve_elsewhere(s.queues[q])
    if plan.weeks[t].usual == 1:
        count_usual(plan, par, s, regime, t)
    approve(plan, par, s, regime)
    improve_levels(plan, par, s, t)
