"""Pictures of the baseline fit: GMV by week, and every figure beside the range of luck."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sim.results.fit_words import VERDICTS, index, label
from sim.results.fonts import language
from sim.results.words import number, unit_word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.fit import Fit
    from sim.results.picture import Picture

SIZE = (9.5, 6.4)
WORDS = (
    {
        "observed": "observed",
        "model": "model, mean",
        "luck": "luck alone (98 of 100 years)",
        "week": "week beginning",
        "gmv": "paid GMV, million RMB per week",
        "relative": "relative to the model's mean",
    },
    {
        "observed": "实际",
        "model": "模型均值",
        "luck": "仅运气的范围(100 年中 98 年)",
        "week": "周起始日",
        "gmv": "成交总额(支付),百万元/周",
        "relative": "相对模型均值",
    },
)
COLOURS = {"fits": "#1b7837", "misfit": "#b2182b", "no data": "#7f7f7f", "too little data": "#7f7f7f"}


def picture(fit: Fit, lang: str = "en") -> Picture:
    """Return the observed year against the simulated ones, weekly above and by figure below."""
    from sim.results.picture import Picture as Drawn

    drawn, families = language(lang)
    figure = Drawn(families, figsize=SIZE, layout="constrained")
    with figure.style():
        top, bottom = figure.subplots(2, 1, height_ratios=[3.0, 2.4])
        _weekly(top, fit, drawn)
        _figures(bottom, fit, drawn)
    return figure


def _weekly(axes: Axes, fit: Fit, lang: str) -> None:
    """Draw GMV by week."""
    words = WORDS[index(lang)]
    dates: Any = [fit.first + timedelta(weeks=week) for week in range(len(fit.observed))]
    mean, low, high = fit.weekly / 1e6
    axes.fill_between(dates, low, high, color="#0072B2", alpha=0.18, linewidth=0, label=words["luck"])
    axes.plot(dates, mean, color="#0072B2", linewidth=1.6, label=words["model"])
    axes.plot(
        dates, fit.observed / 1e6, color="black", linewidth=1.2, marker="o", markersize=2.5, label=words["observed"]
    )
    axes.set_ylim(bottom=0.0)
    axes.set_ylabel(words["gmv"])
    axes.set_xlabel(words["week"])
    axes.legend(frameon=False, fontsize=8, ncols=3, loc="upper left")


def _figures(axes: Axes, fit: Fit, lang: str) -> None:
    """Draw every figure that has a mean above zero, relative to it."""
    shown = [check for check in fit.checks if check.name not in ("season_lag", "gmv_season") and check.model > 0.0]
    for y, check in enumerate(reversed(shown)):
        colour = COLOURS[check.verdict]
        axes.plot(
            [check.low / check.model, check.high / check.model],
            [y, y],
            color="#0072B2",
            alpha=0.3,
            linewidth=7,
            solid_capstyle="butt",
        )
        text = VERDICTS[check.verdict][index(lang)]
        if not math.isnan(check.observed):
            axes.plot(check.observed / check.model, y, "o", color=colour, markersize=6)
            text = f"{number(check.observed, check.unit, lang)} {unit_word(check.unit, lang)}: {text}"
        axes.text(1.01, y, text, transform=axes.get_yaxis_transform(), va="center", fontsize=8, color=colour)
    axes.axvline(1.0, color="#333333", linewidth=0.8)
    axes.set_yticks(range(len(shown)), [label(check, lang) for check in reversed(shown)])
    axes.set_xlabel(WORDS[index(lang)]["relative"])
