"""What the model says of every figure of a claim, beside what is claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.studies.claims.answer import POINTS, Claims, unit_of
from sim.studies.claims.judge import Judged
from sim.studies.claims.phrases import likely

if TYPE_CHECKING:
    from sim.results.picture import Picture

BINS = 40
#: Shares of draws left out at either end of an axis.
OUTSIDE = 0.005
MODEL, CLAIMED = "#4C72B0", "#D55E00"
WORDS = {
    "en": {"draws": "draws", "claimed": "claimed", "middle": "median", "points": "percentage points"},
    "zh": {"draws": "试算次数", "claimed": "来源所称", "middle": "中位数", "points": "个百分点"},
}


def chart(found: Claims, name: str, lang: str = "en") -> Picture:
    """Return one panel per condition of a claim: the figure over all draws, its median, and the bounds claimed.

    Args:
        found: the answer.
        name: of the claim.
        lang: en or zh.

    Raises:
        SimError: there is no such claim.
    """
    from sim.results.fonts import language
    from sim.results.picture import Picture as Drawn

    verdict = found.verdict(name)
    drawn, families = language(lang)
    claim, count = found.case.claims[name], len(verdict.conditions)
    figure = Drawn(families, figsize=(7.0, 0.9 + 1.9 * count), layout="constrained")
    with figure.style():
        panels = np.atleast_1d(figure.subplots(count, 1))
        for axes, one in zip(panels, verdict.conditions, strict=True):
            _panel(axes, one, drawn)
            given = claim.conditions[one.name]
            axes.set(xlabel=f"{given.of(drawn)} ({_unit(unit_of(given), drawn)})", ylabel=WORDS[drawn]["draws"])
            axes.set_title(likely(one.share, drawn), loc="right", fontsize=8)
        panels[0].legend(fontsize=8)
        figure.suptitle(claim.of(drawn), fontsize=10)
    return figure


def _unit(unit: str, lang: str) -> str:
    """Return a unit in words."""
    from sim.results.words import unit_word

    return WORDS[lang]["points"] if unit == POINTS else unit_word(unit, lang)


def _panel(axes: Any, one: Judged, lang: str) -> None:
    """Draw one figure and its bounds."""
    known = one.values[np.isfinite(one.values)]
    bounds = [each for each in (one.bounds.low, one.bounds.high) if each is not None]
    if not len(known):
        return
    inner = np.quantile(known, [OUTSIDE, 1.0 - OUTSIDE])
    low, high = min(*inner, *bounds), max(*inner, *bounds)
    room = 0.06 * (high - low) or 1.0
    low, high = low - room, high + room
    axes.hist(np.clip(known, low, high), bins=np.linspace(low, high, BINS + 1), color=MODEL, alpha=0.75)
    axes.axvline(one.middle, color="#333333", linewidth=1.2, label=WORDS[lang]["middle"])
    left = low if one.bounds.low is None else one.bounds.low
    right = high if one.bounds.high is None else one.bounds.high
    axes.axvspan(left, right, color=CLAIMED, alpha=0.15, linewidth=0, label=WORDS[lang]["claimed"])
    for each in bounds:
        axes.axvline(each, color=CLAIMED, linestyle="--", linewidth=1.0)
    axes.set_xlim(low, high)
