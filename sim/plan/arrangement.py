"""Arrangements: who sits in which unit, which queue serves which line, who leads and who asks whom.

Hand-offs, pooling, duplication and breadth of work are never typed in; they follow from the arrangement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.errors import SimError
from sim.scenario.policy import Policy
from sim.vocabulary.roles import ROLE_NAMES

LARGEST_UNIT = 16
SQUAD_ROLES = ("operations", "design", "service")
GROUP_ROLES = ("operations", "marketing", "content", "design", "service")
#: Standing groups along the customer's life beside the other departments (O4); operations are shared between the
#: first two, the private domain is the group for repeat buying.
STANDING = {"marketing": "acquire", "content": "acquire", "service": "retain", "private_domain": "repurchase"}
#: Functional departments, by role (O1).
FUNCTION = {
    "operations": "sales", "category": "sales", "marketing": "marketing", "content": "marketing", "design": "design",
    "service": "service", "data": "technology", "technology": "technology", "warehouse": "warehouse",
    "private_domain": "marketing",
}  # fmt: skip


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


def arrange(policy: Policy, heads: dict[str, int], line_work: np.ndarray) -> Arrangement:
    """Seat the heads of a policy in its structure.

    Args:
        policy: complete policy.
        heads: seats by role under this policy; a role with none keeps its queue, which then nobody serves.
        line_work: float64[roles, L] size of each role's work by line, any unit.

    Raises:
        SimError: squads without operations, design and service seats.
    """
    structure, n_lines = policy.structure, line_work.shape[1]
    if structure.kind == "teams":
        return seat_teams(structure.size, heads, structure.gate_levels)
    squads, home = structure.kind == "squads", FUNCTION | (STANDING if structure.kind == "hybrid" else {})
    if squads:
        missing = [role for role in SQUAD_ROLES if not heads.get(role)]
        if missing:
            raise SimError(f"squads need seats in operations, design and service; none in {', '.join(missing)}")
    parts = min(n_lines, *(heads.get(role, 1) for role in SQUAD_ROLES)) if squads else min(n_lines, structure.groups)
    owned = split_lines(line_work.sum(axis=0), parts)
    largest = structure.span if structure.kind == "hierarchy" else LARGEST_UNIT
    builder = _Builder(n_lines, structure.cover if squads else 0.0, largest)
    for role in ROLE_NAMES:
        if role not in heads:
            continue
        n = heads[role]
        if squads and role in SQUAD_ROLES:
            builder.seat_in_parts(role, n, owned, "squad")
        elif structure.kind == "groups" and role in GROUP_ROLES and n >= parts:
            builder.seat_in_parts(role, n, owned, "group")
        elif role == "operations" and n:
            homes = ("acquire", "retain") if structure.kind == "hybrid" else (FUNCTION[role],)
            builder.seat_by_line(role, n, split_lines(line_work[0], min(n, n_lines)), homes)
        else:
            builder.seat_pooled(role, n, home[role])
    return builder.finish(structure.gate_levels, 1.0 if structure.kind == "hierarchy" else 0.0)


def seat_teams(size: int, heads: dict[str, int], gate_levels: float) -> Arrangement:
    """Seat all heads in teams of about a size, every role spread over them, each person with work of their own.

    Queues stand in the order of teams, so that the log of a team is a run of queues.
    """
    people = [(ROLE_NAMES.index(role), k) for role in ROLE_NAMES for k in range(heads.get(role, 0))]
    teams = max(1, round(len(people) / size))
    seats: list[Seating] = []
    queues: list[QueueFacts] = []
    for team in range(teams):
        for role, ordinal in people[team::teams]:
            seats.append(Seating(role, ordinal, team, len(queues)))
            queues.append(QueueFacts(role, f"team {team}", team, (), 1, 0.0))
    seats.sort(key=lambda seat: (seat.role, seat.ordinal))
    sizes = tuple(len(people[team::teams]) for team in range(teams))
    return Arrangement(tuple(seats), tuple(queues), (-1,) * teams, sizes, gate_levels)


class _Builder:
    """Collects seats, queues and units while roles are seated one after the other."""

    def __init__(self, n_lines: int, cover: float, largest: int) -> None:
        self.all_lines = tuple(range(n_lines))
        self.cover, self.largest = cover, largest
        self.seats: list[Seating] = []
        self.queues: list[QueueFacts] = []
        self.homes: dict[str, list[int]] = {}
        self.unit_seats: list[list[int]] = []

    def _unit(self, home: str) -> int:
        """Return a unit of a department with a free seat, opening one if all are full."""
        units = self.homes.setdefault(home, [])
        whole = home.startswith(("squad", "group"))
        if not units or (len(self.unit_seats[units[-1]]) >= self.largest and not whole):
            units.append(len(self.unit_seats))
            self.unit_seats.append([])
        return units[-1]

    def _seat(self, role: str, ordinal: int, home: str, queue: int) -> int:
        """Seat one person and return the unit."""
        unit = self._unit(home)
        self.unit_seats[unit].append(len(self.seats))
        self.seats.append(Seating(ROLE_NAMES.index(role), ordinal, unit, queue))
        return unit

    def _open(self, role: str, home: str, lines: tuple[int, ...], ordinals: list[int], cover: float) -> None:
        """Open a queue and seat its members."""
        index, r = len(self.queues), ROLE_NAMES.index(role)
        units = [self._seat(role, ordinal, home, index) for ordinal in ordinals] or [self._unit(home)]
        self.queues.append(QueueFacts(r, home, units[0], lines, len(ordinals), cover))

    def seat_by_line(self, role: str, n: int, owned: list[tuple[int, ...]], homes: tuple[str, ...]) -> None:
        """Seat a role whose members own lines singly, in turn in one of some departments."""
        for k, lines in enumerate(owned):
            self._open(role, homes[k % len(homes)], lines, list(range(k, n, len(owned))), 0.0)

    def seat_in_parts(self, role: str, n: int, owned: list[tuple[int, ...]], part: str) -> None:
        """Seat a role in squads or groups, each with lines of its own."""
        for k, lines in enumerate(owned):
            self._open(role, f"{part} {k}", lines, list(range(k, n, len(owned))), self.cover)

    def seat_pooled(self, role: str, n: int, home: str) -> None:
        """Seat a role in a department with one queue over all lines."""
        self._open(role, home, self.all_lines, list(range(n)), 0.0)

    def finish(self, gate_levels: float, familiar: float) -> Arrangement:
        """Return the arrangement, seats ordered by role and ordinal, the first of a unit as its lead."""
        order = sorted(range(len(self.seats)), key=lambda i: (self.seats[i].role, self.seats[i].ordinal))
        place = {old: new for new, old in enumerate(order)}
        leads = tuple(place[seats[0]] if seats else -1 for seats in self.unit_seats)
        sizes = tuple(len(seats) for seats in self.unit_seats)
        return Arrangement(tuple(self.seats[i] for i in order), tuple(self.queues), leads, sizes, gate_levels, familiar)


def effective_lines(work: np.ndarray) -> float:
    """Return the effective number of lines of a queue, (sum)^2 / sum of squares of their work; 1 without work."""
    square = float(np.sum(work * work))
    return float(np.sum(work)) ** 2 / square if square > 0.0 else 1.0


def handoff_share(arrangement: Arrangement, queue: QueueFacts, requests: np.ndarray, work: np.ndarray) -> float:
    """Return the share of a queue's incoming requests that comes from another department or squad."""
    crossing, total = 0.0, 0.0
    for role in range(len(ROLE_NAMES)):
        share = requests[role, queue.role]
        if share <= 0.0:
            continue
        for line in queue.lines:
            asking = arrangement.queue_of(role, line)
            if asking >= 0:
                amount = share * work[role, line]
                total += amount
                crossing += amount * (arrangement.queues[asking].home != queue.home)
    return crossing / total if total > 0.0 else 0.0


def duplication(common: float, lines: float, reference: float) -> float:
    """Return how much more work a queue has because common parts are redone per queue, relative to the baseline."""
    return (1.0 - common * (1.0 - 1.0 / lines)) / (1.0 - common * (1.0 - 1.0 / reference))
