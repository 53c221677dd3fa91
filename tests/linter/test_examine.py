"""Chances and costs against hand-worked figures; the Python function, the command, wrong questions."""

from pathlib import Path

import click.testing
import numpy as np
import pytest

import sim
from sim.cli import main
from sim.errors import SimError
from sim.linter import examine, rulebook, setting_of
from sim.linter.case import Case, staffing_of
from sim.linter.chances import attainment
from sim.linter.design import not_assessed
from sim.linter.reach import pull
from sim.plan.memo import Memo
from sim.results.linting import bonus_costs

ROOT = Path(__file__).parents[2]
FLAGSHIP = ROOT / "scenarios" / "flagship.yaml"
COLUMNS = ["policy", "rule", "severity", "where", "value", "finding", "remedy", "source"]


@pytest.fixture(scope="module")
def shop():
    return sim.load(FLAGSHIP)


def run(*words: str):
    return click.testing.CliRunner().invoke(main, ["lint", *words])


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("file", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda file: file.stem)
def test_every_example_is_examined(file: Path, lang: str) -> None:
    frame = sim.lint(file, lang=lang)
    assert list(frame.columns) == COLUMNS
    assert not (frame["severity"] == "forbidden").any()
    assert not frame.isin([""]).any().any()


def test_flagship_in_a_frame(shop) -> None:
    frame = sim.lint(shop, ["quota_commission", "pay_cut"])
    quota = frame[frame["policy"] == "quota_commission"].set_index("rule")
    assert set(quota.index) >= {"cliff", "ratchet", "before_returns", "cost_runs_away"}
    assert quota.loc["cliff", "where"] == "policies.quota_commission.pay.gmv_quota.curve.threshold"
    assert quota.loc["cliff", "value"] == "RMB 2,400"  # 80 % of RMB 3,000
    assert "base_pay_cut" in set(frame.loc[frame["policy"] == "pay_cut", "rule"])
    assert "ratchet" not in set(sim.lint(shop, "squads")["rule"])
    assert "no legal advice" in " ".join(frame.attrs["notes"])


def test_costs_of_the_quota_plan(shop) -> None:
    """20 people at RMB 3,000: 80 % of it at 80 %, all at 100 %, and 1 + 2 x 0.5 times it at 150 %."""
    costs = bonus_costs(shop, "quota_commission").set_index(["instrument", "attainment"])["rmb_month"]
    assert [round(costs["gmv_quota", x]) for x in (0.8, 1.0, 1.5)] == [48_000, 60_000, 120_000]
    assert costs["yearly_bonus", 0.8] == costs["yearly_bonus", 1.5]
    total = costs["all instruments", 1.0]
    assert total == pytest.approx(costs["gmv_quota", 1.0] + costs["yearly_bonus", 1.0])


def test_chances_agree_with_draws_of_the_market(shop) -> None:
    staffing = staffing_of(shop, "quota_commission", Memo())
    contract = staffing.contracts["gmv_quota"][0]
    par, rng, n = staffing.parameters, np.random.default_rng(5), 40_000
    rho, lines = par.value("shock_persistence"), len(contract.lines)
    innovation = np.hypot(par.value("company_shock_sd"), par.value("line_shock_sd") / np.sqrt(lines))
    shock = rng.normal(0.0, innovation / np.sqrt(1.0 - rho**2), n)
    own = par.value("output_noise") / np.sqrt(len(contract.seats))
    month = np.zeros(n)
    for _ in range(4):
        month += (1.0 + shock + rng.normal(0.0, own, n)) / 4.0
        shock = rho * shock + rng.normal(0.0, innovation, n)
    likely = attainment(contract, staffing.expected, par)
    assert likely.mean == 1.0
    assert likely.sd == pytest.approx(month.std(), rel=0.03)
    for mark in (0.8, 1.0, 1.2):
        assert likely.chance(mark) == pytest.approx((month >= mark).mean(), abs=0.012)


def test_who_moves_what(shop) -> None:
    assert pull(shop, "technology", "uptime") > 0.0 == pull(shop, "operations", "uptime")
    assert pull(shop, "technology", "nps") == 0.0 < pull(shop, "service", "nps")
    assert pull(shop, "data", "gmv") < 0.1 < pull(shop, "operations", "gmv")
    assert pull(shop, "design", "requests") > 0.0 == pull(shop, "marketing", "requests")


def test_an_instrument_that_cannot_be_read_is_named(shop) -> None:
    setting = setting_of("none")
    today = staffing_of(shop, "today", Memo())
    blind = Case(shop, "today", setting, type(today)(**{**vars(today), "contracts": {}}), today)
    assert [hit.where for hit in not_assessed(blind)] == [
        "policies.today.pay.operations_kpi",
        "policies.today.pay.yearly_bonus",
    ]
    assert not list(not_assessed(Case(shop, "today", setting, today, today)))


def test_command_in_both_languages() -> None:
    english, chinese = (run(str(FLAGSHIP), "--lang", lang) for lang in ("en", "zh"))
    assert english.exit_code == chinese.exit_code == 0
    for words in ("Policy pay_cut: 0 forbidden", "Labour Contract Law", "120,000", "as under today: fine_basis"):
        assert words in english.output
    for words in ("方案 pay_cut:违规 0 项", "《劳动合同法》", "120,000", "与 today 相同"):
        assert words in chinese.output


def test_command_ends_with_1_where_something_is_forbidden(tmp_path: Path) -> None:
    text = FLAGSHIP.read_text(encoding="utf-8").replace("base_change: {all: -0.1}", "overtime_cap: 0.4")
    file = tmp_path / "late.yaml"
    file.write_text(text, encoding="utf-8")
    done = run(str(file), "--policy", "pay_cut")
    assert done.exit_code == 1 and "FORBIDDEN overtime_hours" in done.output
    assert run(str(file), "--policy", "pay_cut", "--jurisdiction", "none").exit_code == 0
    assert run(str(file), "--policy", "squads").exit_code == 0


def test_command_as_csv(tmp_path: Path) -> None:
    import io

    import pandas as pd

    done = run(str(FLAGSHIP), "--policy", "squads", "--format", "csv")
    table = pd.read_csv(io.StringIO(done.stdout))
    assert list(table.columns) == COLUMNS and set(table["policy"]) == {"squads"}
    costs = pd.read_csv(io.StringIO(run(str(FLAGSHIP), "--policy", "squads", "--format", "csv", "--costs").stdout))
    assert set(costs["attainment"]) == {0.8, 1.0, 1.5}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"jurisdiction": "cm"}, "known: cn, none"),
        ({"region": "shangai"}, "did you mean 'shanghai'"),
        ({"region": "shanghai", "minimum_wage": 2000.0}, "not both"),
        ({"minimum_wage": -1.0}, "above 0"),
        ({"minimum_wage": float("nan")}, "above 0"),
        ({"jurisdiction": "none", "minimum_wage": 2000.0}, "no effect"),
        ({"policies": ["squad"]}, "did you mean 'squads'"),
        ({"lang": "fr"}, "en or zh"),
    ],
)
def test_wrong_questions_get_one_clear_line(shop, asked, words) -> None:
    with pytest.raises(SimError, match=words) as error:
        sim.lint(shop, **asked)
    assert "\n" not in str(error.value)


def test_figures_of_minimum_wages_say_where_they_come_from() -> None:
    for entry in rulebook.rulebook("cn").minimum_wages.values():
        assert entry.source and 1500 < entry.rmb < 4000
        assert (entry.verified == "assumption") == ("check locally" in entry.source)
    assert setting_of(region="nanjing").floor.place.en.endswith("check locally")


def test_what_is_called_secondary_says_where_it_was_read() -> None:
    law = rulebook.rulebook("cn")
    for name, entry in [*law.rules.items(), *law.minimum_wages.items()]:
        assert (entry.verified == "secondary") == bool(entry.read), name
    assert setting_of(region="beijing").floor.place.en.endswith("from memory: check locally")
    assert "check" not in setting_of(region="shanghai").floor.place.en


def test_policies_named_twice_are_examined_once(shop) -> None:
    twice, once = (examine(shop, names, setting_of())[0] for names in (["squads", "squads"], ["squads"]))
    assert twice == once
