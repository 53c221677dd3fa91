"""A pay contract: a metric in a scope, a curve, a period, a stake per seat; and what contracts are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from sim.pay.curves import Curve
from sim.pay.instruments.instrument import Dates
from sim.pay.parts import Part
from sim.pay.rates import Rates
from sim.plan.expected import Expected
from sim.scenario.policy import Policy
from sim.structures.seating import Arrangement


class Planned(NamedTuple):
    """What is planned for some lines between two days, as a multiple of what is expected."""

    lines: tuple[int, ...]
    begin: date
    until: date | None
    factor: float


class ContractKey(NamedTuple):
    """What a contract is: two of neighbouring regimes with the same key are one that goes on.

    Attributes:
        instrument: name of the instrument in the policy; part: number of its part, of those that stand beside it the
            n-th thousand; entry: the instrument itself.
        shadow: whether it is reckoned only.
        queue, queues, lines: whose log it reads (the first of some neighbouring queues), and which lines.
        sharers: people who share a pot, 0 where there is none.
        role: of those who hold it; seat: whose alone it is, -1 no single person's.
        beside: queue and lines of it and of all that stand beside it, empty where nothing does.
        targets: what is planned for its lines beside what is expected.
    """

    instrument: str
    part: int
    entry: Any
    shadow: bool
    queue: int
    queues: int
    lines: tuple[int, ...]
    sharers: int
    role: int
    seat: int
    targets: tuple[Planned, ...] = ()
    beside: tuple[tuple[int, tuple[int, ...]], ...] = ()


class ContestKey(NamedTuple):
    """The contest that contracts compete in: instrument, part, whether reckoned only, role (-1: units compete)."""

    instrument: str
    part: int
    shadow: bool
    role: int


class Claim(NamedTuple):
    """What a seat holds of a contract in a regime: its stake, RMB a week at payout share 1."""

    regime: int
    seat: int
    stake: float


@dataclass
class Contract:
    """One compiled contract; see `sim.plan.records.CONTRACT`.

    Attributes beyond the part of an instrument that it is made of:
        since, until: regimes it is in force.
        queue: whose log it reads, -1 none.
        seats, stakes: who holds it, and its stake per seat, in the regime it was made for.
        key: two contracts of neighbouring regimes with the same key are one that goes on.
        claims: over all regimes it is in force.
        group: contracts with the same group compete for ranks.
        curve: of the part, or what its rates come to.
        level: a steady weekly target; 0 where the target follows the plan.
        fade: +1 fades in, -1 fades out, first week and weeks of it, burn-in counted.
        part_made: share of what is made, where the company sells what its people make.
        beside: contracts that give it points or multiply its pay, in the order of the plan.
        crowd: people who share its result, where everybody has a contract of their own; 0 elsewhere.
        shares: of each line, its rate over the mean one; empty where all lines have one rate.
        point: points of its holder where a pool is divided by points, as a share of all.
        order: what contracts are sorted by, so that rivals stand side by side.
    """

    part: Part
    kind: int
    since: int
    until: int
    queue: int
    lines: tuple[int, ...]
    seats: list[int]
    curve: Curve | Rates
    shadow: bool
    key: ContractKey
    group: ContestKey | None = None
    level: float = 0.0
    fade: tuple[int, int, int] = (0, 0, 0)
    part_made: float = 1.0
    beside: list[Contract] = field(default_factory=list)
    crowd: int = 0
    shares: tuple[float, ...] = ()
    point: float = 0.0
    order: str = ""
    stakes: list[float] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    @property
    def metric(self) -> str:
        """What it pays for."""
        return self.part.metric

    @property
    def instrument(self) -> str:
        """Name in the policy of the instrument that it is a part of."""
        return self.key.instrument


@dataclass(frozen=True)
class Setting:
    """What a policy's contracts are made from in one regime.

    Attributes:
        policy, arrangement: in force.
        regime: its number.
        base: float64[seats], monthly base pay; tier: pay of each seat's tier relative to a middle one.
        tiers: tier of each seat.
        expected: results of the baseline.
        dates: what instruments may hang on.
        shadow: whether the contracts are reckoned only.
        chosen: bool[seats], whose they are.
        targets: what is planned for lines beside what is expected.
    """

    policy: Policy
    arrangement: Arrangement
    regime: int
    base: np.ndarray
    tier: np.ndarray
    tiers: list[str]
    expected: Expected
    dates: Dates
    shadow: bool
    chosen: np.ndarray
    targets: tuple[Planned, ...] = ()
