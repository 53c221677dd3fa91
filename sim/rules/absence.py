"""Staying away from work: what strain, the price of a day off and habit do to it, and what presence at that price costs.

Theory: absence as a choice of hours against what a day off costs (Allen 1981; Brown and Sessions 1996), around a usual
share that illness and custom set.
"""

from sim.rules import elementary as math
from sim.rules.jit import rule
from sim.units import WORKING_DAYS

#: Most of a week that somebody is away without leaving the job.
MOST_AWAY = 0.8


@rule
def away_share(usual, weary, dearer, excused, par):
    """Return the share of working days that a person means to be away, 0 where nobody ever is.

    Args:
        usual: share of days that people of the role are away as things are.
        weary: fatigue beyond that of the role as things are.
        dearer: what a week away costs beyond what it costs as things are, share of reference pay.
        excused: how much more readily a person stays away since presence has a price, log.
        par: parameters.

    Source: Allen 1981; Puhani and Sonderhof 2010, Ziebarth and Karlsson 2010, 2014 (a fifth of sick pay, absence by a
    tenth to a fifth); Bakker, Demerouti, de Boer and Schaufeli 2003 (exhaustion and time away); the form is an
    assumption.
    """
    if usual == 0.0:
        return 0.0
    return min(MOST_AWAY, usual * math.exp(par.absence_strain * weary - par.absence_price * dearer + excused))


@rule
def days_away(u, share):
    """Return how many of a week's days a person is away, at most as the week allows: inverse binomial at a uniform."""
    if share <= 0.0:
        return 0.0
    odds = share / (1.0 - share)
    chance = math.exp(WORKING_DAYS * math.log1p(-share))
    below, days = chance, 0
    while u > below and days < WORKING_DAYS * MOST_AWAY:
        chance *= odds * (WORKING_DAYS - days) / (days + 1.0)
        below += chance
        days += 1
    return float(days)


@rule
def excuse(tenure_weeks, par):
    """Return how much more readily somebody stays away once presence is paid for, log: less the longer in the job.

    Source: Alfitian, Sliwka and Vogelsang 2024 (a bonus for presence raised absence, most among the newest, and it
    stayed); Gneezy and Rustichini 2000 (a fine is a price); Benabou and Tirole 2006.
    """
    return par.absence_norm * math.exp(-tenure_weeks / par.absence_norm_tenure)


@rule
def unwell_care(unwell, par):
    """Return the factor on the care of a week of which the share `unwell` is worked only since a day off costs more.

    Source: Hemp 2004, Pichler and Ziebarth 2017 (work of the ill; direction); size is an assumption.
    """
    return 1.0 - par.presence_care * unwell


@rule
def just_enough(allowed, taken, likely):
    """Return the probability that all other days off of a period leave exactly none to spare, and that they suffice.

    Args:
        allowed: days off up to which a bonus is paid.
        taken: so far in the period.
        likely: expected in the rest of it, Poisson.
    """
    spare = allowed - taken
    if spare < 0.0:
        return 0.0, 0.0
    chance = math.exp(-likely)
    enough, n = chance, 0.0
    while n + 1.0 <= spare:
        n += 1.0
        chance *= likely / n
        enough += chance
    return chance, enough
