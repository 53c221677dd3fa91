"""Campaigns: jobs of several roles that must be done before a peak begins, and the teams that do them (W1)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from sim.calendar import occurrences, week_of
from sim.parameters import ROLE_NAMES
from sim.scenario.fields import Day, Frozen, Name, Number, Role, Whole, fault
from sim.scenario.plan import CAMPAIGN, JOB, NEVER

if TYPE_CHECKING:
    from sim.scenario.compile import Compiler


class Campaign(Frozen):
    """Work for a date: for a peak of the calendar (whenever it comes back), for opening or for dropping a line (W2)."""

    name: Name
    peak: Name | None = Field(None, description="Name of the peak that it prepares.")
    opens: Name | None = Field(None, description="Name of the line that it launches; until then the line is closed.")
    closes: Name | None = Field(None, description="Name of the line that it drops.")
    day: Day | None = Field(None, description="First day of the line that opens, or first day without it; a Monday.")
    begin_weeks: Annotated[Whole, Field(ge=2, le=52, description="Weeks before the peak in which work begins.")] = 8
    gate_weeks: Annotated[
        Whole, Field(ge=0, le=26, description="Weeks before the peak in which jobs must be done.")
    ] = 1
    jobs: dict[Role, Annotated[Number, Field(gt=0.0, le=10_000.0)]] = Field(
        min_length=1, description="Role and its work for the campaign, person-weeks; also its weight in readiness."
    )
    team: dict[Role, Annotated[Whole, Field(ge=1, le=1000)]] = Field(
        default_factory=dict, description="Seats that form the team under structures with campaign teams."
    )

    @model_validator(mode="after")
    def _begins_before_its_gate(self) -> Self:
        named = sum(each is not None for each in (self.peak, self.opens, self.closes))
        if named != 1 or (self.peak is None) != (self.day is not None):
            message = "needs either `peak`, or `day` with `opens` or `closes`"
            raise fault(message, "give one of the three", "name", self.name)
        if self.begin_weeks <= self.gate_weeks:
            raise fault("work begins after the gate", "raise it above gate_weeks", "begin_weeks", self.begin_weeks)
        return self


def campaign_tables(c: Compiler) -> dict[str, np.ndarray]:
    """Return CAMPAIGN[*] by date, JOB[*, 9], and int64[R, S] seats of the team, -1 behind the last."""
    found = sorted(
        (max(week - each.begin_weeks, 0), week - each.gate_weeks, week, last, number)
        for number, each in enumerate(c.scenario.campaigns)
        for week, last in _weeks(c, each)
        if week - each.gate_weeks > 0 and week < c.weeks
    )
    campaigns, jobs = np.zeros(len(found), CAMPAIGN), np.zeros((len(found), len(ROLE_NAMES)), JOB)
    lines = [line.name for line in c.scenario.lines]
    for k, (begin, gate, first, last, number) in enumerate(found):
        each = c.scenario.campaigns[number]
        line = each.opens or each.closes
        campaigns[k] = begin, gate, first, last, lines.index(line) if line else -1, each.closes is not None
        for role, work in each.jobs.items():
            jobs[k, ROLE_NAMES.index(role)] = work, work / sum(each.jobs.values())
    return {"campaigns": campaigns, "jobs": jobs, "team_seats": _teams(c)}


def _weeks(c: Compiler, campaign: Campaign) -> list[tuple[int, int]]:
    """Return first week and week after the last of every occurrence of a campaign's peak, burn-in counted."""
    if campaign.day:
        week = week_of(c.first_day, campaign.day)
        return [(week, week + 1)]
    peak = next(each for each in c.scenario.calendar.peaks if each.name == campaign.peak)
    spans = occurrences(peak, c.first_day, c.weeks)
    return [
        (week_of(c.first_day, first), week_of(c.first_day, first + timedelta(days=length - 1)) + 1)
        for first, length in spans
    ]


def campaign_spans(c: Compiler, name: str) -> list[tuple[int, int]]:
    """Return first week and week after the last of the peaks of a campaign, burn-in counted."""
    return [span for each in c.scenario.campaigns if each.name == name for span in _weeks(c, each)]


def listed_weeks(c: Compiler) -> np.ndarray:
    """Return float64[2, L], week in which a line opens and week in which it is dropped, burn-in counted.

    0 where it is open from the start, NEVER where it stays.
    """
    weeks = np.tile([[0.0], [NEVER]], len(c.scenario.lines))
    for each in c.scenario.campaigns:
        for i, line in enumerate(c.scenario.lines):
            for row, named in enumerate((each.opens, each.closes)):
                if named == line.name and each.day:
                    weeks[row, i] = week_of(c.first_day, each.day)
    return weeks


def _teams(c: Compiler) -> np.ndarray:
    """Return int64[R, S], seats of the campaign team of each regime: the first of each role that the campaigns name."""
    wanted: dict[str, int] = {}
    for each in c.scenario.campaigns:
        for role, count in each.team.items():
            wanted[role] = max(wanted.get(role, 0), count)
    teams = np.full((len(c.policies), len(c.seats)), -1, np.int64)
    for r, policy in enumerate(c.policies):
        if policy.structure.teams:
            members = [i for i, (role, ordinal) in enumerate(c.seats) if ordinal < wanted.get(ROLE_NAMES[role], 0)]
            teams[r, : len(members)] = members
    return teams
