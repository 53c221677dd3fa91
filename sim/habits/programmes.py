"""Programmes: what a company does for its people beside pay, whose hours it costs and when it runs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.documents.fields import Day, Flag, Frozen, Money, Number, Role, Roles, Share, Whole


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


class Training(Frozen):
    """Training in working hours (T3), courses (T6), learning support (I15)."""

    kind: Literal["training"]
    roles: Roles = ("all",)
    hours_share: Share = Field(0.03, description="Share of everybody's week.")
    subject: Literal["job", "new_channel"] = Field("job", description="What is taught: the job, or the new channel.")
    fee_rmb: Money = Field(0.0, description="Fees per person and year, RMB.")


class FlexibleHours(Frozen):
    """Core hours and flexible hours, part of the work from home (I12)."""

    kind: Literal["flexible_hours"]
    roles: Roles = ("all",)
    home_share: Share = Field(0.2, description="Share of working days at home.")


class SilentDay(Frozen):
    """Days without messages, for work that needs quiet (I13)."""

    kind: Literal["silent_day"]
    roles: Roles = ("all",)
    days_per_month: Annotated[Number, Field(ge=0.0, le=10.0)] = 1.0


class Benefits(Frozen):
    """A budget for benefits, with a menu to choose from (I14)."""

    kind: Literal["benefits"]
    roles: Roles = ("all",)
    budget_rmb: Money = Field(300.0, description="RMB per person and month.")
    items: Annotated[Whole, Field(ge=1, le=30, description="Benefits to choose from; 1: all get the same.")] = 5


class InnovationFund(Frozen):
    """Money and time for trials that people propose (I18); a trial that wins sells on its own."""

    kind: Literal["innovation_fund"]
    roles: Roles = ("all",)
    budget_rmb: Money = Field(1_200_000.0, description="RMB a year for trials.")
    grant_rmb: Annotated[Money, Field(gt=0.0, description="RMB per trial.")] = 300_000.0
    hours_share: Share = Field(0.2, description="Share of the proposer's week while the trial runs.")
    weeks: Annotated[Whole, Field(ge=4, le=104, description="Weeks of a trial.")] = 26
    tolerance: Share = Field(0.0, description="How far failed trials are tolerated (T9): 0 not, 1 fully.")


class InternalPosts(Frozen):
    """Vacant posts are open to people of other roles, who are tried out for some months (I11)."""

    kind: Literal["internal_posts"]
    roles: Roles = Field(("all",), description="Roles whose vacancies are open.")
    trial_weeks: Annotated[Whole, Field(ge=4, le=52, description="Weeks of the trial; the old desk stays empty.")] = 13


class Onboarding(Frozen):
    """Newcomers are shown around before they work on their own (T1)."""

    kind: Literal["onboarding"]
    roles: Roles = ("all",)
    weeks: Annotated[Whole, Field(ge=1, le=26, description="Weeks from the first day.")] = 1
    hours_share: Share = Field(0.5, description="Share of the newcomer's week.")
    trainer_share: Share = Field(0.1, description="Share of a week that colleagues of the unit spend on each newcomer.")
    stories: Flag = Field(False, description="Whether newcomers live through stories of users (T9).")
    fee_rmb: Money = Field(0.0, description="RMB per newcomer.")


class Teardown(Frozen):
    """Competitors' shops are taken apart together (T4)."""

    kind: Literal["teardown"]
    roles: Roles = Field(
        ("all",), description="Who attends; it teaches operations, marketing, category, content, design."
    )
    hours_share: Share = Field(0.0375, description="Share of everybody's week; an hour and a half is 0.0375.")


class UserStories(Frozen):
    """Stories of users, and complaints, are gone through together (T5)."""

    kind: Literal["user_stories"]
    roles: Roles = ("all",)
    hours_share: Share = Field(0.0375, description="Share of everybody's week; an hour and a half is 0.0375.")


class Library(Frozen):
    """Answers, methods and templates are written down where all find them (T8)."""

    kind: Literal["library"]
    roles: Roles = Field(description="Roles that keep it.")
    hours_share: Share = Field(0.05, description="Share of the week of those who keep it.")


class Gatherings(Frozen):
    """All-hands meetings, department meetings and team events beyond today's (T10)."""

    kind: Literal["gatherings"]
    roles: Roles = ("all",)
    hours_share: Share = Field(0.025, description="Share of everybody's week; an hour is 0.025.")
    fee_rmb: Money = Field(0.0, description="RMB per person and year.")


class NewTools(Frozen):
    """Tools of a new kind, such as AI selection tools, for those who have learned to use them (T11)."""

    kind: Literal["new_tools"]
    roles: Roles = ("all",)
    fee_rmb: Money = Field(200.0, description="RMB per person and month.")


PROGRAMMES = (
    Mentoring, Rotation, Training, FlexibleHours, SilentDay, Benefits, InnovationFund, InternalPosts, Onboarding,
    Teardown, UserStories, Library, Gatherings, NewTools,
)  # fmt: skip
Programme = Annotated[
    Mentoring
    | Rotation
    | Training
    | FlexibleHours
    | SilentDay
    | Benefits
    | InnovationFund
    | InternalPosts
    | Onboarding
    | Teardown
    | UserStories
    | Library
    | Gatherings
    | NewTools,
    Field(discriminator="kind"),
]
