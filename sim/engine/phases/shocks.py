"""What hits the company from outside: lost stock, carriers, competitors, platforms, poaching, windfalls (K10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.luck import FIRM, STRIKE, luck
from sim.plan.records import DEMAND, FEE, OFFERS, OPEN, TIGHTNESS
from sim.rules.jit import step

if TYPE_CHECKING:
    from sim.engine.state import Key, State
    from sim.plan.records import Arrays


@step
def draw_strikes(plan: Arrays, s: State, key: Key):
    """Draw which shocks happen in this run, and leave lines and roles untouched until then."""
    for k in range(plan.shocks.shape[0]):
        u, _, _, _ = luck(FIRM + plan.shocks[k].number, 0, 0, STRIKE, 0, key)
        s.shocks[k] = 1.0 if u < plan.shocks[k].chance else 0.0
    forget_shocks(plan, s)


@step
def forget_shocks(plan: Arrays, s: State):
    """Leave lines and roles untouched by shocks."""
    for i in range(s.lines.shape[0]):
        s.lines[i].demand, s.lines[i].open, s.lines[i].fee = 1.0, 1.0, 0.0
    for r in range(s.roles.shape[0]):
        s.roles[r].strength, s.roles[r].offers = 1.0, 0.0
        s.roles[r].tightness = plan.roles[r].tightness


@step
def strike_lines(plan: Arrays, s: State, k, size):
    """Let shock k hit its lines: visits, possible sales or fees."""
    kind = plan.shocks[k].kind
    for i in range(s.lines.shape[0]):
        if plan.shock_lines[k, i] == 1:
            line = s.lines[i]
            if kind == DEMAND:
                line.demand *= 1.0 + size
            elif kind == OPEN:
                line.open *= 1.0 + size
            else:
                line.fee += size


@step
def strike_roles(plan: Arrays, s: State, k, size):
    """Let shock k hit the staff of its role: what they can do, or what they are offered elsewhere."""
    shock = plan.shocks[k]
    for r in range(s.roles.shape[0]):
        if shock.role < 0 or shock.role == r:
            if shock.kind == OFFERS:
                s.roles[r].offers += size
            elif shock.kind == TIGHTNESS:
                s.roles[r].tightness += size
            else:
                s.roles[r].strength *= 1.0 + size


@step
def apply_shocks(plan: Arrays, s: State, t: int):
    """Set what the shocks of this week leave of visits, sales and output, what they take, and what others offer."""
    if plan.shocks.shape[0] == 0:
        return
    forget_shocks(plan, s)
    for k in range(plan.shocks.shape[0]):
        shock = plan.shocks[k]
        if s.shocks[k] > 0.0 and shock.first <= t < shock.last:
            left = 1.0 - shock.fades * (t - shock.first) / (shock.last - shock.first)
            if shock.kind == DEMAND or shock.kind == OPEN or shock.kind == FEE:
                strike_lines(plan, s, k, shock.size * left)
            else:
                strike_roles(plan, s, k, shock.size * left)
