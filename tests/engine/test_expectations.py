"""What the model says of policies whose direction is known or argued, with intervals; `-m slow -s` shows them.

Nothing here is coded in the rules: each line is a difference between two policies of the flagship store.
"""

# ruff: noqa: T201  these tests are also a report

from datetime import timedelta

import numpy as np
import pytest

import sim
import sim.scenario
from sim.engine import batch
from sim.plan.compile import compile_plan, parameters_of

pytestmark = pytest.mark.slow
REPLICATES = 200
FUNCTIONAL = {"kind": "functional"}
KPI = {"operations_kpi": None}
WAGES = 12 * 8500 * 12.0  # RMB a year, base pay of operations


@pytest.fixture(scope="module")
def shop():
    return sim.load("scenarios/flagship.yaml")


@pytest.fixture(scope="module")
def differ(shop):
    """Return a function that compares a changed policy with today's, or with another changed policy."""

    def run(change, against=None, replicates=REPLICATES, show=("gmv", "margin", "turnover"), name="", neutral=True):
        start = shop.policies["quota_commission"].start
        policies = {"new": {"extends": "today", "announce": start, "start": start, **change}}
        if against is not None:
            policies["old"] = {"extends": "today", "announce": start, "start": start, **against}
        result = sim.compare(
            shop.with_policies(policies),
            ["old" if against is not None else "today", "new"],
            replicates=replicates,
            progress=False,
            neutral=neutral,
        )
        for policy in result.policies:
            rows = [result.row(policy, measure) for measure in show]
            values = "; ".join(f"{r.measure} {r.relative:+.2f} % ({r.low:.4g} to {r.high:.4g} {r.unit})" for r in rows)
            print(f"\n{name} {policy}: {values}", end="")
        return result

    return run


def commission(share_of_pay: float, roles=("operations",)) -> dict:
    """A commission on own paid GMV that makes up about that share of base pay."""
    rate = share_of_pay / (1.0 - share_of_pay) * WAGES / 65e6
    return {"ops": {"kind": "commission", "roles": list(roles), "metric": "gmv", "scope": "own", "rate": rate}}


def test_more_commission_sells_more_with_falling_returns_and_eats_the_margin(differ):
    gains, margins = [], []
    for dose in (0.1, 0.3, 0.6):
        result = differ({"pay": {**KPI, **commission(dose)}}, against={"pay": KPI}, name=f"commission {dose:.0%}")
        gains.append(result.row("new", "gmv").relative)
        margins.append(result.row("new", "margin").relative)
    assert 0 < gains[0] < gains[1]
    assert gains[2] - gains[1] < 2 * (gains[1] - gains[0])
    assert margins[2] < margins[0]


def test_a_cut_of_base_pay_at_unchanged_commission_does_not_motivate(differ):
    pay = {"pay": {**KPI, **commission(0.3)}}
    row = differ({**pay, "base_change": {"operations": -0.2}}, against=pay, name="base -20 %").row("new", "gmv")
    assert row.high < 0.02 * row.baseline_mean


def test_weights_on_sales_alone_cost_care_and_repurchase(differ):
    show = ("gmv", "margin", "repurchase", "customer_satisfaction")
    alone = {"pay": {"operations_kpi": {"weights": {"gmv": 1.0}}}}
    cheaper = differ(alone, show=show, name="GMV alone, with price cuts")
    assert cheaper.row("new", "margin").high < 0
    fixed = {"discretion": {"discount_limit": 0.0}}
    result = differ({**alone, **fixed}, against=fixed, show=show, name="GMV alone, prices fixed")
    for row in (cheaper.row("new", "customer_satisfaction"), result.row("new", "repurchase")):
        assert row.high < 0


def test_a_shared_pot_moves_large_teams_less(shop):
    pot = {"kind": "team_bonus", "roles": ["operations", "design", "service"], "scope": "company", "pot_rmb": 1500}
    effects = []
    for size in (0.25, 1.0, 4.0, 16.0):
        document = scaled(shop, size).model_dump(by_alias=True)
        document["policies"]["new"] = {**document["policies"]["today"], "extends": "today", "pay": {"pot": pot}}
        result = sim.compare(
            sim.scenario.Scenario.model_validate(document), ["today", "new"], replicates=60, progress=False
        )
        row = result.row("new (pay-neutral)", "gmv")
        effects.append(row.relative)
        print(f"\npot, {36 * size:.0f} people: gmv {row.relative:+.2f} % at equal pay", end="")
    assert effects[0] > effects[1] > effects[3]
    assert abs(effects[3]) < 0.2


def scaled(shop, size: float):
    """The flagship with its people, visits, advertising and pay a multiple of what they are."""
    document = shop.model_dump(by_alias=True)
    for seats in document["company"]["seats"].values():
        seats["heads"], seats["tiers"] = max(1, round(seats["heads"] * size)), None
    for line in document["lines"]:
        line["visits"] *= size
    document["budgets"]["ads_rmb"] *= size
    return sim.scenario.Scenario.model_validate(document)


def test_designers_help_where_design_is_short(differ, shop):
    show = ("gmv", "collaboration")
    plenty = differ({"headcount": {"design": 3}}, show=show, name="3 designers more").row("new", "gmv").relative
    few = {"headcount": {"design": -4}}
    short = differ({"headcount": {"design": -1}}, few, show=show, name="3 designers more where 4 are missing")
    assert short.row("new", "gmv").relative > plenty
    assert short.row("new", "collaboration").low > 0


def test_an_empty_single_seat_costs_less_than_its_chain_of_work(differ):
    result = differ({"headcount": {"data": -3}}, show=("gmv", "collaboration"), name="no analyst")
    assert -25 < result.row("new", "gmv").relative < 0


def exits_around(shop, policy, weeks, replicates=400):
    """Return exits a week and head before and after a day, mean over replicates."""
    plan = compile_plan(shop, policy)
    record = batch.run(plan, parameters_of(shop).record(), np.arange(replicates), record=("quits", "heads"))
    rate = record["quits"].mean(axis=0) / record["heads"].mean(axis=0)
    return [float(rate[first:last].mean()) for first, last in weeks]


def test_people_wait_for_a_yearly_bonus_and_then_go(shop):
    shop = shop.with_policies(
        {
            "none": {"extends": "today", "pay": {"yearly_bonus": None}},
            "three": {"extends": "today", "pay": {"yearly_bonus": {"months": 3}}, "base_change": {"all": -1 / 6}},
        }
    )
    january = next(t for t in range(45, 60) if (shop.company.start + timedelta(weeks=t)).year == 2027)
    windows = [(january - 8, january + 3), (january + 5, january + 13)]
    before, after = np.array(exits_around(shop, "three", windows)) / exits_around(shop, "none", windows)
    print(f"\nyearly bonus: exits / exits without, 11 weeks before {before:.2f}, 8 weeks after {after:.2f}", end="")
    assert before < 0.95
    assert after > 1.1


def test_a_pay_cut_drives_people_out_from_its_announcement_on(differ, shop):
    cut = shop.policies["pay_cut"]
    at = [(day - shop.company.start).days // 7 for day in (cut.announce, cut.start)]
    windows = [(0, at[0]), (at[0], at[1]), (at[1], at[1] + 12)]
    ratio = np.array(exits_around(shop, "pay_cut", windows)) / exits_around(shop, "today", windows)
    print(f"\npay cut: exits / exits without, before {ratio[0]:.2f}, announced {ratio[1]:.2f}, after {ratio[2]:.2f}")
    assert ratio[0] == 1.0
    assert 1.02 < ratio[1] < ratio[2] * 1.2


def test_a_programme_without_content_changes_nothing(differ):
    assert differ({"note": "a kick-off and a poster"}).row("new", "gmv").estimate == 0.0


def test_the_year_has_its_peak_and_errors_with_it(shop):
    plan = compile_plan(shop, "today")
    record = batch.run(plan, parameters_of(shop).record(), np.arange(100), record=("gmv_paid", "late_orders", "orders"))
    weekly = record["gmv_paid"].mean(axis=0)
    late = record["late_orders"].mean(axis=0) / record["orders"].mean(axis=0)
    peak = int(np.argmax(weekly[:52]))
    print(
        f"\npeak week {peak}: {weekly[peak] / weekly[:52].mean():.2f} of the mean; late parcels within 3 weeks "
        f"{late[peak : peak + 3].max():.2%}, in the year {late[:52].mean():.2%}"
    )
    assert 42 <= peak <= 46
    assert 1.3 < weekly[peak] / weekly[:52].mean() < 2.2
    assert late[peak : peak + 3].max() > late[:52].mean()


def test_people_leave_at_the_rate_the_company_reports(shop):
    result = sim.compare(shop, ["today", "squads"], replicates=REPLICATES, progress=False)
    turnover = result.row("squads", "turnover").baseline_mean
    print(f"\nturnover {turnover:.1f} % a year, reported {100 * shop.company.yearly_turnover:.0f} %")
    assert 13 < turnover < 23
