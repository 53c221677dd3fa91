"""Weekly and daily totals of a real web shop (Online Retail II, CC BY 4.0; see tests/data/online_retail_ii)."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from sim.intake import intake
from sim.scenario import loads

DATA = Path(__file__).parents[1] / "data" / "online_retail_ii"

# The published summary of the data set.
SUMMARY = {
    "orders": 39074,
    "gmv": 19352245.46,
    "average_order": 495.27,
    "weekly_gmv_cv": 0.372,
    "peak_to_mean": 1.97,
    "trough_to_mean": 0.281,
    "peak_iso_week": 45,
    "refund_share": 0.0191,
}
IDENTIFIED_ORDERS = 36369
REPEAT_SHARE_OF_IDENTIFIED = 0.8391


@pytest.fixture(scope="module")
def weekly():
    return intake(weekly=DATA / "weekly.csv", rmb_per_unit=1.0)


@pytest.mark.parametrize("name", SUMMARY)
def test_weekly_totals_give_the_published_summary(name: str, weekly) -> None:
    assert weekly.facts[name] == pytest.approx(SUMMARY[name], rel=3e-3)


def test_repeat_share_of_identified_orders(weekly) -> None:
    share = weekly.facts["repeat_order_share"] * SUMMARY["orders"] / IDENTIFIED_ORDERS
    assert share == pytest.approx(REPEAT_SHARE_OF_IDENTIFIED, rel=1e-3)


@pytest.mark.parametrize("name", ["orders", "gmv", "average_order", "refund_share", "peak_iso_week"])
def test_daily_totals_say_the_same(name: str, weekly) -> None:
    assert intake(weekly=DATA / "daily.csv").facts[name] == pytest.approx(weekly.facts[name], rel=1e-6)


def test_the_season_is_that_of_the_shop(weekly) -> None:
    season = weekly.demand.season
    fitted = season.weekly * season.trend
    gmv = weekly.observed["gmv_paid"].to_numpy()
    open_weeks = gmv > 0
    assert np.corrcoef(np.log(fitted[open_weeks]), np.log(gmv[open_weeks]))[0, 1] > 0.85
    assert 44 <= int(season.index.argmax()) + 1 <= 48
    assert {peak.name for peak in season.peaks} == {"Christmas closure"}
    assert fitted[-52:].sum() == pytest.approx(gmv[-52:].sum(), rel=0.03)


def test_lines_reproduce_orders_and_value_of_the_last_year(weekly) -> None:
    (line,) = weekly.lines
    demand = weekly.demand.weekly[-52:]
    orders = line.new_orders * demand.sum() + line.repeat_orders * np.sqrt(demand).sum()
    assert orders == pytest.approx(weekly.observed["orders"].tail(52).sum(), rel=1e-6)
    assert orders * line.basket == pytest.approx(weekly.observed["gmv_paid"].tail(52).sum(), rel=1e-6)


def test_currency_is_converted_or_spoken_of(weekly) -> None:
    assert any("GBP" in note for note in weekly.notes)
    converted = intake(weekly=DATA / "weekly.csv", rmb_per_unit=9.1)
    assert not any("GBP" in note for note in converted.notes)
    assert converted.lines[0].basket == pytest.approx(9.1 * weekly.lines[0].basket)
    assert "9.1" in converted.to_yaml()


def test_the_scenario_loads(weekly) -> None:
    scenario = loads(weekly.to_yaml("Gift shop"), "gift_shop.yaml")
    assert scenario.name == "Gift shop"
    assert scenario.company.start == date(2011, 12, 5)
    assert scenario.lines[0].basket_rmb == pytest.approx(weekly.lines[0].basket, rel=1e-3)


def test_churn_and_repeat_are_recovered_from_weekly_totals(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    repeat, churn, fresh = 0.018, 0.022, 400
    rows, active, first = ["周起始,支付订单数,支付金额,新客数,复购订单数"], fresh / churn, date(2024, 1, 1)
    for week in range(130):
        index = 1 + 0.3 * np.sin(2 * np.pi * week / 52.18)
        new = random.poisson(fresh * index)
        again = random.poisson(repeat * active * np.sqrt(index))
        active = active * np.exp(-churn) + new
        rows.append(f"{first + timedelta(weeks=week)},{new + again},{200 * (new + again)},{new},{again}")
    path = tmp_path / "weekly.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    found = intake(weekly=path).lines[0].repeat
    # Weekly totals hold less about customers than single orders do.
    assert found.repeat_weekly == pytest.approx(repeat, rel=0.35)
    assert found.churn_weekly == pytest.approx(churn, rel=0.45)
    assert found.repeat_weekly / found.churn_weekly == pytest.approx(repeat / churn, rel=0.15)


def test_weeks_from_another_day_are_moved(tmp_path: Path) -> None:
    rows = ["week_start,orders,gmv"]
    rows += [f"{date(2024, 1, 3) + timedelta(weeks=week)},100,2000" for week in range(60)]
    path = tmp_path / "weekly.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    taken = intake(weekly=path)
    assert taken.observed["week_start"][0] == "2024-01-01"
    assert any("Mondays" in note for note in taken.notes)
    assert "assumed" in taken.lines[0].repeat.method
