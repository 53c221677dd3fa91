"""Who turns to whom: how ties between colleagues grow with use, fade, and ease the work between two people."""

from sim.rules.jit import rule


@rule
def used_tie(strength, gain):
    """Return the strength of a tie after a contact, 0 to 1; growth slows as it nears 1."""
    return strength + gain * (1.0 - strength)


@rule
def faded_tie(strength, par):
    """Return the strength of a tie a week later, 0 once too weak to be remembered. Source: Burt 2000 (bridges decay)."""
    left = strength * (1.0 - par.tie_decay)
    return left if left >= par.tie_floor else 0.0


@rule
def friction(strength, inside, goal, par):
    """Return how much a request suffers from the border between two people, 0 to 1.

    Args:
        strength: of the asker's tie to the asked.
        inside: 1 where both sit in one unit.
        goal: that both share, beyond the usual, -1 to 1.
        par: parameters.

    Source: sign Hansen 1999; Gittell 2000 (relational coordination: ties and shared goals); Kretschmer and Puranam 2008.
    """
    border = par.friction_inside if inside else 1.0
    return min(1.0, border * (1.0 - par.tie_friction_relief * strength) * (1.0 - par.goal_relief * goal))


@rule
def help_weight(strength, asked, par):
    """Return the share of an offered hour of help that reaches a colleague: more over a strong tie, more when asked."""
    share = par.help_over_no_tie + (1.0 - par.help_over_no_tie) * strength
    return share if asked else share * par.help_in_passing


@rule
def embeddedness(support, reference, par):
    """Return what one's ties add to the value of staying, in log pay; 0 at the company's usual support.

    Source: Feeley, Hwang and Barnett 2008 (more ties, fewer quits; another study finds none).
    """
    if reference <= 0.0:
        return 0.0
    return par.tie_embeddedness * (min(support / reference, par.tie_support_limit) - 1.0)
