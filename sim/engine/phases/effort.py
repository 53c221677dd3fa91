"""Effort, exploits and output of every person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.luck import PERSON, WEEK, luck
from sim.engine.peers import helping_hands
from sim.engine.phases.absence import care_at_work, learn_usual_absence, stay_away
from sim.engine.phases.timing import share_moved, weeks_to_change
from sim.pay.kinds import APPRAISAL, CONTEST, FIXED, GATED, LINEAR, PAYS
from sim.rules import elementary as math
from sim.rules.contests import rivalry, unpaid_share
from sim.rules.development import efficacy, spirit
from sim.rules.effort import chosen_effort, effort_cost, peer_pressure_share, pressed, saturated
from sim.rules.exploits import discount_level, exploit_level, reuse_share
from sim.rules.jit import phase, step
from sim.rules.leading import led
from sim.rules.normal import normal_quantile
from sim.rules.output import (
    breadth_factor,
    effective_hours,
    form_factor,
    help_factor,
    home_factor,
    mastered_share,
    noise_factor,
    overtime,
)
from sim.units import WEEKS_PER_MONTH
from sim.vocabulary.channels import ASSET, CARE, HURRY, PRICE, PUSH, REUSE, VOLUME
from sim.vocabulary.metrics import GMV, GMV_NET, HELP, MARGIN, MERIT, NEW_CUSTOMERS, ORDERS, REQUESTS, SERVED
from sim.vocabulary.roles import CONTENT, DESIGN, MARKETING, OPERATIONS, SERVICE, TECHNOLOGY, WAREHOUSE

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

SMALLEST = 0.05
#: Most of a week that can go into meetings, programmes and colleagues.
MOST_SPENT = 0.9


@step
def volume_of_gate(s: State, q, worth, pulls):
    """Return (volume, push, price) pulls with what more sales are worth through the chance to pass a gate."""
    volume, push, price = pulls
    volume += worth * s.gradient[GMV, q, VOLUME]
    return volume, push + worth * s.gradient[GMV, q, PUSH], price + worth * s.gradient[GMV, q, PRICE]


@step
def watched(plan: Arrays, s: State, par: Parameters, contract, regime: int, i: int):
    """Return the factor by which the eyes of colleagues who share a pot, or a place on a list, raise a person's
    stake in it; 1 for what is one's own.
    """
    if contract.pot == 0 and (contract.kind != CONTEST or contract.seat >= 0):
        return 1.0
    mates = min(contract.members, s.units[plan.placements[regime, i].unit].members)
    seen = par.peer_pressure * plan.roles[plan.seats[i].role].observability
    return peer_pressure_share(mates, seen, par.peer_pressure_decay)


@step
def own_work(contract):
    """Return whether a rate pays each for what they did themselves, however many have the same contract."""
    return contract.kind == LINEAR and (contract.metric == SERVED or contract.metric == HELP) and contract.queues <= 1


@step
def beyond(contract, queue):
    """Return the share of those who share a contract's result that work outside a person's queue, 0 to 1."""
    if contract.members <= 1 or contract.kind == CONTEST or contract.kind == APPRAISAL or own_work(contract):
        return 0.0
    return max(0.0, 1.0 - queue.members / contract.members)


@step
def stake_in_common(claim, contract, state, market):
    """Return the share of reference pay that hangs on a result shared with others, however little one's own part is."""
    if contract.kind == FIXED or contract.kind == GATED or contract.counts != PAYS:
        return 0.0
    return claim.stake * (state.value if contract.kind == LINEAR else 1.0) / market


@step
def worth_of_unit(plan: Arrays, s: State, par: Parameters, regime: int, i: int, claim):
    """Return what one more unit of a claim's metric is worth, share of reference pay, and the part that is no money.

    What is worth something without being paid: status, the pride of winning, hope beyond what luck can bring, an
    appraisal.
    """
    contract, state, p = plan.contracts[claim.contract], s.contracts[claim.contract], s.staff[i]
    if contract.rises > 0.0 and p.level >= contract.levels:
        return 0.0, 0.0
    money = claim.stake * (state.slope_ahead if p.forward > 0.0 else state.slope) / plan.seats[i].market_rmb
    if contract.of_base == 1:
        money *= p.raised * p.pay_ratio
    money *= claim.counted * (1.0 - s.accounts[i, claim.slot].floored)
    if money == 0.0 and state.status == 0.0:
        return 0.0, 0.0
    eyes = watched(plan, s, par, contract, regime, i)
    unpaid = 1.0 if contract.kind == APPRAISAL else 0.0
    if contract.kind == CONTEST:
        unpaid = unpaid_share(state.status, money, par)
        unpaid += (1.0 - unpaid) * state.hoped
    return (money + state.status) * eyes, unpaid


@step
def whose_gain(contract, gain):
    """Return the parts of a gain by own volume that are pay for own work alone, of it for sales, and shared."""
    if contract.kind == APPRAISAL or contract.kind == CONTEST:
        return 0.0, 0.0, 0.0
    if contract.members > 1 and not own_work(contract):
        return 0.0, 0.0, gain
    m = contract.metric
    sold = m == GMV or m == GMV_NET or m == MARGIN or m == ORDERS or m == NEW_CUSTOMERS
    return gain, gain if sold else 0.0, 0.0


@step
def marginal_pay(plan: Arrays, par: Parameters, s: State, regime: int, i: int):
    """Return marginal pay of seat i as shares of reference pay.

    Args:
        plan, par, s: plan, parameters and state.
        regime: in force.
        i: seat.

    Returns:
        Per pw of volume, ln care, unit of push, price cut, hurry and help; the pull of own work over requests; per unit
        of the mean work on tools and communities in the queue, and of reuse; and of own volume the part that is pay for
        own work alone, the part of it for sales, the part shared with others, what share of pay hangs on results
        shared beyond the own queue, and the part of own volume's pull that is no money.
    """
    help_worth, help_beyond = worth_of_help(plan, par, s, regime, i)
    volume, care, push, price, hurry, help_pay, bias, asset, reuse = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    q, terms = plan.placements[regime, i].queue, int(s.staff[i].terms)
    alone, rival, common, goal, free, queue = 0.0, 0.0, 0.0, 0.0, 0.0, s.queues[q]
    for k in range(plan.claims.shape[2]):
        claim = plan.claims[terms, i, k]
        if claim.contract < 0:
            break
        contract, state = plan.contracts[claim.contract], s.contracts[claim.contract]
        if contract.shadow == 1:
            continue
        outside = beyond(contract, queue)
        goal += outside * stake_in_common(claim, contract, state, plan.seats[i].market_rmb)
        worth, unpaid = worth_of_unit(plan, s, par, regime, i, claim)
        if contract.kind == GATED:
            volume, push, price = volume_of_gate(
                s, q, claim.stake * claim.counted * state.gate_slope / plan.seats[i].market_rmb, (volume, push, price)
            )
        if worth == 0.0:
            continue
        reach, m = worth * claim.reach, contract.metric
        gain = worth * s.gradient[m, q, VOLUME]
        if m == SERVED and (contract.pot == 1 or contract.queues > 1):
            gain /= max(s.queues[q].members * contract.queues, 1.0)
        volume += gain
        free += unpaid * gain
        bias += -gain if m == REQUESTS else gain * (1.0 - outside)  # who shares the result serves colleagues as readily
        care += reach * s.gradient[m, q, CARE]
        care += gain * outside * par.goal_relief * queue.rework * queue.request_need / max(queue.members, 1.0)
        push += reach * s.gradient[m, q, PUSH]
        price += worth * s.gradient[m, q, PRICE]
        hurry += worth * s.gradient[m, q, HURRY]
        asset += reach * s.gradient[m, q, ASSET]
        reuse += reach * s.gradient[m, q, REUSE]
        if m == MERIT:
            volume += worth / max(s.roles[plan.seats[i].role].output, SMALLEST)
            free += unpaid * worth / max(s.roles[plan.seats[i].role].output, SMALLEST)
            care += 0.5 * worth
        if m == HELP:
            help_pay += worth * s.staff[i].giving * s.staff[i].hours
        if (contract.queue < 0 or contract.queues > 1 or contract.pot == 1) and contract.kind != APPRAISAL:
            help_pay += gain * (help_worth + outside * help_beyond)
        mine, taken, ours = whose_gain(contract, gain)
        alone, rival, common = alone + mine, rival + taken, common + ours
    return volume, care, push, price, hurry, help_pay, bias, asset, reuse, (alone, rival, common, goal, free)


@step
def worth_of_help(plan: Arrays, par: Parameters, s: State, regime: int, i: int):
    """Return pw that one unit of own help adds to the output of unit mates, and to that of others whom it reaches."""
    u = plan.placements[regime, i].unit
    unit, hands = s.units[u], helping_hands(plan.units[regime, u], i, par)
    gain = plan.roles[plan.seats[i].role].interdependence * par.help_productivity / par.help_reference
    mates = (unit.members - 1.0) * hands / max(unit.helpers, 1.0)
    return mates * unit.productivity * gain, s.staff[i].giving * unit.productivity * gain


@step
def take_to_heart(p, shared, par: Parameters):
    """Set how far colleagues' pace, their output and a goal beyond the queue count for a person; see `marginal_pay`."""
    alone, rival, common, goal, _ = shared
    p.pressed = pressed(alone * p.output, rival * p.output, par)
    p.sharing = min(1.0, max(0.0, common * p.output))
    p.goal = min(1.0, max(0.0, goal / par.goal_full))


@step
def exploit(p, role, push_weight, limit, fine, pulls, par: Parameters):
    """Set push, price cut, hurry and reuse of templates of a person from what they pay.

    Args:
        p: the person.
        role: index of the role.
        push_weight: 0 where the role does not sell.
        limit: extra discount allowed.
        fine: expected fine of an exploit, share of reference pay.
        pulls: (push, price cut, hurry, reuse), shares of reference pay per full use.
        par: parameters.
    """
    ceiling = par.effort_saturation
    p.push, p.price_cut, p.hurry, p.reuse = 0.0, 0.0, 0.0, 0.0
    if role == DESIGN or role == CONTENT:
        p.reuse = reuse_share(saturated(pulls[3], ceiling), par.reuse_norm, par.reuse_cost)
    if pulls[0] > 0.0 and push_weight > 0.0:
        p.push = exploit_level(saturated(pulls[0], ceiling), p.conscience, fine, par.push_cost, 1.0)
    if pulls[1] > 0.0 and limit > 0.0:
        p.price_cut = discount_level(saturated(pulls[1], ceiling), par.discount_stiffness, limit)
    if pulls[2] > 0.0 and (role == SERVICE or role == TECHNOLOGY or role == WAREHOUSE):
        stiffness = par.skip_cost if role == WAREHOUSE else par.close_early_cost
        p.hurry = exploit_level(saturated(pulls[2], ceiling), p.conscience, fine, stiffness, 1.0)


@step
def pull_on_volume(money, unpaid, yielded, ceiling):
    """Return the pull on volume by money and by what is no money, given the output of a unit of effort."""
    pull = saturated(money * yielded, ceiling) if money != 0.0 else 0.0
    return pull + saturated(unpaid * yielded, ceiling) if unpaid != 0.0 else pull


@step
def choose(p, worth, open_handed, firm, par: Parameters):
    """Set a person's efforts from marginal pay: per pw of volume, ln care, unit of effort on tools, unit of help.

    The pull on volume has two parts, money and what is worth something without money: pride in winning, a rank, the eye
    of appraisers. Who has had enough of one has not had enough of the other, so each is bent by itself.
    `open_handed` is the part of the norm of helping that rivals do not keep from each other.
    """
    volume, unpaid, care, asset, help_pay = worth
    p.spirit = spirit(p.motivation, p.glow, p.noticed, p.rank_gap, par)
    given = p.spirit * (1.0 - par.leaver_slack * p.decided)
    norms = (
        given * par.norm_volume,
        given
        * par.norm_care
        * (1.0 + p.attention)
        * (par.care_culture_base + par.care_culture_slope * p.culture / par.culture_reference),
        given * par.norm_asset,
        given * open_handed * par.norm_help * (par.help_culture_base + p.culture),
    )
    ceiling = par.effort_saturation
    pulls = (
        efficacy(p.rank_gap, par)
        * pull_on_volume(volume - unpaid, unpaid, p.output / max(p.effort_volume, SMALLEST), ceiling),
        saturated(care / max(p.effort_care, SMALLEST), ceiling) if care != 0.0 else 0.0,
        saturated(asset, ceiling) if asset != 0.0 else 0.0,
        saturated(help_pay, ceiling),
    )
    efforts = chosen_effort(pulls, norms, par, firm.curvature, firm.scarcity)
    p.effort_cost = effort_cost(efforts, norms, par, firm.curvature, firm.scarcity)
    p.effort_volume, p.effort_care, p.effort_asset, p.effort_help = efforts
    weight = par.help_scarcity
    hours = par.norm_volume + par.norm_care + par.norm_asset + weight * par.norm_help
    p.strain = (efforts[0] + efforts[1] + efforts[2] + weight * efforts[3]) / hours
    p.norm_strain = (norms[0] + norms[1] + norms[2] + weight * norms[3]) / hours


@step
def work(p, queue, talent, spent, noise, par: Parameters):
    """Set hours, volume and care of a person and add them to the queue.

    Args:
        p: the person.
        queue: its queue.
        talent: factor of the seat on output.
        spent: (most overtime, hours in meetings and approvals), shares of a week; help received that was needed.
        noise: standard normal luck of the week.
        par: parameters.
    """
    p.overtime = overtime(queue.load, par.overtime_threshold, spent[0])
    p.overtime *= p.at_work
    p.hours = effective_hours(p.at_work + p.overtime - p.at_work * spent[1], par.full_hours, par.long_hours_value)
    p.time = p.at_work + p.overtime - p.leave
    talent *= p.ability * (p.skill + p.training) * p.hours
    tools = 1.0 + par.asset_productivity * queue.asset
    p.output = talent * (1.0 - par.fatigue_output * p.fatigue) * tools * help_factor(spent[2], par) * queue.breadth
    p.output *= noise_factor(noise, par.output_noise) * form_factor(p.match, p.mood, par)
    queue.norm += p.output * p.spirit
    p.output *= p.effort_volume / par.norm_volume
    if p.reuse > 0.0:
        p.output /= 1.0 - par.reuse_time * (p.reuse - par.reuse_norm)
    tired = 1.0 - par.fatigue_output * par.fatigue_care_ratio * p.fatigue
    p.care = talent * tired * p.effort_care / par.norm_care * care_at_work(p, par)
    queue.capacity += p.output
    queue.care += p.output * p.care
    queue.culture += p.output * p.culture
    queue.understanding += p.output * p.understanding
    queue.push += p.output * p.push
    queue.price_cut += p.output * p.price_cut
    queue.hurry += p.output * p.hurry
    queue.reuse += p.output * p.reuse
    queue.asset_effort += talent * p.effort_asset / par.norm_asset


@step
def time_of_programmes(p, placement, unit, par: Parameters):
    """Return the share of a person's week that programmes take: own part, and what newcomers of the unit cost."""
    spent = (
        par.ambassador_time * placement.ambassador + p.mentoring + p.leave + placement.training + placement.retraining
    )
    if p.tenure < placement.early_weeks:
        spent += placement.early_training
    spent += placement.teardown + placement.stories + placement.gathering + placement.keeping
    spent += placement.advice + placement.coaching
    if p.tenure < placement.onboarding_weeks:
        return spent + placement.onboarding
    return spent + unit.welcoming / max(unit.members - unit.newcomers, 1.0)


@step
def act(plan: Arrays, par: Parameters, s: State, t: int, i: int, drawn, change):
    """Let seat i choose, exploit and work for a week.

    Args:
        plan, par, s, t, i: plan, parameters, state, week, seat.
        drawn: luck of the week: standard normal of output, uniform of days away.
        change: weeks to an announced change, 0 for none.
    """
    regime = s.calendar[t].regime
    p, seat, placement = s.staff[i], plan.seats[i], plan.placements[regime, i]
    queue, unit, firm, needed = (
        s.queues[placement.queue],
        s.units[placement.unit],
        s.firm[0],
        plan.roles[seat.role].interdependence,
    )
    lead = plan.units[regime, placement.unit].lead
    volume, care, push, price, hurry, help_pay, bias, asset, reuse, shared = marginal_pay(plan, par, s, regime, i)
    take_to_heart(p, shared, par)
    if plan.roles[seat.role].absence > 0.0:
        stay_away(plan, par, s, t, i, volume, drawn[1])
    open_handed = 1.0
    if placement.contest > 0 and s.partners.shape[1] == 0 and plan.contracts[placement.contestant].seat >= 0:
        open_handed -= rivalry(placement.prize, par)  # with ties, rivals alone are refused: see `contacts`
    choose(p, (volume, shared[4], care, asset * p.ability * p.skill / par.norm_asset, help_pay), open_handed, firm, par)
    if shared[4] > 0.0:  # nobody is worse off by a race that they run for no money
        p.effort_cost *= 1.0 - min(1.0, shared[4] / volume)
    fine = plan.regimes[regime].expected_fine / (seat.market_rmb * WEEKS_PER_MONTH)
    exploit(p, seat.role, plan.roles[seat.role].push_weight, placement.discount, fine, (push, price, hurry, reuse), par)
    queue.stake += bias / max(queue.members, 1.0)
    if (seat.role == OPERATIONS or seat.role == MARKETING) and plan.regimes[regime].timing > 0.0:
        moved = share_moved(plan, par, s, t, i, change)
        queue.timing += moved * plan.regimes[regime].timing / max(queue.members, 1.0)
    spent = plan.units[regime, placement.unit].meeting
    spent += time_of_programmes(p, placement, unit, par)
    if p.trial > 0.0:
        spent += plan.regimes[regime].trial_time
    if lead == i:
        spent += min(unit.approvals, par.approval_attention) + placement.lead_talks + par.lead_drive_time * unit.drive
    elif lead >= 0:
        spent += plan.placements[regime, lead].lead_talks / max(unit.members - 1.0, 1.0)
    if s.partners.shape[1] == 0:
        p.received = unit.help if unit.members > 1.0 else par.help_reference
    talent = (
        seat.talent
        * placement.ability
        * (1.0 - par.rotation_loss * placement.rotating)
        * (1.0 + par.silent_gain * placement.silent)
    )
    talent *= (
        s.roles[seat.role].strength
        * (1.0 + p.insight)
        * math.exp(p.practice + s.roles[seat.role].method)
        * (1.0 + par.tool_gain * placement.tools * p.new_skill)
    )
    if lead >= 0 and lead != i:
        talent *= led(unit.drive, math.log(p.ability) - unit.talent, par)
    away = max(plan.regimes[regime].remote, placement.home)
    if away > 0.0:
        talent *= home_factor(away, needed, par)
    talent *= mastered_share(plan.weeks[t].channel * plan.roles[seat.role].channel, p.new_skill)
    received = par.help_reference + needed * (p.received - par.help_reference)
    hours = plan.regimes[regime].overtime_cap, min(spent, MOST_SPENT)
    work(p, queue, talent, (*hours, received), drawn[0], par)


@step
def clear_queues(plan: Arrays, par: Parameters, s: State, regime: int):
    """Empty the sums of every queue and set its breadth factor."""
    for q in range(s.queues.shape[0]):
        queue, facts = s.queues[q], plan.queues[regime, q]
        queue.capacity, queue.norm, queue.care, queue.culture, queue.push = 0.0, 0.0, 0.0, 0.0, 0.0
        queue.understanding, queue.reuse, queue.timing = 0.0, 0.0, 0.0
        queue.price_cut, queue.hurry, queue.asset_effort, queue.stake = 0.0, 0.0, 0.0, 0.0
        queue.breadth = 1.0
        if facts.last > facts.first and facts.lines != facts.reference_lines:
            queue.breadth = breadth_factor(facts.lines, facts.reference_lines, par.breadth_penalty)


@step
def average_queues(s: State, par: Parameters):
    """Turn sums over the members of every queue into output-weighted means."""
    for q in range(s.queues.shape[0]):
        queue = s.queues[q]
        queue.norm = queue.norm / queue.capacity if queue.capacity > 0.0 else 1.0
        if queue.capacity > 0.0:
            queue.care = max(queue.care / queue.capacity, SMALLEST)
            queue.culture /= queue.capacity
            queue.understanding /= queue.capacity
            queue.push /= queue.capacity
            queue.price_cut /= queue.capacity
            queue.hurry /= queue.capacity
            queue.reuse /= queue.capacity
            queue.asset += par.asset_decay * (queue.asset_effort / max(queue.members, 1.0) - 1.0 - queue.asset)
        else:
            queue.care, queue.culture, queue.understanding = 1.0, par.culture_reference, s.firm[0].understanding
        queue.capacity = max(queue.capacity, 0.01)


@phase
def choose_effort(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Phase 4: everybody chooses effort and exploits, then works; queues sum what their members yield."""
    regime = s.calendar[t].regime
    clear_queues(plan, par, s, regime)
    change = weeks_to_change(s, t)
    innovation = par.mood_sd * math.sqrt(1.0 - par.mood_persistence * par.mood_persistence)
    for i in range(s.staff.shape[0]):
        p = s.staff[i]
        if p.filled > 0.0:
            u, v, w, x = luck(PERSON + plan.seats[i].luck, int(p.occupant), t, WEEK, 0, key)
            act(plan, par, s, t, i, (normal_quantile(u), x), change)
            p.mood = par.mood_persistence * p.mood + innovation * normal_quantile(v)
            p.decide_luck = w
    learn_usual_absence(plan, par, s, t)
    average_queues(s, par)
