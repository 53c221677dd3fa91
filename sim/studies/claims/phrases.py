"""Pieces of sentences about claims in English and Chinese: numbers with units, bounds, shares, entries, boxes."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from sim.documents.reading import read
from sim.results.words import number, unit_word
from sim.scenario.loading import file_text
from sim.studies.claims.answer import POINTS
from sim.studies.claims.document import Case, Condition, Text
from sim.studies.claims.judge import Bounds, Share
from sim.studies.discovery.boxes import Box

LIMITS = {
    "en": {
        "both": "{label} lies in {low} to {high}",
        "low": "{label} is at least {low}",
        "high": "{label} is at most {high}",
    },
    "zh": {"both": "{label}在 {low} 至 {high} 之间", "low": "{label}不低于 {low}", "high": "{label}不高于 {high}"},
}


BOUNDS = {
    "en": {
        "both": "{low} to {high}",
        "low": "at least {low}",
        "high": "at most {high}",
        "above": "higher",
        "below": "lower",
    },
    "zh": {"both": "{low} 至 {high}", "low": "不低于 {low}", "high": "不高于 {high}", "above": "更高", "below": "更低"},
}


def amount(value: float, unit: str, lang: str, *, signed: bool = False) -> str:
    """Return a number with its unit."""
    if not math.isfinite(value):
        return "–"
    if unit.startswith("%") or unit == POINTS:
        digits = 0 if abs(value) >= 99.5 else 1 if abs(value) >= 0.95 else 2
        text = f"{value:{'+' if signed else ''}.{digits}f}"
        text = "0" if float(text) == 0.0 else text.removesuffix(".0").replace("-", "−")
        if unit == POINTS:
            return f"{text} 个百分点" if lang == "zh" else f"{text} points"
        return f"{text}%" if lang == "zh" else f"{text} %"
    text = number(value, unit, lang, signed=signed)
    if unit.startswith("RMB per year"):
        return f"{text}元" if lang == "zh" else f"RMB {text}"
    return text if unit in ("index", "0 to 1") else f"{text} {unit_word(unit, lang)}"


def several(values: tuple[float, ...], unit: str, lang: str, between: str, *, signed: bool) -> str:
    """Return numbers side by side, with a unit of per cent or points named once."""
    texts = [amount(each, unit, lang, signed=signed) for each in values]
    if unit.startswith("%") or unit == POINTS:
        tail = amount(0.0, unit, lang)[1:]
        texts = [*(text.removesuffix(tail) for text in texts[:-1]), texts[-1]]
    return between.join(texts)


def shown(condition: Condition) -> bool:
    """Return whether a condition's figure is a change, which is written with its sign."""
    return condition.as_ != "level"


def claimed(bounds: Bounds, unit: str, lang: str, *, signed: bool) -> str:
    """Return what is claimed: `20 to 30 %`, `at least 90 %`."""
    low, high = (
        None if each is None else amount(each, unit, lang, signed=signed) for each in (bounds.low, bounds.high)
    )
    kind = "both" if low and high else "low" if low else "high"
    if bounds.strict and kind != "both" and (bounds.low or bounds.high or 0.0) == 0.0:
        kind = "above" if low else "below"
    return BOUNDS[lang][kind].format(low=low, high=high)


def percent(share: float, lang: str) -> str:
    """Return a share as per cent, with one digit below 10 % and two below 0.1 %."""
    digits = 0 if share >= 0.0995 or share == 0.0 else 1 if share >= 0.00095 else 2
    return f"{100 * share:.{digits}f}%" if lang == "zh" else f"{100 * share:.{digits}f} %"


def likely(share: Share, lang: str) -> str:
    """Return a share with its interval: `3 % (95 % interval 1.6 to 4.9 %; 14 of 512 draws)`."""
    low, high = share.interval
    if lang == "zh":
        return (
            f"{percent(share.value, lang)}（95% 区间 {percent(low, lang)} 至 {percent(high, lang)}；"
            f"{share.of} 次试算中的 {share.hits} 次）"
        )
    return (
        f"{percent(share.value, lang)} (95 % interval {percent(low, lang)} to {percent(high, lang)}; "
        f"{share.hits} of {share.of} draws)"
    )


@cache
def short_names() -> dict[str, Text]:
    """Return the short names of parameters."""
    file = Path(__file__).with_name("names.yaml")
    return {name: Text.model_validate(texts) for name, texts in read(file_text(file), str(file)).data.items()}


def entry_word(case: Case, name: str, lang: str) -> str:
    """Return what an uncertain entry is: the case's wording, or a parameter's short name and its own."""
    if name in case.uncertain:
        return case.uncertain[name].of(lang)
    known = short_names().get(name)
    if known is None:
        return f"`{name}`"
    return f"{known.zh}（`{name}`）" if lang == "zh" else f"{known.en} (`{name}`)"


def value(case: Case, name: str, given: float, lang: str) -> str:
    """Return a value of an entry; a relative one as a multiple of what the scenario says."""
    times = name in case.relative
    text = f"{given:.3g}".replace("-", "−")
    return (f"{text} 倍" if lang == "zh" else f"{text} times") if times else text


def where(case: Case, box: Box, lang: str) -> str:
    """Return the limits of a box in words."""
    parts = []
    for name, ends in box.limits.items():
        label = entry_word(case, name, lang)
        low, high = (value(case, name, each, lang) if math.isfinite(each) else "" for each in ends)
        kind = "both" if low and high else "low" if low else "high"
        parts.append(LIMITS[lang][kind].format(label=label, low=low, high=high))
    return ("、" if lang == "zh" else " and ").join(parts)
