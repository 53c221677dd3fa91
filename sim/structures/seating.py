"""Seats, queues and units: who sits in which unit, and which queue serves which line.

Hand-offs, pooling, duplication and breadth of work are never typed in; they follow from the arrangement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.vocabulary.roles import ROLE_NAMES

#: Most people in a unit of a department, where a structure does not say otherwise.
LARGEST_UNIT = 16
#: A person at work in another role: role index, ordinal, index of the other role.
Away = tuple[int, int, int]


@dataclass(frozen=True)
class Seating:
    """One seat: role index, ordinal within the role, and where it sits in this arrangement (-1: no such seat)."""

    role: int
    ordinal: int
    unit: int
    queue: int


@dataclass(frozen=True)
class QueueFacts:
    """One queue: role index, home (department or squad), unit, lines it serves, seats, share of slack it lends."""

    role: int
    home: str
    unit: int
    lines: tuple[int, ...]
    members: int
    cover: float

    @property
    def role_name(self) -> str:
        """Name of the role."""
        return ROLE_NAMES[self.role]


@dataclass(frozen=True)
class Arrangement:
    """A structure with its people: seats, queues and units in a fixed order."""

    seats: tuple[Seating, ...]
    queues: tuple[QueueFacts, ...]
    leads: tuple[int, ...]
    sizes: tuple[int, ...]
    gate_levels: float = 0.0
    familiar: float = 0.0

    @property
    def homes(self) -> tuple[str, ...]:
        """Department, squad, group or team that each unit is (part of)."""
        found = {queue.unit: queue.home for queue in self.queues}
        found |= {seat.unit: self.queues[seat.queue].home for seat in self.seats}
        return tuple(found.get(unit, "") for unit in range(len(self.leads)))

    @property
    def makes(self) -> bool:
        """Whether the people make what is sold, so that no queue waits for the orders of a line."""
        return not any(queue.lines for queue in self.queues)

    def rotated(self, away: tuple[Away, ...]) -> Arrangement:
        """Return the arrangement with some people at work in another role, one after the other in its queues."""
        seats, queues = list(self.seats), list(self.queues)
        for number, (role, ordinal, to) in enumerate(away):
            theirs = [q for q, queue in enumerate(queues) if queue.role == to]
            for i, seat in enumerate(seats):
                if (seat.role, seat.ordinal) == (role, ordinal) and theirs:
                    there = theirs[number % len(theirs)]
                    for q, more in ((seat.queue, -1), (there, 1)):
                        queues[q] = replace(queues[q], members=queues[q].members + more)
                    seats[i] = replace(seat, unit=queues[there].unit, queue=there)
        return replace(self, seats=tuple(seats), queues=tuple(queues))

    def queue_of(self, role: int, line: int) -> int:
        """Return the queue that serves a role's work on a line, -1 if nobody does."""
        for index, queue in enumerate(self.queues):
            if queue.role == role and line in queue.lines:
                return index
        return -1

    def cells(self, n_lines: int) -> np.ndarray:
        """Return int64[roles, L], the queue of every role and line."""
        table = np.full((len(ROLE_NAMES), n_lines), -1, np.int64)
        for index, queue in enumerate(self.queues):
            table[queue.role, list(queue.lines)] = index
        return table


def split_lines(sizes: np.ndarray, parts: int) -> list[tuple[int, ...]]:
    """Return lines dealt to `parts` owners so that loads are even: largest first to the least loaded."""
    owned: list[list[int]] = [[] for _ in range(parts)]
    loads = [0.0] * parts
    for line in sorted(range(len(sizes)), key=lambda i: (-sizes[i], i)):
        owner = min(range(parts), key=lambda k: (loads[k], k))
        owned[owner].append(line)
        loads[owner] += float(sizes[line])
    return [tuple(sorted(lines)) for lines in owned]


class Seats:
    """Collects seats, queues and units while roles are seated one after the other.

    Args:
        heads: seats by role; a role with none keeps its queue, which then nobody serves.
        line_work: float64[roles, L], size of each role's work by line, any unit.
        largest: most people in a unit of a department.
    """

    def __init__(self, heads: Mapping[str, int], line_work: np.ndarray, largest: int = LARGEST_UNIT) -> None:
        self.heads, self.line_work, self.largest = heads, line_work, largest
        self.n_lines = line_work.shape[1]
        self.seats: list[Seating] = []
        self.queues: list[QueueFacts] = []
        self.homes: dict[str, list[int]] = {}
        self.unit_seats: list[list[int]] = []
        self.whole: set[str] = set()

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles that the company has, in the order of roles."""
        return tuple(role for role in ROLE_NAMES if role in self.heads)

    def parts(self, wanted: int) -> list[tuple[int, ...]]:
        """Return all lines dealt to some parts of the company by the work of all roles; no more parts than lines."""
        return split_lines(self.line_work.sum(axis=0), min(self.n_lines, wanted))

    def by_line(self, role: str, homes: Sequence[str]) -> None:
        """Seat a role whose members own lines singly, in turn in one of some departments."""
        n = self.heads[role]
        owned = split_lines(self.line_work[ROLE_NAMES.index(role)], min(n, self.n_lines))
        for k, lines in enumerate(owned):
            self._open(role, homes[k % len(homes)], lines, range(k, n, len(owned)))

    def in_parts(
        self, role: str, part: str, owned: Sequence[tuple[int, ...]], cover: float = 0.0, floating: int = 0
    ) -> None:
        """Seat a role in parts of the company that stay whole, each with lines of its own.

        Args:
            role: to seat.
            part: what a part is called.
            owned: lines of each part.
            cover: share of slack that a queue lends to the others of its role.
            floating: seats, the last ones, that belong to no part and lend all their time.
        """
        settled = self.heads[role] - floating
        for k, lines in enumerate(owned):
            home = f"{part} {k}"
            self.whole.add(home)
            self._open(role, home, lines, range(k, settled, len(owned)), cover)
        if floating:
            self._open(role, "float", (), range(settled, self.heads[role]), 1.0)

    def pooled(self, role: str, home: str) -> None:
        """Seat a role in a department with one queue over all lines."""
        self._open(role, home, tuple(range(self.n_lines)), range(self.heads[role]))

    def finish(self, gate_levels: float, familiar: float) -> Arrangement:
        """Return the arrangement, seats ordered by role and ordinal, the first of a unit as its lead."""
        order = sorted(range(len(self.seats)), key=lambda i: (self.seats[i].role, self.seats[i].ordinal))
        place = {old: new for new, old in enumerate(order)}
        leads = tuple(place[seats[0]] if seats else -1 for seats in self.unit_seats)
        sizes = tuple(len(seats) for seats in self.unit_seats)
        return Arrangement(tuple(self.seats[i] for i in order), tuple(self.queues), leads, sizes, gate_levels, familiar)

    def _unit(self, home: str) -> int:
        """Return a unit of a home with a free seat, opening one if all are full."""
        units = self.homes.setdefault(home, [])
        if not units or (len(self.unit_seats[units[-1]]) >= self.largest and home not in self.whole):
            units.append(len(self.unit_seats))
            self.unit_seats.append([])
        return units[-1]

    def _seat(self, role: str, ordinal: int, home: str, queue: int) -> int:
        """Seat one person and return the unit."""
        unit = self._unit(home)
        self.unit_seats[unit].append(len(self.seats))
        self.seats.append(Seating(ROLE_NAMES.index(role), ordinal, unit, queue))
        return unit

    def _open(self, role: str, home: str, lines: tuple[int, ...], ordinals: Iterable[int], cover: float = 0.0) -> None:
        """Open a queue and seat its members."""
        index, r = len(self.queues), ROLE_NAMES.index(role)
        seated = [self._seat(role, ordinal, home, index) for ordinal in ordinals]
        unit = seated[0] if seated else self._unit(home)
        self.queues.append(QueueFacts(r, home, unit, lines, len(seated), cover))
