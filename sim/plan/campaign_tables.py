"""When campaigns fall, their jobs and the teams that do them, as arrays."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from sim.calendar import occurrences
from sim.plan.clock import Clock
from sim.plan.records import CAMPAIGN, JOB, NEVER, filled
from sim.plan.regimes import Rollout
from sim.plan.workforce import Workforce
from sim.scenario.campaigns import Campaign
from sim.scenario.models import Scenario
from sim.vocabulary.roles import ROLE_NAMES


def campaign_tables(scenario: Scenario, clock: Clock, rollout: Rollout, workforce: Workforce) -> dict[str, np.ndarray]:
    """Return CAMPAIGN[*] by date, JOB[*, roles], and int64[R, S] seats of the team, -1 behind the last."""
    found = sorted(
        (max(week - each.begin_weeks, 0), week - each.gate_weeks, week, last, number)
        for number, each in enumerate(scenario.campaigns)
        for week, last in _weeks(scenario, clock, each)
        if week - each.gate_weeks > 0 and week < clock.weeks
    )
    campaigns, jobs = np.zeros(len(found), CAMPAIGN), np.zeros((len(found), len(ROLE_NAMES)), JOB)
    lines = [line.name for line in scenario.lines]
    for k, (begin, gate, first, last, number) in enumerate(found):
        each = scenario.campaigns[number]
        line = each.opens or each.closes
        campaigns[k] = filled(
            CAMPAIGN,
            begin=begin,
            gate=gate,
            first=first,
            last=last,
            line=lines.index(line) if line else -1,
            drops=each.closes is not None,
        )
        for role, work in each.jobs.items():
            jobs[k, ROLE_NAMES.index(role)] = filled(JOB, work=work, weight=work / sum(each.jobs.values()))
    return {"campaigns": campaigns, "jobs": jobs, "team_seats": _teams(scenario, rollout, workforce)}


def _weeks(scenario: Scenario, clock: Clock, campaign: Campaign) -> list[tuple[int, int]]:
    """Return first week and week after the last of every occurrence of a campaign's peak, burn-in counted."""
    if campaign.day:
        week = clock.simulated(campaign.day)
        return [(week, week + 1)]
    peak = next(each for each in scenario.calendar.peaks if each.name == campaign.peak)
    return [
        (clock.simulated(first), clock.simulated(first + timedelta(days=length - 1)) + 1)
        for first, length in occurrences(peak, clock.first_day, clock.weeks)
    ]


def campaign_spans(scenario: Scenario, clock: Clock, name: str) -> list[tuple[int, int]]:
    """Return first week and week after the last of the peaks of a campaign, burn-in counted."""
    return [span for each in scenario.campaigns if each.name == name for span in _weeks(scenario, clock, each)]


def listed_weeks(scenario: Scenario, clock: Clock) -> np.ndarray:
    """Return float64[2, L], week in which a line opens and week in which it is dropped, burn-in counted.

    0 where it is open from the start, NEVER where it stays.
    """
    weeks = np.tile([[0.0], [NEVER]], len(scenario.lines))
    for each in scenario.campaigns:
        for i, line in enumerate(scenario.lines):
            for row, named in enumerate((each.opens, each.closes)):
                if named == line.name and each.day:
                    weeks[row, i] = clock.simulated(each.day)
    return weeks


def _teams(scenario: Scenario, rollout: Rollout, workforce: Workforce) -> np.ndarray:
    """Return int64[R, S], seats of the campaign team of each regime: the first of each role that the campaigns name."""
    wanted: dict[str, int] = {}
    for each in scenario.campaigns:
        for role, count in each.team.items():
            wanted[role] = max(wanted.get(role, 0), count)
    teams = np.full((len(rollout.regimes), len(workforce.seats)), -1, np.int64)
    for r, policy in enumerate(rollout.policies):
        if policy.structure.campaign_teams:
            members = [i for i, seat in enumerate(workforce.seats) if seat.ordinal < wanted.get(seat.name, 0)]
            teams[r, : len(members)] = members
    return teams
