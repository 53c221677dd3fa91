"""Tightness of the labour market, turnover by role, and people who have to go on a day."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.errors import SimError
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario.loading import loads
from sim.scenario.models import Scenario
from sim.scenario.words import describe
from sim.vocabulary.roles import ROLE_NAMES

SEEDS = 60
TEXT = Path("scenarios/startup.yaml").read_text(encoding="utf-8")


def shop(company=None, **changes) -> Scenario:
    document = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    document["policies"] = {"today": document["policies"]["today"]}
    document["company"] |= company or {}
    return Scenario.model_validate(document | changes)


def played(scenario: Scenario, policy="today", seeds=SEEDS, exit_rows=0, **changes):
    values = parameters_of(scenario).with_values(changes).record()
    return run(compile_plan(scenario, policy), values, np.arange(seeds), exit_rows=exit_rows)


def ratio(a, b, name):
    """Mean ratio of yearly totals and its standard error over pairs of seeds."""
    x, y = a[name].sum(axis=1), b[name].sum(axis=1)
    centre = x.mean() / y.mean()
    return centre, np.std(x - centre * y, ddof=1) / y.mean() / np.sqrt(len(x))


@pytest.fixture(scope="module")
def usual():
    return played(shop(), exit_rows=600)


def test_more_open_posts_take_people_away_and_make_vacancies_last(usual) -> None:
    tight = played(shop({"tightness": {"all": 2.0}}))
    many = [played(shop(change), seeds=4 * SEEDS) for change in ({"tightness": {"all": 2.0}}, {})]
    more, error = ratio(*many, "quits")
    assert more - 2 * error > 1.2 and more + 2 * error < 1.75  # 2 ** 0.4 from offers that come, more from better ones
    empty = (tight["seats"] - tight["heads"]).mean() / (usual["seats"] - usual["heads"]).mean()
    assert 1.5 < empty < 3.0
    slack = played(shop({"tightness": {"all": 0.5}}))
    less, error = ratio(slack, usual, "quits")
    assert less - 2 * error > 0.55 and less + 2 * error < 0.87


def test_a_usual_market_and_numbers_at_nothing_change_no_bit(usual) -> None:
    same = shop({"tightness": {"all": 1.0}})
    assert np.array_equal(played(same).series, usual.series)
    still = {"quit_tightness": 0.0, "offer_tightness": 0.0, "applicant_tightness": 0.0, "skill_general": 0.0}
    calm, tight = shop(), shop({"tightness": {"all": 3.0}})
    assert np.array_equal(played(calm, seeds=6, **still).series, played(tight, seeds=6, **still).series)


def test_a_tight_market_for_one_role_and_for_some_weeks_moves_that_role_then(usual) -> None:
    shock = {"kind": "tight_labour", "day": "2026-07-06", "weeks": 52, "size": 2.0, "roles": ["service"]}
    hit = played(shop(shocks={"boom": shock}), exit_rows=600)
    assert np.array_equal(hit["gmv_paid"][:, :26], usual["gmv_paid"][:, :26])

    def exits(found, role):
        rows = found.exits[(found.exits["role"] == ROLE_NAMES.index(role)) & (found.exits["week"] >= 26)]
        return len(rows)

    assert exits(hit, "service") > 1.2 * exits(usual, "service")
    assert 0.85 < exits(hit, "design") / exits(usual, "design") < 1.15


def test_tightness_falls_as_a_shock_says() -> None:
    for kind, size, log in (("tight_labour", 1.0, np.log(2.0)), ("slack_labour", 0.5, np.log(0.5))):
        scenario = shop(shocks={"it": {"kind": kind, "day": "2026-07-06", "size": size}})
        assert compile_plan(scenario, "today").arrays.shocks["size"][0] == pytest.approx(log)


def test_general_skill_is_worth_more_elsewhere_the_tighter_the_market_and_specific_skill_nothing() -> None:
    from sim.rules.leaving import outside_log

    par = parameters_of(shop()).record().view(np.recarray)[0]

    def worth(tightness, portable, training=0.2):
        with_it = outside_log.py_func(1.0, 0.95, (training, portable), tightness, par)
        return with_it - outside_log.py_func(1.0, 0.95, (0.0, 0.0), tightness, par)

    none, full = -par.training_general * 0.2, (1.0 - par.training_general) * 0.2
    assert worth(0.0, none) == worth(1.0, none) == 0.0
    assert (
        0.0 < worth(-1.0, 0.0) < worth(0.0, 0.0) < worth(0.5, 0.0) < worth(5.0, 0.0) == pytest.approx(worth(0.0, full))
    )


def yearly(found, role, seeds=SEEDS) -> float:
    """Quits of a role per filled seat and year."""
    number = ROLE_NAMES.index(role)
    exits = ((found.exits["role"] == number) & (found.exits["voluntary"] == 1.0)).sum() / seeds
    first, last = compile_plan(shop(), "today").arrays.role_seats[number]
    filled = (last - first) * found["heads"].mean() / found["seats"].mean()
    return float(exits / filled / (found.series.shape[1] / 52.18))


def test_the_turnover_that_is_known_comes_out_by_role_and_in_all(usual) -> None:
    apart = played(shop({"turnover_by_role": {"service": 0.54, "design": 0.06}}), exit_rows=600)
    assert yearly(apart, "service") == pytest.approx(0.54, rel=0.15)
    # whoever goes is followed by newcomers, of whom more go: in so small a role that is seen
    assert 0.045 < yearly(apart, "design") < 0.1 < yearly(usual, "design")
    assert yearly(apart, "technology") == pytest.approx(yearly(usual, "technology"), rel=0.2)


def test_the_turnover_that_is_known_comes_out_whatever_the_numbers_behind_it_are(usual) -> None:
    def rate(scenario, **changes) -> float:
        found = played(scenario, seeds=40, **changes)
        return float(found["quits"].mean() * 52.18 / found["heads"].mean())

    worse = {"quit_intention_slope": 8.0, "mood_sd": 0.3, "fatigue_dissatisfaction": 0.6, "quit_base": -5.5}
    assert rate(shop()) == pytest.approx(0.18, rel=0.1) and rate(shop(), **worse) == pytest.approx(0.18, rel=0.1)
    assert rate(shop({"yearly_turnover": 0.4})) == pytest.approx(0.4, rel=0.1)
    assert rate(shop({"yearly_turnover": 0.0})) == 0.0
    # a company that tells nothing is the average one if it pays as the market does, and loses more if it pays less
    untold, fewer = shop({"yearly_turnover": None}), {"turnover_reference": 0.1}
    assert rate(untold, **fewer) < 0.8 * rate(untold)


def gone(**departure) -> Scenario:
    who = {"role": "technology", "seat": 1, "day": "2026-03-06", **departure}
    return shop().with_policies({"gone": {"extends": "today", "departures": {"one": who}}})


def test_who_has_to_go_goes_on_the_day_and_nothing_differs_before(usual) -> None:
    found = played(gone(), "gone")
    assert np.array_equal(found["gmv_paid"][:, :9], usual["gmv_paid"][:, :9])
    assert (found["departures"][:, 8] <= 1.0).all() and found["departures"][:, 8].mean() > 0.9
    assert found["departures"].sum() == found["departures"][:, 8].sum()
    vacant = (usual["heads"] - found["heads"]).mean(axis=0)
    assert vacant[8:12].min() > 0.85
    assert abs(vacant[-26:].mean()) < 0.15  # the seat has been filled as any other
    assert (usual["output"] - found["output"])[:, 10:20].mean() > 0.3


def test_an_agreed_replacement_starts_on_its_day_and_saves_output() -> None:
    late, soon = played(gone(replaced="2026-12-07"), "gone"), played(gone(replaced="2026-03-16"), "gone")
    empty = played(shop())["heads"] - late["heads"]
    assert empty[:, 9:47].mean() > 0.8
    assert (soon["heads"] - late["heads"])[:, 10:47].mean() > 0.75
    assert (soon["output"] - late["output"])[:, 20:47].mean() > 0.4
    assert abs((soon["output"] - late["output"])[:, -8:].mean()) < 0.35


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("{role: service, seat: 1, day: 2035-01-01}", "outside the weeks in which the policy holds"),
        ("{role: service, seat: 1, day: 2026-03-06, replaced: 2026-03-04}", "before the seat is free"),
        ("{role: service, seat: 1, day: 2026-03-06, replaced: 2026-03-11}", "is a Wednesday"),
        ("{role: category, seat: 1, day: 2026-03-06}", "no seats for 'category'"),
    ],
)
def test_departures_that_cannot_be_are_told(lines, told) -> None:
    name = next(iter(sim.load("scenarios/startup.yaml").policies))
    text = TEXT + f"\n  leaving:\n    extends: {name}\n    departures:\n      one: {lines}\n"
    with pytest.raises(SimError, match=told):
        loads(text, "file")


def test_a_seat_that_does_not_exist_is_told() -> None:
    with pytest.raises(SimError, match="technology has seats 1 to 5"):
        compile_plan(gone(seat=9), "gone")


def test_words_say_what_a_scenario_states() -> None:
    scenario = gone(replaced="2026-12-07")
    scenario = Scenario.model_validate(
        scenario.model_dump(by_alias=True)
        | {"company": scenario.company.model_dump() | {"tightness": {"all": 1.5}, "turnover_by_role": {"design": 0.3}}}
    )
    english, chinese = describe(scenario), describe(scenario, "zh")
    assert "relative to when turnover was measured: all 1.5" in english.lower() or "1.5" in english
    assert "Turnover by role: design 30 %" in english and "technology 1 goes on" in english
    assert "各岗位年离职率" in chinese and "离岗" in chinese
