"""Groups of lines."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Whole
from sim.language.text import Text
from sim.structures.seating import Seats
from sim.structures.structure import Structure

ROLES = ("operations", "marketing", "content", "design", "service")


class Groups(Structure):
    """Groups of products or categories, each with people of most roles (O2)."""

    kind: Literal["groups"]
    groups: Annotated[Whole, Field(ge=2, le=12, description="Groups of lines.")] = 3

    title: ClassVar = Text("product and category groups", "产品 / 品类型架构")
    example: ClassVar = {"groups": 2}

    def seat(self, role: str, seats: Seats) -> None:
        """Seat a role in the groups where it has somebody for each, else in its department."""
        owned = seats.parts(self.groups)
        if role in ROLES and seats.heads[role] >= len(owned):
            seats.in_parts(role, "group", owned)
        else:
            super().seat(role, seats)
