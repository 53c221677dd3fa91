"""The state of a running company: arrays of records of the declared variables.

Memory is laid out for LANES companies side by side, so that a phase may work on all of them at once
(`sim.engine.lanes`); a state is one of them, and a company alone is the first of LANES.
"""

import math
from typing import NamedTuple, Protocol

import numpy as np

from sim.engine.layout import as_numbers, one_lane, wide_record
from sim.engine.series import SERIES
from sim.engine.variables import (
    ACCOUNTS,
    CELLS,
    COHORTS,
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
from sim.rules.jit import LANES, book
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


STAFF_DTYPE, LINE_DTYPE, QUEUE_DTYPE = wide_record(STAFF), wide_record(LINES), wide_record(QUEUES)
UNIT_DTYPE, CONTRACT_DTYPE, FIRM_DTYPE = wide_record(UNITS), wide_record(CONTRACTS), wide_record(FIRM)
ROLE_DTYPE, WEEK_DTYPE, CELL_DTYPE = wide_record(ROLES), wide_record(SERIES), wide_record(CELLS)
ACCOUNT_DTYPE, OUTLOOK_DTYPE = wide_record(ACCOUNTS), wide_record(OUTLOOKS)
CONTACT_DTYPE, JOB_DTYPE, COHORT_DTYPE = wide_record(CONTACTS), wide_record(JOBS), wide_record(COHORTS)
EXIT_DTYPE = np.dtype((np.record, [(name, np.float64) for name in EXIT_FIELDS]))


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
    cohorts: np.ndarray  #: COHORTS[L, W] customers by the week in which they were won, W weeks in a ring; 1: not kept
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
    numbers: np.ndarray  #: float64[*] the memory of all of the above that does not concern ties, dates or exits


for each in Arrays, State:
    book(each)


def allocate(plan: Plan, exit_rows: int = 0) -> State:
    """Return an empty state of the plan's size; `exit_rows` bounds the log of exits (0: none kept)."""
    return allocate_lanes(plan, exit_rows, 1)[0]


def allocate_lanes(plan: Plan, exit_rows: int = 0, lanes: int = LANES) -> list[State]:
    """Return empty states of companies that lie side by side; arguments as in `allocate`."""
    a = plan.arrays
    seats, lines, queues, contracts = len(a.seats), len(a.lines), a.queues.shape[1], len(a.contracts)
    slots = (seats, int(a.tie_slots[0]))
    wanted: dict[str, tuple[np.dtype, tuple[int, ...]]] = {
        "staff": (STAFF_DTYPE, (seats,)),
        "accounts": (ACCOUNT_DTYPE, (seats, int(a.claims["slot"].max()) + 1)),
        "contacts": (CONTACT_DTYPE, (seats,)),
        "lines": (LINE_DTYPE, (lines,)),
        "cohorts": (COHORT_DTYPE, (lines, int(a.contracts["back"].max(initial=0)) + 1)),
        "cells": (CELL_DTYPE, a.cells.shape[1:]),
        "queues": (QUEUE_DTYPE, (queues,)),
        "units": (UNIT_DTYPE, (a.units.shape[1],)),
        "contracts": (CONTRACT_DTYPE, (contracts,)),
        "outlooks": (
            OUTLOOK_DTYPE,
            (contracts, int(max(a.terms["length"].max(initial=1), a.terms["wait"].max(initial=0) + 1))),
        ),
        "hazards": (FLOAT, (len(a.tenure_push),)),
        "gradient": (FLOAT, (len(METRICS), queues, len(CHANNELS))),
        "jobs": (JOB_DTYPE, a.jobs.shape),
        "readiness": (FLOAT, (len(a.jobs),)),
        "roles": (ROLE_DTYPE, (len(a.roles),)),
        "firm": (FIRM_DTYPE, (1,)),
        "shocks": (FLOAT, (len(a.shocks),)),
        "week": (WEEK_DTYPE, (1,)),
    }
    begins, at = {}, 0
    for name, (dtype, shape) in wanted.items():
        begins[name], at = at, at + math.prod(shape) * max(len(dtype.names or ()), 1)
    block = np.zeros((at + 1, LANES))
    states = []
    for lane in range(lanes):
        arrays = {name: one_lane(block, begins[name], shape, dtype, lane) for name, (dtype, shape) in wanted.items()}
        state = State(
            **arrays,
            totals=as_numbers(arrays["week"])[0],
            strengths=np.zeros(slots),
            exits=np.zeros(exit_rows, EXIT_DTYPE),
            partners=np.full(slots, -1, np.int64),
            identities=np.zeros(slots, np.int64),
            calendar=np.zeros(len(a.weeks), CALENDAR),
            numbers=one_lane(block, 0, (at,), FLOAT, lane),
        )
        states.append(state)
    return states
