"""Trials that people propose: who dares, how likely they win, and what they bring."""

from sim.rules import elementary as math
from sim.rules.jit import rule


@rule
def wish_to_propose(merit, tolerance, noise, par):
    """Return how far a person's wish to propose a trial exceeds the mark; who is above 0 proposes.

    Args:
        merit: ability times skill times motivation.
        tolerance: of failed trials, 0 to 1.
        noise: standard normal luck of the quarter.
        par: parameters.
    """
    fear = par.venture_fear * (1.0 - tolerance)
    return math.log(merit) + par.venture_spread * noise - par.venture_ability - fear


@rule
def winning_chance(ability, skill, par):
    """Return the chance that a trial wins, 0 to 1."""
    return min(1.0, par.venture_chance * ability * skill)


@rule
def venture_margin(spent, noise, par):
    """Return the whole margin of a trial that wins, RMB: lognormal, its median a share of what was spent."""
    return spent * par.venture_payoff * math.exp(par.venture_tail * noise)
