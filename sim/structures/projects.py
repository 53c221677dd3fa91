"""Departments with campaign teams."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.language.text import Text
from sim.structures.structure import Structure


class Projects(Structure):
    """Campaign teams beside departments (O3)."""

    kind: Literal["projects"]

    title: ClassVar = Text("departments with campaign teams", "项目型架构")
    example: ClassVar = {}
    campaign_teams: ClassVar = True
