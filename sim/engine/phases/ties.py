"""People meet; their ties grow with use and fade; help and the friction of hand-offs follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.luck import GROWTH, PERSON, TIES, luck
from sim.engine.phases.contacts import find, meet
from sim.plan.records import MOST_TIES
from sim.rules.development import next_understanding
from sim.rules.jit import phase, step
from sim.rules.ties import faded_tie, friction, used_tie

if TYPE_CHECKING:
    from sim.engine.state import Key, Parameters, State
    from sim.plan.records import Arrays

#: Ties from which a newcomer counts as connected.
CONNECTED = 5
#: Weeks between two counts of ties across units.
COUNT_WEEKS = 4


@step
def age(s: State, i: int, par: Parameters):
    """Let the ties of seat i fade; set how many there are and their strength."""
    p = s.staff[i]
    ties, support = 0.0, 0.0
    for k in range(MOST_TIES):  # an empty slot has a strength of 0
        left = faded_tie(s.strengths[i, k], par)
        s.strengths[i, k] = left
        s.partners[i, k] = s.partners[i, k] if left > 0.0 else -1
        ties += 1.0 if left > 0.0 else 0.0
        support += left
    p.ties, p.support = ties, support


@step
def strengthen(s: State, i: int, par: Parameters):
    """Strengthen the ties that the contact of seat i uses, on both sides; remember a new colleague."""
    contact = s.contacts[i]
    if contact.partner < 0.0:
        return
    j, k = int(contact.partner), int(contact.slot)
    if k >= 0 and s.partners[i, k] == j:
        s.strengths[i, k] = used_tie(s.strengths[i, k], par.tie_gain)
        contact.fresh = 0.0
    else:
        contact.fresh = 1.0
    k = find(s, j, i)
    if k >= 0:
        s.strengths[j, k] = used_tie(s.strengths[j, k], par.tie_gain * par.tie_reciprocity)


@step
def befriend(s: State, i: int, j, par: Parameters):
    """Let seat i remember seat j in an empty slot, or in place of the weakest tie if that is weaker."""
    weakest, least = 0, 2.0
    for k in range(MOST_TIES):
        strength = s.strengths[i, k] if s.partners[i, k] >= 0 else -1.0
        if strength < least:
            weakest, least = k, strength
    if least < par.tie_gain:
        s.partners[i, weakest], s.strengths[i, weakest] = j, par.tie_gain
        s.identities[i, weakest] = int(s.staff[j].occupant)


@step
def meet_mentor(s: State, i: int, j, par: Parameters):
    """Strengthen the ties between a newcomer in seat i and the mentor in seat j, whose hours the programme pays."""
    k = find(s, i, j)
    if k >= 0:
        s.strengths[i, k] = used_tie(s.strengths[i, k], par.tie_gain)
    else:
        befriend(s, i, j, par)
    k = find(s, j, i)
    if k >= 0:
        s.strengths[j, k] = used_tie(s.strengths[j, k], par.tie_gain * par.tie_reciprocity)


@step
def count_contacts(plan: Arrays, par: Parameters, s: State, regime: int):
    """Set the friction of the requests that reach every queue: an average over about eight weeks of contacts.

    Set the mean goal that who asks and who is asked share, -1 without a request.
    """
    met, shared = 0.0, 0.0
    for q in range(s.queues.shape[0]):
        queue = s.queues[q]
        queue.met, queue.rubbed, queue.crossed = 0.0, 0.0, 0.0
    for i in range(s.staff.shape[0]):
        contact = s.contacts[i]
        if s.staff[i].filled > 0.0 and contact.request > 0.0 and contact.partner >= 0.0:
            queue = s.queues[plan.placements[regime, int(contact.partner)].queue]
            queue.met += 1.0
            goal = min(s.staff[i].goal, s.staff[int(contact.partner)].goal)
            met += 1.0
            shared += goal
            queue.rubbed += friction(contact.strength, contact.inside > 0.0, goal - s.firm[0].goal, par)
            if contact.inside == 0.0:
                familiar = plan.regimes[regime].familiar
                queue.crossed += 1.0 - familiar * contact.strength
    for q in range(s.queues.shape[0]):
        queue = s.queues[q]
        if queue.met > 0.0:
            queue.friction += par.contact_memory * (queue.rubbed / queue.met - queue.friction)
            queue.crossing += par.contact_memory * (queue.crossed / queue.met - queue.crossing)
    s.firm[0].asked_goal = shared / met if met > 0.0 else -1.0


@step
def receive_help(s: State, i: int, usual, par: Parameters):
    """Set the help seat i gets: what the colleague it met offers, shared among all who came, relative to usual."""
    contact, p = s.contacts[i], s.staff[i]
    contact.share = 0.0
    if contact.partner >= 0.0:
        giver = s.staff[int(contact.partner)]
        contact.share = contact.weight / max(1.0, s.contacts[int(contact.partner)].load)
        p.received += par.contact_memory * (giver.effort_help * giver.hours * contact.share / usual - p.received)
        if contact.inside == 0.0:
            giver.crossing += contact.share


@step
def count_giving(p, par: Parameters):
    """Set how much of a person's help reaches other units, a mean of about eight weeks."""
    p.giving += par.contact_memory * (p.crossing - p.giving)
    p.gave = p.giving * p.effort_help * p.hours
    p.crossing = 0.0


@step
def learn_of_colleague(plan: Arrays, par: Parameters, s: State, regime: int, i: int):
    """Let seat i see the pay and output of a colleague of its role, or learn what another role needs."""
    p, crossed = s.staff[i], 0.0
    if s.contacts[i].partner >= 0.0:
        j = int(s.contacts[i].partner)
        if plan.seats[j].role == plan.seats[i].role:
            p.seen_pay += par.contact_memory * (s.staff[j].relative_pay - p.seen_pay)
            p.seen_output += par.contact_memory * (s.staff[j].relative_output - p.seen_output)
        else:
            crossed = 1.0
    p.understanding = next_understanding(p.understanding, plan.placements[regime, i].rotating, crossed, par)


@step
def draw_contacts(plan: Arrays, s: State, t: int, key: Key, purpose):
    """Draw the four uniforms of everybody's contact: all at once, as the processor then works on several at a time."""
    for i in range(s.staff.shape[0]):
        contact, actor = s.contacts[i], PERSON + plan.seats[i].luck
        contact.load = 0.0
        contact.kind, contact.u, contact.v, contact.w = luck(actor, int(s.staff[i].occupant), t, purpose, 0, key)


@step
def socialise(plan: Arrays, par: Parameters, s: State, regime: int, t: int, key: Key, purpose):
    """Let everybody meet somebody, then move all ties. Contacts read last week's ties only."""
    draw_contacts(plan, s, t, key, purpose)
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0:
            meet(plan, par, s, regime, i)
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0:
            age(s, i, par)
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0:
            strengthen(s, i, par)
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0 and s.contacts[i].partner >= 0.0 and s.contacts[i].fresh > 0.0:
            befriend(s, i, int(s.contacts[i].partner), par)
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0 and s.staff[i].mentor >= 0.0:
            meet_mentor(s, i, int(s.staff[i].mentor), par)
    count_contacts(plan, par, s, regime)


@step
def miss_leavers(s: State, i: int):
    """Drop seat i's ties to people who are gone; what part of its ties, by strength, this takes, it is exposed to."""
    lost, total = 0.0, 0.0
    for k in range(MOST_TIES):
        j = s.partners[i, k]
        if j >= 0:
            total += s.strengths[i, k]
            if s.staff[j].filled == 0.0 or int(s.staff[j].occupant) != s.identities[i, k]:
                lost += s.strengths[i, k]
                s.partners[i, k], s.strengths[i, k] = -1, 0.0
    s.staff[i].exposure += lost / total if total > 0.0 else 0.0


@step
def forget_all(s: State, i: int):
    """Empty the ties of seat i."""
    for k in range(s.partners.shape[1]):
        s.partners[i, k], s.strengths[i, k] = -1, 0.0


@step
def summarise_ties(plan: Arrays, s: State, regime: int, t: int):
    """Add up ties and newcomers who have just become connected; once in four weeks ties to other units."""
    week, ties, strength, seen, across = s.week[0], 0.0, 0.0, 0.0, 0.0
    for i in range(s.staff.shape[0]):
        p = s.staff[i]
        if p.filled == 0.0:
            continue
        ties += p.ties
        strength += p.support
        if p.connected == 0.0 and p.ties >= CONNECTED:
            p.connected = 1.0
            week.connected += 1.0
            week.connect_weeks += p.tenure
        if t % COUNT_WEEKS == 0:
            unit = plan.placements[regime, i].unit
            for k in range(MOST_TIES):
                if s.partners[i, k] >= 0:
                    seen += 1.0
                    across += 1.0 if plan.placements[regime, s.partners[i, k]].unit != unit else 0.0
    week.ties, week.tie_strength, week.ties_seen, week.cross_ties = ties, strength, seen, across


@step
def grow_ties(plan: Arrays, par: Parameters, s: State, key: Key, weeks):
    """Let ties form before the first week, behaviour off."""
    if s.partners.shape[1] > 0:
        for w in range(weeks):
            socialise(plan, par, s, plan.weeks[0].regime, w, key, GROWTH)


@phase
def meet_colleagues(plan: Arrays, par: Parameters, s: State, t: int, key: Key):
    """Phase 2: everybody turns to somebody; ties grow with use and fade; help and hand-offs follow them."""
    if s.partners.shape[1] == 0:
        return
    regime, firm = s.calendar[t].regime, s.firm[0]
    if s.week[0].layoffs > 0.0:
        for i in range(s.staff.shape[0]):
            miss_leavers(s, i)
    socialise(plan, par, s, regime, t, key, TIES)
    shares, support, understanding, people = 0.0, 0.0, 0.0, 0.0
    for i in range(s.staff.shape[0]):
        if s.staff[i].filled > 0.0:
            receive_help(s, i, firm.help_share, par)
            shares += s.contacts[i].share
            learn_of_colleague(plan, par, s, regime, i)
            support += s.staff[i].support
            understanding += s.staff[i].understanding
            people += 1.0
    for i in range(s.staff.shape[0]):
        count_giving(s.staff[i], par)
    if plan.weeks[t].usual == 1 and people > 1.0:
        firm.help_share += par.tie_usual_speed * (shares / people - firm.help_share)
        firm.support += par.tie_usual_speed * (support / people - firm.support)
        firm.goal += par.tie_usual_speed * (firm.asked_goal - firm.goal) if firm.asked_goal >= 0.0 else 0.0
        firm.understanding += par.tie_usual_speed * (understanding / people - firm.understanding)
    summarise_ties(plan, s, regime, t)
