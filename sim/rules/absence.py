"""Absence: tired people are ill more often."""

from sim.rules.jit import rule


@rule
def present_share(fatigue, par):
    """Return the share of planned hours for which somebody of that fatigue is there.

    Source: Bakker, Demerouti, de Boer and Schaufeli 2003 (direction); linear form and size are assumptions.
    """
    return 1.0 - par.sick_fatigue * fatigue
