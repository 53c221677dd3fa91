"""Books that must balance every week, in random companies."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.engine.series import SERIES
from sim.parameters import default, draws
from sim.scenario import Scenario
from sim.vocabulary.roles import ROLE_NAMES

CURVE = {"threshold": 0.8, "accelerators": [{"above": 1.0, "multiple": 2.0}], "cap": 1.5}
PAY = {
    "quota": {"kind": "quota", "roles": "all", "metric": "gmv", "target_rmb": 2000.0, "ratchet": 0.5, "curve": CURVE},
    "mix": {
        "kind": "performance_pay",
        "roles": "all",
        "scope": "unit",
        "weights": {"gmv": 0.4, "nps": 0.3, "requests": 0.3},
        "target_rmb": 1500.0,
        "period": "quarter",
    },
    "piece": {"kind": "commission", "roles": "all", "metric": "served", "rate": 300.0},
    "year": {"kind": "annual_bonus", "roles": "all", "months": 2.0, "month": 3},
    "team": {"kind": "team_bonus", "roles": "all", "pot_rmb": 900.0, "scope": "company"},
    "dual": {"kind": "dual_appraisal", "roles": "all", "post_value_rmb": 800.0, "contribution": {"requests": 1}},
    "loyal": {"kind": "lifetime_award", "roles": "all", "award_rmb": 9000.0, "at": 1.0},
    "stock": {"kind": "equity", "roles": "all", "grant_rmb": 90000.0, "conditions": {"repurchase": 1}, "at": 0.9},
    "points": {"kind": "points", "roles": "all", "rmb_per_hour": 60.0},
    "stages": {"kind": "three_stage", "roles": "all", "rate": 0.01, "loyalty_rmb": 900.0, "rank_at": 100},
    "board": {"kind": "leaderboard", "roles": "all", "prizes_rmb": [1500.0, 800.0]},
    "title": {"kind": "honours", "roles": "all", "prize_rmb": 500.0},
    "grades": {"kind": "grades", "roles": "all"},
    "fund": {"kind": "development_fund", "roles": "all", "share": 0.3, "quarters": 1},
    "ladder": {"kind": "career_tree", "roles": "all", "places": 0.2},
}
PROGRAMMES = {
    "welcome": {"kind": "onboarding", "fee_rmb": 900.0, "stories": True},
    "mentors": {"kind": "mentoring"},
    "learning": {"kind": "training", "fee_rmb": 2000.0},
    "retraining": {"kind": "training", "subject": "new_channel"},
    "teardown": {"kind": "teardown", "roles": "all"},
    "stories": {"kind": "user_stories"},
    "library": {"kind": "library", "roles": "all", "hours_share": 0.2},
    "events": {"kind": "gatherings", "hours_share": 0.1},
    "tools": {"kind": "new_tools"},
    "quiet": {"kind": "silent_day"},
    "ideas": {"kind": "innovation_fund", "grant_rmb": 1000.0, "weeks": 4},
    "posts": {"kind": "internal_posts", "trial_weeks": 4},
}
SHOCKS = {
    kind: {"kind": kind, "day": "2026-02-09", "size": 0.4, "fades": True}
    for kind in ("stock_out", "logistics_failure", "competitor", "platform_fee", "poaching", "outage", "windfall")
}


@st.composite
def companies(draw) -> Scenario:
    roles = draw(st.lists(st.sampled_from(ROLE_NAMES), min_size=1, max_size=6, unique=True))
    seats = {role: {"heads": draw(st.integers(1, 4)), "base_rmb": draw(st.floats(3000, 20000))} for role in roles}
    lines = [
        {
            "name": f"line {k}",
            "visits": draw(st.floats(10, 1e5)),
            "conversion": draw(st.floats(0.001, 0.3)),
            "basket_rmb": draw(st.floats(5, 2000)),
            "gross_margin": draw(st.floats(0, 0.9)),
            "return_rate": draw(st.floats(0, 0.5)),
            "repeat_weekly": draw(st.floats(0, 0.2)),
            "churn_weekly": draw(st.floats(0.005, 0.3)),
        }
        for k in range(draw(st.integers(1, 4)))
    ]
    squads = all(role in roles for role in ("operations", "design", "service")) and draw(st.booleans())
    weights = draw(st.lists(st.floats(0.3, 2.5), min_size=53, max_size=53))
    pay = {name: PAY[name] for name in draw(st.lists(st.sampled_from(sorted(PAY)), unique=True))}
    programmes = draw(st.lists(st.sampled_from(sorted(PROGRAMMES)), unique=True, max_size=4))
    return Scenario.model_validate(
        {
            "version": 1,
            "name": "random",
            "company": {
                "start": "2026-01-05",
                "weeks": draw(st.integers(8, 24)),
                "burn_in_weeks": draw(st.sampled_from([0, 6])),
                "seats": seats,
                "utilisation": {role: draw(st.floats(0.3, 1.3)) for role in roles},
                "yearly_turnover": draw(st.floats(0.0, 1.5)),
            },
            "lines": lines,
            "calendar": {"season": weights},
            "channel": draw(st.sampled_from([None, {"name": "live", "share": 0.5, "begin": "2026-01-05", "weeks": 8}])),
            "shocks": {name: SHOCKS[name] for name in draw(st.lists(st.sampled_from(sorted(SHOCKS)), unique=True))},
            "discretion": {"discount_limit": draw(st.sampled_from([0.0, 0.3])), "roles": "all"},
            "policies": {
                "today": {},
                "new": {
                    "extends": "today",
                    "start": "2026-02-02",
                    "announce": "2026-01-12",
                    "pay": pay,
                    "programmes": {name: PROGRAMMES[name] for name in programmes},
                    "structure": {"kind": "squads", "cover": 0.5} if squads else {"kind": "functional"},
                    "headcount": {roles[0]: draw(st.sampled_from([-1, 0, 2]))} if len(roles) > 1 and not squads else {},
                },
            },
        }
    )


def balanced(company: sim.Company) -> None:
    """Step a company to its end and assert every balance in every week."""
    plan = company.plan.arrays
    customers = np.array([line.customers for line in company.state.lines])
    owed = company.series["bonus_owed_rmb"]
    while company.week < company.plan.weeks:
        before = {name: company.state.cells[name].copy() for name in ("backlog", "asked")}
        company.step()
        state, week = company.state, company.series
        assert np.isfinite(state.totals).all(), [
            n for n, x in zip(SERIES, state.totals, strict=True) if not np.isfinite(x)
        ]
        assert all(np.isfinite(state.lines[name]).all() for name in state.lines.dtype.names)
        cells, lines = state.cells, state.lines
        served = cells["done"] + cells["dropped"] + cells["backlog"] - before["backlog"]
        perishable = plan.roles["perishable"][:, None] == 1
        assert np.allclose(np.where(perishable, cells["arrivals"], served), cells["arrivals"], atol=1e-9)
        answered = cells["answered"] + cells["unanswered"] + cells["asked"] - before["asked"]
        assert np.allclose(answered, cells["requested"], atol=1e-9)
        assert np.allclose(lines["orders"], lines["new_orders"] + lines["repeat_orders"])
        assert np.allclose(lines["customers"], customers + lines["new_orders"] - lines["left"])
        assert (lines["left"] >= lines["churn"] * customers * (1 - 1e-9)).all() and (lines["left"] <= customers).all()
        assert ((lines["bargain"] >= 0.0) & (lines["bargain"] <= lines["customers"] * (1 + 1e-9))).all()
        customers = lines["customers"].copy()
        assert np.isclose(week["gmv_paid"], lines["paid_rmb"].sum())
        assert week["gmv_paid"] <= week["gmv_placed"] * (1 + 1e-12)
        booked = week["bonus_earned_rmb"] - week["bonus_paid_rmb"] - week["bonus_forfeited_rmb"]
        assert np.isclose(week["bonus_owed_rmb"] - owed, booked, rtol=1e-9, atol=1e-6)
        owed = week["bonus_owed_rmb"]
        people = state.staff[state.staff["filled"] > 0]
        assert week["heads"] <= week["seats"]
        for name in ("effort_volume", "effort_care", "effort_asset", "effort_help", "output"):
            assert (people[name] >= 0).all()
        assert ((people["want"] >= 0) & (people["want"] <= 1)).all()
        assert ((people["skill"] > 0) & (people["skill"] <= 1.15)).all()
        assert ((state.queues["rework"] >= 0) & (state.queues["rework"] <= 0.45)).all()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(companies(), st.integers(0, 1000))
def test_books_balance_every_week(scenario, seed):
    for policy in ("today", "new"):
        balanced(sim.Company(scenario, policy, seed, parameters=default().draw(seed)))


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(companies(), st.integers(0, 1000))
def test_books_balance_in_a_thousand_companies(scenario, seed):
    balanced(sim.Company(scenario, "new", seed, parameters=default().draw(seed)))


@pytest.mark.parametrize("role", ["operations", "design", "service", "marketing", "warehouse", "technology", "data"])
def test_an_empty_seat_costs_a_finite_amount(startup, play, changed, role):
    if role not in startup.company.roles:
        pytest.skip(f"the start-up has no {role}")
    empty = changed(startup, headcount={role: -startup.company.seats[role].heads})
    today, without = play(startup, seeds=20), play(empty, "new", seeds=20)
    assert np.isfinite(without.series).all()
    assert 0.2 * today["gmv_paid"].sum() < without["gmv_paid"].sum() < 1.02 * today["gmv_paid"].sum()


def test_draws_of_parameters_keep_every_series_finite(startup):
    from sim.engine import batch
    from sim.plan.compile import compile_plan, parameters_of

    plan = compile_plan(startup, startup.baseline_name)
    recording = batch.run(plan, draws(parameters_of(startup), 100), np.arange(100))
    assert np.isfinite(recording.series).all()
