"""What people ask for by other words: the nearest pay that can be written."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import NamedTuple

from pydantic import BaseModel

from sim.documents.kinds import kind_of
from sim.documents.remedies import did_you_mean

#: How alike a word and an entry are from which on it is a slip of the pen, whatever else it might ask for.
SLIP = 0.85


class Asked(NamedTuple):
    """Words for a way of paying, and how it is written here.

    Attributes:
        words: parts of names, in lower case; any of them will do.
        write: what to write, without a full stop.
    """

    words: tuple[str, ...]
    write: str


ASKED = (
    Asked(
        ("draw", "advance", "guarantee", "minimum", "least", "floor", "ramp", "保底", "预支"),
        "the least that somebody gets is `floor` of a commission or a quota: `floor: {rmb: 3000, months: 3}` in the "
        "first months in the job, `floor: {rmb: 2000, advance: true}` as a draw that later pay works off",
    ),
    Asked(
        ("collect", "receipt", "received", "refund", "return_window", "clawback", "回款", "退货期"),
        "what counts only after a while is `counts_after_weeks` of a commission or a quota; refunds come off with "
        "metric: gmv_net",
    ),
    Asked(
        ("only", "gate", "unless", "condition", "qualif", "threshold_metric", "门槛", "条件"),
        "what is paid under a condition has `only_if: [{metric: returns, at_most: 0.15}]`",
    ),
    Asked(
        ("coefficient", "multiplier", "modifier", "系数"),
        "what multiplies pay is `coefficients: [{weights: {response: 1}}]` of a commission, quota or performance_pay",
    ),
    Asked(
        ("tier_factor", "per_person", "by_tier", "individual", "personal", "职级系数", "个人系数"),
        "what differs between people is `tier_factors` or `target_base_share` of a quota or performance_pay, or an "
        "instrument for each role",
    ),
    Asked(
        ("band", "score", "总分", "得分"),
        "points of several metrics and a coefficient by their sum are performance_pay with `curve_on: score`",
    ),
    Asked(
        ("tier", "bracket", "slab", "ladder", "阶梯", "档位", "分段"),
        "steps in RMB are `steps` of a commission: [{above: 10000, rate: 0.12}], with steps_on: slice or whole",
    ),
    Asked(
        ("by_product", "by_line", "product_rate", "sku", "按产品"),
        "a rate for single products cannot be written; people are paid on their own lines, so seat them by line "
        "and give roles their own commission",
    ),
    Asked(
        ("override", "team_commission", "团队提成"),
        "a share of what a team sells is a commission with scope: unit or company",
    ),
    Asked(
        ("spif", "kicker", "one_off", "一次性"),
        "a sum paid once at a mark is `lump_rmb` in the `steps` of a commission, or `lumps` in the curve of a quota",
    ),
    Asked(
        ("per_order", "per_customer", "per_unit", "piece", "计件", "按单"),
        "RMB for each is a commission with metric: orders, new_customers or served and `rate` in RMB",
    ),
    Asked(
        ("withh", "defer", "retain", "retention", "holdback", "留存", "延期"),
        "what is paid later is `withheld: {share: 0.3, month: 12}` of a commission, quota or performance_pay",
    ),
    Asked(
        ("to_date", "ytd", "cumulative", "累计"),
        "pay by the year to date is `period: year` with `paid_every: month`",
    ),
    Asked(
        ("absolute", "fixed_quota", "quota_rmb", "goal_rmb", "target_gmv", "固定目标"),
        "a fixed amount as attainment 1 is `goal` of a quota or team_bonus, `goals` of performance_pay",
    ),
    Asked(
        ("pool", "packet", "奖金包", "奖金池"),
        "money divided by points is `kind: points_pool`, by heads `kind: team_bonus`",
    ),
    Asked(
        ("dismiss", "bottom", "last_out", "vitality", "forced_ranking", "末位"),
        "a ranking whose last are dismissed is `kind: grades` with `dismissed_share`",
    ),
    Asked(
        ("promot", "晋升"),
        "higher posts for the best are `kind: promotion`; higher pay in the same post `kind: career_tree`",
    ),
    Asked(("option", "stock", "share_plan", "rsu", "期权", "股权"), "stock that vests is `kind: equity`"),
    Asked(("thirteenth", "christmas", "year_end", "年终"), "months of base pay once a year are `kind: annual_bonus`"),
)


def asked_for(word: str) -> str:
    """How that which a word asks for can be written; empty where nobody has asked for it yet."""
    folded = word.lower().replace("-", "_").replace(" ", "_")
    return next((each.write for each in ASKED if any(part in folded for part in each.words)), "")


def kind_remedy(word: str, kinds: Mapping[str, type[BaseModel]]) -> str:
    """What to do about a kind of pay that does not exist."""
    written = asked_for(word)
    return written or did_you_mean(word, kinds, most=len(kinds))


def key_remedy(word: str, model: type[BaseModel], kinds: Mapping[str, type[BaseModel]]) -> str:
    """What to do about an entry that an instrument does not have: the near word, who has it, or what comes nearest."""
    known = [field.alias or name for name, field in model.model_fields.items()]
    remedy = did_you_mean(word, known, most=len(known))
    written = asked_for(word)
    if remedy.startswith("did you mean") and (not written or get_close_matches(word, known, cutoff=SLIP)):
        return remedy
    owners = [kind for kind, each in kinds.items() if word in each.model_fields and kind != kind_of(model)]
    hints = [written, f"`{word}` is an entry of {', '.join(owners)}" if owners else ""]
    return "; ".join(filter(None, [*hints, did_you_mean("", known, most=len(known))]))
