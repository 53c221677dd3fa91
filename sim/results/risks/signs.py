"""Signs: what of a company is read week by week to see a risk coming, and when it first stands clear of luck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from sim.results.measures import BY_NAME
from sim.results.statistics import LEVEL, half_width
from sim.results.totals import Floats, Totals, divide, trailing, window
from sim.results.words import unit_word
from sim.units import QUARTER_WEEKS, WEEKS_PER_YEAR

Direction = Literal["up", "down"]
#: Weeks running in which the interval must leave out zero before a sign counts as seen.
RUNNING_WEEKS = 4
#: Weeks over which a sign without smoothing of its own is averaged before one looks for its first week.
SMOOTH_WEEKS = 4
#: Loss of pay, in log pay, through unfairness and risk from which an exit counts as one for these reasons.
FELT = 0.1
UNFAIR, UNFAIR_SHARE = "unfair_exits", "unfair_share"
LEFT = "left_rmb"
#: What is counted of the log of exits.
EXIT_COUNTS = ("minded", "quits", "heads")


class Reading(NamedTuple):
    """What is read beside the measures: label and unit in English and Chinese, the sum of some series, over another."""

    en: str
    zh: str
    unit: str
    unit_zh: str
    parts: tuple[str, ...] = ()
    over: str | None = None


READINGS: dict[str, Reading] = {
    "click_through": Reading("click-through of pages", "页面点击率", "1 = start", "起点=1", ("click_through",)),
    "uptime": Reading("how well systems are kept", "系统稳定性", "1 = need", "需求=1", ("uptime",)),
    "culture": Reading("shared culture", "文化认同", "0 to 1", "0–1", ("culture",)),
    "new_skill": Reading("mastery of the new channel", "新渠道技能", "0 to 1", "0–1", ("new_skill",)),
    "discount": Reading("discount given", "让价幅度", "share of price", "占价格", ("discount",)),
    "heads": Reading("people employed", "在岗人数", "people", "人", ("heads",)),
    "support": Reading("strength of ties per head", "人均联系强度", "0 to 12", "0–12", ("tie_strength",), "heads"),
    LEFT: Reading(
        "customers and skill left", "留存顾客与技能价值", "RMB", "元", ("customer_value_rmb", "skill_value_rmb")
    ),
    UNFAIR: Reading("exits over unfair or uncertain pay", "因不公或收入不稳而离职", "% per year", "%/年"),
    UNFAIR_SHARE: Reading("exits over unfair or uncertain pay, of all", "因不公或收入不稳而离职的占比", "%", "%"),
}


class Record(NamedTuple):
    """Recorded weeks of one policy: float[cases, weeks, series], the names of the series, and the log of exits."""

    series: Floats
    names: tuple[str, ...]
    exits: Any


@dataclass(frozen=True)
class Sign:
    """A measure that moves when a risk emerges.

    Attributes:
        measure: name of a measure (`sim.results.measures`) or of a reading (`READINGS`).
        direction: where it goes then.
        least: smallest difference that matters, in % of the baseline; in the measure's unit where `absolute`.
        weeks: first week and week after the last, counted from the start of the policy; negative from the end.
        absolute: whether `least` is in the measure's unit, for measures whose usual level is near nil.
    """

    measure: str
    direction: Direction
    least: float = 0.0
    weeks: tuple[int, int | None] = (0, None)
    absolute: bool = False

    @property
    def sign(self) -> float:
        """1 where up is the risk, -1 where down is."""
        return 1.0 if self.direction == "up" else -1.0


class Seen(NamedTuple):
    """A paired difference of a sign over its weeks.

    Attributes:
        mean: mean difference, in the measure's unit.
        low: lower end of the 95 % interval of the mean.
        high: upper end.
        base: mean of the baseline.
        first: first week, from 1 at the start of the policy, with the interval clear of zero for four weeks running
            in the direction of the sign; None where there is none.
    """

    mean: float
    low: float
    high: float
    base: float
    first: int | None

    @property
    def percent(self) -> float:
        """Difference in % of the baseline; NaN where that is 0."""
        return 100.0 * self.mean / abs(self.base) if self.base else float("nan")

    def goes(self, direction: Direction) -> bool:
        """Return whether the whole interval lies in a direction."""
        return self.low > 0.0 if direction == "up" else self.high < 0.0


def known(name: str) -> bool:
    """Return whether there is a measure or a reading of that name."""
    return name in BY_NAME or name in READINGS


def label(name: str, lang: str = "en") -> str:
    """Return what a sign is called, in `en` or `zh`."""
    if name not in READINGS:
        return BY_NAME[name].label(lang)
    return READINGS[name].zh if lang == "zh" else READINGS[name].en


def unit(name: str, lang: str = "en") -> str:
    """Return the unit of a sign, in `en` or `zh`."""
    if name not in READINGS:
        return unit_word(BY_NAME[name].unit, lang)
    return READINGS[name].unit_zh if lang == "zh" else READINGS[name].unit


def values(record: Record, sign: Sign, start: int = 0) -> Floats:
    """Return float64[cases], a sign over its weeks; NaN where there is nothing of the kind.

    Args:
        record: what was recorded.
        sign: the sign.
        start: week in which the policy starts.
    """
    weeks = record.series.shape[1] - start
    first, last, _ = slice(*sign.weeks).indices(weeks)
    part = record.series[:, start + first : start + last].astype(np.float64, copy=False)
    if sign.measure in BY_NAME:
        return BY_NAME[sign.measure].value(window(part, record.names, 0))
    if sign.measure in (UNFAIR, UNFAIR_SHARE):
        weekly = _exits(record)[:, start + first : start + last]
        return _unfair(Totals(weekly.sum(axis=1), EXIT_COUNTS, float(weekly.shape[1]), WEEKS_PER_YEAR), sign.measure)
    return _reading(lambda name: part[:, :, record.names.index(name)].mean(axis=1), sign.measure)


def path(record: Record, name: str, start: int = 0) -> Floats:
    """Return float64[cases, weeks], a sign as a trailing mean week by week from the start of a policy."""
    part = record.series[:, start:]
    if name in BY_NAME:
        length = max(BY_NAME[name].smooth_weeks, SMOOTH_WEEKS)
        return BY_NAME[name].value(trailing(part, record.names, length))
    if name in (UNFAIR, UNFAIR_SHARE):
        return _unfair(trailing(_exits(record)[:, start:], EXIT_COUNTS, QUARTER_WEEKS), name)
    return _reading(trailing(part, record.names, SMOOTH_WEEKS).mean, name)


def seen(base: Record, new: Record, sign: Sign, start: int = 0, level: float = LEVEL, *, weekly: bool = True) -> Seen:
    """Return the paired difference of a sign with its interval and its first week.

    Args:
        base: the baseline.
        new: the policy, case by case under the luck and the parameters of the baseline.
        sign: what is read.
        start: week in which the policy starts.
        level: confidence of the interval.
        weekly: whether to look for the first week; without, there is none.
    """
    before, after = values(base, sign, start), values(new, sign, start)
    gain = (after - before)[:, None]
    there = ~np.isnan(gain)
    if not there.any():
        nothing = float("nan")
        return Seen(nothing, nothing, nothing, nothing, None)
    mean, width = float(gain[there].mean()), float(half_width(gain, level)[0])
    first = first_week(base, new, sign, start) if weekly else None
    return Seen(mean, mean - width, mean + width, float(before[there[:, 0]].mean()), first)


def first_week(base: Record, new: Record, sign: Sign, start: int = 0) -> int | None:
    """Return the first week, from 1, from which a sign is clear of zero for four weeks running; None: never."""
    gain = sign.sign * (path(new, sign.measure, start) - path(base, sign.measure, start))
    with np.errstate(invalid="ignore"):
        mean = divide(np.nansum(gain, axis=0), (~np.isnan(gain)).sum(axis=0).astype(float))
        clear = mean - half_width(gain) > 0.0
    run = np.convolve(clear, np.ones(RUNNING_WEEKS), "valid") >= RUNNING_WEEKS
    return int(np.flatnonzero(run)[0]) + 1 if run.any() else None


def _reading(mean: Callable[[str], Floats], name: str) -> Floats:
    """Return a reading from the weekly means of series by name."""
    reading = READINGS[name]
    total = np.asarray(np.sum([mean(part) for part in reading.parts], axis=0))
    return total if reading.over is None else divide(total, mean(reading.over))


def _exits(record: Record) -> Floats:
    """Return float64[cases, weeks, 3]: people who left and minded, all who left, heads; see `EXIT_COUNTS`.

    Somebody minded where unfairness and risk took a tenth of the pay (`FELT`).
    """
    count = np.zeros((*record.series.shape[:2], len(EXIT_COUNTS)))
    count[:, :, 2] = record.series[:, :, record.names.index("heads")]
    quits = record.exits[record.exits["voluntary"] > 0]
    minded = quits["reason_fairness"] + quits["reason_risk"] <= -FELT
    for column, chosen in ((0, quits[minded]), (1, quits)):
        cases, weeks = chosen["case"].astype(int), chosen["week"].astype(int)
        inside = (weeks >= 0) & (weeks < count.shape[1])
        np.add.at(count[:, :, column], (cases[inside], weeks[inside]), 1.0)
    return count


def _unfair(counts: Totals, name: str) -> Floats:
    """Return exits over unfair or uncertain pay, % of heads per year or of all exits."""
    if name == UNFAIR_SHARE:
        return counts.ratio("minded", "quits", 100.0)
    return WEEKS_PER_YEAR * counts.ratio("minded", "heads", 100.0)
