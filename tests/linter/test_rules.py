"""Every rule with a policy that breaks it and a neighbour that does not."""

from typing import Any

import pytest

from sim.linter import CHECKS, setting_of

PLAIN = {"target_rmb": 2000, "curve": {"cap": 1.5}}
QUOTA = {"kind": "quota", "roles": "operations", "metric": "gmv_net", **PLAIN}
WEIGHTED = {"kind": "performance_pay", "roles": "operations", **PLAIN}
FINED = {"discount_limit": 0.05, "roles": ["operations"], "audit_share": 0.1}


def weights(**shares: float) -> dict[str, Any]:
    return {"instrument": {**WEIGHTED, "weights": shares}}


def quota(**changes: Any) -> dict[str, Any]:
    return {"instrument": {**QUOTA, **changes}}


YEARLY = {"kind": "annual_bonus", "roles": "all", "months": 1, "month": 2}
SIX = dict(gmv_net=0.5, nps=0.1, repurchase=0.1, satisfaction=0.1, conversion=0.1)
LUMP = {"linear": False, "cap": 1.5, "lumps": [{"at": 1.0, "share": 1.0}]}
HALVES = {"linear": False, "cap": 1.5, "lumps": [{"at": 0.9, "share": 0.5}, {"at": 1.0, "share": 0.5}]}
FAST = [{"above": 1.0, "multiple": 2.0}]

OPERATIONS = {"roles": "operations"}
LOYAL = {"kind": "lifetime_award", **OPERATIONS, "award_rmb": 3000}
MILESTONE = {"kind": "milestone", **OPERATIONS, "campaign": "mid-year", "pot_rmb": 30_000}
EQUITY = {"kind": "equity", **OPERATIONS, "tiers": ["middle"], "grant_rmb": 156_000, "conditions": {"loyalty": 1.0}}
STAGES = {"kind": "three_stage", **OPERATIONS, "rate": 0.01, "rank_at": 100}
BOARD = {"kind": "leaderboard", **OPERATIONS, "prizes_rmb": [1000, 500]}
GROUPS = {"structure": {"kind": "groups", "groups": 3}}
GRADES = {"kind": "grades", "roles": ["technology"]}
NEW = {"kind": "commission", **OPERATIONS, "metric": "new_customers", "rate": 5, "cap_rmb": None}
TREE = {"kind": "career_tree", **OPERATIONS}
AUTUMN = {"from": "2026-10-01", "until": "2026-12-31", "weights": {"gmv_net": 0.3, "nps": 0.7}}


def award(kind: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An award beside what is paid today."""
    return {"pay": {"plan": {**kind, **changes}}}


def shifted(**changes: Any) -> dict[str, Any]:
    return {"instrument": {**WEIGHTED, "weights": {"gmv_net": 0.5, "nps": 0.5}, "shifts": [{**AUTUMN, **changes}]}}


#: rule -> what breaks it, its neighbour that does not, a part of the path, severity.
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], str, str]] = {
    "minimum_wage": (
        {"seats": {"service": {"base_rmb": 2400}}},
        {"seats": {"service": {"base_rmb": 2741}}},
        "company.seats.service.base_rmb",
        "forbidden",
    ),
    "minimum_wage_zero_bonus": (
        {"base_change": {"operations": -0.7}},
        {"base_change": {"operations": -0.65}},
        "base_change.operations",
        "warning",
    ),
    "minimum_wage_fines": (
        {"discretion": {**FINED, "fine_rmb": 400}, "base_change": {"operations": -0.62}},
        {"discretion": {**FINED, "fine_rmb": 200}, "base_change": {"operations": -0.62}},
        "new.discretion.fine_rmb",
        "warning",
    ),
    "fine_over_fifth": (
        {"discretion": {**FINED, "fine_rmb": 1601}},
        {"discretion": {**FINED, "fine_rmb": 1600}},
        "new.discretion.fine_rmb",
        "forbidden",
    ),
    "fine_basis": (
        {"discretion": {**FINED, "fine_rmb": 100}},
        {"discretion": {**FINED, "fine_rmb": 0}},
        "new.discretion.fine_rmb",
        "warning",
    ),
    "overtime_hours": ({"overtime_cap": 0.21}, {"overtime_cap": 0.206}, "new.overtime_cap", "forbidden"),
    "overtime_premium": (
        {"behaviour": {"overtime_premium": 1.2}},
        {"behaviour": {"overtime_premium": 1.5}},
        "behaviour.overtime_premium",
        "forbidden",
    ),
    "overtime_rest_days": (
        {"behaviour": {"overtime_premium": 1.5}},
        {"behaviour": {"overtime_premium": 2.0}},
        "behaviour.overtime_premium",
        "note",
    ),
    "base_pay_cut": ({"base_change": {"all": -0.1}}, {"base_change": {"all": 0.1}}, "base_change.all", "warning"),
    "bonus_cut": (
        {"pay": {"kpi": {"target_rmb": 1900}}},
        {"pay": {"kpi": {"target_rmb": 2100}}},
        "new.pay.kpi",
        "warning",
    ),
    "pay_rules_procedure": ({"announce": "2026-04-06", **quota()}, quota(), "new.announce", "warning"),
    "dismissal_notice": (
        {"headcount": {"service": -3}, "announce": "2026-03-23"},
        {"headcount": {"service": -3}},
        "new.headcount",
        "warning",
    ),
    "mass_layoff": ({"headcount": {"service": -4}}, {"headcount": {"service": -3}}, "new.headcount", "warning"),
    "withheld_forfeit": (
        quota(withheld={"share": 0.3, "month": 12}),
        quota(withheld={"share": 0.3, "month": 12, "forfeit": False}),
        "withheld",
        "warning",
    ),
    "pay_taken_back": (
        award(NEW, taken_back={"after_weeks": 13}),
        award(NEW),
        "new.pay.plan.taken_back",
        "note",
    ),
    "last_dismissed": (
        award(GRADES, dismissed_share=0.1),
        award(GRADES),
        "new.pay.plan.dismissed_share",
        "forbidden",
    ),
    "severance": ({"headcount": {"service": -1}}, {"headcount": {"service": 1}}, "new.headcount", "note"),
    "bonus_forfeit": (
        {"pay": {"year": YEARLY}},
        {"pay": {"year": {**YEARLY, "forfeit": False}}},
        "year.forfeit",
        "note",
    ),
    "bonus_keeps_nobody": (
        {"pay": {"year": {**YEARLY, "forfeit": False}}},
        {"pay": {"year": YEARLY}},
        "year.forfeit",
        "note",
    ),
    "no_seats": (quota(roles=["data"]), quota(roles=["data", "operations"]), "plan.roles", "warning"),
    "weight_small": (
        weights(gmv_net=0.51, nps=0.45, repurchase=0.04),
        weights(gmv_net=0.5, nps=0.45, repurchase=0.05),
        "weights.repurchase",
        "warning",
    ),
    "weight_large": (weights(gmv_net=0.71, nps=0.29), weights(gmv_net=0.7, nps=0.3), "weights.gmv_net", "warning"),
    "many_metrics": (weights(**SIX, orders=0.1), weights(**{**SIX, "nps": 0.2}), "plan.weights", "warning"),
    "metric_out_of_reach": (
        weights(gmv_net=0.5, uptime=0.5),
        {"instrument": {**WEIGHTED, "roles": "technology", "weights": {"requests": 0.5, "uptime": 0.5}}},
        "weights.uptime",
        "warning",
    ),
    "metric_weak": (quota(roles="technology"), quota(roles="operations"), "plan.metric", "note"),
    "double_pay": ({"pay": {"more": QUOTA}}, {"pay": {"more": {**QUOTA, "metric": "nps"}}}, "new.pay.more", "note"),
    "cliff": (quota(curve=LUMP), quota(curve=HALVES), "curve.lumps", "warning"),
    "target_unreachable": (quota(quota=1.5), quota(quota=1.05), "plan.quota", "warning"),
    "target_sure": (quota(quota=0.6), quota(quota=0.95), "plan.quota", "warning"),
    "threshold_idle": (
        quota(curve={"threshold": 0.3, "cap": 1.5}),
        quota(curve={"threshold": 0.85, "cap": 1.5}),
        "curve.threshold",
        "note",
    ),
    "cap_binds": (quota(quota=0.9, curve={"cap": 1.05}), quota(quota=1.0, curve={"cap": 1.05}), "curve.cap", "warning"),
    "cost_runs_away": (
        quota(curve={"accelerators": FAST, "cap": 1.5}),
        quota(curve={"accelerators": FAST, "cap": 1.4}),
        "plan.curve",
        "warning",
    ),
    "no_cap": (quota(curve={}), quota(curve={"cap": 2.0}), "new.pay.plan", "note"),
    "ratchet": (quota(ratchet=0.1), quota(ratchet=0.0), "plan.ratchet", "warning"),
    "before_returns": (quota(metric="gmv"), quota(metric="gmv_net"), "new.pay.plan", "warning"),
    "not_assessed": (award({"kind": "points", **OPERATIONS, "rmb_per_hour": 30}), award(LOYAL), "pay.plan", "note"),
    "gate_far": (award(LOYAL, at=3.0), award(LOYAL, at=1.05), "plan.at", "warning"),
    "gate_open": (award(MILESTONE, returns_at=1.5), award(MILESTONE, returns_at=1.0), "plan.returns_at", "warning"),
    "rank_far": (award(STAGES, rank_at=10), award(STAGES), "plan.rank_at", "warning"),
    "rank_sure": (award(STAGES, rank_at=200), award(STAGES), "plan.rank_at", "warning"),
    "campaign_absent": (
        {**award(MILESTONE), "start": "2026-06-01"},
        {**award(MILESTONE), "start": "2026-05-25"},
        "plan.campaign",
        "warning",
    ),
    "vests_later": (award(EQUITY), award(EQUITY, cliff_weeks=39), "plan.cliff_weeks", "note"),
    "no_rivals": (award(BOARD), {**award(BOARD), **GROUPS}, "plan.roles", "warning"),
    "prizes_for_all": (
        {**award(BOARD, prizes_rmb=[3, 2, 1]), **GROUPS},
        {**award(BOARD), **GROUPS},
        "plan.prizes_rmb",
        "warning",
    ),
    "same_winner": (
        {**award(BOARD, prizes_rmb=[1000], basis="amount"), "structure": {"kind": "groups", "groups": 2}},
        {**award(BOARD, prizes_rmb=[1000]), "structure": {"kind": "groups", "groups": 2}},
        "plan.basis",
        "warning",
    ),
    "small_group": ({**award(GRADES), "seats": {"technology": {"heads": 3}}}, award(GRADES), "plan.roles", "warning"),
    "rises_stay": (award(TREE), award(TREE, raise_share=0.0), "plan.raise_share", "note"),
    "shift_idle": (shifted(**{"from": "2025-10-01", "until": "2025-12-31"}), shifted(), "plan.shifts.0", "note"),
}


def test_every_rule_has_its_pair() -> None:
    assert {check.__name__ for check in CHECKS} == set(CASES)
    assert {check.__name__ for check in CHECKS} == set(setting_of().rules)


@pytest.mark.parametrize("rule", CASES)
def test_rule_and_neighbour(found, rule: str) -> None:
    breaks, keeps, where, severity = CASES[rule]
    known = {"region": "shanghai"}
    rows = found(breaks, **known).get(rule, [])
    assert rows, f"{rule} found nothing"
    assert all(where in row.where and row.severity == severity for row in rows)
    assert all(text and "{" not in text for row in rows for text in (row.finding, row.remedy, row.source, row.value))
    assert rule not in found(keeps, **known)


@pytest.mark.parametrize("rule", CASES)
def test_rule_in_chinese(found, rule: str) -> None:
    rows = found(CASES[rule][0], lang="zh", region="shanghai")[rule]
    for row in rows:
        assert "{" not in row.finding + row.remedy
        assert any("\u4e00" <= sign <= "\u9fff" for sign in row.finding)
        assert "RMB" not in row.finding


def test_without_its_own_minimum_wage_a_company_is_warned_only(found) -> None:
    poor = {"seats": {"service": {"base_rmb": 2600}}}
    assert found(poor)["minimum_wage"][0].severity == "warning"
    assert found(poor, region="shanghai")["minimum_wage"][0].severity == "forbidden"
    assert "minimum_wage" not in found(poor, region="beijing")
    assert found(poor, minimum_wage=2601.0)["minimum_wage"][0].severity == "forbidden"
    assert found({"seats": {"service": {"base_rmb": 1500}}})["minimum_wage"][0].severity == "forbidden"


def test_a_bonus_paid_every_month_counts_for_the_minimum_wage_and_a_quarterly_one_does_not(found) -> None:
    low = {"operations": {"base_rmb": 2500}}
    monthly, quarterly = (
        found({"seats": low, **quota(period=period)}, region="shanghai") for period in ("month", "quarter")
    )
    assert "minimum_wage" not in monthly and "minimum_wage_zero_bonus" in monthly
    assert "minimum_wage" in quarterly and "minimum_wage_zero_bonus" not in quarterly


def test_mass_layoff_without_thirty_days_is_forbidden(found) -> None:
    rows = found({"headcount": {"service": -20}, "announce": "2026-03-09"})
    assert rows["mass_layoff"][0].severity == "forbidden"
    assert "20 of 40" in rows["mass_layoff"][0].finding and "28 days" in rows["mass_layoff"][0].finding
    assert "dismissal_notice" not in rows  # pay in lieu of notice does not heal it


def test_severance_is_a_month_for_each_year(found) -> None:
    """The last three of service: tenures of 10, 60 and 130 weeks give 0.5, 1.5 and 2.5 months of RMB 6,000.

    Half a year are 26.09 weeks, so that 130 weeks are just under two and a half years.
    """
    assert found({"headcount": {"service": -3}})["severance"][0].value == "RMB 27,000"


def test_seats_that_a_step_of_growth_closes_count_from_the_announcement(found) -> None:
    steps = [{"from": "2026-05-04", "headcount": {"service": -2}}, {"from": "2026-03-30", "headcount": {"service": 2}}]
    rows = found({"growth": steps})
    assert [row.where for row in rows["severance"]] == ["policies.new.growth"]
    assert "dismissal_notice" not in rows


def test_a_smaller_bonus_made_up_for_elsewhere_is_a_note(found) -> None:
    rows = found({"pay": {"kpi": None, "other": {**QUOTA, "target_rmb": 2500}}})["bonus_cut"]
    assert rows[0].severity == "note" and "+RMB 2,100" in rows[0].finding


def test_pay_after_the_returns_is_only_a_note(found) -> None:
    late = found(quota(metric="gmv", pay_delay_weeks=4))["before_returns"]
    assert [row.severity for row in late] == ["note"] and "10 %" in late[0].finding


def test_a_commission_capped_below_what_it_brings_binds_at_once(found) -> None:
    rate = {"kind": "commission", "roles": "operations", "metric": "gmv_net", "scope": "company", "rate": 0.01}
    assert "cap_binds" in found({"instrument": {**rate, "cap_rmb": 100}})
    assert "cap_binds" not in found({"instrument": {**rate, "cap_rmb": 10_000}})
    assert found({"instrument": {**rate, "cap_rmb": 100}})["cap_binds"][0].where == "policies.new.pay.plan.cap_rmb"


def test_no_labour_rules_under_none(found) -> None:
    illegal = {"overtime_cap": 0.5, "behaviour": {"overtime_premium": 1.0}, "base_change": {"all": -0.9}}
    assert {row.severity for rows in found(illegal).values() for row in rows} >= {"forbidden"}
    rows = found({**illegal, **quota(ratchet=0.5)}, jurisdiction="none")
    assert set(rows) == {"ratchet"}
