"""Campaigns: jobs of several roles that must be done before a peak begins, and the teams that do them (W1)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.documents.fields import Day, Frozen, Name, Number, Role, Whole, fault
from sim.language.text import Text
from sim.units import YEAR_WEEKS


class Campaign(Frozen):
    """Work for a date: for a peak of the calendar (whenever it comes back), for opening or for dropping a line (W2)."""

    name: Name
    peak: Name | None = Field(None, description="Name of the peak that it prepares.")
    opens: Name | None = Field(None, description="Name of the line that it launches; until then the line is closed.")
    closes: Name | None = Field(None, description="Name of the line that it drops.")
    day: Day | None = Field(None, description="First day of the line that opens, or first day without it; a Monday.")
    begin_weeks: Annotated[
        Whole, Field(ge=2, le=YEAR_WEEKS, description="Weeks before the peak in which work begins.")
    ] = 8
    gate_weeks: Annotated[
        Whole, Field(ge=0, le=26, description="Weeks before the peak in which jobs must be done.")
    ] = 1
    jobs: dict[Role, Annotated[Number, Field(gt=0.0, le=10_000.0)]] = Field(
        min_length=1, description="Role and its work for the campaign, person-weeks; also its weight in readiness."
    )
    team: dict[Role, Annotated[Whole, Field(ge=1, le=1000)]] = Field(
        default_factory=dict, description="Seats that form the team under structures with campaign teams."
    )

    @model_validator(mode="after")
    def _begins_before_its_gate(self) -> Self:
        named = sum(each is not None for each in (self.peak, self.opens, self.closes))
        if named != 1 or (self.peak is None) != (self.day is not None):
            message = Text(
                "needs either `peak`, or `day` with `opens` or `closes`", "需要 `peak`,或 `day` 加 `opens` 或 `closes`"
            )
            raise fault(message, Text("give one of the three", "请给出三者之一"), "name", self.name)
        if self.begin_weeks <= self.gate_weeks:
            raise fault(
                Text("work begins after the gate", "工作在关口之后才开始"),
                Text("raise it above gate_weeks", "请使其大于 gate_weeks"),
                "begin_weeks",
                self.begin_weeks,
            )
        return self
