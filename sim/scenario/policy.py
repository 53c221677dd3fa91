"""A policy: how the company is arranged and paid from a day on, as a short difference from another policy."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from sim.documents.fields import (
    Day,
    Factor,
    Figure,
    Flag,
    Frozen,
    Metric,
    Money,
    Name,
    Note,
    Number,
    Role,
    RoleOrAll,
    Roles,
    Share,
    Whole,
    fault,
)
from sim.habits.programme import Programme
from sim.habits.registry import AnyProgramme
from sim.language.text import Text
from sim.pay.instruments.registry import AnyInstrument
from sim.structures.functional import Functional
from sim.structures.registry import AnyStructure
from sim.units import YEAR_WEEKS


class Trigger(Frozen):
    """A measured quantity that must stay above a level before the next stage begins."""

    measure: Figure = Field(
        description="Paid GMV a year, customers, weekly repeat orders per customer, or people; mean of about a quarter."
    )
    above: Annotated[Number, Field(gt=0.0, description="Level from which the stage begins.")]
    below: Annotated[Number, Field(ge=0.0, description="Level below which it ends again; 0: never.")] = 0.0
    weeks: Annotated[Whole, Field(ge=1, le=104, description="Weeks for which it must hold.")] = 4

    @model_validator(mode="after")
    def _leaves_room(self) -> Self:
        if self.below >= self.above:
            raise fault(
                Text("goes back at once", "会立即退回"),
                Text("let `below` lie under `above`", "请使 `below` 低于 `above`"),
                "below",
                self.below,
            )
        return self


class Stage(Frozen):
    """A policy that takes over at a date, at an age of the company, or once something is measured (S1 to S3)."""

    policy: Name = Field(description="Policy whose rules hold from then on.")
    from_: Day | None = Field(None, alias="from", description="First day; a Monday.")
    age_years: Annotated[Number, Field(ge=0.0, le=100.0)] | None = Field(
        None, description="Age of the company in years; needs company.founded."
    )
    when: Trigger | None = Field(None, description="What must be measured.")
    announce_weeks: Annotated[
        Whole, Field(ge=0, le=YEAR_WEEKS, description="Weeks before in which staff hear of it.")
    ] = 0

    @model_validator(mode="after")
    def _begins_in_one_way(self) -> Self:
        if sum(each is not None for each in (self.from_, self.age_years, self.when)) != 1:
            raise fault(
                Text("needs one of `from`, `age_years` and `when`", "需要 `from`、`age_years` 与 `when` 之一"),
                Text("give exactly one", "请恰好给出一个"),
                "policy",
                self.policy,
            )
        return self


class Pilot(Frozen):
    """Some people are paid by the new rules before the others (S6)."""

    from_: Day = Field(alias="from", description="First day; a Monday between announcement and start.")
    share: Annotated[Share, Field(gt=0.0, description="Share of each role that takes part.")] = 0.25
    lines: tuple[Name, ...] = Field(
        (),
        max_length=60,
        description="Lines whose own teams take part, in place of a share; who serves others too waits.",
    )


class Review(Frozen):
    """A rule that moves the weight of a metric at every review by what was measured in the quarter before (S5)."""

    instrument: Name = Field(description="Performance pay whose weights move.")
    metric: Metric
    goal: Factor = Field(1.0, description="Level aimed at, relative to today.")
    gain: Annotated[Factor, Field(le=5.0, description="Rise of the weight per unit by which the goal is missed.")] = (
        0.25
    )
    low: Share = Field(0.1, description="Least weight.")
    high: Share = Field(0.6, description="Greatest weight.")
    every_weeks: Annotated[Whole, Field(ge=4, le=104)] = 13


class Discretion(Frozen):
    """What people may decide alone, and how it is checked."""

    discount_now: Annotated[Share, Field(le=0.9, description="Discount customers get today, share.")] = 0.0
    discount_limit: Annotated[Share, Field(le=0.9, description="Further discount staff may give, share.")] = 0.0
    roles: Roles = Field(("operations", "category"), description="Roles that may give it, or all.")
    timing: Share = Field(1.0, description="How far staff may choose when an order is closed.")
    audit_share: Share = Field(0.1, description="Share of decisions that is audited.")
    fine_rmb: Money = Field(500.0, description="Fine for each breach found, RMB.")


class Grading(Frozen):
    """Requests graded as urgent, important or routine (W7): favours in passing come last, and some are refused."""

    refused: Share = Field(0.3, description="Share of favours in passing that the gate refuses.")


class Growth(Frozen):
    """A step of growth (O7): seats added from a day on; applicants fill them one by one."""

    from_: Day = Field(alias="from", description="Day on which the seats open; a Monday.")
    headcount: dict[Role, Annotated[Whole, Field(ge=-5000, le=5000)]] = Field(
        min_length=1, description="Change of the number of seats by role, on top of earlier steps."
    )


class Target(Frozen):
    """What is planned for some lines between two days, beside what they are expected to bring: targets count it."""

    lines: tuple[Name, ...] = Field((), description="Lines for which it is planned; absent: all.")
    from_: Day = Field(alias="from", description="First day.")
    until: Day | None = Field(None, description="Last day; absent: for good.")
    factor: Annotated[Number, Field(gt=0.0, le=10.0, description="Plan as a multiple of what is expected.")]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until < self.from_:
            raise fault(
                Text("ends before it begins", "结束早于开始"),
                Text("swap or correct the days", "请调换或改正日期"),
                "until",
                str(self.until),
            )
        return self


class Departure(Frozen):
    """Somebody who goes on a day whatever they want, to see what that costs and what a replacement saves."""

    role: Role
    seat: Annotated[Whole, Field(ge=1, le=10_000, description="Number of the seat in its role; seniors come first.")]
    day: Day = Field(description="Last day; its week still counts.")
    replaced: Day | None = Field(
        None, description="Day on which somebody new starts there; a Monday. Absent: the seat is advertised like any."
    )

    @model_validator(mode="after")
    def _replaced_later(self) -> Self:
        if self.replaced is not None and self.replaced <= self.day:
            raise fault(
                Text("the replacement starts before the seat is free", "接替者在席位空出之前就开始"),
                Text("name a later day", "请写更晚的日期"),
                "replaced",
                self.replaced,
            )
        return self


class Policy(Frozen):
    """One policy, complete: what it inherits has been filled in when its scenario was read.

    `pay` keeps a null where an inherited instrument was removed; `instruments` leaves those out.
    """

    extends: Name | None = Field(None, description="Policy that this one changes.")
    note: Note = ""
    start: Day = Field(description="First day; a Monday. Default: the start of the company.")
    announce: Day = Field(description="Day on which staff hear of it. Default: its start.")
    cancel: Day | None = Field(None, description="Day on which it is called off before its start; it never starts.")
    pilot: Pilot | None = Field(None, description="Who is paid by it earlier.")
    transition_weeks: Annotated[
        Whole, Field(ge=0, le=104, description="Weeks in which old pay fades out and new pay fades in.")
    ] = 0
    keep_old_pay: Flag = Field(False, description="Whether people who are there at the start keep their pay rules.")
    stages: tuple[Stage, ...] = Field((), max_length=12, description="Policies that take over later, in order.")
    review: Review | None = Field(None, description="Rule by which a weight is reviewed.")
    structure: AnyStructure = Field(Functional(), description="Who sits with whom.")
    pay: dict[Name, AnyInstrument | None] = Field(
        default_factory=dict, description="Name and instrument; null removes."
    )
    targets: dict[Name, Target] = Field(
        default_factory=dict,
        max_length=200,
        description="Name and what is planned for lines between days; attainment of amounts is measured against it.",
    )
    base_change: dict[RoleOrAll, Annotated[Number, Field(ge=-1.0, le=5.0)]] = Field(
        default_factory=dict, description="Relative change of base pay by role or all; -0.1 is 10 % less."
    )
    headcount: dict[Role, Annotated[Whole, Field(ge=-5000, le=5000)]] = Field(
        default_factory=dict, description="Change of the number of seats by role."
    )
    ability_change: dict[RoleOrAll, Annotated[Number, Field(ge=-0.9, le=5.0)]] = Field(
        default_factory=dict, description="Relative change of the ability of who sits there, as by other selection."
    )
    growth: tuple[Growth, ...] = Field((), max_length=60, description="Steps of growth in headcount, by date.")
    departures: dict[Name, Departure] = Field(
        default_factory=dict, max_length=200, description="Name and who goes on a day, as a what-if."
    )
    grading: Grading | None = Field(None, description="Grading of requests; absent: everything asked counts alike.")
    remote_days: Share = Field(0.0, description="Share of working days away from the office, all roles.")
    ambassadors: dict[Role, Annotated[Whole, Field(ge=0, le=1000)]] = Field(
        default_factory=dict,
        description="Role and how many of its people carry the culture to others.",
    )
    programmes: dict[Name, AnyProgramme | None] = Field(
        default_factory=dict, description="Name and what is done for people beside pay; null removes."
    )
    overtime_cap: Annotated[Number, Field(ge=0.0, le=0.5)] = Field(0.2, description="Most overtime, share of hours.")
    sick_pay: Share = Field(1.0, description="Share of base pay that is paid for days off.")
    discretion: Discretion = Discretion()

    @property
    def instruments(self) -> dict[str, Any]:
        """Name and instrument of what is paid, without the removed ones, in the order of the file."""
        return {name: instrument for name, instrument in self.pay.items() if instrument is not None}

    @property
    def running_programmes(self) -> dict[str, Programme]:
        """Name and programme of what is done, without the removed ones, in the order of the file."""
        return {name: programme for name, programme in self.programmes.items() if programme is not None}

    def ability_factor(self, role: str) -> float:
        """Ability of a role under the policy as a multiple of today's: 1 + the change for the role, else for all."""
        return 1.0 + self.ability_change.get(role, self.ability_change.get("all", 0.0))

    def base_factor(self, role: str) -> float:
        """Base pay under the policy as a multiple of today's: 1 + the change for the role, else for all."""
        return 1.0 + self.base_change.get(role, self.base_change.get("all", 0.0))
