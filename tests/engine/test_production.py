"""From the work of people to the results of a line: sizes on intervals, both directions, and where nothing happens."""

import numpy as np
import pytest

from sim.plan.compile import compile_plan
from sim.vocabulary.roles import ROLE_NAMES

OPERATIONS, DESIGN, DATA = (ROLE_NAMES.index(role) for role in ("operations", "design", "data"))
FIXED = {"quit_base": -60.0}  # nobody leaves, so that work alone differs


def small(startup, **seats):
    """The start-up with other numbers of seats, ties left out."""
    document = startup.model_dump(by_alias=True)
    for role, heads in seats.items():
        document["company"]["seats"].setdefault(role, {"base_rmb": 8000, "tenure_weeks": [40]})["heads"] = heads
    document["company"]["ties"], document["company"]["burn_in_weeks"] = False, 52
    return type(startup).model_validate(document)


def seats_of(scenario, role):
    """Numbers of the seats of a role."""
    return np.flatnonzero(compile_plan(scenario, scenario.baseline_name).arrays.seats["role"] == role)


def effect(walked, shop, touch, weeks=26, **values):
    """GMV of every week with and without a touch, as the ratio of means over seeds."""
    values = {**FIXED, **values}
    before, after = (walked(shop, weeks=weeks, touch=each, **values)[0]["gmv_paid"] for each in (None, touch))
    return after.mean(axis=0) / before.mean(axis=0)


def abler(seats, factor):
    """Return a touch that makes some people abler from week 0 on."""

    def touch(state, week):
        if week == 0:
            state.staff["ability"][seats] *= factor

    return touch


def away(seats, weeks):
    """Return a touch that keeps some seats empty for some weeks and then seats newcomers."""

    def touch(state, week):
        if week < weeks:
            state.staff["filled"][seats] = 0.0
            state.staff["arriving"][seats] = max(weeks - week - 1, 0)

    return touch


@pytest.mark.parametrize(("factor", "low", "high"), [(1.1, 0.02, 0.05), (0.9, -0.06, -0.025)])
def test_a_tenth_of_sales_work_moves_a_third_of_it_in_sales(walked, startup, factor, low, high):
    """Selling is in the hands of sellers in part (Friebel et al. 2017; Misra and Nair 2011), and both ways."""
    shop = small(startup)
    change = effect(walked, shop, abler(seats_of(shop, OPERATIONS), factor))[13:].mean() - 1.0
    assert low < change < high


def test_work_moves_no_sales_where_no_result_is_in_its_hands(walked, startup):
    shop = small(startup)
    change = effect(walked, shop, abler(seats_of(shop, OPERATIONS), 1.1), elasticity_scale=0.0, care_satisfaction=0.0)
    np.testing.assert_allclose(change, 1.0, atol=0.003)


def test_a_missing_designer_stops_sales_late_and_longer_than_the_seat_is_empty(walked, startup):
    """Pages go on selling while they last; a newcomer rebuilds them in some months, lost customers take longer."""
    shop = small(startup, design=1)
    path = effect(walked, shop, away(seats_of(shop, DESIGN), 12), weeks=52)
    assert path[:2].min() > 0.97
    assert 0.70 < path[9:12].mean() < 0.92
    assert path[12:16].mean() < 0.95
    assert path[12:16].mean() + 0.04 < path[46:].mean() < 1.0


def test_the_fewer_can_stand_in_the_more_is_lost(walked, startup):
    lost = []
    for designers in (1, 2, 4):
        shop = small(startup, design=designers)
        lost.append(1.0 - effect(walked, shop, away(seats_of(shop, DESIGN)[:1], 12), weeks=14).mean())
    assert lost[0] > 1.5 * lost[1] > 1.5 * lost[2] > -0.01


def test_whoever_stands_in_tires(walked, startup):
    shop = small(startup, design=2)
    seats = seats_of(shop, DESIGN)
    tired = [
        walked(shop, touch=touch, read=lambda state: state.staff["fatigue"][seats[1]], weeks=12, **FIXED)[1][:, -1]
        for touch in (None, away(seats[:1], 12))
    ]
    assert tired[1].mean() > tired[0].mean() + 0.02
