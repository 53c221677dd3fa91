"""What pay does beside its purpose: pages alike (K1), favours (K2), hard selling (K3), exits (K8), the long run (K9).

Nothing of it is scripted: where people do not answer, or what they answer to is switched off, it is gone.
"""

from types import MappingProxyType

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario import Scenario

FIRST = {"extends": "today", "start": "2026-01-05", "announce": "2026-01-05"}
NO_DISCOUNT = {"discount_now": 0.05, "discount_limit": 0.0, "roles": ["operations"]}
NO_BONUS = {"operations_kpi": None, "yearly_bonus": None}
SEEDS = 24


@pytest.fixture(scope="module")
def play():
    """Return a function that runs pay plans of the flagship under the same luck; `flat` has no variable pay."""

    def runs(pay, seeds=SEEDS, casual=None, base=MappingProxyType({}), **values):
        document = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
        document["company"]["casual_requests"] = casual or {}
        plans = {"flat": {}, **pay}
        changes = {
            name: {**FIRST, "discretion": NO_DISCOUNT, "pay": {**NO_BONUS, **plan}, "base_change": base.get(name, {})}
            for name, plan in plans.items()
        }
        shop = Scenario.model_validate(document).with_policies(changes)
        record = parameters_of(shop).with_values(values).record()
        return {name: run(compile_plan(shop, name), record, np.arange(seeds)) for name in plans}

    return runs


def kpi(roles, weights, rmb=3000) -> dict:
    return {"kind": "performance_pay", "roles": roles, "weights": weights, "target_rmb": rmb}


def share(found, part, whole) -> float:
    return float(found[part].sum() / found[whole].sum())


def test_pay_for_reuse_makes_pages_alike_and_novelty_counters_it(play) -> None:
    plans = {
        "reuse": {"pages": kpi(["design"], {"reuse": 1.0})},
        "both": {"pages": kpi(["design"], {"reuse": 0.5, "novelty": 0.5})},
    }
    found = play(plans)
    alike = {name: found[name]["similarity"].mean() for name in found}
    assert alike["reuse"] > 1.3 * alike["flat"] and alike["both"] < 0.5 * (alike["reuse"] + alike["flat"])
    conversion = {name: share(found[name], "orders", "visits") for name in found}
    assert conversion["reuse"] < 0.98 * conversion["flat"] and conversion["both"] > 1.02 * conversion["reuse"]
    still = play(plans, reuse_cost=1e300)
    assert np.ptp([still[name]["similarity"].mean() for name in still]) == 0.0


def test_pay_for_response_draws_favours_where_people_ask_for_more_when_answers_are_fast(play) -> None:
    plans = {"fast": {"speed": kpi(["technology"], {"response": 1.0}, rmb=6000)}}
    found = play(plans, casual={"technology": 0.3})
    assert found["fast"]["casual"].mean() > 1.01 * found["flat"]["casual"].mean()
    still = play(plans, casual={"technology": 0.3}, favour_elasticity=0.0)
    assert still["fast"]["casual"].mean() == pytest.approx(still["flat"]["casual"].mean(), rel=1e-12)


def test_pay_for_sales_alone_brings_hard_selling_returns_and_complaints(play) -> None:
    sellers = ["operations", "service"]
    sell = {"kind": "commission", "roles": sellers, "metric": "gmv", "rate": 0.1}
    plans = {"sell": {"c": sell}, "sell_well": {"c": sell, "after": kpi(sellers, {"returns": 1.0}, rmb=20_000)}}
    found = play(plans, exploit_threshold=0.05)
    push = {name: found[name]["push"].mean() for name in found}
    assert push["flat"] < 0.001 and push["sell"] > 0.03 and push["sell_well"] < 0.2 * push["sell"]
    for part, whole, more in (("refunds", "gmv_paid", 1.02), ("complaints", "orders", 1.03)):
        shares = {name: share(found[name], part, whole) for name in found}
        assert shares["sell"] > more * shares["flat"] and shares["sell_well"] < shares["sell"]
    returned = {name: found[name]["refunds"] / found[name]["gmv_paid"] for name in found}
    refunds = returned["sell"] - returned["flat"]
    early, later = refunds[:, 0].mean(), refunds[:, 4:30].mean()
    assert later > 0.0 and later > early, "what is sold hard comes back weeks later"
    honest = play({"sell": {"c": sell}}, never_exploit_share=1.0)
    assert honest["sell"]["push"].max() == 0.0


def test_a_part_of_a_campaign_bonus_for_few_returns_holds_hard_selling_back(play) -> None:
    sellers = ["operations", "service"]
    sell = {"kind": "commission", "roles": sellers, "metric": "gmv", "rate": 0.1}
    pot = {"kind": "milestone", "roles": sellers, "campaign": "autumn", "pot_rmb": 400_000}
    front = {**pot, "presale_share": 0.4, "balance_share": 0.6, "aftersales_share": 0.0}
    found = play({"front": {"c": sell, "m": front}, "thirds": {"c": sell, "m": pot}}, exploit_threshold=0.05)
    push = {name: found[name]["push"][:, 44:50].mean() for name in found}
    # people now reckon with returns, but thirds pay for few of them only in part
    assert push["thirds"] < 0.92 * push["front"] and push["flat"] < 0.1 * push["thirds"]
    assert share(found["thirds"], "refunds", "gmv_paid") < share(found["front"], "refunds", "gmv_paid")


def by_results(part: float) -> dict:
    """A commission on own work that makes up about that share of what base pay was, for every role."""
    seats = sim.load("scenarios/flagship.yaml").company.seats
    rates = {role: part * each.base_rmb * 12 / 52 / 0.9 for role, each in seats.items()}
    piece = {"kind": "commission", "metric": "served"}
    return {f"own_{role}": {**piece, "roles": [role], "rate": rate} for role, rate in rates.items()}


def test_equal_pay_loses_the_able_and_results_alone_lose_the_others(play) -> None:
    dual = {"kind": "dual_appraisal", "roles": ["technology", "data", "design"], "post_value_rmb": 2000}
    dual |= {"contribution": {"requests": 1}}
    plans = {"mixed": by_results(0.2), "results": by_results(0.8), "dual": {"d": dual}}
    base = {"mixed": {"all": -0.2}, "results": {"all": -0.8}}
    level = {"pay_ability": 0.0, "pay_luck": 0.0}  # base pay knows nobody: equal pay is equal
    found = play(plans, seeds=64, base=base, **level)
    exits = {name: share(found[name], "quits", "heads") for name in found}
    able = {name: share(found[name], "key_quits", "quits") for name in found}
    assert able["flat"] > 1.08 * able["mixed"] > 1.08**2 * able["results"]
    assert exits["results"] > 1.3 * max(exits["flat"], exits["mixed"])
    assert exits["dual"] < 0.97 * exits["flat"]
    blind = play({"mixed": plans["mixed"]}, seeds=64, base=base, fairness_weight=0.0, **level)
    left = {name: share(blind[name], "key_quits", "quits") for name in blind}
    assert able["flat"] - able["mixed"] > left["flat"] - left["mixed"] > 0.0


def test_pay_for_sales_crowds_out_care_and_loyalty_awards_bring_it_back(play) -> None:
    sellers = ["operations", "service", "marketing"]
    award = {"kind": "lifetime_award", "roles": sellers, "award_rmb": 25_000, "at": 1.0}
    plans = {
        "short": {"k": kpi(sellers, {"gmv": 1.0})},
        "long": {"k": kpi(sellers, {"gmv": 0.4, "repurchase": 0.3, "nps": 0.3})},
        "loyal": {"k": kpi(sellers, {"gmv": 1.0}), "l": award},
    }
    # the same people, whom neither a lost bonus annoys nor money itself crowds out
    same = {"quit_base": -60.0, "pay_cut_reciprocity": 0.0, "crowding_out": 0.0}
    found = play(plans, **same)
    care = {name: found[name]["effort_care"].mean() for name in found}
    assert care["short"] < care["flat"] < care["long"] < care["loyal"]
    assert found["short"]["effort_asset"].mean() < found["flat"]["effort_asset"].mean()
    satisfied = {name: found[name]["satisfaction"].mean() for name in found}
    assert satisfied["short"] < min(satisfied["long"], satisfied["loyal"])
    still = play(plans, incentive_gain=0.0, **same)
    spread = np.ptp([still[name]["effort_care"].mean() for name in still])
    assert spread < 0.25 * (care["loyal"] - care["short"])  # pay for sales draws effort to selling, so the gap is small
