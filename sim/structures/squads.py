"""Squads by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.documents.fields import Share
from sim.errors import SimError
from sim.language.terms import percent
from sim.language.text import Text
from sim.structures.seating import Arrangement, Seats
from sim.structures.structure import Structure

ROLES = ("operations", "design", "service")


class Squads(Structure):
    """Operations, design and service sit together by line; neighbours may lend slack (O5)."""

    kind: Literal["squads"]
    cover: Share = Field(0.0, description="Share of their slack that neighbouring squads lend.")

    title: ClassVar = Text("squads by line", "特战小组")
    example: ClassVar = {"cover": 0.3}
    usual_approval: ClassVar = 0.0

    def told(self) -> Text:
        """How much neighbours lend."""
        if not self.cover:
            return super().told()
        words = Text("; neighbours lend {0} of their slack", ";相邻小组借出 {0} 的空闲人力")
        return words.format(percent(self.cover))

    def arranged(self, heads: Mapping[str, int], line_work: np.ndarray) -> Arrangement:
        """Seat the people of a company.

        Raises:
            SimError: a role of the squads has no seats.
        """
        missing = [role for role in ROLES if not heads.get(role)]
        if missing:
            raise SimError(f"squads need seats in operations, design and service; none in {', '.join(missing)}")
        return super().arranged(heads, line_work)

    def seat(self, role: str, seats: Seats) -> None:
        """Seat a role in squads, as many as every role of a squad has people for, else in its department."""
        if role in ROLES:
            owned = seats.parts(min(seats.heads[each] for each in ROLES))
            seats.in_parts(role, "squad", owned, self.cover)
        else:
            super().seat(role, seats)
