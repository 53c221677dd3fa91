"""Queues, waiting, requests between people and their rework."""

from sim.rules import elementary as math
from sim.rules.jit import rule
from sim.rules.normal import normal_cdf


@rule
def waiting_factor(load, servers):
    """Return the mean wait in units of one service time (Sakasegawa 1977; exact for one server)."""
    u = min(load, 0.9)
    if u <= 0.0:
        return 0.0
    return math.pow(u, math.sqrt(2.0 * (servers + 1.0)) - 1.0) / (servers * (1.0 - u))


@rule
def unreached_share(servers, shift, gap):
    """Return the delay in weeks from contacts that find nobody on duty, when too few people cover the hours."""
    return gap * max(0.0, 1.0 - shift * servers)


@rule
def shortage_probability(work, capacity, noise):
    """Return the probability that more capacity would serve more work this week."""
    return normal_cdf((work - capacity) / (noise * capacity))


@rule
def rework_probability(handoff, culture, understanding, care, par):
    """Return the share of requests that come back. Source: form of the Virtual Design Team (Jin and Levitt 1996).

    Args:
        handoff: friction between who asks and who answers, 0 to 1.
        culture: shared culture of those who answer, 0 to 1.
        understanding: their understanding of other roles beyond the usual, -1 to 1.
        care: ratio, 1 = reference.
        par: parameters.
    """
    share = par.rework_base * (1.0 + par.rework_handoff * handoff)
    share *= (par.rework_culture_ceiling - par.rework_culture * culture) / math.sqrt(care)
    share *= max(0.0, 1.0 - par.understanding_rework * understanding)
    return min(par.rework_max, share)


@rule
def cycle_weeks(approval, waiting, handoff, rework, par):
    """Return mean weeks from asking to usable answer: approval, wait, work, hand-off delay, repeated for rework."""
    return (approval + waiting + par.request_block_weeks + par.handoff_delay_weeks * handoff) / (1.0 - rework)


@rule
def in_time_share(cycle, target_weeks):
    """Return the share of requests answered within the target, for exponential cycle times."""
    return 1.0 - math.exp(-target_weeks / cycle)
