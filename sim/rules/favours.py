"""Favours asked in passing: how many, and how many of them claim to be urgent."""

from sim.rules import elementary as math
from sim.rules.jit import rule


@rule
def favours(usual, relative_wait, par):
    """Return favours asked in a week, pw: the shorter the wait, the more people ask. Source: assumption.

    Args:
        usual: at the usual wait, pw.
        relative_wait: time of a request over its usual time.
        par: parameters.
    """
    return usual * min(
        max(math.pow(max(relative_wait, 0.01), -par.favour_elasticity), par.favour_least), par.favour_most
    )


@rule
def inflated_share(relative_wait, par):
    """Return the share of favours graded as important all the same, when waits are longer than usual."""
    return min(1.0, max(0.0, par.urgency_inflation * (relative_wait - 1.0)))
