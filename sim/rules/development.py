"""How people change: skill, fatigue, motivation, culture."""

from sim.rules import elementary as math
from sim.rules.jit import rule
from sim.rules.normal import normal_cdf, normal_density


@rule
def next_skill(skill, hours, received, mentored, par):
    """Return next week's skill, 0 to 1.15. Source: Shaw and Lazear 2008; De Grip, Sauermann and Sieben 2016.

    Args:
        skill: this week's.
        hours: weeks of 40 h worked.
        received: help received.
        mentored: 1 for somebody with a mentor.
        par: parameters.
    """
    boost = max(0.0, 1.0 + par.learning_help * (received / par.help_reference - 1.0)) + par.mentoring_gain * mentored
    return skill + par.learning_rate * (1.0 - skill) * hours * boost - par.skill_forgetting * skill


@rule
def skill_at_tenure(tenure_weeks, par):
    """Return the skill of somebody who has been in the job for that long."""
    return 1.0 - par.skill_learning_gap * math.exp(-par.learning_rate * tenure_weeks)


@rule
def next_fatigue(fatigue, effort, hours, load, par):
    """Return next week's fatigue, 0 to `fatigue_max`: builds above a normal week, fades otherwise.

    Args:
        fatigue: this week's.
        effort: weighted effort relative to its norm (1 = normal).
        hours: weeks of 40 h worked.
        load: work / capacity of the queue.
        par: parameters.
    """
    strain = effort * hours * min(max(load, par.fatigue_load_low), par.fatigue_load_high) - 1.0
    level = fatigue * (1.0 - par.fatigue_recovery) + par.fatigue_build * max(0.0, strain)
    return min(par.fatigue_max, max(0.0, level))


@rule
def next_motivation(motivation, variable_share, pay_loss, pace, par):
    """Return next week's motivation (1 = norm): crowding out, reciprocity for pay lost, colleagues' pace.

    Args:
        motivation: this week's.
        variable_share: variable pay / all pay.
        pay_loss: log points by which pay fell below what one is used to, and below what peers kept; at most 0.
        pace: by how much colleagues in sight work faster than usual, log, times how far that counts (`pressed`).
        par: parameters.

    Source: Cerasoli et al. 2014; Cohn et al. 2014; Kube, Marechal and Puppe 2013; Mas and Moretti 2009, Herbst and Mas
    2015 (pace).
    """
    target = 1.0 - par.crowding_out * variable_share + par.pay_cut_reciprocity * pay_loss
    target += par.peer_norm * pace
    return motivation + par.motivation_speed * (target - motivation)


@rule
def spirit(motivation, glow, noticed, rank_gap, par):
    """Return motivation with what titles and lists of ranks do to it as soon as they are known.

    Args:
        motivation: 1 = norm.
        glow: what a title won, or missed, does.
        noticed: how scarce and fresh the title is that all may win, 0 where there is none.
        rank_gap: how far below the middle of a list, as far as one cannot change it, 0 to 0.5.
        par: parameters.

    Source: Kosfeld and Neckermann 2011, Bradler et al. 2016, Benabou and Tirole 2006 (to be noticed is a reward for
    everybody who may be); Bandiera, Barankay and Rasul 2013, Barankay 2012 (ranks); Koszegi 2006 (news on oneself).
    """
    return motivation * math.exp(glow + par.award_recognition * noticed - par.rank_discouragement * rank_gap)


@rule
def efficacy(rank_gap, par):
    """Return the part of what more work would bring that somebody low on a list still believes in; 1 where nobody is.

    Args:
        rank_gap: how far below the middle of a list, as far as one cannot change it, 0 to 0.5.
        par: parameters.

    Source: Bandura 1977 (who fails expects less of effort), Koszegi 2006; Bandiera, Barankay and Rasul 2013, Barankay
    2012: ranks lowered output although every unit of it was paid.
    """
    return math.exp(-par.rank_discouragement * rank_gap)


@rule
def next_culture(culture, colleagues, reach, carriers, par):
    """Return next week's shared culture of a person, 0 to 1. Source: form Harrison and Carroll 1991.

    Args:
        culture: this week's.
        colleagues: of whom the person was in touch with.
        reach: share of the company's culture work that reaches the place, 0 to 1.
        carriers: ambassadors in the unit, 0 none to 1 enough; they bring it to places that it does not reach.
        par: parameters.
    """
    contact = par.culture_contact * (colleagues - culture)
    pull = par.culture_pull * max(reach, carriers) * (1.0 + par.ambassador_gain * carriers)
    return culture + contact + pull * (1.0 - culture) - par.culture_decay * culture


@rule
def next_understanding(understanding, rotating, crossed, par):
    """Return next week's understanding of other roles, 0 to 1: taught in their seats and by turning to their people.

    Args:
        understanding: this week's.
        rotating: 1 for somebody who works in another role's seat.
        crossed: 1 for somebody who turned to a colleague of another role.
        par: parameters.
    """
    lesson = par.understanding_gain * (rotating + par.understanding_contact * crossed)
    return understanding + lesson * (1.0 - understanding) - par.understanding_fading * understanding


@rule
def next_training(training, skill, taught, par):
    """Return next week's skill from training, on top of what the job teaches; it fades as far as it is not used.

    Args:
        training: this week's.
        skill: from the job, 0 to 1.15.
        taught: share of the week in training.
        par: parameters.

    Source: De Grip and Sauermann 2012 (a course raised output by a tenth, fading).
    """
    gain = training_gain(training, skill, taught, par)
    return training + gain - math.log(2.0) / par.training_half_life * (1.0 - par.training_used) * training


@rule
def training_gain(training, skill, taught, par):
    """Return what a week of training teaches; arguments as in `next_training`."""
    return par.training_rate * taught / par.training_hours * max(0.0, par.skill_ceiling - skill - training)


@rule
def next_portable(portable, gain, par):
    """Return next week's general skill from training beyond the usual part of it; below 0 where less is general.

    Args:
        portable: this week's.
        gain: general skill taught this week beyond the usual part of what is taught.
        par: parameters.

    Source: Becker 1964 (firm-specific skill is worth nothing elsewhere).
    """
    return portable + gain - math.log(2.0) / par.training_half_life * (1.0 - par.training_used) * portable


@rule
def dosed(dose):
    """Return how far an activity works at a dose (1 = the usual): more helps less and less, 0 at 0, 1 at 1."""
    return (1.0 - math.exp(-dose)) / (1.0 - math.exp(-1.0))


@rule
def skill_after_onboarding(weeks, par):
    """Return the skill of a newcomer on the first day, after as many weeks of full-time onboarding. Source: assumption."""
    return par.skill_start + par.onboarding_share * dosed(weeks / par.onboarding_usual) * (1.0 - par.skill_start)


@rule
def next_lesson(level, gain, half_life_weeks):
    """Return next week's effect of a lesson that is repeated: it nears `gain` and fades by half in `half_life_weeks`.

    Source: form only, an assumption.
    """
    return level + math.log(2.0) / half_life_weeks * (gain - level)


@rule
def next_new_skill(mastery, practice, taught, par):
    """Return next week's mastery of the new channel and of new tools, 0 to 1: by doing and by training.

    Args:
        mastery: this week's.
        practice: share of the week in which it is needed.
        taught: share of the week in training for it.
        par: parameters.

    Source: assumption.
    """
    lesson = par.new_skill_practice * practice + par.new_skill_training * taught / par.training_hours
    return mastery + lesson * (1.0 - mastery) - par.new_skill_fading * mastery


@rule
def knowledge_lead(mean, spread, own, practice, par):
    """Return by how much a colleague drawn at random is expected to know better, log output; who knows less adds 0.

    Args:
        mean, spread: of ln ability of the colleagues, as if normal.
        own: ln ability of the person.
        practice: what the person has taken over already.
        par: parameters.

    Source: Jovanovic and Rob 1989, Lucas 2009 (who meets somebody with a better method adopts it).
    """
    gap, width = par.practice_open * (mean - own) - practice, par.practice_open * spread
    if width <= 0.0:
        return max(0.0, gap)
    z = gap / width
    return gap * normal_cdf(z) + width * normal_density(z)


@rule
def next_practice(practice, shown, advised, written, par):
    """Return next week's output beyond one's own, log, from methods that were taken over from abler colleagues.

    Args:
        practice: this week's.
        shown: lead of colleagues in the unit, times how far they gain by others' work and are needed.
        advised: lead of colleagues of the role, times the dose of meetings in which they advise each other.
        written: lead of colleagues of the role, times how far what they know is written down.
        par: parameters.

    Source: Sandvik et al. 2020 (meetings, lasting), Bloom et al. 2013 (written routines), Hamilton et al. 2003 (pay by the group; the able teach); that
    people show what they know as far as they gain by it: Itoh 1991, Lazear 1989.
    """
    fading = math.log(2.0) / par.practice_half_life * practice
    taken = par.practice_shown * shown + par.practice_advised * advised + par.practice_written * written
    return practice + taken - fading


@rule
def next_method(method, hours, par):
    """Return next week's output, log, from better ways of running the work of a role; half comes into use in
    `coaching_weeks` of coaching, and what is no longer kept up fades by half in `coaching_half_life`.

    Args:
        method: this week's.
        hours: mean share of the week in coaching of the role's people.
        par: parameters.

    Source: Bloom et al. 2013, 2020 (practices came into use within months, half were dropped in years); form an
    assumption.
    """
    kept_up = par.coaching_gain * dosed(hours / par.coaching_usual)
    weeks = par.coaching_weeks if kept_up > method else par.coaching_half_life
    return method + math.log(2.0) / weeks * (kept_up - method)


@rule
def next_library(written, keeping, par):
    """Return next week's share of what is often asked that is written down, given weeks of work on it. Source: assumption."""
    return (
        written
        + par.library_filling * dosed(keeping / par.library_usual) * (1.0 - written)
        - par.library_fading * written
    )
