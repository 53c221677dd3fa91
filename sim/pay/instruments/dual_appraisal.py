"""Dual appraisal: value of the post times contribution (I2)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Factor, Metric, Money, Share
from sim.language.terms import percent
from sim.language.text import Text, metric_word, rmb, role_words
from sim.pay.conditions import OnlyIf, beside, beside_words
from sim.pay.curves import Curve, Delay, Goals, Participants, Payout, Reach, Settled, Weights, reached
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import ATTAINMENT
from sim.pay.parts import Part
from sim.pay.phrases import weight_words
from sim.units import WEEKS_PER_MONTH


class DualAppraisal(Instrument):
    """Value of the post times contribution (I2): stability is the base score, contribution adds to it."""

    title: ClassVar = Text("post value times contribution", "岗位价值 × 贡献双维考核")
    also: ClassVar = ("双维考核",)
    example: ClassVar = {
        "roles": ["technology"],
        "post_value_rmb": 3000,
        "contribution": {"requests": 1.0},
    }
    zero: ClassVar = {"post_value_rmb": 0}

    kind: Literal["dual_appraisal"]
    roles: Participants
    scope: Reach = "own"
    post_value_rmb: Annotated[
        Money,
        Field(description="RMB a month of a middle post at full score; by tier as pay is."),
        Heading("value of the post", "岗位价值", "满分时中级岗位每月的金额;其他职级按薪级折算。"),
    ]
    base_metric: Annotated[
        Metric,
        Field(description="What the base score is for, such as stability."),
        Heading("base metric", "基础指标", "基础分看哪个指标,例如系统稳定性。"),
    ] = "uptime"
    base_at: Annotated[
        Factor,
        Field(description="Level of the base metric from which the base score counts."),
        Heading("base score from", "基础分门槛", "基础指标达到该水平才有基础分。"),
    ] = 0.95
    base_share: Annotated[
        Share,
        Field(description="Share of the post value that the base score pays."),
        Heading("base share", "基础分占比", "基础分占岗位价值的比例。"),
    ] = 0.5
    contribution: Annotated[
        Weights,
        Heading("contribution", "贡献权重", "贡献部分各指标的权重,合计 100 %。"),
    ]
    curve: Payout = Curve()
    goals: Goals
    only_if: OnlyIf = ()
    period: Settled = "quarter"
    pay_delay_weeks: Delay = 2

    def parts(self, dates: Dates) -> list[Part]:
        """A base score that is meant to be safe, and a part for each metric of the contribution."""
        stake = self.post_value_rmb / WEEKS_PER_MONTH
        base = Part(
            ATTAINMENT,
            self.base_metric,
            stake,
            self.scope,
            reached(self.base_at),
            self.period,
            self.pay_delay_weeks,
            by_tier=True,
            weight=self.base_share,
            entry="base_at",
            safe=True,
        )
        rest = 1.0 - self.base_share
        contribution = [
            base.but(
                metric=metric, curve=self.curve, weight=rest * weight, entry="curve", goal=self.goals.get(metric, 0.0)
            )
            for metric, weight in self.contribution.items()
            if weight > 0.0
        ]
        return [beside(part, self.only_if) for part in (base, *contribution)]

    def told(self) -> Text:
        """Value of the post, base score and contribution."""
        words = Text(
            "{who} are appraised on post and contribution: {value} a month at full score (a middle post), {base} of it "
            "for {metric} of at least {at}, the rest for contribution ({weights}){only}.",
            "{who}实行“岗位价值 × 贡献”双维考核:满分每月 {value}(中级岗),"
            "其中 {base} 看{metric}不低于 {at},其余看贡献({weights}){only}。",
        )
        return words.format(
            who=role_words(self.roles),
            value=rmb(self.post_value_rmb),
            base=percent(self.base_share),
            metric=metric_word(self.base_metric),
            at=percent(self.base_at),
            weights=weight_words(self.contribution),
            only=beside_words(self.period, self.only_if),
        )
