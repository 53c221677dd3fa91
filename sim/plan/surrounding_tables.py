"""The new channel and the shocks of a scenario, as arrays."""

from __future__ import annotations

import math

import numpy as np

from sim.documents.fields import covers
from sim.plan.clock import Clock
from sim.plan.records import DEMAND, FEE, OFFERS, OPEN, SHOCK, STRENGTH, TIGHTNESS, filled
from sim.scenario.models import Scenario
from sim.scenario.surroundings import Channel, ShockKind
from sim.vocabulary.roles import ROLE_NAMES

#: A logistic curve takes this many of its scales from a tenth to nine tenths.
LOGISTIC_SPAN = 2.0 * math.log(9.0)
AS_NEWCOMERS = -1.0

#: What a kind of shock acts on, and its sign.
EFFECTS: dict[ShockKind, tuple[int, float]] = {
    "stock_out": (OPEN, -1.0),
    "outage": (OPEN, -1.0),
    "logistics_failure": (STRENGTH, -1.0),
    "competitor": (DEMAND, -1.0),
    "platform_rule": (DEMAND, -1.0),
    "windfall": (DEMAND, 1.0),
    "platform_fee": (FEE, 1.0),
    "poaching": (OFFERS, 1.0),
    "tight_labour": (TIGHTNESS, 1.0),
    "slack_labour": (TIGHTNESS, -1.0),
}
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
        kind, sign = EFFECTS[shock.kind]
        first = clock.simulated(shock.day)
        if kind == STRENGTH:
            roles = [ROLE_NAMES.index("warehouse")]
        elif kind in (OFFERS, TIGHTNESS) and "all" not in shock.roles:
            roles = [ROLE_NAMES.index(role) for role in shock.roles]
        else:
            roles = [-1]
        size = sign * (min(shock.size, 1.0) if sign < 0.0 else shock.size)
        if kind == TIGHTNESS:
            size = math.log1p(max(size, -MOST_MISSING))
        for role in roles:
            rows.append(
                filled(
                    SHOCK, kind=kind, first=first, last=first + shock.weeks, role=role, number=number, size=size,
                    fades=float(shock.fades), chance=shock.chance,
                )
            )  # fmt: skip
            hit.append([int(not shock.lines or name in shock.lines) for name in names])
    shocks = np.zeros(len(rows), SHOCK)
    for k, row in enumerate(rows):
        shocks[k] = row
    return {"shocks": shocks, "shock_lines": np.array(hit, np.int64).reshape(len(rows), len(names))}
