"""Work of several hands: what a line, or a colleague, brings when one of the inputs is scarce; and who stands in.

Theory: production with a constant elasticity of substitution (Arrow, Chenery, Minhas and Solow 1961) below one, so that
inputs are complements and the scarcest weighs most (Kremer 1993 on chains of tasks). Every input is measured relative to
the usual, so at usual levels every result is 1 and its elasticity in an input is that input's weight.
"""

from sim.rules import elementary as math
from sim.rules.jit import rule

#: Smallest sum behind `combined`, so that many missing inputs leave next to nothing, and smallest load.
LEAST = 1e-3
#: A power closer to 0 than this is 0: inputs that multiply.
FLAT = 1e-6


@rule
def substitution_power(substitution):
    """Return the power of the inputs, 1 - 1/s: 0 for inputs that multiply, towards minus infinity for links of a chain.

    Args:
        substitution: elasticity of substitution s, above 0 and at most 1.
    """
    return 1.0 - 1.0 / substitution


@rule
def input_term(level, weight, power):
    """Return what an input at `level` (1 = usual, above 0) adds to the sum behind `combined`: weight x (w^p - 1) / p."""
    if power > -FLAT:
        return weight * math.log(level)
    return weight * (math.pow(level, power) - 1.0) / power


@rule
def combined(total, power):
    """Return output relative to the usual from a sum of input terms, (1 + p x total)^(1/p): 1 where all are usual."""
    if power > -FLAT:
        return math.exp(total)
    return math.pow(max(1.0 + power * total, LEAST), 1.0 / power)


@rule
def input_slope(level, weight, total, power):
    """Return the elasticity of `combined` in one input: its weight where all are usual, more where it is the scarcest."""
    if power > -FLAT:
        return weight
    return weight * math.pow(level, power) / max(1.0 + power * total, LEAST)


@rule
def work_state(served, load, spare_share, spare_limit):
    """Return how well a role's work on a line is done before it is related to the usual: served need and spare time.

    Args:
        served: work done / work needed.
        load: work / capacity of the queue.
        spare_share: part of the capacity beyond the need that goes into selling and better pages.
        spare_limit: most that it may add, share of the need.
    """
    return served + min(spare_limit, spare_share * max(0.0, 1.0 / max(load, LEAST) - 1.0))


@rule
def believed_control(elasticity, belief):
    """Return what people believe 1 % more of their work does to a result, in per cent.

    Between the truth (belief 0) and proportionality, one per cent (belief 1), as the geometric mean e^(1 - belief); who
    moves nothing at all knows it. Source: illusion of control Langer 1975; form an assumption.
    """
    if elasticity <= 0.0:
        return 0.0
    return math.pow(elasticity, 1.0 - belief)


@rule
def lent_share(wanted, offered):
    """Return the share of offered hours that is used when `wanted` hours are missing, 0 to 1."""
    return min(1.0, wanted / offered) if offered > 0.0 and wanted > 0.0 else 0.0
