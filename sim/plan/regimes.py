"""Regimes: the stretches of a run with one structure, one headcount and one set of pay rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from sim.habits.programmes import Rotation
from sim.plan.arrangement import Away
from sim.scenario.policy import Policy, Stage, Trigger
from sim.vocabulary.roles import ROLE_NAMES

DAYS_PER_YEAR = 365.25
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


class Regime(NamedTuple):
    """A policy, with the headcount it has reached and the people at other desks, in force from a week on.

    Attributes:
        week: first week, 0 = first reported week.
        policy: its structure, programmes, base pay and so on.
        away: people at the desks of other roles.
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


def regimes_of(baseline: Policy, policy: Policy | None, timeline: Timeline) -> tuple[list[Regime], int]:
    """Return the regimes of a run in order, and the place of the first one of the policy (0 where it is the baseline).

    Args:
        baseline: runs until the policy starts, and grows as it says.
        policy: None to run the baseline to the end.
        timeline: see there.
    """
    start = week_of(policy.start, timeline.first_day) if policy else None
    found = [Regime(LONG_AGO, baseline)]
    found += [each for each in _steps(baseline, timeline) if start is None or each.week < start]
    if policy is None or start is None:
        return [*found, *_triggered(baseline, timeline, found)], 0
    if policy.cancel is not None:
        return [*found, Regime(start, policy, cancelled=True)], len(found)
    if policy.pilot is not None:
        rules = PayRules(baseline, "rest"), PayRules(policy, "pilot")
        found.append(found[-1]._replace(week=week_of(policy.pilot.from_, timeline.first_day), rules=rules))
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
    """Return a regime for every step of growth, change of desks and stage that has a date, in order."""
    first_day = timeline.first_day
    grown = [(week_of(step.from_, first_day), step.headcount) for step in policy.growth]
    rounds = [each for programme in policy.running_programmes.values() for each in _rounds(programme, first_day)]
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
        return week_of(stage.from_, timeline.first_day)
    born = timeline.founded or timeline.first_day
    return -(-((born + timedelta(days=DAYS_PER_YEAR * (stage.age_years or 0.0))) - timeline.first_day).days // 7)


def _rounds(programme: object, first_day: date) -> list[tuple[int, int, list[Away]]]:
    """Return first week, week after the last and the people of every round of a rotation; none of anything else."""
    if not isinstance(programme, Rotation):
        return []
    begin, role, to = (
        week_of(programme.begin, first_day),
        ROLE_NAMES.index(programme.from_),
        ROLE_NAMES.index(programme.to),
    )
    return [
        (
            begin + k * programme.weeks,
            begin + (k + 1) * programme.weeks,
            [(role, k * programme.seats + n, to) for n in range(programme.seats)],
        )
        for k in range(programme.rounds)
    ]


def week_of(day: date, first_day: date) -> int:
    """Return the number of the week of a day, 0 = first reported week."""
    return (day - first_day).days // 7
