"""Weekly charts of a comparison: paths with bands on top, the difference from the baseline below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.results.bands import central_band, mean_path
from sim.results.fonts import language
from sim.results.measures import Measure
from sim.results.statistics import half_width
from sim.results.words import WORDS, number, unit_word, variant_word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.comparison import Comparison
    from sim.results.picture import Picture
    from sim.results.run import Run

WIDTH, TOP_HEIGHT, PANEL_HEIGHT = 9.5, 3.4, 1.9


def paths(comparison: Comparison, measure: Measure, lang: str) -> Picture:
    """Return weekly paths of all policies with 80 % bands, and under them one panel of differences per policy.

    Raises:
        SimError: the measure was not recorded, or the language is unknown.
    """
    from sim.results.picture import Picture

    comparison.row(comparison.policies[0], measure.name)
    drawn, families = language(lang)
    shown = [run for run in comparison.runs[1:] if not run.variant.pay_neutral]
    height = TOP_HEIGHT + PANEL_HEIGHT * len(shown)
    figure = Picture(families, figsize=(WIDTH, height), layout="constrained")
    with figure.style():
        ratios = [TOP_HEIGHT, *[PANEL_HEIGHT] * len(shown)]
        panels = figure.subplots(len(ratios), 1, sharex=True, height_ratios=ratios)
        values = {run.variant.name: measure.value(run.trailing(measure.smooth_weeks)) for run in comparison.runs}
        chart = _Chart(comparison, measure, drawn, values)
        chart.top(panels[0])
        for axes, run in zip(panels[1:], shown, strict=True):
            chart.difference(axes, run)
        for i, axes in enumerate(panels):
            chart.background(axes, named=i == 0)
        panels[-1].set_xlabel(WORDS[drawn]["date"])
        panels[0].set_xlim(chart.dates[0], chart.dates[-1])
    return figure


class _Chart:
    """What all panels of one chart share: dates, values, colours, words."""

    def __init__(self, comparison: Comparison, measure: Measure, lang: str, values: dict[str, np.ndarray]) -> None:
        self.comparison, self.measure, self.lang, self.values = comparison, measure, lang, values
        start = comparison.scenario.company.start
        self.dates = [start + timedelta(weeks=week) for week in range(comparison.runs[0].weeks)]
        self.words = WORDS[lang]

    def look(self, run: Run) -> dict[str, Any]:
        """Return colour and line of a run: the baseline broad and grey beneath, twins thin and dotted."""
        from sim.results.picture import COLOURS, DASHES, GREY

        names = [each.variant.policy for each in self.comparison.runs[1:] if not each.variant.pay_neutral]
        if run is self.comparison.runs[0]:
            return {"color": GREY, "linewidth": 4.0, "alpha": 0.55, "linestyle": "-"}
        i = names.index(run.variant.policy)
        if run.variant.pay_neutral:
            return {"color": COLOURS[i % len(COLOURS)], "linewidth": 1.1, "linestyle": ":"}
        return {"color": COLOURS[i % len(COLOURS)], "linewidth": 1.7, "linestyle": DASHES[i % len(DASHES)]}

    def top(self, axes: Axes) -> None:
        """Draw the paths: mean and 80 % of single outcomes, each line named at its end."""
        from sim.results.picture import label_lines

        ends = []
        for run in self.comparison.runs:
            values, look = self.values[run.variant.name], self.look(run)
            mean = mean_path(values)
            if not run.variant.pay_neutral:
                low, high = central_band(values)
                axes.fill_between(self.dates, low, high, color=look["color"], alpha=0.12, linewidth=0)
            axes.plot(self.dates, mean, **look)
            ends.append((variant_word(run.variant.name, self.lang), float(_last(mean)), look["color"]))
        label_lines(axes, ends, self.dates[-1])
        title = f"{self.measure.label(self.lang)}: {self.words['paths']}"
        if self.measure.smooth_weeks > 1:
            title += f" ({self.words['trailing'].format(weeks=self.measure.smooth_weeks)})"
        axes.set_title(title)
        self._scale(axes, signed=False)

    def difference(self, axes: Axes, run: Run) -> None:
        """Draw the paired difference of one policy and its twin: mean, 95 % interval of it, 80 % of outcomes."""
        from sim.results.picture import ZERO, label_lines

        axes.axhline(0.0, color=ZERO, linewidth=0.8)
        ends = []
        baseline = self.values[self.comparison.baseline]
        for each in self.comparison.runs[1:]:
            if each.variant.policy != run.variant.policy:
                continue
            difference, look = self.values[each.variant.name] - baseline, self.look(each)
            mean, width = mean_path(difference), half_width(difference)
            if each is run:
                low, high = central_band(difference)
                axes.fill_between(self.dates, low, high, color=look["color"], alpha=0.13, linewidth=0)
                axes.fill_between(self.dates, mean - width, mean + width, color=look["color"], alpha=0.4, linewidth=0)
            axes.plot(self.dates, mean, **look)
            ends.append((variant_word(each.variant.name, self.lang), float(_last(mean)), look["color"]))
        label_lines(axes, ends, self.dates[-1])
        minus = self.words["minus"].format(baseline=self.comparison.baseline)
        bands = f"{self.words['mean_band']}, {self.words['outcome_band']}"
        axes.set_title(f"{minus}: {bands}", fontsize=9.0)
        self._scale(axes, signed=True)

    def background(self, axes: Axes, *, named: bool) -> None:
        """Shade the peaks of the calendar and mark starts and announcements of policies."""
        for name, first, last in peak_spans(self.comparison.scenario.calendar.peaks, self.dates[0], self.dates[-1]):
            axes.axvspan(first, last, color="#f2d16b", alpha=0.28, linewidth=0, zorder=0)  # type: ignore[arg-type]
            if named:
                middle = first + (last - first) / 2
                axes.annotate(
                    name,
                    xy=(middle, 0.985),
                    xycoords=("data", "axes fraction"),
                    rotation=90,
                    fontsize=6.5,
                    ha="center",
                    va="top",
                    color="#7a5c00",
                )
        for run in self.comparison.runs[1:]:
            plan = run.variant.plan
            if run.variant.pay_neutral:
                continue
            self._mark(axes, run, plan.start_week, "start", named)
            if plan.announce_week != plan.start_week:
                self._mark(axes, run, plan.announce_week, "announced", named)

    def _mark(self, axes: Axes, run: Run, week: int, word: str, named: bool) -> None:
        """Draw a vertical line where a policy starts or is announced, unless that is the first week."""
        if not 0 < week < len(self.dates):
            return
        colour, line, height = self.look(run)["color"], *(("-", 0.01) if word == "start" else (":", 0.07))
        axes.axvline(self.dates[week], color=colour, linewidth=0.9, linestyle=line)
        if named:
            place = (self.dates[week], height)
            text = " " + self.words[word]
            axes.annotate(text, xy=place, xycoords=("data", "axes fraction"), fontsize=7, color=colour, va="bottom")

    def _scale(self, axes: Axes, *, signed: bool) -> None:
        """Name the vertical axis with its unit and format its numbers."""
        unit = self.measure.weekly_unit
        if signed and not any(np.any(line.get_ydata()) for line in axes.get_lines()):
            axes.set_ylim(-1.0, 1.0)
            axes.set_yticks([0.0])
        axes.yaxis.set_major_formatter(lambda value, _: number(value, unit, self.lang, signed=signed and value != 0.0))
        axes.set_ylabel(unit_word(unit, self.lang))


def peak_spans(peaks: Any, first: date, last: date) -> Iterator[tuple[str, date, date]]:
    """Yield name, first day and day after the last of every peak within some dates, yearly ones repeated."""
    for peak in peaks:
        years = range(first.year - 1, last.year + 1) if peak.yearly else (peak.from_.year,)
        for year in years:
            begin = _in_year(peak.from_, year)
            end = begin + (peak.until - peak.from_) + timedelta(days=1)
            if end > first and begin < last:
                yield peak.name, max(begin, first), min(end, last)


def _in_year(day: date, year: int) -> date:
    """Return the same month and day in another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _last(values: np.ndarray) -> float:
    """Return the last value that exists, or 0."""
    present = values[~np.isnan(values)]
    return float(present[-1]) if len(present) else 0.0
