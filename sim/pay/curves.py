"""What instruments are made of: payout curves, weights, reach, delays, dates on which weights change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from sim.documents.fields import (
    Day,
    Factor,
    Flag,
    Frozen,
    Metric,
    Money,
    Name,
    Period,
    Roles,
    Scope,
    Share,
    Tier,
    Whole,
    fault,
)
from sim.language.text import Text
from sim.pay.headings import Heading
from sim.units import WEEKS_PER_MONTH
from sim.vocabulary.metrics import AMOUNTS


def _sum_to_one(weights: dict[str, float]) -> dict[str, float]:
    """Refuse weights that do not sum to 1."""
    total = sum(weights.values())
    if abs(total - 1.0) > 1e-6:
        raise fault(
            Text("the weights sum to {0:g}", "权重之和为 {0:g}").format(total),
            Text("make them sum to 1", "请使其和为 1"),
            value=weights,
        )
    return weights


Weights = Annotated[
    dict[Metric, Share],
    Field(min_length=1, description="Metric and its share of the result; the shares sum to 1."),
    AfterValidator(_sum_to_one),
    Heading("weights", "指标权重", "各指标及其在考核结果中的权重;权重合计 100 %。"),
]
Participants = Annotated[
    Roles, Field(description="Roles it is for, or all."), Heading("roles", "岗位", "适用的岗位;可写全体员工。")
]
Reach = Annotated[
    Scope,
    Field(description="Whose result counts: own lines, the unit, the company."),
    Heading("scope", "业绩范围", "按谁的业绩计算:本人负责的产品线、本组或全公司。"),
]
MEASURED = Heading("metric", "指标", "按哪个指标计发。")
Measured = Annotated[Metric, Field(description="The result that is paid for."), MEASURED]
Settled = Annotated[
    Period, Field(description="How often it is settled."), Heading("period", "结算周期", "多久结算一次。")
]
Delay = Annotated[
    Whole,
    Field(ge=0, le=104, description="Weeks between the end of the period and payment."),
    Heading("payment delay", "发放延迟", "周期结束后隔多少周发放。"),
]
Target = Annotated[
    Money,
    Field(description="RMB per person and month at attainment 1."),
    Heading("target amount", "目标奖金", "达成率 100 % 时每人每月的奖金。"),
]
Goal = Annotated[
    Money | None,
    Field(gt=0.0, description="Amount a period that is attainment 1, in RMB or whatever the metric counts."),
    Heading("goal", "固定目标额", "达成率 100 % 对应的每期业绩额(元或个数);不随计划和月份周数变动;与目标额二选一。"),
]
BaseShare = Annotated[
    Factor,
    Field(le=10.0, description="Share of one's own base pay a month at attainment 1, where `target_rmb` is 0."),
    Heading(
        "target share of base pay",
        "目标奖金占基本工资",
        "达成率 100 % 时每月奖金占本人基本工资的比例;此时目标奖金填 0。",
    ),
]
Tiers = Annotated[
    tuple[Tier, ...],
    Field(min_length=1, description="Tiers of the roles it is for; absent: all of them."),
    Heading("tiers", "职级", "适用的职级。"),
]


def _of_amounts(goals: dict[str, float]) -> dict[str, float]:
    """Refuse fixed goals of what is no amount."""
    for metric in goals:
        refuse_goal(metric, "")
    return goals


def refuse_targets(plan: Any) -> None:
    """Refuse a plan with both a target amount and a share of base pay.

    Raises:
        PydanticCustomError: both are more than 0.
    """
    if plan.target_rmb and plan.target_base_share:
        raise fault(
            Text("both an amount and a share of base pay", "同时给了金额和占基本工资比例"),
            Text("set one of the two to 0", "请把其中一个设为 0"),
            "target_base_share",
        )


def monthly(amounts: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """RMB a week of amounts a month, by seat."""
    return tuple((seat, rmb / WEEKS_PER_MONTH) for seat, rmb in amounts.items())


def refuse_goal(metric: str, at: str) -> None:
    """Refuse a fixed goal for a metric that is a level or a share, not a sum.

    Raises:
        PydanticCustomError: the metric is no amount.
    """
    if metric not in AMOUNTS:
        remedy = Text(
            "levels are relative to today: set `quota`, or marks of the curve",
            "水平相对于现状:请设 `quota`,或曲线的标准线",
        )
        raise fault(
            Text(
                "{0} is no amount, so it has no goal in RMB or in numbers", "{0} 不是数额,没有以元或数量表示的目标"
            ).format(metric),
            remedy,
            at,
            metric,
        )


Goals = Annotated[
    dict[Metric, Annotated[Money, Field(gt=0.0)]],
    Field(
        default_factory=dict,
        description="Metric and the amount a period that is attainment 1; a metric left out goes by the plan.",
    ),
    AfterValidator(_of_amounts),
    Heading("goals", "各指标固定目标额", "各指标达成率 100 % 对应的每期业绩额(元或个数);未写的指标按计划。"),
]
TierFactors = Annotated[
    dict[Tier, Factor],
    Field(default_factory=dict, description="Tier and the factor on what its people get; a tier left out has 1."),
    Heading("tier factors", "职级系数", "各职级奖金的系数;未写的职级为 1。"),
]


OwnTargets = Annotated[
    dict[Name, Money],
    Field(
        default_factory=dict,
        description="Seat as payslips name it, such as `operations 3`, and its own RMB a month at attainment 1, "
        "whoever sits there; a seat left out has the target amount.",
    ),
    Heading(
        "own target amounts", "个人目标奖金", "个别席位(如 operations 3)达成率 100 % 时每月的奖金;未写的按目标奖金。"
    ),
]
OwnGoals = Annotated[
    dict[Name, Annotated[Money, Field(gt=0.0)]],
    Field(
        default_factory=dict,
        description="Seat as payslips name it, such as `operations 3`, and its own amount a period that is attainment "
        "1, whoever sits there; a seat left out has the goal, or the quota of the plan.",
    ),
    Heading(
        "own goals", "个人目标额", "个别席位(如 operations 3)达成率 100 % 对应的每期业绩额;未写的按固定目标额或计划。"
    ),
]
OwnRates = Annotated[
    dict[Name, Money],
    Field(
        default_factory=dict,
        description="Seat as payslips name it, such as `operations 3`, and its own RMB per RMB of the metric, or RMB "
        "each, whoever sits there; a seat left out has the rate. It is for the part that falls on the seat by heads.",
    ),
    Heading(
        "own rates",
        "个人提成比例",
        "个别席位(如 operations 3)自己的提成比例;未写的按提成比例。业绩按人头平分,适用于本人分到的部分。",
    ),
]
OfLines = Annotated[
    tuple[Name, ...],
    Field(
        max_length=60,
        description="Selling lines that count; absent: all that they serve. Conditions and coefficients read all.",
    ),
    Heading("lines", "计入产品线", "只计哪些产品线(品类);空白表示负责的全部。发放条件和系数仍按全部产品线。"),
]
LineRates = Annotated[
    dict[Name, Money],
    Field(
        default_factory=dict,
        description="Selling line and its own rate; a line left out has the rate above. People are paid on what their "
        "lines sell, and cannot choose which line a customer buys from.",
    ),
    Heading("rates by line", "分产品线比例", "各产品线(品类)自己的提成比例;未写的产品线按上面的比例。"),
]


class Lump(Frozen):
    """A fixed amount once attainment reaches a mark."""

    at: Annotated[
        Factor,
        Field(description="Attainment from which the lump is paid."),
        Heading("at", "达成率", "从这个达成率起发放。"),
    ]
    share: Annotated[
        Factor,
        Field(description="Size of the lump as a share of the target amount."),
        Heading("share", "金额", "相当于目标奖金的比例。"),
    ]


class Accelerator(Frozen):
    """A steeper slope of the payout above a mark."""

    above: Annotated[
        Factor,
        Field(description="Attainment above which the slope is multiplied."),
        Heading("above", "超过", "从这个达成率起加速。"),
    ]
    multiple: Annotated[
        Factor,
        Field(description="Slope above the mark as a multiple of the ordinary slope."),
        Heading("multiple", "倍数", "相对于正常斜率的倍数。"),
    ]


class Curve(Frozen):
    """Payout as a share of the target amount at attainment x.

    `linear`: x from `threshold` up and 0 below; slope multiplied above each accelerator; flat above `cap`; plus lumps.
    With `excess_only` the threshold pays nothing itself: x - threshold above it.
    """

    threshold: Annotated[
        Factor,
        Field(description="Attainment below which nothing is paid."),
        Heading("threshold", "起付线", "达成率低于它不发。"),
    ] = 0.0
    lumps: Annotated[
        tuple[Lump, ...],
        Field(max_length=8, description="Fixed amounts at marks."),
        Heading("lumps", "阶梯奖", "达到某个达成率另发的固定金额。"),
    ] = ()
    accelerators: Annotated[
        tuple[Accelerator, ...],
        Field(max_length=8, description="Steeper slopes above marks, rising."),
        Heading("accelerators", "超额加速", "超过某个达成率的部分按倍数计,由低到高。"),
    ] = ()
    cap: Annotated[
        Factor | None,
        Field(description="Attainment above which the payout stays flat; absent: no cap."),
        Heading("cap", "封顶线", "达成率超过它不再增加;空白表示不封顶。"),
    ] = None
    linear: Annotated[
        Flag,
        Field(description="false keeps the lumps only."),
        Heading("linear", "按比例发", "否表示只发阶梯奖。"),
    ] = True
    excess_only: Annotated[
        Flag,
        Field(description="Pay only what exceeds the threshold, without a jump at it."),
        Heading("excess only", "只计超出", "只计超出起付线的部分,起付线处不跳升。"),
    ] = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        marks = [step.above for step in self.accelerators]
        if marks != sorted(set(marks)):
            raise fault(
                Text("accelerators must rise", "加速档须递增"),
                Text("order them by `above`, each mark once", "请按 `above` 排序,每档一次"),
                "accelerators",
                marks,
            )
        if self.cap is not None and self.cap < self.threshold:
            raise fault(
                Text("the cap lies below the threshold, so nothing is ever paid", "封顶低于起付线,因此永远不会发放"),
                Text("raise `cap`", "请调高 `cap`"),
                "cap",
                self.cap,
            )
        if self.cap is not None and marks and marks[-1] >= self.cap:
            raise fault(
                Text("an accelerator at or above the cap has no effect", "达到或高于封顶的加速档不起作用"),
                Text("lower it or raise `cap`", "请降低它,或调高 `cap`"),
                "accelerators",
            )
        if marks and marks[0] < self.threshold:
            raise fault(
                Text("an accelerator below the threshold", "加速档低于起付线"),
                Text("raise it to the threshold or above", "请提高到起付线或以上"),
                "accelerators",
            )
        if not self.linear and not self.lumps:
            raise fault(
                Text(
                    "without a linear part and without lumps nothing is paid",
                    "没有线性部分也没有一次性奖励,就什么也不发",
                ),
                Text("add `lumps`", "请增加 `lumps`"),
                "linear",
                False,
            )
        return self

    @property
    def kinks(self) -> tuple[tuple[float, float], ...]:
        """Attainment above which the slope changes, and by how much; the slope is 1 from the threshold on."""
        if not self.linear:
            return ()
        marks = [(self.threshold, 1.0), *((step.above, step.multiple) for step in self.accelerators)]
        if self.cap is not None:
            marks.append((self.cap, 0.0))
        slopes = [0.0, *(slope for _, slope in marks)]
        return tuple((at, slope - before) for (at, slope), before in zip(marks, slopes, strict=False))

    @property
    def steps(self) -> tuple[tuple[float, float], ...]:
        """Attainment from which a fixed share is paid, and that share: the lumps, and the jump at the threshold."""
        lumps = tuple((lump.at, lump.share) for lump in self.lumps)
        jump = self.linear and self.threshold > 0.0 and not self.excess_only
        return ((self.threshold, self.threshold), *lumps) if jump else lumps

    def payout(self, attainment: float) -> float:
        """Payout at an attainment as a share of the target amount."""
        sloped = sum(change * max(0.0, attainment - at) for at, change in self.kinks)
        return sloped + sum(share for at, share in self.steps if attainment >= at)


def reached(at: float) -> Curve:
    """A curve that pays all of the stake from a mark on, and nothing below."""
    return Curve(linear=False, lumps=(Lump(at=at, share=1.0),))


Payout = Annotated[
    Curve,
    Field(description="What is paid at which attainment."),
    Heading("curve", "奖金曲线", "各达成率发多少。"),
]


class WeightShift(Frozen):
    """Other weights between two days: for a season that comes back (I3), or from a day on for good (I4)."""

    from_: Annotated[
        Day,
        Field(alias="from", description="First day with these weights."),
        Heading("from", "自", "开始使用这组权重的日期。"),
    ]
    until: Annotated[
        Day | None,
        Field(description="Last day; absent: for good."),
        Heading("until", "至", "最后一天;不写表示此后一直有效。"),
    ] = None
    yearly: Annotated[
        Flag,
        Field(description="Whether it comes back every year on the same days."),
        Heading("yearly", "每年重复", "是否每年在相同日期重复。"),
    ] = False
    weights: Annotated[
        Weights | None,
        Field(description="The weights of these days."),
        Heading("weights", "权重", "该时段内各指标的权重,合计 100 %;写在括号内。与“指标”二选一。"),
    ] = None
    metric: Annotated[
        Metric | None,
        Field(description="Or one metric whose weight rises; the others shrink in proportion."),
        Heading("metric", "指标", "或只提高一个指标的权重,其余按比例缩减。"),
    ] = None
    rises_by: Annotated[
        Share,
        Field(description="By how much the weight of that metric rises."),
        Heading("rises by", "提高", "该指标权重提高多少。"),
    ] = 0.0

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until < self.from_:
            raise fault(
                Text("ends before it begins", "结束早于开始"),
                Text("swap or correct the days", "请调换或改正日期"),
                "until",
                str(self.until),
            )
        if (self.weights is None) == (self.metric is None):
            raise fault(
                Text("needs either `weights` or `metric`", "需要 `weights` 或 `metric` 之一"),
                Text("give one of the two", "请给出其中一个"),
                "weights",
            )
        if self.yearly and self.until is None:
            raise fault(
                Text("comes back every year but has no last day", "每年重复,却没有最后一天"),
                Text("add `until`", "请增加 `until`"),
                "until",
            )
        return self

    def moved(self, weights: Mapping[str, float]) -> dict[str, float]:
        """The weights of these days, given the usual ones."""
        if self.weights is not None:
            return {str(metric): share for metric, share in self.weights.items()}
        before = weights.get(str(self.metric), 0.0)
        after = min(1.0, before + self.rises_by)
        rest = (1.0 - after) / (1.0 - before) if before < 1.0 else 0.0
        return {metric: share * rest for metric, share in weights.items()} | {str(self.metric): after}
