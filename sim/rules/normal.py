"""The normal distribution: density, distribution and its inverse.

Source of the inverse: Wichura 1988, algorithm AS 241 (PPND16), relative error about 1e-16.
"""

from sim.rules import elementary as math
from sim.rules.jit import kernel, rule

SQRT_HALF = math.sqrt(0.5)
INVERSE_SQRT_TWO_PI = 1.0 / math.sqrt(2.0 * math.pi)


@rule
def normal_density(x):
    """Return the standard normal density at x."""
    return INVERSE_SQRT_TWO_PI * math.exp(-0.5 * x * x)


@rule
def normal_cdf(x):
    """Return the probability that a standard normal is at most x."""
    return 0.5 * math.erfc(-x * SQRT_HALF)


@kernel
def normal_quantile(u):
    """Return the standard normal quantile of u in (0, 1); increasing in u.

    Even and odd powers are summed apart: two short chains are faster than one long.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        s = r * r
        top = (
            ((3.3430575583588128105e4 * s + 4.5921953931549871457e4) * s + 1.9715909503065514427e3) * s
            + 3.3871328727963666080e0
        ) + (
            ((2.5090809287301226727e3 * s + 6.7265770927008700853e4) * s + 1.3731693765509461125e4) * s
            + 1.3314166789178437745e2
        ) * r
        low = (((2.8729085735721942674e4 * s + 2.1213794301586595867e4) * s + 6.8718700749205790830e2) * s + 1.0) + (
            ((5.2264952788528545610e3 * s + 3.9307895800092710610e4) * s + 5.3941960214247511077e3) * s
            + 4.2313330701600911252e1
        ) * r
        return q * top / low
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        r -= 1.6
        s = r * r
        top = (
            ((2.27238449892691845833e-2 * s + 1.27045825245236838258e0) * s + 5.76949722146069140550e0) * s
            + 1.42343711074968357734e0
        ) + (
            ((7.74545014278341407640e-4 * s + 2.41780725177450611770e-1) * s + 3.64784832476320460504e0) * s
            + 4.63033784615654529590e0
        ) * r
        low = (
            ((5.47593808499534494600e-4 * s + 1.48103976427480074590e-1) * s + 1.67638483018380384940e0) * s + 1.0
        ) + (
            ((1.05075007164441684324e-9 * s + 1.51986665636164571966e-2) * s + 6.89767334985100004550e-1) * s
            + 2.05319162663775882187e0
        ) * r
    else:
        r -= 5.0
        s = r * r
        top = (
            ((2.71155556874348757815e-5 * s + 2.65321895265761230930e-2) * s + 1.78482653991729133580e0) * s
            + 6.65790464350110377720e0
        ) + (
            ((2.01033439929228813265e-7 * s + 1.24266094738807843860e-3) * s + 2.96560571828504891230e-1) * s
            + 5.46378491116411436990e0
        ) * r
        low = (
            ((1.42151175831644588870e-7 * s + 7.86869131145613259100e-4) * s + 1.36929880922735805310e-1) * s + 1.0
        ) + (
            ((2.04426310338993978564e-15 * s + 1.84631831751005468180e-5) * s + 1.48753612908506148525e-2) * s
            + 5.99832206555887937690e-1
        ) * r
    return -top / low if q < 0.0 else top / low
