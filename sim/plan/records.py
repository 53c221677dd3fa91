"""The plan: everything the engine needs to know of a scenario and a policy, as arrays.

A *regime* is a stretch of weeks with one structure, one headcount and one set of pay rules. A plan holds the regimes
of a run (at least the one before a policy starts and the one after). Axes: R regimes, S seats, L lines, Q queues,
U units, C contracts, K contracts of one seat, E request edges, T simulated weeks (burn-in first).
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from sim.plan import fields as declared


def _record(fields: declared.Fields) -> np.dtype:
    """Return a record type whose elements give their fields as attributes."""
    return np.dtype((np.record, [(name, np.dtype(kind)) for name, (kind, _, _) in fields.items()]))


def filled(dtype: np.dtype, /, **values: Any) -> tuple[Any, ...]:
    """Return one record of a type from its fields by name.

    Raises:
        TypeError: a field is missing or unknown; the message names it.
    """
    names = dtype.names or ()
    if wrong := set(names) ^ set(values):
        raise TypeError(f"fields missing or unknown: {', '.join(sorted(wrong))}")
    return tuple(values[name] for name in names)


LINE = _record(declared.LINE)
ROLE = _record(declared.ROLE)
SEAT = _record(declared.SEAT)
QUEUE = _record(declared.QUEUE)
UNIT = _record(declared.UNIT)
CELL = _record(declared.CELL)
EDGE = _record(declared.EDGE)
CONTRACT = _record(declared.CONTRACT)
CLAIM = _record(declared.CLAIM)
TERM = _record(declared.TERM)
PLACEMENT = _record(declared.PLACEMENT)
REGIME = _record(declared.REGIME)
WEEK = _record(declared.WEEK)
CALENDAR = _record(declared.CALENDAR)
SHOCK = _record(declared.SHOCK)
TRIGGER = _record(declared.TRIGGER)
REVIEW = _record(declared.REVIEW)
DEPARTURE = _record(declared.DEPARTURE)
CAMPAIGN = _record(declared.CAMPAIGN)
JOB = _record(declared.JOB)

#: What a shock acts on: visits, possible sales, output of a role, share of sales taken, log of outside offers, log of
#: the tightness of the labour market.
DEMAND, OPEN, STRENGTH, FEE, OFFERS, TIGHTNESS = range(6)
#: What a stage may wait for.
MOST_TIES = 12
NEVER = 1e9


class Arrays(NamedTuple):
    """The arrays of a plan, in the form the compiled engine takes."""

    weeks: np.ndarray  #: WEEK[T] calendar
    tenure_push: np.ndarray  #: float64[521] log of relative exit hazard by weeks of tenure
    lines: np.ndarray  #: LINE[L]
    roles: np.ndarray  #: ROLE[roles]
    seats: np.ndarray  #: SEAT[S]
    placements: np.ndarray  #: PLACEMENT[R, S] where a seat is in a regime
    claims: np.ndarray  #: CLAIM[R, S, K] what a seat is paid by, in a regime
    regimes: np.ndarray  #: REGIME[R]
    queues: np.ndarray  #: QUEUE[R, Q]
    queue_lines: np.ndarray  #: int64[R, roles * L] lines in queue order
    cells: np.ndarray  #: CELL[R, roles, L] a role's work on a line
    units: np.ndarray  #: UNIT[R, U]
    edges: np.ndarray  #: EDGE[E]
    campaigns: np.ndarray  #: CAMPAIGN[K] by date
    jobs: np.ndarray  #: JOB[K, roles]
    team_seats: np.ndarray  #: int64[R, S] seats of the campaign team, -1 behind the last
    asks: np.ndarray  #: float64[roles, roles] cumulative shares of a role's requests by asked role; else 0
    role_seats: np.ndarray  #: int64[roles, 2] first seat of a role and the one after its last
    open_seats: np.ndarray  #: int64[R, S] seats that exist in a regime, by role
    open_roles: np.ndarray  #: int64[R, roles, 2] first and last place of a role in `open_seats`
    unit_seats: np.ndarray  #: int64[R, S] seats by unit and role
    unit_roles: np.ndarray  #: int64[R, U, roles, 2] first and last place of a role of a unit in `unit_seats`
    queue_seats: np.ndarray  #: int64[R, S] seats by queue
    tie_slots: np.ndarray  #: int64[1] colleagues a person remembers; 0 where ties are left out
    contracts: np.ndarray  #: CONTRACT[C]
    contract_lines: np.ndarray  #: int64[*] lines in scope, contract after contract
    line_weights: np.ndarray  #: float64[*] weight of each of `contract_lines` in its contract's amount, 1 as a rule
    kinks: np.ndarray  #: float64[C, k, 2] attainment, change of slope
    lumps: np.ndarray  #: float64[C, l, 2] attainment, share paid from there on
    terms: np.ndarray  #: TERM[C, T] periods and targets
    triggers: np.ndarray  #: TRIGGER[*] changes of regime by a measured quantity
    reviews: np.ndarray  #: REVIEW[*] rules that move weights
    departures: np.ndarray  #: DEPARTURE[*] people who have to go on a day
    shocks: np.ndarray  #: SHOCK[K] what hits the company from outside
    shock_lines: np.ndarray  #: int64[K, L] 1 for the lines a shock hits


class SeatName(NamedTuple):
    """A seat as people call it: role and number in the role, from 1."""

    role: str
    number: int


class ContractName(NamedTuple):
    """Where a contract comes from.

    Attributes:
        instrument: its name in the policy; kind: as documents call it; part: number of the part of the instrument.
        metric: what it pays for; scope: whose result counts.
    """

    instrument: str
    kind: str
    part: int
    metric: str
    scope: str


class Names(NamedTuple):
    """What stands behind the rows of a plan.

    Attributes:
        seats: S; lines: L; contracts: C.
        units: R x U, homes of units (department, squad, group, team); queues: R x Q, (role, home).
    """

    seats: tuple[SeatName, ...]
    lines: tuple[str, ...]
    contracts: tuple[ContractName, ...]
    units: tuple[tuple[str, ...], ...]
    queues: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class Plan:
    """A compiled scenario and policy.

    Attributes:
        name: the policy.
        arrays: what the engine sees.
        names: what stands behind their rows.
        burn_in: simulated weeks before week 0.
        start_week: week, counted from 0, in which the policy starts.
        announce_week: week in which it is announced.
    """

    name: str
    arrays: Arrays
    names: Names = field(compare=False, repr=False)
    burn_in: int
    start_week: int
    announce_week: int
    fingerprint: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Freeze the arrays and name their content."""
        digest = hashlib.sha256()
        for name, array in zip(Arrays._fields, self.arrays, strict=True):
            array.setflags(write=False)
            digest.update(f"{name}{array.shape}{array.dtype.descr}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        digest.update(f"{self.burn_in}|{self.start_week}|{self.announce_week}".encode())
        object.__setattr__(self, "fingerprint", digest.hexdigest()[:16])

    @property
    def weeks(self) -> int:
        """Weeks recorded, burn-in excluded."""
        return len(self.arrays.weeks) - self.burn_in
