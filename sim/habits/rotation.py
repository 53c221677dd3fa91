"""Rotation between roles."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.calendar import week_of
from sim.documents.fields import Day, Role, Whole, fault
from sim.habits.programme import Programme
from sim.language.text import Text, day, role_words
from sim.structures.seating import Away
from sim.vocabulary.roles import ROLE_NAMES
from sim.vocabulary.tiers import TIER_NAMES


class Rotation(Programme):
    """People work in a seat of another role for a while, and their own seat stays short (T7)."""

    kind: Literal["rotation"]
    from_: Role = Field(alias="from", description="Role whose people go.")
    to: Role = Field(description="Role in whose seat they work.")
    seats: Annotated[Whole, Field(ge=1, le=1000, description="How many go at a time.")] = 1
    begin: Day = Field(description="First day of the first round; a Monday.")
    weeks: Annotated[Whole, Field(ge=1, le=104, description="Weeks of a round.")] = 13
    rounds: Annotated[Whole, Field(ge=1, le=20, description="Rounds, one after the other, of other people each.")] = 1

    title: ClassVar = Text("rotation", "轮岗")
    example: ClassVar = {"from": "design", "to": "operations", "begin": "2026-03-02"}

    @model_validator(mode="after")
    def _by_seat(self) -> Self:
        if set(self.tiers) != set(TIER_NAMES):
            raise fault(
                Text("a rotation takes the last seats of a role", "轮岗总是从该岗位最后的席位派出"),
                Text("leave `tiers` out", "请去掉 `tiers`"),
                "tiers",
                list(self.tiers),
            )
        return self

    def told(self) -> Text:
        """Who goes where, from when on and for how long."""
        words = Text(
            "Rotation: from {3} on {0} of {1} work in a seat of {2} for {4} weeks, in {5} rounds.",
            "轮岗:自{3}起,{1} {0} 人到{2}岗位工作 {4} 周,共 {5} 轮。",
        )
        here, there = role_words([self.from_]), role_words([self.to])
        return words.format(self.seats, here, there, day(self.begin), self.weeks, self.rounds)

    def away(self, first_day: date) -> list[tuple[int, int, list[Away]]]:
        """First week, week after the last and the people of every round."""
        begin = week_of(first_day, self.begin)
        role, to = ROLE_NAMES.index(self.from_), ROLE_NAMES.index(self.to)
        return [
            (
                begin + k * self.weeks,
                begin + (k + 1) * self.weeks,
                [(role, k * self.seats + n, to) for n in range(self.seats)],
            )
            for k in range(self.rounds)
        ]
