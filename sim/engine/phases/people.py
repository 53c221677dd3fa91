"""Skill, fatigue, motivation, culture, and the value of staying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.rules import elementary as math
from sim.rules.contests import rivalry
from sim.rules.development import (
    dosed,
    knowledge_lead,
    next_culture,
    next_fatigue,
    next_lesson,
    next_library,
    next_method,
    next_motivation,
    next_new_skill,
    next_portable,
    next_practice,
    next_skill,
    next_training,
    training_gain,
)
from sim.rules.jit import phase, step
from sim.rules.leaving import (
    benefit_taste,
    condition_value,
    fairness,
    flexibility,
    offered_by_market,
    outside_log,
    past_pay_value,
    pay_rise,
    risk_cost,
    wish_to_leave,
)
from sim.rules.ties import embeddedness
from sim.units import QUARTER_WEEKS
from sim.vocabulary.roles import CATEGORY, CONTENT, DESIGN, MARKETING, OPERATIONS

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

#: Roles that what competitors do can teach.
FRONT = (OPERATIONS, MARKETING, CATEGORY, CONTENT, DESIGN)


@step
def develop(p, carriers, load, pay_loss, around, par: Parameters):
    """Move skill, fatigue, motivation, culture and expected pay of a person by one week.

    Args:
        p: the person.
        carriers: ambassadors of their unit, 0 to 1.
        load: load of their queue.
        pay_loss: log points of pay lost against one's own past and against peers, at most 0.
        around: culture of the colleagues met, share of the company's culture work that gets there, haste of the
            colleagues as far as it counts, log; share of the week in training, and general part of it beyond the usual.
        par: parameters.
    """
    culture, reach, haste, taught, general = around
    if general != 0.0 or p.portable != 0.0:
        p.portable = next_portable(p.portable, training_gain(p.training, p.skill, general, par), par)
    p.training = next_training(p.training, p.skill, taught, par)
    p.skill = next_skill(p.skill, p.hours, p.received, 1.0 if p.mentor >= 0.0 else 0.0, par)
    p.endured = next_fatigue(p.endured, min(p.strain, p.norm_strain), p.time, load, par)
    p.fatigue = next_fatigue(p.fatigue, p.strain, p.time, load, par)
    variable = p.bonus / p.pay if p.pay > 0.0 else 0.0
    p.motivation = next_motivation(p.motivation, variable, pay_loss, haste, par)
    p.culture = next_culture(p.culture, culture, reach, carriers, par)
    p.expected_pay += par.pay_memory * (p.pay - p.expected_pay)
    lasting = p.expected_pay - p.topped if p.forward > 0.0 else p.expected_pay
    p.used_to += par.past_pay_speed * (lasting - p.used_to)
    p.tenure += 1.0


@step
def stay_terms(p, log_pay, seen, promise, support, peers_rise, par: Parameters):
    """Return the terms of a person's value of staying: pay, risk, fairness, effort, conditions, private (log pay).

    Args:
        p: the person.
        log_pay: ln(expected pay / reference pay).
        seen: how well output is seen, 0 to 1; outside offers beyond the usual, log pay; part of the new channel;
            tightness of the labour market, log.
        promise: ln(announced pay / present pay), 0 without announcement.
        support: usual strength of a person's ties in this company, 0 where ties are left out.
        peers_rise: mean rise of pay in the role, against what its people are used to, log.
        par: parameters.
    """
    observability, offers, channel, tightness = seen
    rise = pay_rise(p.expected_pay, p.used_to)
    elsewhere = outside_log(p.ability, p.skill, (p.training, p.portable), tightness, par)
    pay = log_pay - elsewhere - offers + past_pay_value(rise, par) - offered_by_market(tightness, par)
    if channel > 0.0:
        pay -= par.new_skill_general * channel * (p.new_skill - par.new_skill_newcomer)
    if p.forward > 0.0:
        pay += par.announced_trust * promise
    quarter = QUARTER_WEEKS * p.pay
    risk = -risk_cost(p.risk_aversion, p.pay_variance / (quarter * quarter)) if p.pay_variance > 0.0 else 0.0
    unfair = par.unequal_rise * min(0.0, rise - peers_rise)
    if par.fairness_weight > 0.0:
        paid, contributed = p.relative_pay - p.seen_pay, p.relative_output - p.seen_output
        unfair += par.fairness_weight * fairness(paid, contributed, par.equity_weight * observability)
    conditions = condition_value(p.endured, p.culture, p.spirit, par) + par.lead_attention * p.heeded
    conditions += embeddedness(p.support, support, par)
    return pay, risk, unfair, -p.effort_cost, conditions, p.match + p.mood


@step
def lost_pay(p, peers_rise, par: Parameters):
    """Return by how much pay fell below what a person is used to, uneven cuts more; at most 0, in log points."""
    rise = pay_rise(p.expected_pay, p.used_to)
    return min(0.0, rise) + par.uneven_cut * min(0.0, rise - peers_rise)


@step
def worth_of_job(p, placement, away, par: Parameters):
    """Return what a job is worth, RMB a week: expected pay, places to win or the job itself to lose, benefits by taste.

    What may be lost takes a part of what is there: a job is never worth less than nothing. `away` is the share of days
    that all are away from the office.
    """
    worth = p.expected_pay + p.prospect
    if p.prospect < 0.0:
        worth = p.expected_pay * math.exp(p.prospect / p.expected_pay) if p.expected_pay > 0.0 else 0.0
    if placement.benefit > 0.0:
        worth += placement.benefit * par.benefit_worth * benefit_taste(p.taste, placement.items, par)
    home = max(placement.home, away)
    return worth if placement.flexible + home == 0.0 else worth * math.exp(flexibility(home, placement.flexible, par))


@step
def colleagues_culture(s: State, i: int, unit):
    """Return the culture that seat i was in touch with: of whom it met, without ties of its unit."""
    if s.partners.shape[1] > 0:
        return s.contacts[i].culture if s.contacts[i].partner >= 0.0 else s.staff[i].culture
    return s.units[unit].culture if s.units[unit].members > 1.0 else s.staff[i].culture


@step
def promise_of(plan: Arrays, s: State, t: int, i: int):
    """Return ln(announced pay / present pay) of seat i, 0 where nothing is announced."""
    now, coming, held = s.calendar[t].regime, s.calendar[t].coming, int(s.staff[i].terms)
    if now == coming or plan.placements[coming, i].active == 0 or plan.regimes[coming].keeps > 0.0:
        return 0.0
    return math.log(plan.placements[coming, i].planned / plan.placements[held, i].planned)


@step
def seen_of(plan: Arrays, s: State, t: int, role):
    """Return how well output of a role is seen, outside offers beyond the usual, its share of the new channel, and the
    tightness of its labour market.
    """
    facts, now = plan.roles[role], s.roles[role]
    return facts.observability, now.offers, plan.weeks[t].channel * facts.channel, now.tightness


@step
def take_lessons(plan: Arrays, par: Parameters, s: State, t: int, i: int):
    """Move what programmes and the new channel teach seat i: competitors, users, new ways."""
    p, placement, role = s.staff[i], plan.placements[s.calendar[t].regime, i], plan.seats[i].role
    if placement.teardown > 0.0 or p.insight > 0.0:
        gain = par.teardown_gain * dosed(placement.teardown / par.session_usual) if role in FRONT else 0.0
        p.insight = next_lesson(p.insight, gain, par.session_half_life)
    if placement.lead_talks > 0.0 or p.heeded > 0.0:
        led = plan.units[s.calendar[t].regime, placement.unit].lead
        talks = dosed(placement.lead_talks / par.lead_talks_usual) if led >= 0 and led != i else 0.0
        p.heeded = next_lesson(p.heeded, talks, par.lead_half_life)
    if placement.stories > 0.0 or p.attention > 0.0:
        heard = min(1.0, s.firm[0].trouble / par.stories_trouble)
        gain = par.stories_gain * dosed(placement.stories / par.session_usual) * heard
        p.attention = next_lesson(p.attention, gain, par.session_half_life)
    channel = plan.weeks[t].channel * plan.roles[role].channel
    practice = channel if channel > 0.0 else placement.tools  # a tool teaches nothing of a channel
    if practice > 0.0 or placement.retraining > 0.0 or p.new_skill > par.new_skill_newcomer:
        p.new_skill = next_new_skill(p.new_skill, practice, placement.retraining, par)


@step
def taught_now(p, placement, par: Parameters):
    """Return the share of a person's week in training, and of it what is general beyond the usual part."""
    taught = placement.training
    general = placement.taught_general - par.training_general * placement.taught_stated
    if p.tenure < placement.early_weeks:
        taught += placement.early_training
        general += placement.early_general - par.training_general * placement.early_stated
    return taught, general


@step
def learn_from_colleagues(plan: Arrays, par: Parameters, s: State, regime: int, i: int):
    """Let seat i take over methods of abler colleagues: of the unit as far as they gain by it, of the role in meetings
    for advice; rivals in a contest keep a part to themselves.
    """
    p, placement, role = s.staff[i], plan.placements[regime, i], plan.seats[i].role
    unit, mates, own = s.units[placement.unit], s.roles[role], math.log(p.ability)
    shown, advised, written, open_handed = 0.0, 0.0, 0.0, 1.0
    if placement.contest > 0:
        open_handed -= rivalry(placement.prize, par)
    if unit.sharing > 0.0 and unit.members > 1.0:
        lead = knowledge_lead(unit.talent, math.sqrt(unit.talent_square), own, p.practice, par)
        shown = open_handed * lead * unit.sharing * plan.roles[role].interdependence
    if (placement.advice > 0.0 or s.firm[0].library > 0.0) and mates.members > 1.0:
        lead = knowledge_lead(mates.log_talent, math.sqrt(mates.log_square), own, p.practice, par)
        advised = open_handed * lead * dosed(placement.advice / par.advice_usual)
        written = lead * s.firm[0].library
    if shown > 0.0 or advised > 0.0 or written > 0.0 or p.practice != 0.0:
        p.practice = next_practice(p.practice, shown, advised, written, par)


@step
def keep_library(plan: Arrays, par: Parameters, s: State, regime: int):
    """Move the library by the time of those who keep it."""
    keeping = 0.0
    for i in range(s.staff.shape[0]):
        keeping += plan.placements[regime, i].keeping * s.staff[i].filled
    if keeping > 0.0 or s.firm[0].library > 0.0:
        s.firm[0].library = next_library(s.firm[0].library, keeping, par)


@step
def coach_roles(plan: Arrays, par: Parameters, s: State, regime: int):
    """Move how the work of every role is run by the coaching of its people; it stays with the role, not with them."""
    for r in range(s.roles.shape[0]):
        hours, heads = 0.0, 0.0
        for i in range(s.staff.shape[0]):
            if plan.seats[i].role == r:
                hours += plan.placements[regime, i].coaching * s.staff[i].filled
                heads += s.staff[i].filled
        if hours > 0.0 or s.roles[r].method > 0.0:
            s.roles[r].method = next_method(s.roles[r].method, hours / max(heads, 1.0), par)


@phase
def develop_staff(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Phase 8: people learn, tire, take on the culture, and weigh staying against leaving."""
    regime = s.calendar[t].regime
    keep_library(plan, par, s, regime)
    coach_roles(plan, par, s, regime)
    for i in range(s.staff.shape[0]):
        p, seat, placement = s.staff[i], plan.seats[i], plan.placements[regime, i]
        if p.filled > 0.0:
            seen = seen_of(plan, s, t, seat.role)
            log_pay = math.log(worth_of_job(p, placement, plan.regimes[regime].remote, par) / seat.market_rmb)
            promise = promise_of(plan, s, t, i)
            terms = stay_terms(p, log_pay, seen, promise, s.firm[0].support, s.roles[seat.role].rise, par)
            p.value = terms[0] + terms[1] + terms[2] + terms[3] + terms[4] + terms[5]
            culture = colleagues_culture(s, i, placement.unit)
            develop(
                p,
                s.units[placement.unit].carriers,
                s.queues[placement.queue].load,
                lost_pay(p, s.roles[seat.role].rise, par),
                (culture, seat.reach, p.haste * p.pressed * seen[0], *taught_now(p, placement, par)),
                par,
            )
            take_lessons(plan, par, s, t, i)
            learn_from_colleagues(plan, par, s, regime, i)
            wish = wish_to_leave(p.value, par)
            p.satisfied = 1.0 - wish
            p.want += par.intention_speed * (wish - p.want)
            if plan.weeks[t].usual == 1:
                as_usual = p.value if plan.roles[seat.role].turnover_told == 1 else p.value - log_pay
                if p.forward > 0.0:
                    as_usual -= par.announced_trust * promise
                p.usual_want += par.intention_speed * (wish_to_leave(as_usual, par) - p.usual_want)
