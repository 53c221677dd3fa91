"""Grades by rank within the role (I21)."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Number, Share, fault
from sim.language.terms import percent
from sim.language.text import Text, role_words
from sim.pay.conditions import OnlyIf, beside_words
from sim.pay.curves import Delay, Participants, Settled
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import CONTEST
from sim.pay.parts import Part
from sim.pay.phrases import every
from sim.units import WEEKS_PER_PERIOD

ORDINALS = ("A+", "A", "B", "C")
Reward = Annotated[Number, Field(ge=-1e6, le=1e6)]


class Grades(Instrument):
    """Grades by rank within the role (I21) with reward and penalty."""

    title: ClassVar = Text("grades with reward and penalty", "绩效评级奖惩")
    also: ClassVar = ("绩效评级", "评级奖惩")
    example: ClassVar = {"roles": ["private_domain"], "shares": [0.1, 0.3, 0.9], "rewards_rmb": [6000, 3000, 0, -1500]}
    zero: ClassVar = {"rewards_rmb": [0, 0, 0, 0]}
    reach: ClassVar = "own"

    kind: Literal["grades"]
    roles: Participants
    shares: Annotated[
        tuple[Share, Share, Share],
        Field(description="Up to which share of a role A+, A and B go."),
        Heading("grades up to", "等级比例线", "A+、A、B 各取到岗位内排名前百分之多少;三个数,由低到高,其余为 C。"),
    ] = (0.1, 0.3, 0.9)
    rewards_rmb: Annotated[
        tuple[Reward, Reward, Reward, Reward],
        Field(description="RMB in a period for A+, A, B and C; less than 0 is a penalty."),
        Heading("grade rewards", "等级奖惩", "A+、A、B、C 每期的金额,四个数,由高到低;负数为处罚。"),
    ] = (6000.0, 3000.0, 0.0, -1500.0)
    dismissed_share: Annotated[
        Share,
        Field(le=0.5, description="Share of a role, from the last on, that is dismissed at the end of a period."),
        Heading("dismissed", "末位淘汰比例", "每期岗位内排名最后多少比例的人被辞退。"),
    ] = 0.0
    review_hours: Annotated[
        Number,
        Field(ge=0.0, le=40.0, description="Hours of everybody for self-review and team review in a period."),
        Heading("review", "评议时长", "每期每人用于自评和团队评议的小时数。"),
    ] = 4.0
    period: Settled = "quarter"
    only_if: OnlyIf = ()
    pay_delay_weeks: Delay = 4

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if list(self.shares) != sorted(self.shares):
            raise fault(
                Text("the shares must rise", "比例须递增"),
                Text("order them: A+, A, B", "请按 A+、A、B 的顺序"),
                "shares",
                self.shares,
            )
        if list(self.rewards_rmb) != sorted(self.rewards_rmb, reverse=True):
            raise fault(
                Text("a lower grade gets more", "较低的等级反而得到更多"),
                Text("order the rewards from high to low", "请按从高到低排列奖励"),
                "rewards_rmb",
            )
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """One contest within each role, by shares of it."""
        prizes = tuple(zip((*self.shares, 1.0), self.rewards_rmb, strict=True))
        part = Part(CONTEST, "merit", 1.0 / WEEKS_PER_PERIOD[self.period], "person", period=self.period)
        part = part.but(delay=self.pay_delay_weeks, prizes=prizes, hours=self.review_hours, forfeits=1)
        part = part.but(entry="rewards_rmb", dismisses=self.dismissed_share)
        return [part.but(beside=tuple(each.part("own") for each in self.only_if))]

    def told(self) -> Text:
        """Every grade with its share and its reward."""
        words = Text(
            "{who} are graded within their role: {grades}{last}{only}.", "{who}按岗位内排名评级:{grades}{last}{only}。"
        )
        last = Text.same("")
        if self.dismissed_share:
            gone = Text("; the last {0} are dismissed {1}", ";{1}辞退排名最后的 {0}")
            last = gone.format(percent(self.dismissed_share), every(self.period))
        pairs = [
            f"{grade} ≤ {percent(share)}: {reward:+,.10g}"
            for grade, share, reward in zip(ORDINALS, (*self.shares, 1.0), self.rewards_rmb, strict=True)
        ]
        only = beside_words(self.period, self.only_if)
        if self.only_if and self.rewards_rmb[-1] < 0.0:
            only += Text(", penalties too", ",扣减亦同")
        return words.format(who=role_words(self.roles), grades="; ".join(pairs), last=last, only=only)
