"""Claims: known probabilities on synthetic figures, documents that are refused, the shipped cases and their pages."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import sim
from sim.cli import main
from sim.engine.batch import run
from sim.errors import InputError, SimError
from sim.parameters import default
from sim.plan.compile import compile_plan
from sim.results.run import ENGINE
from sim.studies.claims import claims, claims_file, load_case
from sim.studies.claims.answer import figure
from sim.studies.claims.document import Condition
from sim.studies.claims.figures import OF_LINE, walk
from sim.studies.claims.judge import Bounds, Share, box, judged, separators, verdict
from sim.studies.claims.page import MARK, case_mark, page
from sim.studies.claims.phrases import short_names

CASES = sorted((Path(__file__).parents[3] / "scenarios" / "cases").glob("*.claims.yaml"))
NAMES = [file.name.removesuffix(".claims.yaml") for file in CASES]
ASKED_FOR = {
    "flagship_upgrade",
    "light_wellness",
    "fresh_food",
    "cross_border",
    "apparel",
    "beauty",
    "growth",
    "private_domain",
    "stages",
}
rng = np.random.default_rng(7)
N = 4000
A, B = rng.random(N), rng.random(N)
ENTRIES = pd.DataFrame({"a": A, "b": B, **{f"idle{k}": rng.random(N) for k in range(30)}})


def test_intervals_of_shares() -> None:
    # Wilson 1927; the numbers of Brown, Cai and DasGupta 2001 for 0 and 50 of 100
    assert Share(0, 100).interval == pytest.approx((0.0, 0.0370), abs=1e-4)
    assert Share(50, 100).interval == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert Share(100, 100).interval[1] == 1.0


def test_joint_probability_of_independent_conditions() -> None:
    both = verdict("c", (judged("a", Bounds(0.7, None), A), judged("b", Bounds(None, 0.5), B)), ENTRIES)
    low, high = both.share.interval
    assert low < 0.15 < high and [each.share.value for each in both.conditions] == pytest.approx([0.3, 0.5], abs=0.03)
    assert both.binding.name == "a" and both.conditions[0].miss == pytest.approx(-0.35, abs=0.02)
    assert both.distance[both.nearest] == 0.0 and ((both.distance == 0.0) == (A >= 0.7) & (B <= 0.5)).all()
    found = {each.name: each.correlation for each in both.separators}
    assert found["a"] > 0.4 and found["b"] < -0.2 and len(found) <= 4  # false findings: a twentieth of those named
    assert both.of_conditions[0][0].name == "a" and both.of_conditions[1][0].name == "b"
    assert both.box and both.box.density > 0.8
    assert both.box.limits["a"][0] == pytest.approx(0.7, abs=0.05)
    assert both.box.limits["b"][1] == pytest.approx(0.5, abs=0.05)


def test_conditions_that_exclude_each_other() -> None:
    never = verdict("c", (judged("low", Bounds(None, 0.4), A), judged("high", Bounds(0.6, None), A)), ENTRIES)
    assert never.share.hits == 0 and all(each.share.hits > 0 for each in never.conditions)
    assert never.box is None and never.share.interval[0] == 0.0
    assert A[never.nearest] == pytest.approx(0.5, abs=0.01)  # as far from either


def test_nothing_separates_luck() -> None:
    luck = rng.random(N)
    assert len(separators(luck, ENTRIES)) <= 1
    assert separators(np.zeros(N), ENTRIES) == () and box("c", np.zeros(N, bool), ENTRIES) is None


def test_what_does_not_exist_meets_nothing() -> None:
    some = np.where(A < 0.5, np.nan, A)
    found = judged("a", Bounds(0.0, None), some)
    assert found.share.value == pytest.approx(0.5, abs=0.03) and found.middle == pytest.approx(0.75, abs=0.02)
    alone = verdict("c", (found,), ENTRIES)
    assert np.isinf(alone.distance[A < 0.5]).all()


def test_no_change_is_neither_a_rise_nor_a_fall() -> None:
    values = np.array([-1.0, 0.0, 1.0])
    assert Bounds(0.0, None, strict=True).met(values).tolist() == [False, False, True]
    assert Bounds(None, 0.0, strict=True).met(values).tolist() == [True, False, False]
    assert Bounds(0.0, None).met(values).tolist() == [False, True, True]


def test_figures_of_conditions() -> None:
    mine, others = np.array([3.0, 2.0, 1.0]), np.array([2.0, -1.0, 0.0])

    def given(how: str) -> Condition:
        return Condition.model_validate({"en": "x", "zh": "x", "measure": "gmv", "as": how, "from": 1})

    assert figure(given("level"), mine, None).tolist() == [3.0, 2.0, 1.0]
    assert figure(given("difference"), mine, others).tolist() == [1.0, 3.0, 1.0]
    change = figure(given("change"), mine, others)
    assert change[:2].tolist() == [50.0, 300.0] and np.isnan(change[2])


PROBE = Path(__file__).with_name("probe.claims.yaml")


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    text = PROBE.read_text(encoding="utf-8")
    text = text.replace("../../../scenarios/startup.yaml", str(Path("scenarios/startup.yaml").resolve()))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = folder / "probe.claims.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_claims_true_and_false_by_construction(tmp_path: Path) -> None:
    found = claims(written(tmp_path))
    assert found.verdict("dear").share.hits >= 15 and found.verdict("itself").share.hits == 0
    sales, errors = found.verdict("line").conditions
    assert errors.share.hits == 16 and sales.share.hits > 8 and np.isfinite(sales.values).all()
    again = claims(written(tmp_path), draws=8)
    assert np.array_equal(
        again.verdict("line").conditions[0].values, sales.values[:8]
    )  # draws do not depend on how many
    frame = found.frame
    assert list(frame["condition"]) == ["pay", "all", "sales", "all", "sales", "errors", "all"]
    assert len(found.outcomes) == 4 * 16 and {"claim", "entry"} <= set(found.separators.columns)
    assert "lines.*.visits" in found.drawn.entries and "0 of 16 draws" in found.words() and "成立" in found.words("zh")
    with pytest.raises(SimError, match="no claim is called"):
        found.verdict("nul")
    with pytest.raises(SimError, match="say nothing"):
        claims(written(tmp_path), draws=2)


def test_favourable_ends_make_a_claim_likelier(tmp_path: Path) -> None:
    """Sales of a shop hang on its visits, so that the upper end of visits brings a level that few draws reach."""
    level = ("measure: payroll, as: change, from: 15", "measure: gmv, from: 28.0e+6")
    found = claims(written(tmp_path, level), draws=64)
    visits = found.verdict("dear").separators[0]
    assert visits.name == "lines.*.visits" and visits.correlation > 0.4
    best = found.favourable["dear"]
    assert best.values["lines.*.visits"] == pytest.approx(0.8 * (1.25 / 0.8) ** 0.95)
    assert best.share.hits > 2 * found.verdict("dear").share.hits and "favourable end" in found.words()
    assert "itself" not in found.favourable  # nothing separates draws that are all alike


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("measure: payroll", "measure: pyroll", "no such measure"),
        ("policy: dear", "policy: deer", "no such policy or variant"),
        ("line: snacks", "line: snack", "no such line"),
        ("peak: Double 11", "peak: Double 12", "no such peak"),
        ("from: 15", "weeks: [3, 2]", "needs `from`"),
        ("lines.*.visits", "lines.*.visit", "there is no 'visit'"),
        ("lines.*.visits", "pay.x", "not an entry of the scenario"),
        ("base_rmb: 11000", "base_rmb: -1", "must be at least"),
        ("  commission: {en: commission, zh: 提成}\n", "", "nothing says what"),
        ("low: 0.8, high: 1.25", "low: 1.8, high: 1.25", "must lie below"),
    ],
)
def test_refused_documents_say_where(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)) as refused:
        load_case(written(tmp_path, (old, new)))
    assert all(problem.line > 0 for problem in refused.value.problems)


def test_a_scenario_without_claims_is_told_so() -> None:
    with pytest.raises(InputError, match="no claims lie beside it"):
        load_case("scenarios/startup.yaml")


def test_weeks_that_are_not_reported(tmp_path: Path) -> None:
    with pytest.raises(SimError, match="not all reported"):
        claims(written(tmp_path, ("measure: payroll", "weeks: [0, 60], measure: payroll")))


def test_lines_add_up_to_the_company() -> None:
    scenario = load_case("scenarios/cases/light_wellness.yaml")[1]
    plan = compile_plan(scenario, "squads_three_stage")
    values = ENGINE.draw(scenario, np.arange(2), 0)
    whole = run(plan, values, np.arange(2))
    for case in range(2):
        lines = walk(plan, values[case], case, 0)
        for name in ("gmv_paid", "orders", "customers", "wrong_orders"):
            assert np.allclose(lines[:, :, list(OF_LINE).index(name)].sum(axis=1), whole[name][case], rtol=1e-12)


def test_short_names_are_those_of_parameters() -> None:
    assert set(short_names()) <= set(default().names)
    assert all(text.en and text.zh for text in short_names().values())


def test_the_sources_cases_are_here() -> None:
    assert set(NAMES) == ASKED_FOR
    assert claims_file("scenarios/cases/growth.yaml").name == "growth.claims.yaml"
    assert {"F1", "F2", "F3", "F4"} <= {row for file in CASES for row in load_case(file)[0].source}


@pytest.mark.parametrize("file", CASES, ids=NAMES)
def test_every_case_runs_with_finite_books(file: Path) -> None:
    case, scenario = load_case(file)
    for policy in scenario.policies:
        found = run(compile_plan(scenario, policy), ENGINE.draw(scenario, np.arange(2), 0), np.arange(2))
        assert np.isfinite(found.series).all(), policy
        owed = found["bonus_owed_rmb"][:, -1] - found["bonus_owed_rmb"][:, 0]
        flow = (found["bonus_earned_rmb"] - found["bonus_paid_rmb"] - found["bonus_forfeited_rmb"])[:, 1:].sum(axis=1)
        assert np.allclose(owed, flow, atol=1.0), policy
    answer = claims((case, scenario), draws=8)
    assert all(np.isfinite(one.values).any() for each in answer.verdicts for one in each.conditions)
    assert all(np.isfinite(each.middle) for each in answer.remedies)
    for lang in ("en", "zh"):
        assert all(claim.of(lang) in answer.page(lang) for claim in case.claims.values())


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("file", CASES, ids=NAMES)
def test_pages_belong_to_their_cases(file: Path, lang: str) -> None:
    case, scenario = load_case(file)
    shipped = file.with_name(file.name.replace(".claims.yaml", ".zh.md" if lang == "zh" else ".md"))
    text = shipped.read_text(encoding="utf-8")
    mark = MARK.match(text)
    assert mark and mark[1] == case_mark(file), f"{shipped.name} is older than its case: run the command at its end"
    assert int(mark[2]) == case.draws
    named = [*case.source, *case.claims, *scenario.policies, *case.variants, *case.remedies]
    said = [case.title.of(lang), case.story.of(lang).strip(), *(each.of(lang) for each in case.readings)]
    said += [claim.of(lang) for claim in case.claims.values()]
    assert not [word for word in (*named, *said) if word not in text]


@pytest.mark.slow
@pytest.mark.parametrize("file", CASES, ids=NAMES)
def test_pages_say_what_the_model_finds(file: Path) -> None:
    """The shipped pages, made again by the model as it is; where this fails, run the command at the end of the page."""
    found = claims(file)
    for lang, suffix in (("en", ".md"), ("zh", ".zh.md")):
        shipped = file.with_name(file.name.replace(".claims.yaml", suffix)).read_text(encoding="utf-8")
        made = page(found, lang, case_mark(file))
        assert shipped.startswith(made.rstrip("\n"))


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    file, english, chinese, table = written(tmp_path), tmp_path / "p.md", tmp_path / "p.zh.md", tmp_path / "t.csv"
    arguments = ["claims", str(file), "--draws", "8", "--out", str(english), "--out", str(chinese), "--csv", str(table)]
    arguments += ["--plot", str(tmp_path / "plots")]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0 and "What would have to be true" in done.output
    assert {each.name for each in (tmp_path / "plots").iterdir()} == {"dear.png", "itself.png", "line.png"}
    assert "## What the model finds" in english.read_text(encoding="utf-8")
    assert "## 模型怎么看" in chinese.read_text(encoding="utf-8")
    assert len(pd.read_csv(table)) == 7
    assert sim.claims is claims
