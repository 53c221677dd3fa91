"""Visits, conversion, repeat buying, shipping, returns and satisfaction of one selling line."""

from sim.rules import elementary as math
from sim.rules.jit import rule


@rule
def reply_penalty(delay_weeks, strength, curve):
    """Return the log loss of conversion from slow replies. Source: Tan et al. 2019; Sun et al. 2021 as bounds."""
    return strength * (1.0 - math.exp(-curve * delay_weeks))


@rule
def capped_visits(raw, base, ceiling):
    """Return visits after a soft ceiling of `ceiling` times the base: advertising wears out; nobody comes to a base of 0."""
    most = ceiling * base
    return most * (1.0 - math.exp(-raw / most)) if most > 0.0 else 0.0


@rule
def cancelled_share(overdue_weeks, par):
    """Return the share of orders cancelled while they wait to be shipped."""
    return min(par.cancel_max, par.cancel_slope * max(0.0, overdue_weeks - par.parcel_slack_weeks))


@rule
def late_share(overdue_weeks, par):
    """Return the share of parcels that arrive late."""
    return min(par.late_max, max(0.0, overdue_weeks - par.parcel_slack_weeks))


@rule
def error_share(load, culture, skipping, par):
    """Return the share of parcels with an error: rises under overload, with weak culture and with skipped checks."""
    gap = max(0.0, par.error_culture_reference - culture) / par.error_culture_width
    share = par.error_base * math.exp(par.error_load * max(0.0, load - 1.0))
    return min(par.error_max, share * (1.0 + par.error_culture * gap + par.skip_error * skipping))


@rule
def returned_share(base, push, extra_discount, log_care, error, par):
    """Return the share of orders that will come back."""
    share = base * math.exp(
        par.push_returns * push + par.returns_discount * extra_discount - par.returns_care * log_care
    )
    return min(par.returns_max, max(0.0, share + par.error_returns * (error - par.error_base)))


@rule
def satisfaction_target(log_care, push, delay_weeks, overdue_weeks, error, unsettled, par):
    """Return the satisfaction (0 to 1) that this week's service would lead to if it lasted.

    `unsettled` is what contacts closed early and complaints not settled take from it.
    """
    level = par.satisfaction_start + par.care_satisfaction * log_care - par.push_dissatisfaction * push
    level -= par.reply_dissatisfaction * delay_weeks + par.late_dissatisfaction * min(1.0, overdue_weeks)
    level -= par.error_dissatisfaction * (error - par.error_base) + unsettled
    return min(1.0, max(0.0, level))


@rule
def churn_rate(base, better, repeat_weekly, par):
    """Return the share of customers lost in a week: fewer where they are content, the more so where they buy often.

    Args:
        base: measured share.
        better: satisfaction less that of the start, 0 to 1.
        repeat_weekly: orders per customer and week usual in the category; who buys often notices more.
        par: parameters.

    Source: Bolton 1998 (satisfied customers stay longer, and learn from every experience); sizes are assumptions.
    """
    notice = math.pow(max(repeat_weekly, 1e-6) / par.repeat_reference, par.frequency_notice)
    return min(1.0, base * math.exp(-par.satisfaction_churn * notice * better / 0.1))


@rule
def churn_slope(repeat_weekly, par):
    """Return by how much ln(share of customers lost) falls as satisfaction rises by 1; see `churn_rate`."""
    notice = math.pow(max(repeat_weekly, 1e-6) / par.repeat_reference, par.frequency_notice)
    return par.satisfaction_churn * notice / 0.1


@rule
def margin_share(gross_margin, discount, discount_now):
    """Return gross margin per RMB of sales after a price cut; `gross_margin` holds at `discount_now`."""
    return 1.0 - (1.0 - gross_margin) * (1.0 - discount_now) / (1.0 - discount)


@rule
def next_community(share, start, invited, cared, par):
    """Return next week's share of customers in communities: who is invited joins, who is not cared for goes quiet.

    At usual effort today's share stays.

    Args:
        share: this week's.
        start: today's.
        invited: work on communities relative to the usual.
        cared: community work done / needed, 1 as needed.
        par: parameters.
    """
    joining = par.community_fading * start / (1.0 - start) * invited * (1.0 - share) if start < 1.0 else 0.0
    leaving = par.community_fading * max(0.0, 2.0 - cared) * share
    return min(1.0, max(0.0, share + joining - leaving))
