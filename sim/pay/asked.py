"""What people ask for by other words: the nearest pay that can be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import BaseModel

from sim.documents.kinds import kind_of
from sim.documents.remedies import did_you_mean


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
        ("tier", "band", "bracket", "slab", "ladder", "阶梯", "档位", "分段"),
        "steps in RMB are `steps` of a commission: [{above: 10000, rate: 0.12}], with steps_on: slice or whole",
    ),
    Asked(
        ("per_order", "per_customer", "per_unit", "piece", "计件", "按单"),
        "RMB for each is a commission with metric: orders, new_customers or served and `rate` in RMB",
    ),
    Asked(
        ("collect", "receipt", "received", "refund_window", "return_window", "clawback", "回款", "退货期"),
        "what counts only after a while is `counts_after_weeks` of a commission or a quota; refunds come off with "
        "metric: gmv_net",
    ),
    Asked(
        ("withh", "defer", "retain", "retention", "holdback", "留存", "延期"),
        "what is paid later is `withheld: {share: 0.3, month: 12}` of a commission, quota or performance_pay",
    ),
    Asked(
        ("absolute", "fixed_quota", "quota_rmb", "goal_rmb", "target_gmv", "固定目标"),
        "a fixed amount as attainment 1 is `goal` of a quota or team_bonus, `goals` of performance_pay",
    ),
    Asked(
        ("per_person", "by_tier", "individual", "personal", "职级系数", "个人系数"),
        "what differs between people is `tier_factors` of a quota or performance_pay, or an instrument for each role",
    ),
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
    if remedy.startswith("did you mean"):
        return remedy
    owners = [kind for kind, each in kinds.items() if word in each.model_fields and kind != kind_of(model)]
    hints = [asked_for(word), f"`{word}` is an entry of {', '.join(owners)}" if owners else ""]
    return "; ".join(filter(None, [*hints, remedy]))
