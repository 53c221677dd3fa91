"""The innovation fund: trials are proposed, chosen, run, and win or fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.luck import IDEAS, PERSON, luck
from sim.rules import elementary as math
from sim.rules.jit import step
from sim.rules.normal import normal_quantile
from sim.rules.ventures import venture_margin, winning_chance, wish_to_propose
from sim.units import QUARTER_WEEKS

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

SELLING_WEEKS = 104.0


@step
def run_fund(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Let trials end that are due, and once a quarter let people propose and the best be paid for."""
    terms, firm = plan.regimes[s.calendar[t].regime], s.firm[0]
    firm.venture_rmb *= 1.0 - 1.0 / SELLING_WEEKS
    s.week[0].venture_rmb = firm.venture_rmb
    for i in range(s.staff.shape[0]):
        p = s.staff[i]
        if p.trial > 0.0:
            p.trial -= 1.0
            if p.trial == 0.0:
                finish(plan, par, s, t, i, terms.tolerance, key)
    if terms.fund_rmb > 0.0 and t % QUARTER_WEEKS == 0:
        choose_trials(plan, par, s, t, key)


@step
def finish(plan: Arrays, par: Parameters, s: State, t: int, i: int, tolerance, key: Key):
    """End the trial of seat i: it wins and sells from now on, or fails."""
    p, firm = s.staff[i], s.firm[0]
    u, v, _, _ = luck(PERSON + plan.seats[i].luck, int(p.occupant), t, IDEAS, 1, key)
    if u < winning_chance(p.ability, p.skill, par):
        firm.venture_rmb += venture_margin(p.granted, normal_quantile(v), par) / SELLING_WEEKS
        s.week[0].ventures_won += 1.0
    else:
        p.motivation -= par.venture_disappointment * (1.0 - tolerance)
    p.granted = 0.0


@step
def choose_trials(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Pay for the proposals with the strongest wish, as far as the quarter's money goes."""
    regime = s.calendar[t].regime
    terms, left = plan.regimes[regime], plan.regimes[regime].fund_rmb
    for i in range(s.staff.shape[0]):
        p = s.staff[i]
        p.wish = -math.inf
        if p.filled > 0.0 and p.trial == 0.0 and plan.placements[regime, i].proposes > 0.0:
            u, _, _, _ = luck(PERSON + plan.seats[i].luck, int(p.occupant), t, IDEAS, 0, key)
            p.wish = wish_to_propose(p.ability * p.skill * p.motivation, terms.tolerance, normal_quantile(u), par)
            if p.wish > 0.0:
                s.week[0].proposals += 1.0
    while left >= terms.grant_rmb:
        best, most = -1, 0.0
        for i in range(s.staff.shape[0]):
            if s.staff[i].wish > most:
                best, most = i, s.staff[i].wish
        if best < 0:
            return
        p = s.staff[best]
        p.wish, p.trial, p.granted = -math.inf, terms.trial_weeks, terms.grant_rmb
        left -= terms.grant_rmb
        s.week[0].programmes_rmb += terms.grant_rmb
        s.week[0].trials += 1.0
