"""The check: it names what a comparison shows, says when there is nothing, and does not cry wolf."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from click.testing import CliRunner

import sim
from sim.cli import main
from sim.engine.batch import run
from sim.parameters import draws
from sim.plan.compile import compile_plan, parameters_of
from sim.results.risks import check, examine, findings, sentences
from sim.results.risks.check import CHECKED, COLUMNS
from sim.results.risks.signs import READINGS, Record, Sign, first_week, path, seen, values

NULLS = 20
FIRST = {"start": "2026-01-05", "announce": "2026-01-05"}


@pytest.fixture(scope="module")
def shop():
    return sim.load("scenarios/flagship.yaml").with_policies({"copy": {"extends": "today", **FIRST}})


@pytest.fixture(scope="module")
def comparison(shop):
    return sim.compare(shop, ["today", "copy", "quota_commission"], replicates=40, neutral=True, progress=False)


def record(weeks: int = 20, cases: int = 30, level: float = 1.0, jump: int | None = None, size: float = 0.0) -> Record:
    """A made-up record with one series and noise of its own, raised by `size` from a week on."""
    noise = np.random.default_rng(1).normal(0.0, 0.1, (cases, weeks, 1))
    more = np.random.default_rng(2).normal(0.0, 0.02, (cases, weeks, 1)) if jump is not None else 0.0
    series = level + noise + more
    if jump is not None:
        series[:, jump:] += size
    return Record(series, ("culture",), np.zeros(0))


def test_a_sign_is_read_over_its_weeks_and_seen_from_its_first_week_on() -> None:
    base, new, up = record(), record(jump=10, size=0.5), Sign("culture", "up")
    whole, late = seen(base, new, up), seen(base, new, replace(up, weeks=(-10, None)))
    assert whole.mean == pytest.approx(0.25, abs=0.02) and late.mean == pytest.approx(0.5, abs=0.02)
    assert late.goes("up") and not late.goes("down") and late.percent == pytest.approx(50.0, abs=5.0)
    assert first_week(base, new, up) == 11
    assert first_week(base, new, replace(up, direction="down")) is None
    assert first_week(base, base, up) is None and seen(base, base, up)[:3] == (0.0, 0.0, 0.0)
    assert first_week(base, record(jump=18, size=0.5), up) is None  # two weeks are no four running


def test_every_reading_is_finite_in_the_flagship(shop) -> None:
    numbers = np.arange(3)
    found = run(compile_plan(shop, "today"), draws(parameters_of(shop), numbers), numbers, exit_rows=200)
    kept = Record(found.series, found.names, found.exits)
    for name in READINGS:
        assert np.isfinite(values(kept, Sign(name, "up"))).all(), name
        assert path(kept, name).shape == (3, 104)


def test_a_policy_that_changes_nothing_brings_no_risk(comparison) -> None:
    mine = [each for each in findings(comparison) if each.policy == "copy"]
    assert len(mine) == len(CHECKED) and not any(each.emerged for each in mine)
    assert all(each.seen.mean == 0.0 or np.isnan(each.seen.mean) for each in mine)


def test_the_frame_is_tidy_and_says_what_emerged(comparison) -> None:
    frame = comparison.risks()
    assert tuple(frame.columns) == COLUMNS and len(frame) == 2 * len(CHECKED)  # the twin is left out
    emerged = frame[frame["emerged"]].set_index(["policy", "risk"])
    assert ("quota_commission", "K3") in emerged.index
    row = emerged.loc[("quota_commission", "K3")]
    assert row["low"] <= row["difference"] <= row["high"] and row["first_week"] >= 1 and "returns" in row["remedy"]
    assert set(check(comparison, "zh")["what"]) == {each.zh for each in CHECKED}


def test_the_sentences_name_risks_and_say_clearly_when_there_are_none(comparison) -> None:
    english, chinese = sentences(comparison), sentences(comparison, "zh")
    assert "copy: none of the risks K1 to K9 emerged." in english
    assert any(each.startswith("quota_commission: K3 ") and "Try: " in each for each in english)
    assert "copy: 未发现 K1 至 K9 中的任何风险。" in chinese and len(english) == len(chinese)


def test_a_remedy_is_not_called_the_risk_that_it_is_for() -> None:
    """Campaign teams beside groups (O4) make requests wait longer, but not at borders, which is what K4 is about."""
    result = sim.compare(
        "scenarios/structures.yaml", ["today", "on_paper", "teams_and_groups"], replicates=40, progress=False
    )
    assert not [each.risk.id for each in findings(result) if each.emerged]


def test_no_false_alarm_over_comparisons_of_a_company_with_itself_under_other_luck(shop) -> None:
    """Twenty comparisons of today's policy under two independent families of luck: nothing differs but luck."""
    plan, numbers, kept = compile_plan(shop, "today"), np.arange(24), []
    for experiment in range(NULLS + 1):
        values = draws(parameters_of(shop), numbers, experiment)
        found = run(plan, values, numbers, experiment=experiment, exit_rows=400)
        kept.append(Record(found.series, found.names, found.exits))
    pairs = pairwise(kept)
    assert not [each.risk.id for base, new in pairs for each in examine("luck", base, new) if each.emerged]


def test_the_command_says_which_risks_a_comparison_shows() -> None:
    arguments = ["risks", "scenarios/flagship.yaml", "today", "quota_commission", "--replicates", "24"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    assert "quota_commission: K3 " in done.output
    assert "风险" in CliRunner().invoke(main, [*arguments[:3], "season_shift", *arguments[4:], "--lang", "zh"]).output
