"""When campaigns fall, their jobs and the teams that do them, as arrays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from sim.calendar import occurrences, week_of
from sim.plan.records import CAMPAIGN, JOB, NEVER
from sim.scenario.campaigns import Campaign
from sim.vocabulary.roles import ROLE_NAMES

if TYPE_CHECKING:
    from sim.plan.compile import Compiler


def campaign_tables(c: Compiler) -> dict[str, np.ndarray]:
    """Return CAMPAIGN[*] by date, JOB[*, roles], and int64[R, S] seats of the team, -1 behind the last."""
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
