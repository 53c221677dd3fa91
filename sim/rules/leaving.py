"""Why people stay, think of leaving, decide, wait for a payment, and go."""

from sim.rules import elementary as math
from sim.rules.development import dosed
from sim.rules.jit import kernel, rule
from sim.rules.normal import normal_quantile

#: A weekly hazard, and its log, above the usual ones: a uniform beyond it needs no further look.
SELDOM, SELDOM_LOG = 0.05, math.log(0.05)
#: Smallest share of past pay that a fall is reckoned with.
LEAST_OF_PAST = 0.05
#: Most that a known turnover moves the log hazard of deciding to leave: a factor of twenty either way.
MOST_LEVEL = 3.0
SURVIVOR_NODES = 25
SURVIVOR_RANGE = 3.0
SURVIVOR_STEP = 2.0 * SURVIVOR_RANGE / (SURVIVOR_NODES - 1)


@rule
def outside_log(ability, skill, training, tightness, par):
    """Return ln of the outside offer over reference pay.

    Args:
        ability: talent, mean 1.
        skill: from the job; other employers pay for its general part only.
        training: skill from training, and how much more of it than usual is general.
        tightness: of the labour market, log; they pay for general skill in proportion to it, at most for all of it.
        par: parameters.

    Source: Trevor et al. 1997; Salamin and Hom 2005; Becker 1964 (general and firm-specific skill); Acemoglu and
    Pischke 1999 (what general skill earns elsewhere falls with frictions in finding other employers).
    """
    market = math.exp(tightness) if tightness != 0.0 else 1.0
    taught = par.training_general * training[0] + training[1]
    if market != 1.0:
        taught = min(training[0], market * taught)
    general = 1.0 + min(1.0, market * par.skill_general) * (skill - par.outside_skill_reference) + taught
    return par.outside_ability * math.log(ability * general)


@rule
def pushed_by_market(tightness, par):
    """Return what tightness adds to the log hazard of deciding to leave: offers come more often.

    Args:
        tightness: log of open posts per person who looks for one, 0 as when turnover was measured.
        par: parameters.

    Source: Petrongolo and Pissarides 2001 (finding a job rises with tightness); that offers to people in work come as
    often as to those without is an assumption.
    """
    return par.quit_tightness * tightness


@rule
def offered_by_market(tightness, par):
    """Return by how much tightness raises offers elsewhere, log pay. Source: Blanchflower and Oswald 1994 (wage curve)."""
    return par.offer_tightness * tightness


@rule
def applicants_of_market(tightness, par):
    """Return applicants per vacancy relative to the usual. Source: Petrongolo and Pissarides 2001 (matching function)."""
    return math.exp(-par.applicant_tightness * tightness)


@rule
def individual_pay(ability, noise, par):
    """Return a person's base pay relative to that of the place, mean 1: what ability earned, and luck at hiring.

    Args:
        ability: talent, lognormal with mean 1.
        noise: standard normal luck of the hiring.
        par: parameters.

    Source: Oreopoulos et al. 2012 (luck at entry lasts); spread within jobs as in matched data, an assumption.
    """
    power = par.pay_ability
    level = 0.5 * power * (1.0 - power) * par.ability_sd * par.ability_sd
    return math.exp(power * math.log(ability) + level + par.pay_luck * noise - 0.5 * par.pay_luck * par.pay_luck)


@rule
def pay_rise(expected, used_to):
    """Return ln(expected pay / pay a person is used to); a loss of nearly all counts as one of nineteen twentieths.

    Args:
        expected: pay, RMB a week.
        used_to: RMB a week; 0 where nothing was ever paid, and nothing is compared.
    """
    if used_to <= 0.0:
        return 0.0
    return math.log(max(expected / used_to, LEAST_OF_PAST))


@rule
def past_pay_value(rise, par):
    """Return what a change of pay against what a person is used to is worth in itself, in log pay; losses weigh more.

    Args:
        rise: ln(expected pay / pay the person is used to).
        par: parameters.

    Source: Kahneman, Knetsch and Thaler 1986; Kube, Marechal and Puppe 2013 (cuts act, rises hardly).
    """
    return (par.past_pay_loss if rise < 0.0 else par.past_pay_gain) * rise


@rule
def condition_value(fatigue, culture, motivation, par):
    """Return what working conditions add to the value of staying, in log pay.

    `fatigue` is that of hours and load; tiredness from effort that a person chose is part of what that effort costs.
    """
    value = -par.fatigue_dissatisfaction * fatigue + par.culture_attachment * (culture - par.culture_reference)
    return value + par.motivation_attachment * (motivation - 1.0)


@rule
def risk_cost(aversion, variance_share):
    """Return what uncertain pay costs, in log pay: half of risk aversion times the variance of the log of pay.

    Args:
        aversion: relative dislike of uncertain pay.
        variance_share: variance of a quarter's pay over its square; ln(1 + it) is the log variance of lognormal pay.
    """
    return 0.5 * aversion * math.log1p(variance_share)


@rule
def fairness(log_pay_gap, log_contribution_gap, weight):
    """Return felt unfairness (at most 0), in log pay: paid less than peers, given what is seen of contributions.

    Source: Card et al. 2012 (below peers hurts, above does not help); Breza et al. 2018.
    """
    return min(0.0, log_pay_gap - weight * log_contribution_gap)


@rule
def wish_to_leave(value, par):
    """Return the intention to leave that a value of staying leads to, 0 to 1."""
    return 1.0 / (1.0 + math.exp((value + par.intention_center) / par.intention_width))


@rule
def tenure_hump(tenure_weeks, par):
    """Return the extra log hazard of early tenure. Source: Farber 1994 (peak near three months)."""
    relative = tenure_weeks / par.hump_weeks
    return par.hump_height * relative * math.exp(1.0 - relative)


@rule
def decides_to_leave(u, log_hazard):
    """Return whether a person decides to leave this week: u < 1 - exp(-hazard)."""
    if log_hazard < SELDOM_LOG and u > SELDOM:
        return False
    hazard = math.exp(log_hazard)
    return u < hazard and u < -math.expm1(-hazard)


@rule
def departure_probability(forfeit_months, par):
    """Return the weekly probability that a decided person goes; unpaid bonus holds them. Source: Aldatmaz et al. 2018."""
    return par.depart_rate * math.exp(-par.unpaid_retention * forfeit_months)


@rule
def goes_in_the_end(depart, par):
    """Return the chance that somebody who has decided goes before changing their mind.

    Args:
        depart: weekly probability of going.
        par: parameters.
    """
    return depart / (depart + (1.0 - depart) * par.change_mind_rate)


@rule
def leaving_level(turnover, leaving):
    """Return what the log hazard of deciding to leave takes on top, so that a known turnover comes out.

    A company knows how many of its people go, whatever the numbers behind it are; only what a policy changes is left to
    them. At most `MOST_LEVEL` either way.

    Args:
        turnover: share of people who go of their own will, a week.
        leaving: the share to be expected without it.
    """
    if leaving <= 0.0:
        return 0.0
    return min(max(math.log(turnover / leaving), -MOST_LEVEL), MOST_LEVEL)


@kernel
def survivor_match(u, tenure_weeks, par):
    """Return the match of somebody who has stayed `tenure_weeks`: those who fit badly have gone already.

    Inverse of the distribution N(0, match_sd) weighted by exp(-tenure x hazard(match)), on 25 nodes; increasing in u.
    """
    total = 0.0
    for node in range(SURVIVOR_NODES):
        total += _survivor_weight(node, tenure_weeks, par)
    below = 0.0
    for node in range(SURVIVOR_NODES):
        weight = _survivor_weight(node, tenure_weeks, par)
        if below + weight >= u * total:
            within = (u * total - below) / weight - 0.5
            return par.match_sd * ((node + within) * SURVIVOR_STEP - SURVIVOR_RANGE)
        below += weight
    return par.match_sd * SURVIVOR_RANGE


@rule
def _survivor_weight(node, tenure_weeks, par):
    """Return the unnormalised probability of one node of the match of survivors."""
    z = node * SURVIVOR_STEP - SURVIVOR_RANGE
    wish = wish_to_leave(par.match_sd * z, par)
    hazard = math.exp(par.quit_base + par.quit_intention_slope * wish)
    return math.exp(-0.5 * z * z - tenure_weeks * hazard)


@rule
def flexibility(home, flexible, par):
    """Return what flexible hours and days at home are worth, log pay: further days are worth less and less.

    Args:
        home: share of days at home.
        flexible: 1 for flexible hours.
        par: parameters.

    Source: Mas and Pallais 2017 (days at home are worth more than flexible hours); Bloom et al. 2015, 2024 (exits).
    """
    hours = par.flexible_hours_part
    return par.flexible_value * (hours * flexible + (1.0 - hours) * dosed(home / par.home_usual))


@rule
def benefit_taste(u, items, par):
    """Return how much more than its cash a person values the benefit that it likes best of a menu, mean 1 for one item.

    Args:
        u: uniform of the person.
        items: benefits to choose from, at least 1.
        par: parameters.
    """
    best = normal_quantile(math.exp(math.log(u) / items))
    return math.exp(par.taste_spread * best - 0.5 * par.taste_spread * par.taste_spread)
