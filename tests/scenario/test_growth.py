"""Growth by date (O7): regimes, seats that open, applicants who fill them, ties and culture of the many newcomers."""

from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

import sim
from sim.engine.batch import run
from sim.plan.compile import compile_plan, parameters_of
from sim.plan.regimes import Timeline, regimes_of
from sim.scenario.policy import Policy

FIRST = date(2026, 1, 5)
LINE = Timeline(FIRST, None, lambda name: policy())


def policy(**changes) -> Policy:
    return Policy.model_validate({"start": FIRST, "announce": FIRST, **changes})


def test_regimes_follow_the_dates() -> None:
    steps = [{"from": "2026-03-02", "headcount": {"service": 2}}, {"from": "2026-02-02", "headcount": {"service": 1}}]
    today, new = (
        policy(growth=steps),
        policy(start="2026-02-16", announce="2026-02-16", growth=steps, headcount={"data": 1}),
    )
    found, first = regimes_of(today, None, LINE)
    assert [regime.week for regime in found[1:]] == [4, 8] and first == 0
    assert [dict(regime.policy.headcount) for regime in found] == [{}, {"service": 1}, {"service": 3}]
    found, first = regimes_of(today, new, LINE)
    assert [regime.week for regime in found[1:]] == [4, 6, 8] and first == 2
    assert dict(found[2].policy.headcount) == {"data": 1, "service": 1}
    assert dict(found[3].policy.headcount) == {"data": 1, "service": 3}


@pytest.fixture(scope="module")
def shop():
    scenario = sim.load("scenarios/flagship.yaml")
    more = {role: max(1, round(1.2 * seats.heads)) for role, seats in scenario.company.seats.items()}
    steps = [{"from": day, "headcount": more} for day in ("2026-03-02", "2026-08-31")]
    idle = [{"from": "2026-03-02", "headcount": {"service": 0}}]
    return scenario.with_policies(
        {"growing": {"extends": "today", "growth": steps}, "standing": {"extends": "today", "growth": idle}}
    )


def test_growth_fills_seats_one_by_one_and_dilutes_ties_and_culture(shop) -> None:
    values = parameters_of(shop).record()
    plain, grown, still = (
        run(compile_plan(shop, name), values, np.arange(6)) for name in ("today", "growing", "standing")
    )
    assert np.array_equal(plain["heads"][:, :8], grown["heads"][:, :8])
    heads = grown["heads"].mean(axis=0)
    assert heads[7] < 70 and 100 < heads[30] < 140 and heads[70] > 140
    assert (np.diff(heads[8:20]) < 40).all()  # applicants come one by one, not at once
    support = grown["tie_strength"].sum(axis=0) / grown["heads"].sum(axis=0)
    assert support[15:20].mean() < 0.85 * support[:8].mean()
    assert np.array_equal(plain.series, still.series)  # a step that adds nobody changes nothing


def test_culture_is_diluted_by_growth_and_kept_by_those_who_bring_it(shop) -> None:
    """K7: newcomers bring less of the culture; where they bring as much as is there, nothing is diluted."""
    names = ("today", "growing")

    def culture(**changes):
        from sim.results.probes import walk

        document = shop.model_copy(update={"behaviour": {}})
        found = []
        for name in names:
            snapshots = [walk(document, name, r, [40])[0] for r in range(4)]
            staff = [each.staff["culture"][each.staff["filled"] > 0].mean() for each in snapshots]
            found.append(float(np.mean(staff)))
        return found

    before, after = culture()
    assert after < before - 0.05


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"from": "2026-03-03", "headcount": {"service": 1}}, "Monday"),
        ({"from": "2026-03-02", "headcount": {"content": 1}}, "content"),
        ({"from": "2026-03-02", "headcount": {}}, "at least 1"),
    ],
)
def test_wrong_steps_are_refused(shop, step, words) -> None:
    with pytest.raises(ValidationError, match=words):
        shop.with_policies({"wrong": {"extends": "today", "growth": [step]}})
