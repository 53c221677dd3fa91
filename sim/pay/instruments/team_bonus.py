"""Team bonus: a pot for a team that reaches a result together."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Money, Whole
from sim.language.text import Text, role_words
from sim.pay.conditions import OnlyIf, beside, beside_words
from sim.pay.curves import Curve, Delay, Goal, Measured, Participants, Payout, Settled, refuse_goal
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import ATTAINMENT
from sim.pay.parts import Part
from sim.pay.phrases import curve_words, goal_words, result_words, settled
from sim.units import WEEKS_PER_MONTH


class TeamBonus(Instrument):
    """A pot for a team that reaches a result together."""

    title: ClassVar = Text("team bonus", "团队奖金")
    also: ClassVar = ("团队奖",)
    example: ClassVar = {"roles": ["operations", "design"], "metric": "gmv", "scope": "unit", "pot_rmb": 800}
    zero: ClassVar = {"pot_rmb": 0}

    kind: Literal["team_bonus"]
    roles: Participants
    metric: Measured = "gmv"
    scope: Annotated[
        Literal["unit", "company"],
        Field(description="Whose result counts: the unit or the company."),
        Heading("scope", "业绩范围", "按谁的业绩计算:本组或全公司。"),
    ] = "unit"
    pot_rmb: Annotated[
        Money,
        Field(description="RMB per head and month at attainment 1."),
        Heading("pot", "奖金池", "达成率 100 % 时每人每月的金额。"),
    ]
    period: Settled = "month"
    curve: Payout = Curve()
    goal: Goal = None
    only_if: OnlyIf = ()
    team_size: Annotated[
        Annotated[Whole, Field(ge=1, le=10_000)] | None,
        Field(description="People of the unit who keep an eye on each other; the result is still the whole unit's."),
        Heading("team size", "互相监督人数", "组内互相督促的人数;业绩仍按整个组计算;空白表示整个组。"),
    ] = None
    pay_delay_weeks: Delay = 2

    @model_validator(mode="after")
    def _goal_is_an_amount(self) -> Self:
        if self.goal is not None:
            refuse_goal(self.metric, "goal")
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """One pot."""
        stake = self.pot_rmb / WEEKS_PER_MONTH
        part = Part(ATTAINMENT, self.metric, stake, self.scope, self.curve, self.period, self.pay_delay_weeks)
        part = beside(part, self.only_if)
        return [part.but(pot=True, team_size=self.team_size, goal=self.goal or 0.0)]

    def told(self) -> Text:
        """Result, curve, team and payment."""
        words = Text(
            "{who} share a team bonus for {what}, per head and month: {curve}; {size}; {paid}{only}.",
            "{who}按{what}分团队奖金,每人每月:{curve};{size};{paid}{only}。",
        )
        if self.team_size == 1:
            size = Text(
                "the result is the whole unit's, and nobody keeps an eye on others", "业绩按整个组计算,无人互相督促"
            )
        elif self.team_size:
            seen = Text(
                "the result is the whole unit's, and {0} people keep an eye on each other",
                "业绩按整个组计算,{0} 人互相督促",
            )
            size = seen.format(self.team_size)
        elif self.scope == "company":
            size = Text("the team is the company", "以全公司为团队")
        else:
            size = Text("the team is the unit", "以组为团队")
        if self.goal is not None:
            size = goal_words(self.metric, self.goal, self.period) + Text("; ", ";") + size
        return words.format(
            who=role_words(self.roles),
            what=result_words(self.metric, self.scope),
            curve=curve_words(self.curve, self.pot_rmb),
            size=size,
            only=beside_words(self.period, self.only_if),
            paid=settled(self.period, self.pay_delay_weeks),
        )
