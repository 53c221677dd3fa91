"""A part of an instrument: it pays one metric in one scope along one curve, by one clock."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from sim.documents.fields import Period, Tier
from sim.pay.curves import Curve
from sim.pay.kinds import OVER_PLAN, PAYS
from sim.pay.rates import Mark
from sim.units import QUARTER_WEEKS
from sim.vocabulary.tiers import TIER_NAMES

#: Weeks of a higher base pay that people count when they strive for a place on a career tree; an assumption.
CAREER_WEEKS = 104.0


STRAIGHT = Curve()


@dataclass(frozen=True)
class Part:
    """One part of an instrument.

    Attributes:
        kind: how it pays, see `sim.plan.records`.
        metric: what it pays for.
        stake: RMB a week per head at payout share 1 (linear: RMB per unit of the metric; of a window: RMB in all).
        scope: own queue, unit, line by line, company, or each person alone.
        shared: whether the stake is divided among those who share the result.
        points: (tier, points) by which a shared stake is divided; none: by heads.
        by_tier: whether the stake follows the pay of tiers.
        months: stake in months of base pay instead.
        windows: (first week, week after the last, part of the stake) instead of calendar periods, burn-in counted.
        by_amount: whether the stake is RMB per RMB of the metric, paid along the curve.
        steady: whether a rate is reckoned as a curve over a steady level, so that delays count; what has a cap or marks
            always is.
        marks: of a rate, in the metric's own unit a period; none: the rate from the first unit on.
        goal: amount a period that is attainment 1, whatever the plan; 0: the quota times the plan.
        lag: weeks after which a result counts; the period it falls into is then the one that counts.
        every: shorter period by which it is settled and paid as it stands; none: only at the end of its own.
        counts: what it is for: it pays, it multiplies, or it gives points, see `sim.pay.kinds`.
        score: parts that give the points of which its result is the sum; beside: parts that multiply its pay.
        each: whether everybody has a contract of their own on a result that is shared.
        floor: RMB a period that a person gets at least; floor_months: months in the job up to which, 0 for good;
            advance: whether what it adds is worked off later.
        base_share: stake as a share of a month's base pay instead.
        at_most: return rate up to which a condition on returns is met.
        dismisses: share of a group that has to go at the end of a period.
        promotes: tier into whose vacant posts the best are promoted.
        held: month at whose end what is kept back is paid, 0: with the period.
        factors: (tier, factor on the stake); tiers left out have 1.
        named: (seat, RMB a week at payout share 1) that replaces the stake.
        line_rates: (line, rate) that replaces the rate.
        lines: names of the lines that count; none: all of the scope.
        back: weeks after which pay for customers who are gone is taken back, 0: never; back_share: how much of it;
            back_if: what gone means, see `sim.pay.kinds`.
        seats: names of the seats it is for, none: all; others: names of seats it is not for.
        rank_at: rank of the line up to which a gated part is paid.
        rises: rise of base pay that a place brings.
        streak: periods in a row that are needed.
        ranks: whether prizes go by rank from the first (else by share of the group).
        basis: of a contest, what scores are compared on, see `sim.pay.kinds`; a handicap rises by `ratchet`.
        shown: whether all see the ranks; prizes: (up to which rank or share, RMB).
        weight: share of the stake; shifts: (from, until, yearly, weight) that replace it.
        loyalty_at: repurchase rate that is attainment 1.
        leave: whether it buys time off instead of money; title: whether it brings a title.
        hours: hours that it takes of every participant in a period.
        entry: name of the entry of the instrument that sets its mark or its prizes.
        safe: whether it is meant to be reached as long as nothing goes wrong.
    """

    kind: int
    metric: str
    stake: float
    scope: str = "company"
    curve: Curve = STRAIGHT
    period: Period = "month"
    delay: int = 0
    quota: float = 1.0
    ratchet: float = 0.0
    pot: bool = False
    team_size: int | None = None
    forfeits: int = 0
    pay_month: int = 0
    shared: bool = False
    points: tuple[tuple[Tier, float], ...] = ()
    by_tier: bool = False
    months: float = 0.0
    cap_rmb: float | None = None
    windows: tuple[tuple[int, int, float], ...] = ()
    tiers: tuple[Tier, ...] = TIER_NAMES
    by_amount: bool = False
    steady: bool = False
    marks: tuple[Mark, ...] = ()
    goal: float = 0.0
    lag: int = 0
    held: int = 0
    every: Period | None = None
    counts: int = PAYS
    score: tuple[Part, ...] = ()
    beside: tuple[Part, ...] = ()
    each: bool = False
    floor: float = 0.0
    floor_months: float = 0.0
    advance: bool = False
    base_share: float = 0.0
    at_most: float = 0.0
    dismisses: float = 0.0
    promotes: str = ""
    factors: tuple[tuple[Tier, float], ...] = ()
    named: tuple[tuple[str, float], ...] = ()
    line_rates: tuple[tuple[str, float], ...] = ()
    lines: tuple[str, ...] = ()
    back: int = 0
    back_share: float = 0.0
    back_if: str = ""
    seats: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    rank_at: int = 0
    rises: float = 0.0
    streak: int = 0
    ranks: bool = False
    basis: int = OVER_PLAN
    shown: bool = False
    prizes: tuple[tuple[float, float], ...] = ()
    weight: float = 1.0
    shifts: tuple[Any, ...] = ()
    loyalty_at: float = 0.0
    leave: bool = False
    title: bool = False
    hours: float = 0.0
    entry: str = "curve"
    safe: bool = False

    def but(self, **changes: Any) -> Part:
        """The same part with some fields changed."""
        return replace(self, **changes)


def loyal_level(repurchase: float, repeat_weekly: float) -> float:
    """Return the weekly repeat rate behind a 13-week repurchase rate, relative to today's."""
    return -math.log(1.0 - repurchase) / QUARTER_WEEKS / max(repeat_weekly, 1e-12)
