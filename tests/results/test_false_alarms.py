"""A placebo and a programme that does nothing are told apart from today's plan as seldom as the interval says."""

import numpy as np
import pytest

import sim
from sim.engine import batch
from sim.parameters import draws
from sim.plan.compile import compile_plan, parameters_of
from sim.results.measures import recorded, values
from sim.results.statistics import paired
from sim.results.totals import window

REPEATS, PAIRS = 500, 20
SMALL = "tests/scenario/small.yaml"
SHOWN = ("gmv", "turnover", "contribution")


def outcomes(scenario, policy: str, luck: int) -> np.ndarray:
    """Return float64 [repeats, pairs, measures] of a policy with its own luck."""
    numbers = np.arange(REPEATS * PAIRS)
    found = batch.run(compile_plan(scenario, policy), draws(parameters_of(scenario), numbers), numbers + luck)
    totals = window(found.series, found.names, 0)
    chosen = tuple(each for each in recorded(totals) if each.name in SHOWN)
    return values(totals, chosen).reshape(REPEATS, PAIRS, len(chosen))


@pytest.mark.slow
@pytest.mark.parametrize("programme", [None, {"kind": "silent_day", "days_per_month": 1}])
def test_nothing_is_found_where_nothing_is(programme) -> None:
    """False alarms of 95 % intervals over 500 repeats: 5 %, within 3.3 standard errors; each side has its own luck."""
    first = {"extends": "today", "start": "2026-01-05", "announce": "2026-01-05"}
    policy = first if programme is None else {**first, "programmes": {"weak": programme}}
    shop = sim.load(SMALL)
    nothing = dict.fromkeys(("silent_gain", "silent_delay"), 0.0)
    document = shop.with_policies({"tried": policy}).model_dump(by_alias=True)
    document["behaviour"] |= {name: {"value": value} for name, value in nothing.items()}
    scenario = type(shop).model_validate(document)
    today, tried = outcomes(scenario, "today", 0), outcomes(scenario, "tried", REPEATS * PAIRS)
    alarms = []
    for repeat in range(REPEATS):
        found = paired(tried[repeat], today[repeat])
        alarms.append((found.low > 0.0) | (found.high < 0.0))
    rates = np.mean(alarms, axis=0)
    assert (np.abs(rates - 0.05) < 3.3 * np.sqrt(0.05 * 0.95 / REPEATS)).all(), rates
