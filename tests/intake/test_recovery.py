"""A raw export whose truth is known is recovered within stated errors.

One fixed seed; the errors allowed are about three standard errors, so that a correct program rarely fails.
"""

from datetime import date, timedelta

import numpy as np
import pytest

from sim.intake import Intake

# Indices are scaled so that the last year has mean 1; in the made-up shop this is that much above its wave.
SCALE = 1.028


@pytest.fixture(scope="module", params=[0, 1])
def line(request, taken: Intake):
    return request.param, taken.lines[request.param]


def test_repeat_buying_and_churn(line, truth) -> None:
    at, found = line
    assert found.repeat.repeat_weekly == pytest.approx(truth.repeat_weekly[at] * np.sqrt(SCALE), rel=0.06)
    assert found.repeat.churn_weekly == pytest.approx(truth.churn_weekly[at], rel=0.10)


def test_old_customers_are_not_taken_for_new_ones(line, truth) -> None:
    at, found = line
    assert found.new_orders == pytest.approx(truth.new_orders[at] * SCALE, rel=0.06)
    steady = truth.new_orders[at] * SCALE / truth.churn_weekly[at]
    assert found.customers == pytest.approx(steady, rel=0.08)


def test_basket_and_returns(line, truth) -> None:
    at, found = line
    assert found.basket == pytest.approx(truth.basket[at], rel=0.02)
    assert found.returns.rate == pytest.approx(truth.return_rate[at], abs=max(0.006, 4 * found.returns.error))


def test_returns_that_have_not_come_yet_are_allowed_for(taken: Intake, truth) -> None:
    recent = taken.observed.tail(3)
    naive = 1 - recent["gmv_net"].sum() / recent["gmv_paid"].sum()
    share = [each.share for each in taken.lines]
    assert float(np.dot(share, [each.returns.rate for each in taken.lines])) == pytest.approx(
        float(np.dot(share, truth.return_rate)), abs=0.01
    )
    assert naive < 0.3


def test_season_between_the_peaks(taken: Intake, truth) -> None:
    wave = np.array([truth.wave(date.fromisocalendar(2024, week, 1)) for week in range(1, 53)])
    ratio = taken.demand.index[:52] / wave * SCALE
    assert np.abs(ratio - 1).mean() < 0.035
    assert np.abs(ratio - 1).max() < 0.10


def test_peaks_are_found_named_and_sized(taken: Intake, truth) -> None:
    found = dict(zip([peak.name for peak in taken.demand.season.peaks], taken.demand.peaks, strict=True))
    assert set(found) == {"Spring Festival", "618", "Double 11"}
    for name, day in (
        ("618", date(2024, 6, 18)),
        ("Double 11", date(2024, 11, 11)),
        ("Spring Festival", date(2024, 2, 10)),
    ):
        expected = truth.demand(day - timedelta(days=day.weekday())) / SCALE
        assert found[name] == pytest.approx(expected, rel=0.12), name


def test_growth_and_noise(taken: Intake, truth) -> None:
    assert abs(taken.demand.season.growth) < 0.06
    assert 0.5 * truth.noise < taken.demand.season.spread < 2 * truth.noise


def test_turnover_hazard_and_pay(taken: Intake, truth) -> None:
    staff = taken.staff
    assert staff is not None
    bands = staff.hazard
    level = staff.exits / sum(band.person_weeks for band in bands)
    weekly = truth.yearly_quits / 52.18
    for band in bands:
        middle = 0.5 * (band.from_week + min(band.until_week, 400))
        expected = weekly * truth.quit_factor(middle)
        assert band.factor * level == pytest.approx(expected, rel=max(0.15, 3 / np.sqrt(band.exits))), band
    young = [band for band in bands if band.until_week <= 52]
    young_rate = sum(band.exits for band in young) / sum(band.person_weeks for band in young)
    assert 1.6 < young_rate / (bands[-1].exits / bands[-1].person_weeks) < 3.0
    assert staff.yearly_turnover == pytest.approx(level * 52.18, rel=1e-3)
    assert staff.base_rmb == pytest.approx(8000, rel=0.02)
    heads = {seat.role: seat.heads for seat in staff.seats}
    assert set(heads) == {"operations", "service", "design", "warehouse", "technology", "data", "marketing"}
    assert all(50 <= count <= 60 for count in heads.values())
