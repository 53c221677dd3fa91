"""The tables of a plan that say who does which work: queues, units, cells, and who asks whom."""

from __future__ import annotations

import numpy as np

from sim.parameters import Parameters, role_table
from sim.plan.arrangement import duplication, effective_lines, handoff_share
from sim.plan.facts import Business
from sim.plan.records import CELL, EDGE, QUEUE, UNIT, filled
from sim.plan.workforce import Workforce
from sim.scenario.models import Scenario
from sim.structures.seating import Arrangement
from sim.vocabulary.roles import ROLE_NAMES


def work_tables(scenario: Scenario, business: Business, workforce: Workforce) -> dict[str, np.ndarray]:
    """Return QUEUE[R, Q], int64[R, roles * L] lines by queue and CELL[R, roles, L]."""
    work, asked, common = business.work, business.requests, role_table()["common_share"]
    roles, n_lines = work.shape
    regimes, width = len(workforce.arrangements), max(len(each.queues) for each in workforce.arrangements)
    queues, lines = np.zeros((regimes, width), QUEUE), np.zeros((regimes, roles * n_lines), np.int64)
    repeated, usual = np.ones((regimes, roles, n_lines)), reference_lines(work, workforce.arrangements[0])
    for r, arrangement in enumerate(workforce.arrangements):
        at = 0
        for q, queue in enumerate(arrangement.queues):
            served, end = list(queue.lines), at + len(queue.lines)
            wide, before = effective_lines(work[queue.role, served]), usual[queue.role, served]
            lines[r, at:end] = served
            repeated[r, queue.role, served] = [duplication(common[queue.role], wide, each) for each in before]
            queues[r, q] = filled(
                QUEUE,
                role=queue.role,
                unit=queue.unit,
                first=at,
                last=end,
                first_seat=0,
                last_seat=0,
                paid=0,
                direct=arrangement.makes,
                lines=wide,
                reference_lines=float(np.mean(before)) if served else 1.0,
                duty=queue.members + 2.0 * queue.cover if served else queue.members,
                handoff=handoff_share(arrangement, queue, asked, work),
                cover_share=queue.cover,
                members=queue.members,
                gate_levels=arrangement.gate_levels,
            )
            at = end
    place_seats(queues, workforce, 2)
    served_by = np.array([each.cells(n_lines) for each in workforce.arrangements])
    return {"queues": queues, "queue_lines": lines, "cells": cell_table(scenario, work, served_by, repeated)}


def place_seats(table: np.ndarray, workforce: Workforce, row: int) -> None:
    """Write into queues (row 2 of `Workforce.seated`) or units (row 1), in place, where their seats stand."""
    active, number = workforce.seated[0], np.arange(table.shape[1])
    for r, members in enumerate(workforce.seated[row]):
        here = np.sort(members[active[r] == 1])
        table["first_seat"][r] = np.searchsorted(here, number)
        table["last_seat"][r] = np.searchsorted(here, number + 1)


def cell_table(scenario: Scenario, work: np.ndarray, queue: np.ndarray, repeated: np.ndarray) -> np.ndarray:
    """Return CELL[R, roles, L].

    Args:
        scenario: the document.
        work: float64[roles, L], own work.
        queue: int64[R, roles, L], who serves it.
        repeated: float64[R, roles, L], work done more than once.
    """
    cells = np.zeros(queue.shape, CELL)
    cells["queue"], cells["work"], cells["care"] = queue, work, care_weights(work)
    shares = np.array([scenario.company.casual_requests.get(role, 0.0) for role in ROLE_NAMES])
    cells["casual"] = work * shares[:, None]
    cells["per_event"] = work * repeated / usual_events(scenario)
    return cells


def usual_events(scenario: Scenario) -> np.ndarray:
    """Return float64[roles, L], a cell's weekly events at season 1 under the baseline, in units of the role's mix."""
    table = role_table()
    returned = np.array([line.return_rate for line in scenario.lines])
    steady = table["mix_constant"] + table["mix_season"] + table["mix_orders"]
    return np.asarray(steady[:, None] + table["mix_returns"][:, None] * returned)


def reference_lines(work: np.ndarray, baseline: Arrangement) -> np.ndarray:
    """Return float64[roles, L], the effective number of lines of the baseline queue that serves each cell."""
    table = np.ones(work.shape)
    for queue in baseline.queues:
        table[queue.role, list(queue.lines)] = effective_lines(work[queue.role, list(queue.lines)])
    return table


def care_weights(work: np.ndarray) -> np.ndarray:
    """Return float64[roles, L], weight of each cell in the care a line receives; sums to 1 over roles."""
    weights = work * role_table()["care_weight"][:, None]
    return np.asarray(weights / np.maximum(weights.sum(axis=0), 1e-12))


def unit_table(workforce: Workforce, parameters: Parameters) -> np.ndarray:
    """Return UNIT[R, U]."""
    width = max(len(each.leads) for each in workforce.arrangements)
    units = np.zeros((len(workforce.arrangements), width), UNIT)
    units["lead"] = -1
    for r, arrangement in enumerate(workforce.arrangements):
        place = workforce.places[r]
        for u, (lead, size) in enumerate(zip(arrangement.leads, arrangement.sizes, strict=True)):
            units[r, u] = filled(
                UNIT,
                lead=place[lead] if lead >= 0 else -1,
                first_seat=0,
                last_seat=0,
                headcount=size,
                meeting=meeting_share(size, parameters),
            )
    place_seats(units, workforce, 1)
    return units


def meeting_share(size: int, parameters: Parameters) -> float:
    """Return the share of a week that a unit of some people spends in meetings. Source: assumption, from calendars."""
    return parameters.value("meeting_load") * parameters.value("meeting_intensity") * float(np.log10(max(size, 1)))


def edge_table(requests: np.ndarray) -> np.ndarray:
    """Return EDGE[E], the role pairs that ask each other and how much."""
    pairs = np.argwhere(requests > 0.0)
    edges = np.zeros(len(pairs), EDGE)
    edges["asking"], edges["asked"], edges["share"] = pairs[:, 0], pairs[:, 1], requests[pairs[:, 0], pairs[:, 1]]
    return edges


def request_shares(requests: np.ndarray) -> np.ndarray:
    """Return float64[roles, roles], cumulative shares of a role's requests by asked role; 0 where it asks nobody."""
    total = requests.sum(axis=1, keepdims=True)
    shares = np.divide(requests, total, out=np.zeros_like(requests), where=total > 0.0)
    return np.asarray(np.cumsum(shares, axis=1))
