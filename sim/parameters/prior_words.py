"""Priors in words."""

from sim.bilingual import Text
from sim.parameters.entry import Prior


def prior_words(prior: Prior) -> str:
    """Return a prior in English words, for example `normal around the value, within 0 to 0.45`."""
    return prior_text(prior).en


def prior_text(prior: Prior) -> Text:
    """Return a prior in words of both languages."""
    if prior.kind == "fixed":
        return Text("fixed", "固定")
    span = Text("within {0:g} to {1:g}", "限 {0:g} 至 {1:g}").format(prior.low, prior.high)
    if prior.kind == "lognormal":
        return Text("lognormal around the value, {0}", "以取值为中心的对数正态,{0}").format(span)
    if prior.kind == "spike":
        words = Text(
            "exactly {0:g} with probability {1:g}, else normal around the value, {2}",
            "以概率 {1:g} 恰为 {0:g},否则为以取值为中心的正态,{2}",
        )
        return words.format(prior.at, prior.probability, span)
    return Text("normal around the value, {0}", "以取值为中心的正态,{0}").format(span)
