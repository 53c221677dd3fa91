"""What a week of work yields: volume, care, hours that count."""

from sim.rules import elementary as math
from sim.rules.jit import rule


@rule
def effective_hours(hours, full, tail_value):
    """Return hours that count, in weeks of 40 h: proportional up to `full`, worth `tail_value` beyond.

    Source: Pencavel 2015 (output proportional to hours to about 48 a week).
    """
    return hours if hours <= full else full + (hours - full) * tail_value


@rule
def overtime(load, threshold, cap):
    """Return overtime as a share of a week, from last week's load of the queue (work / capacity)."""
    return max(0.0, min(cap, load - threshold))


@rule
def help_factor(received, par):
    """Return the factor by which help received from colleagues changes output (1 at the reference level).

    Source: bound from Sandvik et al. 2020.
    """
    change = received / par.help_reference - 1.0
    return 1.0 + par.help_productivity * min(max(change, par.help_floor), par.help_ceiling)


@rule
def home_factor(home, needed, par):
    """Return the factor by which days at home change output: quiet and fewer breaks against colleagues out of reach.

    Args:
        home: share of days at home, 0 to 1.
        needed: how far the people of the role need each other, 0 alone, 1 as in an office.
        par: parameters.

    What coordination costs grows with the square of days, since the first ones are kept for what takes nobody else.

    Source: Bloom, Liang, Roberts and Ying 2015 (calls that everybody takes alone, +); Bloom, Han and Liang 2024 (two
    days, office work, none); Gibbs, Mengel and Siemroth 2023, Atkin, Schoar and Shinde 2023 (-).
    """
    quiet = par.home_gain * max(0.0, 1.0 - needed)
    return math.exp(home * (quiet - par.home_friction * needed * home))


@rule
def noise_factor(quantile, sd):
    """Return a positive factor with mean 1 and log standard deviation sd, from a standard normal quantile."""
    return math.exp(sd * quantile - 0.5 * sd * sd)


@rule
def form_factor(match, mood, par):
    """Return the factor by which fit and mood change output; mean 1 among newcomers.

    Args:
        match: fit of job and person, log pay.
        mood: slow private ups and downs, log pay.
        par: parameters.

    Source: Jovanovic 1979 (a good match produces more and is kept); Judge et al. 2001 (satisfaction and performance, r
    about .3); sizes are assumptions.
    """
    spread = par.match_output * par.match_output * par.match_sd * par.match_sd
    spread += par.mood_output * par.mood_output * par.mood_sd * par.mood_sd
    return math.exp(par.match_output * match + par.mood_output * mood - 0.5 * spread)


@rule
def breadth_factor(lines, reference_lines, penalty):
    """Return how serving many lines at once lowers output, relative to the breadth at which work was measured."""
    return (1.0 + penalty * math.log(max(reference_lines, 1.0))) / (1.0 + penalty * math.log(max(lines, 1.0)))


@rule
def mastered_share(channel, mastery):
    """Return the share of output that is left when part of the work needs a new skill. Source: by definition."""
    return 1.0 - channel * (1.0 - mastery)
