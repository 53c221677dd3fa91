"""A matrix of departments and lines."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.language.text import Text
from sim.structures.seating import Seats
from sim.structures.structure import FUNCTION, Structure

ROLES = ("operations", "marketing", "content", "design", "service")


class Matrix(Structure):
    """People sit in departments, but each works for lines of their own."""

    kind: Literal["matrix"]

    title: ClassVar = Text("matrix of departments and lines", "矩阵制架构")
    example: ClassVar = {}
    uncatalogued: ClassVar = Text("an example of the recipe", "开发指南中的示例")

    def seat(self, role: str, seats: Seats) -> None:
        """Seat a role in its department, by line where its work can be told apart by line."""
        if role in ROLES and seats.heads[role]:
            seats.by_line(role, [FUNCTION[role]])
        else:
            super().seat(role, seats)
