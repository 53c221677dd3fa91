"""Plain sentences on what a comparison means for the decision, made from templates in English and Chinese."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.results.measures import BY_NAME, HEADLINE
from sim.results.run import PAY_NEUTRAL_SUFFIX
from sim.results.table import span
from sim.results.words import VERDICTS, number, unit_word, variant_word

if TYPE_CHECKING:
    from sim.results.comparison import Comparison, Row

MAIN = {"business": ("gmv", "repurchase"), "team": ("turnover", "collaboration"), "cost": ("contribution",)}

CLAUSES = {
    "en": {
        "changed": "{label} is {verdict} by {size} ({span} {unit})",
        "open": "for {label} we cannot say ({span} {unit})",
        "same": "{label} does not differ",
    },
    "zh": {
        "changed": "{label}{verdict},相差 {size}({span} {unit})",
        "open": "{label}无法判断({span} {unit})",
        "same": "{label}无差异",
    },
}
FRAMES = {
    "en": {
        "business": "{policy} for the business: {clauses}.",
        "team": "{policy} for the team: {clauses}.",
        "cost": "{policy} for the money: {clauses}{rest}.",
        "kept": "; at equal pay the difference in GMV is {size} ({verdict}), so {part}",
        "plan": "the way of paying does it, not only the amount",
        "amount": "the amount paid may explain it",
        "nothing": "the way of paying changes nothing",
        "joint": "; ",
    },
    "zh": {
        "business": "{policy},经营方面:{clauses}。",
        "team": "{policy},团队方面:{clauses}。",
        "cost": "{policy},收支方面:{clauses}{rest}。",
        "kept": ";薪酬总额不变时成交总额相差 {size}({verdict}),{part}",
        "plan": "作用来自薪酬方式,而不只是金额",
        "amount": "作用可能来自薪酬金额",
        "nothing": "薪酬方式不带来变化",
        "joint": ";",
    },
}
STOPS = {
    "en": {
        "given": "{n} replicates, as asked.",
        "precise": "{n} replicates: every headline measure is as precise as wanted.",
        "budget": "Stopped by the budget after {n} replicates{missed}.",
        "most": "Stopped at the most replicates, {n}{missed}.",
        "missed": "; still wider than wanted: {list}",
        "each": "{label} of {policy} ±{width} (wanted ±{target}) {unit}",
    },
    "zh": {
        "given": "按要求重复模拟 {n} 次。",
        "precise": "重复模拟 {n} 次:各项核心指标均达到所需精度。",
        "budget": "预算用尽,重复模拟 {n} 次后停止{missed}。",
        "most": "达到重复次数上限 {n} 次后停止{missed}。",
        "missed": ";仍宽于所需精度:{list}",
        "each": "{policy} 的{label} ±{width}(所需 ±{target}){unit}",
    },
}


def sentences(comparison: Comparison, lang: str = "en") -> list[str]:
    """Return three sentences for each policy: business, team, money (with the pay-neutral twin where there is one)."""
    found = []
    for policy in comparison.policies:
        if not policy.endswith(PAY_NEUTRAL_SUFFIX):
            found += [_sentence(comparison, policy, dimension, lang) for dimension in MAIN]
    return [text for text in found if text]


def notes(comparison: Comparison, lang: str = "en") -> list[str]:
    """Return what a reader of the table must know: replicates, window, gain from pairing, chance findings."""
    found = [comparison.fit.sentence(lang)] if comparison.fit else []
    found += [stopping(comparison, lang), windows(comparison, lang), pairing(comparison, lang)]
    count = len(comparison.rows)
    if lang == "zh":
        found.append(f"表中共 {count} 个区间,结论一栏已作多重比较校正:判为有差异者,至多 5% 出于偶然。")
    else:
        found.append(
            f"The table holds {count} intervals; its verdicts are corrected for that: of the differences they name, "
            "at most 5 in 100 are chance."
        )
    return [text for text in found if text]


def pairing(comparison: Comparison, lang: str = "en") -> str:
    """Return one sentence on how much smaller pairing makes the variance of the headline differences."""
    recorded = {measure.name: measure for measure in comparison.measures}
    parts = []
    for policy in comparison.policies:
        gains = [
            f"{recorded[name].label(lang)} {_times(comparison.row(policy, name).variance_ratio)}"
            for name in HEADLINE
            if name in recorded
        ]
        parts.append(f"{variant_word(policy, lang)}: {', '.join(gains)}")
    if lang == "zh":
        return f"配对使差值的方差缩小的倍数:{';'.join(parts)}。"
    return f"Variance of unpaired differences over paired ones: {'; '.join(parts)}."


def _times(ratio: float) -> str:
    """Return a variance ratio as text; infinite where the paired difference never varies."""
    return "–" if math.isnan(ratio) else "∞" if math.isinf(ratio) else f"{ratio:.1f} ×"


def stopping(comparison: Comparison, lang: str = "en") -> str:
    """Return one sentence on how many replicates were run and why no more."""
    words, stop = STOPS[lang], comparison.stopping
    units = {measure.name: measure.unit for measure in comparison.measures}
    listed = [
        words["each"].format(
            label=BY_NAME[name].label(lang),
            policy=policy,
            width=number(width, units[name], lang),
            target=number(target, units[name], lang),
            unit=unit_word(units[name], lang),
        )
        for name, policy, width, target in stop.missed
    ]
    missed = words["missed"].format(list=", ".join(listed)) if listed else ""
    return words[stop.reason].format(n=stop.replicates, missed=missed)


def windows(comparison: Comparison, lang: str = "en") -> str:
    """Return one sentence on the weeks that the estimates refer to."""
    weeks = comparison.runs[0].weeks
    start = dict.fromkeys(
        f"{run.variant.name} {first + 1}–{weeks}"
        for run, first in zip(comparison.runs[1:], comparison.starts[1:], strict=True)
        if not run.variant.pay_neutral
    )
    if lang == "zh":
        return f"估计区间为方案推行起至期末(周):{';'.join(start)};金额按年折算。"
    return f"Estimates cover the weeks from a policy's start to the end ({'; '.join(start)}); amounts are per year."


def _sentence(comparison: Comparison, policy: str, dimension: str, lang: str) -> str:
    """Return the sentence of one dimension; empty where none of its measures was recorded."""
    recorded = {measure.name for measure in comparison.measures}
    rows = [comparison.row(policy, name) for name in MAIN[dimension] if name in recorded]
    if not rows:
        return ""
    clauses = FRAMES[lang]["joint"].join(_clause(row, lang) for row in rows)
    rest = _kept(comparison, policy, lang) if dimension == "cost" else ""
    return FRAMES[lang][dimension].format(policy=policy, clauses=clauses, rest=rest)


def _clause(row: Row, lang: str) -> str:
    """Return what one row says."""
    kind = {"cannot say": "open", "same": "same"}.get(row.verdict, "changed")
    return CLAUSES[lang][kind].format(
        label=BY_NAME[row.measure].label(lang),
        verdict=VERDICTS[lang][row.verdict],
        size=number(abs(row.estimate), row.unit, lang),
        span=span(row.low, row.high, row.unit, lang),
        unit=unit_word(row.unit, lang),
    )


def _kept(comparison: Comparison, policy: str, lang: str) -> str:
    """Return what the pay-neutral twin says about the difference in GMV; empty where there is no twin."""
    if policy + PAY_NEUTRAL_SUFFIX not in comparison.policies or not any(m.name == "gmv" for m in comparison.measures):
        return ""
    row, words = comparison.row(policy + PAY_NEUTRAL_SUFFIX, "gmv"), FRAMES[lang]
    part = {"cannot say": "amount", "same": "nothing"}.get(row.verdict, "plan")
    return words["kept"].format(
        size=number(row.estimate, row.unit, lang, signed=True), verdict=VERDICTS[lang][row.verdict], part=words[part]
    )
