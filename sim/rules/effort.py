"""How a person divides a week's effort over selling volume, care, lasting assets and helping colleagues.

Theory: multitask agency (Holmstrom and Milgrom 1991) with norms and scarce time. Source of the sizes: registry.
"""

from sim.rules import elementary as math
from sim.rules.jit import kernel, rule


@rule
def saturated(pull, ceiling):
    """Return a marginal pull bent towards a ceiling: a second equal dose moves a person less than the first.

    Args:
        pull: marginal pay as a share of reference pay (1 = the whole reference pay).
        ceiling: pull that can never be exceeded, same unit.
    """
    if pull == 0.0:
        return 0.0
    return ceiling * math.tanh(pull / ceiling)


@rule
def effort_costs(par):
    """Return (curvature of a channel, curvature of the time constraint), shares of reference pay per unit of effort.

    Chosen so that `incentive_gain` is exactly the rise of volume when the whole reference pay is proportional to own
    output and `effort_diversion` exactly the part of that rise taken from other channels. (inf, 0) without a gain.
    """
    scarcity = par.help_scarcity
    others = par.norm_care + par.norm_asset + par.norm_help * scarcity
    total = par.norm_volume + par.norm_care + par.norm_asset + par.norm_help * scarcity * scarcity
    tightness = par.effort_diversion / (others - par.effort_diversion * (total - par.norm_volume))
    if par.incentive_gain <= 0.0:
        return math.inf, 0.0
    pull = saturated(1.0 / par.norm_volume, par.effort_saturation)
    curvature = pull * (1.0 - par.norm_volume * tightness / (1.0 + total * tightness)) / par.incentive_gain
    return curvature, tightness * curvature


@kernel
def chosen_effort(pulls, norms, par, curvature, scarcity):
    """Return efforts (volume, care, asset, help) that maximise pay against norms and scarce time.

    Maximises sum(b e) - sum(c/(2 e0) (e - n)^2) - k/2 (sum(w e) - H)^2 over e >= 0, with w = (1, 1, 1, help_scarcity);
    channels that would turn negative are dropped one round at a time.

    Args:
        pulls: four marginal pulls b, share of reference pay per unit of effort.
        norms: four efforts n a person gives unpaid.
        par: parameters.
        curvature: c of `effort_costs`; infinite means effort stays at its norm.
        scarcity: k of `effort_costs`.
    """
    if curvature == math.inf:
        return norms
    weight = par.help_scarcity
    hours = par.norm_volume + par.norm_care + par.norm_asset + par.norm_help * weight
    open_0, open_1, open_2, open_3 = 1.0, 1.0, 1.0, 1.0
    e0, e1, e2, e3 = norms
    ease = 1.0 / curvature
    for _ in range(4):
        i0 = open_0 * par.norm_volume * ease
        i1 = open_1 * par.norm_care * ease
        i2 = open_2 * par.norm_asset * ease
        i3 = open_3 * par.norm_help * ease
        wanted = open_0 * norms[0] + open_1 * norms[1] + open_2 * norms[2] + weight * open_3 * norms[3]
        wanted += i0 * pulls[0] + i1 * pulls[1] + i2 * pulls[2] + weight * i3 * pulls[3]
        slack = i0 + i1 + i2 + weight * weight * i3
        excess = scarcity * ((wanted + scarcity * hours * slack) / (1.0 + scarcity * slack) - hours)
        e0 = open_0 * norms[0] + (pulls[0] - excess) * i0
        e1 = open_1 * norms[1] + (pulls[1] - excess) * i1
        e2 = open_2 * norms[2] + (pulls[2] - excess) * i2
        e3 = open_3 * norms[3] + (pulls[3] - weight * excess) * i3
        if e0 >= 0.0 and e1 >= 0.0 and e2 >= 0.0 and e3 >= 0.0:
            break
        open_0 = open_0 if e0 >= 0.0 else 0.0
        open_1 = open_1 if e1 >= 0.0 else 0.0
        open_2 = open_2 if e2 >= 0.0 else 0.0
        open_3 = open_3 if e3 >= 0.0 else 0.0
    return max(e0, 0.0), max(e1, 0.0), max(e2, 0.0), max(e3, 0.0)


@rule
def effort_cost(efforts, norms, par, curvature, scarcity):
    """Return what the chosen effort costs a person, as a share of reference pay (0 at the norm)."""
    if curvature == math.inf:
        return 0.0
    weight = par.help_scarcity
    cost = 0.0
    cost += (efforts[0] - norms[0]) * (efforts[0] - norms[0]) / par.norm_volume
    cost += (efforts[1] - norms[1]) * (efforts[1] - norms[1]) / par.norm_care
    cost += (efforts[2] - norms[2]) * (efforts[2] - norms[2]) / par.norm_asset
    cost += (efforts[3] - norms[3]) * (efforts[3] - norms[3]) / par.norm_help
    hours = par.norm_volume + par.norm_care + par.norm_asset + par.norm_help * weight
    excess = efforts[0] + efforts[1] + efforts[2] + weight * efforts[3] - hours
    return 0.5 * curvature * cost + 0.5 * scarcity * excess * excess


@rule
def pressed(alone, rival, par):
    """Return how far colleagues' pace moves a person: 1 where their work is everybody's, less where each works for
    oneself, below 0 where what one sells another has not sold.

    Args:
        alone: own pay for own work at the margin, share of reference pay, at most 1.
        rival: the part of it for customers whom a colleague could have served.
        par: parameters.

    Source: Deutsch 1949 (who gains by another's success is spurred by it, who loses is not); Mas and Moretti 2009
    (fixed pay, +), Guryan, Kroft and Notowidigdo 2009 (a tournament, nothing), Chan, Li and Pierce 2014 (pay by the
    team +, by one's own sales -).
    """
    return 1.0 - min(alone, 1.0) - par.rival_norm * min(rival, 1.0)


@rule
def peer_pressure_share(members, pressure, decay):
    """Return the factor by which colleagues' eyes raise a member's own stake in a shared pot.

    1 + (k - 1) m e^(-(k - 1)/d): 1 when alone, free riding in large teams and where nobody can tell who did what.

    Args:
        members: k who share the pot and work side by side.
        pressure: m, by how well each sees what the others do.
        decay: d, people.

    Source: Kandel and Lazear 1992; sign and size Friebel et al. 2017, Hamilton et al. 2003, Knez and Simester 2001
    (small groups of a large firm watch each other); form an assumption.
    """
    others = max(members - 1.0, 0.0)
    return 1.0 + others * pressure * math.exp(-others / decay)
