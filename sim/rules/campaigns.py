"""Campaigns: what preparation is worth when the peak comes."""

from sim.rules.jit import rule


@rule
def prepared_lift(season, readiness, par):
    """Return the demand index of a campaign's week: what lies above the threshold needs preparation.

    Args:
        season: demand index of a prepared company.
        readiness: share of the campaign's jobs that were done at the gate, 0 to 1.
        par: parameters.

    Source: assumption.
    """
    above = season - par.campaign_threshold
    if above <= 0.0:
        return season
    return par.campaign_threshold + above * (par.campaign_free_lift + (1.0 - par.campaign_free_lift) * readiness)


@rule
def arrived_share(weeks, delay, ramp):
    """Return the share of a campaign's jobs that have reached those who do them, some weeks after the beginning.

    Jobs are handed on evenly over `ramp` weeks, each `delay` weeks after it was raised (approval and hand-off).
    """
    return min(1.0, max(0.0, (weeks - delay) / ramp))
