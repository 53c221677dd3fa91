"""What the model says about claims, in sentences."""

from __future__ import annotations

import numpy as np

from sim.studies.claims.answer import POINTS, Claims, unit_of
from sim.studies.claims.judge import Judged, Separator, Verdict
from sim.studies.claims.phrases import amount, claimed, entry_word, likely, percent, several, shown, value, where

#: Entries named at most, of a claim and of one condition alone.
MOST_ENTRIES, MOST_ALONE = 5, 3
#: Share of hits up to which one of them is shown.
RARE = 0.05
WORDS = {
    "en": {
        "head": "{name}: {draws} draws of luck and of everything uncertain, the same for every policy.",
        "joint": "All together: {share}.",
        "one": "It holds in {share}.",
        "condition": "{label}: claimed {claimed}; model {points} (10 / 50 / 90 % of the draws); holds in {share}",
        "never": "Never met: {label}. It misses by {miss} in the middle of the draws; the nearest figure of any draw "
        "is {nearest}.",
        "apart": "Each condition is met at times, but never all in one draw. Met least: {label} ({share}); where it "
        "fails it misses by {miss} in the middle.",
        "least": "Met least: {label}; where it fails it misses by {miss} in the middle of the draws.",
        "single": "Where it fails it misses by {miss} in the middle of the draws.",
        "nearest": "The draw that comes closest: {figures}.",
        "true": "What would have to be true",
        "entry": "{label}, {way}: {near} in the nearest fifth of the draws, {all} in all (rank correlation "
        "{correlation})",
        "higher": "higher",
        "lower": "lower",
        "nothing": "No uncertain entry separates the draws that come close from the others: within the ranges drawn, "
        "nothing named here would make it true.",
        "luck": "No uncertain entry separates the draws in which it holds from the others: luck decides, or it holds "
        "nearly always.",
        "box": "Where {where}, it holds in {density} of the draws ({hits} of {points}) instead of {everywhere}",
        "alone": "for {label} alone, {entry}",
        "best": "With the entries of the claim at their favourable ends at once ({values}), it holds in {share}; "
        "{figures}",
        "some": "One of the draws in which it holds: {figures}.",
    },
    "zh": {
        "head": "{name}：共 {draws} 次试算，每次随机抽取运气与全部不确定因素，各方案完全相同。",
        "joint": "全部同时成立的概率：{share}。",
        "one": "成立的概率：{share}。",
        "condition": "{label}：来源称“{claimed}”；模型结果为 {points}（试算的 10% / 50% / 90% 分位）；"
        "成立的概率为 {share}",
        "never": "“{label}”从未达到：差距的中位数为 {miss}，所有试算中最接近的数值为 {nearest}。",
        "apart": "各条件分别都有达到的时候，但从未同时达到。最难达到的是“{label}”（{share}），"
        "未达到时差距的中位数为 {miss}。",
        "least": "最难达到的是“{label}”，未达到时差距的中位数为 {miss}。",
        "single": "未达到时差距的中位数为 {miss}。",
        "nearest": "最接近的一次试算：{figures}。",
        "true": "怎样才可能成立",
        "entry": "{label}{way}：最接近的五分之一试算中为 {near}，全部试算中为 {all}（秩相关 {correlation}）",
        "higher": "偏高",
        "lower": "偏低",
        "nothing": "没有哪个不确定因素能把接近的试算与其余试算区分开：在所设范围内，没有哪一项能使它成立。",
        "luck": "没有哪个不确定因素能把成立的试算与其余试算区分开：取决于运气，或本来就几乎总是成立。",
        "box": "当{where}时，{density} 的试算成立（{points} 次中的 {hits} 次），总体为 {everywhere}",
        "alone": "仅看“{label}”：{entry}",
        "best": "整条说法的各项同时取有利的一端时（{values}），成立的概率为 {share}；{figures}",
        "some": "成立的一次试算：{figures}。",
    },
}


def words(found: Claims, lang: str = "en") -> str:
    """Return the answer to a case as plain text."""
    case, w = found.case, WORDS[lang]
    lines = [case.title.of(lang), w["head"].format(name=found.scenario.name, draws=found.draws)]
    for each in found.verdicts:
        claim = case.claims[each.name]
        lines += ["", f"[{each.name}] {claim.of(lang)}", "  " + joint(each, lang)]
        lines += ["  - " + condition(found, each, one, lang) for one in each.conditions]
        lines += ["  " + text for text in shortfall(found, each, lang)]
        lines += [
            f"  {w['true']}{'：' if lang == 'zh' else ':'}",
            *("  - " + text for text in would_have_to_be_true(found, each, lang)),
        ]
    return "\n".join(lines) + "\n"


def joint(verdict: Verdict, lang: str) -> str:
    """Return how likely a claim is."""
    return WORDS[lang]["joint" if len(verdict.conditions) > 1 else "one"].format(share=likely(verdict.share, lang))


def condition(found: Claims, verdict: Verdict, one: Judged, lang: str) -> str:
    """Return how one condition stands."""
    given = found.case.claims[verdict.name].conditions[one.name]
    unit, signed = unit_of(given), shown(given)
    points = several((one.low, one.middle, one.high), unit, lang, " / ", signed=signed)
    return WORDS[lang]["condition"].format(
        label=given.of(lang),
        claimed=claimed(one.bounds, unit, lang, signed=signed),
        points=points,
        share=likely(one.share, lang),
    )


def shortfall(found: Claims, verdict: Verdict, lang: str) -> list[str]:
    """Return which condition fails by how much, and the closest draw; nothing where the claim always holds."""
    w, share, binding = WORDS[lang], verdict.share, verdict.binding
    if share.hits == share.of:
        return []
    given = found.case.claims[verdict.name].conditions[binding.name]
    unit, signed = unit_of(given), shown(given)
    alone = len(verdict.conditions) == 1
    kind = ("single" if alone else "least") if share.hits else "never" if binding.share.hits == 0 else "apart"
    best = int(np.nanargmin(np.abs(binding.bounds.miss(binding.values)))) if np.isfinite(binding.values).any() else 0
    apart = POINTS if unit.startswith("%") else unit
    said = w[kind].format(
        label=given.of(lang),
        miss=amount(abs(binding.miss), apart, lang),
        share=likely(binding.share, lang),
        nearest=amount(float(binding.values[best]), unit, lang, signed=signed),
    )
    return [said] if alone or share.value > RARE else [said, nearest(found, verdict, lang)]


def nearest(found: Claims, verdict: Verdict, lang: str) -> str:
    """Return the figures of the draw that comes closest."""
    conditions = found.case.claims[verdict.name].conditions
    figures = [
        f"{conditions[one.name].of(lang)} "
        + amount(
            float(one.values[verdict.nearest]), unit_of(conditions[one.name]), lang, signed=shown(conditions[one.name])
        )
        for one in verdict.conditions
    ]
    return WORDS[lang]["some" if verdict.share.hits else "nearest"].format(
        figures=("、" if lang == "zh" else ", ").join(figures)
    )


def would_have_to_be_true(found: Claims, verdict: Verdict, lang: str) -> list[str]:
    """Return what the draws that come closest have in common, for the claim and then for each of its conditions."""
    w = WORDS[lang]
    lines = [_entry(found, each, lang) for each in verdict.separators[:MOST_ENTRIES]] + asides(found, verdict, lang)
    if len(verdict.conditions) > 1:
        for one, those in zip(verdict.conditions, verdict.of_conditions, strict=True):
            label = found.case.claims[verdict.name].conditions[one.name].of(lang)
            lines += [w["alone"].format(label=label, entry=_entry(found, each, lang)) for each in those[:MOST_ALONE]]
    return lines


def asides(found: Claims, verdict: Verdict, lang: str) -> list[str]:
    """Return that nothing separates the draws, or what the favourable ends and the densest box come to."""
    w, box = WORDS[lang], verdict.box
    if not verdict.separators:
        return [w["luck" if verdict.share.hits else "nothing"]]
    lines = [best(found, verdict, lang)] if verdict.name in found.favourable else []
    if box:
        lines.append(
            w["box"].format(
                where=where(found.case, box, lang),
                density=percent(box.density, lang),
                hits=box.hits,
                points=box.points,
                everywhere=percent(box.everywhere, lang),
            )
        )
    return lines


def best(found: Claims, verdict: Verdict, lang: str) -> str:
    """Return what comes out with all entries that separate the draws at their favourable end."""
    favourable, conditions = found.favourable[verdict.name], found.case.claims[verdict.name].conditions
    comma = "、" if lang == "zh" else ", "
    values = comma.join(
        f"{entry_word(found.case, name, lang)}{' 取 ' if lang == 'zh' else ' at '}{value(found.case, name, each, lang)}"
        for name, each in favourable.values.items()
    )
    figures = comma.join(
        f"{conditions[one.name].of(lang)} "
        + several(
            (one.low, one.middle, one.high),
            unit_of(conditions[one.name]),
            lang,
            " / ",
            signed=shown(conditions[one.name]),
        )
        for one in favourable.conditions
    )
    return WORDS[lang]["best"].format(values=values, share=likely(favourable.share, lang), figures=figures)


def cells(found: Claims, each: Separator, lang: str) -> dict[str, str]:
    """Return an entry, which way it goes with closeness, its range near the claim and everywhere, the correlation."""
    to, w = " 至 " if lang == "zh" else " to ", WORDS[lang]
    near, everywhere = (
        to.join(value(found.case, each.name, end, lang) for end in ends) for ends in (each.near, each.everywhere)
    )
    return {
        "label": entry_word(found.case, each.name, lang),
        "way": w["higher" if each.correlation > 0.0 else "lower"],
        "near": near,
        "all": everywhere,
        "correlation": f"{each.correlation:+.2f}".replace("-", "−"),
    }


def _entry(found: Claims, each: Separator, lang: str) -> str:
    """Return how one entry goes with closeness to a claim, as a sentence."""
    return WORDS[lang]["entry"].format(**cells(found, each, lang))
