"""Studies as files: the format, predictions by the one route, verdicts."""

import importlib
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from click.testing import CliRunner

from sim.bilingual import reading_in
from sim.cli import main
from sim.errors import InputError
from sim.parameters.posterior import Posterior
from sim.studies import evidence as package
from sim.studies.evidence import load_study, predict, score, words
from sim.studies.evidence.document import Outcome
from sim.studies.evidence.measures import MEASURES, change, level
from sim.studies.evidence.predict import predictions
from sim.studies.evidence.score import (
    PUBLISHED,
    Evidence,
    Verdict,
    evidence,
    exactly,
    judged,
    weighted_quantiles,
)
from sim.studies.evidence.uncertainty import as_published, encoded
from sim.studies.fragments import merged

FORMAT = Path(package.__file__).with_name("FORMAT.md")
RECORD = FORMAT.with_name("record")
EXAMPLE = re.search(r"```yaml\n(.*?)```", FORMAT.read_text(encoding="utf-8"), re.DOTALL).group(1)


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(predict, "DRAWS", 16)
    monkeypatch.setattr(predict, "SEEDS", 2)
    monkeypatch.setattr(score, "posterior", Posterior)


@pytest.fixture
def study(tmp_path):
    """Return a function that writes the example of the documentation with a changed scenario, and loads it."""

    def make(change=None, **outcome):
        document = merged(yaml.safe_load(EXAMPLE), {"scenario": change} if change else {})
        if "behaviour" in document["scenario"]:
            document["because"] |= {"behaviour": "Assumption: what this test sets aside."}
        document["outcomes"] = [{**each, **outcome} if "measure" in each else each for each in document["outcomes"]]
        path = tmp_path / "study.yaml"
        path.write_text(yaml.safe_dump(document), encoding="utf-8")
        return load_study(path)

    return make


def after(**policy):
    return {"policies": {"after": policy}}


def test_the_example_of_the_documentation_runs(study) -> None:
    found = predictions(study())
    assert set(found) == {"DOE19-1", "DOE19-2"}
    assert all(values.shape == (16,) and np.isfinite(values).all() for values in found.values())


def test_the_same_policy_twice_is_no_effect_at_all(study) -> None:
    found = predictions(study(of="before"))
    assert all((values == 0.0).all() for values in found.values())


def test_a_whole_piece_rate_of_people_alone_raises_output_by_the_registrys_gain(study) -> None:
    from sim.parameters import draws
    from sim.plan.compile import parameters_of

    pay = {"piece": {"kind": "commission", "roles": "all", "metric": "served", "rate": 2307.7}}
    change = merged(
        after(base_change={"all": -1.0}, pay=pay), {"company": {"yearly_turnover": 0.0, "interdependence": 0.0}}
    )
    alone = study(merged(change, {"policies": {"before": {"structure": {"size": 1}}}}))
    effect, gain = predictions(alone)["DOE19-1"], draws(parameters_of(alone.plain), np.arange(16))["incentive_gain"]
    assert effect[gain == 0.0] == pytest.approx(0.0, abs=5.0)  # crowding out remains
    assert np.corrcoef(effect, gain)[0, 1] > 0.85  # the rest is what else is not known: diversion, saturation
    assert effect[gain > 0.0] == pytest.approx(100 * gain[gain > 0.0], abs=14.0)


def test_a_shared_result_moves_a_large_team_less_than_a_small_one(study) -> None:
    def effect(size: int) -> float:
        pot = {"piece": None, "pot": {"kind": "team_bonus", "roles": "all", "metric": "served", "pot_rmb": 5000.0}}
        change = merged(
            after(base_change={"all": -0.5}, pay=pot), {"policies": {"before": {"structure": {"size": size}}}}
        )
        return float(np.median(predictions(study(change))["DOE19-1"]))

    small, large = effect(2), effect(24)
    assert small > 2.0 * max(large, 0.1)


def test_faster_colleagues_are_followed_only_where_they_are_seen(study) -> None:
    def effect(seen: float) -> np.ndarray:
        change = {
            "company": {
                "seats": {"content": {"heads": 48, "base_rmb": 10000.0}},
                "observability": {"warehouse": seen},
                "yearly_turnover": 0.0,
                "interdependence": 0.0,
            },
            **after(base_change={}, pay={"piece": None}, ability_change={"content": 0.3}),
        }
        return predictions(study(change, among=["warehouse"]))["DOE19-1"]

    assert np.median(effect(1.0)) > 0.05
    assert effect(0.0) == pytest.approx(0.0, abs=0.05)


def test_sales_are_output_times_price_and_pay_for_them_is_pay_for_output(study) -> None:
    alike = {"behaviour": {"rival_norm": 0.0}}  # apart from what rivals for one customer do to each other
    made = study(alike)
    trial = predict.Trial(made.plain, ("output", "orders", "gmv_paid"), 4)
    weekly = trial.weekly("before")
    orders, output = weekly["orders"].sum(), weekly["output"].sum()  # who goes at the end of a week has worked in it
    assert 100.0 * output <= orders <= 103.0 * output
    commission = {"piece": {"kind": "commission", "roles": "all", "metric": "gmv", "rate": 461.54 / 5000.0}}
    sales = predictions(study(merged(after(pay=commission), alike)))["DOE19-1"]
    # a piece is what staff usually do, a sale is a sale: the two differ by how far staff fall short of a person-week
    assert np.median(sales) == pytest.approx(np.median(predictions(made)["DOE19-1"]), rel=0.25)
    assert weekly["gmv_paid"] == pytest.approx(50.0 * weekly["orders"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("made up", "made up"), ""),
        (("measure: output,", "measure: outputs,"), "no measure is called 'outputs'"),
        (("unit: sign, value: -1", "unit: sign, value: -3"), "a sign is -1, 0 or 1"),
        (("id: DOE19-2", "id: DOE19-1"), "share an id"),
        (
            ("  policies.after: A fifth", "  policies.later: A fifth"),
            "no fact of the scenario is called policies.later",
        ),
        (("  policies.before: Hourly wage.\n", ""), "policies.before has no reason"),
        (("metric: served", "metric: serve"), "scenario.policies.after.pay.piece.metric"),
        (("kind: teams, size: 6", "kind: functional"), "what people make is made in teams"),
        (("measure: quits,", "measure: quits, of: later,"), "no policy is called 'later'"),
    ][1:],
)
def test_a_wrong_study_is_one_clear_line_and_exit_code_2(tmp_path, change, words) -> None:
    assert change[0] in EXAMPLE
    path = tmp_path / "wrong.yaml"
    path.write_text(EXAMPLE.replace(*change), encoding="utf-8")
    done = CliRunner().invoke(main, ["evidence", str(path)])
    assert done.exit_code == 2
    assert words in done.output and "wrong.yaml" in done.output
    assert "Traceback" not in done.output


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(InputError, match="no such file"):
        load_study("nowhere.yaml")


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.yaml")), ids=lambda path: path.stem)
def test_published_studies_are_valid_and_give_reasons(path) -> None:
    study = load_study(path)
    assert study.id == path.stem
    assert all(outcome.measure or outcome.cannot for outcome in study.outcomes)


def test_a_third_is_kept_aside_and_none_that_was_known_before() -> None:
    studies = [load_study(path) for path in PUBLISHED.glob("*.yaml")]
    workplaces = [each for each in studies if each.mechanism != "meta"]
    aside = [each for each in workplaces if each.kept_aside]
    assert len(workplaces) // 4 <= len(aside) <= len(workplaces) // 2
    assert not any(each.looked_at or each.in_sample for each in aside)


def test_the_first_score_on_record_left_them_out() -> None:
    record = json.loads((RECORD / "2026-11-28_before_repairs.json").read_text(encoding="utf-8"))
    assert record["total"]["outcomes"] == sum(each["scored"] for each in record["outcomes"]) > 0
    assert not any(each["kept_aside"] for each in record["outcomes"])


@pytest.mark.filterwarnings("error")
def test_a_level_of_nobody_is_nothing_and_a_rise_from_nothing_has_a_direction_alone() -> None:
    sums = {"output@design": np.array([3.0, 0.0]), "heads@design": np.array([2.0, 0.0])}
    assert level("output", ("design",), sums, 4) == pytest.approx([1.5, 0.0])
    before, after = np.array([0.0, 0.0, 0.0, 2.0, -2.0]), np.array([0.0, 5.0, -5.0, 3.0, -1.0])
    assert change("output", after, before) == pytest.approx([0.0, 100.0, -100.0, 50.0, 50.0])


def verdict(value: float, draws, unit: str = "pct", name: str = "SHE04") -> Verdict:
    outcome = Outcome(id="o", measure="output", unit=unit, value=value, verified="VERIFIED")
    return judged(load_study(PUBLISHED / f"{name}.yaml"), outcome, np.asarray(draws, float))


def test_verdicts_and_totals() -> None:
    rows = (
        verdict(10.0, np.linspace(0, 20, 11)),
        verdict(10.0, np.linspace(1, 3, 11)),
        verdict(-10.0, np.linspace(1, 3, 11)),
        verdict(10.0, np.zeros(11)),
        verdict(0.0, np.linspace(-1, 1, 11), "sign"),
        verdict(0.0, np.linspace(9, 11, 11), "sign"),
        verdict(1.0, np.linspace(0.1, 0.3, 11), "sign"),
    )
    words = [each.verdict for each in rows]
    assert words == [
        "inside",
        "right direction",
        "wrong direction",
        "no effect",
        "null met",
        "null missed",
        "right direction",
    ]
    total = Evidence(rows).total
    assert (total["directions"], total["nulls"], total["sizes"]) == (5, 2, 4)
    assert total["direction"] == pytest.approx(3 / 5) and total["felt"] == pytest.approx(2 / 5)
    assert total["nulls_met"] == pytest.approx(1 / 2)
    assert total["coverage"] == total["within_two"] == pytest.approx(1 / 4)


def test_the_table_and_the_totals_are_told_in_chinese_too() -> None:
    rows = (verdict(10.0, np.linspace(0, 20, 11)), verdict(0.0, np.linspace(-1, 1, 11), "sign"))
    command = importlib.import_module("sim.cli.evidence")
    with reading_in("zh"):
        table, totals = command._table(Evidence(rows)), command._totals(Evidence(rows))
    cells = [*(str(column.header) for column in table.columns), *(cell for c in table.columns[1:] for cell in c.cells)]
    told = "\n".join([*cells, *totals])
    for name in ("SHE04", "Pareto"):
        told = told.replace(name, "")
    assert not re.findall("[A-Za-z]{3,}", told), told
    assert set(words.MEASURES) == set(MEASURES)
    assert {load_study(path).mechanism for path in PUBLISHED.glob("*.yaml")} <= set(words.MECHANISMS)


def test_an_interval_holds_the_published_error_and_what_the_encoding_assumes() -> None:
    study = load_study(PUBLISHED / "SHE04.yaml")
    outcome = Outcome(id="o", measure="output", unit="pct", value=20, se=6.0, verified="VERIFIED")
    effects = np.full(4000, 10.0)
    told = np.log(encoded(study, effects) / 10.0)
    assert told.std() == pytest.approx(0.15 * np.sqrt(study.assumptions), rel=0.06)
    noise = as_published(study, outcome, effects) - encoded(study, effects)
    assert noise.std() == pytest.approx(6.0, rel=0.06)
    assert abs(np.corrcoef(noise, told)[0, 1]) < 0.06


def test_a_null_counts_only_if_the_whole_interval_is_small() -> None:
    assert verdict(0.0, np.linspace(-2, 2, 11), "sign").verdict == "null met"
    assert verdict(0.0, np.linspace(-20, 20, 11), "sign").verdict == "null missed"


def test_weights_move_quantiles_and_rates_have_exact_intervals() -> None:
    values, weights = np.arange(1000.0), np.repeat([0.0, 2.0], 500)
    assert weighted_quantiles(values, weights, [0.5])[0] == pytest.approx(750.0, abs=1.0)
    assert weighted_quantiles(values, np.ones(1000), [0.5])[0] == pytest.approx(499.5)
    assert exactly(0.9, 10) == pytest.approx((0.555, 0.9975), abs=1e-3)  # as printed in tables
    assert exactly(None, 0) is None


def test_the_interval_score_is_width_and_what_it_misses_by() -> None:
    found = replace(verdict(10.0, np.linspace(0, 20, 11)), low=2.0, high=8.0)
    assert found.interval_score == pytest.approx((6.0 + 10.0 * 2.0) / 10.0)


def test_the_mean_of_the_mechanism_leaves_the_study_itself_out() -> None:
    rows = (verdict(10.0, [1.0, 1.0]), verdict(20.0, [1.0, 1.0], name="LAZ00"), verdict(40.0, [1.0, 1.0], name="LAZ00"))
    found = Evidence(rows).baselines
    assert found["no effect"]["direction"] == 0.0
    assert found["mean of the mechanism"]["within_two"] == pytest.approx(1 / 3)  # 30 for 10; 10 for 20; 10 for 40
    assert found["mean of the mechanism"]["direction"] == 1.0


def test_workers_change_no_number(tmp_path) -> None:
    paths = []
    for name in ("a", "b"):
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(EXAMPLE.replace("DOE19", name.upper()), encoding="utf-8")
    one, two = evidence(paths, workers=1), evidence(paths, workers=2)
    assert one.frame.equals(two.frame)


def test_the_command_prints_and_writes_what_it_found(tmp_path) -> None:
    path, out = tmp_path / "study.yaml", tmp_path / "found.json"
    path.write_text(EXAMPLE, encoding="utf-8")
    done = CliRunner().invoke(main, ["evidence", str(path), "--json", str(out)])
    assert done.exit_code == 0, done.output
    assert "DOE19-1" in done.output and "accidents" in done.output and "no effect" in done.output
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["total"]["cannot"] == 1 and len(record["outcomes"]) == 3
