"""A planted plan is found with as few edits as it takes, at equal budget; where there is none, none is."""

import pytest

from sim.scenario.loading import loads
from sim.studies.edits import differences, edited, plain
from sim.studies.nearest import nearest
from sim.studies.nearest.moves import moves_of

#: Today new customers are paid for: they are pushed, and prices are cut for them. Audits end the first and approvals
#: the second; only without price cuts does the firm gain, and only without pushing is the guardrail kept.
SHOP = """
version: 1
name: Small shop
company:
  start: 2026-01-05
  weeks: 40
  burn_in_weeks: 12
  seats:
    operations: {heads: 5, base_rmb: 9000}
    service: {heads: 4, base_rmb: 6000}
lines:
  - {name: tea, visits: 20000, conversion: 0.03, basket_rmb: 180, gross_margin: 0.25, return_rate: 0.12,
     repeat_weekly: 0.018, churn_weekly: 0.022}
behaviour: {push_conversion: 0.4, never_exploit_share: 0.1, exploit_threshold: 0.005, push_cost: 0.1,
            discount_stiffness: 1, discount_elasticity: 2}
discretion: {discount_limit: 0.2}
decision: {objective: contribution, least_gain: 10, sure: 0.8, guardrails: {push: {at_most: 0.05}}}
policies:
  today:
    pay: {commission: {kind: commission, roles: [operations], metric: new_customers, scope: own, rate: 12}}
  fewer_visits: {extends: today, start: 2026-03-02, remote_days: 0.2}
"""


@pytest.fixture(scope="module")
def shop():
    return loads(SHOP)


def test_the_planted_pair_is_found_at_equal_budget_and_confirmed(shop) -> None:
    found = nearest(shop, replicates=12, confirm=24)
    assert found.found is not None and len(found.found.moves) == 2
    paths = {edit.name for move in found.found.moves for edit in move.edits}
    assert paths == {"discretion.discount_limit", "discretion.audit_share", "discretion.fine_rmb"}
    single = [each for each in found.tried if len(each.moves) == 1]
    assert not any(each.acceptable for each in single)
    assert found.frame["fresh"].sum() == len(found.confirmed) >= 1
    assert "Confirmed with fresh luck" in found.sentences()[0] and "全新运气" in found.sentences("zh")[0]
    assert "<table>" in found._repr_html_()


def test_where_nothing_is_acceptable_nothing_is_said_to_be(shop) -> None:
    found = nearest(shop, replicates=6, confirm=6, most=1)
    assert found.found is None and found.sentences()[0].startswith("No plan of at most 1 edits")


def test_base_pay_moves_so_that_the_budget_stays() -> None:
    document = loads(
        SHOP.replace("remote_days: 0.2", "pay: {commission: {rate: 24}}").replace("least_gain: 10", "least_gain: 900")
    )
    found = nearest(document, replicates=6, confirm=6, most=1)
    rates = {each.moves[0].edits[0].after: each.base for each in found.tried if "rate" in each.moves[0].edits[0].name}
    assert rates[24.0]["operations"] < rates[18.0]["operations"] < 1.0  # more commission comes out of base pay
    assert "base pay" not in found.sentences()[0]


def test_edits_lead_from_one_policy_to_the_other(shop) -> None:
    today, other = plain(shop, "today"), plain(shop, "fewer_visits")
    edits = differences(today, other)
    assert [edit.name for edit in edits] == ["remote_days"]  # dates are none
    assert edited(today, tuple(edits))["remote_days"] == 0.2 and today["remote_days"] == 0.0
    halves = [move.edits[0] for move in moves_of(shop, ["fewer_visits"]) if move.edits[0].name == "remote_days"]
    assert [edit.after for edit in halves] == [0.2, 0.1]
    assert halves[0].text.en == "remote_days: 0 → 0.2"
