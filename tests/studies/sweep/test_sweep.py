"""Sweeps: designs, the store, resuming after anything, quarantine."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import sim
from sim.cli import main
from sim.errors import InputError, SimError
from sim.studies.sweep import Store, Sweep, load_sweep, sensitivity, sweep
from sim.studies.sweep.compute import results, tasks_of
from sim.studies.sweep.document import changed
from sim.studies.sweep.points import morris, points_of

STUDY = """version: 1
name: trial
scenario: shop.yaml
policies: [new]
levers:
  base_change.all: {low: -0.1, high: 0.2}
  overtime_cap: {values: [0.0, 0.2]}
measures: [gmv, turnover]
design: {kind: sobol, points: 8, seed: 3}
replicates: 100
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with a small scenario, a policy `new`, and the study of this module in `study.yaml`."""
    text = Path("scenarios/startup.yaml").read_text(encoding="utf-8")
    text = text.replace("  weeks: 52", "  weeks: 20").replace("  burn_in_weeks: 26", "  burn_in_weeks: 8")
    text += "\n  new:\n    extends: " + sim.load("scenarios/startup.yaml").baseline_name + "\n    note: to be varied\n"
    (tmp_path / "shop.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    return tmp_path


def files(store: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((store / "chunks").iterdir())}


def test_a_killed_sweep_resumes_to_the_same_bytes(folder) -> None:
    study, whole, cut = folder / "study.yaml", folder / "whole", folder / "cut"
    assert sweep(study, whole, workers=1).reason == "complete"
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", "sweep", str(study), "--store", str(cut), "--workers", "2"],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not list(cut.glob("chunks/*.npz")) and time.monotonic() < started + 60:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = len(list(cut.glob("chunks/*.npz")))
    assert before >= 1
    outcome = sweep(study, cut, workers=0)
    assert outcome.reason == "complete" and outcome.done == 8
    assert files(cut) == files(whole)


def test_a_point_equals_the_same_point_alone_and_a_full_compile(folder) -> None:
    document, scenario = load_sweep(folder / "study.yaml")
    kept = sweep((document, scenario), folder / "store", workers=0).store
    task = tasks_of(document, scenario)[-1]
    value, baseline = results(document, scenario, task.points[-1], range(100))
    chunk = list(kept.stored())[-1]
    assert np.array_equal(chunk.value[-1], value) and np.array_equal(chunk.baseline[-1], baseline)
    frame = kept.summary(["gmv"])
    assert len(frame) == 8 and set(frame["measure"]) == {"gmv"} and (frame["replicates"] == 100).all()
    assert frame["difference"].to_numpy() == pytest.approx((frame["value"] - frame["baseline"]).to_numpy())
    assert len(kept.frame()) == 8 * 2 * 100
    with pytest.raises(SimError, match="holds no nps"):
        kept.frame(["nps"])


def test_a_full_disk_ends_with_one_clear_line_and_the_rest_goes_on_later(folder) -> None:
    study, store = folder / "study.yaml", folder / "store"
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000));"
        "from sim.cli import main; sys.argv = ['sim', *sys.argv[1:]]; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "sweep", str(study), "--store", str(store), "--workers", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "cannot be written" in done.stderr and "Traceback" not in done.stderr.replace("Traceback (ignored)", "")
    assert not list((store / "chunks").glob("*.part"))
    assert sweep(study, store, workers=0).reason == "complete"


@pytest.mark.parametrize("harm", ["truncated", "flipped", "deleted"])
def test_a_damaged_chunk_is_found_and_computed_again(folder, harm) -> None:
    study, store = folder / "study.yaml", folder / "store"
    sweep(study, store, workers=0)
    before = files(store)
    victim = sorted((store / "chunks").iterdir())[1]
    content = bytearray(victim.read_bytes())
    if harm == "truncated":
        victim.write_bytes(content[: len(content) // 2])
    elif harm == "flipped":
        content[len(content) // 3] ^= 1
        victim.write_bytes(content)
    else:
        victim.unlink()
    if harm != "deleted":
        done = CliRunner().invoke(main, ["store", str(store), "--verify"])
        assert done.exit_code == 1 and "damaged" in done.output
    outcome = sweep(study, store, workers=0)
    assert outcome.reason == "complete"
    assert files(store) == before
    assert CliRunner().invoke(main, ["store", str(store), "--verify"]).exit_code == 0


def test_an_extended_sweep_reuses_what_is_there(folder) -> None:
    study, store = folder / "study.yaml", folder / "store"
    sweep(study, store, workers=0)
    before = files(store)
    study.write_text(STUDY.replace("points: 8", "points: 16"), encoding="utf-8")
    seen = []
    outcome = sweep(study, store, workers=0, progress=seen.append)
    assert outcome.done == 16 and seen[-1].now == 8
    assert before.items() <= files(store).items()


def test_a_failing_point_is_kept_apart_and_ends_nothing(folder) -> None:
    study = folder / "study.yaml"
    text = STUDY.replace("overtime_cap: {values: [0.0, 0.2]}", "headcount.operations: {values: [0, -900, 0, 0]}")
    study.write_text(text.replace("kind: sobol, points: 8", "kind: grid, levels: 2"), encoding="utf-8")
    document, scenario = Sweep.model_validate(_plain(text, study)), sim.load(folder / "shop.yaml")
    outcome = sweep((document, scenario), folder / "store", workers=0)
    assert outcome.reason == "complete" and outcome.failures >= 1 and outcome.done == outcome.points
    done = CliRunner().invoke(main, ["store", str(folder / "store")])
    assert "failed:" in done.output and "headcount" in done.output
    assert outcome.store.summary(["gmv"])["value"].isna().sum() == outcome.failures


def _plain(text: str, path: Path):
    from sim.documents.reading import read

    return read(path.read_text(encoding="utf-8"), path.name).data


def test_uncertain_parameters_move_policy_and_baseline_alike(folder) -> None:
    text = (
        STUDY.replace("  overtime_cap: {values: [0.0, 0.2]}\n", "")
        + "uncertainties:\n  turnover_reference: {low: 0.02, high: 1.0}\n"
    )
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    shop = folder / "shop.yaml"  # what the company tells of itself is no assumption
    shop.write_text(shop.read_text(encoding="utf-8").replace("  yearly_turnover: 0.25\n", ""), encoding="utf-8")
    frame = sweep(folder / "study.yaml", folder / "store", workers=0).store.summary(["turnover"])
    assert frame["turnover_reference"].corr(frame["baseline"], method="spearman") > 0.95


def test_a_budget_stops_in_good_order(folder) -> None:
    outcome = sweep(folder / "study.yaml", folder / "store", workers=0, budget=1e-6)
    assert outcome.reason == "budget" and outcome.done < outcome.points
    assert sweep(folder / "study.yaml", folder / "store", workers=0).reason == "complete"


def test_a_store_takes_one_sweep_only(folder) -> None:
    sweep(folder / "study.yaml", folder / "store", workers=0, budget=1e-6)
    (folder / "study.yaml").write_text(STUDY.replace("name: trial", "name: other"), encoding="utf-8")
    with pytest.raises(SimError, match="holds another sweep"):
        sweep(folder / "study.yaml", folder / "store", workers=0)
    with pytest.raises(SimError, match="no store"):
        Store(folder / "nowhere").description()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("policies: [new]", "policies: [old]"), "no policy is called 'old'"),
        (("overtime_cap:", "overtime_cup:"), "no 'overtime_cup'"),
        (("base_change.all: {low: -0.1", "base_change.all: {low: -3"), "levers.base_change.all"),
        (("low: -0.1, high: 0.2", "low: 0.3, high: 0.2"), "`low` must lie below"),
        (("measures: [gmv, turnover]", "measures: [gmw]"), "no such measure"),
        (("kind: sobol", "kind: sobel"), "design.kind"),
        (("replicates: 100", "replicates: 0"), "replicates"),
        (("scenario: shop.yaml", "scenario: shap.yaml"), "no such file"),
        (("name: trial", "nam: trial"), "nam"),
    ],
)
def test_a_wrong_study_is_one_clear_line(folder, change, words) -> None:
    assert change[0] in STUDY
    (folder / "study.yaml").write_text(STUDY.replace(*change), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_sweep(folder / "study.yaml")
    assert words in str(caught.value)
    done = CliRunner().invoke(main, ["sweep", str(folder / "study.yaml"), "--store", str(folder / "store")])
    assert done.exit_code == 2 and "Traceback" not in done.output


def designed(kind: str, points: int = 8, levels: int = 4, levers: int = 3) -> Sweep:
    ranges = {f"overtime_cap{k}": {"low": 0.0, "high": 1.0} for k in range(levers)}
    return Sweep.model_validate(
        {
            "version": 1,
            "name": "x",
            "scenario": "x",
            "policies": ["a", "b"],
            "levers": ranges,
            "design": {"kind": kind, "points": points, "levels": levels},
        }
    )


@pytest.mark.parametrize(
    ("kind", "rows"), [("sobol", 8), ("latin_hypercube", 8), ("morris", 8 * 4), ("grid", 64), ("one_at_a_time", 13)]
)
def test_designs_fill_the_space_and_alternate_policies(kind, rows) -> None:
    points = points_of(designed(kind))
    assert len(points) == 2 * rows
    assert [point.policy for point in points[:4]] == ["a", "b", "a", "b"]
    values = np.array([[value for _, value in point.values] for point in points[::2]], float)
    assert values.shape == (rows, 3) and values.min() >= 0.0 and values.max() <= 1.0
    assert (values.max(axis=0) - values.min(axis=0) > 0.5).all()


def test_sobol_and_morris_points_do_not_move_when_more_are_asked() -> None:
    for kind in ("sobol", "morris"):
        few, many = points_of(designed(kind, 8)), points_of(designed(kind, 32))
        assert many[: len(few)] == few


def test_a_morris_walk_changes_one_dimension_at_a_time() -> None:
    walks = morris(5, 20, 4, 0).reshape(20, 6, 5)
    steps = np.abs(np.diff(walks, axis=1))
    assert ((steps > 1e-9).sum(axis=2) == 1).all()
    assert steps[steps > 1e-9] == pytest.approx(2 / 3)
    assert walks.min() >= 0.0 and walks.max() <= 1.0


def test_dates_of_a_policy_are_levers_too(folder) -> None:
    scenario = sim.load(folder / "shop.yaml")
    later = str(scenario.company.start + timedelta(weeks=4))
    assert str(scenario.policies["new"].start) != later
    assert str(changed(scenario, "new", {"start": later, "announce": later}).policies["new"].start) == later


def test_the_shipped_example_is_valid() -> None:
    document, _ = load_sweep("scenarios/studies/commission_dose.yaml")
    assert len(points_of(document)) == 64


@pytest.mark.parametrize("kind", ["saltelli", "morris"])
def test_indices_of_a_stored_sweep_name_what_moves_it(folder, kind) -> None:
    text = STUDY.replace("kind: sobol, points: 8", f"kind: {kind}, points: 16").replace(
        "replicates: 100", "replicates: 4"
    )
    (folder / "study.yaml").write_text(text.replace("{values: [0.0, 0.2]}", "{low: 0.19, high: 0.2}"), encoding="utf-8")
    store = sweep(folder / "study.yaml", folder / "store", workers=0).store
    frame = sensitivity(store, "turnover", of="value")
    strongest = frame[frame["index"].isin(["total", "mean absolute effect"])].iloc[0]
    assert strongest["dimension"] == "base_change.all"
    assert strongest["low"] <= strongest["value"] <= strongest["high"]
    shown = CliRunner().invoke(main, ["explore", str(folder / "store"), "indices", "turnover"])
    assert shown.exit_code == 0 and "base_change.all" in shown.output
    with pytest.raises(SimError, match="holds no nps"):
        sensitivity(store, "nps")


def test_stores_of_one_study_are_merged(folder) -> None:
    study = folder / "study.yaml"
    whole, part, other = (sweep(study, folder / name, workers=0).store for name in ("whole", "part", "other"))
    names = sorted(part.names())
    part.discard([part.names()[names[0]], part.names()[names[1]]])
    assert part.merge(other) == 2 and part.merge(other) == 0
    assert files(part.folder) == files(whole.folder)
    study.write_text(STUDY.replace("overtime_cap", "discretion.audit_share"), encoding="utf-8")
    with pytest.raises(SimError, match="nothing to merge"):
        part.merge(sweep(study, folder / "third", workers=0).store)


def test_one_point_is_reproduced_by_one_command(folder) -> None:
    study = folder / "study.yaml"
    kept = sweep(study, folder / "store", workers=0).store
    done = CliRunner().invoke(main, ["sweep", str(study), "--point", "3"])
    row = kept.summary(["gmv"]).set_index("point").loc[3]
    assert done.exit_code == 0 and f"gmv: {row['value']:.6g}" in done.output
    text = STUDY.replace("overtime_cap: {values: [0.0, 0.2]}", "headcount.operations: {values: [0, -900, 0, 0]}")
    study.write_text(text.replace("values: [0, -900, 0, 0]", "values: [0, -900, 0]"), encoding="utf-8")
    document = load_sweep(study)[0]
    bad = next(i for i, p in enumerate(points_of(document)) if dict(p.values)["headcount.operations"] == -900)
    done = CliRunner().invoke(main, ["sweep", str(study), "--point", str(bad)])
    assert done.exit_code == 2 and "headcount" in done.output
    assert CliRunner().invoke(main, ["sweep", str(study)]).exit_code == 2
