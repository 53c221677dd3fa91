"""Measures: formulas by hand, windows, trailing sums, labels."""

import numpy as np
import pytest

from sim.engine.series import SERIES
from sim.errors import SimError
from sim.results.measures import BY_NAME, DIMENSIONS, HEADLINE, MEASURES, measure, recorded
from sim.results.totals import trailing, window
from sim.results.words import UNITS_ZH
from sim.units import WEEKS_PER_YEAR

HAND = {
    "gmv_paid": [100.0, 200.0],
    "refunds": [10.0, 20.0],
    "quits": [1.0, 0.0],
    "heads": [10.0, 10.0],
    "seats": [10.0, 15.0],
    "requests": [4.0, 6.0],
    "requests_good": [2.0, 6.0],
    "cycle_weeks": [2.0, 3.0],
    "satisfaction": [0.7, 0.8],
    "repeat_orders": [2.0, 2.0],
    "customers": [100.0, 100.0],
    "base_rmb": [1000.0, 1000.0],
    "overtime_rmb": [0.0, 100.0],
    "bonus_earned_rmb": [50.0, 50.0],
    "bonus_forfeited_rmb": [0.0, 20.0],
    "people_cost_rmb": [40.0, 60.0],
    "margin_rmb": [90.0, 110.0],
    "ads_rmb": [10.0, 10.0],
    "months": [0.25, 0.2],
    "paid_months": [2.5, 1.8],
}
EXPECTED = {
    "gmv": 150.0 * WEEKS_PER_YEAR,
    "returns": 10.0,
    "turnover": 100.0 * WEEKS_PER_YEAR / 20.0,
    "vacancy": 20.0,
    "collaboration": 80.0,
    "cycle_time": 0.5,
    "nps": 40.0,
    "repurchase": 100.0 * (1.0 - np.exp(-0.26)),
    "pay": (2100.0 + 80.0) / 4.3,
    "payroll": 2100.0 / 0.45 * 12.0,
    "people_cost": 100.0 / 0.45 * 12.0,
    "contribution": 100.0 * WEEKS_PER_YEAR - 100.0 / 0.45 * 12.0,
    "cost": 100.0 / 0.45 * 12.0 + 10.0 * WEEKS_PER_YEAR,
    "return_on_cost": (100.0 * WEEKS_PER_YEAR - 100.0 / 0.45 * 12.0) / (100.0 / 0.45 * 12.0 + 10.0 * WEEKS_PER_YEAR),
}


def by_hand() -> tuple[np.ndarray, tuple[str, ...]]:
    return np.array([list(HAND.values())]).transpose(0, 2, 1), tuple(HAND)


@pytest.mark.parametrize("name", EXPECTED)
def test_measure_by_hand(name: str) -> None:
    assert BY_NAME[name].value(window(*by_hand(), 0))[0] == pytest.approx(EXPECTED[name])


def test_window_leaves_out_the_weeks_before() -> None:
    assert BY_NAME["gmv"].value(window(*by_hand(), 1))[0] == pytest.approx(200.0 * WEEKS_PER_YEAR)


def test_trailing_sums_equal_slow_sums() -> None:
    series = np.random.default_rng(1).normal(size=(3, 20, 2))
    totals = trailing(series, ("a", "b"), 5)
    slow = np.array([series[:, max(0, t - 4) : t + 1, 1].sum(axis=1) for t in range(20)]).T
    assert totals.total("b") == pytest.approx(slow)
    assert totals.mean("b")[:, 2] == pytest.approx(slow[:, 2] / 3)


def test_trailing_of_more_weeks_than_there_are() -> None:
    assert trailing(np.ones((1, 4, 1)), ("a",), 13).mean("a").tolist() == [[1.0, 1.0, 1.0, 1.0]]


def test_weekly_amounts_are_per_week() -> None:
    assert BY_NAME["gmv"].value(trailing(*by_hand(), 1))[0].tolist() == [100.0, 200.0]
    assert BY_NAME["gmv"].weekly_unit == "RMB per week"


def test_no_denominator_gives_nan() -> None:
    series, names = by_hand()
    series[:, :, names.index("requests")] = 0.0
    assert np.isnan(BY_NAME["collaboration"].value(window(series, names, 0))[0])


def test_measures_of_series_that_were_not_recorded_are_left_out() -> None:
    assert [each.name for each in recorded(window(np.ones((1, 2, 2)), ("orders", "skill"), 0))] == ["orders", "skill"]


def test_every_measure_can_be_computed_from_what_the_engine_records() -> None:
    assert recorded(window(np.ones((1, 2, len(SERIES))), SERIES, 0)) == tuple(MEASURES)


def test_measures_are_described_in_both_languages() -> None:
    assert len(BY_NAME) == len(MEASURES)
    for each in MEASURES:
        assert each.label("en") and each.label("zh") and each.formula and each.catalogue
        assert any("\u4e00" <= sign <= "\u9fff" for sign in each.label("zh"))
        assert each.unit in UNITS_ZH and each.weekly_unit in UNITS_ZH
    assert {each.dimension for each in MEASURES} == set(DIMENSIONS)
    assert set(HEADLINE) <= set(BY_NAME)


def test_unknown_measure_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(SimError, match="did you mean 'turnover'"):
        measure("turnovr")
