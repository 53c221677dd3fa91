"""Campaign teams and standing groups."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.language.text import Text
from sim.structures.seating import Seats
from sim.structures.structure import Structure

#: Standing groups along the customer's life beside the other departments; the private domain is the group for repeat
#: buying, and operations are shared between the first two.
STANDING = {"marketing": "acquire", "content": "acquire", "service": "retain", "private_domain": "repurchase"}


class Hybrid(Structure):
    """Campaign teams, and standing groups to acquire and to retain customers (O4)."""

    kind: Literal["hybrid"]

    title: ClassVar = Text("campaign teams and standing groups", "项目制 + 小组制")
    example: ClassVar = {}
    campaign_teams: ClassVar = True

    def seat(self, role: str, seats: Seats) -> None:
        """Seat a role in its standing group where there is one, else in its department."""
        if role == "operations" and seats.heads[role]:
            seats.by_line(role, ["acquire", "retain"])
        elif role in STANDING:
            seats.pooled(role, STANDING[role])
        else:
            super().seat(role, seats)
