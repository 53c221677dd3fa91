"""Instruments taken apart: which parts each consists of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sim.pay import awards
from sim.pay import instruments as pay
from sim.pay.curves import Curve, Lump
from sim.pay.kinds import APPRAISAL, ATTAINMENT, CONTEST, FIXED, GATED, LINEAR
from sim.pay.parts import MONTHLY_TO_WEEKLY, WEEKS, Part

HOURS_PER_WEEK = 40.0

#: When the peak of a campaign begins and the week after its last, every time it comes back, burn-in counted.
Spans = Callable[[str], list[tuple[int, int]]]


def parts_of(instrument: Any, spans: Spans, start: int) -> list[Part]:
    """Return the parts of an instrument.

    Args:
        instrument: of `sim.pay.instruments`.
        spans: see there.
        start: week in which the policy starts, burn-in counted; grants are counted from there.
    """
    if isinstance(instrument, awards.Milestone):
        return _milestone(instrument, spans(instrument.campaign))
    if isinstance(instrument, awards.Equity):
        return _equity(instrument, start)
    return _PARTS[type(instrument)](instrument)


def _commission(each: pay.Commission) -> list[Part]:
    own = each.metric == "served"
    return [Part(LINEAR, each.metric, each.rate, each.scope, period=each.period, shared=not own, cap_rmb=each.cap_rmb)]


def _performance_pay(each: pay.PerformancePay) -> list[Part]:
    usual = {str(metric): weight for metric, weight in each.weights.items()}
    moved = [(shift, shift.moved(usual)) for shift in each.shifts]
    metrics = dict.fromkeys([*usual, *(metric for _, weights in moved for metric in weights)])
    found = []
    for metric in metrics:
        weight = usual.get(metric, 0.0)
        shifts = tuple((s.from_, s.until, s.yearly, weights.get(metric, 0.0)) for s, weights in moved)
        if weight > 0.0 or any(shift[3] > 0.0 for shift in shifts):
            stake = each.target_rmb * MONTHLY_TO_WEEKLY
            found.append(
                Part(
                    ATTAINMENT,
                    metric,
                    stake,
                    each.scope,
                    each.curve,
                    each.period,
                    each.pay_delay_weeks,
                    weight=weight,
                    shifts=shifts,
                )
            )
    return found


def _quota(each: pay.Quota) -> list[Part]:
    stake = each.target_rmb * MONTHLY_TO_WEEKLY
    return [
        Part(
            ATTAINMENT,
            each.metric,
            stake,
            each.scope,
            each.curve,
            each.period,
            each.pay_delay_weeks,
            each.quota,
            each.ratchet,
        )
    ]


def _team_bonus(each: pay.TeamBonus) -> list[Part]:
    stake = each.pot_rmb * MONTHLY_TO_WEEKLY
    return [
        Part(
            ATTAINMENT,
            each.metric,
            stake,
            each.scope,
            each.curve,
            each.period,
            each.pay_delay_weeks,
            pot=True,
            team_size=each.team_size,
        )
    ]


def _annual_bonus(each: pay.AnnualBonus) -> list[Part]:
    return [
        Part(FIXED, "gmv", 0.0, period="year", pay_month=each.month, forfeits=int(each.forfeit), months=each.months)
    ]


def _appraisal(each: pay.Appraisal) -> list[Part]:
    return [Part(APPRAISAL, metric, weight, each.scope) for metric, weight in each.weights.items() if weight > 0.0]


def _dual_appraisal(each: awards.DualAppraisal) -> list[Part]:
    stake = each.post_value_rmb * MONTHLY_TO_WEEKLY
    reached = Curve(linear=False, lumps=(Lump(at=each.base_at, share=1.0),))
    common = Part(ATTAINMENT, each.base_metric, stake, each.scope, reached, each.period, each.pay_delay_weeks)
    common = replace(common, by_tier=True, weight=each.base_share)
    rest = 1.0 - each.base_share
    contribution = [
        replace(common, metric=metric, curve=each.curve, weight=rest * weight)
        for metric, weight in each.contribution.items()
        if weight > 0.0
    ]
    return [common, *contribution]


def _lifetime_award(each: awards.LifetimeAward) -> list[Part]:
    curve = Curve(linear=False, lumps=(Lump(at=each.at, share=1.0),))
    stake = each.award_rmb / WEEKS[each.period]
    return [Part(ATTAINMENT, "loyalty", stake, each.scope, curve, each.period, each.pay_delay_weeks)]


def _milestone(each: awards.Milestone, spans: list[tuple[int, int]]) -> list[Part]:
    sides = (
        ("gmv", each.presale_share, each.presale_at, [(first - each.presale_weeks, first) for first, _ in spans]),
        ("gmv", each.balance_share, each.balance_at, spans),
        ("returns", each.aftersales_share, 2.0 - each.returns_at,
         [(last, last + each.aftersales_weeks) for _, last in spans]),
    )  # fmt: skip
    return [
        Part(
            ATTAINMENT, metric, each.pot_rmb * share, curve=Curve(linear=False, lumps=(Lump(at=at, share=1.0),)),
            delay=each.pay_delay_weeks, pot=True, shared=True,
            windows=tuple((begin, end, 1.0) for begin, end in windows if begin > 0),
        )
        for metric, share, at, windows in sides
        if share > 0.0 and any(begin > 0 for begin, _ in windows)
    ]  # fmt: skip


def _equity(each: awards.Equity, start: int) -> list[Part]:
    ends = [week for week in range(13, each.vest_weeks + 13, 13) if week > each.cliff_weeks]
    ends = sorted({min(week, each.vest_weeks) for week in [each.cliff_weeks, *ends] if week > 0})
    begins = [0, *ends[:-1]]
    tranches = tuple(
        (start + begin, start + end, (end - begin) / each.vest_weeks) for begin, end in zip(begins, ends, strict=True)
    )
    curve = Curve(linear=False, lumps=(Lump(at=each.at, share=1.0),))
    return [
        Part(
            ATTAINMENT, metric, each.grant_rmb, curve=curve, windows=tranches, tiers=each.tiers, forfeits=2,
            weight=weight,
        )
        for metric, weight in each.conditions.items()
        if weight > 0.0
    ]  # fmt: skip


def _points(each: awards.Points) -> list[Part]:
    stake = each.rmb_per_hour * HOURS_PER_WEEK
    return [
        Part(
            LINEAR, "help", stake, "own", period=each.period, delay=each.pay_delay_weeks, leave=each.exchange == "leave"
        )
    ]


def _three_stage(each: awards.ThreeStage) -> list[Part]:
    common = Part(ATTAINMENT, "gmv", each.rate, "line", Curve(threshold=1.0), each.period, each.pay_delay_weeks)
    common = replace(common, shared=True, quota=each.quota)
    loyal = replace(common, metric="repurchase", stake=each.loyalty_rmb * MONTHLY_TO_WEEKLY, quota=1.0)
    award = Curve(linear=False, lumps=(Lump(at=1.0, share=1.0),))
    loyal = replace(loyal, loyalty_at=each.loyalty_at, curve=award)
    ranked = replace(common, kind=GATED, metric="margin", stake=each.profit_share, quota=1.0, rank_at=each.rank_at)
    found = [replace(common, by_amount=True)] if each.rate > 0.0 else []
    found += [loyal] if each.loyalty_rmb > 0.0 else []
    return found + ([replace(ranked, curve=Curve())] if each.profit_share > 0.0 else [])


def _leaderboard(each: awards.Leaderboard) -> list[Part]:
    prizes = tuple((float(rank + 1), rmb) for rank, rmb in enumerate(each.prizes_rmb))
    stake = 1.0 / WEEKS[each.period]
    return [
        Part(
            CONTEST,
            each.metric,
            stake,
            "unit",
            period=each.period,
            delay=each.pay_delay_weeks,
            ranks=True,
            prizes=prizes or ((1.0, 0.0),),
            shown=each.shown,
        )
    ]


def _honours(each: awards.Honours) -> list[Part]:
    part = Part(CONTEST, "merit", 1.0 / WEEKS[each.period], "person", period=each.period, delay=each.pay_delay_weeks)
    prizes = ((float(each.winners), each.prize_rmb),)
    return [replace(part, ranks=True, prizes=prizes, title=True, hours=each.talk_hours, forfeits=1)]


def _grades(each: awards.Grades) -> list[Part]:
    part = Part(CONTEST, "merit", 1.0 / WEEKS[each.period], "person", period=each.period, delay=each.pay_delay_weeks)
    prizes = tuple(zip((*each.shares, 1.0), each.rewards_rmb, strict=True))
    return [replace(part, prizes=prizes, hours=each.review_hours, forfeits=1)]


def _development_fund(each: awards.DevelopmentFund) -> list[Part]:
    prizes = ((each.share, each.amount_rmb),)
    return [
        Part(CONTEST, "merit", 1.0 / 13.0, "person", period="quarter", prizes=prizes, streak=each.quarters, forfeits=1)
    ]


def _career_tree(each: awards.CareerTree) -> list[Part]:
    prizes = ((each.places, 1.0),)
    return [Part(CONTEST, "merit", 0.0, "person", period="year", prizes=prizes, rises=each.raise_share,
                 streak=-each.levels)]  # fmt: skip


_PARTS: dict[type, Callable[[Any], list[Part]]] = {
    pay.Commission: _commission,
    pay.PerformancePay: _performance_pay,
    pay.Quota: _quota,
    pay.TeamBonus: _team_bonus,
    pay.AnnualBonus: _annual_bonus,
    pay.Appraisal: _appraisal,
    awards.DualAppraisal: _dual_appraisal,
    awards.LifetimeAward: _lifetime_award,
    awards.Points: _points,
    awards.ThreeStage: _three_stage,
    awards.Leaderboard: _leaderboard,
    awards.Honours: _honours,
    awards.Grades: _grades,
    awards.DevelopmentFund: _development_fund,
    awards.CareerTree: _career_tree,
}
