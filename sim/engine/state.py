"""The state of a running company: arrays of records of the declared variables."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from sim.engine.series import SERIES
from sim.engine.variables import (
    ACCOUNTS,
    CELLS,
    CONTACTS,
    CONTRACTS,
    FIRM,
    JOBS,
    LINES,
    OUTLOOKS,
    QUEUES,
    ROLES,
    STAFF,
    UNITS,
)
from sim.plan.records import CALENDAR, Plan
from sim.vocabulary.metrics import CHANNELS, METRICS

#: What is kept of people who left.
EXIT_FIELDS = (
    "week", "seat", "role", "occupant", "tenure", "voluntary", "ability", "skill", "reason_pay", "reason_risk",
    "reason_fairness", "reason_effort", "reason_conditions", "reason_private",
)  # fmt: skip


def _record(names: Iterable[str]) -> np.dtype:
    return np.dtype((np.record, [(name, np.float64) for name in names]))


STAFF_DTYPE, LINE_DTYPE, QUEUE_DTYPE = _record(STAFF), _record(LINES), _record(QUEUES)
UNIT_DTYPE, CONTRACT_DTYPE, FIRM_DTYPE = _record(UNITS), _record(CONTRACTS), _record(FIRM)
ROLE_DTYPE, WEEK_DTYPE, EXIT_DTYPE = _record(ROLES), _record(SERIES), _record(EXIT_FIELDS)
CELL_DTYPE, ACCOUNT_DTYPE, OUTLOOK_DTYPE = _record(CELLS), _record(ACCOUNTS), _record(OUTLOOKS)
CONTACT_DTYPE, JOB_DTYPE = _record(CONTACTS), _record(JOBS)


class State(NamedTuple):
    """The whole state of one company in one week."""

    staff: np.ndarray  #: STAFF[S]
    accounts: np.ndarray  #: ACCOUNTS[S, slots] bonus accounts
    partners: np.ndarray  #: int64[S, slots] seats of the colleagues one would turn to, -1 none
    identities: np.ndarray  #: int64[S, slots] n-th occupant of that seat
    strengths: np.ndarray  #: float64[S, slots] how readily, 0..1
    contacts: np.ndarray  #: CONTACTS[S]
    lines: np.ndarray  #: LINES[L]
    cells: np.ndarray  #: CELLS[9, L]
    queues: np.ndarray  #: QUEUES[Q]
    units: np.ndarray  #: UNITS[U]
    contracts: np.ndarray  #: CONTRACTS[C]
    outlooks: np.ndarray  #: OUTLOOKS[C, W] what the rest of a period may bring, by weeks of it after this one
    hazards: np.ndarray  #: float64[521] log weekly exit hazard by weeks of tenure, of somebody who does not think of it
    gradient: np.ndarray  #: float64[metrics, Q, channels] d metric / d what a person can do more of
    jobs: np.ndarray  #: JOBS[campaigns, 9]
    readiness: np.ndarray  #: float64[campaigns] share of jobs done at the gate
    roles: np.ndarray  #: ROLES[9]
    firm: np.ndarray  #: FIRM[1]
    shocks: np.ndarray  #: float64[K] 1 for the shocks that happen in this run
    calendar: np.ndarray  #: CALENDAR[T] regime in force and regime announced; triggers move them
    week: np.ndarray  #: SERIES[1] this week's totals
    totals: np.ndarray  #: float64[series] the same memory as a row of numbers
    exits: np.ndarray  #: EXIT_FIELDS[*] log of people who left


def allocate(plan: Plan, exit_rows: int = 0) -> State:
    """Return an empty state of the plan's size; `exit_rows` bounds the log of exits (0: none kept)."""
    a = plan.arrays
    queues, week, slots = a.queues.shape[1], np.zeros(1, WEEK_DTYPE), (len(a.seats), int(a.tie_slots[0]))
    return State(
        staff=np.zeros(len(a.seats), STAFF_DTYPE),
        accounts=np.zeros((len(a.seats), int(a.claims["slot"].max()) + 1), ACCOUNT_DTYPE),
        partners=np.full(slots, -1, np.int64),
        identities=np.zeros(slots, np.int64),
        strengths=np.zeros(slots),
        contacts=np.zeros(len(a.seats), CONTACT_DTYPE),
        lines=np.zeros(len(a.lines), LINE_DTYPE),
        cells=np.zeros(a.cells.shape[1:], CELL_DTYPE),
        queues=np.zeros(queues, QUEUE_DTYPE),
        units=np.zeros(a.units.shape[1], UNIT_DTYPE),
        contracts=np.zeros(len(a.contracts), CONTRACT_DTYPE),
        outlooks=np.zeros((len(a.contracts), int(a.terms["length"].max(initial=1))), OUTLOOK_DTYPE),
        hazards=np.zeros(len(a.tenure_push)),
        gradient=np.zeros((len(METRICS), queues, len(CHANNELS))),
        jobs=np.zeros(a.jobs.shape, JOB_DTYPE),
        readiness=np.zeros(len(a.jobs)),
        roles=np.zeros(len(a.roles), ROLE_DTYPE),
        firm=np.zeros(1, FIRM_DTYPE),
        shocks=np.zeros(len(a.shocks)),
        calendar=np.zeros(len(a.weeks), CALENDAR),
        week=week,
        totals=week.view(np.float64),
        exits=np.zeros(exit_rows, EXIT_DTYPE),
    )
