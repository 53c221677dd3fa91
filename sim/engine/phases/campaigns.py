"""Campaigns: jobs arrive, compete with daily work, pass a gate, and decide on the lift of the peak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.rules.campaigns import arrived_share, prepared_lift
from sim.rules.jit import step
from sim.rules.work import rework_probability

if TYPE_CHECKING:
    from sim.engine.state import Parameters, State
    from sim.plan.records import Arrays

NOTHING = 1e-12
MET = 0.95


@step
def hand_on(plan: Arrays, par: Parameters, s: State, t: int, k):
    """Let jobs of campaign k reach their roles; approvals and hand-offs delay them where no team has them."""
    known = plan.campaigns[k]
    ramp = max(1.0, par.campaign_hand_on * (known.gate - known.begin))
    for r in range(s.jobs.shape[1]):
        work = plan.jobs[k, r].work
        if work > 0.0:
            arrived = work * arrived_share(float(t + 1 - known.begin), s.roles[r].delay, ramp)
            s.jobs[k, r].waiting += max(0.0, arrived - s.jobs[k, r].arrived)
            s.jobs[k, r].arrived = max(s.jobs[k, r].arrived, arrived)


@step
def reserve_team(plan: Arrays, par: Parameters, s: State, regime: int):
    """Set which part of every role's capacity its members in the campaign team have set aside."""
    for r in range(s.roles.shape[0]):
        s.roles[r].reserved = 0.0
    for m in range(plan.team_seats.shape[1]):
        i = plan.team_seats[regime, m]
        if i < 0:
            break
        if s.staff[i].filled > 0.0:
            role = plan.seats[i].role
            s.roles[role].reserved += par.campaign_team_time * s.staff[i].output


@step
def measure_roles(plan: Arrays, par: Parameters, s: State, regime: int):
    """Set how much every role can do this week, how long a job takes to reach it and how often it comes back.

    For a role with members in the campaign team nothing has to be handed on, and the border is that within a unit.
    """
    reserve_team(plan, par, s, regime)
    for r in range(s.roles.shape[0]):
        role = s.roles[r]
        role.capacity, role.delay, role.rework = 0.0, 0.0, 0.0
    for q in range(s.queues.shape[0]):
        facts, queue = plan.queues[regime, q], s.queues[q]
        role = s.roles[facts.role]
        border = queue.friction
        role.capacity += queue.capacity
        if role.reserved > 0.0:
            border = min(border, par.friction_inside)
        else:
            wait = facts.gate_levels * queue.crossing * s.units[facts.unit].approval_wait
            role.delay += queue.capacity * (wait + par.handoff_delay_weeks * border)
        beyond = queue.understanding - s.firm[0].understanding
        role.rework += queue.capacity * rework_probability(border, queue.culture, beyond, queue.care, par)
    for r in range(s.roles.shape[0]):
        role = s.roles[r]
        if role.capacity > 0.0:
            role.delay, role.rework = role.delay / role.capacity, role.rework / role.capacity


@step
def work_on_campaigns(plan: Arrays, par: Parameters, s: State, t: int):
    """Serve campaign jobs before daily work, within limits; what comes back is done again. Queues keep the rest."""
    regime = s.calendar[t].regime
    for r in range(s.roles.shape[0]):
        role, waiting = s.roles[r], 0.0
        for k in range(s.jobs.shape[0]):
            if plan.campaigns[k].begin <= t < plan.campaigns[k].gate:
                waiting += s.jobs[k, r].waiting
        role.taken = 0.0
        if role.capacity <= NOTHING or waiting <= NOTHING:
            continue
        limit = role.reserved if role.reserved > 0.0 else par.campaign_most_capacity * role.capacity
        done = min(waiting, limit)
        role.taken = max(done, min(role.reserved, role.capacity)) / role.capacity
        for k in range(s.jobs.shape[0]):
            if plan.campaigns[k].begin <= t < plan.campaigns[k].gate:
                job = s.jobs[k, r]
                right = done * job.waiting / waiting * (1.0 - role.rework)
                job.done += right
                job.waiting -= right
    for q in range(s.queues.shape[0]):
        s.queues[q].capacity *= 1.0 - s.roles[plan.queues[regime, q].role].taken


@step
def pass_gate(plan: Arrays, s: State, k):
    """Close campaign k: what is not done now is not done. Set how ready the company is."""
    ready, week = 0.0, s.week[0]
    for r in range(s.jobs.shape[1]):
        known, job = plan.jobs[k, r], s.jobs[k, r]
        if known.work > 0.0:
            ready += known.weight * min(1.0, job.done / known.work)
        job.waiting, job.arrived = 0.0, 0.0
    s.readiness[k], s.firm[0].ready = ready, ready
    week.campaigns += 1.0
    week.readiness += ready
    week.windows_met += 1.0 if ready >= MET else 0.0


@step
def launch(plan: Arrays, s: State, k):
    """Open the line of campaign k: its work stands as far as the jobs were done, the rest as usual."""
    i = plan.campaigns[k].line
    for r in range(s.jobs.shape[1]):
        work = plan.jobs[k, r].work
        s.cells[r, i].level = min(1.0, s.jobs[k, r].done / work) if work > 0.0 else 1.0


@step
def drop(plan: Arrays, par: Parameters, s: State, k):
    """Drop the line of campaign k: what its jobs did not sell off is written off at cost."""
    known = plan.lines[plan.campaigns[k].line]
    stock = par.delisting_stock_weeks * known.gmv * (1.0 - known.gross_margin)
    s.lines[plan.campaigns[k].line].write_off_rmb = (1.0 - s.readiness[k]) * stock


@step
def run_campaigns(plan: Arrays, par: Parameters, s: State, t: int):
    """Let open campaigns hand on jobs and have them done, close those at their gate, and set the week's lift."""
    open_now, firm = 0, s.firm[0]
    firm.season = plan.weeks[t].season
    for k in range(s.jobs.shape[0]):
        known = plan.campaigns[k]
        if known.begin <= t < known.gate:
            if open_now == 0:
                measure_roles(plan, par, s, s.calendar[t].regime)
            hand_on(plan, par, s, t, k)
            open_now += 1
        if t == known.gate:
            pass_gate(plan, s, k)
        if known.line >= 0:
            if t == known.first and known.drops == 1:
                drop(plan, par, s, k)
            elif t == known.first:
                launch(plan, s, k)
        elif known.first <= t < known.last:
            firm.season = prepared_lift(plan.weeks[t].season, s.readiness[k], par)
    firm.team_open = 1.0 if open_now > 0 and plan.team_seats[s.calendar[t].regime, 0] >= 0 else 0.0
    if open_now > 0:
        work_on_campaigns(plan, par, s, t)
