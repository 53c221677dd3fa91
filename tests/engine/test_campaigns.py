"""Campaigns: jobs, gates, teams, and the missed window (K4) with its condition, remedy and absence."""

import numpy as np
import pytest

import sim
from sim.engine.batch import run
from sim.plan.compile import compile_plan, parameters_of
from sim.rules.campaigns import arrived_share, prepared_lift
from sim.scenario.models import Scenario

HURRIED = {
    "name": "sale",
    "peak": "618",
    "begin_weeks": 3,
    "gate_weeks": 1,
    "jobs": {"operations": 6, "design": 11, "marketing": 6},
    "team": {"operations": 6, "design": 10, "marketing": 7},
}


def shop(campaign, behaviour=None, **structures) -> Scenario:
    """The flagship with one campaign and policies that differ in structure, from the first week on."""
    flagship = sim.load("scenarios/flagship.yaml").model_dump(by_alias=True)
    today = flagship["policies"]["today"]
    first = {"start": "2026-01-05", "announce": "2026-01-05"}
    flagship["policies"] = {"today": today} | {
        name: {**today, **first, "structure": each} for name, each in structures.items()
    }
    flagship["campaigns"] = (campaign,) if campaign else ()
    flagship["company"]["weeks"], flagship["behaviour"] = 80, behaviour or {}
    for peak in flagship["calendar"]["peaks"]:
        peak["yearly"] = peak["yearly"] and peak["name"] != "618"  # one campaign, none in the burn-in
    return Scenario.model_validate(flagship)


def readiness(scenario: Scenario, policy: str, **changes) -> float:
    values = parameters_of(scenario).with_values(changes).record()
    found = run(compile_plan(scenario, policy), values, np.arange(12))
    return float(found["readiness"].sum() / found["campaigns"].sum())


GATED = {"kind": "functional", "approval": 1.0, "climb": 1.0}


def test_rules_at_their_corners() -> None:
    record = parameters_of(shop(None)).record()
    numbers = record.view(np.dtype((np.record, record.dtype)))[0]
    assert prepared_lift(1.2, 0.0, numbers) == 1.2 and prepared_lift(1.9, 1.0, numbers) == pytest.approx(1.9)
    assert prepared_lift(1.9, 0.0, numbers) == pytest.approx(1.3 + 0.6 * 0.6)
    assert (
        arrived_share(0.5, 1.0, 2.0) == 0.0
        and arrived_share(2.0, 1.0, 2.0) == 0.5
        and arrived_share(9.0, 1.0, 2.0) == 1.0
    )


def test_a_missed_window_emerges_from_borders_and_approvals_and_a_team_closes_it() -> None:
    scenario = shop(HURRIED, gated=GATED, team={"kind": "projects"}, groups={"kind": "groups"})
    slow = {"handoff_delay_weeks": 0.8, "rework_base": 0.2}
    missed, team, groups = (readiness(scenario, name, **slow) for name in ("gated", "team", "groups"))
    assert missed < 0.9  # the condition: borders, approvals, rework and little time
    assert team > missed + 0.05 and groups > missed + 0.02  # remedies O3 and O2
    without = {"handoff_delay_weeks": 0.0, "rework_base": 0.01, "approval_block_weeks": 0.0}
    assert readiness(scenario, "gated", **without) > 0.97  # the condition absent
    early = shop({**HURRIED, "begin_weeks": 8}, gated=GATED)
    assert readiness(early, "gated", **slow) > max(0.9, missed + 0.05)  # time enough


def test_readiness_moves_the_peak_and_only_through_its_parameter() -> None:
    scenario = shop({**HURRIED, "jobs": {"design": 300.0}})
    none = shop(None)

    def peak(document, lift):
        values = parameters_of(document).with_values({"campaign_free_lift": lift}).record()
        weekly = run(compile_plan(document, "today"), values, np.arange(8))["gmv_paid"].mean(axis=0)
        return weekly[22:25].sum()

    assert peak(scenario, 0.4) < 0.97 * peak(none, 0.4)
    # with the whole lift for free only the work itself is left
    assert peak(scenario, 1.0) > peak(scenario, 0.4)


def test_work_for_a_campaign_is_taken_from_daily_work() -> None:
    big, none = shop({**HURRIED, "begin_weeks": 8, "jobs": {"design": 60.0}}), shop(None)
    level = [
        run(compile_plan(each, "today"), parameters_of(each).record(), np.arange(8))["backlog"].mean(axis=0)
        for each in (big, none)
    ]
    assert level[0][16:23].mean() > level[1][16:23].mean() + 0.2
    assert level[0][:12] == pytest.approx(level[1][:12])


def test_a_team_meets_while_it_is_open() -> None:
    """Members of a campaign team know each other better at the gate than before, and less a year after."""
    from sim.results.probes import walk

    campaign = {**HURRIED, "begin_weeks": 10, "peak": "618"}
    scenario = shop(campaign, team={"kind": "projects"})
    plan = compile_plan(scenario, "team")
    members = plan.arrays.team_seats[-1][plan.arrays.team_seats[-1] >= 0]
    roles = plan.arrays.seats["role"][members]
    across = roles[:, None] != roles[None, :]
    before, during, after = (
        np.mean([each.strength[np.ix_(members, members)][across].mean() for each in when])
        for when in zip(*(walk(scenario, "team", r, [10, 21, 74]) for r in range(6)), strict=True)
    )
    assert during > 1.25 * before and after < 0.8 * during
