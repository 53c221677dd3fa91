"""What is written: a scenario that loads and runs, a table of weeks, and nothing about persons."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.calendar import season_path
from sim.intake import Intake, intake
from sim.intake.privacy import LEAST_PEOPLE, merged_bands, shrunk, spread_out
from sim.intake.staff import tenure_groups
from sim.scenario import load


@pytest.fixture(scope="module")
def written(taken: Intake, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return taken.save(tmp_path_factory.mktemp("out") / "my_company.yaml")


def test_the_scenario_loads_with_every_estimate(written, taken: Intake) -> None:
    scenario = load(written[0])
    assert scenario.name == "my company"
    assert scenario.baseline_name == "today"
    assert scenario.company.burn_in_weeks == 0
    assert scenario.company.yearly_turnover == pytest.approx(taken.staff.yearly_turnover, rel=1e-3)
    assert len(scenario.company.hazard_by_tenure) == len(taken.staff.hazard)
    assert len(scenario.company.exit_season) == 12
    assert len(scenario.calendar.season) == 53
    assert {peak.name for peak in scenario.calendar.peaks} == {"Spring Festival", "618", "Double 11"}
    for line, found in zip(scenario.lines, taken.lines, strict=True):
        assert line.repeat_weekly == pytest.approx(found.repeat.repeat_weekly, rel=1e-3)
        assert line.visits * line.conversion == pytest.approx(found.new_orders, rel=1e-3)


def test_the_calendar_gives_back_the_observed_year(written, taken: Intake) -> None:
    path = season_path(date.fromisoformat(taken.observed["week_start"].iloc[-52]), 52, load(written[0]).calendar)
    assert np.allclose(path, taken.demand.weekly[-52:], rtol=0.03)
    assert load(written[0]).company.start == date(2024, 12, 30)


def test_moving_festivals_are_written_year_by_year(written) -> None:
    peaks = [peak for peak in load(written[0]).calendar.peaks if peak.name == "Spring Festival"]
    assert [peak.from_.isoformat() for peak in peaks] == ["2024-02-05", "2025-01-27", "2026-02-16", "2027-02-01"]
    assert not any(peak.yearly for peak in peaks)


def test_the_header_says_what_was_done(written) -> None:
    header = [row for row in written[0].read_text(encoding="utf-8").splitlines() if row.startswith("#")]
    text = " ".join(row.lstrip("# ") for row in header)
    for words in ("rows)", "cohort curve", "chain ladder", "conversion", "2023-01-02", "fewer than five"):
        assert words in text


def test_the_weeks_add_up(written, taken: Intake) -> None:
    weeks = pd.read_csv(written[1])
    assert list(weeks.columns[:4]) == ["week_start", "gmv_placed", "gmv_paid", "gmv_net"]
    assert len(weeks) == 104
    assert weeks["gmv_paid"].sum() == pytest.approx(taken.facts["gmv"], rel=1e-4)
    assert np.allclose(weeks["orders"], weeks["new_orders"] + weeks["repeat_orders"], rtol=1e-4)
    assert np.allclose(weeks["gmv_net"], weeks["gmv_paid"] - weeks["refunds"], rtol=1e-3)
    assert weeks["exits"].sum() == pytest.approx(weeks["exits"].notna().sum() / 52.18 * 0.14 * 420, rel=0.3)


def test_no_personal_number_is_written(written, orders_file: Path) -> None:
    export = pd.read_csv(orders_file, encoding="gb18030", dtype=str)
    text = "".join(path.read_text(encoding="utf-8") for path in written)
    assert "buyer" not in text
    assert not set(re.findall(r"T\d{10}", text))
    assert not any(number in text for number in export["订单编号"].head(2000))


def test_small_roles_show_no_pay_and_no_tenure(tmp_path: Path, orders_file: Path) -> None:
    rows = ["role,hire date,exit date,monthly pay"]
    rows += [f"design,20{10 + at % 9}-03-0{1 + at % 9},,{7000 + at}" for at in range(20)]
    rows += ["data,2011-07-06,,31337", "data,2012-08-07,,41414"]
    rows += [f"service,2019-0{1 + at}-01,2023-0{1 + at}-15,5000" for at in range(3)]
    path = tmp_path / "staff.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    taken = intake(orders_file, path)
    text = taken.to_yaml()
    assert "data: {heads: 2" in text
    assert "31337" not in text and "41414" not in text and "36375" not in text
    assert taken.staff.yearly_turnover is None and not taken.staff.hazard
    assert any("fewer than five" in note for note in taken.notes)
    assert taken.observed["exits"].isna().all()


def test_no_group_of_tenure_is_smaller_than_five() -> None:
    assert tenure_groups(np.arange(4.0)) == ()
    assert tenure_groups(np.arange(9.0)) == (4.0,)
    assert tenure_groups(np.arange(10.0)) == (2.0, 7.0)
    assert len(tenure_groups(np.arange(100.0))) == 5


def test_merging_keeps_totals_and_hides_small_cells() -> None:
    counts = np.array([0, 3, 1, 7, 0, 2, 2, 0, 1, 5, 1], dtype=float)
    groups = merged_bands(counts)
    assert [sum(counts[a:b]) for a, b in groups] == [11, 5, 6]
    assert groups[0][0] == 0 and groups[-1][1] == len(counts)
    spread, amount = spread_out(counts, counts * 100)
    assert spread.sum() == counts.sum() and amount.sum() == 100 * counts.sum()
    assert np.isnan(spread_out(np.array([1.0, 2.0]))[0]).all()
    assert all(sum(counts[a:b]) >= LEAST_PEOPLE for a, b in groups)


def test_rates_from_few_events_are_drawn_to_one() -> None:
    few = shrunk(np.array([5.0, 9.0]), np.array([7.0, 7.0]))
    many = shrunk(np.array([500.0, 900.0]), np.array([700.0, 700.0]))
    assert abs(few[0] - 1) < abs(5 / 7 - 1)
    assert many[0] == pytest.approx(5 / 7, rel=0.05)
    assert (few * 7).sum() == pytest.approx(14)


def test_tenures_without_dates_give_hazards(tmp_path: Path, orders_file: Path) -> None:
    random = np.random.default_rng(1)
    life = random.exponential(60.0, 800)
    seen = np.minimum(life, random.uniform(1, 90, 800))
    rows = ["岗位,司龄(月),是否离职"]
    rows += [f"客服,{months:.2f},{int(end <= months)}" for months, end in zip(seen, life, strict=True)]
    path = tmp_path / "staff.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    staff = intake(orders_file, path).staff
    assert staff.yearly_turnover == pytest.approx(12 / 60, rel=0.12)
    assert all(0.7 < band.factor < 1.3 for band in staff.hazard)
    assert staff.exit_season == ()


def test_the_command(orders_file: Path, staff_file: Path, tmp_path: Path, run) -> None:
    result = run("--orders", orders_file, "--staff", staff_file)
    assert result.exit_code == 0, result.output
    assert "yearly turnover" in result.output and "茶叶" in result.output
    assert load(tmp_path / "company.yaml").company.heads > 300
    assert (tmp_path / "company.observed.csv").exists()


@pytest.mark.slow
def test_a_million_rows(tmp_path: Path) -> None:
    import resource
    import time

    random = np.random.default_rng(0)
    count = 1_000_000
    day = pd.Timestamp("2023-01-02") + pd.to_timedelta(np.sort(random.integers(0, 728, count)), "D")
    frame = {
        "下单时间": day.strftime("%Y-%m-%d 10:00:00"),
        "订单编号": np.arange(count) + 10**17,
        "买家ID": random.integers(0, 200_000, count),
        "实付金额": np.round(random.gamma(2, 90, count) + 1, 2),
        "类目": random.choice(["茶", "衣", "鞋"], count),
    }
    path = tmp_path / "large.csv"
    pd.DataFrame(frame).to_csv(path, index=False, encoding="gb18030")
    del frame
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    taken = intake(path)
    assert taken.facts["orders"] == count
    assert time.process_time() - began < 15
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000
