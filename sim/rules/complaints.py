"""Complaints: how many there are, who settles them, and what is left."""

from sim.rules import elementary as math
from sim.rules.jit import rule


@rule
def complaint_share(push, late, wrong, par):
    """Return the complaints for each order, 0 to 1: late and wrong parcels, and others, more after hard selling.

    Args:
        push: hard selling, 0 to 1.
        late, wrong: shares of orders that were late and wrong.
        par: parameters.
    """
    return min(1.0, par.complaint_base * (1.0 + push) + late + wrong)


@rule
def settled_at_once(care, delay_weeks, par):
    """Return the share of complaints that the first person settles: needs care and a prompt answer."""
    return min(1.0, par.complaint_first * math.sqrt(care)) * math.exp(-delay_weeks / par.complaint_target)


@rule
def settled_by_lead(wait_weeks, par):
    """Return the share of complaints passed on that the lead settles before the customer gives up."""
    return math.exp(-wait_weeks / par.complaint_target)
