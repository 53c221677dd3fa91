"""Promotion: who was good at one post is not as good at the next."""

from sim.rules import elementary as math
from sim.rules.jit import rule
from sim.rules.output import noise_factor


@rule
def ability_in_post(ability, z, par):
    """Return the ability of a person in the post they are promoted to.

    What a post asks for is partly something else: log ability carries over as far as two posts have in common, the rest
    is drawn anew, so that the best of one post are nearer the mean of the next.

    Source: Lazear 2004 and Benson, Li and Shue 2019 (direction); size and form are assumptions.

    Args:
        ability: in the post before, mean 1.
        z: standard normal.
        par: parameters.
    """
    if par.ability_sd <= 0.0:
        return ability
    before = math.log(ability) / par.ability_sd + 0.5 * par.ability_sd
    kept = 1.0 - par.post_change
    return noise_factor(kept * before + math.sqrt(max(1.0 - kept * kept, 0.0)) * z, par.ability_sd)
