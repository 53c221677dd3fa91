"""Pictures of a comparison as small pieces of HTML and SVG: quick to make, readable in both lights, nothing loaded."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.boards.words import WORDS
from sim.language.text import Text, say
from sim.results import screen
from sim.results.bands import central_band, mean_path
from sim.results.charts import peak_spans
from sim.results.measures import BY_NAME, Measure
from sim.results.reasons import told
from sim.results.sentences import stopping, windows
from sim.results.statistics import half_width
from sim.results.words import brief, plus_minus, unit_word
from sim.units import QUARTER_WEEKS, YEAR_WEEKS

if TYPE_CHECKING:
    from sim.results.comparison import Comparison
    from sim.results.totals import Floats

BAR, BAR_HEIGHT = 220.0, 14.0
WIDTH, LEFT, RIGHT, TOP, GAP, BELOW = 760.0, 62.0, 8.0, 170.0, 26.0, 90.0
TICKS = 4
#: Weeks between two dates along the bottom, and the most weeks of which that holds.
LABELLED = ((4, 26), (QUARTER_WEEKS, 60), (2 * QUARTER_WEEKS, 160), (YEAR_WEEKS, 520))


class Guess(NamedTuple):
    """What a reader expects of GMV under the version shown, in % of the baseline."""

    policy: str
    percent: float


def element(name: str, content: str, **attributes: object) -> str:
    """Return an element; attributes are data, content is markup. `css` stands for `class`."""
    written = "".join(
        f' {"class" if key == "css" else key.replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>"


def status(comparison: Comparison, final: bool, lang: str) -> str:
    """Return how precise the numbers are so far."""
    first = say(WORDS["first"].format(comparison.replicates), lang)
    text = f"{stopping(comparison, lang)} {windows(comparison, lang)}" if final else first
    return element(
        "p", escape(text), css="status", role="status", data_replicates=comparison.replicates, data_final=int(final)
    )


def verdicts(comparison: Comparison, lang: str) -> str:
    """Return the verdict of every version with its reason, its risk and its odds."""
    decision, cards = comparison.decision, []
    said = told(comparison, decision)
    for k, option in enumerate(decision.options[1:]):
        each = said[option.policy]
        word = element("span", escape(say(each.verdict, lang)), css=f"word {option.verdict.replace(' ', '-')}")
        head = element("h3", '<i class="dot"></i>' + escape(option.policy) + word)
        lines = "".join(
            element("p", f"<small>{escape(say(screen.WORDS[name], lang))}</small> {escape(say(text, lang))}")
            for name, text in (("why", each.reason), ("risk", each.risk), ("odds", each.odds))
        )
        cards.append(element("article", head + lines, css=f"card v{k}"))
    return element("div", "".join(cards), css="cards")


def differences(comparison: Comparison, lang: str, guess: Guess | None = None) -> str:
    """Return the paired differences of the headline measures with their intervals, a row for each version."""
    decision, rows = comparison.decision, []
    policies = [option.policy for option in decision.options[1:]]
    for name in screen.shown(comparison, decision):
        found = [screen.difference(comparison, policy, name) for policy in policies]
        reach = max((abs(end) for row in found for end in (row.low, row.high) if math.isfinite(end)), default=0.0)
        unit = unit_word(BY_NAME[name].unit, lang)
        label = escape(say(screen.short_label(name), lang)) + f"<small>{escape(unit)}</small>"
        for k, (policy, row) in enumerate(zip(policies, found, strict=True)):
            head = element("th", label, scope="row", rowspan=len(found)) if k == 0 else ""
            text = plus_minus(row.estimate, 0.5 * (row.high - row.low), row.unit, lang)
            mine = guess if guess and guess.policy == policy and name == "gmv" else None
            at = 0.01 * mine.percent * comparison.row(policy, name).baseline_mean if mine else None
            value = element(
                "td", f'<i class="dot"></i>{escape(text)}', css=f"number v{k} {row.verdict.replace(' ', '-')}"
            )
            bar = element("td", _bar(row, max(reach, abs(at or 0.0)), at), css=f"v{k}")
            rows.append(
                element(
                    "tr",
                    head + value + bar,
                    data_policy=policy,
                    data_measure=name,
                    data_estimate=f"{row.estimate:.10g}",
                )
            )
    caption = say(WORDS["differences"].format(comparison.baseline), lang)
    return element("div", element("table", element("caption", escape(caption), css="soft") + "".join(rows)), css="wide")


def _bar(row: screen.Difference, reach: float, guess: float | None) -> str:
    """Return one interval: the line is the interval, the point the estimate, the bar in the middle nil."""
    middle, half = 0.5 * BAR, 0.5 * BAR - 6.0

    def x(value: float) -> float:
        return middle + half * value / reach if reach else middle

    y, parts = 0.5 * BAR_HEIGHT, [f'<line class="nil" x1="{middle}" x2="{middle}" y1="0" y2="{BAR_HEIGHT}"/>']
    if math.isfinite(row.low) and math.isfinite(row.high):
        parts.append(f'<line class="interval" x1="{x(row.low):.1f}" x2="{x(row.high):.1f}" y1="{y}" y2="{y}"/>')
        parts.append(f'<circle class="point" cx="{x(row.estimate):.1f}" cy="{y}" r="4.5"/>')
    if guess is not None:
        parts.append(f'<circle class="guess" cx="{x(guess):.1f}" cy="{y}" r="6"/>')
    return f'<svg viewBox="0 0 {BAR:g} {BAR_HEIGHT:g}" width="{BAR:g}" aria-hidden="true">{"".join(parts)}</svg>'


def weekly(comparison: Comparison, measure: Measure, lang: str) -> str:
    """Return the weekly paths with bands, and below them the paired differences with their intervals."""
    shown = [run for run in comparison.runs if not run.variant.pay_neutral]
    values = {run.variant.name: measure.value(run.trailing(measure.smooth_weeks)) for run in shown}
    base = values[comparison.baseline]
    weeks, start = base.shape[1], comparison.scenario.company.start
    scale_x = (WIDTH - LEFT - RIGHT) / max(1, weeks - 1)
    xs = LEFT + scale_x * np.arange(weeks)
    names = [run.variant.name for run in shown[1:]]
    bands = [central_band(values[run.variant.name]) for run in shown]
    upper = _Panel(0.0, TOP, [*bands, *(mean_path(each)[None] for each in values.values())])
    gaps = [values[name] - base for name in names]
    lower = _Panel(TOP + GAP, BELOW, [_around(each) for each in gaps], nil=True)
    parts = [
        *_peaks(comparison, start, weeks, scale_x),
        upper.axis(measure.weekly_unit, lang),
        lower.axis(measure.weekly_unit, lang, signed=True),
    ]
    parts += [_dates(start, weeks, scale_x, TOP + GAP + BELOW)]
    for k, band in enumerate(bands):
        mine = "today-band" if k == 0 else "band"
        parts.append(f'<g class="v{k - 1}"><path class="{mine}" d="{upper.area(xs, band)}"/></g>')
    parts.append(f'<path class="today" d="{upper.path(xs, mean_path(base))}"/>')
    for k, name in enumerate(names):
        inner = f'<path class="line" d="{upper.path(xs, mean_path(values[name]))}"/>'
        inner += f'<path class="sure" d="{lower.area(xs, _around(gaps[k]))}"/>'
        inner += f'<path class="line" d="{lower.path(xs, mean_path(gaps[k]))}"/>' + _start(shown[k + 1], weeks, scale_x)
        parts.append(f'<g class="v{k}">{inner}</g>')
    height = TOP + GAP + BELOW + 22.0
    told_names = (", " if lang == "en" else "、").join([comparison.baseline, *names])
    words = say(WORDS["picture"].format(measure.label(lang), told_names, comparison.baseline), lang)
    box = f'viewBox="0 0 {WIDTH:g} {height:g}" width="100%"'
    svg = f'<svg role="img" aria-label="{escape(words)}" {box}>{"".join(parts)}</svg>'
    key = "".join(f'<span class="v{k}"><i class="dot"></i>{escape(name)} &nbsp;</span>' for k, name in enumerate(names))
    grey = f'<span style="--mine: var(--base)"><i class="dot"></i>{escape(comparison.baseline)} &nbsp;</span>'
    unit = escape(unit_word(measure.weekly_unit, lang))
    return element("figure", f'<p class="soft">{grey}{key} {unit}</p>{svg}', style="margin: 0")


def _around(values: Floats) -> Floats:
    """Return the ends of the 95 % interval of the mean of every week, float64[2, weeks]."""
    mean, width = mean_path(values), half_width(values)
    return np.array([mean - width, mean + width])


def _peaks(comparison: Comparison, start: date, weeks: int, scale: float) -> Iterable[str]:
    """Yield a shade for every peak of the calendar, named."""
    end = start + timedelta(weeks=weeks)
    for name, first, last in peak_spans(comparison.scenario.calendar.peaks, start, end):
        x = LEFT + scale * (first - start).days / 7.0
        width = max(1.5, scale * (last - first).days / 7.0)
        yield (
            f'<rect class="peak" x="{x:.1f}" y="0" width="{width:.1f}" height="{TOP + GAP + BELOW:g}">'
            f"<title>{escape(name)}</title></rect>"
        )


def _start(run: object, weeks: int, scale: float) -> str:
    """Return a line where a version starts, unless that is the first week."""
    week = int(run.variant.plan.start_week)  # type: ignore[attr-defined]
    x = LEFT + scale * week
    return (
        f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{TOP + GAP + BELOW:g}"/>' if 0 < week < weeks else ""
    )


def _dates(start: date, weeks: int, scale: float, y: float) -> str:
    """Return the first days of quarters along the bottom."""
    parts = []
    for week in range(0, weeks, next(step for step, most in LABELLED if weeks <= most)):
        day = start + timedelta(weeks=week)
        anchor = "start" if week == 0 else "middle"
        parts.append(f'<text x="{LEFT + scale * week:.1f}" y="{y + 16:g}" text-anchor="{anchor}">{day:%Y-%m-%d}</text>')
    return "".join(parts)


class _Panel:
    """One panel: from values to heights."""

    def __init__(self, top: float, height: float, shown: Sequence[Floats], nil: bool = False) -> None:
        known = np.concatenate([np.asarray(each)[~np.isnan(each)] for each in shown] or [np.zeros(1)])
        known = known if known.size else np.zeros(1)
        self.low, self.high = float(known.min()), float(known.max())
        if nil:
            self.low, self.high = min(self.low, 0.0), max(self.high, 0.0)
        if self.high - self.low < 1e-12:
            self.low, self.high = self.low - 1.0, self.high + 1.0
        self.top, self.height, self.nil = top, height, nil

    def y(self, value: Floats | float) -> Floats:
        """Return heights in the picture."""
        return np.asarray(self.top + self.height * (self.high - value) / (self.high - self.low))

    def path(self, xs: Floats, values: Floats) -> str:
        """Return a line; it is broken where there is no value."""
        parts, pen = [], "M"
        for x, y in zip(xs.tolist(), self.y(values).tolist(), strict=True):
            if math.isnan(y):
                pen = "M"
                continue
            parts.append(f"{pen}{x:.1f} {y:.1f}")
            pen = "L"
        return "".join(parts)

    def area(self, xs: Floats, ends: Floats) -> str:
        """Return the area between two lines where both have values."""
        full = ~np.isnan(ends).any(axis=0)
        if not full.any():
            return ""
        over, under = self.path(xs[full], ends[1][full]), self.path(xs[full][::-1], ends[0][full][::-1])
        return f"{over}L{under[1:]}Z"

    def axis(self, unit: str, lang: str, signed: bool = False) -> str:
        """Return lines and numbers of the scale."""
        parts = []
        for value in self._ticks():
            y = float(self.y(value))
            css = "nil" if self.nil and value == 0.0 else "axis"
            parts.append(f'<line class="{css}" x1="{LEFT:g}" x2="{WIDTH - RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>')
            text = brief(value, unit, lang, signed=signed)
            parts.append(f'<text x="{LEFT - 5:g}" y="{y + 4:.1f}" text-anchor="end">{escape(text)}</text>')
        return "".join(parts)

    def _ticks(self) -> list[float]:
        """Return round values within the panel."""
        raw = (self.high - self.low) / TICKS
        power = 10.0 ** math.floor(math.log10(raw))
        step = next(each * power for each in (1.0, 2.0, 2.5, 5.0, 10.0) if each * power >= raw)
        first = math.ceil(self.low / step - 1e-9)
        return [k * step for k in range(first, math.floor(self.high / step + 1e-9) + 1)]


def listed(title: Text | str, lines: Sequence[str], lang: str) -> str:
    """Return a title with a list below it."""
    return element("h3", escape(say(title, lang))) + element(
        "ul", "".join(element("li", escape(each)) for each in lines)
    )
