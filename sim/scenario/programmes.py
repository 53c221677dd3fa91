"""Programmes: what a company does for its people beside pay, whose hours it costs and when it runs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.fields import Day, Frozen, Role, Roles, Share, Whole


class Mentoring(Frozen):
    """A senior looks after every newcomer for some weeks (T2)."""

    kind: Literal["mentoring"]
    roles: Roles = Field(("all",), description="Roles whose newcomers get a mentor, or all.")
    weeks: Annotated[Whole, Field(ge=1, le=52, description="Weeks from the first day.")] = 5
    hours_share: Share = Field(0.1, description="Share of the mentor's week that a newcomer takes.")


class Rotation(Frozen):
    """People work at the desk of another role for a while, and their own desk stays short (T7)."""

    kind: Literal["rotation"]
    from_: Role = Field(alias="from", description="Role whose people go.")
    to: Role = Field(description="Role at whose desk they work.")
    seats: Annotated[Whole, Field(ge=1, le=1000, description="How many go at a time.")] = 1
    begin: Day = Field(description="First day of the first round; a Monday.")
    weeks: Annotated[Whole, Field(ge=1, le=104, description="Weeks of a round.")] = 13
    rounds: Annotated[Whole, Field(ge=1, le=20, description="Rounds, one after the other, of other people each.")] = 1


Programme = Annotated[Mentoring | Rotation, Field(discriminator="kind")]
