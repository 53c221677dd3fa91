"""Training is work, is for some, is of use elsewhere or not, and pay may follow it."""

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.errors import SimError
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario.models import Scenario
from sim.scenario.words import describe

SEEDS = 40


def shop(company=None, **training) -> Scenario:
    document = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    document["policies"] = {"today": document["policies"]["today"]}
    document["company"] |= company or {}
    course = {"kind": "training", "roles": "all", "hours_share": 0.1, **training}
    scenario = Scenario.model_validate(document)
    return scenario.with_policies({"taught": {"extends": "today", "programmes": {"course": course}}})


def played(scenario: Scenario, policy="taught", seeds=SEEDS, exit_rows=0, **changes):
    values = parameters_of(scenario).with_values(changes).record()
    return run(compile_plan(scenario, policy), values, np.arange(seeds), exit_rows=exit_rows)


@pytest.fixture(scope="module")
def without():
    return played(shop(), "today")


def late(found, name):
    return found[name][:, 52:].mean()


def test_hours_in_training_tire_like_hours_worked(without) -> None:
    # with nothing taught, a tenth of the week less for work: the rest of it is not rest
    idle, usual = played(shop(), training_rate=0.0), played(shop(), "today", training_rate=0.0)
    assert 0.85 < late(idle, "output") / late(usual, "output") < 0.97
    assert late(idle, "fatigue") > 0.98 * late(usual, "fatigue")


def test_what_is_of_use_here_only_takes_nobody_away_and_what_is_general_does_the_more_the_tighter(without) -> None:
    def quits(general, tightness):
        taught = played(shop({"tightness": {"all": tightness}}, general=general, hours_share=0.15))
        plain = played(shop({"tightness": {"all": tightness}}), "today")
        return (taught["quits"].sum(axis=1) - plain["quits"].sum(axis=1)) / plain["quits"].sum(axis=1).mean()

    specific, general, tight = quits(0.0, 1.0), quits(0.5, 1.0), quits(0.5, 2.0)
    error = np.std(general - specific, ddof=1) / np.sqrt(SEEDS)
    assert (general - specific).mean() - error > 0.01 and (general - specific).mean() < 0.25
    assert (tight - general).mean() > 0.0


def test_the_usual_part_stated_is_the_usual_part() -> None:
    stated = shop(general=0.5)
    assert np.allclose(played(stated, seeds=4).series, played(shop(), seeds=4).series)


def test_pay_follows_what_was_learned_and_keeps_people(without) -> None:
    plain, follows = played(shop(general=1.0)), played(shop(general=1.0, skill_pay=1.0))
    rise = follows["base_rmb"][:, 52:].mean() / plain["base_rmb"][:, 52:].mean() - 1.0
    assert rise == pytest.approx(late(follows, "training"), rel=0.15)
    assert follows["quits"].sum() < 0.97 * plain["quits"].sum()


def test_a_course_for_a_tier_or_for_newcomers_reaches_them_alone() -> None:
    scenario = shop(tiers=["base"], fee_rmb=1000)
    placements, tiers = (
        compile_plan(scenario, "taught").arrays.placements[-1],
        compile_plan(scenario, "taught").arrays.seats,
    )
    assert ((placements["training"] > 0) == (tiers["tier"] == 0)).all()
    early = shop(first_weeks=13, fee_rmb=52000)
    found, plain = played(early), played(shop(), "today")
    hired = found["hires"].sum()
    fees = (found["programmes_rmb"] - plain["programmes_rmb"]).sum()
    assert 0.7 < fees / (1000.0 * 13 * hired) < 1.05  # some leave before the thirteenth week is over
    assert late(found, "training") < 0.4 * late(played(shop()), "training")


def test_courses_that_cannot_be_are_told() -> None:
    with pytest.raises(Exception, match="is for training for the job"):
        shop(subject="new_channel", general=0.5)
    two = {name: {"kind": "training", "first_weeks": weeks} for name, weeks in (("a", 4), ("b", 8))}
    scenario = shop().with_policies({"two": {"extends": "today", "programmes": two}})
    with pytest.raises(SimError, match="give them the same `first_weeks`"):
        compile_plan(scenario, "two")
    away = {"kind": "rotation", "from": "design", "to": "data", "begin": "2026-03-02", "tiers": ["base"]}
    with pytest.raises(Exception, match="takes the last seats of a role"):
        shop().with_policies({"away": {"extends": "today", "programmes": {"away": away}}})


def test_words_say_who_is_taught_what() -> None:
    scenario = shop(general=0.2, skill_pay=0.5, first_weeks=8, tiers=["base"])
    english, chinese = describe(scenario), describe(scenario, "zh")
    for part in ("first 8 weeks in the job", "Other employers can use 20 % of it", "For the base tier only"):
        assert part in english
    for part in ("入职 8 周内", "对其他雇主也有用", "仅限初级"):
        assert part in chinese
