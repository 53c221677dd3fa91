"""Who turns to whom in a week: requests and chance contacts, routed by ties and by the structure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.plan.records import MOST_TIES
from sim.rules import elementary as math
from sim.rules.contests import rivalry
from sim.rules.development import dosed
from sim.rules.jit import step
from sim.rules.ties import help_weight

if TYPE_CHECKING:
    from sim.engine.state import Parameters, State
    from sim.plan.records import Arrays


@step
def pick(seats, regime: int, first, last, u, staff, me):
    """Return an occupied seat of a regime's list other than one's own: the one at u, or the next; -1 for none."""
    n = last - first
    at = min(int(u * n), n - 1)
    for _ in range(n):
        j = seats[regime, first + at]
        if j != me and staff[j].filled > 0.0:
            return j
        at = at + 1 if at + 1 < n else 0
    return -1


@step
def find(s: State, i: int, partner):
    """Return the slot in which seat i remembers a colleague, -1 if it does not."""
    found = -1
    for k in range(MOST_TIES):
        found = k if s.partners[i, k] == partner else found
    return found


@step
def some_tie(s: State, i: int, u, low, high, me):
    """Return a colleague of seat i other than `me` with a seat in low..high - 1: at u, or the next; -1 for none."""
    n = MOST_TIES
    at = min(int(u * n), n - 1)
    for _ in range(n):
        partner = s.partners[i, at]
        if low <= partner < high and partner != me:
            return partner
        at = at + 1 if at + 1 < n else 0
    return -1


@step
def strongest(s: State, i: int, low, high):
    """Return the slot of seat i's strongest tie to a seat in low..high - 1, -1 where there is none."""
    best, strength = -1, 0.0
    for k in range(MOST_TIES):
        if low <= s.partners[i, k] < high and s.strengths[i, k] > strength:
            best, strength = k, s.strengths[i, k]
    return best


@step
def official(plan: Arrays, s: State, regime: int, i: int, role, u, v):
    """Return whom the structure names for a request: of two who serve one of one's lines, the better known."""
    queue = plan.queues[regime, plan.placements[regime, i].queue]
    place = u * (queue.last - queue.first)
    line = plan.queue_lines[regime, queue.first + int(place)] if queue.last > queue.first else 0
    u = place - math.floor(place)
    q = plan.cells[regime, role, line].queue
    if q < 0:
        return -1
    first, last = plan.queues[regime, q].first_seat, plan.queues[regime, q].last_seat
    one = pick(plan.queue_seats, regime, first, last, u, s.staff, i)
    two = pick(plan.queue_seats, regime, first, last, v, s.staff, i)
    if one >= 0 and two != one:
        k, m = find(s, i, one), find(s, i, two)
        if m >= 0 and (k < 0 or s.strengths[i, m] > s.strengths[i, k]):
            return two
    return one


@step
def route(plan: Arrays, par: Parameters, s: State, regime: int, i: int, role, luck3):
    """Return who is asked for a request to a role: a unit mate, the best tie, a referral, or whom the structure names.

    `luck3` are three uniforms.
    """
    u, coin, v = luck3
    unit = plan.placements[regime, i].unit
    first, last = plan.unit_roles[regime, unit, role, 0], plan.unit_roles[regime, unit, role, 1]
    if last > first:
        if coin < par.absorbed_requests:
            mate = pick(plan.unit_seats, regime, first, last, u, s.staff, i)
            if mate >= 0:
                return mate
        coin = max(0.0, (coin - par.absorbed_requests) / (1.0 - par.absorbed_requests))
    low, high = plan.role_seats[role, 0], plan.role_seats[role, 1]
    k = strongest(s, i, low, high)
    if k >= 0:
        strength = s.strengths[i, k]
        if coin < strength:
            return s.partners[i, k]
        coin = (coin - strength) / (1.0 - strength)
    if coin < par.tie_referral:
        friend = some_tie(s, i, u, 0, s.staff.shape[0], i)
        known = some_tie(s, friend, v, low, high, i) if friend >= 0 else -1
        if known >= 0:
            return known
    return official(plan, s, regime, i, role, u, v)


@step
def encounter(plan: Arrays, par: Parameters, s: State, regime: int, i: int, kind, u, v):
    """Return whom seat i meets by chance: a friend's friend, the same role, anybody, else the own unit."""
    if s.firm[0].team_open > 0.0 and plan.placements[regime, i].team > 0:
        if kind < par.campaign_team_contact:
            mate = pick(plan.team_seats, regime, 0, plan.placements[regime, i].team, u, s.staff, i)
            if mate >= 0:
                return mate
        kind = max(0.0, (kind - par.campaign_team_contact) / (1.0 - par.campaign_team_contact))
    unit, role, everybody = plan.units[regime, plan.placements[regime, i].unit], plan.seats[i].role, s.staff.shape[0]
    present = plan.open_roles[regime, plan.roles.shape[0] - 1, 1]
    if kind < par.tie_referral:
        friend = some_tie(s, i, u, 0, everybody, i)
        met = some_tie(s, friend, v, 0, everybody, i) if friend >= 0 else -1
        if met >= 0:
            return met
    elif kind < par.tie_referral + par.tie_same_role:
        first, last = plan.open_roles[regime, role, 0], plan.open_roles[regime, role, 1]
        met = pick(plan.open_seats, regime, first, last, u, s.staff, i)
        if met >= 0:
            return met
    elif kind < par.tie_referral + par.tie_same_role + par.tie_anyone:
        return pick(plan.open_seats, regime, 0, present, u, s.staff, i)
    met = pick(plan.unit_seats, regime, unit.first_seat, unit.last_seat, u, s.staff, i)
    return met if met >= 0 else pick(plan.open_seats, regime, 0, present, u, s.staff, i)


@step
def turned_inward(plan: Arrays, par: Parameters, s: State, regime: int, i: int, j, coin):
    """Return whom seat i meets instead of j when distance keeps the two apart: a unit mate, or nobody.

    Remote days and another site make it less likely that somebody outside the unit is met; a strong tie bridges both.
    """
    here, there = plan.seats[i], plan.seats[j]
    if plan.placements[regime, i].unit == plan.placements[regime, j].unit:
        return j
    apart = par.remote_distance * max(plan.regimes[regime].remote, plan.placements[regime, i].home)
    if here.site != there.site:
        apart = 1.0 - (1.0 - apart) * (1.0 - par.site_distance)
    if apart <= 0.0:
        return j
    k = find(s, i, j)
    known = s.strengths[i, k] if k >= 0 else 0.0
    if coin >= apart * (1.0 - known):
        return j
    unit = plan.units[regime, plan.placements[regime, i].unit]
    return pick(plan.unit_seats, regime, unit.first_seat, unit.last_seat, coin, s.staff, i)


@step
def meet(plan: Arrays, par: Parameters, s: State, regime: int, i: int):
    """Set the contact of seat i in a week from its four uniforms."""
    contact, mine, last = s.contacts[i], plan.seats[i].role, plan.asks.shape[1] - 1
    kind, u, v, w = contact.kind, contact.u, contact.v, contact.w
    contact.request, contact.slot = 0.0, -1.0
    mixed, chance = 0.0, par.tie_encounter_share
    if plan.placements[regime, i].gathering > 0.0:
        mixed = min(1.0, par.gathering_contact * dosed(plan.placements[regime, i].gathering / par.session_usual))
        kind = (kind - mixed) / (1.0 - mixed) if kind >= mixed else -1.0
    if kind < 0.0:
        j = pick(plan.open_seats, regime, 0, plan.open_roles[regime, plan.roles.shape[0] - 1, 1], u, s.staff, i)
    elif kind >= chance and plan.asks[mine, last] > 0.0:
        share, role = (kind - chance) / (1.0 - chance), 0
        while role < last and share >= plan.asks[mine, role]:
            role += 1
        contact.request = 1.0
        j = int(s.staff[i].mentor)
        if j < 0 or w >= par.mentor_share:
            j = route(plan, par, s, regime, i, role, (u, v, w))
    else:
        kind = min(kind / chance, 0.999999) if kind < chance else v
        j = encounter(plan, par, s, regime, i, kind, u, w)
        if j >= 0:
            j = turned_inward(plan, par, s, regime, i, j, v)
    if w < plan.placements[regime, i].silent:
        j = -1
    contact.partner = float(j)
    if j >= 0:
        k = find(s, i, j)
        contact.slot, contact.strength = float(k), s.strengths[i, k] if k >= 0 else 0.0
        here, there = plan.placements[regime, i], plan.placements[regime, j]
        together = s.firm[0].team_open > 0.0 and here.team > 0 and there.team > 0
        contact.inside = 1.0 if here.unit == there.unit or together else 0.0
        contact.culture = s.staff[j].culture
        contact.weight = help_weight(contact.strength, contact.request > 0.0, par)
        if here.contest > 0 and here.contest == there.contest and here.contestant != there.contestant:
            contact.weight *= 1.0 - rivalry(there.prize, par)
        s.contacts[j].load += contact.weight
