"""Leads approve requests, settle complaints that were passed on, and leave long waits to the director."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.rules.jit import step
from sim.vocabulary.roles import SERVICE

if TYPE_CHECKING:
    from sim.engine.state import Parameters, State
    from sim.plan.records import Arrays


@step
def pass_complaints_on(plan: Arrays, par: Parameters, s: State, regime: int):
    """Load the leads of service with the complaints of last week that were passed on to them."""
    for i in range(s.lines.shape[0]):
        q = plan.cells[regime, SERVICE, i].queue
        if q >= 0:
            s.units[plan.queues[regime, q].unit].approvals += s.lines[i].escalated * par.complaint_work


@step
def approval_wait(approvals, lead_present, par: Parameters):
    """Return how many weeks a lead takes to approve a request, given pw of approvals this week."""
    attention = par.approval_attention * (1.0 if lead_present else par.cover_productivity)
    load = min(approvals / attention, 0.95)
    return par.approval_block_weeks * (1.0 + load / (1.0 - load))


@step
def approve(plan: Arrays, par: Parameters, s: State, regime: int):
    """Set how long every unit's lead takes to approve; where the structure escalates, the director takes over waits.

    The director leads the first unit. What is passed up this week waits there next week.
    """
    escalates, limit, firm = plan.regimes[regime].escalates > 0.0, par.escalation_weeks, s.firm[0]
    above, passed_up = firm.escalated, 0.0
    for u in range(s.units.shape[0]):
        unit, lead = s.units[u], plan.units[regime, u].lead
        present = lead >= 0 and s.staff[lead].filled > 0.0
        wait = approval_wait(unit.approvals + (above if u == 0 else 0.0), present, par)
        if escalates and u > 0 and wait > limit:
            higher = limit + s.units[0].approval_wait
            if higher < wait:
                passed_up += unit.approvals * (1.0 - limit / wait)
                wait = higher
        unit.approval_wait = wait
    firm.escalated = passed_up
