"""Points pool: a pool that people divide by the points they have earned."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Factor, Metric, Money, Share, Tier, fault
from sim.language.terms import percent
from sim.language.text import TIER_TEXTS, Text, joined, rmb, role_words
from sim.pay.conditions import OnlyIf, beside, beside_words
from sim.pay.curves import Delay, Participants, Settled
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import ATTAINMENT, FIXED, LINEAR, SHARE
from sim.pay.parts import Part
from sim.pay.phrases import result_words, settled
from sim.units import WEEKS_PER_MONTH
from sim.vocabulary.metrics import AMOUNTS


class PointsPool(Instrument):
    """A pool of money that people divide by points: points of the tier times one's own work and care."""

    title: ClassVar = Text("pool by points", "积分奖金池")
    also: ClassVar = ("奖金包", "积分分配")
    example: ClassVar = {
        "roles": ["operations", "service"],
        "pool_share": 0.01,
        "metric": "gmv",
        "tier_points": {"base": 1, "middle": 1.5, "senior": 2},
    }
    zero: ClassVar = {"pool_share": 0, "pool_rmb": 0}

    uncatalogued: ClassVar = Text(
        "a way to divide money, with which shares by heads are compared",
        "一种分配方式,与按人头平分对比",
    )

    kind: Literal["points_pool"]
    roles: Participants
    pool_rmb: Annotated[
        Money,
        Field(description="Pool of all together, RMB a month; or `pool_share`."),
        Heading("pool of all", "固定奖金包", "全体共享的奖金池,每月金额;与“分享比例”二选一。"),
    ] = 0.0
    pool_share: Annotated[
        Share,
        Field(description="Share of a result of the company that is divided."),
        Heading("shared part", "分享比例", "拿出公司某项业绩的多少来分。"),
    ] = 0.0
    metric: Annotated[
        Metric,
        Field(description="The result of the company of which a share is divided; RMB."),
        Heading("shared result", "分享的业绩", "按公司哪项业绩的比例分享,须为金额。"),
    ] = "gmv"
    tier_points: Annotated[
        dict[Tier, Factor],
        Field(default_factory=dict, description="Tier and points of a person at the usual work; absent: 1 for all."),
        Heading("points by tier", "职级积分", "各职级正常表现时的积分;空白表示都为 1。"),
    ]
    only_if: OnlyIf = ()
    period: Settled = "month"
    pay_delay_weeks: Delay = 2

    @model_validator(mode="after")
    def _one_pool(self) -> Self:
        if self.pool_rmb and self.pool_share:
            raise fault(
                Text("both a fixed pool and a share of a result", "同时给了固定奖池和结果分成"),
                Text("keep one of the two", "请只保留一个"),
                "pool_share",
            )
        if not self.model_fields_set & {"pool_rmb", "pool_share"}:
            raise fault(
                Text("missing", "缺少这一项"),
                Text("add `pool_rmb` or `pool_share`", "请增加 `pool_rmb` 或 `pool_share`"),
                "pool_rmb",
            )
        if self.metric not in AMOUNTS[:3]:
            raise fault(
                Text("{0} is no amount in RMB", "{0} 不是以元计的数额").format(self.metric),
                Text("use gmv, gmv_net or margin", "请用 gmv、gmv_net 或 margin"),
                "metric",
                self.metric,
            )
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """The pool, of which everybody has the part that their points make of all points."""
        mine = Part(SHARE, "merit", 0.0, "person", points=tuple(self.tier_points.items()), entry="tier_points")
        pool = Part(LINEAR, self.metric, self.pool_share, period=self.period, delay=self.pay_delay_weeks, steady=True)
        if self.pool_rmb:
            pool = pool.but(kind=FIXED, stake=self.pool_rmb / WEEKS_PER_MONTH, steady=False)
        if not (self.pool_rmb or self.pool_share):
            return [pool.but(kind=ATTAINMENT, each=True)]
        return [beside(pool.but(each=True, beside=(mine,), entry="pool_share"), self.only_if)]

    def told(self) -> Text:
        """The pool, and by what it is divided."""
        words = Text(
            "{who} divide {pool} by points ({points} times one's own work and care over the usual); {paid}{only}.",
            "{who}按积分({points},乘以本人工作与细心程度)分享{pool};{paid}{only}。",
        )
        pool = Text("{0} a month", "每月 {0}").format(rmb(self.pool_rmb))
        if not self.pool_rmb:
            what = result_words(self.metric, "company")
            pool = Text("{0} of {1}", "{1}的 {0}").format(percent(self.pool_share), what)
        points = joined([TIER_TEXTS[tier] + f" {number:g}" for tier, number in self.tier_points.items()])
        return words.format(
            who=role_words(self.roles),
            pool=pool,
            points=points or Text("1 for all", "每人 1 分"),
            paid=settled(self.period, self.pay_delay_weeks),
            only=beside_words(self.period, self.only_if),
        )
