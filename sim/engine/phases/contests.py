"""Contests: standings while a period runs, prizes by rank at its end, gates that a line must pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.luck import JUDGING, PERSON, luck
from sim.pay.kinds import AS_AMOUNT, AS_GROWTH, CONTEST, SHARE, WITH_HANDICAP
from sim.rules import elementary as math
from sim.rules.contests import notice, place_gain, status_gain, top_chance
from sim.rules.jit import step
from sim.rules.normal import normal_quantile
from sim.units import WEEKS_PER_MONTH

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

SQRT_TWO = math.sqrt(2.0)


@step
def takes_part(plan: Arrays, s: State, c, regime: int):
    """Return whether a contract of a contest has somebody to win it: in force, and its seat filled.

    Conditions of a prize stand beside the contract that they belong to; they take no part.
    """
    contract = plan.contracts[c]
    rival = contract.kind == CONTEST or contract.kind == SHARE
    if not rival or not contract.since <= regime <= contract.until:
        return False
    return contract.seat < 0 or s.staff[contract.seat].filled > 0.0


@step
def line_up(plan: Arrays, s: State, regime: int, first, last):
    """Sort the scores of one contest from the best down into the standings of its contracts; return how many there are.

    Args:
        plan, s, regime: plan, state, regime in force.
        first, last: contracts of the contest, and the one after.
    """
    n = 0
    for c in range(first, last):
        if takes_part(plan, s, c, regime):
            score, place = s.contracts[c].score, first + n
            while place > first and s.contracts[place - 1].standing < score:
                s.contracts[place].standing = s.contracts[place - 1].standing
                place -= 1
            s.contracts[place].standing = score
            n += 1
    for c in range(first, last):
        s.contracts[c].rivals = float(n)
    return n


@step
def places(prizes, k, ranks, n):
    """Return how many win prize k or a better one: a rank, or a share of the group, at least one."""
    if ranks == 1:
        return min(int(prizes[k, 0]), n)
    return min(max(int(prizes[k, 0] * n + 0.5), 1), n)


@step
def price_contest(plan: Arrays, s: State, c, now, spread, par: Parameters):
    """Set expected prize and marginal payout of one contract in a contest that is lined up, and the pull of status.

    Args:
        plan, s, c, par: plan, state, contract, parameters.
        now: its terms this week, and the regime.
        spread: sd of a score at the end of the period.

    What is paid goes by what luck there is, what moves people by how open they take the race to be (`contest_hope`).
    """
    contract, state, prizes, (term, regime) = plan.contracts[c], s.contracts[c], plan.lumps[c], now
    n, first = int(state.rivals), contract.group_first
    own, ahead = state.score, 0
    while ahead < n and s.contracts[first + ahead].standing > own:
        ahead += 1
    judged = par.judging_noise if contract.seat >= 0 else 0.0
    hoped = SQRT_TWO * math.sqrt(spread * spread + judged * judged + par.contest_hope * par.contest_hope)
    spread = SQRT_TWO * math.sqrt(spread * spread + judged * judged)
    total, square, slope, sure, behind = 0.0, 0.0, 0.0, 0.0, n - 1 - ahead
    state.status = contract.ahead * status_pull(plan, s, c, (spread, hoped), par)
    state.behind = max(0.0, 0.5 - behind / (n - 1.0)) if n > 1 else 0.0
    for k in range(prizes.shape[0]):
        step_up = prizes[k, 1] - (prizes[k + 1, 1] if k + 1 < prizes.shape[0] else 0.0)
        enough = places(prizes, k, contract.ranks, n)
        if prizes[k, 0] == 0.0 or step_up == 0.0:
            continue
        next_best = prizes[k, 1] - step_up
        if enough >= n:
            total += step_up
            square += prizes[k, 1] * prizes[k, 1] - next_best * next_best
            continue
        rival = s.contracts[first + (enough if ahead < enough else enough - 1)].standing
        gained, sober = place_gain(own - rival, step_up, spread)
        _, steeper = place_gain(own - rival, step_up, hoped)
        sure += min(sober, steeper)
        total += gained
        square += gained / step_up * (prizes[k, 1] * prizes[k, 1] - next_best * next_best)
        slope += steeper
        if k == 0:
            state.chance = gained / step_up
    state.payout = total
    state.slope = contract.ahead * slope * (1.0 + par.contest_zeal)
    if contract.dismisses > 0.0:
        fear_for_job(plan, s, c, (n, ahead, regime), spread, par)
    state.hoped = 0.0
    if slope > sure and state.slope > 0.0:
        state.hoped = contract.ahead * (slope - sure) * (1.0 + par.contest_zeal) / state.slope
    if term.left == term.length - 1:
        state.spread = math.sqrt(max(0.0, square - total * total)) / term.length
    if contract.streak > 0:
        state.payout = 0.0
        state.slope *= math.pow(state.chance, max(0.0, contract.streak - 1.0 - state.streak))


@step
def doomed(contract, n):
    """Return how many of n lose their jobs at the end of a period."""
    return int(contract.dismisses * n + 0.5)


@step
def fear_for_job(plan: Arrays, s: State, c, place, spread, par: Parameters):
    """Set what somebody who may be dismissed as one of the last may expect to lose, and add what a higher score saves.

    Args:
        plan, s, c, spread, par: as in `price_contest`.
        place: people in the contest, those ahead, and the regime.
    """
    contract, state, (n, ahead, regime) = plan.contracts[c], s.contracts[c], place
    last, first = doomed(contract, n), contract.group_first
    state.fear = 0.0
    if 0 < last < n:
        loss = par.dismissal_loss_months * WEEKS_PER_MONTH * plan.placements[regime, contract.seat].planned
        safe = n - last
        rival = s.contracts[first + (safe if ahead < safe else safe - 1)].standing
        kept, steeper = place_gain(state.score - rival, loss, spread)
        state.fear = loss - kept
        state.slope += contract.ahead * steeper


@step
def status_pull(plan: Arrays, s: State, c, spreads, par: Parameters):
    """Return what a higher score is worth beyond money, share of reference pay: a rank that all can see, a title.

    `spreads` are the sd of the difference of two scores at the end, and what people take it to be.
    """
    spread, hoped = spreads
    contract, own, n = plan.contracts[c], s.contracts[c].score, int(s.contracts[c].rivals)
    first, pull = contract.group_first, 0.0
    s.contracts[c].notice = 0.0
    if n <= 1:
        return 0.0
    if contract.shown == 1:
        mean, square = 0.0, 0.0
        for k in range(first, first + n):
            mean += s.contracts[k].standing / n
            square += s.contracts[k].standing * s.contracts[k].standing / n
        pull += par.status_worth * status_gain(own, mean, max(0.0, square - mean * mean), spread)
    if contract.title == 1:
        winners = places(plan.lumps[c], 0, contract.ranks, n)
        s.contracts[c].notice = notice(float(winners), float(n)) / (1.0 + s.contracts[c].age / par.award_habit)
        if winners < n:
            rival = s.contracts[first + (winners if own >= s.contracts[first + winners - 1].standing else winners - 1)]
            pull += place_gain(own - rival.standing, par.title_worth, hoped)[1]
    return pull


@step
def score_contest(contract, state, term, staff):
    """Count a week's result of a contract in a contest; a newcomer starts afresh, without the predecessor's."""
    if contract.seat >= 0 and state.holder != staff[contract.seat].occupant:
        state.result, state.target, state.streak, state.holder = 0.0, 0.0, 0.0, staff[contract.seat].occupant
    if contract.basis == AS_GROWTH and state.target == 0.0 and state.last > 0.0:  # a period begins
        state.scale = state.last * term.length / term.total
    state.result += state.value
    state.target += term.target
    state.score = state.result / max(state.target * state.scale, 1e-9)
    state.age += 1.0


@step
def compare_amounts(plan: Arrays, s: State, t: int, first, last):
    """Score the sides of a contest on what they brought as it is: over the mean plan of all, not over their own."""
    regime, mean, sides = s.calendar[t].regime, 0.0, 0.0
    for c in range(first, last):
        if takes_part(plan, s, c, regime):
            mean += plan.terms[c, t].total
            sides += 1.0
    for c in range(first, last):
        state = s.contracts[c]
        if takes_part(plan, s, c, regime):
            state.scale = mean / sides / plan.terms[c, t].total
            state.score = state.result / max(state.target * state.scale, 1e-9)


@step
def foreseen_loss(contract, par: Parameters):
    """Return the part of a prize that people who look ahead count as lost since a result now raises the next mark.

    Source: Weitzman 1980 (ratchet).
    """
    if contract.basis == AS_GROWTH:
        return par.present_bias
    return par.present_bias * contract.ratchet if contract.basis == WITH_HANDICAP else 0.0


@step
def count_winners(plan: Arrays, s: State, t: int, first, last):
    """Count a contest that has ended, and whether it was won by who won the one before; remember who won."""
    regime, before, again = s.calendar[t].regime, 0.0, 0.0
    for c in range(first, last):
        state = s.contracts[c]
        mine = 0.0
        if takes_part(plan, s, c, regime) and state.score >= s.contracts[first].standing:
            mine = 1.0
        before += state.won
        again = max(again, state.won * mine)
        state.won = mine
    if before > 0.0 and s.contracts[first].rivals > 1.0 and plan.contracts[first].shadow == 0:
        s.week[0].contests += 1.0
        s.week[0].won_again += again


@step
def judge(plan: Arrays, par: Parameters, s: State, t: int, c, key: Key):
    """Add what appraisers see wrongly to the final score of a person, before the prizes go out."""
    contract, state = plan.contracts[c], s.contracts[c]
    if contract.seat >= 0:
        p = s.staff[contract.seat]
        u, _, _, _ = luck(PERSON + plan.seats[contract.seat].luck, int(p.occupant), t, JUDGING, 0, key)
        state.score += par.judging_noise * normal_quantile(u)


@step
def award(plan: Arrays, par: Parameters, s: State, t: int, c):
    """Give the prize of its rank to one contract of a contest that is lined up; move titles, levels and streaks."""
    contract, state, prizes = plan.contracts[c], s.contracts[c], plan.lumps[c]
    n, first, ahead = int(state.rivals), contract.group_first, 0
    while ahead < n and s.contracts[first + ahead].standing > state.score:
        ahead += 1
    prize, best = 0.0, ahead < places(prizes, 0, contract.ranks, n)
    for k in range(prizes.shape[0] - 1, -1, -1):
        if prizes[k, 0] > 0.0 and ahead < places(prizes, k, contract.ranks, n):
            prize = prizes[k, 1]
    state.payout = prize
    if contract.dismisses > 0.0 and n - ahead <= doomed(contract, n) < n:
        s.staff[contract.seat].dismissed = 1.0
    if contract.seat >= 0:
        honour(contract, state, s.staff[contract.seat], best, par)
    if contract.basis == WITH_HANDICAP:
        state.scale *= max(0.1, 1.0 + contract.ratchet * (state.score - 1.0))
    state.last = state.result / max(plan.terms[c, t].length, 1)
    state.result, state.target = 0.0, 0.0


@step
def honour(contract, state, p, best, par: Parameters):
    """Move what a person's place changes beyond money: a streak, a level and its pay, a title."""
    if contract.streak > 0:
        state.streak = state.streak + 1.0 if best else 0.0
        state.payout = state.payout if state.streak >= contract.streak else 0.0
        if state.streak >= contract.streak:
            state.streak = 0.0
    if contract.promotes == 1:
        p.candidacy, state.payout = state.score, 0.0
    elif contract.rises > 0.0:
        if best and p.level < contract.levels:
            p.level += 1.0
            p.raised *= 1.0 + contract.rises
        state.payout = 0.0
    if contract.title == 1:
        fresh = 1.0 / (1.0 + state.age / par.award_habit)
        p.glow = par.award_motivation * fresh * (1.0 if best else par.award_others)


@step
def best_skill(plan: Arrays, s: State, regime: int, first, last):
    """Return the skill of the person with the best score of a contest of persons."""
    skill = 0.0
    for k in range(first, last):
        seat = plan.contracts[k].seat
        if seat >= 0 and takes_part(plan, s, k, regime) and s.contracts[k].score >= s.contracts[first].standing:
            skill = s.staff[seat].skill
    return skill


@step
def learn_from(p, best, hours, par: Parameters):
    """Let a person take something over from the practice of the winner, in a talk of some hours."""
    p.skill += min(1.0, par.practice_shared * hours) * max(0.0, best - p.skill)


@step
def run_contests(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Score the contests of a week; at the end of a period give out the prizes."""
    regime, c = s.calendar[t].regime, 0
    while c < s.contracts.shape[0]:
        if plan.contracts[c].kind != CONTEST:
            c += 1
            continue
        first, last = plan.contracts[c].group_first, plan.contracts[c].group_last
        over = False
        for k in range(first, last):
            if takes_part(plan, s, k, regime):
                score_contest(plan.contracts[k], s.contracts[k], plan.terms[k, t], s.staff)
                if plan.terms[k, t].left == 0:
                    over = True
                    judge(plan, par, s, t, k, key)
        if plan.contracts[first].basis == AS_AMOUNT:
            compare_amounts(plan, s, t, first, last)
        line_up(plan, s, regime, first, last)
        if over:
            count_winners(plan, s, t, first, last)
            best = best_skill(plan, s, regime, first, last)
            for k in range(first, last):
                if takes_part(plan, s, k, regime):
                    award(plan, par, s, t, k)
                    if plan.contracts[k].title == 1:
                        learn_from(s.staff[plan.contracts[k].seat], best, plan.contracts[k].hours, par)
        c = last


@step
def price_gate(plan: Arrays, s: State, c, term, par: Parameters):
    """Set what a line's share of profit is worth now: as far as its rank may pass the gate."""
    contract, state = plan.contracts[c], s.contracts[c]
    i = plan.contract_lines[contract.first]
    chance, steeper = top_chance(s.lines[i].standing, plan.lines[i].rank, contract.rank_at, par)
    open_part = state.pace * max(term.total - state.target, 0.0)
    lasting = par.rank_memory * math.pow(1.0 - par.rank_memory, float(term.left))
    state.slope, state.payout = chance, chance
    state.gate_slope = steeper * lasting * max(state.result + open_part, 0.0) / max(s.lines[i].paid_rmb, 1.0)


@step
def run_gate(plan: Arrays, s: State, c, term, par: Parameters):
    """Count a week's profit of a line under a gate; at the end of the period its rank decides."""
    contract, state = plan.contracts[c], s.contracts[c]
    i = plan.contract_lines[contract.first]
    line, known = s.lines[i], plan.lines[i]
    state.result += state.value
    state.target += term.target
    if term.target > 0.0:
        state.pace += par.metric_memory * (state.value / term.target - state.pace)
    rank = known.rank * math.exp(-par.rank_elasticity * (line.standing + par.rank_noise * line.noise))
    passed = state.payout if term.left > 0 else (1.0 if rank <= contract.rank_at else 0.0)
    state.payout = max(state.result, 0.0) * passed
    if term.left == 0:
        state.result, state.target = 0.0, 0.0
