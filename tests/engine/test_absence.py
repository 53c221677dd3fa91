"""Days away: what they cost, what a bonus for presence does to them, and where neither does anything."""

import numpy as np
import pytest

from sim.conformance.shop import shop
from sim.engine.batch import run
from sim.plan.compile import compile_plan, parameters_of
from sim.rules.absence import away_share, days_away, excuse, just_enough
from sim.scenario.models import Scenario
from sim.scenario.words import describe

SEEDS, AWAY = 40, 0.05
CALM = {"absence_norm": 0.0, "absence_strain": 0.0}
BONUS = {"full": {"kind": "attendance_bonus", "roles": "all", "bonus_rmb": 400}}


def company(policy=None, away=AWAY, **sections) -> Scenario:
    document = shop(policy).model_dump(mode="json", by_alias=True)
    document["company"] |= {"absence": {"all": away}, **sections}
    return Scenario.model_validate(document)


def played(scenario: Scenario, policy="new", **values):
    record = parameters_of(scenario).with_values(values).record()
    return run(compile_plan(scenario, policy), record, np.arange(SEEDS))


def away(found) -> float:
    return float(found["absent"].sum() / found["heads"].sum())


@pytest.fixture(scope="module")
def usual():
    return played(company(), "today", **CALM)


def test_people_are_away_as_often_as_the_company_says(usual) -> None:
    assert away(usual) == pytest.approx(AWAY, rel=0.06)


def test_nobody_is_away_where_nobody_is_and_no_bonus_keeps_them() -> None:
    none, stated = (played(scenario, "today") for scenario in (shop(), company(away=0.0)))
    assert np.array_equal(none.series, stated.series)
    assert away(played(company({"pay": BONUS}, away=0.0))) == 0.0
    assert not played(company({"sick_pay": 0.5}, away=0.0))["absent"].any()


def test_a_fifth_less_sick_pay_takes_off_a_tenth_to_a_fifth_of_days_away(usual) -> None:
    cut = away(played(company({"sick_pay": 0.8}), **CALM)) / away(usual)
    assert 0.78 < cut < 0.92  # Ziebarth and Karlsson 2010; Puhani and Sonderhof 2010
    still = away(played(company({"sick_pay": 0.8}), **CALM, absence_price=0.0)) / away(usual)
    assert still == pytest.approx(1.0, abs=0.03)


def test_pay_by_the_day_costs_a_day_off_as_much_and_so_does_pay_by_the_piece(usual) -> None:
    daily = {"full": {"kind": "attendance_bonus", "roles": "all", "day_rmb": 80}}
    assert 0.70 < away(played(company({"pay": daily}), **CALM)) / away(usual) < 0.88
    piece = {"piece": {"kind": "commission", "roles": "all", "metric": "served", "rate": 500}}
    assert away(played(company({"pay": piece}), **CALM)) < 0.9 * away(usual)


def test_a_bonus_for_presence_brings_people_and_some_of_them_unwell(usual) -> None:
    paid, blind = (played(company({"pay": BONUS}), **CALM, presence_care=x) for x in (0.6, 0.0))
    assert 0.60 < away(paid) / away(usual) < 0.92
    assert away(paid) == pytest.approx(away(blind), rel=0.05)
    assert paid["satisfaction"].mean() < blind["satisfaction"].mean()


def test_a_bonus_for_presence_backfires_among_newcomers_and_not_among_the_old() -> None:
    """Alfitian, Sliwka and Vogelsang 2024: absence up by half, through the newest."""
    values = {"absence_strain": 0.0, "absence_norm": 0.8, "absence_price": 0.3, "absence_norm_tenure": 52.0}

    def change(weeks: int) -> float:
        document = company({"pay": BONUS}).model_dump(mode="json", by_alias=True)
        for seats in document["company"]["seats"].values():
            seats["tenure_weeks"] = [weeks]
        scenario = Scenario.model_validate(document)
        return away(played(scenario, **values)) / away(played(scenario, "today", **values))

    assert change(4) > 1.15
    assert change(500) < change(4) - 0.2


def test_the_exhausted_are_away_more_and_rest_by_it() -> None:
    par = parameters_of(company()).record().view(np.recarray)[0]
    tired, fresh = (away_share.py_func(AWAY, weary, 0.0, 0.0, par) for weary in (1.0, 0.0))
    assert fresh == AWAY and 1.3 < tired / fresh < 3.0
    assert away_share.py_func(0.0, 1.0, -5.0, 2.0, par) == 0.0
    assert excuse.py_func(0.0, par) > excuse.py_func(104.0, par) > 0.0
    tiring = {**CALM, "fatigue_build": 0.6}
    some, none = (played(company(away=share), "today", **tiring)["fatigue"].mean() for share in (0.2, 0.0))
    assert some != none


def test_days_are_drawn_with_the_share_as_their_mean_and_more_luck_never_means_fewer() -> None:
    u = (np.arange(20_000) + 0.5) / 20_000
    for share in (0.03, 0.2):
        days = np.array([days_away.py_func(each, share) for each in u])
        assert days.mean() == pytest.approx(5.0 * share, rel=0.01) and (np.diff(days) >= 0.0).all()
        more = np.array([days_away.py_func(each, 1.2 * share) for each in u])
        assert (more >= days).all()


def test_a_bonus_is_worth_a_day_only_while_that_day_decides() -> None:
    assert just_enough.py_func(0.0, 1.0, 0.5) == (0.0, 0.0)
    pivotal, enough = just_enough.py_func(1.0, 0.0, 0.5)
    assert pivotal == pytest.approx(0.5 * np.exp(-0.5)) and enough == pytest.approx(1.5 * np.exp(-0.5))


def test_it_is_told_in_both_languages() -> None:
    scenario = company({"pay": BONUS, "sick_pay": 0.8})
    assert "without a day off" in describe(scenario) and "80 % of base pay" in describe(scenario)
    assert "全勤奖" in describe(scenario, "zh") and "缺勤率" in describe(scenario, "zh")
