"""Companies walked week by week, with snapshots of people and ties: the same engine and luck as any run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import advance, start
from sim.engine.state import State, allocate
from sim.parameters import draws
from sim.plan.compile import compile_plan, parameters_of
from sim.plan.records import Plan
from sim.scenario.models import Scenario
from sim.vocabulary.roles import ROLE_NAMES

Change = Callable[[State, Plan], None]


class Snapshot(NamedTuple):
    """One company in one week.

    Attributes:
        policy, replicate, week: which; week 0 is the first reported one, the snapshot is taken at its end.
        strength: float64[seats, seats], tie of the row's person to the column's, 0 where there is none.
        staff: STAFF[seats], a copy; empty seats have `filled` 0.
        role, unit, queue: int64[seats].
        queues: QUEUES[*], a copy.
        served: float64[queues, lines], work done for each line this week, pw: own work and requests.
        asked: float64[roles, roles], requests since the last snapshot, by asking and asked role.
        load: float64[roles, weeks since the last snapshot], work / capacity of a role, its fullest queue.
    """

    policy: str
    replicate: int
    week: int
    strength: NDArray[np.float64]
    staff: NDArray[Any]
    role: NDArray[np.int64]
    unit: NDArray[np.int64]
    queue: NDArray[np.int64]
    queues: NDArray[Any]
    served: NDArray[np.float64]
    asked: NDArray[np.float64]
    load: NDArray[np.float64]


def walk(
    scenario: Scenario, policy: str, replicate: int, weeks: Sequence[int], change: tuple[int, Change] | None = None
) -> list[Snapshot]:
    """Return snapshots of one replicate of a policy.

    Args:
        scenario: the document.
        policy: name of the policy.
        replicate: its luck, and its draw of the uncertain numbers.
        weeks: weeks after which a snapshot is taken; -1 is the last week of the burn-in.
        change: week and a function that edits the state at its beginning (an experiment on a running company).
    """
    plan = compile_plan(scenario, policy)
    record = draws(parameters_of(scenario), [replicate])
    values, key, state = record.view(np.dtype((np.record, record.dtype)))[0], (0, replicate), allocate(plan)
    start(plan.arrays, values, state, key)
    found, asked, load = [], np.zeros((len(ROLE_NAMES),) * 2), []
    for t in range(plan.burn_in + max(weeks) + 1):
        if change and t == plan.burn_in + change[0]:
            change[1](state, plan)
        advance(plan.arrays, values, state, t, key)
        week = t - plan.burn_in
        asked += _asked(state, plan)
        load.append(_load(state, plan, int(state.calendar[t].regime)))
        if week in weeks:
            found.append(_snapshot(state, plan, t, (replicate, week, asked.copy(), np.array(load).T)))
            asked[:], load = 0.0, []
    return found


def _asked(state: State, plan: Plan) -> NDArray[np.float64]:
    """Return float64[roles, roles], this week's requests by asking and asked role."""
    table = np.zeros((len(ROLE_NAMES),) * 2)
    asking = np.flatnonzero((state.staff["filled"] > 0) & (state.contacts["request"] > 0))
    asking = asking[state.contacts["partner"][asking] >= 0]
    partner = state.contacts["partner"][asking].astype(int)
    np.add.at(table, (plan.arrays.seats["role"][asking], plan.arrays.seats["role"][partner]), 1.0)
    return table


def _served(state: State, plan: Plan, regime: int) -> NDArray[np.float64]:
    """Return float64[queues, lines], work done for each line this week."""
    queue, lines = plan.arrays.cells["queue"][regime], len(plan.arrays.lines)
    served = np.zeros((len(state.queues), lines))
    roles, at = np.nonzero(queue >= 0)
    np.add.at(served, (queue[roles, at], at), (state.cells["done"] + state.cells["answered"])[roles, at])
    return served


def _load(state: State, plan: Plan, regime: int) -> NDArray[np.float64]:
    """Return float64[roles], the load of every role's fullest queue; NaN for roles without one."""
    load = np.full(len(ROLE_NAMES), np.nan)
    facts = plan.arrays.queues[regime]
    for q in np.flatnonzero(facts["last"] > facts["first"]):
        load[facts["role"][q]] = np.nanmax([load[facts["role"][q]], state.queues["load"][q]])
    return load


def _snapshot(state: State, plan: Plan, t: int, what: tuple[int, int, NDArray[Any], NDArray[Any]]) -> Snapshot:
    """Copy what a snapshot holds."""
    regime, n = int(state.calendar[t].regime), len(plan.arrays.seats)
    strength = np.zeros((n, n))
    rows, slots = np.nonzero(state.partners >= 0)
    strength[rows, state.partners[rows, slots]] = state.strengths[rows, slots]
    strength[state.staff["filled"] == 0] = 0.0
    placements = plan.arrays.placements[regime]
    replicate, week, asked, load = what
    return Snapshot(
        plan.name,
        replicate,
        week,
        strength,
        np.array(state.staff),
        np.array(plan.arrays.seats["role"]),
        np.array(placements["unit"]),
        np.array(placements["queue"]),
        np.array(state.queues),
        _served(state, plan, regime),
        asked,
        load,
    )
