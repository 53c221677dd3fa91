"""Everything that can stand beside pay, in one company: the books balance in every week and every number is finite."""

from typing import Any

import numpy as np
import pytest

from sim.conformance.shop import shop, weeks_of
from sim.engine.series import SERIES
from sim.scenario import Scenario

CURVE = {"linear": False, "lumps": [{"at": 0.7, "share": 0.8}, {"at": 0.9, "share": 0.4}]}
SCORE = {"weights": {"response": 0.4, "nps": 0.3, "gmv": 0.3}, "curve": CURVE}
RETURNS = [{"metric": "returns", "at_most": 0.1}]
COMMISSION = {"kind": "commission", "roles": "all"}
PAY: dict[str, dict[str, Any]] = {
    "steps": {
        **COMMISSION,
        "rate": 0.001,
        "steps": [{"above": 1e5, "rate": 0.002, "lump_rmb": 500}],
        "steps_on": "whole",
    },
    "orders": {**COMMISSION, "metric": "orders", "rate": 0.2, "cap_rmb": 300, "counts_after_weeks": 3},
    "draw": {
        **COMMISSION,
        "metric": "margin",
        "rate": 0.002,
        "floor": {"rmb": 800, "advance": True},
        "only_if": RETURNS,
    },
    "ramp": {**COMMISSION, "rate": 0.0, "floor": {"rmb": 900, "months": 3}, "coefficients": [SCORE]},
    "year": {**COMMISSION, "rate": 0.001, "period": "year", "paid_every": "quarter", "pay_delay_weeks": 4},
    "kept": {**COMMISSION, "metric": "gmv_net", "rate": 0.001, "withheld": {"share": 0.4, "month": 6}},
    "quota": {"kind": "quota", "roles": "all", "target_rmb": 0, "target_base_share": 0.05, "goal": 2e5, "ratchet": 0.3},
    "half": {"kind": "quota", "roles": "all", "target_rmb": 300, "period": "half_year", "paid_every": "month"},
    "score": {
        "kind": "performance_pay",
        "roles": "all",
        "target_rmb": 500,
        "curve_on": "score",
        "only_if": RETURNS,
        **SCORE,
    },
    "pool": {"kind": "points_pool", "roles": "all", "pool_share": 0.002, "tier_points": {"middle": 1, "senior": 2}},
    "packet": {
        "kind": "points_pool",
        "roles": ["operations"],
        "pool_rmb": 3000,
        "only_if": RETURNS,
        "period": "quarter",
    },
    "ranks": {"kind": "grades", "roles": "all", "dismissed_share": 0.2},
    "posts": {"kind": "promotion", "roles": "all", "period": "quarter"},
    "months": {"kind": "annual_bonus", "roles": "all", "months": 1, "month": 6, "only_if": RETURNS},
}


@pytest.mark.parametrize("structure", ["functional", "squads", "teams"])
def test_books_balance_whatever_stands_beside_pay(structure: str) -> None:
    made = shop({"pay": PAY, "structure": {"kind": structure}, "start": "2026-03-16"}, makes=structure == "teams")
    document = made.model_dump(by_alias=True)
    for seats in document["company"]["seats"].values():
        seats["tiers"] = {"base": 0, "middle": 2, "senior": 1}
    weeks = weeks_of(Scenario.model_validate(document), "new")
    earned, paid, forfeited, owed = (
        weeks[..., SERIES.index(f"bonus_{what}_rmb")] for what in ("earned", "paid", "forfeited", "owed")
    )
    assert np.isfinite(weeks).all() and paid.sum() > 0.0 and forfeited.sum() > 0.0
    assert np.abs(np.diff(owed, axis=1) - (earned - paid - forfeited)[:, 1:]).max() < 0.005
