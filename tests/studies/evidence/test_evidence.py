"""Studies as files: the format, direct mode, verdicts."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from sim.cli import main
from sim.errors import InputError
from sim.studies import evidence as package
from sim.studies.evidence import load_study, predict
from sim.studies.evidence.document import Outcome
from sim.studies.evidence.predict import predictions
from sim.studies.evidence.score import PUBLISHED, Evidence, Verdict, evidence, judged

FORMAT = Path(package.__file__).with_name("FORMAT.md")
EXAMPLE = re.search(r"```yaml\n(.*?)```", FORMAT.read_text(encoding="utf-8"), re.DOTALL).group(1)
WAGE = "{fixed: 1.0}"


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(predict, "DRAWS", 16)
    monkeypatch.setattr(predict, "SEEDS", 2)


@pytest.fixture
def study(tmp_path):
    """Return a function that writes the example of the documentation with parts replaced, and loads it."""

    def make(**changes):
        text = EXAMPLE
        for field, value in changes.items():
            text, count = re.subn(rf"(  {field}: {{value: )(.*?)(, because: )", rf"\g<1>{value}\g<3>", text)
            assert count == 1, field
        path = tmp_path / "study.yaml"
        path.write_text(text, encoding="utf-8")
        return load_study(path)

    return make


def test_the_example_of_the_documentation_runs(study) -> None:
    found = predictions(study())
    assert set(found) == {"output", "quits"}
    assert all(values.shape == (16,) and np.isfinite(values).all() for values in found.values())


def test_the_same_scheme_twice_is_no_effect_at_all(study) -> None:
    found = predictions(study(scheme_after=WAGE))
    assert all((values == 0.0).all() for values in found.values())


def test_a_whole_piece_rate_of_people_alone_raises_output_by_the_registrys_gain(study) -> None:
    alone = predict.frozen(study(team_size="1", scheme_after="{piece: 1.0}", requests="0.0"))
    effect = predict.run(alone).change(("output@operations",), ("heads@operations",))
    gain = predict.points(alone, predict.draws_of(alone, 16))["incentive_gain"]
    assert effect[gain == 0.0] == pytest.approx(0.0, abs=5.0)  # crowding out remains
    assert np.corrcoef(effect, gain)[0, 1] > 0.9
    assert effect[gain > 0.0] == pytest.approx(100 * gain[gain > 0.0], abs=12.0)


def test_a_shared_result_moves_a_large_team_less_than_a_small_one(study) -> None:
    def effect(size: int) -> float:
        scheme = "{fixed: 0.5, bonus: {share: 0.5}}"
        made = study(team_size=str(size), output="shared", scheme_before="{fixed: 1.0}", scheme_after=scheme)
        return float(np.median(predictions(made)["output"]))

    small, large = effect(2), effect(24)
    assert small > 2.0 * max(large, 0.1)


def test_faster_colleagues_are_followed_only_where_they_are_seen(study) -> None:
    outcome = Outcome(id="x", measure="observed_output", unit="sign", value=1.0, verified="VERIFIED")

    def effect(seen: str) -> np.ndarray:
        made = predict.frozen(study(observability=seen, scheme_after="{fixed: 1.0, colleagues: 0.3}"))
        return predictions(made.model_copy(update={"outcomes": (outcome,)}))["observed_output"]

    assert np.median(effect("1.0")) > 0.05
    assert effect("0.0") == pytest.approx(0.0, abs=1e-9)


def test_a_workplace_that_nobody_leaves_has_no_quits(study) -> None:
    effect = predict.run(study(yearly_turnover="0.0"))
    assert effect.before["quits"].sum() == effect.after["quits"].sum() == 0.0
    assert predict.run(study()).before["quits"].sum() > 0.0


def test_a_group_piece_rate_weakens_the_own_one(study) -> None:
    group = "{output: shared, bonus: {share: 1}}"
    found = predictions(study(scheme_before="{piece: 1.0}", scheme_after=group))
    assert np.median(found["output"]) < -2.0
    assert (predictions(study(scheme_before=group, scheme_after=group))["output"] == 0.0).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("fixed: 0.8, piece: 0.2", "fixed: 0.8, piece: 0.2, output: shared"), "scheme_after.value.piece"),
        (("team_size: {value: 6", "team_size: {value: 600"), "workplace.team_size.value"),
        (('output: {value: own, because: "Parcels', 'output: {value: team, because: "Parcels'), "workplace.output"),
        (
            ('output: {value: own, because: "Parcels', 'output: {value: shared, because: "Parcels'),
            "piece pay needs own",
        ),
        (("staffing: {value: open", "staffing: {value: frozen"), "quits cannot be predicted"),
        (("measure: output,", "measure: outputs,"), "outcomes[0].measure"),
        (("unit: sign, value: -1", "unit: sign, value: -3"), "a sign is -1, 0 or 1"),
        (("horizon_weeks:", "horizon:"), "horizon"),
        (("fixed: 0.8, piece: 0.2", "fixed: 0, piece: 0"), "pays nothing"),
        (("id: DOE19-2", "id: DOE19-1"), "share an id"),
    ],
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
    assert any(outcome.scored for outcome in study.outcomes)


def verdict(value: float, draws, unit: str = "pct") -> Verdict:
    outcome = Outcome(id="o", measure="output", unit=unit, value=value, verified="VERIFIED")
    return judged(load_study(PUBLISHED / "SHE04.yaml"), outcome, np.asarray(draws, float))


def test_verdicts_and_totals() -> None:
    rows = (
        verdict(10.0, np.linspace(0, 20, 11)),
        verdict(10.0, np.linspace(1, 3, 11)),
        verdict(-10.0, np.linspace(1, 3, 11)),
        verdict(10.0, np.zeros(11)),
        verdict(0.0, np.linspace(-1, 1, 11), "sign"),
        verdict(0.0, np.linspace(4, 6, 11), "sign"),
        verdict(1.0, np.linspace(4, 6, 11), "sign"),
    )
    words = ["inside", "right direction", "wrong direction", "no effect", "null met", "null missed", "right direction"]
    assert [row.verdict for row in rows] == words
    total = Evidence(rows).total
    assert total["sign_accuracy"] == pytest.approx(3 / 5)
    assert total["null_accuracy"] == pytest.approx(1 / 2)
    assert total["coverage"] == pytest.approx(1 / 4)
    assert total["mean_abs_log_error"] == pytest.approx((0.0 + np.log(5) + np.log(10) + np.log(10)) / 4)


def test_the_command_writes_outcomes_and_totals(tmp_path, study) -> None:
    study()
    out = tmp_path / "out.json"
    done = CliRunner().invoke(main, ["evidence", str(tmp_path / "study.yaml"), "--json", str(out)])
    assert done.exit_code == 0, done.output
    content = json.loads(out.read_text(encoding="utf-8"))
    assert {"sign_accuracy", "null_accuracy", "coverage", "mean_abs_log_error"} <= set(content["total"])
    assert [row["outcome"] for row in content["outcomes"]] == ["DOE19-1", "DOE19-2"]


def test_workers_change_no_number(tmp_path, study) -> None:
    study()
    other = tmp_path / "other.yaml"
    other.write_text(EXAMPLE.replace("DOE19", "ROE20"), encoding="utf-8")
    files = [tmp_path / "study.yaml", other]
    one, two = evidence(files, workers=1), evidence(files, workers=2)
    assert one == two
    assert list(one.frame["outcome"]) == ["DOE19-1", "DOE19-2", "ROE20-1", "ROE20-2"]
