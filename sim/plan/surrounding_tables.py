"""The new channel and the shocks of a scenario, as arrays."""

from __future__ import annotations

import math

import numpy as np

from sim.documents.fields import ALL, covers
from sim.plan.clock import Clock
from sim.plan.records import DEMAND, FEE, OFFERS, OPEN, SHOCK, STRENGTH, TIGHTNESS, filled
from sim.scenario.models import Scenario
from sim.scenario.surroundings import Channel
from sim.vocabulary.roles import ROLE_NAMES
from sim.vocabulary.shocks import BY_NAME

#: A logistic curve takes this many of its scales from a tenth to nine tenths.
LOGISTIC_SPAN = 2.0 * math.log(9.0)
AS_NEWCOMERS = -1.0

#: Numbers that the engine knows of what a shock acts on.
ACTS_ON = {"demand": DEMAND, "open": OPEN, "strength": STRENGTH, "fee": FEE, "offers": OFFERS, "tightness": TIGHTNESS}
#: Most open posts that can be missing, as a share: somebody always hires.
MOST_MISSING = 0.9


def channel_path(channel: Channel | None, clock: Clock) -> np.ndarray:
    """Return float64[T], share of the work that the new channel makes up, week by week."""
    if channel is None:
        return np.zeros(clock.weeks)
    if channel.begin is None:
        return np.full(clock.weeks, channel.share)
    middle = clock.simulated(channel.begin) + channel.weeks / 2.0
    distance = (np.arange(clock.weeks) - middle) * LOGISTIC_SPAN / channel.weeks
    return np.asarray(channel.share / (1.0 + np.exp(-np.clip(distance, -700.0, 700.0))))


def channel_of(channel: Channel | None) -> np.ndarray:
    """Return float64[roles, 2], whether the new channel changes a role's work, and how well its people master it
    (AS_NEWCOMERS where the scenario does not say).
    """
    if channel is None:
        return np.array([(0.0, AS_NEWCOMERS)] * len(ROLE_NAMES))
    return np.array([(float(covers(channel.roles, r)), channel.known.get(r, AS_NEWCOMERS)) for r in ROLE_NAMES])


def shock_tables(scenario: Scenario, clock: Clock) -> dict[str, np.ndarray]:
    """Return SHOCK[K] and int64[K, L], one row for every role that a shock names."""
    rows, hit = [], []
    names = [line.name for line in scenario.lines]
    for number, shock in enumerate(scenario.shocks.values()):
        known = BY_NAME[shock.kind]
        kind, sign = ACTS_ON[known.acts_on], known.sign
        first = clock.simulated(shock.day)
        named = (known.role,) if known.role else shock.roles if kind in (OFFERS, STRENGTH, TIGHTNESS) else (ALL,)
        roles = [-1] if ALL in named else [ROLE_NAMES.index(role) for role in named]
        size = sign * (min(shock.size, 1.0) if sign < 0.0 else shock.size)
        if kind == TIGHTNESS:
            size = math.log1p(max(size, -MOST_MISSING))
        for role in roles:
            rows.append(
                filled(
                    SHOCK,
                    kind=kind,
                    first=first,
                    last=first + shock.weeks,
                    role=role,
                    number=number,
                    size=size,
                    fades=float(shock.fades),
                    chance=shock.chance,
                )
            )
            hit.append([int(not shock.lines or name in shock.lines) for name in names])
    shocks = np.zeros(len(rows), SHOCK)
    for k, row in enumerate(rows):
        shocks[k] = row
    return {"shocks": shocks, "shock_lines": np.array(hit, np.int64).reshape(len(rows), len(names))}
