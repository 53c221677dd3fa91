"""What one more hour earns under marks, floors, conditions, scores, delays and pools: people see the rule."""

from typing import Any

import pandas as pd
import pytest

import sim
from sim.results.pay import marginal_pay
from sim.scenario.models import Scenario

WEEKS = range(20, 33)
SHARE = {"kind": "commission", "roles": ["operations"], "rate": 0.01}
KPI = {"kind": "performance_pay", "roles": ["operations"], "weights": {"gmv": 0.6, "nps": 0.4}, "target_rmb": 3000}


@pytest.fixture(scope="module")
def shop() -> Scenario:
    return sim.load("scenarios/startup.yaml")


@pytest.fixture(scope="module")
def earns(shop: Scenario) -> Any:
    """Return a function from an instrument to what one more hour earns in a role, by action, mean of a quarter."""
    seen: dict[str, pd.Series] = {}

    def run(role: str = "operations", **instrument: Any) -> pd.Series:
        key = repr((role, instrument))
        if key not in seen:
            document = shop.model_dump(by_alias=True)
            document["company"] |= {"burn_in_weeks": 0}
            first = {"start": "2026-01-05", "announce": "2026-01-05"}
            document["policies"] = {"new": {**document["policies"]["fixed_pay"], **first, "pay": {"it": instrument}}}
            frame = marginal_pay(Scenario.model_validate(document), "new", weeks=WEEKS)
            seen[key] = frame[frame["role"] == role].groupby("action")["rmb"].mean()
        return seen[key]

    return run


def monthly(shop: Scenario) -> float:
    """Planned sales of a mean month."""
    return (
        sum(
            (line.visits * line.conversion + line.active_customers * line.repeat_weekly) * line.basket_rmb
            for line in shop.lines
        )
        * 4.348
    )


def test_a_step_far_below_is_worth_its_own_rate_alone(earns, shop):
    """Whoever has long passed a mark earns the rate above it; whoever will never reach it the one below."""
    passed, ahead = ({"above": monthly(shop) * part, "rate": 0.02} for part in (0.05, 20.0))
    once = earns(**SHARE, pay_delay_weeks=1)["selling"]
    assert earns(**SHARE, pay_delay_weeks=1, steps=[passed])["selling"] == pytest.approx(2.0 * once, rel=0.05)
    assert earns(**SHARE, pay_delay_weeks=1, steps=[ahead])["selling"] == pytest.approx(once, rel=1e-6)


def test_rates_by_line_are_worth_their_mean(earns, shop):
    """The same rate on every line is that rate; a line without one takes its sales away."""
    once, twice = earns(**SHARE)["selling"], earns(**{**SHARE, "rate": 0.02})["selling"]
    rates = {line.name: 0.02 for line in shop.lines}
    assert earns(**SHARE, line_rates=rates)["selling"] == pytest.approx(twice, rel=1e-9)
    first = shop.lines[0].name
    less, more = (earns(**SHARE, line_rates={first: rate})["selling"] for rate in (0.0, 0.03))
    assert less < once < more


def test_a_target_of_ones_own_is_worth_as_much_more(earns, shop):
    quota = {"kind": "quota", "roles": ["operations"], "target_rmb": 2000}
    heads = shop.company.seats["operations"].heads
    own = {f"operations {at + 1}": 4000 for at in range(heads)}
    assert earns(**quota, own_targets=own)["selling"] == pytest.approx(2.0 * earns(**quota)["selling"], rel=0.02)


def test_pay_that_may_be_taken_back_makes_who_stays_worth_more(earns):
    """A new customer who may be charged back is worth less, and care for those who were won is worth something."""
    won = {"kind": "commission", "roles": ["operations"], "metric": "new_customers", "rate": 20}
    plain = earns(**won)
    for of in ("left", "not_back"):
        charged = earns(**won, taken_back={"of": of, "after_weeks": 13})
        assert 0.0 < charged["selling"] < plain["selling"]
        assert charged["care"] > plain["care"]


def test_the_higher_of_two_goals_is_worth_less(earns, shop):
    """An RMB more is a smaller part of a higher goal."""
    quota = {"kind": "quota", "roles": ["operations"], "target_rmb": 2000}
    heads = shop.company.seats["operations"].heads
    low, high = (
        earns(**quota, own_goals={f"operations {at + 1}": part * monthly(shop) for at in range(heads)})["selling"]
        for part in (0.5, 1.0)
    )
    assert low == pytest.approx(2.0 * high, rel=0.05)


def test_a_category_alone_is_worth_its_part(earns, shop):
    lines = [line.name for line in shop.lines]
    part = earns(**SHARE, lines=lines[:1])["selling"]
    assert 0.0 < part < earns(**SHARE)["selling"] == pytest.approx(earns(**SHARE, lines=lines)["selling"], rel=1e-9)


def test_pieces_that_count_only_if_they_are_right_make_people_careful(earns):
    pieces = {"kind": "commission", "roles": ["operations"], "metric": "served", "rate": 200}
    plain = earns(**pieces)
    graded = earns(**pieces, coefficients=[{"weights": {"satisfaction": 1.0}}])
    shut = earns(**pieces, only_if=[{"metric": "gmv", "at_least": 1e9}])
    assert graded["care"] > plain["care"]
    assert graded["selling"] == pytest.approx(plain["selling"], rel=0.15)  # times the factor, a little below 1
    assert shut["selling"] == pytest.approx(0.0, abs=1e-3 * plain["selling"])


def test_a_prize_under_a_condition_out_of_reach_is_worth_nothing(earns):
    """What is left is the title, which is not under the condition."""
    title = {"kind": "honours", "roles": ["operations"], "prize_rmb": 3000}
    free, bare = earns(**title)["selling"], earns(**title | {"prize_rmb": 0})["selling"]
    assert bare < 0.5 * free
    assert earns(**title, only_if=[{"metric": "gmv", "at_least": 1000}])["selling"] == pytest.approx(free, rel=0.02)
    shut = earns(**title, only_if=[{"metric": "gmv", "at_least": 1e9}])["selling"]
    assert shut == pytest.approx(bare, abs=0.02 * free)


def test_a_floor_out_of_reach_leaves_nothing_and_an_advance_a_little(earns):
    plain = earns(**SHARE, pay_delay_weeks=1)["selling"]
    held, advanced = (
        earns(**SHARE, pay_delay_weeks=1, floor={"rmb": 90_000.0, "advance": advance})["selling"]
        for advance in (False, True)
    )
    assert held < 0.02 * plain < 0.5 * plain < advanced < plain


def test_what_never_passes_pays_nobody_to_try(earns):
    """A condition that is surely met changes nothing; one that is surely missed leaves nothing."""
    plain = earns(**SHARE, pay_delay_weeks=1)
    open_, shut = (earns(**SHARE, pay_delay_weeks=1, only_if=[{"metric": "nps", "at_least": x}]) for x in (0.01, 30.0))
    assert open_["selling"] == pytest.approx(plain["selling"], rel=1e-3)
    assert abs(shut["selling"]) < 1e-6 * plain["selling"]


def test_a_condition_in_reach_pays_for_what_it_asks(earns):
    """Care does next to nothing for this month's sales; under a condition on NPS it earns the commission."""
    plain, gated = (
        earns(**SHARE, pay_delay_weeks=1),
        earns(**SHARE, pay_delay_weeks=1, only_if=[{"metric": "nps", "at_least": 1.0}]),
    )
    assert gated["care"] > plain["care"] + 0.1
    assert gated["selling"] < plain["selling"]


def test_a_straight_curve_on_a_score_is_that_on_each_metric(earns):
    each, score = (earns(**KPI, curve_on=on) for on in ("metric", "score"))
    assert score.to_numpy() == pytest.approx(each.to_numpy(), rel=0.06, abs=1e-9)


def test_a_constant_coefficient_multiplies(earns):
    half = {"weights": {"nps": 1.0}, "curve": {"linear": False, "lumps": [{"at": 0.0, "share": 0.5}]}}
    plain, halved = earns(**SHARE, pay_delay_weeks=1), earns(**SHARE, pay_delay_weeks=1, coefficients=[half])
    assert halved["selling"] == pytest.approx(0.5 * plain["selling"], rel=2e-2)  # people paid half work differently


def test_pay_that_comes_later_is_worth_less_today(earns):
    now, late, kept = (
        earns(**SHARE, **{"pay_delay_weeks": 1, **more})["selling"]
        for more in ({}, {"period": "year"}, {"withheld": {"share": 0.5, "month": 12}})
    )
    assert late < kept < now
    assert earns(**SHARE, pay_delay_weeks=1, period="year", paid_every="month")["selling"] > late


def test_a_pool_is_worth_striving_for_only_where_there_is_somebody_to_share_it_with(earns):
    pool = {"kind": "points_pool", "pool_share": 0.01}
    many, alone = earns(**pool, roles="all"), earns(**pool, roles=["technology"])
    assert many["selling"] > 0.0 and many["care"] > 0.0
    assert alone["selling"] == 0.0


def test_who_may_be_dismissed_as_the_last_tries_to_be_better(earns):
    ranks = {"kind": "grades", "roles": ["operations"], "rewards_rmb": [0, 0, 0, 0]}
    assert earns(**ranks)["selling"] == 0.0
    assert earns(**ranks, dismissed_share=0.34)["selling"] > 0.0


def test_a_contract_on_each_line_earns_on_each_what_that_line_brings(earns, shop):
    """Service answers for all lines: one contract on each of them is worth no more than one on what all bring."""
    assert len(shop.lines) > 1
    stages = {"kind": "three_stage", "roles": ["service"], "rate": 0.01, "goal": 1}
    lines = earns("service", **stages, profit_share=0.0, pay_delay_weeks=1)["selling"]
    together = earns("service", kind="commission", roles=["service"], rate=0.01, pay_delay_weeks=1)["selling"]
    assert 0.7 * together < lines <= together
