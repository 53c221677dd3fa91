"""The clock of a run: its weeks, and the dates they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sim.calendar import week_of
from sim.scenario.models import Scenario


@dataclass(frozen=True)
class Clock:
    """The weeks of a run.

    Attributes:
        start: first reported day, a Monday.
        burn_in: simulated weeks before it.
        weeks: simulated weeks in all.
        policy_start, policy_announce: weeks of the policy, counted from the first reported one.
    """

    start: date
    burn_in: int
    weeks: int
    policy_start: int
    policy_announce: int

    @property
    def first_day(self) -> date:
        """First simulated day."""
        return self.start - timedelta(weeks=self.burn_in)

    def simulated(self, day: date) -> int:
        """Return the simulated week of a day, burn-in counted; it may lie outside the run."""
        return week_of(self.first_day, day)

    def within(self, week: int) -> int:
        """Return the simulated week of a reported one, bounded by the run."""
        return min(max(self.burn_in + week, 0), self.weeks)


def clock_of(scenario: Scenario, policy: str) -> Clock:
    """Return the clock of a policy's run; the baseline starts with the company."""
    company, named = scenario.company, scenario.policy(policy)
    start = 0 if policy == scenario.baseline_name else week_of(company.start, named.start)
    announce = min(week_of(company.start, named.announce), start)
    return Clock(company.start, company.burn_in_weeks, company.burn_in_weeks + company.weeks, start, announce)
