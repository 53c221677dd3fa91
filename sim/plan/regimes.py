"""Regimes: the stretches of a run with one structure, one headcount and one set of pay rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

import numpy as np

from sim.calendar import week_of
from sim.plan.clock import Clock
from sim.scenario.models import Scenario
from sim.scenario.policy import Pilot, Policy, Stage, Trigger
from sim.structures.seating import Away
from sim.units import DAYS_PER_YEAR

LONG_AGO = -(10**6)


class PayRules(NamedTuple):
    """A policy whose instruments hold in a regime.

    Attributes:
        policy: whose instruments.
        who: all; those in the pilot; the rest; or people who kept their old rules.
        fade: +1 fades in, -1 fades out, 0 neither.
    """

    policy: Policy
    who: Literal["all", "pilot", "rest", "kept"] = "all"
    fade: int = 0

    def without_unchanged(self, new: Policy) -> PayRules:
        """Return rules that fade out, without the instruments that the new policy keeps."""
        if self.fade >= 0:
            return self
        kept = new.instruments
        changed = {name: each for name, each in self.policy.instruments.items() if kept.get(name) != each}
        return self._replace(policy=self.policy.model_copy(update={"pay": changed}))


class Regime(NamedTuple):
    """A policy, with the headcount it has reached and the people at work in other roles, in force from a week on.

    Attributes:
        week: first week, 0 = first reported week.
        policy: its structure, programmes, base pay and so on.
        away: people at work in other roles.
        rules: pay rules beside its own; empty: its own alone.
        ramp: (first week, weeks) over which pay rules fade.
        announce_weeks: weeks before in which staff hear of it.
        trigger: what it waits for; row: number of the trigger, 0 for none.
        stage: its number, 0 before the first.
        cancelled: whether it was called off and never begins.
    """

    week: int
    policy: Policy
    away: tuple[Away, ...] = ()
    rules: tuple[PayRules, ...] = ()
    ramp: tuple[int, int] = (0, 0)
    announce_weeks: int = 0
    trigger: Trigger | None = None
    stage: int = 0
    cancelled: bool = False
    row: int = 0

    @property
    def pay(self) -> tuple[PayRules, ...]:
        """All pay rules in force."""
        return self.rules or (PayRules(self.policy),)


class Timeline(NamedTuple):
    """What regimes are laid out along.

    Attributes:
        first_day: of the first reported week.
        founded: day the company was founded.
        named: policy of a name.
    """

    first_day: date
    founded: date | None
    named: Callable[[str], Policy]


@dataclass(frozen=True)
class Rollout:
    """How a run goes from one regime to the next.

    Attributes:
        policy: name of the policy.
        regimes: in order; those that a trigger brings stand behind the dated ones, a row each.
        first: place of the first regime of the policy, 0 where it is the baseline.
        starts: simulated week in which each regime begins.
        weeks: simulated weeks.
        pilot: who is paid by the policy earlier.
        shadow: a policy whose instruments are reckoned only.
    """

    policy: str
    regimes: tuple[Regime, ...]
    first: int
    starts: tuple[int, ...]
    weeks: int
    pilot: Pilot | None = None
    shadow: Policy | None = None

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policy of every regime."""
        return tuple(regime.policy for regime in self.regimes)

    def span(self, since: int, until: int) -> tuple[int, int]:
        """Return first week and week after the last of some regimes, burn-in counted; rows of triggers overlap."""
        ends = [*self.starts[1:], self.weeks]
        rows = [*(each.row for each in self.regimes), -1]
        last = [ends[r] if rows[r + 1] == rows[r] else self.weeks for r in range(since, until + 1)]
        return min(self.starts[since : until + 1]), max(last)

    def instruments_before(self, regime: int) -> dict[str, Any]:
        """Return the instruments of the policy that ran before a regime, by name."""
        return self.regimes[regime - 1].policy.instruments if regime else {}

    def in_force(self) -> np.ndarray:
        """Return int64[T], the dated regime of every simulated week."""
        regime = np.zeros(self.weeks, np.int64)
        for r, begin in enumerate(self.starts):
            if not self.regimes[r].cancelled and not self.regimes[r].row:
                regime[begin:] = r
        return regime


def rollout_of(scenario: Scenario, policy: str, clock: Clock, shadow: str | None = None) -> Rollout:
    """Return the rollout of a policy.

    Args:
        scenario: the document.
        policy: name of the policy; weeks before its start run under the baseline.
        clock: of its run.
        shadow: name of another policy whose instruments are reckoned only.

    Raises:
        SimError: a policy does not exist.
    """
    baseline, named = scenario.policy(scenario.baseline_name), scenario.policy(policy)
    timeline = Timeline(clock.start, scenario.company.founded, scenario.policy)
    regimes, first = regimes_of(baseline, None if policy == scenario.baseline_name else named, timeline)
    starts = tuple(clock.within(regime.week) for regime in regimes)
    return Rollout(
        policy, tuple(regimes), first, starts, clock.weeks, named.pilot, scenario.policy(shadow) if shadow else None
    )


def regimes_of(baseline: Policy, policy: Policy | None, timeline: Timeline) -> tuple[list[Regime], int]:
    """Return the regimes of a run in order, and the place of the first one of the policy (0 where it is the baseline).

    Args:
        baseline: runs until the policy starts, and grows as it says.
        policy: None to run the baseline to the end.
        timeline: see there.
    """
    start = week_of(timeline.first_day, policy.start) if policy else None
    found = [Regime(LONG_AGO, baseline)]
    found += [each for each in _steps(baseline, timeline) if start is None or each.week < start]
    if policy is None or start is None:
        return [*found, *_triggered(baseline, timeline, found)], 0
    if policy.cancel is not None:
        return [*found, Regime(start, policy, cancelled=True)], len(found)
    if policy.pilot is not None:
        rules = PayRules(baseline, "rest"), PayRules(policy, "pilot")
        found.append(found[-1]._replace(week=week_of(timeline.first_day, policy.pilot.from_), rules=rules))
    first, reached, later = len(found), Regime(start, policy), []
    for regime in _steps(policy, timeline):
        if regime.week <= start:
            reached = regime._replace(week=start)
        else:
            later.append(regime)
    own = _rolled_out(policy, baseline, [reached, *later], start)
    return [*found, *own, *_triggered(policy, timeline, own)], first


def _rolled_out(policy: Policy, baseline: Policy, regimes: list[Regime], start: int) -> list[Regime]:
    """Return the regimes of a policy with its transition, and with old rules for those who keep them."""
    if policy.keep_old_pay:
        return [each._replace(rules=(PayRules(baseline, "kept"), PayRules(each.policy))) for each in regimes]
    weeks = policy.transition_weeks
    if not weeks:
        return regimes
    rules = PayRules(baseline, fade=-1), PayRules(regimes[0].policy, fade=1)
    mixed = regimes[0]._replace(rules=rules, ramp=(start, weeks))
    after = regimes[0]._replace(week=start + weeks)
    return [mixed, after, *(each for each in regimes[1:] if each.week > start + weeks)]


def _steps(policy: Policy, timeline: Timeline) -> list[Regime]:
    """Return a regime for every step of growth, round of a rotation and stage that has a date, in order."""
    first_day = timeline.first_day
    grown = [(week_of(first_day, step.from_), step.headcount) for step in policy.growth]
    rounds = [each for programme in policy.running_programmes.values() for each in programme.away(first_day)]
    dated = [(_stage_week(stage, timeline), stage) for stage in policy.stages if stage.when is None]
    moves = {week for week, _ in grown} | {week for begin, end, _ in rounds for week in (begin, end)}
    found = []
    for week in sorted(moves | {week for week, _ in dated}):
        content, notice, number = policy, 0, 0
        for place, (begin, stage) in enumerate(dated):
            if begin <= week:
                number = place + 1
                content, notice = timeline.named(stage.policy), stage.announce_weeks if begin == week else 0
        heads: dict[str, int] = {str(role): change for role, change in content.headcount.items()}
        for at, change in grown:
            for role, more in change.items():
                heads[role] = heads.get(role, 0) + (more if at <= week else 0)
        away = tuple(seat for begin, end, seats in rounds if begin <= week < end for seat in seats)
        found.append(
            Regime(
                week,
                content.model_copy(update={"headcount": heads, "stages": ()}),
                away,
                announce_weeks=notice,
                stage=number,
            )
        )
    return found


def _triggered(policy: Policy, timeline: Timeline, dated: list[Regime]) -> list[Regime]:
    """Return, for every stage that waits for a trigger, the dated regimes under its policy: a row of them each."""
    found, row = [], 0
    for number, stage in enumerate(policy.stages):
        if stage.when is None:
            continue
        row += 1
        content = timeline.named(stage.policy).model_copy(update={"stages": ()})
        for each in dated:
            heads: dict[str, int] = {str(role): change for role, change in content.headcount.items()}
            for role, change in each.policy.headcount.items():
                heads[role] = heads.get(role, 0) + change - policy.headcount.get(role, 0)
            under = content.model_copy(update={"headcount": heads})
            found.append(
                each._replace(
                    policy=under,
                    trigger=stage.when,
                    stage=number + 1,
                    announce_weeks=stage.announce_weeks,
                    row=row,
                    rules=(),
                    ramp=(0, 0),
                )
            )
    return found


def _stage_week(stage: Stage, timeline: Timeline) -> int:
    """Return the first week of a stage that begins by date or age."""
    if stage.from_ is not None:
        return week_of(timeline.first_day, stage.from_)
    born = timeline.founded or timeline.first_day
    return -(-((born + timedelta(days=DAYS_PER_YEAR * (stage.age_years or 0.0))) - timeline.first_day).days // 7)
