"""Elementary functions, the same to the last bit for one company, for lanes, and without compilation, on any machine.

Relative errors against the true values, as tests hold them: exp, log, log1p and tanh 5e-16; expm1 1e-15; erfc 5e-15 to
an argument of 5; pow 5e-16 times (1 + |y ln x|). Beyond the range of normal numbers exp gives 0 or infinity.

Sources: fdlibm (log), Cephes (tanh, erfc; Cody 1969), Kahan (log1p, expm1).
"""

import math
from math import floor, inf, pi, sqrt

from sim.rules.jit import kernel
from sim.rules.jit.bits import MIDDLE, parts, scaled

__all__ = ["erfc", "exp", "expm1", "floor", "inf", "log", "log1p", "pi", "pow", "sqrt", "tanh"]

LOWEST, HIGHEST = -708.0, 709.0
NAN = math.nan
PER_LN2, LN2_HIGH, LN2_LOW = 1.4426950408889634, 0.693147180369123816490, 1.90821492927058770002e-10


@kernel
def exp(x):
    """Return e^x."""
    inside = min(max(x, LOWEST), HIGHEST)
    n = (inside * PER_LN2 + MIDDLE) - MIDDLE
    r = (inside - n * LN2_HIGH) - n * LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    a = r2 * (0.5 + r * 0.16666666666666666)
    b = (0.041666666666666664 + r * 0.008333333333333333) + r2 * (0.001388888888888889 + r * 0.0001984126984126984)
    c = (2.48015873015873e-05 + r * 2.7557319223985893e-06) + r2 * (2.755731922398589e-07 + r * 2.505210838544172e-08)
    out = scaled(1.0 + (r + (a + r4 * (b + r4 * (c + r4 * 2.08767569878681e-09)))), n)
    return (out if x <= HIGHEST else x * inf) if x >= LOWEST else (0.0 if x < LOWEST else x)


@kernel
def log(x):
    """Return ln x; minus infinity at 0, not a number below."""
    m, e = parts(x)
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332))
    even = z * (
        0.6666666666666735130 + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591))
    )
    half = 0.5 * f * f
    out = e * LN2_HIGH - ((half - (s * (half + (odd + even)) + e * LN2_LOW)) - f)
    return (out if x < inf else x) if x > 0.0 else (-inf if x == 0.0 else NAN)


@kernel
def pow(x, y):
    """Return x^y for x of at least 0."""
    if y == 1.0:
        return x
    if x <= 0.0:
        return 0.0 if y > 0.0 else (1.0 if y == 0.0 else inf)
    return exp(y * log(x))


@kernel
def log1p(x):
    """Return ln(1 + x)."""
    u = 1.0 + x
    if u > 1e17:
        return log(u)
    return log(u) - ((u - 1.0) - x) / u


@kernel
def expm1(x):
    """Return e^x - 1."""
    if abs(x) < 1e-5:
        return x + 0.5 * x * x + x * x * x / 6.0
    u = exp(x)
    return (u - 1.0) * x / log(u) if abs(x) < 1.0 else u - 1.0


@kernel
def tanh(x):
    """Return the hyperbolic tangent of x."""
    size = abs(x)
    if size < 0.625:
        z = x * x
        top = (-9.64399179425052238628e-1 * z - 9.92877231001918586564e1) * z - 1.61468768441708447952e3
        low = ((z + 1.12811678491632931402e2) * z + 2.23548839060100448583e3) * z + 4.84406305325125486048e3
        return x + x * z * (top / low)
    far = 1.0 - 2.0 / (exp(2.0 * min(size, 25.0)) + 1.0)
    return far if x > 0.0 else -far


@kernel
def erfc(x):
    """Return the complementary error function of x."""
    size = abs(x)
    if size < 1.0:
        z = x * x
        top = (
            ((9.60497373987051638749 * z + 9.00260197203842689217e1) * z + 2.23200534594684319226e3) * z
            + 7.00332514112805075473e3
        ) * z + 5.55923013010394962768e4
        low = (
            (((z + 3.35617141647503099647e1) * z + 5.21357949780152679795e2) * z + 4.59432382970980127987e3) * z
            + 2.26290000613890934246e4
        ) * z + 4.92673942608635921086e4
        return 1.0 - x * top / low
    a = min(size, 26.0)
    top = (
        (
            (
                (
                    (
                        ((2.46196981473530512524e-10 * a + 5.64189564831068821977e-1) * a + 7.46321056442269912687) * a
                        + 4.86371970985681366614e1
                    )
                    * a
                    + 1.96520832956077098242e2
                )
                * a
                + 5.26445194995477358631e2
            )
            * a
            + 9.34528527171957607540e2
        )
        * a
        + 1.02755188689515710272e3
    ) * a + 5.57535335369399327526e2
    low = (
        (
            (
                (
                    (((a + 1.32281951154744992508e1) * a + 8.67072140885989742329e1) * a + 3.54937778887819891062e2) * a
                    + 9.75708501743205489753e2
                )
                * a
                + 1.82390916687909736289e3
            )
            * a
            + 2.24633760818710981792e3
        )
        * a
        + 1.65666309194161350182e3
    ) * a + 5.57535340817727675546e2
    far = exp(-a * a) * top / low
    return far if x > 0.0 else 2.0 - far
