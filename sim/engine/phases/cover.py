"""Who helps out: squads lend slack to their neighbours, and colleagues stand in where a seat is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.rules.jit import step
from sim.rules.production import lent_share

if TYPE_CHECKING:
    from sim.engine.state import Parameters


@step
def lend_cover(known, queues, roles, par: Parameters):
    """Let short queues borrow slack of same-role queues that lend it: neighbours, floating seats; hours are conserved.

    Args:
        known: QUEUE[Q] of the regime in force.
        queues: QUEUES[Q].
        roles: how many roles there are.
        par: parameters.
    """
    for r in range(roles):
        slack, short = 0.0, 0.0
        for q in range(queues.shape[0]):
            if known[q].role == r:
                spare = queues[q].capacity - queues[q].need
                slack += max(spare, 0.0) * known[q].cover_share
                short += max(-spare, 0.0)
        if slack > 0.0 and short > 0.0:
            used = min(1.0, short / (slack * par.cover_productivity))
            filled = used * slack * par.cover_productivity / short
            for q in range(queues.shape[0]):
                if known[q].role == r:
                    spare = queues[q].capacity - queues[q].need
                    queues[q].borrowed = filled * max(-spare, 0.0) - used * max(spare, 0.0) * known[q].cover_share
                    queues[q].capacity += queues[q].borrowed


@step
def can_stand_in(known, queues, q, k, same):
    """Return whether members of queue k can stand in for those of queue q: same role, else (same = 0) its unit."""
    if k == q or queues[k].members < 1.0:
        return False
    return known[k].role == known[q].role if same == 1 else known[k].unit == known[q].unit


@step
def offered_hours(known, queues, q, same, share):
    """Return the hours that others may give to queue q."""
    hours = 0.0
    for k in range(queues.shape[0]):
        if can_stand_in(known, queues, q, k, same):
            hours += queues[k].capacity * share
    return hours


@step
def stand_in(known, queues, par: Parameters):
    """Let colleagues stand in where a seat is empty and work is left: of the same role, else of the same unit.

    They give at most `stand_in_share` of their week, which their own work lacks, so they work longer and tire; an hour
    given counts `stand_in_productivity`.
    """
    for q in range(queues.shape[0]):
        queue, missing = queues[q], queues[q].need - queues[q].capacity
        if queue.members >= known[q].members or missing <= 0.0 or known[q].last <= known[q].first:
            continue
        same, offered = 1, offered_hours(known, queues, q, 1, par.stand_in_share)
        if offered <= 0.0:
            same, offered = 0, offered_hours(known, queues, q, 0, par.stand_in_share)
        used = lent_share(missing / par.stand_in_productivity, offered)
        if used > 0.0:
            for k in range(queues.shape[0]):
                if can_stand_in(known, queues, q, k, same):
                    queues[k].capacity *= 1.0 - used * par.stand_in_share
            queue.borrowed += used * offered * par.stand_in_productivity
            queue.capacity += used * offered * par.stand_in_productivity
