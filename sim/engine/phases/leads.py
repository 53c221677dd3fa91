"""How far leads see to the output of their units, as their own pay hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.phases.effort import own_work, worth_of_unit
from sim.pay.kinds import APPRAISAL, GATED
from sim.rules.jit import step
from sim.rules.leading import lead_drive
from sim.vocabulary.channels import VOLUME
from sim.vocabulary.metrics import FIRST_QUEUE, HELP, MERIT, PRESENCE, SERVED

if TYPE_CHECKING:
    from sim.engine.state import Parameters, State
    from sim.plan.records import Arrays


@step
def of_the_person(contract):
    """Return whether a contract pays a person for something that colleagues have no part in."""
    m = contract.metric
    return contract.seat >= 0 or own_work(contract) or m == MERIT or m == PRESENCE or m == HELP


@step
def counts_work_of(plan: Arrays, contract, regime: int, q):
    """Return whether a contract reads the log of queue q, or the sales of one of its lines."""
    if of_the_person(contract):
        return False
    if contract.queue >= 0 and (contract.queues > 0 or contract.metric >= FIRST_QUEUE):
        return contract.queue <= q < contract.queue + max(contract.queues, 1)
    known = plan.queues[regime, q]
    for k in range(known.first, known.last):
        for j in range(contract.first, contract.last):
            if plan.contract_lines[j] == plan.queue_lines[regime, k]:
                return True
    return False


@step
def stake_in_unit(plan: Arrays, par: Parameters, s: State, regime: int, u):
    """Return what a log point more of the others' output brings the lead of unit u, share of reference pay."""
    unit, lead, total = plan.units[regime, u], plan.units[regime, u].lead, 0.0
    for k in range(plan.claims.shape[2]):
        claim = plan.claims[int(s.staff[lead].terms), lead, k]
        if claim.contract < 0:
            break
        contract = plan.contracts[claim.contract]
        if contract.shadow == 1 or contract.kind == APPRAISAL or contract.kind == GATED:
            continue
        worth, _ = worth_of_unit(plan, s, par, regime, lead, claim)
        if worth == 0.0:
            continue
        for j in range(unit.first_seat, unit.last_seat):
            i = plan.unit_seats[regime, j]
            q = plan.placements[regime, i].queue
            if i == lead or not counts_work_of(plan, contract, regime, q):
                continue
            gain = worth * s.gradient[contract.metric, q, VOLUME] * s.staff[i].output * s.staff[i].filled
            if contract.metric == SERVED and (contract.pot == 1 or contract.queues > 1):
                gain /= max(s.queues[q].members * contract.queues, 1.0)
            total += gain
    return total


@step
def drive_units(plan: Arrays, par: Parameters, s: State, regime: int):
    """Set how far the lead of every unit sees to its output beyond what every lead does."""
    for u in range(s.units.shape[0]):
        s.units[u].drive = 0.0
        lead = plan.units[regime, u].lead
        if lead >= 0 and s.staff[lead].filled > 0.0:
            s.units[u].drive = lead_drive(stake_in_unit(plan, par, s, regime, u), par)
