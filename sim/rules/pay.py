"""Pay formulas and what one more unit of a metric is worth while a period is still running."""

from sim.rules import elementary as math
from sim.rules.jit import rule
from sim.rules.normal import normal_cdf, normal_density
from sim.units import WEEKS_PER_MONTH

SQRT_THREE = math.sqrt(3.0)
#: Standard deviations beyond which a normal distribution function is 1 in double precision.
CERTAIN = 9.0
#: A result that misses a mark by less than this share of the target, as sums of floats do, has reached it.
EXACT = 1e-9


@rule
def payout_share(attainment, kinks, lumps):
    """Return what is paid at an attainment, as a share of target pay.

    Args:
        attainment: result / target of the period.
        kinks: float64[k, 2], attainment above which the slope rises, and by how much (negative at a cap).
        lumps: float64[k, 2], attainment from which a fixed share is paid, and that share.
    """
    share = 0.0
    for k in range(kinks.shape[0]):
        share += kinks[k, 1] * max(0.0, attainment - kinks[k, 0])
    for k in range(lumps.shape[0]):
        if attainment >= lumps[k, 0] - EXACT:
            share += lumps[k, 1]
    return share


@rule
def expected_slope(projected, spread, own_noise, kinks, lumps):
    """Return d(expected payout share)/d(attainment) given what the rest of the period may bring.

    Args:
        projected: attainment expected at the end of the period.
        spread: standard deviation of that projection.
        own_noise: standard deviation of a person's own week, same unit; lumps are averaged over three nodes of it.
        kinks, lumps: as in `payout_share`.

    Source: standard results for piecewise-linear contracts under normal uncertainty; a linear plan has slope 1.
    """
    slope = 0.0
    for k in range(kinks.shape[0]):
        if kinks[k, 1] != 0.0:
            z = (projected - kinks[k, 0]) / spread
            slope += kinks[k, 1] * (normal_cdf(z) if z < CERTAIN and kinks[k, 0] > 0.0 else 1.0)
    step = SQRT_THREE * own_noise
    for k in range(lumps.shape[0]):
        if lumps[k, 1] != 0.0:
            z = (projected - lumps[k, 0]) / spread
            near = normal_density(z + step / spread) + normal_density(z - step / spread)
            slope += lumps[k, 1] / spread * (2.0 / 3.0 * normal_density(z) + near / 6.0)
    return slope


@rule
def expected_share(projected, spread, kinks, lumps):
    """Return the expected payout share given what the rest of the period may bring; arguments as in `expected_slope`.

    Source: mean of a piecewise-linear function of a normal variable.
    """
    share = 0.0
    for k in range(kinks.shape[0]):
        if kinks[k, 1] != 0.0:
            z = (projected - kinks[k, 0]) / spread
            share += kinks[k, 1] * spread * (normal_density(z) + z * normal_cdf(z))
    for k in range(lumps.shape[0]):
        if lumps[k, 1] != 0.0:
            share += lumps[k, 1] * normal_cdf((projected - lumps[k, 0]) / spread)
    return share


@rule
def projection_spread(weeks_left, own_sd, shock_sd, persistence):
    """Return the standard deviation of end-of-period attainment times the weeks of the period.

    Own noise of every week plus a persistent market shock.

    Args:
        weeks_left: weeks after this one.
        own_sd: sd of one week's result, relative to a week's target.
        shock_sd: innovation sd of the AR(1) market shock of the scope.
        persistence: AR(1) coefficient.
    """
    ahead = weeks_left + 1.0
    power = math.exp(ahead * math.log(persistence)) if persistence > 0.0 else 0.0
    first = persistence * (1.0 - power) / (1.0 - persistence)
    second = persistence * persistence * (1.0 - power * power) / (1.0 - persistence * persistence)
    shock = (ahead - 2.0 * first + second) / ((1.0 - persistence) * (1.0 - persistence))
    return math.sqrt(own_sd * own_sd * ahead + shock_sd * shock_sd * shock)


@rule
def floored_share(earned, least, spread, recovers, par):
    """Return the share of a further RMB earned that a floor would have brought all the same.

    Args:
        earned: what the period is expected to bring after an advance is worked off, RMB.
        least: what is paid at least, RMB.
        spread: standard deviation of what the period brings, RMB.
        recovers: 1 where the floor is an advance, so that a further RMB saves one later.
        par: parameters.

    Source: mean of a piecewise-linear function of a normal variable; an advance counts as far as later pay does.
    """
    if spread <= 0.0:
        below = 1.0 if least > earned else 0.0
    else:
        below = normal_cdf((least - earned) / spread)
    return below * (1.0 - recovers * par.present_bias)


@rule
def worth_later(weeks, par):
    """Return what money in some weeks is worth now, as a ratio.

    Source: Laibson 1997 (whatever comes after the coming pay day counts less); sizes are parameters.
    """
    return (par.present_bias if weeks > WEEKS_PER_MONTH else 1.0) * math.pow(par.weekly_discount, weeks)


@rule
def gone_share(weeks, leaving, buying, idle):
    """Return the share of new customers who will be gone after some weeks as things are.

    Args:
        weeks: after the first order.
        leaving: share of customers who leave in a week.
        buying: orders of a customer in a week.
        idle: 1 where who has not bought again is gone, else who has left.

    Source: constant hazards; orders come as in a Poisson process (Schmittlein, Morrison and Colombo 1987).
    """
    if idle == 1:
        return math.exp(-buying * weeks)
    return 1.0 - math.pow(1.0 - leaving, weeks)


@rule
def ratchet_loss(ratchet, next_slope):
    """Return what one more unit of attainment costs next period because the target is raised by `ratchet` of it."""
    return ratchet * next_slope
