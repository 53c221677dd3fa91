"""Internal posts: vacancies open to people of other roles, who are tried out while their old seat stays empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.luck import PERSON, POSTS, luck
from sim.engine.settlement import close_account, settle
from sim.rules.jit import step
from sim.rules.normal import normal_quantile
from sim.rules.promotion import ability_in_post
from sim.units import QUARTER_WEEKS

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays


@step
def fill_from_inside(plan: Arrays, par: Parameters, s: State, t: int, j, key: Key):
    """Let somebody of another role who would earn more try for vacant seat j; return whether one does."""
    regime = s.calendar[t].regime
    best, most = -1, 0.0
    for i in range(s.staff.shape[0]):
        p = s.staff[i]
        free = p.filled > 0.0 and p.decided == 0.0 and p.home < 0.0 and p.trial == 0.0
        if not free or plan.seats[i].role == plan.seats[j].role or p.tenure < 2.0 * QUARTER_WEEKS:
            continue
        gain = plan.placements[regime, j].planned / plan.placements[regime, i].planned - 1.0
        if gain <= 0.0 or p.ability * p.skill <= most:
            continue
        u, _, _, _ = luck(PERSON + plan.seats[i].luck, int(p.occupant), t, POSTS, 0, key)
        if u < par.post_wish / QUARTER_WEEKS:
            best, most = i, p.ability * p.skill
    if best < 0:
        return False
    settle(plan.claims, plan.contracts, s.accounts, s.week[0], (int(s.staff[best].terms), -1), best, False)
    move(s, best, j)
    p = s.staff[j]
    p.home, p.on_trial, p.skill_home = float(best), plan.placements[regime, j].tried_weeks, p.skill
    p.terms = float(regime)
    p.skill *= 1.0 - par.rotation_loss
    s.staff[best].held = 1.0
    s.week[0].posts += 1.0
    return True


@step
def promote(plan: Arrays, par: Parameters, s: State, t: int, j, key: Key):
    """Let the best of the tier below, by the last review, have vacant seat j for good; return whether there is one."""
    regime, best, most = s.calendar[t].regime, -1, 0.0
    for i in range(s.staff.shape[0]):
        p, seat = s.staff[i], plan.seats[i]
        below = seat.role == plan.seats[j].role and seat.tier == plan.placements[regime, j].from_tier
        free = p.filled > 0.0 and p.decided == 0.0 and p.home < 0.0 and p.trial == 0.0
        if below and free and p.candidacy > most:
            best, most = i, p.candidacy
    if best < 0:
        return False
    u, _, _, _ = luck(PERSON + plan.seats[best].luck, int(s.staff[best].occupant), t, POSTS, 0, key)
    settle(plan.claims, plan.contracts, s.accounts, s.week[0], (int(s.staff[best].terms), -1), best, False)
    before = plan.placements[int(s.staff[best].terms), best].base_pay
    move(s, best, j)
    p = s.staff[j]
    p.ability = ability_in_post(p.ability, normal_quantile(u), par)
    p.skill *= 1.0 - par.rotation_loss
    p.expected_pay += (plan.placements[regime, j].base_pay - before) * p.raised * p.pay_ratio
    p.terms, p.candidacy, p.risen, p.risen_from = float(regime), 0.0, float(t), float(best)
    s.staff[best].occupant += 1.0
    s.week[0].posts += 1.0
    return True


@step
def move(s: State, i: int, j):
    """Seat the person of seat i in seat j, with their ties; seat i is empty."""
    occupant = s.staff[j].occupant
    s.staff[j] = s.staff[i]
    s.staff[j].occupant, s.staff[j].arriving, s.staff[j].vacancy = occupant, -1.0, 0.0
    for k in range(s.partners.shape[1]):
        s.partners[j, k], s.identities[j, k] = s.partners[i, k], s.identities[i, k]
        s.strengths[j, k] = s.strengths[i, k]
        if s.partners[j, k] == j:
            s.partners[j, k], s.strengths[j, k] = -1, 0.0
    for k in range(s.accounts.shape[1]):
        close_account(s.accounts[j, k])
    s.staff[i].filled, s.staff[i].arriving, s.staff[i].vacancy = 0.0, -1.0, 0.0


@step
def review_trials(plan: Arrays, par: Parameters, s: State, t: int):
    """Once a trial is over, who keeps up with the new role stays and frees the old seat; who does not goes back."""
    regime = s.calendar[t].regime
    for j in range(s.staff.shape[0]):
        p = s.staff[j]
        if p.filled == 0.0 or p.home < 0.0:
            continue
        p.on_trial -= 1.0
        if p.on_trial > 0.0:
            continue
        i = int(p.home)
        p.home = -1.0
        s.staff[i].held = 0.0
        if p.relative_output >= -par.trial_bar or plan.placements[regime, i].active == 0 or s.staff[i].filled > 0.0:
            s.staff[i].occupant += 1.0
            continue
        settle(plan.claims, plan.contracts, s.accounts, s.week[0], (int(p.terms), -1), j, False)
        skill = p.skill_home
        move(s, j, i)
        s.staff[i].skill, s.staff[i].terms = skill, float(regime)
        s.staff[i].motivation -= par.venture_disappointment
        s.staff[j].occupant += 1.0
