"""People decide, wait, leave; seats are advertised and filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.luck import ACCEPT, ARRIVALS, LEAVE, PERSON, SEAT, luck
from sim.engine.phases.mobility import fill_from_inside, promote
from sim.engine.phases.opening import be_born, severance
from sim.engine.phases.people import promise_of, seen_of, stay_terms, worth_of_job
from sim.engine.phases.ties import miss_leavers
from sim.engine.settlement import settle
from sim.pay.kinds import APPRAISAL, ATTAINMENT, LINEAR, PAYS
from sim.rules import elementary as math
from sim.rules.jit import phase, step
from sim.rules.leaving import (
    applicants_of_market,
    decides_to_leave,
    departure_probability,
    goes_in_the_end,
    leaving_level,
    offered_by_market,
    outside_log,
    pushed_by_market,
    risk_cost,
)
from sim.rules.normal import normal_quantile
from sim.units import QUARTER_WEEKS, WEEKS_PER_MONTH, WEEKS_PER_YEAR
from sim.vocabulary.metrics import HELP, SERVED

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

LONGEST_TENURE = 520
MOST_APPLICANTS = 8
#: First weeks of a run, in which intentions are still forming; they count once more weeks are known only.
SETTLING_WEEKS = 8


@step
def readiness(plan: Arrays, par: Parameters, s: State, i: int, want):
    """Return the log weekly hazard of deciding to leave of seat i at an intention, but for season and market."""
    p = s.staff[i]
    usual = s.hazards[min(int(p.tenure), LONGEST_TENURE)] + plan.roles[plan.seats[i].role].exit_push
    return usual + par.quit_intention_slope * want + par.exit_contagion * p.exposure


@step
def likely_to_go(plan: Arrays, par: Parameters, s: State, i: int):
    """Return the chance that who sits in seat i decides this week, as things are, and goes in the end."""
    p = s.staff[i]
    if p.decided > 0.0:
        return 0.0
    depart = departure_probability(p.unpaid / (WEEKS_PER_MONTH * p.expected_pay), par)
    return math.exp(readiness(plan, par, s, i, p.usual_want)) * goes_in_the_end(depart, par)


@step
def learn_usual_leaving(plan: Arrays, par: Parameters, s: State, t: int):
    """Learn how many of a role's people are to be expected to go as things are, and what is missing to the turnover
    that is known: role by role where it is told apart, else of all others together.
    """
    settled = max(t + 1 - SETTLING_WEEKS, 1)
    together, others = 0.0, 0.0
    for r in range(s.roles.shape[0]):
        going, people = 0.0, 0.0
        for i in range(plan.role_seats[r, 0], plan.role_seats[r, 1]):
            if s.staff[i].filled > 0.0:
                going += likely_to_go(plan, par, s, i)
                people += 1.0
        if plan.roles[r].turnover_apart == 0:
            together, others = together + going, others + people
        elif people > 0.0:
            s.roles[r].leaving += (going / people - s.roles[r].leaving) / settled
    for r in range(s.roles.shape[0]):
        if plan.roles[r].turnover_apart == 0 and others > 0.0:
            s.roles[r].leaving += (together / others - s.roles[r].leaving) / settled
        yearly = plan.roles[r].turnover if plan.roles[r].turnover_told == 1 else par.turnover_reference
        s.roles[r].level = leaving_level(yearly / WEEKS_PER_YEAR, s.roles[r].leaving)


@step
def consider_leaving(plan: Arrays, par: Parameters, s: State, t: int, i: int, key: Key):
    """Let seat i decide, change its mind, or go."""
    p, seat = s.staff[i], plan.seats[i]
    if p.decided == 0.0:
        log_hazard = readiness(plan, par, s, i, p.want) + s.roles[seat.role].level + plan.weeks[t].exit_push
        log_hazard += pushed_by_market(s.roles[seat.role].tightness, par)
        if decides_to_leave(p.decide_luck, log_hazard):
            p.decided = 1.0
            seen = seen_of(plan, s, t, seat.role)
            regime, promise = s.calendar[t].regime, promise_of(plan, s, t, i)
            worth = worth_of_job(p, plan.placements[regime, i], plan.regimes[regime].remote, par)
            log_pay = math.log(worth / seat.market_rmb)
            terms = stay_terms(p, log_pay, seen, promise, s.firm[0].support, s.roles[seat.role].rise, par)
            p.reason_pay, p.reason_risk, p.reason_fairness = terms[0], terms[1], terms[2]
            p.reason_effort, p.reason_conditions, p.reason_private = terms[3], terms[4], terms[5]
        return
    u, v, _, _ = luck(PERSON + seat.luck, int(p.occupant), t, LEAVE, 0, key)
    if u < departure_probability(p.unpaid / (WEEKS_PER_MONTH * p.expected_pay), par):
        p.pending = 1.0
    elif v < par.change_mind_rate:
        p.decided = 0.0


@step
def log_exit(exits, firm, p, t: int, place, voluntary):
    """Write a person who leaves into the log of exits, as far as it has room; `place` is (seat, role)."""
    row = int(firm.exits)
    firm.exits += 1.0
    if row < exits.shape[0]:
        out = exits[row]
        out.week, out.seat, out.role, out.occupant = float(t), float(place[0]), float(place[1]), p.occupant
        out.tenure, out.voluntary, out.ability, out.skill = p.tenure, voluntary, p.ability, p.skill
        out.reason_pay, out.reason_risk, out.reason_fairness = p.reason_pay, p.reason_risk, p.reason_fairness
        out.reason_effort, out.reason_conditions = p.reason_effort, p.reason_conditions
        out.reason_private = p.reason_private


@step
def has_to_go(plan: Arrays, s: State, t: int, i: int):
    """Return the departure by which who sits in seat i goes at the end of this week whatever they want, -1 for none."""
    for k in range(plan.departures.shape[0]):
        each = plan.departures[k]
        if each.seat == i and each.week == t and each.regime == s.calendar[t].regime:
            return k
    return -1


@step
def let_go(plan: Arrays, s: State, t: int):
    """Mark who has to go at the end of this week."""
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0 and (s.staff[i].dismissed > 0.0 or has_to_go(plan, s, t, i) >= 0):
            p = s.staff[i]
            p.pending, p.reason_pay, p.reason_risk, p.reason_fairness = 1.0, 0.0, 0.0, 0.0
            p.reason_effort, p.reason_conditions, p.reason_private = 0.0, 0.0, 0.0


@step
def replace(plan: Arrays, par: Parameters, s: State, t: int, i: int, key: Key):
    """Let an agreed replacement of who has just gone start in seat i on its day; else the seat stays vacant."""
    k = has_to_go(plan, s, t, i)
    if k >= 0 and plan.departures[k].back > t:
        be_born(s.staff[i], plan.seats[i], par, key)
        s.staff[i].arriving = float(plan.departures[k].back - t - 1)
        s.week[0].hiring_rmb += par.hiring_cost * WEEKS_PER_YEAR * plan.placements[s.calendar[t].regime, i].planned


@step
def leave(plan: Arrays, par: Parameters, s: State, t: int, i: int):
    """Empty seat i: settle its accounts, log the exit, open the vacancy."""
    regime, p, week = s.calendar[t].regime, s.staff[i], s.week[0]
    settle(plan.claims, plan.contracts, s.accounts, week, (int(p.terms), -1), i, True)
    voluntary = 0.0 if has_to_go(plan, s, t, i) >= 0 or p.dismissed > 0.0 else 1.0
    if p.dismissed > 0.0:
        week.severance_rmb += severance(p, plan.placements[regime, i], par)
    if voluntary == 0.0:
        week.departures += 1.0
    else:
        week.quits += 1.0
        if p.ability * p.skill >= s.roles[plan.seats[i].role].key:
            week.key_quits += 1.0
    log_exit(s.exits, s.firm[0], p, t, (i, plan.seats[i].role), voluntary)
    s.units[plan.placements[regime, i].unit].leavers += 1.0
    p.filled, p.pending, p.decided, p.vacancy, p.arriving, p.dismissed = 0.0, 0.0, 0.0, 0.0, -1.0, 0.0
    p.occupant += 1.0
    if p.home >= 0.0:  # the seat kept for somebody on trial is free
        s.staff[int(p.home)].held = 0.0
        s.staff[int(p.home)].occupant += 1.0
        p.home = -1.0


@step
def applicants(u, rate):
    """Return how many people apply this week: the inverse of a Poisson distribution at u."""
    probability = math.exp(-rate)
    below, n = probability, 0
    while u > below and n < MOST_APPLICANTS:
        n += 1
        probability *= rate / n
        below += probability
    return n


@step
def recruit(plan: Arrays, par: Parameters, s: State, t: int, i: int, key: Key):
    """Let applicants of this week look at vacant seat i; the first who accepts starts later."""
    p, seat = s.staff[i], plan.seats[i]
    p.vacancy += 1.0
    if p.vacancy <= par.hiring_lead_weeks:
        return
    regime = s.calendar[t].regime
    if plan.placements[regime, i].from_tier >= 0 and promote(plan, par, s, t, i, key):
        return
    if plan.placements[regime, i].tried_weeks > 0.0 and fill_from_inside(plan, par, s, t, i, key):
        return
    u, _, _, _ = luck(SEAT + seat.luck, int(p.occupant), t, ARRIVALS, 0, key)
    market = s.roles[seat.role].tightness
    rate = par.applicant_rate * plan.weeks[t].applicants * applicants_of_market(market, par)
    for k in range(applicants(u, rate)):
        be_born(p, seat, par, key)
        v, _, _, _ = luck(SEAT + seat.luck, int(p.occupant), t, ACCEPT, k, key)
        expected, variance = promised_pay(plan, s, t, i)
        offer = seat.market_rmb * math.exp(s.roles[seat.role].offers + offered_by_market(market, par))
        if accepts(p, offer, expected, variance, normal_quantile(v), par):
            p.arriving = par.start_delay_weeks
            s.week[0].hiring_rmb += par.hiring_cost * WEEKS_PER_YEAR * plan.placements[regime, i].planned
            return
        p.occupant += 1.0


@step
def accepts(p, market, expected, variance, noise, par: Parameters):
    """Return whether an applicant takes a seat: expected pay, its risk and the fit against the outside offer."""
    gain = math.log(max(expected, 1e-9) / market) + p.match
    gain -= risk_cost(p.risk_aversion, variance / (expected * expected))
    elsewhere = outside_log(p.ability, par.outside_skill_reference, (0.0, 0.0), 0.0, par)
    return gain > elsewhere + par.acceptance_noise * noise


@step
def guaranteed(contract, state, term, claim):
    """Return what a floor in the first months in the job adds to an applicant's pay, RMB a week, mean of a year."""
    if contract.shadow == 1 or contract.floor_weeks >= WEEKS_PER_YEAR or contract.recovers == 1:
        return 0.0
    likely = claim.stake * state.expected * state.times * term.weight * term.pro_rata
    return max(contract.floor / float(term.length) - likely, 0.0) * contract.floor_weeks / WEEKS_PER_YEAR


@step
def promised_pay(plan: Arrays, s: State, t: int, i: int):
    """Return (mean, variance) of weekly pay that the applicant at seat i expects; own piece rates scale with
    ability.
    """
    regime = s.calendar[t].regime
    own, variance = 0.0, 0.0
    lift = 0.0
    for k in range(plan.claims.shape[2]):
        claim = plan.claims[regime, i, k]
        c = claim.contract
        if c < 0:
            break
        if plan.contracts[c].kind == APPRAISAL or plan.contracts[c].counts != PAYS:
            continue  # pays nothing by itself
        lift += guaranteed(plan.contracts[c], s.contracts[c], plan.terms[c, t], claim)
        if plan.contracts[c].shadow == 0 and plan.contracts[c].metric == SERVED:
            own += claim.stake
            swing = claim.stake * s.contracts[c].risk
            variance += swing * swing
        elif plan.contracts[c].shadow == 0 and plan.contracts[c].kind == ATTAINMENT:
            spread = claim.stake * s.contracts[c].spread
            variance += spread * spread * plan.terms[c, t].length / QUARTER_WEEKS
        elif plan.contracts[c].shadow == 0 and plan.contracts[c].kind == LINEAR and plan.contracts[c].metric != HELP:
            weekly = claim.stake * s.contracts[c].value * plan.terms[c, t].weight * s.contracts[c].factor
            swing = weekly * s.contracts[c].risk
            variance += swing * swing
    placement = plan.placements[regime, i]
    base = placement.base_pay * (s.staff[i].pay_ratio - 1.0)
    return placement.planned + base + lift + own * (s.staff[i].ability - 1.0), variance


@step
def miss_colleagues(s: State, i: int, unit):
    """Expose seat i to the exits of this week: by strength of the ties that end, without ties by its unit's."""
    if s.partners.shape[1] == 0:
        s.staff[i].exposure += unit.leavers / max(unit.members, 1.0)
    else:
        miss_leavers(s, i)


@phase
def turn_over(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Phase 9: decide, depart, spread the news, advertise and hire."""
    regime = s.calendar[t].regime
    if plan.weeks[t].usual == 1:
        learn_usual_leaving(plan, par, s, t)
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0:
            consider_leaving(plan, par, s, t, i, key)
    let_go(plan, s, t)
    for i in range(s.staff.shape[0]):
        p = s.staff[i]
        if p.pending > 0.0:
            leave(plan, par, s, t, i)
            replace(plan, par, s, t, i, key)
        elif p.filled == 0.0 and p.arriving < 0.0 and p.held == 0.0 and plan.placements[regime, i].active == 1:
            recruit(plan, par, s, t, i, key)
    for i in range(s.staff.shape[0]):
        p = s.staff[i]
        if p.filled > 0.0:
            p.exposure *= par.exposure_decay
            if s.week[0].quits + s.week[0].layoffs + s.week[0].departures > 0.0:
                miss_colleagues(s, i, s.units[plan.placements[regime, i].unit])
