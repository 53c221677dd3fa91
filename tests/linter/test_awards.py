"""Milestones, stock, contests, gates and dated weights: what they cost, and findings on them by hand."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from sim.linter import examine, setting_of
from sim.linter.case import cases_of
from sim.linter.gates import needed_rise, rank_chance
from sim.scenario import Scenario
from sim.units import WEEKS_PER_MONTH, WEEKS_PER_YEAR

OPERATIONS = {"roles": "operations"}
LOYAL = {"kind": "lifetime_award", **OPERATIONS, "award_rmb": 3000}
MILESTONE = {"kind": "milestone", **OPERATIONS, "campaign": "mid-year", "pot_rmb": 30_000}
EQUITY = {"kind": "equity", **OPERATIONS, "tiers": ["middle"], "grant_rmb": 156_000, "conditions": {"loyalty": 1.0}}
STAGES = {"kind": "three_stage", **OPERATIONS, "rate": 0.01, "rank_at": 100}
BOARD = {"kind": "leaderboard", **OPERATIONS, "prizes_rmb": [1000, 500]}
GROUPS = {"structure": {"kind": "groups", "groups": 3}}
GRADES = {"kind": "grades", "roles": ["technology"]}
TREE = {"kind": "career_tree", **OPERATIONS}
WEIGHTED = {"kind": "performance_pay", **OPERATIONS, "target_rmb": 2000, "curve": {"cap": 1.5}}
AUTUMN = {"from": "2026-10-01", "until": "2026-12-31", "weights": {"gmv_net": 0.3, "nps": 0.7}}
WEEKLY_GMV = 3 * (20_000 * 0.03 + 20_000 * 0.03 / 0.03 * 0.02) * 150  # three lines alike, at season 1


def award(kind: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An award beside what is paid today."""
    return {"pay": {"plan": {**kind, **changes}}}


def shifted(**changes: Any) -> dict[str, Any]:
    plan = {**WEIGHTED, "weights": {"gmv_net": 0.5, "nps": 0.5}, "shifts": [{**AUTUMN, **changes}]}
    return {"pay": {"kpi": None, "plan": plan}}


@pytest.fixture
def shop_with(shop_document: dict[str, Any]) -> Callable[..., Scenario]:
    """The shop, flat over the year but for its campaign, with one instrument alone."""

    def build(instrument: dict[str, Any], **edits: Any) -> Scenario:
        shop_document["calendar"]["peaks"][0]["index"] = 1.0
        shop_document["policies"]["new"] = {"pay": {"plan": instrument}, **edits}
        return Scenario.model_validate(deepcopy(shop_document))

    return build


@pytest.fixture
def costs(shop_with: Callable[..., Scenario]) -> Callable[..., list[float]]:
    """RMB a month at 80, 100 and 150 % of the target."""

    def count(instrument: dict[str, Any], **edits: Any) -> list[float]:
        _, rows = examine(shop_with(instrument, **edits), ["new"], setting_of("none"))
        return [row.rmb_month for row in rows if row.instrument == "plan"]

    return count


@pytest.mark.parametrize(
    ("instrument", "edits", "monthly"),
    [
        # 30,000 once a year; at 80 % no part is reached, unless its mark lies at 75 %: then 30 % of the pot
        (MILESTONE, {}, [0.0, 2500.0, 2500.0]),
        ({**MILESTONE, "presale_at": 0.75}, {}, [750.0, 2500.0, 2500.0]),
        # six people, 156,000 each over 156 weeks
        (EQUITY, {}, [0.0, 6000.0 * WEEKS_PER_MONTH, 6000.0 * WEEKS_PER_MONTH]),
        # six people, 3,000 a year each
        (LOYAL, {}, [0.0, 0.0, 1500.0]),
        # three units of two: 1,000 and 500 a head for the first and the second
        (BOARD, GROUPS, [3000.0] * 3),
        # a title with 600 a month for one of six
        ({"kind": "honours", **OPERATIONS, "prize_rmb": 600}, {}, [600.0] * 3),
        # four people a quarter: shares of 0.1, 0.3, 0.9 make A+ 1, A none more, B up to 4, C none: 6,000 a quarter
        (GRADES, {}, [2000.0] * 3),
        # A+ 1, A 1, B 1, C 1 of four: 6,000 + 3,000 + 0 - 1,500 a quarter
        ({**GRADES, "shares": [0.25, 0.5, 0.75]}, {}, [2500.0] * 3),
        # the best of six, always the same, 50,000 every third quarter
        ({"kind": "development_fund", **OPERATIONS}, {}, [50_000 / 9] * 3),
        # one of six moves up in a year: 12 % of 8,000
        (TREE, {}, [960.0] * 3),
    ],
)
def test_what_awards_cost(costs, instrument: dict[str, Any], edits: dict[str, Any], monthly: list[float]) -> None:
    assert costs(instrument, **edits) == pytest.approx(monthly)


def test_three_stages_cost_commission_from_the_target_on_and_profit_if_the_rank_passes_today(costs) -> None:
    commission = {**STAGES, "profit_share": 0.0}
    month = WEEKLY_GMV * WEEKS_PER_MONTH
    assert costs(commission) == pytest.approx([0.0, 0.01 * month, 0.015 * month], rel=2e-3)
    assert costs({**commission, "quota": 1.2}) == pytest.approx([0.0, 0.012 * month, 0.018 * month], rel=2e-3)
    profit = 0.05 * month * 0.9 * 0.4
    shared = {**STAGES, "rate": 0.0}
    assert costs(shared) == pytest.approx([0.8 * profit, profit, 1.5 * profit], rel=2e-3)
    assert costs({**shared, "rank_at": 99}) == [0.0, 0.0, 0.0]


def test_weights_by_date_cost_their_mean_over_the_year(shop_with, costs) -> None:
    """With weights of 0.5 and 0.5, pay is 2,000 a head whatever the shift; a new metric gets its weight in autumn."""
    plan = {**WEIGHTED, "weights": {"gmv_net": 0.5, "nps": 0.5}, "shifts": [AUTUMN]}
    assert costs(plan) == pytest.approx([9600.0, 12_000.0, 18_000.0])
    case = cases_of(shop_with(plan), ["new"], setting_of("none"))[0]
    paid = {
        each.metric: case.staffing.terms.monthly(each, each.stakes[0], 0, 1.0)
        for each in case.staffing.contracts["plan"]
    }
    autumn = 13 / 52  # Thursdays from 1 October to 31 December 2026 less the first and the last
    assert paid["nps"] == pytest.approx(2000 * (0.5 + 0.2 * autumn), rel=0.01)
    assert paid["nps"] + paid["gmv_net"] == pytest.approx(2000)


def test_the_penalty_of_a_grade_counts_as_a_deduction(found) -> None:
    paid = {"technology": {"base_rmb": 7000}}
    harsh = found({"seats": paid, **award(GRADES)})
    assert [row.where for row in harsh["fine_over_fifth"]] == ["policies.new.pay.plan.rewards_rmb"]
    assert "the penalty of plan for the lowest grade of RMB 1,500" in harsh["fine_over_fifth"][0].finding
    assert "fine_basis" in harsh
    mild = found({"seats": paid, **award(GRADES, rewards_rmb=[6000, 3000, 0, -1400])})
    assert "fine_over_fifth" not in mild and "fine_basis" in mild
    kind = found({"seats": paid, **award(GRADES, rewards_rmb=[6000, 3000, 0, 0])})
    assert "fine_basis" not in kind


def test_the_penalty_of_a_grade_may_not_break_the_minimum_wage(found) -> None:
    low = {"seats": {"technology": {"base_rmb": 3000}}, **award(GRADES, rewards_rmb=[600, 300, 0, -300])}
    assert found(low, region="shanghai")["minimum_wage_fines"][0].value == "RMB 2,700"
    assert "minimum_wage_fines" not in found(low, minimum_wage=2700.0)


def test_prizes_stock_and_milestones_do_not_lift_anybody_over_the_minimum_wage(found) -> None:
    low = {"seats": {"operations": {"base_rmb": 2500}}, "pay": {"kpi": None}}
    for instrument in (MILESTONE, EQUITY, {"kind": "honours", **OPERATIONS, "prize_rmb": 6000}):
        edits = {**low, "pay": {"kpi": None, "plan": instrument}}
        assert "minimum_wage" in found(edits, region="shanghai"), instrument["kind"]
    assert "minimum_wage" not in found({**low, "pay": {}}, region="shanghai")  # a bonus of every month does


def test_stock_for_a_tier_without_seats(found) -> None:
    rows = found(award(EQUITY, tiers=["senior"]))
    assert rows["no_seats"][0].where == "policies.new.pay.plan.tiers" and "senior" in rows["no_seats"][0].finding
    assert "not_assessed" not in rows and "no_seats" not in found(award(EQUITY))


def test_parts_of_a_milestone_have_marks_of_their_own(found) -> None:
    far = found(award(MILESTONE, balance_at=2.0))
    assert [row.where for row in far["target_unreachable"]] == ["policies.new.pay.plan.balance_at"]
    safe = found(award(MILESTONE, presale_at=0.3))
    assert [row.where for row in safe["target_sure"]] == ["policies.new.pay.plan.presale_at"]
    assert not {"target_sure", "target_unreachable", "gate_far", "gate_open"} & set(found(award(MILESTONE)))


def test_a_milestone_with_an_after_sales_part_waits_for_returns(found) -> None:
    assert "before_returns" not in found(award(MILESTONE))
    early = award(MILESTONE, presale_share=0.5, balance_share=0.5, aftersales_share=0.0)
    assert "before_returns" in found(early)


def test_stock_on_sales_out_of_reach_and_stages_far_from_their_repurchase(found) -> None:
    assert "target_unreachable" in found(award(EQUITY, conditions={"gmv_net": 1.0}, at=1.5))
    assert "target_unreachable" not in found(award(EQUITY, conditions={"gmv_net": 1.0}, at=1.0))
    with_award = {**STAGES, "loyalty_rmb": 1000}
    assert found(award(with_award, loyalty_at=0.3))["gate_far"][0].value == "+37%"  # -ln 0.7 / 13 / 0.02 = 1.372
    assert "gate_far" not in found(award(with_award, loyalty_at=0.25))


def test_loyal_customers_are_measured_by_their_repeat_orders(shop_with) -> None:
    """Mean of 0.02 orders a week: twice as many customers with five or more a year take about a fifth more orders."""
    case = cases_of(shop_with({**LOYAL, "at": 2.0}), ["new"], setting_of("none"))[0]
    rise = needed_rise(case, case.staffing.contracts["plan"][0])
    from scipy.special import pdtrc

    yearly = 0.02 * WEEKS_PER_YEAR
    assert pdtrc(4, yearly * (1.0 + rise)) == pytest.approx(2.0 * pdtrc(4, yearly), rel=1e-6)
    assert 0.15 < rise < 0.25


def test_chance_of_a_rank_is_the_engines(shop_with) -> None:
    from types import SimpleNamespace

    from sim.rules.contests import top_chance

    case = cases_of(shop_with(STAGES), ["new"], setting_of("none"))[0]
    par = case.staffing.parameters
    seen = SimpleNamespace(rank_elasticity=par.value("rank_elasticity"), rank_noise=par.value("rank_noise"))
    for wanted in (80, 100, 130):
        engine = getattr(top_chance, "py_func", top_chance)(0.0, 100.0, wanted, seen)[0]
        assert rank_chance(100.0, wanted, par) == pytest.approx(engine, abs=1e-6)


def test_weights_of_a_season_are_checked_too(found) -> None:
    heavy = shifted(weights={"gmv_net": 0.8, "nps": 0.2})
    assert found(heavy)["weight_large"][0].where == "policies.new.pay.plan.shifts.0.weights.gmv_net"
    assert "weight_large" not in found(shifted())
    risen = found(shifted(weights=None, metric="nps", rises_by=0.3))
    assert [row.where for row in risen["weight_large"]] == ["policies.new.pay.plan.shifts.0.rises_by"]
    assert "weight_large" not in found(shifted(weights=None, metric="nps", rises_by=0.2))


def test_those_who_keep_their_old_pay_lose_no_bonus(found) -> None:
    less = {"pay": {"kpi": {"target_rmb": 1500}}}
    assert "bonus_cut" in found(less) and "bonus_cut" not in found({**less, "keep_old_pay": True})


def test_seats_that_a_stage_closes_have_the_notice_of_the_stage(shop_document) -> None:
    later = {"extends": "today", "headcount": {"service": -2}}
    for weeks, told in ((3, True), (6, False)):
        stage = {"policy": "later", "from": "2026-06-01", "announce_weeks": weeks}
        shop_document["policies"] |= {"later": later, "new": {"extends": "today", "stages": [stage]}}
        rows, _ = examine(Scenario.model_validate(deepcopy(shop_document)), ["new"], setting_of())
        where = {row.rule: row.where for row in rows}
        assert where["severance"] == "policies.new.stages" and ("dismissal_notice" in where) == told


def test_dual_appraisal_with_a_safe_base_score_is_a_note(found) -> None:
    dual = {"kind": "dual_appraisal", "roles": "technology", "post_value_rmb": 3000, "contribution": {"requests": 1.0}}
    rows = found(award(dual))["gate_open"]
    assert [(row.where, row.severity) for row in rows] == [("policies.new.pay.plan.base_at", "note")]
    assert "gate_open" not in found(award(dual, base_at=1.0))


def test_a_milestone_without_any_date_pays_nothing(shop_document) -> None:
    shop_document["calendar"]["peaks"][0] |= {"from": "2024-06-12", "until": "2024-06-20", "yearly": False}
    shop_document["policies"]["new"] = {"pay": {"plan": MILESTONE}}
    rows, priced = examine(Scenario.model_validate(shop_document), ["new"], setting_of("none"))
    assert "campaign_absent" in {row.rule for row in rows} and "not_assessed" not in {row.rule for row in rows}
    assert not any(each.rmb_month for each in priced)
