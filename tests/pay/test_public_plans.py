"""Plans of public templates: twenty worked out by hand (`cases/public_plans.yaml`), and what cannot be written."""

from pathlib import Path

import pytest

from sim.conformance.pay_cases import cases_of, instruments_of
from sim.errors import SimError
from sim.scenario import loads

SHOP = """
version: 1
name: shop
company: {start: 2027-01-04, weeks: 52, seats: {operations: {heads: 2, base_rmb: 8000}}}
lines: [{name: shop, visits: 10000, conversion: 0.03, basket_rmb: 100, gross_margin: 0.5, return_rate: 0.1,
         repeat_weekly: 0.02, churn_weekly: 0.01, customers: 5000}]
policies:
  today:
    pay:
      it: {PLAN}
"""
#: What templates have and the model has not, with what the refusal says.
REFUSED = {
    "{kind: commission, roles: [operations], rate: 0.02, clawback_months: 3}": "`taken_back: {of: left",
    "{kind: commission, roles: [operations], rate: 0.02, metric: orders, taken_back: {}}": "not tell new",
    "{kind: commission, roles: [operations], rate: 0.02, taken_back: {}, cap_rmb: 900}": "taken back have no `cap_rmb`",
    "{kind: commission, roles: [operations], rate: 0.02, own_rates: {Anna: 0.03}}": "for no seat 'Anna'",
    "{kind: commission, roles: [operations], rate: 0.02, own_rates: {operations 1: 0.03}, cap_rmb: 9}": "no `cap_rmb`",
    "{kind: commission, roles: [operations], rate: 0.02, lines: [shopp]}": "Did you mean 'shop'?",
    "{kind: quota, roles: [operations], target_rmb: 900, own_goals: {operations 3: 9}}": "there are 2 seats",
    "{kind: quota, roles: [operations], target_rmb: 900, metric: nps, own_goals: {operations 1: 9}}": "no amount",
    "{kind: commission, roles: [operations], rate: 0.02, by_product: {shop: 0.03}}": "`line_rates: {tea: 0.02}`",
    "{kind: commission, roles: [operations], rate: 0.02, line_rates: {shopp: 0.03}}": "Did you mean 'shop'?",
    "{kind: commission, roles: [operations], rate: 0, line_rates: {shop: 1}, steps: [{above: 9, rate: 1}]}": (
        "`steps_on: whole`, with `line_rates` in each step"
    ),
    "{kind: commission, roles: all, rate: 0, steps_on: whole, steps: [{above: 9, rate: 0, line_rates: {a: 1}}]}": (
        "there is no line 'a'"
    ),
    "{kind: commission, roles: [operations], rate: 0.02, churn_clawback: 0.5}": "on new_customers or gmv",
    "{kind: quota, roles: [operations], target_rmb: 900, own_targets: {design 1: 300}}": "such as `operations 1`",
    "{kind: quota, roles: [operations], target_rmb: 900, own_targets: {Anna: 300}}": "for no seat 'Anna'",
    "{kind: quota, roles: [operations], target_rmb: 900, own_targets: {operations 3: 300}}": "there are 2 seats",
    "{kind: quota, roles: [operations], target_rmb: 900, own_targets: {operations 1: 3, 运营 1: 4}}": "there twice",
    "{kind: leaderboard, roles: [operations], only_if: [{metric: returns, at_most: 0.15}]}": "list without prizes",
    "{kind: performance_pay, roles: [operations], weights: {attendance: 1}, target_rmb: 500}": "attendance",
    "{kind: commission, roles: [operations], rate: 0.02, per_person: {A: 0.03}}": "`own_targets: {operations 3: 1500}`",
    "{kind: override, roles: [operations], rate: 0.005}": "scope: unit",
    "{kind: spiff, roles: [operations], amount_rmb: 500}": "`lump_rmb`",
    "{kind: draw, roles: [operations], amount_rmb: 2000}": "`floor: {rmb: 2000, advance: true}`",
    "{kind: commission, roles: [operations], rate: 0.02, minimum_rmb: 3000}": "`floor: {rmb: 3000, months: 3}`",
    "{kind: commission, roles: [operations], rate: 0.02, gate: {returns: 0.15}}": "`only_if: [{",
    "{kind: performance_pay, roles: [operations], weights: {gmv: 1}, target_rmb: 500, bands: []}": "`curve_on: score`",
    "{kind: stock_options, roles: [operations], grant_rmb: 90000}": "`kind: equity`",
    "{kind: sabbatical, roles: [operations]}": "commission",
}


def test_twenty_public_plans_are_worked_out() -> None:
    plans = [case for file, case in cases_of(Path(__file__).parent / "cases") if file == "public_plans"]
    assert len(plans) >= 20
    assert len({each["kind"] for case in plans for _, each in instruments_of(case)}) >= 6


@pytest.mark.parametrize("plan", REFUSED)
def test_what_cannot_be_written_is_refused_with_what_comes_nearest(plan: str) -> None:
    with pytest.raises(SimError) as refusal:
        loads(SHOP.replace("{PLAN}", plan))
    told = str(refusal.value)
    assert REFUSED[plan] in told and "\n" not in told.strip()
