"""All differences at a glance: one row per measure, estimate and interval in % of the baseline."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sim.results.fonts import language
from sim.results.measures import BY_NAME, DIMENSIONS
from sim.results.words import DIMENSION_WORDS, WORDS, brief, number, unit_word, variant_word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.comparison import Comparison, Row
    from sim.results.picture import Picture
    from sim.results.screen import Difference

ROW_HEIGHT, PANEL_WIDTH, LABEL_WIDTH = 0.27, 4.3, 2.2
CLIP_PERCENT = 60.0


def differences(comparison: Comparison, lang: str) -> Picture:
    """Return a forest plot: a panel per policy, measures in blocks, coloured and shaped by verdict.

    Raises:
        SimError: the language is unknown.
    """
    from sim.results.picture import Picture

    drawn, families = language(lang)
    names = [measure.name for each in DIMENSIONS for measure in comparison.measures if measure.dimension == each]
    policies = comparison.policies
    size = (LABEL_WIDTH + PANEL_WIDTH * len(policies), 1.3 + ROW_HEIGHT * (len(names) + len(DIMENSIONS)))
    figure = Picture(families, figsize=size, layout="constrained")
    with figure.style():
        panels = figure.subplots(1, len(policies), sharey=True, squeeze=False)[0]
        places = _places(names)
        rows = {policy: [comparison.row(policy, name) for name in names] for policy in policies}
        limit = max(_limit(each) for each in rows.values())
        for axes, policy in zip(panels, policies, strict=True):
            _panel(axes, rows[policy], places, limit, drawn)
            axes.set_title(
                WORDS[drawn]["against"].format(policy=variant_word(policy, drawn), baseline=comparison.baseline)
            )
            axes.set_xlabel(WORDS[drawn]["of_baseline"].format(baseline=comparison.baseline))
        _name_rows(panels[0], names, places, drawn)
        figure.legend(handles=_legend(drawn), loc="outside lower center", ncols=4, frameon=False)
    return figure


def headline(comparison: Comparison, lang: str) -> Picture:
    """Return a forest of the headline measures: a panel and a scale for each, a row for each policy.

    The intervals hold for all policies at once; see `results.many`.

    Raises:
        SimError: the language is unknown.
    """
    from sim.results import screen
    from sim.results.picture import Picture

    drawn, families = language(lang)
    decision = comparison.decision
    names, policies = screen.shown(comparison, decision), [option.policy for option in decision.options[1:]]
    size = (1.6 + 2.1 * len(names), 1.0 + 0.34 * len(policies))
    figure = Picture(families, figsize=size, layout="constrained")
    with figure.style():
        panels = figure.subplots(1, len(names), sharey=True, squeeze=False)[0]
        for axes, name in zip(panels, names, strict=True):
            _own_scale(axes, [screen.difference(comparison, policy, name) for policy in policies], drawn)
            axes.set_title(BY_NAME[name].label(drawn), fontsize=9)
        panels[0].set_yticks(range(len(policies)), policies)
    return figure


def _own_scale(axes: Axes, found: list[Difference], lang: str) -> None:
    """Draw the differences of one measure on its own scale, nil in the middle."""
    axes.axvline(0.0, color="#333333", linewidth=0.8)
    for y, row in enumerate(found):
        look = _look(row.verdict)
        axes.plot([row.low, row.high], [y, y], color=look["color"], linewidth=2.0, solid_capstyle="butt")
        axes.plot([row.estimate], [y], markersize=6, **look)
    reach = 1.15 * max([abs(end) for row in found for end in (row.low, row.high) if math.isfinite(end)] + [0.0])
    axes.set_xlim(-(reach or 1.0), reach or 1.0)
    axes.set_ylim(len(found) - 0.5, -0.5)
    axes.locator_params(axis="x", nbins=4)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    unit = found[0].unit
    axes.set_xlabel(unit_word(unit, lang), fontsize=8)
    axes.xaxis.set_major_formatter(lambda value, _: brief(value, unit, lang, signed=True))
    axes.tick_params(axis="x", labelsize=7)
    axes.tick_params(axis="y", length=0)


def _places(names: list[str]) -> dict[str, float]:
    """Return the vertical place of each measure, with a gap before each block."""
    places, y, block = {}, 0.0, ""
    for name in names:
        if BY_NAME[name].dimension != block:
            block, y = BY_NAME[name].dimension, y + 1.0
        places[name], y = y, y + 1.0
    return places


def _look(verdict: str) -> dict[str, Any]:
    """Return colour and marker of a verdict; the shape says the same as the colour."""
    from sim.results.picture import BAD, COLOURS, GOOD, OPEN

    return {
        "better": {"color": GOOD, "marker": "o"},
        "worse": {"color": BAD, "marker": "s"},
        "higher": {"color": COLOURS[0], "marker": "D"},
        "lower": {"color": COLOURS[0], "marker": "D"},
    }.get(verdict, {"color": OPEN, "marker": "o", "markerfacecolor": "white"})


def _panel(axes: Axes, rows: list[Row], places: dict[str, float], limit: float, lang: str) -> None:
    """Draw the rows of one policy; what reaches beyond the panel ends in an arrow."""
    axes.axvline(0.0, color="#333333", linewidth=0.8)
    for row in rows:
        y, look = places[row.measure], _look(row.verdict)
        scale = 100.0 / abs(row.baseline_mean) if row.baseline_mean else math.nan
        middle, low, high = (scale * value for value in (row.estimate, row.low, row.high))
        text = number(row.estimate, row.unit, lang, signed=True) + f" {unit_word(row.unit, lang)}"
        axes.annotate(
            text,
            xy=(1.01, y),
            xycoords=("axes fraction", "data"),
            fontsize=7,
            va="center",
            color=look["color"],
            annotation_clip=False,
        )
        if not math.isfinite(middle):
            continue
        inside = [max(-limit, min(limit, value)) for value in (low, high)]
        axes.plot(inside, [y, y], color=look["color"], linewidth=2.0, solid_capstyle="butt")
        if abs(middle) <= limit:
            axes.plot([middle], [y], markersize=6, **look)
        else:
            axes.plot([math.copysign(limit, middle)], [y], marker=">" if middle > 0 else "<", color=look["color"])
    axes.set_xlim(-1.04 * limit, 1.04 * limit)
    axes.locator_params(axis="x", nbins=6)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:+g} %".replace("-", "−") if value else "0")


def _limit(rows: list[Row]) -> float:
    """Return how far the panel reaches, in % of the baseline."""
    sizes = [
        100.0 * max(abs(row.low), abs(row.high)) / abs(row.baseline_mean)
        for row in rows
        if row.baseline_mean and math.isfinite(row.low) and math.isfinite(row.high)
    ]
    return min(CLIP_PERCENT, max([1.0, *sizes]))


def _name_rows(axes: Axes, names: list[str], places: dict[str, float], lang: str) -> None:
    """Write the labels of measures and blocks on the vertical axis, the first block on top."""
    from sim.results.picture import COLOURS

    ticks, labels = [], []
    for name in names:
        ticks.append(places[name])
        labels.append(BY_NAME[name].label(lang))
    for dimension in DIMENSIONS:
        rows = [places[name] for name in names if BY_NAME[name].dimension == dimension]
        if rows:
            ticks.append(min(rows) - 1.0)
            labels.append(DIMENSION_WORDS[lang][dimension])
    axes.set_yticks(ticks, labels)
    for label in axes.get_yticklabels()[len(names) :]:
        label.set_color(COLOURS[0])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(max(ticks) + 0.7, min(ticks) - 0.7)


def _legend(lang: str) -> list[Any]:
    """Return the handles of the legend: what shapes and colours mean."""
    from matplotlib.lines import Line2D

    words = WORDS[lang]
    pairs = (("better", "good"), ("worse", "bad"), ("higher", "neutral"), ("cannot say", "open"))
    return [Line2D([], [], linewidth=2.0, label=words[word], **_look(kind)) for kind, word in pairs]
