"""What people ask for by other words: the nearest pay that can be written."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import NamedTuple

from pydantic import BaseModel

from sim.documents.kinds import kind_of
from sim.documents.remedies import did_you_mean
from sim.language.text import Text, in_both

#: How alike a word and an entry are from which on it is a slip of the pen, whatever else it might ask for.
SLIP = 0.85


class Asked(NamedTuple):
    """Words for a way of paying, and how it is written here.

    Attributes:
        words: parts of names, in lower case; any of them will do.
        write: what to write, without a full stop.
    """

    words: tuple[str, ...]
    write: Text


ASKED = (
    Asked(
        ("draw", "advance", "guarantee", "minimum", "least", "floor", "ramp", "保底", "预支"),
        Text(
            "the least that somebody gets is `floor` of a commission or a quota: `floor: {rmb: 3000, "
            "months: 3}` in the "
            "first months in the job, `floor: {rmb: 2000, advance: true}` as a draw that later pay works off",
            "收入下限写作提成或 quota 的 `floor`:入职初期 `floor: {rmb: 3000, months: 3}`,可由以后收"
            "入抵扣的预支 `floor: {rmb: 2000, advance: true}`",
        ),
    ),
    Asked(
        ("clawback", "claw_back", "take_back", "takes_back", "charge_back", "chargeback", "churn", "扣回", "追回"),
        Text(
            "pay for new customers that is taken back once they have left, or have not bought again, is "
            "`taken_back: {of: left, after_weeks: 13}` of a commission on new_customers or gmv; refunds come off with "
            "metric: gmv_net, in the period in which they come",
            "新客流失或未复购时扣回提成,写作 new_customers 或 gmv 提成的 `taken_back: {of: left, after_weeks: 13}`;"
            "退款用 metric: gmv_net 在退款当期扣除",
        ),
    ),
    Asked(
        ("collect", "receipt", "received", "refund", "return_window", "回款", "退货期"),
        Text(
            "what counts only after a while is `counts_after_weeks` of a commission or a quota; refunds come off with "
            "metric: gmv_net",
            "过一段时间才计入的写作提成或 quota 的 `counts_after_weeks`;扣除退款用 metric: gmv_net",
        ),
    ),
    Asked(
        ("only", "gate", "unless", "condition", "qualif", "threshold_metric", "门槛", "条件"),
        Text(
            "what is paid under a condition has `only_if: [{metric: returns, at_most: 0.15}]`",
            "有条件的报酬写作 `only_if: [{metric: returns, at_most: 0.15}]`",
        ),
    ),
    Asked(
        ("coefficient", "multiplier", "modifier", "系数"),
        Text(
            "what multiplies pay is `coefficients: [{weights: {response: 1}}]` of a commission, "
            "quota or performance_pay",
            "乘在报酬上的系数写作提成、quota 或 performance_pay 的 `coefficients: [{weights: {response: 1}}]`",
        ),
    ),
    Asked(
        ("tier_factor", "per_person", "by_tier", "individual", "personal", "by_name", "职级系数", "个人系数", "按人"),
        Text(
            "what differs between people is `tier_factors` (of a commission too), `target_base_share` or, by "
            "seat, `own_targets: {operations 3: 1500}` of a quota or performance_pay, "
            "`own_goals: {operations 3: 90000}` of a quota, `own_rates: {operations 3: 0.02}` of a commission; or an "
            "instrument for each role",
            "因人而异的写作 `tier_factors`(提成也可)、`target_base_share`,或按席位:quota 与 performance_pay 的 "
            "`own_targets: {operations 3: 1500}`、quota 的 `own_goals: {operations 3: 90000}`、提成的 "
            "`own_rates: {operations 3: 0.02}`;或每个岗位一个激励工具",
        ),
    ),
    Asked(
        ("band", "score", "总分", "得分"),
        Text(
            "points of several metrics and a coefficient by their sum are performance_pay with `curve_on: score`",
            "多项指标计分、按总分给系数,写作 performance_pay 加 `curve_on: score`",
        ),
    ),
    Asked(
        ("tier", "bracket", "slab", "ladder", "阶梯", "档位", "分段"),
        Text(
            "steps in RMB are `steps` of a commission: [{above: 10000, rate: 0.12}], with steps_on: slice or whole",
            "按元分档写作提成的 `steps`:[{above: 10000, rate: 0.12}],并用 steps_on: slice 或 whole",
        ),
    ),
    Asked(
        ("by_product", "by_line", "product_rate", "category_rate", "sku", "按产品", "按品类"),
        Text(
            "rates of products or categories are `line_rates: {tea: 0.02}` of a commission (with `steps` too, on the "
            "whole), steps of each category on its own an instrument with `lines: [tea]` for each: make each category "
            "a line; articles of one line have one rate",
            "按产品或品类的比例写作提成的 `line_rates: {tea: 0.02}`(可与 `steps` 全额计提同用);各品类各自分档则各写一个"
            "带 `lines: [tea]` 的激励工具;每个品类设为一条产品线;同一产品线内比例相同",
        ),
    ),
    Asked(
        ("wager", "all_or_nothing", "对赌"),
        Text(
            "all or nothing is a quota with `goal` and `curve: {linear: false, lumps: [{at: 1, share: 1}]}`; what "
            "people would have to pay in cannot be written",
            "对赌写作带 `goal` 的 quota,并用 `curve: {linear: false, lumps: [{at: 1, share: 1}]}`;"
            "需要员工出资的部分无法表达",
        ),
    ),
    Asked(
        ("override", "team_commission", "团队提成"),
        Text(
            "a share of what a team sells is a commission with scope: unit or company",
            "团队销售的分成写作 scope: unit 或 company 的提成",
        ),
    ),
    Asked(
        ("spif", "kicker", "one_off", "一次性"),
        Text(
            "a sum paid once at a mark is `lump_rmb` in the `steps` of a commission, or `lumps` in "
            "the curve of a quota",
            "达标时一次性的金额写作提成 `steps` 中的 `lump_rmb`,或 quota 曲线的 `lumps`",
        ),
    ),
    Asked(
        ("per_order", "per_customer", "per_unit", "piece", "计件", "按单"),
        Text(
            "RMB for each is a commission with metric: orders, new_customers or served and `rate` in RMB",
            "按件计的金额写作提成,metric: orders、new_customers 或 served,`rate` 以元计",
        ),
    ),
    Asked(
        ("withh", "defer", "retain", "retention", "holdback", "留存", "延期"),
        Text(
            "what is paid later is `withheld: {share: 0.3, month: 12}` of a commission, quota or performance_pay",
            "以后发放的写作提成、quota 或 performance_pay 的 `withheld: {share: 0.3, month: 12}`",
        ),
    ),
    Asked(
        ("to_date", "ytd", "cumulative", "累计"),
        Text(
            "pay by the year to date is `period: year` with `paid_every: month`",
            "按年内累计计酬写作 `period: year` 加 `paid_every: month`",
        ),
    ),
    Asked(
        ("absolute", "fixed_quota", "quota_rmb", "goal_rmb", "target_gmv", "固定目标"),
        Text(
            "a fixed amount as attainment 1 is `goal` of a quota or team_bonus, `goals` of performance_pay",
            "以固定金额为达成率 1:quota 或 team_bonus 用 `goal`,performance_pay 用 `goals`",
        ),
    ),
    Asked(
        ("pool", "packet", "奖金包", "奖金池"),
        Text(
            "money divided by points is `kind: points_pool`, by heads `kind: team_bonus`",
            "按点数分的奖池写作 `kind: points_pool`,按人头分写作 `kind: team_bonus`",
        ),
    ),
    Asked(
        ("dismiss", "bottom", "last_out", "vitality", "forced_ranking", "末位"),
        Text(
            "a ranking whose last are dismissed is `kind: grades` with `dismissed_share`",
            "末位淘汰的排名写作 `kind: grades` 加 `dismissed_share`",
        ),
    ),
    Asked(
        ("promot", "晋升"),
        Text(
            "higher posts for the best are `kind: promotion`; higher pay in the same post `kind: career_tree`",
            "优秀者晋升写作 `kind: promotion`;同岗加薪写作 `kind: career_tree`",
        ),
    ),
    Asked(
        ("option", "stock", "share_plan", "rsu", "期权", "股权"),
        Text("stock that vests is `kind: equity`", "会归属的股票写作 `kind: equity`"),
    ),
    Asked(
        ("thirteenth", "christmas", "year_end", "年终"),
        Text(
            "months of base pay once a year are `kind: annual_bonus`",
            "每年一次的若干月基本工资写作 `kind: annual_bonus`",
        ),
    ),
)


def asked_for(word: str) -> Text:
    """How that which a word asks for can be written; empty where nobody has asked for it yet."""
    folded = word.lower().replace("-", "_").replace(" ", "_")
    return next((each.write for each in ASKED if any(part in folded for part in each.words)), Text.same(""))


def kind_remedy(word: str, kinds: Mapping[str, type[BaseModel]]) -> Text:
    """What to do about a kind of pay that does not exist."""
    written = asked_for(word)
    return written or did_you_mean(word, kinds, most=len(kinds))


def key_remedy(word: str, model: type[BaseModel], kinds: Mapping[str, type[BaseModel]]) -> Text:
    """What to do about an entry that an instrument does not have: the near word, who has it, or what comes nearest."""
    known = [field.alias or name for name, field in model.model_fields.items()]
    remedy = did_you_mean(word, known, most=len(known))
    written = asked_for(word)
    if remedy.en.startswith("did you mean") and (not written or get_close_matches(word, known, cutoff=SLIP)):
        return remedy
    owners = [kind for kind, each in kinds.items() if word in each.model_fields and kind != kind_of(model)]
    owned = Text("`{0}` is an entry of {1}", "`{0}` 是 {1} 的项").format(word, ", ".join(owners)) if owners else ""
    hints = [written, owned]
    return in_both(filter(None, [*hints, did_you_mean("", known, most=len(known))]), "; ", ";")
