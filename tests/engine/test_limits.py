"""Every number of a scenario at its limits: refused by name, or a finite answer."""

import copy
import dataclasses
import warnings
from collections.abc import Iterator

import numpy as np
import pydantic
import pytest
import yaml

from sim.engine import batch
from sim.errors import SimError
from sim.parameters import draws
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario import Scenario

SHOP = """
version: 1
name: Small shop
company:
  start: 2026-01-05
  weeks: 12
  burn_in_weeks: 4
  yearly_turnover: 0.3
  casual_requests: {design: 0.1}
  utilisation: {operations: 0.8, design: 0.9}
  requests: {operations: {design: 0.2}}
  shift: 0.5
  seats:
    operations: {heads: 3, base_rmb: 8000, market_rmb: 9000, tenure_weeks: [20, 80]}
    design: {heads: 2, base_rmb: 7000}
    service: {heads: 2, base_rmb: 6000}
    warehouse: {heads: 1, base_rmb: 5000}
lines:
  - {name: tea, visits: 20000, conversion: 0.03, basket_rmb: 150, gross_margin: 0.4, return_rate: 0.1,
     repeat_weekly: 0.02, churn_weekly: 0.03, customers: 900, skus: 40, rank: 100, community: 0.2, demand_index: 1.0}
  - {name: cups, visits: 10000, conversion: 0.02, basket_rmb: 120, gross_margin: 0.4, return_rate: 0.1,
     repeat_weekly: 0.02, churn_weekly: 0.03}
calendar:
  peaks: [{name: fair, from: 2026-02-16, until: 2026-02-22, index: 3.0}]
campaigns:
  - {name: fair, peak: fair, begin_weeks: 4, gate_weeks: 1, jobs: {design: 0.5, operations: 0.5}, team: {design: 1}}
budgets: {ads_rmb: 2000, ads_share_of_visits: 0.3}
channel: {name: live, share: 0.3, begin: 2026-01-12, weeks: 6, roles: [operations]}
shocks:
  rival: {kind: competitor, day: 2026-02-02, weeks: 2, size: 0.2, chance: 1.0}
discretion: {discount_now: 0.1, discount_limit: 0.1, roles: [operations], timing: 1.0, audit_share: 0.1, fine_rmb: 500}
policies:
  today:
    pay:
      kpi: {kind: performance_pay, roles: [operations], weights: {gmv: 0.6, nps: 0.4}, target_rmb: 2000}
  new:
    extends: today
    start: 2026-01-26
    overtime_cap: 0.2
    remote_days: 0.2
    base_change: {design: 0.1}
    headcount: {design: 1, service: -1}
    pay:
      kpi: null
      quota: {kind: quota, roles: [operations], target_rmb: 2500, quota: 1.1, ratchet: 0.5}
      piece: {kind: commission, roles: [service], metric: served, rate: 300}
      loyal: {kind: lifetime_award, roles: [operations], award_rmb: 9000, at: 1.0}
      fair: {kind: milestone, roles: [design], campaign: fair, pot_rmb: 3000}
"""
EXTREMES = (0, 1e-9, 1, 0.999999)


def leaves(node: object, path: tuple = ()) -> Iterator[tuple]:
    """Yield the path of every number of a document."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif isinstance(node, list):
        for key, value in enumerate(node):
            yield from leaves(value, (*path, key))
    elif isinstance(node, int | float) and path != ("version",):
        yield path


def changed(path: tuple, value: float) -> dict:
    """Return the shop's document with one number replaced."""
    document = yaml.safe_load(SHOP)
    at = document
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return copy.deepcopy(document)


def answered(document: dict) -> bool:
    """Return whether a document is run; it is refused otherwise. Whatever is run ends finite, or this raises."""
    try:
        shop = Scenario.model_validate(document)
        plans = [compile_plan(shop, name) for name in shop.policies]
    except (pydantic.ValidationError, SimError):
        return False
    for plan in plans:
        batch.run(plan, draws(parameters_of(shop), np.arange(1)), np.arange(1), threads=1)
    return True


def test_the_shop_itself_is_answered():
    assert answered(yaml.safe_load(SHOP))


@pytest.mark.parametrize("path", list(leaves(yaml.safe_load(SHOP))), ids=lambda path: ".".join(map(str, path)))
def test_a_number_at_a_limit_is_refused_or_answered_in_finite_numbers(path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for value in EXTREMES:
            answered(changed(path, value))


@pytest.mark.parametrize("role", ["operations", "design", "service", "warehouse"])
def test_a_role_without_people_leaves_a_company_that_can_be_run(role):
    document = yaml.safe_load(SHOP)
    document["policies"]["new"].pop("headcount")
    document["company"]["seats"][role]["heads"] = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert answered(document)


def test_a_shop_without_service_sells_no_more_than_with_it():
    """Beside an equal shop: what service would have answered is not answered."""
    document = yaml.safe_load(SHOP)
    document["policies"] = {"today": {}, "alone": {"extends": "today", "headcount": {"service": -2}}}
    shop = Scenario.model_validate(document)
    sold = [
        batch.run(compile_plan(shop, name), draws(parameters_of(shop), np.arange(4)), np.arange(4))["gmv_paid"].sum()
        for name in ("today", "alone")
    ]
    assert sold[1] < sold[0]


def test_what_is_no_finite_number_never_leaves_the_engine(startup):
    plan = compile_plan(startup, startup.baseline_name)
    lines = plan.arrays.lines.copy()
    lines["orders"][0] = 0.0
    broken = dataclasses.replace(plan, arrays=plan.arrays._replace(lines=lines))
    told = rf"policy {plan.name}: `gmv_placed` is no finite number in simulated week \d+ of replicate 7, through `\w+"
    with pytest.raises(SimError, match=told):
        batch.run(broken, draws(parameters_of(startup), [7]), np.array([7]))
