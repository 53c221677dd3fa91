"""The seat that a text names."""

from __future__ import annotations

from sim.errors import SimError
from sim.plan.records import SeatName
from sim.vocabulary.roles import ROLES


def place_of(seat: str, seats: tuple[SeatName, ...]) -> int:
    """Return the place of a seat written as `operations 3` or `运营 3`.

    Raises:
        SimError: there is no such seat.
    """
    word, _, number = seat.strip().rpartition(" ")
    roles = [role.name for role in ROLES if word.lower() in (role.name, role.en.lower(), role.zh)]
    wanted = SeatName(roles[0], int(number)) if roles and number.isdecimal() else None
    if wanted in seats:
        return seats.index(wanted)
    counts = {each.role: sum(other.role == each.role for other in seats) for each in seats}
    known = ", ".join(f"{role} 1 to {n}" if n > 1 else f"{role} 1" for role, n in counts.items())
    raise SimError("there is no seat {0!r}; there are {1}", "没有席位 {0!r};现有 {1}", seat, known)
