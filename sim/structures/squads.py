"""Squads by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from sim.documents.fields import Role, Share, Whole, fault
from sim.errors import SimError
from sim.language.terms import percent
from sim.language.text import Text, role_words
from sim.structures.seating import Arrangement, Seats
from sim.structures.structure import Structure

ROLES = ("operations", "design", "service")


class Squads(Structure):
    """Operations, design and service sit together by line; neighbours may lend slack (O5)."""

    kind: Literal["squads"]
    cover: Share = Field(0.0, description="Share of their slack that neighbouring squads lend.")

    floating: dict[Role, Annotated[Whole, Field(ge=0, le=1000)]] = Field(
        default_factory=dict,
        description="Role and how many of its seats, the last ones, stay beside the squads and help where work waits.",
    )

    @model_validator(mode="after")
    def _float_of_squads(self) -> Self:
        for role in self.floating:
            if role not in ROLES:
                raise fault(
                    Text("{0} sits in no squad", "{0} 不在任何小组中").format(role),
                    Text("name one of {0}", "请从中选择:{0}").format(", ".join(ROLES)),
                    "floating",
                    role,
                )
        return self

    title: ClassVar = Text("squads by line", "特战小组")
    example: ClassVar = {"cover": 0.3}
    usual_approval: ClassVar = 0.0

    def told(self) -> Text:
        """How much neighbours lend."""
        told = super().told()
        if self.cover:
            words = Text("; neighbours lend {0} of their slack", ";相邻小组借出 {0} 的空闲人力")
            told += words.format(percent(self.cover))
        for role, seats in self.floating.items():
            if seats:
                words = Text("; floating seats of {1}: {0}", ";机动席位:{1} {0} 个")
                told += words.format(seats, role_words((role,)))
        return told

    def arranged(self, heads: Mapping[str, int], line_work: np.ndarray) -> Arrangement:
        """Seat the people of a company.

        Raises:
            SimError: a role of the squads has no seats.
        """
        missing = [role for role in ROLES if not heads.get(role)]
        if missing:
            raise SimError(
                "squads need seats in operations, design and service; none in {0}",
                "三人小组需要运营、设计和客服的席位;缺少 {0}",
                ", ".join(missing),
            )
        for role, floating in self.floating.items():
            if floating >= heads[role]:
                raise SimError(
                    "squads: {0} floating seats of {1} leave none of {2} for a squad",
                    "三人小组:{1}的 {2} 席中有 {0} 席机动,没有剩余席位组成小组",
                    floating,
                    role,
                    heads[role],
                )
        return super().arranged(heads, line_work)

    def seat(self, role: str, seats: Seats) -> None:
        """Seat a role in squads, as many as every role of a squad has people for, else in its department."""
        if role in ROLES:
            owned = seats.parts(min(seats.heads[each] - self.floating.get(each, 0) for each in ROLES))
            seats.in_parts(role, "squad", owned, self.cover, self.floating.get(role, 0))
        else:
            super().seat(role, seats)
