"""Open the week: luck of the market, change of regime, newcomers in their seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.luck import BIRTH, CHARACTER, FIRM, LINE, PERSON, SHOCK, luck
from sim.engine.phases.mobility import review_trials
from sim.engine.phases.shocks import apply_shocks
from sim.engine.phases.stages import review_weights, watch_triggers
from sim.engine.phases.ties import forget_all
from sim.engine.phases.ventures import run_fund
from sim.engine.settlement import close_account, settle
from sim.rules import elementary as math
from sim.rules.development import skill_after_onboarding, skill_at_tenure
from sim.rules.jit import phase, step
from sim.rules.leaving import individual_pay, survivor_match
from sim.rules.normal import normal_quantile
from sim.rules.output import noise_factor
from sim.units import WEEKS_PER_MONTH, WEEKS_PER_YEAR

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

#: Weeks in the job from which somebody can be a mentor; most of a week that goes into it; a usual newcomer's part.
MENTOR_TENURE, MOST_MENTORING, MENTOR_HOURS = 26.0, 0.5, 0.1


@step
def draw_shocks(lines, firm, par: Parameters, t: int, key: Key):
    """Advance the market shocks of the company and of every line by one week."""
    u, _, _, _ = luck(FIRM, 0, t, SHOCK, 0, key)
    firm.shock = par.shock_persistence * firm.shock + par.company_shock_sd * normal_quantile(u)
    variance = par.company_shock_sd * par.company_shock_sd + par.line_shock_sd * par.line_shock_sd
    firm.shock_variance = par.shock_persistence * par.shock_persistence * firm.shock_variance + variance
    for i in range(lines.shape[0]):
        line = lines[i]
        u, v, _, _ = luck(LINE + i, 0, t, SHOCK, 0, key)
        line.own_shock = par.shock_persistence * line.own_shock + par.line_shock_sd * normal_quantile(u)
        line.shock = firm.shock + line.own_shock - 0.5 * firm.shock_variance
        line.noise = normal_quantile(v)


@step
def be_born(p, seat, par: Parameters, key: Key):
    """Give the coming occupant of a seat a character; return the uniform behind its match."""
    actor = PERSON + seat.luck
    a, b, c, d = luck(actor, int(p.occupant), 0, BIRTH, 0, key)
    e, f, g, p.taste = luck(actor, int(p.occupant), 0, CHARACTER, 0, key)
    p.ability = noise_factor(normal_quantile(a), par.ability_sd)
    spread = math.exp(par.exploit_threshold_spread * normal_quantile(c))
    p.conscience = math.inf if b < par.never_exploit_share else par.exploit_threshold * spread
    p.risk_aversion = par.risk_aversion * noise_factor(normal_quantile(d), par.risk_aversion_spread)
    p.forward = 1.0 if f < par.forward_looking_share else 0.0
    p.mood = par.mood_sd * normal_quantile(g)
    p.match = par.match_sd * normal_quantile(e)
    u, _, _, _ = luck(actor, int(p.occupant), 1, CHARACTER, 0, key)
    p.pay_ratio = individual_pay(p.ability, normal_quantile(u), par)
    return e


@step
def sit_down(p, accounts, i: int, placement, par: Parameters):
    """Reset what a new occupant of seat i starts with, apart from character, skill, culture and tenure."""
    p.filled, p.decided, p.pending, p.arriving, p.vacancy = 1.0, 0.0, 0.0, -1.0, 0.0
    p.fatigue, p.endured, p.motivation, p.exposure, p.mentor, p.mentoring = 0.0, 0.0, 1.0, 0.0, -1.0, 0.0
    p.ties, p.support, p.connected = 0.0, 0.0, 0.0
    p.relative_pay, p.relative_output, p.seen_pay, p.seen_output = 0.0, 0.0, 0.0, 0.0
    p.effort_volume, p.effort_care = par.norm_volume, par.norm_care
    p.effort_asset, p.effort_help = par.norm_asset, par.norm_help
    p.received, p.output, p.hours, p.strain = par.help_reference, p.ability * p.skill, 1.0, 1.0
    p.time, p.norm_strain = 1.0, 1.0
    p.absent, p.at_work, p.unwell, p.excused, p.day_off = 0.0, 1.0, 0.0, 0.0, 0.0
    p.push, p.price_cut, p.hurry, p.effort_cost, p.reuse = 0.0, 0.0, 0.0, 0.0, 0.0
    p.gave, p.giving, p.crossing = 0.0, 0.0, 0.0
    p.raised, p.level, p.glow, p.rank_gap, p.leave = 1.0, 0.0, 0.0, 0.0, 0.0
    p.spirit, p.noticed, p.topped = 1.0, 0.0, 0.0
    p.prospect, p.training, p.trial, p.granted, p.home, p.on_trial = 0.0, 0.0, 0.0, 0.0, -1.0, 0.0
    p.portable, p.dismissed, p.candidacy, p.risen, p.risen_from = 0.0, 0.0, 0.0, -1.0, -1.0
    p.insight, p.attention, p.practice, p.heeded = 0.0, 0.0, 0.0, 0.0
    p.pace, p.haste, p.pressed, p.sharing, p.goal = 0.0, 0.0, 1.0, 0.0, 0.0
    p.expected_pay = placement.planned + placement.base_pay * (p.pay_ratio - 1.0)
    p.used_to, p.pay = p.expected_pay, p.expected_pay
    p.bonus, p.pay_variance, p.unpaid = 0.0, 0.0, 0.0
    p.value, p.want, p.usual_want, p.satisfied = 0.0, 0.0, 0.0, 1.0
    for k in range(accounts.shape[1]):
        close_account(accounts[i, k])


@step
def hire_incumbent(p, seat, par: Parameters, key: Key):
    """Give the person who is there at the start the tenure the plan knows, and the fit of somebody who has stayed."""
    u = be_born(p, seat, par, key)
    p.tenure = seat.tenure_weeks
    p.match = survivor_match(u, p.tenure, par)
    p.skill = min(seat.skill_start, skill_at_tenure(p.tenure, par))
    p.culture, p.understanding = seat.culture_start, par.understanding_start
    p.new_skill = seat.new_skill if seat.new_skill >= 0.0 else par.new_skill_newcomer


@step
def receive_newcomers(plan: Arrays, par: Parameters, s: State, t: int):
    """Seat accepted applicants whose first week this is."""
    regime = s.calendar[t].regime
    for i in range(s.staff.shape[0]):
        p = s.staff[i]
        if p.arriving > 0.0:
            p.arriving -= 1.0
        elif p.arriving == 0.0:
            placement = plan.placements[regime, i]
            p.tenure, p.understanding, p.new_skill = 0.0, par.understanding_newcomer, par.new_skill_newcomer
            p.skill = skill_after_onboarding(placement.onboarding * placement.onboarding_weeks, par)
            p.culture = min(1.0, par.culture_newcomer + placement.welcome * par.onboarding_culture)
            sit_down(p, s.accounts, i, placement, par)
            p.terms = float(regime)
            forget_all(s, i)
            s.staff[i].mentor = find_mentor(plan, s, regime, i)
            s.week[0].hires += 1.0
            s.week[0].entry_skill += p.skill
            s.week[0].programmes_rmb += placement.entry_fee


@step
def find_mentor(plan: Arrays, s: State, regime: int, i: int):
    """Return the seat of who looks after a newcomer in seat i: of its role, with time for it, the most skilled."""
    if plan.placements[regime, i].mentored_weeks == 0.0:
        return -1.0
    role, best, most = plan.seats[i].role, -1, 0.0
    for j in range(plan.role_seats[role, 0], plan.role_seats[role, 1]):
        other = s.staff[j]
        worth = other.ability * other.skill / (1.0 + other.mentoring / MENTOR_HOURS)
        if j != i and other.filled > 0.0 and other.tenure >= MENTOR_TENURE and worth > most:
            best, most = j, worth
    return float(best)


@step
def spend_on_newcomers(plan: Arrays, s: State, regime: int):
    """Set how much of their week mentors spend; a mentor who has left is not replaced."""
    for i in range(s.staff.shape[0]):
        s.staff[i].mentoring = 0.0
    for i in range(s.staff.shape[0]):
        p, placement = s.staff[i], plan.placements[regime, i]
        if p.mentor >= 0.0:
            mentor = s.staff[int(p.mentor)]
            if p.filled == 0.0 or p.tenure >= placement.mentored_weeks or mentor.filled == 0.0:
                p.mentor = -1.0
            else:
                mentor.mentoring = min(MOST_MENTORING, mentor.mentoring + placement.mentor_time)


@step
def expect_new_terms(p, before, now, par: Parameters):
    """Let a person whose pay rules change expect the new base pay at once and the new bonus as far as they trust it."""
    bonus = (now.planned - now.base_pay) - (before.planned - before.base_pay)
    change = (now.base_pay - before.base_pay) * p.raised * p.pay_ratio + par.announced_trust * bonus
    p.expected_pay = max(p.expected_pay + change, 0.0)


@step
def severance(p, placement, par: Parameters):
    """Return the severance of somebody who has to leave a seat, RMB."""
    months = par.severance_months_per_year * max(0.5, p.tenure / WEEKS_PER_YEAR)
    return months * placement.base_pay * p.pay_ratio * WEEKS_PER_MONTH


@step
def change_placement(p, week, par: Parameters, before, now):
    """Move one seat from a regime to the next: close or open it."""
    if before.active == 1 and now.active == 0:
        if p.filled > 0.0:
            week.severance_rmb += severance(p, before, par)
            week.layoffs += 1.0
            p.occupant += 1.0
        p.filled, p.arriving, p.decided = 0.0, -1.0, 0.0
    if before.active == 0 and now.active == 1:
        p.vacancy, p.arriving = 0.0, -1.0


@step
def change_regime(plan: Arrays, par: Parameters, s: State, t: int):
    """Move from one regime to the next: pay rules that end are settled, seats closed and opened, new rules begun."""
    now, before = s.calendar[t].regime, s.calendar[t - 1].regime
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0:
            stays = plan.placements[now, i].active == 1
            if not stays or plan.regimes[now].keeps == 0.0:
                held = int(s.staff[i].terms)
                settle(plan.claims, plan.contracts, s.accounts, s.week[0], (held, now if stays else -1), i, False)
                s.staff[i].terms = float(now)
                if stays:
                    expect_new_terms(s.staff[i], plan.placements[held, i], plan.placements[now, i], par)
        change_placement(s.staff[i], s.week[0], par, plan.placements[before, i], plan.placements[now, i])
    for c in range(s.contracts.shape[0]):
        known = plan.contracts[c]
        if known.since <= now <= known.until and not known.since <= before <= known.until:
            begin_contract(s.contracts[c])
            join_period(s.contracts[c], plan.terms, c, t)


@step
def join_period(contract, terms, c, t: int):
    """Let a contract that begins inside a period count the weeks before as on plan."""
    term = terms[c, t]
    for k in range(t - (term.length - term.left - 1), t):
        if k >= 0:
            contract.target += terms[c, k].target
    contract.result, contract.begun = contract.target, float(t)


@step
def begin_contract(contract):
    """Start a contract afresh: nothing achieved, quota as agreed."""
    contract.result, contract.target, contract.scale, contract.pace = 0.0, 0.0, 1.0, 1.0
    contract.reference, contract.slope, contract.slope_ahead, contract.spread = 1.0, 0.0, 0.0, 0.0
    contract.payout, contract.value, contract.status = 1.0, 0.0, 0.0
    contract.gate_slope, contract.score, contract.chance, contract.behind, contract.notice = 0.0, 1.0, 0.0, 0.0, 0.0
    contract.streak, contract.holder, contract.age, contract.rivals = 0.0, 0.0, 0.0, 0.0
    contract.begun, contract.factor, contract.early, contract.late = 0.0, 1.0, 0.0, 0.0
    contract.expected, contract.times, contract.fear = 1.0, 1.0, 0.0
    contract.last, contract.won, contract.back = 0.0, 0.0, 0.0


@phase
def open_week(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Phase 1: zero the week's totals, draw shocks, change regime where due, seat newcomers."""
    for k in range(s.totals.shape[0]):
        s.totals[k] = 0.0
    draw_shocks(s.lines, s.firm[0], par, t, key)
    apply_shocks(plan, s, t)
    watch_triggers(plan, s, t)
    review_weights(plan, s, t)
    if t > 0 and s.calendar[t].regime != s.calendar[t - 1].regime:
        change_regime(plan, par, s, t)
    receive_newcomers(plan, par, s, t)
    spend_on_newcomers(plan, s, s.calendar[t].regime)
    run_fund(plan, par, s, t, key)
    review_trials(plan, par, s, t)
