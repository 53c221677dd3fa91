"""Pay instruments in words: who gets what, at which attainment, up to which cap, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.documents.fields import Metric
from sim.language.terms import (
    MONTHS,
    PERIOD_NOUNS,
    PERIOD_WORDS,
    SCOPE_WORDS,
    Language,
    day,
    joined,
    metric_word,
    percent,
    pick,
    rmb,
    role_words,
)
from sim.pay.award_words import AWARD_SENTENCES
from sim.pay.curves import WeightShift
from sim.pay.instruments import (
    AnnualBonus,
    Appraisal,
    Commission,
    Curve,
    Instrument,
    PerformancePay,
    Quota,
    TeamBonus,
)


def describe_instrument(instrument: Instrument, lang: Language = "en") -> str:
    """An instrument as sentences in English or Chinese."""
    sentence: Callable[[Any, Language], str] = _SENTENCES[type(instrument)]
    return sentence(instrument, lang)


def describe_curve(curve: Curve, target: float, lang: Language) -> str:
    """What a curve pays: its threshold, steps and cap, then the amounts at telling attainments, RMB."""
    parts = []
    if curve.threshold > 0.0:
        parts.append(pick(("nothing below {0}", "达成率低于 {0} 不发"), lang).format(percent(curve.threshold)))
    if curve.excess_only and curve.threshold > 0.0:
        parts.append(pick(("above it only what exceeds it", "以上只计超出部分"), lang))
    for step in curve.accelerators:
        words = ("above {0} each point counts {1:g} times", "超过 {0} 的部分按 {1:g} 倍计")
        parts.append(pick(words, lang).format(percent(step.above), step.multiple))
    for lump in curve.lumps:
        words = ("a lump of {1} from {0} on", "达到 {0} 另发 {1}")
        parts.append(pick(words, lang).format(percent(lump.at), rmb(lump.share * target, lang)))
    words = ("no more above {0}", "超过 {0} 封顶") if curve.cap is not None else ("no cap", "不封顶")
    parts.append(pick(words, lang).format(percent(curve.cap or 0.0)))
    at = pick(("{1} at {0}", "达成 {0} 得 {1}"), lang)
    amounts = [at.format(percent(x), rmb(curve.payout(x) * target, lang)) for x in _telling(curve)]
    return pick(("; ", ";"), lang).join([pick((", ", ","), lang).join(parts), joined(amounts, lang)])


def _telling(curve: Curve) -> list[float]:
    """Attainments at which to show the amount."""
    marks = {1.0, 1.2, curve.threshold, curve.cap if curve.cap is not None else 1.5}
    marks |= {lump.at for lump in curve.lumps}
    return sorted(mark for mark in marks if 0.0 < mark <= (curve.cap or 10.0))


def _result(metric: str, scope: str, lang: Language) -> str:
    return pick(("{0} {1}", "{0}{1}"), lang).format(pick(SCOPE_WORDS[scope], lang), metric_word(metric, lang))


def _weights(weights: Mapping[Any, float], lang: Language) -> str:
    return joined([f"{metric_word(metric, lang)} {percent(weight)}" for metric, weight in weights.items()], lang)


def _paid(period: str, delay: int, lang: Language) -> str:
    words = ("settled {0}, paid {1} weeks later", "{0}结算,{1} 周后发放")
    return pick(words, lang).format(pick(PERIOD_WORDS[period], lang), delay)


def _commission(instrument: Commission, lang: Language) -> str:
    served = instrument.metric == "served"
    rate = rmb(instrument.rate, lang) if served else percent(instrument.rate)
    words = (
        ("{who} get {rate} per person-week of work done", "{who}每完成一人周工作得 {rate}")
        if served
        else ("{who} get {rate} of {what}", "{who}按{what}的 {rate} 提成")
    )
    what = _result(instrument.metric, instrument.scope, lang)
    text = pick(words, lang).format(who=role_words(instrument.roles, lang), rate=rate, what=what)
    noun = pick(PERIOD_NOUNS[instrument.period], lang)
    cap = pick((", at most {0} a {1}", ",每{1}最多 {0}"), lang).format(rmb(instrument.cap_rmb or 0.0, lang), noun)
    no_cap = pick((", without a cap", ",不封顶"), lang)
    paid = pick((", settled {0}.", ",{0}结算。"), lang).format(pick(PERIOD_WORDS[instrument.period], lang))
    return text + (no_cap if instrument.cap_rmb is None else cap) + paid


def _performance_pay(instrument: PerformancePay, lang: Language) -> str:
    words = (
        "{who} get performance pay on {scope} results ({weights}), a month: {curve}; {paid}.",
        "{who}按{scope}业绩({weights})拿绩效奖金,每月:{curve};{paid}。",
    )
    text = pick(words, lang).format(
        who=role_words(instrument.roles, lang),
        scope=pick(SCOPE_WORDS[instrument.scope], lang),
        weights=_weights(instrument.weights, lang),
        curve=describe_curve(instrument.curve, instrument.target_rmb, lang),
        paid=_paid(instrument.period, instrument.pay_delay_weeks, lang),
    )
    return "".join([text, *(_shift(each, instrument.weights, lang) for each in instrument.shifts)])


def _shift(shift: WeightShift, usual: Mapping[Metric, float], lang: Language) -> str:
    """Weights that hold between two days, or from a day on."""
    if shift.until is None:
        when = pick(("from {0} on", "自{0}起"), lang).format(day(shift.from_, lang))
    elif shift.yearly:
        words = ("from {0:%m-%d} to {1:%m-%d} every year", "每年 {0:%m-%d} 至 {1:%m-%d} 期间")
        when = pick(words, lang).format(shift.from_, shift.until)
    else:
        when = pick(("from {0} to {1}", "{0}至{1}期间"), lang).format(day(shift.from_, lang), day(shift.until, lang))
    weights = _weights(shift.moved({str(metric): share for metric, share in usual.items()}), lang)
    return pick((" Weights {0}: {1}.", "{0}权重:{1}。"), lang).format(when, weights)


def _quota(instrument: Quota, lang: Language) -> str:
    words = (
        "{who} get paid for {what} against a quota of {quota} of the planned level, a month: {curve}; {paid}",
        "{who}按{what}对目标额(计划的 {quota})的达成率拿奖金,每月:{curve};{paid}",
    )
    text = pick(words, lang).format(
        who=role_words(instrument.roles, lang),
        what=_result(instrument.metric, instrument.scope, lang),
        quota=percent(instrument.quota),
        curve=describe_curve(instrument.curve, instrument.target_rmb, lang),
        paid=_paid(instrument.period, instrument.pay_delay_weeks, lang),
    )
    ratchet = (
        "; {0} of what exceeds or misses the quota moves the next quota",
        ";超出或不足部分的 {0} 计入下期目标额",
    )
    moved = pick(ratchet, lang).format(percent(instrument.ratchet)) if instrument.ratchet else ""
    return text + moved + pick((".", "。"), lang)


def _team_bonus(instrument: TeamBonus, lang: Language) -> str:
    words = (
        "{who} share a team bonus for {what}, per head and month: {curve}; {size}; {paid}.",
        "{who}按{what}分团队奖金,每人每月:{curve};{size};{paid}。",
    )
    size = (
        ("each team has {0} people", "每队 {0} 人") if instrument.team_size else ("the team is the unit", "以组为团队")
    )
    if not instrument.team_size and instrument.scope == "company":
        size = ("the team is the company", "以全公司为团队")
    return pick(words, lang).format(
        who=role_words(instrument.roles, lang),
        what=_result(instrument.metric, instrument.scope, lang),
        curve=describe_curve(instrument.curve, instrument.pot_rmb, lang),
        size=pick(size, lang).format(instrument.team_size),
        paid=_paid(instrument.period, instrument.pay_delay_weeks, lang),
    )


def _annual_bonus(instrument: AnnualBonus, lang: Language) -> str:
    words = (
        "{who} get {months:g} months' base pay once a year, in {month}; {forfeit}.",
        "{who}每年{month}发 {months:g} 个月基本工资的年终奖;{forfeit}。",
    )
    lost = ("who leaves before loses it", "之前离职者不发")
    kept = ("who leaves before gets a share for the time worked", "之前离职者按在职时间发放")
    return pick(words, lang).format(
        who=role_words(instrument.roles, lang),
        months=instrument.months,
        month=pick((MONTHS[instrument.month - 1], f" {instrument.month} 月"), lang),
        forfeit=pick(lost if instrument.forfeit else kept, lang),
    )


def _appraisal(instrument: Appraisal, lang: Language) -> str:
    words = (
        "{who} are appraised on {scope} results ({weights}) without money.",
        "{who}按{scope}业绩({weights})考核,不发奖金。",
    )
    return pick(words, lang).format(
        who=role_words(instrument.roles, lang),
        scope=pick(SCOPE_WORDS[instrument.scope], lang),
        weights=_weights(instrument.weights, lang),
    )


_SENTENCES: dict[type, Callable[[Any, Language], str]] = {
    Commission: _commission,
    PerformancePay: _performance_pay,
    Quota: _quota,
    TeamBonus: _team_bonus,
    AnnualBonus: _annual_bonus,
    Appraisal: _appraisal,
    **AWARD_SENTENCES,
}
