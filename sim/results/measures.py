"""The measures a comparison reports, each computed from the weekly series of a run.

All sums run over the estimation window (from the start of the policy to the end); amounts are per year, what people
cost by the months of the window, all else by its weeks. The two constants of the net promoter score are the definition
of the measure in the model, not behaviour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.language.text import Text
from sim.results.totals import Floats, Totals, divide
from sim.units import HOURS_PER_PERSON_WEEK, QUARTER_WEEKS, WEEKS_PER_YEAR, YEAR_WEEKS
from sim.vocabulary.table import Table

Direction = Literal["up", "down", "neutral"]
Dimension = Literal["business", "team", "individual", "cost"]
DIMENSIONS: tuple[Dimension, ...] = ("business", "team", "individual", "cost")
HEADLINE = ("gmv", "turnover", "collaboration")

NPS_AT_REFERENCE, NPS_PER_SATISFACTION, REFERENCE_SATISFACTION = 30.0, 200.0, 0.70


@dataclass(frozen=True)
class Measure:
    """One number that describes how a company fares.

    Attributes:
        name: identifier in frames, files and the command line.
        en: label in English.
        zh: label in Chinese.
        unit: unit of the value and of differences.
        good: which direction is better: up, down, or neutral where it depends on who asks.
        dimension: business, team, individual or cost.
        formula: how it is computed, in words.
        value: function from totals to values of any shape; NaN where it is not defined.
        catalogue: rows of the catalogue that it serves.
        smooth_weeks: trailing weeks that the weekly chart averages over.
    """

    name: str
    en: str
    zh: str
    unit: str
    good: Direction
    dimension: Dimension
    formula: str
    value: Callable[[Totals], Floats]
    catalogue: tuple[str, ...] = ("E",)
    smooth_weeks: int = 1

    @property
    def per_year(self) -> bool:
        """Whether the value is an amount per year, so that its precision is stated as a share of the baseline."""
        return self.unit.endswith("per year") and not self.unit.startswith("%")

    @property
    def weekly_unit(self) -> str:
        """Unit in weekly charts."""
        return self.unit.replace("per year", "per week") if self.per_year else self.unit

    def label(self, lang: str = "en") -> str:
        """Return the label in a language, `en` or `zh`."""
        return self.zh if lang == "zh" else self.en


def _earned_rmb(t: Totals) -> Floats:
    """Return the bonus that people earned and did not forfeit, RMB."""
    return t.total("bonus_earned_rmb") - t.total("bonus_forfeited_rmb")


def _pay(t: Totals) -> Floats:
    return divide(t.total("base_rmb") + t.total("overtime_rmb") + _earned_rmb(t), t.total("paid_months"))


def _effort(t: Totals) -> Floats:
    return t.mean("effort_volume") + t.mean("effort_care") + t.mean("effort_help")


def _contribution(t: Totals) -> Floats:
    return t.rate("margin_rmb") - t.payroll("people_cost_rmb")


def _cost(t: Totals) -> Floats:
    return t.payroll("people_cost_rmb") + t.rate("ads_rmb")


def _where_any(value: Floats) -> Floats:
    """Return values, NaN where there is nothing of the kind."""
    return np.where(value > 0.0, value, np.nan)


YEARLY_RMB, PERCENT, ONE = "RMB per year", "%", "index"

_OWN: tuple[Measure, ...] = (
    Measure(
        "gmv",
        "paid GMV",
        "成交总额(支付)",
        YEARLY_RMB,
        "up",
        "business",
        "paid value of orders",
        lambda t: t.rate("gmv_paid"),
        ("E", "F1", "F2"),
    ),
    Measure(
        "gmv_placed",
        "placed GMV",
        "成交总额(下单)",
        YEARLY_RMB,
        "up",
        "business",
        "value of orders placed",
        lambda t: t.rate("gmv_placed"),
    ),
    Measure(
        "gmv_net",
        "GMV net of refunds",
        "成交总额(扣除退款)",
        YEARLY_RMB,
        "up",
        "business",
        "paid GMV - refunds",
        lambda t: t.rate("gmv_net"),
        ("E", "K3"),
    ),
    Measure(
        "orders", "orders", "订单数", "orders per year", "up", "business", "orders placed", lambda t: t.rate("orders")
    ),
    Measure(
        "margin",
        "gross margin after ads",
        "毛利(扣除广告)",
        YEARLY_RMB,
        "up",
        "business",
        "gross margin - advertising - handling of returns",
        lambda t: t.rate("margin_rmb"),
    ),
    Measure(
        "repurchase",
        "repurchase rate, 13 weeks",
        "复购率(13 周)",
        PERCENT,
        "up",
        "business",
        "100 (1 - exp(-13 repeat orders / customers))",
        lambda t: 100.0 * (1.0 - np.exp(-QUARTER_WEEKS * t.ratio("repeat_orders", "customers"))),
        ("E", "K5", "F2"),
    ),
    Measure(
        "nps",
        "net promoter score",
        "净推荐值(NPS)",
        "points",
        "up",
        "business",
        "30 + 200 (satisfaction - 0.70)",
        lambda t: NPS_AT_REFERENCE + NPS_PER_SATISFACTION * (t.mean("satisfaction") - REFERENCE_SATISFACTION),
    ),
    Measure(
        "customer_satisfaction",
        "customer satisfaction",
        "客户满意度",
        PERCENT,
        "up",
        "business",
        "mean satisfaction of the weeks",
        lambda t: 100.0 * t.mean("satisfaction"),
        ("E", "F1"),
    ),
    Measure(
        "returns",
        "return rate",
        "退货率",
        PERCENT,
        "down",
        "business",
        "refunds / paid GMV",
        lambda t: t.ratio("refunds", "gmv_paid", 100.0),
        ("E", "K3"),
    ),
    Measure(
        "late",
        "late orders",
        "延迟发货率",
        PERCENT,
        "down",
        "business",
        "late orders / orders",
        lambda t: t.ratio("late_orders", "orders", 100.0),
        ("E", "K10"),
    ),
    Measure(
        "shipping_errors",
        "shipping errors",
        "发货差错率",
        PERCENT,
        "down",
        "business",
        "orders shipped with an error / orders",
        lambda t: t.ratio("wrong_orders", "orders", 100.0),
        ("E", "K6", "F4"),
    ),
    Measure(
        "cancelled",
        "cancelled orders",
        "订单取消率",
        PERCENT,
        "down",
        "business",
        "cancelled orders / orders",
        lambda t: t.ratio("cancelled_orders", "orders", 100.0),
    ),
    Measure(
        "turnover",
        "turnover",
        "离职率",
        "% per year",
        "down",
        "team",
        "people who quit / heads, per year",
        lambda t: WEEKS_PER_YEAR * t.ratio("quits", "heads", 100.0),
        ("E", "F1", "F2"),
        QUARTER_WEEKS,
    ),
    Measure(
        "key_turnover",
        "key people who quit",
        "核心人才流失率",
        "% per year",
        "down",
        "team",
        "key people who quit / heads, per year",
        lambda t: WEEKS_PER_YEAR * t.ratio("key_quits", "heads", 100.0),
        ("E",),
        QUARTER_WEEKS,
    ),
    Measure(
        "vacancy",
        "vacant seats",
        "岗位空缺率",
        PERCENT,
        "down",
        "team",
        "1 - heads / seats",
        lambda t: 100.0 - t.ratio("heads", "seats", 100.0),
    ),
    Measure(
        "collaboration",
        "collaboration",
        "协作达成率",
        PERCENT,
        "up",
        "team",
        "requests solved in time and right first time / requests",
        lambda t: t.ratio("requests_good", "requests", 100.0),
        ("E", "K4", "W6"),
    ),
    Measure(
        "cycle_time",
        "cycle time of requests",
        "需求流转周期",
        "weeks",
        "down",
        "team",
        "weeks from request to solution, mean over requests",
        lambda t: t.ratio("cycle_weeks", "requests"),
        ("E", "W6"),
    ),
    Measure(
        "rework",
        "rework",
        "返工率",
        PERCENT,
        "down",
        "team",
        "requests done again / requests",
        lambda t: t.ratio("requests_reworked", "requests", 100.0),
        ("E", "K4", "W6"),
    ),
    Measure(
        "favours",
        "favours asked in passing",
        "随手需求量",
        "person-weeks",
        "neutral",
        "team",
        "small requests beside the agreed ones, a week",
        lambda t: _where_any(t.mean("casual")),
        ("E", "K2", "W7"),
    ),
    Measure(
        "windows_met",
        "campaign windows met",
        "活动节点达成率",
        PERCENT,
        "up",
        "team",
        "campaigns with 95 % of their jobs done at the gate / campaigns",
        lambda t: t.ratio("windows_met", "campaigns", 100.0),
        ("E", "W1", "K4"),
        YEAR_WEEKS,
    ),
    Measure(
        "readiness",
        "campaign readiness",
        "活动准备度",
        PERCENT,
        "up",
        "team",
        "jobs done at the gate / jobs",
        lambda t: t.ratio("readiness", "campaigns", 100.0),
        ("E", "W1", "K4"),
        YEAR_WEEKS,
    ),
    Measure(
        "handoff_friction",
        "hand-off friction",
        "交接摩擦",
        "0 to 1",
        "down",
        "team",
        "border between asker and asked, ties counted, mean over requests; 0 is none",
        lambda t: t.ratio("friction", "requests"),
        ("E", "K4", "O1", "O5"),
    ),
    Measure(
        "ties",
        "colleagues to turn to",
        "可求助的同事数",
        "people per head",
        "neutral",
        "team",
        "ties remembered per head",
        lambda t: t.ratio("ties", "heads"),
        ("E", "W6"),
    ),
    Measure(
        "cross_ties",
        "ties to other units",
        "跨组联系占比",
        PERCENT,
        "neutral",
        "team",
        "ties to people of other units / ties, counted every four weeks",
        lambda t: t.ratio("cross_ties", "ties_seen", 100.0),
        ("E", "O1", "O5"),
        4,
    ),
    Measure(
        "weeks_to_connect",
        "newcomers connected in",
        "新人融入所需周数",
        "weeks",
        "down",
        "team",
        "weeks from the first day to five ties, mean over newcomers who got there",
        lambda t: t.ratio("connect_weeks", "connected"),
        ("E", "K7"),
        QUARTER_WEEKS,
    ),
    Measure(
        "community",
        "customers in communities",
        "私域用户占比",
        PERCENT,
        "up",
        "business",
        "customers in communities of the private domain / customers",
        lambda t: 100.0 * t.mean("community"),
        ("E", "I4"),
    ),
    Measure(
        "similarity",
        "pages that look alike",
        "页面同质化程度",
        PERCENT,
        "down",
        "business",
        "share of pages made from templates",
        lambda t: 100.0 * t.mean("similarity"),
        ("E", "K1"),
    ),
    Measure(
        "complaints",
        "complaints",
        "投诉率",
        PERCENT,
        "down",
        "business",
        "orders with a complaint / orders",
        lambda t: t.ratio("complaints", "orders", 100.0),
        ("E", "W4", "K3"),
    ),
    Measure(
        "complaints_settled",
        "complaints settled",
        "投诉按时解决率",
        PERCENT,
        "up",
        "team",
        "complaints settled in time, by the first person or the lead / complaints",
        lambda t: t.ratio("complaints_settled", "complaints", 100.0),
        ("E", "W4"),
    ),
    Measure(
        "escalations",
        "complaints passed on",
        "投诉升级率",
        PERCENT,
        "down",
        "team",
        "complaints that went to the lead / complaints",
        lambda t: t.ratio("escalations", "complaints", 100.0),
        ("E", "W4"),
    ),
    Measure(
        "understanding",
        "insight into other roles",
        "跨岗位理解",
        "0 to 1",
        "up",
        "individual",
        "mean over staff and weeks",
        lambda t: t.mean("understanding"),
        ("E", "T7"),
    ),
    Measure(
        "reply_time",
        "reply time to customers",
        "客服响应时间",
        "working hours",
        "down",
        "team",
        "mean reply delay of the weeks",
        lambda t: HOURS_PER_PERSON_WEEK * t.mean("reply_weeks"),
        ("E", "W4"),
    ),
    Measure(
        "training",
        "skill from training",
        "培训技能",
        ONE,
        "up",
        "individual",
        "skill on top of what the job teaches, mean",
        lambda t: t.mean("training"),
        ("E", "T3"),
    ),
    Measure(
        "skill",
        "skill",
        "技能",
        ONE,
        "up",
        "individual",
        "mean over staff and weeks; 1 is fully skilled",
        lambda t: t.mean("skill"),
    ),
    Measure(
        "pay",
        "pay per head",
        "人均薪酬",
        "RMB per month",
        "up",
        "individual",
        "base + overtime + bonus earned and kept / months for which somebody was paid",
        _pay,
        ("E", "I1"),
        QUARTER_WEEKS,
    ),
    Measure(
        "fatigue",
        "fatigue",
        "疲劳",
        ONE,
        "down",
        "individual",
        "mean over staff and weeks; 0 is rested",
        lambda t: t.mean("fatigue"),
    ),
    Measure(
        "staff_satisfaction",
        "staff satisfaction",
        "员工满意度",
        ONE,
        "up",
        "individual",
        "mean over staff and weeks",
        lambda t: t.mean("staff_satisfaction"),
    ),
    Measure("effort", "effort", "努力程度", ONE, "neutral", "individual", "volume + care + help, mean", _effort),
    Measure(
        "push",
        "pushy selling",
        "强推销程度",
        ONE,
        "down",
        "individual",
        "mean over staff and weeks",
        lambda t: t.mean("push"),
        ("E", "K3"),
    ),
    Measure(
        "people_cost",
        "people cost",
        "人力成本",
        YEARLY_RMB,
        "down",
        "cost",
        "payroll with on-cost + bonus + hiring + severance + programmes",
        lambda t: t.payroll("people_cost_rmb"),
    ),
    Measure(
        "payroll",
        "payroll without bonus",
        "工资(不含奖金)",
        YEARLY_RMB,
        "neutral",
        "cost",
        "base pay + overtime",
        lambda t: t.payroll("base_rmb", "overtime_rmb"),
    ),
    Measure(
        "bonus",
        "bonus",
        "奖金与提成",
        YEARLY_RMB,
        "neutral",
        "cost",
        "bonus earned - forfeited",
        lambda t: t.payroll("bonus_earned_rmb") - t.payroll("bonus_forfeited_rmb"),
        ("E", "I1"),
        QUARTER_WEEKS,
    ),
    Measure(
        "programmes",
        "programmes",
        "项目投入",
        YEARLY_RMB,
        "down",
        "cost",
        "fees, benefits and money for trials",
        lambda t: t.payroll("programmes_rmb"),
        ("E", "I18"),
    ),
    Measure(
        "hiring",
        "hiring cost",
        "招聘成本",
        YEARLY_RMB,
        "down",
        "cost",
        "cost of filling seats",
        lambda t: t.payroll("hiring_rmb"),
        ("E",),
        QUARTER_WEEKS,
    ),
    Measure(
        "absence",
        "absence",
        "缺勤率",
        "%",
        "down",
        "team",
        "share of working days away",
        lambda t: t.ratio("absent", "heads", 100.0),
        ("E",),
        QUARTER_WEEKS,
    ),
    Measure(
        "same_winners",
        "contests won again",
        "连胜比例",
        "%",
        "neutral",
        "team",
        "share of contests won by who won the one before; 1 / rivals by chance",
        lambda t: t.ratio("won_again", "contests", 100.0),
        ("E", "I20"),
        QUARTER_WEEKS,
    ),
    Measure(
        "severance",
        "severance",
        "离职补偿",
        YEARLY_RMB,
        "down",
        "cost",
        "paid on dismissal",
        lambda t: t.payroll("severance_rmb"),
        ("E",),
        QUARTER_WEEKS,
    ),
    Measure(
        "cost",
        "cost of people and ads",
        "总成本(人力 + 广告)",
        YEARLY_RMB,
        "down",
        "cost",
        "people cost + advertising",
        _cost,
    ),
    Measure(
        "contribution",
        "contribution",
        "经营贡献",
        YEARLY_RMB,
        "up",
        "cost",
        "margin after ads - people cost",
        _contribution,
        ("E", "F1"),
    ),
    Measure(
        "return_on_cost",
        "return on cost",
        "投入产出比",
        "RMB per RMB",
        "up",
        "cost",
        "contribution / cost of people and ads",
        lambda t: divide(_contribution(t), _cost(t)),
        ("E", "F1"),
        QUARTER_WEEKS,
    ),
)
#: Every measure; `MEASURES.register` takes those of others as well.
MEASURES: Table[Measure] = Table("measure", _OWN)
BY_NAME = MEASURES.by_name


def measure(name: str) -> Measure:
    """Return the measure of a name.

    Raises:
        SimError: there is no such measure.
    """
    if name in BY_NAME:
        return BY_NAME[name]
    import difflib

    from sim.errors import SimError

    near = difflib.get_close_matches(name, BY_NAME, n=1)
    hint = (
        Text("did you mean {0!r}?", "是否指 {0!r}?").format(near[0])
        if near
        else Text("there are {0}", "现有 {0}").format(", ".join(BY_NAME))
    )
    raise SimError("no measure is called {0!r}; {1}", "没有名为 {0!r} 的度量;{1}", name, hint)


def recorded(totals: Totals) -> tuple[Measure, ...]:
    """Return the measures whose series were recorded and that exist here (no campaigns: none met), in table order."""
    found = []
    for each in MEASURES:
        try:
            value = each.value(totals)
        except KeyError:
            continue
        if not np.isnan(value).all() or each.name in HEADLINE:
            found.append(each)
    return tuple(found)


def values(totals: Totals, chosen: tuple[Measure, ...]) -> Floats:
    """Return the values of measures, float64 [cases, measures]."""
    return np.stack([each.value(totals) for each in chosen], axis=-1)
