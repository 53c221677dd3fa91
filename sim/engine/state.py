"""The state of a running company: arrays of records of the declared variables."""

import math
from collections.abc import Iterable
from typing import NamedTuple, Protocol

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
from sim.plan.records import CALENDAR, Arrays, Plan
from sim.rules.jit import book
from sim.vocabulary.channels import CHANNELS
from sim.vocabulary.metrics import METRICS

FLOAT = np.dtype(np.float64)
#: What is kept of people who left.
EXIT_FIELDS = (
    "week",
    "seat",
    "role",
    "occupant",
    "tenure",
    "voluntary",
    "ability",
    "skill",
    "reason_pay",
    "reason_risk",
    "reason_fairness",
    "reason_effort",
    "reason_conditions",
    "reason_private",
)


def _record(names: Iterable[str]) -> np.dtype:
    return np.dtype((np.record, [(name, np.float64) for name in names]))


STAFF_DTYPE, LINE_DTYPE, QUEUE_DTYPE = _record(STAFF), _record(LINES), _record(QUEUES)
UNIT_DTYPE, CONTRACT_DTYPE, FIRM_DTYPE = _record(UNITS), _record(CONTRACTS), _record(FIRM)
ROLE_DTYPE, WEEK_DTYPE, EXIT_DTYPE = _record(ROLES), _record(SERIES), _record(EXIT_FIELDS)
CELL_DTYPE, ACCOUNT_DTYPE, OUTLOOK_DTYPE = _record(CELLS), _record(ACCOUNTS), _record(OUTLOOKS)
CONTACT_DTYPE, JOB_DTYPE = _record(CONTACTS), _record(JOBS)


class Parameters(Protocol):
    """One record of parameters: every name of the registry is a number."""

    def __getattr__(self, name: str) -> float: ...


#: First and second half of the key of all luck: experiment and replicate.
Key = tuple[int, int]


class State(NamedTuple):
    """The whole state of one company in one week."""

    staff: np.ndarray  #: STAFF[S]
    accounts: np.ndarray  #: ACCOUNTS[S, slots] bonus accounts
    partners: np.ndarray  #: int64[S, slots] seats of the colleagues one would turn to, -1 none
    identities: np.ndarray  #: int64[S, slots] n-th occupant of that seat
    strengths: np.ndarray  #: float64[S, slots] how readily, 0..1
    contacts: np.ndarray  #: CONTACTS[S]
    lines: np.ndarray  #: LINES[L]
    cells: np.ndarray  #: CELLS[roles, L]
    queues: np.ndarray  #: QUEUES[Q]
    units: np.ndarray  #: UNITS[U]
    contracts: np.ndarray  #: CONTRACTS[C]
    outlooks: np.ndarray  #: OUTLOOKS[C, W] what the rest of a period may bring, by weeks of it, and until payment
    hazards: np.ndarray  #: float64[521] log weekly exit hazard by weeks of tenure, of somebody who does not think of it
    gradient: np.ndarray  #: float64[metrics, Q, channels] d metric / d what a person can do more of
    jobs: np.ndarray  #: JOBS[campaigns, roles]
    readiness: np.ndarray  #: float64[campaigns] share of jobs done at the gate
    roles: np.ndarray  #: ROLES[roles]
    firm: np.ndarray  #: FIRM[1]
    shocks: np.ndarray  #: float64[K] 1 for the shocks that happen in this run
    calendar: np.ndarray  #: CALENDAR[T] regime in force and regime announced; triggers move them
    week: np.ndarray  #: SERIES[1] this week's totals
    totals: np.ndarray  #: float64[series] the same memory as a row of numbers
    exits: np.ndarray  #: EXIT_FIELDS[*] log of people who left
    numbers: np.ndarray  #: float64[*] the block of memory that holds every array of floats above


for each in Arrays, State:
    book(each)


def allocate(plan: Plan, exit_rows: int = 0) -> State:
    """Return an empty state of the plan's size; `exit_rows` bounds the log of exits (0: none kept)."""
    a = plan.arrays
    seats, lines, queues, contracts = len(a.seats), len(a.lines), a.queues.shape[1], len(a.contracts)
    slots = (seats, int(a.tie_slots[0]))
    arrays, numbers = _in_one_block(
        staff=(STAFF_DTYPE, (seats,)),
        accounts=(ACCOUNT_DTYPE, (seats, int(a.claims["slot"].max()) + 1)),
        strengths=(FLOAT, slots),
        contacts=(CONTACT_DTYPE, (seats,)),
        lines=(LINE_DTYPE, (lines,)),
        cells=(CELL_DTYPE, a.cells.shape[1:]),
        queues=(QUEUE_DTYPE, (queues,)),
        units=(UNIT_DTYPE, (a.units.shape[1],)),
        contracts=(CONTRACT_DTYPE, (contracts,)),
        outlooks=(
            OUTLOOK_DTYPE,
            (contracts, int(max(a.terms["length"].max(initial=1), a.terms["wait"].max(initial=0) + 1))),
        ),
        hazards=(FLOAT, (len(a.tenure_push),)),
        gradient=(FLOAT, (len(METRICS), queues, len(CHANNELS))),
        jobs=(JOB_DTYPE, a.jobs.shape),
        readiness=(FLOAT, (len(a.jobs),)),
        roles=(ROLE_DTYPE, (len(a.roles),)),
        firm=(FIRM_DTYPE, (1,)),
        shocks=(FLOAT, (len(a.shocks),)),
        week=(WEEK_DTYPE, (1,)),
        exits=(EXIT_DTYPE, (exit_rows,)),
    )
    return State(
        **arrays,
        totals=arrays["week"].view(FLOAT),
        partners=np.full(slots, -1, np.int64),
        identities=np.zeros(slots, np.int64),
        calendar=np.zeros(len(a.weeks), CALENDAR),
        numbers=numbers,
    )


def _in_one_block(**wanted: tuple[np.dtype, tuple[int, ...]]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return arrays of the wanted types and shapes, and float64[*] the block in which they lie one behind the other."""
    sizes = {name: math.prod(shape) * dtype.itemsize // FLOAT.itemsize for name, (dtype, shape) in wanted.items()}
    block, at, arrays = np.zeros(sum(sizes.values())), 0, {}
    for name, (dtype, shape) in wanted.items():
        arrays[name] = block[at : at + sizes[name]].view(dtype).reshape(shape)
        at += sizes[name]
    return arrays, block
