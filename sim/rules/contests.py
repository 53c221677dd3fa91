"""Contests: what one more unit of a score is worth when prizes go by rank, and what rank of a line to expect."""

from sim.rules import elementary as math
from sim.rules.jit import rule
from sim.rules.normal import normal_cdf, normal_density

FAR = 9.0


@rule
def place_gain(gap, prize, spread):
    """Return (expected prize, its slope) of reaching a place worth `prize` more, `gap` ahead of who would have it.

    Args:
        gap: own score less the rival's, negative behind.
        prize: what the place is worth more than the next one.
        spread: standard deviation of the difference of the two scores at the end.

    Source: Lazear and Rosen 1981, standard result: a decided race moves nobody.
    """
    z = gap / spread
    if z > FAR or z < -FAR:
        return (prize if z > 0.0 else 0.0), 0.0
    return prize * normal_cdf(z), prize * normal_density(z) / spread


@rule
def status_gain(own, mean, variance, spread):
    """Return the slope of the rank one ends with, 0 last to 1 first, in one's own score; rivals' scores as if normal.

    Args:
        own, mean, variance: own score; mean and variance of all scores.
        spread: standard deviation of the difference of two scores that the rest of the period may bring.
    """
    width = math.sqrt(variance + spread * spread)
    z = (own - mean) / width
    return normal_density(z) / width if -FAR < z < FAR else 0.0


@rule
def helpless_share(members, par):
    """Return how far a place on a list is out of one's own hands: the less, the larger one's part in the result.

    Args:
        members: people whose result it is, 1 for one's own.
        par: parameters.

    Source: Weiner 1985 and Bandura 1977 (a failure that one can mend by effort spurs, another one disheartens); signs
    Blanes i Vidal and Nossol 2011 (own piece rates, +) against Bandiera, Barankay and Rasul 2013 (teams, -); the form
    is an assumption.
    """
    return 1.0 - par.rank_control / max(members, 1.0)


@rule
def notice(winners, contestants):
    """Return how much a title tells, 0 to 1: nothing where everybody gets it, more the fewer do.

    Source: Besley and Ghatak 2008 (status is scarce); Bradler et al. 2016 (recognition of few against that of all).
    """
    return max(0.0, 1.0 - winners / contestants) if contestants > 1.0 else 0.0


@rule
def unpaid_share(status, money, par):
    """Return the part of what a place is worth at the margin that is not money: status, and the pride of winning.

    Args:
        status, money: what a higher score is worth, the latter with the weight that `contest_zeal` gives a prize.
        par: parameters.
    """
    total = status + money
    if total <= 0.0:
        return 0.0
    return min(1.0, max(0.0, (status + money * par.contest_zeal / (1.0 + par.contest_zeal)) / total))


@rule
def top_chance(standing, rank, wanted, par):
    """Return (probability to rank `wanted` or better, its slope in the standing) of a line.

    Args:
        standing: log of sales of four weeks over the usual.
        rank: at usual sales.
        wanted: rank that must be reached.
        par: parameters.
    """
    z = (standing - math.log(rank / wanted) / par.rank_elasticity) / par.rank_noise
    return normal_cdf(z), normal_density(z) / par.rank_noise


@rule
def rivalry(prize_share, par):
    """Return the part of their help that rivals in a contest keep from each other, 0 to 1; more for a larger prize.

    Source: sign Drago and Garvey 1998; Carpenter et al. 2010.

    Args:
        prize_share: first prize as a share of pay; a list that all can see and no prize: 0.
        par: parameters.
    """
    return min(1.0, par.rival_help * (1.0 + par.rival_prize * prize_share))
