"""Priors in words."""

from sim.parameters.entry import Prior


def prior_words(prior: Prior) -> str:
    """Return a prior in words, for example `normal around the value, within 0 to 0.45`."""
    if prior.kind == "fixed":
        return "fixed"
    span = f"within {prior.low:g} to {prior.high:g}"
    if prior.kind == "lognormal":
        return f"lognormal around the value, {span}"
    if prior.kind == "spike":
        return f"exactly {prior.at:g} with probability {prior.probability:g}, else normal around the value, {span}"
    return f"normal around the value, {span}"
