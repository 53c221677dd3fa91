"""Which risks a comparison shows, how strongly, and which measure shows each first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.results.risks.signs import Record, Seen, Sign, label, seen, unit
from sim.results.risks.table import RISKS, Risk
from sim.results.run import PAY_NEUTRAL_SUFFIX, Run
from sim.results.statistics import LEVEL
from sim.results.words import number

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.comparison import Comparison

CHECKED = tuple(each for each in RISKS if each.ways)
#: Confidence with which every sign must be clear, so that all risks together cry wolf in at most 5 % of comparisons.
CHECK_LEVEL = 1.0 - (1.0 - LEVEL) / len(CHECKED)
NEVER = 10_000
COLUMNS = (
    "policy",
    "risk",
    "what",
    "emerged",
    "measure",
    "difference",
    "low",
    "high",
    "unit",
    "relative",
    "first_week",
    "remedy",
)


@dataclass(frozen=True)
class Finding:
    """What a comparison says of one risk under one policy.

    Attributes:
        policy: the policy.
        risk: the risk.
        emerged: whether all signs of one of its ways are clear and large enough.
        sign: the sign that shows it first; where it has not emerged, the first of the risk's signs.
        seen: the difference of that sign from the baseline, with its 95 % interval.
        harm, harm_seen: the sign of what is lost in the end, the last of its way, and its difference.
    """

    policy: str
    risk: Risk
    emerged: bool
    sign: Sign
    seen: Seen
    harm: Sign
    harm_seen: Seen


def findings(comparison: Comparison) -> list[Finding]:
    """Return what a comparison says of every risk under every policy, pay-neutral twins left out."""
    base, found = _record(comparison.runs[0]), []
    for run, start in zip(comparison.runs[1:], comparison.starts[1:], strict=True):
        if not run.variant.name.endswith(PAY_NEUTRAL_SUFFIX):
            found += examine(run.variant.name, base, _record(run), start)
    return found


def examine(policy: str, base: Record, new: Record, start: int = 0) -> list[Finding]:
    """Return what two records say of every risk.

    Args:
        policy: name of the policy.
        base: recorded weeks of the baseline.
        new: recorded weeks of the policy, case by case under the same luck.
        start: week in which the policy starts.
    """
    return [_finding(policy, each, base, new, start) for each in CHECKED]


def check(comparison: Comparison, lang: str = "en") -> pd.DataFrame:
    """Return the risks K1 to K9 under every policy, tidy.

    Columns: policy, risk, what, emerged, measure (the sign that shows it first), difference, low, high (95 % interval),
    unit, relative (% of the baseline), first_week (from 1 at the start of the policy; missing where no week stands
    out), remedy.
    """
    import pandas as pd

    rows = [
        (
            each.policy,
            each.risk.id,
            each.risk.name(lang),
            each.emerged,
            label(each.sign.measure, lang),
            each.seen.mean,
            each.seen.low,
            each.seen.high,
            unit(each.sign.measure, lang),
            each.seen.percent,
            each.seen.first,
            each.risk.remedy(lang),
        )
        for each in findings(comparison)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"first_week": "Int64"})


def sentences(comparison: Comparison, lang: str = "en") -> list[str]:
    """Return one sentence for every risk that emerged, and one for every policy under which none did."""
    zh, found, everything = lang == "zh", list[str](), findings(comparison)
    for policy in dict.fromkeys(each.policy for each in everything):
        mine = [each for each in everything if each.policy == policy and each.emerged]
        if not mine:
            text = "未发现 K1 至 K9 中的任何风险。" if zh else "none of the risks K1 to K9 emerged."
            found.append(f"{policy}: {text}")
        found += [f"{policy}: {_sentence(each, lang)}" for each in mine]
    return found


def _record(run: Run) -> Record:
    return Record(run.weekly.astype(np.float64), run.names, run.exits)


def _finding(policy: str, risk: Risk, base: Record, new: Record, start: int) -> Finding:
    """Return what two records say of one risk."""

    def matters(sign: Sign) -> bool:
        return _matters(sign, seen(base, new, sign, start, CHECK_LEVEL, weekly=False))

    elsewhere = any(matters(sign) for sign in risk.unless)
    for way in () if elsewhere else risk.ways:
        if all(matters(sign) for sign in way):
            shown = [(sign, seen(base, new, sign, start)) for sign in way]
            return Finding(policy, risk, True, *min(shown, key=lambda pair: pair[1].first or NEVER), *shown[-1])
    sign, harm = risk.ways[0][0], risk.ways[0][-1]
    return Finding(policy, risk, False, sign, seen(base, new, sign, start), harm, seen(base, new, harm, start))


def _matters(sign: Sign, found: Seen) -> bool:
    """Return whether a difference is clear, in the direction of the sign, and large enough to matter."""
    size = sign.sign * (found.mean if sign.absolute else found.percent)
    return found.goes(sign.direction) and size >= sign.least


def _sentence(each: Finding, lang: str) -> str:
    name, in_unit = label(each.sign.measure, lang), unit(each.sign.measure, lang)
    mean, low, high = (number(value, in_unit, lang, signed=True) for value in each.seen[:3])
    if lang == "zh":
        first = f"第 {each.seen.first} 周起可见" if each.seen.first else "逐周尚不明显"
        return (
            f"{each.risk.id} {each.risk.zh}:{name} {mean} {in_unit}(95% 区间 {low} 至 {high}),{first}。"
            f"可尝试:{each.risk.remedy_zh}。"
        )
    first = f"seen from week {each.seen.first} on" if each.seen.first else "no single week stands out"
    return (
        f"{each.risk.id} {each.risk.en}: {name} {mean} {in_unit} (95 % interval {low} to {high}), {first}. "
        f"Try: {each.risk.remedy_en}."
    )
