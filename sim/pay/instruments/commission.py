"""Commission: a share of every RMB of a metric, or RMB for every person-week of work."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Money, fault
from sim.language.terms import percent
from sim.language.text import Text, rmb, role_words
from sim.pay.curves import MEASURED, Participants, Reach, Settled
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import LINEAR
from sim.pay.parts import Part
from sim.pay.phrases import every, period_noun, result_words


class Commission(Instrument):
    """A share of every RMB of a metric (for `served`: RMB per person-week of work)."""

    title: ClassVar = Text("commission", "提成")
    also: ClassVar = ("佣金",)
    example: ClassVar = {"roles": ["operations"], "metric": "gmv", "rate": 0.01, "cap_rmb": 5000}
    zero: ClassVar = {"rate": 0}

    kind: Literal["commission"]
    roles: Participants
    metric: Annotated[
        Literal["gmv", "gmv_net", "margin", "served"], Field(description="The result that is paid for."), MEASURED
    ] = "gmv"
    scope: Reach = "own"
    rate: Annotated[
        Money,
        Field(description="RMB per RMB of the metric; for served RMB per person-week of work."),
        Heading("rate", "提成比例", "指标每 1 元提成多少元;按工作量计件时为每人周工作的元数。"),
    ]
    period: Settled = "month"
    cap_rmb: Annotated[
        Money | None,
        Field(description="Most that one person gets in a period; absent: no cap."),
        Heading("most per period", "每期上限", "每人每个结算周期最多拿多少;空白表示不封顶。"),
    ] = None

    @model_validator(mode="after")
    def _rate_is_a_share(self) -> Self:
        if self.metric != "served" and self.rate > 1.0:
            raise fault("a commission above 100 % of the metric", "write 2 % as 0.02", "rate", self.rate)
        if self.metric == "served" and self.cap_rmb is not None:
            raise fault("pay per piece of work has no cap here", "leave it out, or use `quota` with a curve", "cap_rmb")
        return self

    def parts(self, dates: Dates) -> list[Part]:
        """One rate."""
        shared = self.metric != "served"
        return [
            Part(LINEAR, self.metric, self.rate, self.scope, period=self.period, shared=shared, cap_rmb=self.cap_rmb)
        ]

    def told(self) -> Text:
        """Rate, result, cap and period."""
        who = role_words(self.roles)
        if self.metric == "served":
            words = Text("{0} get {1} per person-week of work done", "{0}每完成一人周工作得 {1}")
            text = words.format(who, rmb(self.rate))
        else:
            words = Text("{0} get {1} of {2}", "{0}按{2}的 {1} 提成")
            text = words.format(who, percent(self.rate), result_words(self.metric, self.scope))
        cap = Text(", without a cap", ",不封顶")
        if self.cap_rmb is not None:
            cap = Text(", at most {0} a {1}", ",每{1}最多 {0}").format(rmb(self.cap_rmb), period_noun(self.period))
        return text + cap + Text(", settled {0}.", ",{0}结算。").format(every(self.period))
