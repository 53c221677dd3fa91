"""Same luck, different policy: what keyed random numbers promise."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from sim.engine.series import SERIES
from sim.scenario import Scenario

ROOT = Path(__file__).parents[2]
MONEY = [k for k, name in enumerate(SERIES) if "_rmb" in name or name.startswith("gmv") or name == "refunds"]
REAL = [k for k in range(len(SERIES)) if k not in MONEY]


def test_a_policy_that_changes_nothing_differs_by_exactly_nothing(startup, play, changed):
    same = changed(startup, note="only a name")
    assert np.array_equal(play(startup).series, play(same, "new").series)


def test_weeks_before_the_announcement_are_identical_and_later_ones_differ(startup, play, changed):
    start = startup.company.start + timedelta(weeks=30)
    announce = startup.company.start + timedelta(weeks=18)
    cut = changed(startup, base_change={"all": -0.3}, start=start, announce=announce)
    today, new = play(startup, seeds=40).series, play(cut, "new", seeds=40).series
    assert np.array_equal(today[:, :18], new[:, :18])
    assert not np.array_equal(today[:, 18:30], new[:, 18:30])


def test_an_announcement_moves_nobody_who_does_not_look_ahead(startup, play, changed):
    start = startup.company.start + timedelta(weeks=30)
    cut = changed(startup, base_change={"all": -0.3}, start=start, announce=startup.company.start)
    today = play(startup, forward_looking_share=0.0).series
    assert np.array_equal(today[:, :30], play(cut, "new", forward_looking_share=0.0).series[:, :30])


def test_replicate_alone_equals_replicate_among_many_for_any_number_of_threads(startup, play):
    many = play(startup, seeds=12).series
    assert np.array_equal(play(startup, seeds=[5]).series[0], many[5])
    assert np.array_equal(play(startup, seeds=12, threads=2).series, many)
    assert np.array_equal(play(startup, seeds=12, threads=5).series, many)


def test_another_experiment_is_other_luck(startup, play):
    assert not np.array_equal(play(startup).series, play(startup, experiment=1).series)


def test_a_higher_hazard_only_brings_the_first_decision_forward(startup, play):
    plain = dict(quit_intention_slope=0.0, exit_contagion=0.0, depart_rate=1.0, unpaid_retention=0.0)
    # nobody's turnover is known before a run without a burn-in, so that the numbers alone set the level
    unknown = startup.model_copy(update={"company": startup.company.model_copy(update={"burn_in_weeks": 0})})
    calm = play(unknown, seeds=60, exit_rows=200, quit_base=-6.0, **plain)
    keen = play(unknown, seeds=60, exit_rows=200, quit_base=-5.0, **plain)
    assert keen["quits"].sum() > calm["quits"].sum() > 0

    def first_exits(recording):
        rows = recording.exits[recording.exits["occupant"] == 0]
        return {(row["case"], row["seat"]): row["week"] for row in rows}

    early, late = first_exits(keen), first_exits(calm)
    assert all(early.get(seat, -1) <= week for seat, week in late.items())


def test_money_in_eighths_changes_no_real_quantity(startup, play):
    def scaled(factor: float) -> Scenario:
        document = startup.model_dump(by_alias=True)

        def walk(node):
            if isinstance(node, dict):
                return {k: v * factor if k.endswith("_rmb") and v is not None else walk(v) for k, v in node.items()}
            return [walk(each) for each in node] if isinstance(node, list | tuple) else node

        return Scenario.model_validate(walk(document))

    once, eight, ten = play(startup).series, play(scaled(8.0)).series, play(scaled(10.0)).series
    assert np.array_equal(once[:, :, REAL], eight[:, :, REAL])
    assert np.array_equal(once[:, :, MONEY] * 8.0, eight[:, :, MONEY])
    assert np.allclose(once[:, :, REAL], ten[:, :, REAL], rtol=1e-9, atol=1e-9)


TINY = """
import sys, numpy as np, sim
from sim.engine import batch
from sim.scenario import Scenario
from sim.plan.compile import compile_plan, parameters_of
shop = sim.load("scenarios/startup.yaml").model_dump(by_alias=True)
shop["company"]["burn_in_weeks"], shop["company"]["weeks"] = 0, 6
shop["policies"] = {name: {**policy, "start": shop["company"]["start"], "announce": shop["company"]["start"]}
                    for name, policy in shop["policies"].items()}
shop = Scenario.model_validate(shop)
plan = compile_plan(shop, shop.baseline_name)
series = batch.run(plan, parameters_of(shop).record(), np.array([0]), threads=1).series
sys.stdout.write(series.tobytes().hex())
"""


def run_python(code: str, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_compilation_changes_no_bit():
    assert run_python(TINY, ROOT) == run_python(TINY, ROOT, NUMBA_DISABLE_JIT="1")


@pytest.mark.slow
def test_an_edited_rule_is_never_run_from_an_old_cache(tmp_path):
    shutil.copytree(ROOT / "sim", tmp_path / "sim")
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    cache = {"SIM_CACHE_DIR": str(tmp_path / "cache")}
    before = run_python(TINY, tmp_path, **cache)
    rule = tmp_path / "sim" / "rules" / "output.py"
    text = rule.read_text(encoding="utf-8")
    edited = text.replace("return math.exp(sd * quantile", "return 1.01 * math.exp(sd * quantile")
    assert edited != text
    rule.write_text(edited, encoding="utf-8")
    assert run_python(TINY, tmp_path, **cache) != before


def test_the_model_version_follows_every_source(tmp_path):
    shutil.copytree(ROOT / "sim", tmp_path / "sim")
    code = "from sim.rules.jit import model_version; print(model_version())"
    before = run_python(code, tmp_path)
    for name in ("rules/output.py", "engine/phases/effort.py", "plan/records.py"):
        file = tmp_path / "sim" / name
        file.write_text(file.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
        after = run_python(code, tmp_path)
        assert after != before
        before = after


def test_a_copy_of_the_same_sources_finds_the_code_that_another_has_compiled(tmp_path):
    code = "from sim.rules.philox import uniforms as u; u(1, 2, 3, 4, 5, 6); print(sum(u.stats.cache_hits.values()))"
    found = []
    for copy in ("one", "two"):
        (tmp_path / copy).mkdir()
        shutil.copytree(ROOT / "sim", tmp_path / copy / "sim")
        found.append(run_python(code, tmp_path / copy, SIM_CACHE_DIR=str(tmp_path / "cache")).strip())
    assert found == ["0", "1"]


def test_pay_that_a_policy_leaves_alone_runs_through_its_start(startup, play, changed):
    start = startup.company.start + timedelta(weeks=30)
    later = changed(startup, note="only a name", start=start, announce=start)
    assert np.array_equal(play(startup).series, play(later, "new").series)


def test_a_commission_up_to_a_cap_pays_the_same_below_it_and_no_more_above(startup, play, changed):
    rate = {"kind": "commission", "roles": ["operations"], "metric": "gmv", "scope": "own", "rate": 0.01}

    def bonus(**more):
        return play(changed(startup, pay={"deal": {**rate, **more}}), "new", incentive_gain=0.0)["bonus_earned_rmb"]

    free, loose, tight = bonus(), bonus(cap_rmb=1e6), bonus(cap_rmb=500.0)
    assert loose.sum() == pytest.approx(free.sum(), rel=0.02)
    heads = play(startup, incentive_gain=0.0)["heads@operations"].mean()
    rest = bonus(rate=0.0).sum()
    assert 0 < (tight.sum() - rest) / (free.size / 52 * 12) <= 500.0 * heads * 1.05
    assert tight.sum() < 0.7 * free.sum()
