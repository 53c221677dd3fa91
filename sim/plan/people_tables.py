"""The tables of a plan that say who sits where and who can be met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.errors import SimError
from sim.parameters import ROLE_NAMES
from sim.plan.records import MOST_TIES
from sim.plan.workload import requests

if TYPE_CHECKING:
    from sim.plan.compile import Compiler


def seats_by_regime(c: Compiler) -> np.ndarray:
    """Return int64[3, R, S]: active, unit, queue."""
    return c.once("seated", lambda: _seats_by_regime(c))


def _seats_by_regime(c: Compiler) -> np.ndarray:
    """Work out what `seats_by_regime` returns."""
    out = np.zeros((3, len(c.policies), len(c.seats)), np.int64)
    for r, arrangement in enumerate(c.arrangements):
        for place, seat in zip(c.place(r), arrangement.seats, strict=True):
            out[:, r, place] = 1, seat.unit, seat.queue
    return out


def contact_tables(c: Compiler) -> dict[str, np.ndarray]:
    """Return who can be met where: seats by role, by unit and by queue, and whom a role asks."""
    asked = requests(c.scenario)
    total = asked.sum(axis=1, keepdims=True)
    roles = np.array([role for role, _ in c.seats])
    ranges = [np.searchsorted(roles, [r, r + 1]) for r in range(len(ROLE_NAMES))]
    active, unit, queue = seats_by_regime(c)
    shape = len(unit), max(len(arrangement.leads) for arrangement in c.arrangements)
    by_unit, unit_roles = np.zeros(unit.shape, np.int64), np.zeros((*shape, len(ROLE_NAMES), 2), np.int64)
    by_queue = np.zeros(unit.shape, np.int64)
    open_seats, open_roles = np.zeros(unit.shape, np.int64), np.zeros((len(unit), len(ROLE_NAMES), 2), np.int64)
    numbers = np.arange(len(ROLE_NAMES))
    for r in range(len(unit)):
        here = np.flatnonzero(active[r])
        open_seats[r, : len(here)] = here
        open_roles[r] = np.searchsorted(roles[here], np.stack([numbers, numbers + 1], axis=-1))
        by_unit[r, : len(here)] = here[np.lexsort((roles[here], unit[r, here]))]
        by_queue[r, : len(here)] = here[np.argsort(queue[r, here], kind="stable")]
        key = unit[r, by_unit[r, : len(here)]] * len(ROLE_NAMES) + roles[by_unit[r, : len(here)]]
        places = np.arange(unit_roles.shape[1] * len(ROLE_NAMES)).reshape(unit_roles.shape[1], -1)
        unit_roles[r] = np.stack([np.searchsorted(key, places), np.searchsorted(key, places + 1)], axis=-1)
    return {
        "asks": np.cumsum(np.divide(asked, total, out=np.zeros_like(asked), where=total > 0.0), axis=1),
        "role_seats": np.array(ranges, np.int64), "open_seats": open_seats, "open_roles": open_roles,
        "unit_seats": by_unit, "unit_roles": unit_roles, "queue_seats": by_queue,
        "tie_slots": np.array([MOST_TIES if c.scenario.company.ties and len(c.seats) > 1 else 0], np.int64),
    }  # fmt: skip


def place_seats(c: Compiler, queues: np.ndarray, units: np.ndarray) -> None:
    """Write into queues and units, in place, where their seats stand in the lists of seats."""
    active, unit, queue = seats_by_regime(c)
    for r in range(len(active)):
        here = active[r] == 1
        for table, members in ((queues, np.sort(queue[r, here])), (units, np.sort(unit[r, here]))):
            number = np.arange(table.shape[1])
            table["first_seat"][r] = np.searchsorted(members, number)
            table["last_seat"][r] = np.searchsorted(members, number + 1)


def refuse_unpaid(c: Compiler, planned: np.ndarray, market: np.ndarray) -> None:
    """Refuse seats whose pay at target is nothing: whether they stay is weighed by pay against pay elsewhere.

    Raises:
        SimError: names policy and role, and says what to enter.
    """
    for r, active in enumerate(seats_by_regime(c)[0]):
        for i in np.flatnonzero((active == 1) & ((planned[r] <= 0.0) | (market <= 0.0))):
            role = ROLE_NAMES[c.seats[i][0]]
            if planned[r, i] > 0.0:
                told, key, what = "what others pay", "market_rmb", "pay per month elsewhere"
            else:
                told, key, what = "pay at target", "base_rmb", "a base pay per month, or an instrument that pays them"
            raise SimError(
                f"{c.scenario.name}, policy {c.name}: {told} of {role} comes to RMB 0; "
                f"give company.seats.{role}.{key}, {what}"
            )
