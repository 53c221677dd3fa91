"""What one contract brings a seat in a month at an attainment of its own target, behaviour unchanged."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sim.pay.clocks import weight_on
from sim.pay.kinds import APPRAISAL, CONTEST, FIXED, GATED, LINEAR, PAYS
from sim.pay.parts import CAREER_WEEKS, Part
from sim.plan.contract_outlook import expected_weekly_pay, kept_share, lasting_floor, usual_factor
from sim.plan.contracts import ContestKey, Contract
from sim.plan.expected import Expected
from sim.units import MONTHS_PER_YEAR, WEEKS_PER_MONTH, WEEKS_PER_YEAR, YEAR_WEEKS

#: Contracts of one contest that stand against each other.
Rivals = dict[ContestKey, int]


@dataclass(frozen=True)
class Terms:
    """What the amounts of all contracts of a policy depend on.

    Attributes:
        expected: what the baseline is expected to bring.
        first_day: of the policy's first year; weights that change by date are averaged over that year.
        rivals: group of a contest -> how many stand against each other.
    """

    expected: Expected
    first_day: date
    rivals: Rivals

    def monthly(self, contract: Contract, stake: float, role: int, attainment: float) -> float:
        """RMB a month that a stake brings at an attainment; kinds that no result moves are the same at every one.

        A contest pays what its group costs, evenly spread; a gated share pays if today's rank passes the gate; windows
        of campaigns count once a year and a grant evenly over its vesting; points for help cannot be foreseen: 0.
        """
        part, kind = contract.part, contract.kind
        if kind == APPRAISAL or part.metric == "help" or part.counts != PAYS:
            return 0.0
        if part.metric == "presence":
            return expected_weekly_pay(contract, stake, self.expected, role) * WEEKS_PER_MONTH
        stake *= usual_factor(contract, self.expected) * kept_share(contract, self.expected)
        if kind == FIXED:
            return stake * WEEKS_PER_MONTH
        if kind == CONTEST:
            won = stake * mean_prize(part, self.competing(contract)) * WEEKS_PER_MONTH
            return won / CAREER_WEEKS if part.rises else won
        if kind == LINEAR and part.metric == "served":
            return stake * min(float(self.expected.load[role]), 1.0) * attainment * WEEKS_PER_MONTH
        if kind == LINEAR:
            return stake * self.planned(contract) * attainment * WEEKS_PER_MONTH
        if kind == GATED:
            return stake * self.planned(contract) * attainment * WEEKS_PER_MONTH if self.passes(contract) else 0.0
        least = lasting_floor(part) * WEEKS_PER_MONTH
        return max(self.full(contract, stake) * contract.curve.payout(attainment), least)

    def competing(self, contract: Contract) -> int:
        """How many stand against each other in the contest of a contract; 1 where it is in none."""
        return self.rivals[contract.group] if contract.group else 1

    def full(self, contract: Contract, stake: float) -> float:
        """RMB a month at payout share 1 of a contract on a target."""
        part = contract.part
        if part.by_amount:
            return stake * part.quota * self.planned(contract) * WEEKS_PER_MONTH
        if part.windows:
            return stake * yearly_share(part) / MONTHS_PER_YEAR
        return stake * (self.weight(part) if part.shifts else 1.0) * WEEKS_PER_MONTH

    def planned(self, contract: Contract) -> float:
        """Units of the metric a week that the baseline is expected to bring in the scope of a contract."""
        return float(self.expected.weekly[contract.metric][list(contract.lines)].sum(axis=0).mean())

    def rank(self, contract: Contract) -> float:
        """Rank today of the line of a gated contract."""
        return float(self.expected.rank[list(contract.lines)].mean())

    def passes(self, contract: Contract) -> bool:
        """Whether today's rank passes the gate."""
        return self.rank(contract) <= contract.part.rank_at

    def weight(self, part: Part) -> float:
        """Mean over the policy's first year of a weight that changes by date; the last shift that holds counts."""
        days = [self.first_day + timedelta(weeks=week, days=3) for week in range(YEAR_WEEKS)]
        return float(np.mean([weight_on(part, each) for each in days]))


def yearly_share(part: Part) -> float:
    """Part of a stake that falls due in a year: a grant evenly over its vesting, else windows of the fullest year."""
    if is_grant(part):
        first, last = min(w[0] for w in part.windows), max(w[1] for w in part.windows)
        return sum(w[2] for w in part.windows) * WEEKS_PER_YEAR / (last - first)
    begins = [begin for begin, _, _ in part.windows]
    return max(sum(share for at, _, share in part.windows if begin <= at < begin + YEAR_WEEKS) for begin in begins)


def is_grant(part: Part) -> bool:
    """Whether a part is stock that vests by date."""
    return bool(part.windows) and part.forfeits == 2


def places(prizes: tuple[tuple[float, float], ...], ranks: bool, n: int) -> list[int]:
    """How many of n win each prize or a better one: ranks from the first, or shares of the group, at least one."""
    if ranks:
        return [min(int(upto), n) for upto, _ in prizes]
    return [min(max(int(upto * n + 0.5), 1), n) if upto > 0.0 else 0 for upto, _ in prizes]


def mean_prize(part: Part, n: int) -> float:
    """Mean prize of a contest per participant and period, RMB; of a career tree the share of those who move up.

    A fund for several good periods in a row is reckoned at the most it can cost: the same people always on top.
    """
    total, before = 0.0, 0
    for upto, (_, rmb) in zip(places(part.prizes, part.ranks, n), part.prizes, strict=True):
        total += max(upto - before, 0) * rmb
        before = max(before, upto)
    return total / max(n, 1) / max(part.streak, 1)


def poisson_tail(mean: float, least: int) -> float:
    """Probability of `least` events or more at a mean."""
    return 1.0 - sum(math.exp(-mean) * mean**n / math.factorial(n) for n in range(least))
