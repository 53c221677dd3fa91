"""A forecast is sealed, scored by hand-computable numbers, and its ranges hold as often as stated."""

import json

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from sim.cli import main
from sim.errors import InputError
from sim.results.run import ENGINE
from sim.scenario.loading import load
from sim.studies.forecast import file_forecast, read_forecast, score_forecast
from sim.studies.forecast.file import COLUMNS
from sim.studies.forecast.score import quantile_score

SMALL = "tests/scenario/small.yaml"


@pytest.fixture(scope="module")
def forecast():
    return file_forecast(SMALL, "quota", replicates=100)


@pytest.fixture(scope="module")
def companies():
    """Forty more companies, whose luck and numbers the forecast has not seen."""
    document, numbers = load(SMALL), np.arange(40)
    return ENGINE.simulate(ENGINE.compile(document, "quota"), ENGINE.draw(document, numbers, 7), numbers, None, 7)


def lived(made, case: int, path):
    """Write the weekly table of one of these companies."""
    days = pd.date_range("2026-01-05", periods=52, freq="7D").date
    table = {column: sum(made[name] for name in names)[case] for column, names in COLUMNS.items()}
    pd.DataFrame({"week_start": days, **table}).to_csv(path, index=False)
    return path


def test_the_score_of_quantiles_by_hand() -> None:
    # three quartiles at 10, 20, 30 and 24 observed: losses 0.25 * 14, 0.5 * 4, 0.25 * 6
    found = quantile_score(np.array([0.25, 0.5, 0.75]), np.array([10.0, 20.0, 30.0]), 24.0)
    assert found == pytest.approx(2 * (3.5 + 2.0 + 1.5) / 3)


def test_ranges_hold_as_often_as_stated_and_a_record_is_kept(forecast, companies, tmp_path) -> None:
    record, inside = tmp_path / "record.csv", []
    for seed in range(40):
        score = score_forecast(forecast, lived(companies, seed, tmp_path / "weeks.csv"))
        inside.append(score.frame.set_index("column").loc["gmv_paid", "inside"])
    assert 0.62 <= np.mean(inside) <= 0.95  # of 40, 80 % stated: outside in one case of a thousand
    score_forecast(forecast, lived(companies, 1, tmp_path / "weeks.csv"), record)
    again = score_forecast(forecast, tmp_path / "weeks.csv", record)
    assert len(again.record) == len(again.frame) == len(COLUMNS)  # the same is not counted twice
    assert "Track record: 1 forecasts" in again.sentences()[-1] and "预测记录" in again.sentences("zh")[-1]
    assert "<table>" in again._repr_html_()


def test_a_forecast_changed_after_filing_is_seen(forecast, tmp_path) -> None:
    path = forecast.write(tmp_path / "filed.json")
    assert read_forecast(path) == forecast
    content = json.loads(path.read_text())
    content["quantiles"]["gmv_paid"]["policy"][3][5] *= 1.01
    path.write_text(json.dumps(content))
    with pytest.raises(InputError, match="seal is broken"):
        read_forecast(path)


def test_the_commands_file_and_score(companies, tmp_path) -> None:
    filed, data = tmp_path / "filed.json", lived(companies, 3, tmp_path / "weeks.csv")
    run = CliRunner()
    words = ["forecast", "file", SMALL, "quota", "--out", str(filed), "--replicates", "20"]
    assert "39 weeks from 2026-04-06" in run.invoke(main, words, catch_exceptions=False).output
    done = run.invoke(main, ["forecast", "score", str(filed), str(data), "--lang", "zh"], catch_exceptions=False)
    assert done.exit_code == 0 and "2026-04-06 起 39 周" in done.output
    data.write_text("week_start,gmv_paid\n2027-01-04,5\n")
    bad = run.invoke(main, ["forecast", "score", str(filed), str(data)])
    assert bad.exit_code == 2 and "at least 4 weeks" in bad.output
