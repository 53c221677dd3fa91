"""The baseline fit: planted misfits are found and named, a simulated year is not, and comparisons carry warnings."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import sim
from sim.cli import main
from sim.errors import InputError, SimError
from sim.results.fit import fit, simulated_years
from sim.results.observed import read_observed

FLAGSHIP = "scenarios/flagship.yaml"
COLUMN = "exits_first_year"


@pytest.fixture(scope="module")
def shop():
    return sim.load(FLAGSHIP)


@pytest.fixture(scope="module")
def year():
    return pd.read_csv("scenarios/flagship.observed.csv")


@pytest.fixture
def judged(shop, tmp_path):
    """Return a function that writes observations and returns the verdicts of the fit by check."""

    def run(frame, scenario=None, **effort):
        path = tmp_path / "year.csv"
        frame.to_csv(path, index=False)
        found = fit(scenario or shop, path, **effort)
        return found, {check.name: check.verdict for check in found.checks}

    return run


def test_the_flagships_year_is_the_models_own(shop, year) -> None:
    made = simulated_years(shop)[0]
    message = "the model changed: simulated_years(shop)[0].to_csv('scenarios/flagship.observed.csv', index=False, ...)"
    for column in ("gmv_paid", "heads", "exits"):
        assert year[column].to_numpy() == pytest.approx(made[column].to_numpy(), rel=1e-4), message


def test_the_flagships_year_fits(shop) -> None:
    found = fit(FLAGSHIP)
    assert found.misfits == ()
    assert found.warnings() == []
    assert "6 of 6" in found.sentence()


def test_doubled_returns_are_found_and_named(judged, year) -> None:
    found, verdicts = judged(year.assign(refunds=2 * year["refunds"]))
    assert [name for name, word in verdicts.items() if word == "misfit"] == ["returns"]
    assert "refunds / paid GMV was 21" in found.warnings()[0] and "return_rate" in found.warnings()[0]
    assert "退款" in found.warnings("zh")[0]


@pytest.mark.parametrize("weeks", [3, -3])
def test_a_shifted_season_is_found_and_named(judged, year, weeks) -> None:
    shifted = year.assign(**{c: np.roll(year[c], weeks) for c in ("gmv_paid", "refunds", "orders", "repeat_orders")})
    found, verdicts = judged(shifted)
    assert verdicts["season_lag"] == "misfit"
    assert any(f"3 weeks {'later' if weeks > 0 else 'earlier'}" in text for text in found.warnings())
    assert verdicts["returns"] == verdicts["gmv_level"] == "fits"


def test_halved_exits_of_first_year_staff_are_found_in_a_large_company_and_untestable_in_a_small(judged, year) -> None:
    large = sim.load(FLAGSHIP).model_dump(by_alias=True)
    for seats in large["company"]["seats"].values():
        seats["heads"], seats["tiers"] = seats["heads"] * 20, None
    large["company"]["yearly_turnover"] = 0.6
    for line in large["lines"]:
        line["visits"] *= 20
    scenario = sim.scenario.Scenario.model_validate(large)
    honest = simulated_years(scenario)[0]
    planted = honest.assign(**{COLUMN: honest[COLUMN] / 2, "exits": honest["exits"] - honest[COLUMN] / 2})
    assert judged(honest, scenario, replicates=50)[1]["first_year_exits"] == "fits"
    found, verdicts = judged(planted, scenario, replicates=50)
    assert verdicts["first_year_exits"] == "misfit"
    assert any("hazard_by_tenure" in text for text in found.warnings())
    assert judged(year.assign(**{COLUMN: year[COLUMN] / 2}))[1]["first_year_exits"] == "too little data"


def test_missing_series_are_no_data(judged, year) -> None:
    found, verdicts = judged(year[["week_start", "gmv_paid"]])
    missing = {"returns", "repeat_share", "turnover", "first_year_exits", "bonus_share"}
    assert {name for name, word in verdicts.items() if word == "no data"} == missing
    assert len(found.frame) == 8
    assert all(check.observed != check.observed for check in found.checks if check.name in missing)
    assert "not testable" in found.sentence()


def test_a_comparison_on_a_misfit_carries_the_warning(judged, shop, year, tmp_path) -> None:
    (tmp_path / "shop.yaml").write_text(Path(FLAGSHIP).read_text(encoding="utf-8"), encoding="utf-8")
    year.assign(refunds=2 * year["refunds"]).to_csv(tmp_path / "shop.observed.csv", index=False)
    done = CliRunner().invoke(main, ["compare", str(tmp_path / "shop.yaml"), "team_bonus", "--replicates", "2"])
    assert done.exit_code == 0, done.output
    assert "Baseline misfit: refunds / paid GMV" in done.stdout.splitlines()[0]
    found, _ = judged(year.assign(refunds=2 * year["refunds"]))
    result = sim.compare(shop, ["today", "team_bonus"], replicates=2, progress=False, fit=found)
    assert result.fit is found
    assert sim.compare(shop, ["today", "team_bonus"], replicates=2, progress=False).fit is None


def test_luck_alone_rarely_raises_an_alarm(shop, judged) -> None:
    years = simulated_years(shop, 8, experiment=7)
    alarms = sum(len(judged(year, replicates=60)[0].misfits) for year in years)
    assert alarms <= 3  # 8 years x 6 tests at 2 %: more than 3 has probability 0.02


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows[:20], "19 weeks are too few"),
        (lambda rows: ["week,gmv", *rows[1:]], "week_start: this column is missing"),
        (
            lambda rows: [*rows[:3], rows[3].replace("2025-01-20", "2025-01-21"), *rows[4:]],
            ":4: week_start: not a Monday",
        ),
        (lambda rows: [*rows[:3], *rows[4:]], "not the week after the row above"),
        (lambda rows: [rows[0], rows[1].replace(",1", ",-1", 1), *rows[2:]], ":2: gmv_paid: not a number"),
        (lambda rows: [rows[0], *(row.split(",")[0] + ",0" + "," * 8 for row in rows[1:])], "only 0 weeks"),
        (lambda rows: ["\x00\x01"], "column is missing"),
    ],
)
def test_broken_observations_are_one_clear_line(tmp_path, change, words) -> None:
    rows = Path("scenarios/flagship.observed.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "broken.csv"
    path.write_text("\n".join(change(rows)), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_observed(path)
    assert words in str(caught.value)
    done = CliRunner().invoke(main, ["fit", FLAGSHIP, "--data", str(path)])
    assert done.exit_code == 2 and "Traceback" not in done.output


def test_no_observations_at_all_are_refused(shop) -> None:
    with pytest.raises(SimError, match="no observations"):
        fit(shop)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_shows_table_picture_and_records(tmp_path, lang, recwarn) -> None:
    picture, records = tmp_path / "fit.png", tmp_path / "fit.json"
    done = CliRunner().invoke(
        main, ["fit", FLAGSHIP, "--replicates", "20", "--lang", lang, "--plot", str(picture), "--json", str(records)]
    )
    assert done.exit_code == 0, done.output
    assert picture.stat().st_size > 20_000
    assert {row["name"] for row in json.loads(records.read_text(encoding="utf-8"))} >= {"gmv_level", "returns"}
    assert not [each for each in recwarn if "Glyph" in str(each.message)]
