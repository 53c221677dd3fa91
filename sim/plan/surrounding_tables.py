"""The new channel and the shocks of a scenario, as arrays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.calendar import week_of
from sim.documents.fields import covers
from sim.plan.records import DEMAND, FEE, OFFERS, OPEN, SHOCK, STRENGTH
from sim.scenario.surroundings import ShockKind
from sim.vocabulary.roles import ROLE_NAMES

if TYPE_CHECKING:
    from sim.plan.compile import Compiler

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
}


def channel_path(c: Compiler) -> np.ndarray:
    """Return float64[T], share of the work that the new channel makes up, week by week."""
    channel = c.scenario.channel
    if channel is None:
        return np.zeros(c.weeks)
    if channel.begin is None:
        return np.full(c.weeks, channel.share)
    middle = c.burn_in + week_of(c.scenario.company.start, channel.begin) + channel.weeks / 2.0
    distance = (np.arange(c.weeks) - middle) * LOGISTIC_SPAN / channel.weeks
    return np.asarray(channel.share / (1.0 + np.exp(-np.clip(distance, -700.0, 700.0))))


def channel_of(c: Compiler) -> np.ndarray:
    """Return float64[roles, 2], whether the new channel changes a role's work, and how well its people master it
    (AS_NEWCOMERS where the scenario does not say).
    """
    channel = c.scenario.channel
    if channel is None:
        return np.array([(0.0, AS_NEWCOMERS)] * len(ROLE_NAMES))
    return np.array([(float(covers(channel.roles, r)), channel.known.get(r, AS_NEWCOMERS)) for r in ROLE_NAMES])


def shock_tables(c: Compiler) -> dict[str, np.ndarray]:
    """Return SHOCK[K] and int64[K, L], one row for every role that a shock names."""
    rows, hit = [], []
    names = [line.name for line in c.scenario.lines]
    for number, shock in enumerate(c.scenario.shocks.values()):
        kind, sign = EFFECTS[shock.kind]
        first = c.burn_in + week_of(c.scenario.company.start, shock.day)
        if kind == STRENGTH:
            roles = [ROLE_NAMES.index("warehouse")]
        elif kind == OFFERS and "all" not in shock.roles:
            roles = [ROLE_NAMES.index(role) for role in shock.roles]
        else:
            roles = [-1]
        for role in roles:
            size = sign * (min(shock.size, 1.0) if sign < 0.0 else shock.size)
            rows.append((kind, first, first + shock.weeks, role, number, size, float(shock.fades), shock.chance))
            hit.append([int(not shock.lines or name in shock.lines) for name in names])
    shocks = np.zeros(len(rows), SHOCK)
    for k, row in enumerate(rows):
        shocks[k] = row
    return {"shocks": shocks, "shock_lines": np.array(hit, np.int64).reshape(len(rows), len(names))}
