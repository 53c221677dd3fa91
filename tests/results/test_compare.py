"""A whole comparison on a synthetic company: pairing, stopping, rows, frames, record."""

import json

import numpy as np
import pytest
import seaborn as sns
from synthetic import EFFECTS, SOURCE, WEEKS, comparison, recording, scenario, simulate

from sim.errors import SimError
from sim.results.compare import Progress, compare
from sim.results.comparison import RECORD
from sim.results.measures import MEASURES
from sim.results.precision import LOOKS
from sim.results.question import moves_base_alone, pays_differently, policy_names
from sim.results.run import Growing, Source, Variant


@pytest.fixture(scope="module")
def result():
    return comparison()


def test_all_policies_with_the_twin_beside_the_pay_change(result) -> None:
    assert result.baseline == "today"
    assert result.policies == ("same", "better", "better (pay-neutral)", "squads")
    assert len(result.frame) == 4 * len(MEASURES)
    assert repr(result).endswith("40 replicates)")


def test_without_twins(result) -> None:
    assert comparison(neutral=False).policies == ("same", "better", "squads")


def test_a_policy_without_changes_differs_by_exactly_zero(result) -> None:
    same = result.frame[result.frame.policy == "same"]
    assert (same[["estimate", "low", "high", "outcome_low", "outcome_high"]] == 0.0).all(axis=None)
    assert set(same.verdict) == {"same"}


def test_the_baseline_may_be_compared_with_itself() -> None:
    assert (comparison(["today", "today"]).frame.estimate == 0.0).all()


def test_the_planted_effect_is_found(result) -> None:
    row = result.row("better", "gmv")
    assert row.low < row.baseline_mean * np.expm1(EFFECTS["better"]["gmv_paid"]) < row.high
    assert (row.verdict, row.direction, row.dimension, row.replicates, row.level) == (
        "better",
        "up",
        "business",
        40,
        0.95,
    )
    assert row.relative == pytest.approx(100 * row.estimate / row.baseline_mean)
    assert row.estimate == pytest.approx(row.policy_mean - row.baseline_mean)
    assert result.row("better", "turnover").verdict == "worse"


def test_pairing_pays_and_unrelated_luck_does_not(result) -> None:
    assert result.gain("gmv")["better"] > 10

    def unpaired(plan, values, seeds, threads, experiment):
        return recording(plan, seeds, experiment=0 if plan.name == "today" else 99)

    assert comparison(["today", "better"], 200, source=SOURCE._replace(simulate=unpaired)).gain("gmv")[
        "better"
    ] == pytest.approx(1.0, abs=0.35)


def test_the_window_starts_with_the_policy(result) -> None:
    assert result.starts == (0, 0, 12, 12, 0)
    assert result.provenance.windows["better"] == (12, WEEKS - 12)
    whole = recording(result.runs[0].variant.plan, np.arange(40))["gmv_paid"]
    yearly = whole[:, 12:].mean() * 365.25 / 7
    assert result.row("better", "gmv").baseline_mean == pytest.approx(yearly)


def test_paths_are_identical_before_the_policy(result) -> None:
    wide = result.weekly("gmv").pivot_table(index=["replicate", "week"], columns="policy", values="value")
    early = wide[wide.index.get_level_values("week") < 12]
    assert (early["better"] == early["today"]).all()
    assert (wide["better"] != wide["today"]).any()


def test_replicates_do_not_depend_on_how_many_are_run(result) -> None:
    few = comparison(["today", "better"], 6, neutral=False).outcomes.set_index(["measure", "replicate"]).value
    many = result.outcomes[result.outcomes.policy == "better"].set_index(["measure", "replicate"]).value
    assert (few == many[few.index]).all()


def test_another_experiment_is_other_luck(result) -> None:
    assert comparison(experiment=3).row("better", "gmv").estimate != result.row("better", "gmv").estimate


def test_stops_when_precise() -> None:
    wide = comparison(replicates=None, precision={"gmv": 20.0})
    assert (wide.stopping.reason, wide.replicates, wide.stopping.missed) == ("precise", 40, ())
    narrow = comparison(["today", "better"], None, precision={"gmv": 0.2})
    row = narrow.row("better", "gmv")
    assert narrow.replicates in LOOKS[1:]
    assert 0.5 * (row.high - row.low) <= 0.2 / 100 * row.baseline_mean


def test_stops_at_the_most_and_says_what_is_missing() -> None:
    result = comparison(["today", "better"], None, precision={"gmv": 0.001, "turnover": 50.0})
    assert (result.stopping.reason, result.replicates) == ("most", 640)
    ((measure, policy, width, target),) = result.stopping.missed
    assert (measure, policy) == ("gmv", "better") and width > target


def test_stops_when_the_budget_is_spent() -> None:
    result = comparison(["today", "better"], None, precision={"gmv": 0.001}, budget=0.2)
    assert result.stopping.reason == "budget" and 20 <= result.replicates < 640
    assert result.provenance.command == f"sim compare FILE today better --replicates {result.replicates}"


def test_cases_get_matching_seeds_and_draws_and_progress_counts_them() -> None:
    seen: list[Progress] = []
    asked: dict[str, list[int]] = {}

    def watch(plan, values, seeds, threads, experiment):
        asked.setdefault(plan.name, []).extend(seeds.tolist())
        return simulate(plan, values, seeds, threads, experiment)

    comparison(["today", "squads"], 45, source=SOURCE._replace(simulate=watch), progress=seen.append)
    assert asked["squads"] == list(range(45))
    assert asked["today"] == [0, *range(45)]  # the first one warms up the engine
    assert (seen[-1].replicates, seen[-1].goal, seen[-1].cases) == (45, 45, 90)


def test_records_have_exactly_the_nine_entries(result, tmp_path) -> None:
    result.to_json(tmp_path / "out.json")
    records = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert tuple(records[0]) == RECORD
    names = {record["measure"] for record in records}
    assert {"gmv", "gmv_placed", "gmv_net", "turnover", "collaboration", "repurchase", "cost"} <= names
    row = result.row("better", "gmv")
    assert [r["estimate"] for r in records if (r["policy"], r["measure"]) == ("better", "gmv")] == [row.estimate]


def test_numbers_that_do_not_exist_become_null(tmp_path) -> None:
    def without_requests(plan, values, seeds, threads, experiment):
        made = simulate(plan, values, seeds, threads, experiment)
        made["requests"][:] = 0.0
        return made

    result = comparison(["today", "squads"], None, source=SOURCE._replace(simulate=without_requests))
    assert result.stopping.reason == "precise"
    assert result.row("squads", "collaboration").verdict == "cannot say"
    result.to_json(tmp_path / "out.json")
    assert '"estimate": null' in (tmp_path / "out.json").read_text(encoding="utf-8")


def test_json_that_cannot_be_written(result, tmp_path) -> None:
    with pytest.raises(SimError, match="cannot be written"):
        result.to_json(tmp_path / "missing" / "out.json")


def test_frames_are_tidy_and_seaborn_takes_them(result) -> None:
    outcomes = result.outcomes
    assert list(outcomes.columns) == ["policy", "replicate", "measure", "value", "baseline_value", "difference"]
    assert len(outcomes) == 4 * 40 * len(MEASURES)
    weekly = result.weekly("turnover")
    assert len(weekly) == 5 * 40 * WEEKS
    axes = sns.lineplot(weekly, x="date", y="value", hue="policy", errorbar=("pi", 80))
    assert len(axes.get_lines()) >= 5
    assert list(result.summary("zh").columns)[:3] == ["measure", "policy", "difference"]


def test_record_of_the_run(result) -> None:
    record = result.provenance
    assert record.seeds == (0, 39) and len(record.scenario_hash) == 16 and len(record.model) == 16
    assert record.plans["better (pay-neutral)"] == "plan of better (pay-neutral)"
    assert record.command == "sim compare FILE today same better squads --replicates 40"
    assert "'a shop.yaml'" in record.line("a shop.yaml")
    assert json.dumps(record.to_dict())


def test_reproducing_command_of_a_precise_run_asks_for_the_same_precision() -> None:
    made = comparison(["today", "squads"], None, neutral=False, experiment=2).provenance.command
    wanted = "--precision gmv=0.5,turnover=1,collaboration=1 --no-neutral --experiment 2"
    assert made == f"sim compare FILE today squads {wanted}"


def test_winners_by_role_with_small_groups_merged(result) -> None:
    winners = result.winners()
    better = winners[winners.policy == "better"].set_index("group")
    assert list(better.index) == ["operations", "other roles"]
    assert better.seats.tolist() == [12, 13]
    parts = ["stay", "leave_both", "leave_only_policy", "leave_only_baseline"]
    assert better[parts].sum(axis=1).tolist() == pytest.approx([100.0, 100.0])
    assert (better.leave_only_baseline == 0.0).all() and (better.leave_only_policy > 0.0).all()
    assert better.verdict.tolist() == ["loses", "loses"]
    assert set(winners[winners.policy == "same"].verdict) == {"same"}


@pytest.mark.parametrize(
    ("policies", "names"),
    [
        (None, ["today", "same", "better", "squads"]),
        (["squads"], ["today", "squads"]),
        ("squads", ["today", "squads"]),
        (["better", "today"], ["better", "today"]),
    ],
)
def test_the_first_policy_is_the_baseline(policies, names) -> None:
    assert policy_names(scenario(), policies) == names


@pytest.mark.parametrize("policies", [["today", "unknown"], ["today", "same", "same"], []])
def test_policies_that_make_no_comparison(policies) -> None:
    with pytest.raises(SimError):
        comparison(policies)


@pytest.mark.parametrize(
    "effort",
    [
        {"replicates": 1},
        {"replicates": 2.5},
        {"budget": 0.0},
        {"threads": 0},
        {"experiment": -1},
        {"budget": float("nan")},
    ],
)
def test_numbers_that_make_no_sense(effort) -> None:
    with pytest.raises(SimError):
        comparison(["today", "same"], **({"replicates": 5} | effort))


def test_replicates_and_precision_exclude_each_other() -> None:
    with pytest.raises(SimError, match="either replicates or precision"):
        compare(scenario(), replicates=10, precision=1.0)


def test_policy_that_starts_after_the_end() -> None:
    def late(document, policy):
        plan = SOURCE.compile(document, policy)
        return plan if policy == "today" else type(plan)(policy, WEEKS, WEEKS)

    with pytest.raises(SimError, match="starts in week 61"):
        comparison(["today", "same"], source=SOURCE._replace(compile=late))


def test_unknown_row_and_measure(result) -> None:
    with pytest.raises(SimError, match="did you mean 'gmv'"):
        result.row("better", "gmw")
    with pytest.raises(SimError, match="policies: same"):
        result.row("unknown", "gmv")


def test_pay_changes_are_recognised() -> None:
    document = scenario()
    assert pays_differently(document.policy("better"), document.policy("today"))
    assert not pays_differently(document.policy("squads"), document.policy("today"))


def test_a_move_of_base_pay_alone_has_nothing_left_at_equal_pay() -> None:
    document = scenario()
    today, squads = document.policy("today"), document.policy("squads")
    cut = {"base_change": {"all": -0.1}, "start": document.policy("better").start}
    assert moves_base_alone(today.model_copy(update=cut), today)
    assert not moves_base_alone(squads.model_copy(update=cut), today)
    assert not moves_base_alone(document.policy("better").model_copy(update=cut), today)


def test_growing_numbers_exits_by_replicate() -> None:
    plan = SOURCE.compile(None, "today")
    growing = Growing(Variant("today", "today", False, plan), [0])
    growing.add(recording(plan, np.arange(0, 20)), 0)
    growing.add(recording(plan, np.arange(20, 30)), 20)
    exits = growing.finish().exits
    whole = recording(plan, np.arange(30)).exits
    assert exits["case"].tolist() == whole["case"].tolist()
    assert exits["seat"].tolist() == whole["seat"].tolist()


def test_sources_are_plain_functions() -> None:
    assert Source._fields == ("compile", "pay_neutral", "draw", "simulate", "together")
