"""Customers remember, and gaming pays what the metric that pays does not subtract: sizes, both directions, limits."""

import numpy as np
import pytest

from sim.plan.compile import compile_plan
from sim.vocabulary.roles import ROLE_NAMES

STILL = {"quit_base": -60.0}  # nobody leaves
SERVICE = ROLE_NAMES.index("service")
FORGETFUL = {"satisfaction_churn": 0.0, "complaint_churn": 0.0}
KEEP, MARGIN = 0.964, 0.34  # of the start-up's sales


def nobody_answers(shop):
    """Return a touch that leaves all service seats empty."""
    seats = np.flatnonzero(compile_plan(shop, shop.baseline_name).arrays.seats["role"] == SERVICE)

    def touch(state, week):
        state.staff["filled"][seats], state.staff["arriving"][seats] = 0.0, 60.0

    return touch


def churn(walked, shop, touch, **values):
    """Mean share of customers lost in a week, over weeks 10 to 25."""
    seen = walked(shop, touch=touch, read=lambda s: s.lines["churn"].mean(), **STILL, **values)[1]
    return seen[:, 10:].mean()


def test_customers_go_when_nobody_answers_and_stay_as_they_did_where_they_forget(walked, startup):
    usual, left = churn(walked, startup, None), churn(walked, startup, nobody_answers(startup))
    assert 1.02 * usual < left < 2.5 * usual
    assert churn(walked, startup, nobody_answers(startup), **FORGETFUL) == pytest.approx(0.041)


def test_customers_notice_more_where_they_buy_often(walked, startup):
    lost = []
    for repeat in (0.01, 0.04, 0.16):
        document = startup.model_dump(by_alias=True)
        for line in document["lines"]:
            line["repeat_weekly"] = repeat
        shop = type(startup).model_validate(document)
        lost.append(churn(walked, shop, nobody_answers(shop)) / churn(walked, shop, None))
    assert lost[0] < lost[1] < lost[2]


def sellers(startup, metric, rate, limit=0.0, **facts):
    """The start-up with a commission for operations, and facts of its lines changed."""
    document = startup.model_dump(by_alias=True)
    for line in document["lines"]:
        line.update(facts)
    document["discretion"] |= {"discount_limit": limit, "audit_share": 0.0}
    document["policies"]["sell"] = {
        "extends": startup.baseline_name,
        "discretion": document["discretion"],
        "pay": {"c": {"kind": "commission", "roles": ["operations"], "metric": metric, "scope": "own", "rate": rate}},
    }
    return type(startup).model_validate(document)


def test_who_was_won_by_a_discount_buys_again_less(play, startup):
    shop = sellers(startup, "gmv", 0.05, limit=0.3)
    runs = [play(shop, "sell", quit_base=-60.0, bargain_loss=loss, stockpiling=0.0) for loss in (0.0, 0.4)]
    assert runs[1]["discount"].mean() > 0.005
    again = [run["repeat_orders"][:, 26:].sum() / run["customers"][:, 26:].sum() for run in runs]
    assert 0.8 * again[0] < again[1] < 0.998 * again[0]
    fixed = sellers(startup, "gmv", 0.05, pushable=0.0)
    same = [play(fixed, "sell", quit_base=-60.0, bargain_loss=loss)["repeat_orders"] for loss in (0.0, 0.4)]
    assert np.array_equal(*same)


def test_the_stricter_the_metric_the_less_is_pushed_at_equal_cost(play, startup):
    rates = {"gmv": 0.02, "gmv_net": 0.02 / KEEP, "margin": 0.02 / KEEP / MARGIN}
    facts = {"return_rate": 0.3, "returnable": 2.0}
    pushed = {
        metric: play(sellers(startup, metric, rate, **facts), "sell", seeds=12, push_cost=0.3)["push"].mean()
        for metric, rate in rates.items()
    }
    assert pushed["gmv"] > 0.0
    assert pushed["gmv_net"] < 0.95 * pushed["gmv"]
    assert pushed["margin"] < pushed["gmv"]


def test_nothing_is_pushed_where_nobody_can_be_talked_into_anything(play, startup):
    assert play(sellers(startup, "gmv", 0.05, pushable=0.0), "sell")["push"].max() == 0.0


def test_market_noise_keeps_the_mean(play, startup):
    noisy, calm = (
        play(startup, seeds=48, quit_base=-60.0, company_shock_sd=sd, line_shock_sd=sd)["visits"].mean()
        for sd in (0.1, 0.0)
    )
    assert noisy == pytest.approx(calm, rel=0.04)
