"""A layered hierarchy."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Whole
from sim.language.text import Text
from sim.structures.structure import Structure


class Hierarchy(Structure):
    """Small units under leads; strangers ask through the lead, and some approvals climb a level (O6)."""

    kind: Literal["hierarchy"]
    span: Annotated[Whole, Field(ge=3, le=30, description="People under one lead.")] = 8

    title: ClassVar = Text("layered hierarchy", "科层制架构")
    example: ClassVar = {"span": 5}
    usual_approval: ClassVar = 0.5
    usual_climb: ClassVar = 0.3
    usual_escalation: ClassVar = True
    familiar: ClassVar = 1.0

    @property
    def largest(self) -> int:
        """Most people in a unit: those under one lead."""
        return self.span
