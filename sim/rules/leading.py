"""Leads: how far those whose pay hangs on what their unit yields see to it, and whom that helps most."""

from sim.rules import elementary as math
from sim.rules.effort import saturated
from sim.rules.jit import rule


@rule
def lead_drive(stake, par):
    """Return how far a lead sees to what the unit yields beyond what every lead does, 0 to `effort_saturation`.

    Args:
        stake: what a log point more of the others' output brings the lead, share of reference pay.
        par: parameters.

    Source: Bandiera, Barankay and Rasul 2007 (managers paid by their people's output see to it, +); nothing where a
    lead can do nothing about it, and nothing where money moves nobody.
    """
    if par.lead_management <= 0.0 or par.incentive_gain <= 0.0 or stake <= 0.0:
        return 0.0
    return saturated(stake, par.effort_saturation)


@rule
def led(drive, ahead, par):
    """Return the factor by which a lead's drive changes the output of one of the unit; 1 without it, never below.

    Args:
        drive: of the lead, see `lead_drive`.
        ahead: ln ability of the person less the mean of the unit.
        par: parameters.

    Source: Bandiera, Barankay and Rasul 2007 (work and attention went to the able, the spread grew).
    """
    return math.exp(par.lead_management * drive * max(0.0, 1.0 + par.lead_targeting * ahead))
