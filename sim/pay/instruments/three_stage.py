"""The three-stage bonus (I17): commission, loyalty, a share of profit."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Factor, Money, Share, Whole, fault
from sim.language.terms import percent
from sim.language.text import Text, rmb, role_words
from sim.pay.curves import Curve, Delay, Goal, Participants, Settled, reached
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import ATTAINMENT, GATED
from sim.pay.parts import Part
from sim.pay.phrases import goal_words
from sim.units import WEEKS_PER_MONTH


class ThreeStage(Instrument):
    """The three-stage bonus (I17): commission from a line's target on, a lump for loyalty, a share of its profit."""

    title: ClassVar = Text("three-stage bonus", "三级火箭激励")
    also: ClassVar = ("三段式奖金", "三级火箭")
    example: ClassVar = {
        "roles": ["operations"],
        "rate": 0.005,
        "loyalty_rmb": 1500,
        "rank_at": 10,
        "profit_share": 0.02,
    }
    zero: ClassVar = {"rate": 0, "loyalty_rmb": 0, "profit_share": 0}

    kind: Literal["three_stage"]
    roles: Participants
    quota: Annotated[
        Factor,
        Field(gt=0.0, description="Target of the line as a multiple of the planned level."),
        Heading("quota", "目标额", "该产品线的目标相对于计划水平;100 % 即计划水平。"),
    ] = 1.0
    goal: Goal = None
    rate: Annotated[
        Share,
        Field(description="Commission of the team on the line's paid GMV once the target is met."),
        Heading("rate", "提成比例", "达标后按该线支付成交总额给团队提成的比例。"),
    ]
    loyalty_at: Annotated[
        Share,
        Field(lt=1.0, description="Repurchase rate in 13 weeks from which the award is paid."),
        Heading("repurchase from", "复购达标线", "13 周复购率达到多少才发放复购奖。"),
    ] = 0.3
    loyalty_rmb: Annotated[
        Money,
        Field(description="Award of the team per month, RMB."),
        Heading("repurchase award", "复购奖", "团队每月的复购奖励。"),
    ] = 0.0
    rank_at: Annotated[
        Whole,
        Field(ge=1, le=100_000, description="Rank in its category up to which profit is shared."),
        Heading("rank up to", "类目排名门槛", "类目排名在前多少名内才分红。"),
    ] = 10
    profit_share: Annotated[
        Share,
        Field(description="Share of the line's margin that the team gets."),
        Heading("profit share", "分红比例", "团队分得该产品线毛利的比例。"),
    ] = 0.05
    period: Settled = "month"
    pay_delay_weeks: Delay = 4

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if self.goal is not None and self.quota != 1.0:
            raise fault(
                Text("both a quota of the plan and a fixed goal", "同时给了按计划的目标和固定目标"),
                Text("keep one of the two", "请只保留一个"),
                "goal",
                self.goal,
            )
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """Commission by amount, an award for repurchase, a share of margin behind a gate of rank."""
        common = Part(
            ATTAINMENT, "gmv", self.rate, "line", Curve(threshold=1.0), self.period, self.pay_delay_weeks, shared=True
        )
        loyalty = self.loyalty_rmb / WEEKS_PER_MONTH
        stages = (
            common.but(quota=self.quota, goal=self.goal or 0.0, by_amount=True, entry="goal" if self.goal else "quota"),
            common.but(
                metric="repurchase", stake=loyalty, curve=reached(1.0), loyalty_at=self.loyalty_at, entry="loyalty_at"
            ),
            common.but(
                kind=GATED,
                metric="margin",
                stake=self.profit_share,
                curve=Curve(),
                rank_at=self.rank_at,
                entry="rank_at",
            ),
        )
        return [stage for stage in stages if stage.stake > 0.0]

    def told(self) -> Text:
        """The three stages."""
        words = Text(
            "{who} get for each of their lines {rate} of GMV once it reaches {quota}, {award} a month while "
            "repurchase is {loyal} or more, and {profit} of its profit while it ranks {rank} or better.",
            "{who}按负责的每条产品线三段计奖:成交达到{quota}后按 {rate} 提成;"
            "复购率达到 {loyal} 每月另奖 {award};类目排名前 {rank} 时分享该线利润的 {profit}。",
        )
        quota = Text("{0} of plan", "计划的 {0}").format(percent(self.quota))
        if self.goal is not None:
            quota = goal_words("gmv", self.goal, self.period)
        return words.format(
            who=role_words(self.roles),
            rate=percent(self.rate),
            quota=quota,
            rank=self.rank_at,
            award=rmb(self.loyalty_rmb),
            loyal=percent(self.loyalty_at),
            profit=percent(self.profit_share),
        )
