"""Sites and ambassadors: weak culture at a remote warehouse makes errors in the peak (K6); remote days, fewer ties."""

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.plan.compile import compile_plan, parameters_of
from sim.rules.development import next_culture
from sim.scenario.models import Scenario

REPLICATES = 16


def shop(site: dict[str, object] | None, load: float = 0.92) -> Scenario:
    """The flagship with its warehouse at a site of its own, and policies with ambassadors or remote days."""
    flagship = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    flagship["company"]["sites"] = [{"name": "far", "roles": ["warehouse"], **site}] if site else []
    flagship["company"]["utilisation"] = {"warehouse": load}
    today = flagship["policies"]["today"]
    first = {"start": "2026-01-05", "announce": "2026-01-05"}
    flagship["policies"] = {
        "today": today,
        "ambassador": {**today, **first, "ambassadors": {"warehouse": 1}},
        "remote": {**today, **first, "remote_days": 0.6},
    }
    return Scenario.model_validate(flagship)


def errors(scenario: Scenario, policy: str, **changes) -> tuple[float, float]:
    """Share of wrong orders over two years, and in the weeks of Double 11."""
    values = parameters_of(scenario).with_values(changes).record()
    found = run(compile_plan(scenario, policy), values, np.arange(REPLICATES))
    wrong, orders, peak = found["wrong_orders"], found["orders"], slice(43, 46)
    return float(wrong.sum() / orders.sum()), float(wrong[:, peak].sum() / orders[:, peak].sum())


WEAK = {"reach": 0.1, "culture_start": 0.35}


def test_errors_of_a_remote_site_emerge_peak_and_shrink_under_the_remedy() -> None:
    near, far, remedy = (
        errors(shop(site), name) for site, name in ((None, "today"), (WEAK, "today"), (WEAK, "ambassador"))
    )
    assert far[0] > 1.15 * near[0] and far[1] > 1.1 * near[1]  # the condition
    assert far[1] > far[0]  # worst in the peak
    assert remedy[0] < near[0] + 0.5 * (far[0] - near[0])  # the remedy T9
    calm = errors(shop(WEAK, load=0.5), "today")
    assert calm[1] < 0.75 * far[1]  # no peak load: the rest is culture alone


def test_a_site_that_the_culture_reaches_makes_no_difference_beyond_distance() -> None:
    near, far = errors(shop(None), "today"), errors(shop({"reach": 1.0}), "today")
    assert far[0] == pytest.approx(near[0], rel=0.06)
    apart = shop({"reach": 1.0})
    values = parameters_of(apart).with_values({"site_distance": 0.0}).record()
    same = [run(compile_plan(each, "today"), values, np.arange(4)) for each in (shop(None), apart)]
    assert np.array_equal(same[0].series, same[1].series)


def test_remote_days_thin_out_ties_across_units() -> None:
    scenario = shop(None)

    def cross(policy, **changes):
        values = parameters_of(scenario).with_values(changes).record()
        found = run(compile_plan(scenario, policy), values, np.arange(8))
        return found["cross_ties"][:, 26:].sum() / found["ties_seen"][:, 26:].sum()

    assert cross("remote") < cross("today") - 0.01
    alone = {"remote_distance": 0.0, "home_gain": 0.0, "home_friction": 0.0, "flexible_value": 0.0}
    assert cross("remote", **alone) == cross("today", **alone)


def test_culture_rule_at_its_corners() -> None:
    record = parameters_of(shop(None)).record()
    par = record.view(np.dtype((np.record, record.dtype)))[0]
    still = next_culture(0.5, 0.5, 0.0, 0.0, par)
    assert still == pytest.approx(0.5 * (1.0 - par.culture_decay))
    assert next_culture(0.5, 0.5, 1.0, 0.0, par) > next_culture(0.5, 0.5, 0.3, 0.0, par) > still
    assert next_culture(0.5, 0.5, 0.0, 1.0, par) > next_culture(0.5, 0.5, 1.0, 0.0, par)
