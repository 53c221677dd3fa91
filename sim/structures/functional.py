"""Functional departments."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.language.text import Text
from sim.structures.structure import Structure


class Functional(Structure):
    """Departments by what people do: sales, marketing, design, service and so on (O1)."""

    kind: Literal["functional"] = "functional"

    title: ClassVar = Text("functional departments", "职能型架构")
    example: ClassVar = {}
