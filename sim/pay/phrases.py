"""Phrases that instruments have in common: curves, results, weights, dates of payment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sim.language.terms import PERIOD_NOUNS, PERIOD_WORDS, SCOPE_WORDS, percent
from sim.language.text import TIER_TEXTS, Text, day, in_both, joined, metric_word, rmb
from sim.pay.curves import Curve, WeightShift
from sim.vocabulary.metrics import BY_NAME


def scope_words(scope: str) -> Text:
    """Whose result it is: `own`, `本组的`."""
    return Text(*SCOPE_WORDS[scope])


def result_words(metric: str, scope: str) -> Text:
    """A metric in a scope: `own paid GMV`."""
    return Text("{0} {1}", "{0}{1}").format(scope_words(scope), metric_word(metric))


def weight_words(weights: Mapping[str, float]) -> Text:
    """Metrics with their weights."""
    return joined([metric_word(metric) + f" {percent(weight)}" for metric, weight in weights.items()])


def every(period: str) -> Text:
    """How often something is settled: `every month`."""
    return Text(*PERIOD_WORDS[period])


def period_noun(period: str) -> Text:
    """A period as a noun: `month`."""
    return Text(*PERIOD_NOUNS[period])


def settled(period: str, delay: int) -> Text:
    """When something is settled and paid."""
    return Text("settled {0}, paid {1} weeks later", "{0}结算,{1} 周后发放").format(every(period), delay)


def curve_words(curve: Curve, target: float, of_base: float = 0.0) -> Text:
    """What a curve pays: its threshold, steps and cap, then the amounts at telling attainments.

    Args:
        curve: see there.
        target: RMB at attainment 1.
        of_base: share of base pay at attainment 1, where there is no target.
    """

    def amount(share: float) -> Text:
        of = Text("{0} of base pay", "基本工资的 {0}")
        return of.format(percent(share * of_base)) if of_base else rmb(share * target)

    parts = []
    if curve.threshold > 0.0:
        parts.append(Text("nothing below {0}", "达成率低于 {0} 不发").format(percent(curve.threshold)))
    if curve.excess_only and curve.threshold > 0.0:
        parts.append(Text("above it only what exceeds it", "以上只计超出部分"))
    for step in curve.accelerators:
        words = Text("above {0} each point counts {1:g} times", "超过 {0} 的部分按 {1:g} 倍计")
        parts.append(words.format(percent(step.above), step.multiple))
    for lump in curve.lumps:
        words = Text("a lump of {1} from {0} on", "达到 {0} 另发 {1}")
        parts.append(words.format(percent(lump.at), amount(lump.share)))
    words = Text("no more above {0}", "超过 {0} 封顶") if curve.cap is not None else Text("no cap", "不封顶")
    parts.append(words.format(percent(curve.cap or 0.0)))
    at = Text("{1} at {0}", "达成 {0} 得 {1}")
    amounts = [at.format(percent(x), amount(curve.payout(x))) for x in _telling(curve)]
    return in_both([in_both(parts, ", ", ","), joined(amounts)], "; ", ";")


def _telling(curve: Curve) -> list[float]:
    """Attainments at which to show the amount."""
    marks = {1.0, 1.2, curve.threshold, curve.cap if curve.cap is not None else 1.5}
    marks |= {lump.at for lump in curve.lumps}
    return sorted(mark for mark in marks if 0.0 < mark <= (curve.cap or 10.0))


def goal_words(metric: str, goal: float, period: str) -> Text:
    """A fixed goal: `a goal of RMB 100,000 a month`."""
    amount = rmb(goal) if BY_NAME[metric].unit == "RMB" else Text.same(f"{goal:,.10g}")
    return Text("a goal of {0} a {1}", "每{1} {0}").format(amount, period_noun(period))


def named_words(amounts: Mapping[str, float]) -> Text:
    """Seats with target amounts of their own; empty where there are none."""
    if not amounts:
        return Text.same("")
    each = in_both([Text.same(f"{seat} ") + rmb(amount) for seat, amount in amounts.items()], ", ", "、")
    return Text("; of their own at target a month: ", ";个人目标奖金(每月):") + each


def goals_of_seats_words(goals: Mapping[str, float], metric: str, period: str) -> Text:
    """Seats with goals of their own; empty where there are none."""
    if not goals:
        return Text.same("")
    in_rmb = BY_NAME[metric].unit == "RMB"
    each = [Text.same(f"{seat} ") + (rmb(x) if in_rmb else Text.same(f"{x:,.10g}")) for seat, x in goals.items()]
    words = Text("; goals of their own, a {0}: ", ";个人目标额(每{0}):").format(period_noun(period))
    return words + in_both(each, ", ", "、")


def own_words(rates: Mapping[str, float], *, counted: bool) -> Text:
    """Seats with rates of their own, RMB each where the result is counted; empty where there are none."""
    if not rates:
        return Text.same("")
    each = [Text.same(f"{seat} ") + (rmb(rate) if counted else percent(rate)) for seat, rate in rates.items()]
    return Text("; rates of their own: ", ";个人提成比例:") + in_both(each, ", ", "、")


def line_words(lines: Sequence[str]) -> Text:
    """The lines that count, in brackets; empty where all do."""
    if not lines:
        return Text.same("")
    return Text(" (of {0} alone)", "(只计{0})").format(joined([Text.same(line) for line in lines]))


def factor_words(factors: Mapping[str, float]) -> Text:
    """Factors of tiers, as a clause of a sentence; empty where there are none."""
    if not factors:
        return Text.same("")
    listed = joined([TIER_TEXTS[tier] + f" × {factor:g}" for tier, factor in factors.items()])
    return Text("; by tier {0}", ";按职级{0}").format(listed)


def shift_words(shift: WeightShift, usual: Mapping[str, float]) -> Text:
    """Weights that hold between two days, or from a day on."""
    return Text(" Weights {0}: {1}.", "{0}权重:{1}。").format(
        _when(shift.from_, shift.until, shift.yearly), weight_words(shift.moved(usual))
    )


def _when(begin: date, end: date | None, yearly: bool) -> Text:
    """Between which days something holds."""
    if end is None:
        return Text("from {0} on", "自{0}起").format(day(begin))
    if yearly:
        words = Text("from {0:%m-%d} to {1:%m-%d} every year", "每年 {0:%m-%d} 至 {1:%m-%d} 期间")
        return words.format(begin, end)
    return Text("from {0} to {1}", "{0}至{1}期间").format(day(begin), day(end))
