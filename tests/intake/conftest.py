"""A made-up shop whose truth is known, written as raw exports."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from sim.cli import main
from sim.intake import Intake, intake

FIRST = date(2023, 1, 2)
HISTORY_WEEKS = 120
SPRING_FESTIVAL = {2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29)}
PEAKS = {"618": (6, 18, 1.7), "Double 11": (11, 11, 2.4)}
TITLES = ("运营专员", "售后客服", "美工", "仓库管理员", "前端开发", "数据分析师", "市场推广", "财务")


@dataclass(frozen=True)
class Truth:
    """What the exports are made from: new orders a week, rates a week, RMB, shares; one entry for each line."""

    names: tuple[str, str] = ("茶叶", "服装")
    new_orders: tuple[float, float] = (260.0, 120.0)
    repeat_weekly: tuple[float, float] = (0.020, 0.010)
    churn_weekly: tuple[float, float] = (0.025, 0.030)
    basket: tuple[float, float] = (180.0, 320.0)
    return_rate: tuple[float, float] = (0.08, 0.25)
    noise: float = 0.04
    spring_festival: float = 0.45
    yearly_quits: float = 0.18
    quit_factors: tuple[tuple[float, float], ...] = ((13.0, 1.6), (52.0, 1.3), (156.0, 1.0), (1e9, 0.6))

    def wave(self, first: date) -> float:
        """Season without peaks."""
        day = (first + timedelta(days=3)).timetuple().tm_yday
        return 1.0 + 0.12 * np.sin(2 * np.pi * (day - 200) / 365.25)

    def demand(self, first: date) -> float:
        """Demand index of the week that starts on a Monday."""
        last = first + timedelta(days=6)
        for month, day, factor in PEAKS.values():
            if first <= date(first.year, month, day) <= last:
                return self.wave(first) * factor
        if first.year in SPRING_FESTIVAL and first <= date(first.year, *SPRING_FESTIVAL[first.year]) <= last:
            return self.wave(first) * self.spring_festival
        return self.wave(first)

    def quit_factor(self, weeks: float) -> float:
        """Relative hazard of leaving at a tenure."""
        return next(factor for until, factor in self.quit_factors if weeks < until)


def orders_of(truth: Truth, seed: int, weeks: int) -> pd.DataFrame:
    """Raw orders of a shop that is older than its export.

    The model of the engine: customers order at repeat_weekly * sqrt(demand) from the week after their first order on
    and are lost at churn_weekly; refunds come days later, those after the end of the export are not in it.
    """
    random = np.random.default_rng(seed)
    alive = [np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)]
    parts, people, shock = [], 0, 0.0
    for week in range(-HISTORY_WEEKS, weeks):
        first = FIRST + timedelta(weeks=week)
        shock = 0.6 * shock + 0.8 * truth.noise * random.standard_normal()
        index = truth.demand(first) * np.exp(shock)
        for line in (0, 1):
            kept = random.random(len(alive[line])) < np.exp(-truth.churn_weekly[line])
            counts = random.poisson(truth.repeat_weekly[line] * np.sqrt(index), len(alive[line]))
            fresh = people + np.arange(random.poisson(truth.new_orders[line] * index))
            people += len(fresh)
            who = np.concatenate([np.repeat(alive[line], counts), fresh])
            alive[line] = np.concatenate([alive[line][kept], fresh])
            if week >= 0:
                parts.append(_week_of_orders(truth, line, who, first, random))
    frame = pd.concat(parts, ignore_index=True)
    unseen = (frame["refund"] == 0) | (frame["refunded"] >= pd.Timestamp(FIRST + timedelta(weeks=weeks)))
    frame.loc[unseen, "refund"] = 0.0
    frame.loc[unseen, "refunded"] = pd.NaT
    frame["order"] = random.permutation(len(frame)) + 10**9
    return frame.sort_values("date", kind="stable", ignore_index=True)


def _week_of_orders(truth: Truth, line: int, who: np.ndarray, first: date, random: np.random.Generator) -> pd.DataFrame:
    count = len(who)
    day = pd.Timestamp(first) + pd.to_timedelta(random.integers(0, 7, count), "D")
    amount = np.round(truth.basket[line] * np.exp(0.5 * random.standard_normal(count) - 0.125), 2)
    back = random.random(count) < truth.return_rate[line]
    lag = pd.to_timedelta(1 + random.exponential(10.0, count).astype(int), "D")
    refund = np.where(back, amount, 0.0)
    columns = {"date": day, "customer": who, "line": truth.names[line], "amount": amount, "refund": refund}
    return pd.DataFrame({**columns, "refunded": day + lag})


def staff_of(truth: Truth, seed: int, seats: int, years: float = 5.0) -> pd.DataFrame:
    """Employments of the last years: everybody present, and everybody who left since the records began."""
    random = np.random.default_rng(seed)
    end = date(2024, 12, 29)
    begin = end - timedelta(days=int(365.25 * years))
    rows = []
    for seat in range(seats):
        hired = day = begin - timedelta(weeks=400)
        while day < end:
            hazard = truth.yearly_quits / 52.18 * truth.quit_factor((day - hired).days / 7)
            if random.random() < 1 - np.exp(-hazard):
                if day >= begin:
                    rows.append((TITLES[seat % len(TITLES)], hired, day, 8000 + 500 * random.standard_normal()))
                hired = day = day + timedelta(weeks=6)
            else:
                day += timedelta(weeks=1)
        if hired < end:
            rows.append((TITLES[seat % len(TITLES)], hired, None, 8000 + 500 * random.standard_normal()))
    return pd.DataFrame(rows, columns=["岗位", "入职日期", "离职日期", "月薪"])


@pytest.fixture(scope="session")
def truth() -> Truth:
    return Truth()


@pytest.fixture(scope="session")
def orders_file(truth: Truth, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of orders in GB18030 with Chinese headings, currency signs and thousands separators."""
    raw = orders_of(truth, seed=2, weeks=104)
    path = tmp_path_factory.mktemp("orders") / "订单.csv"
    export = pd.DataFrame(
        {
            "订单编号": "T" + raw["order"].astype(str),
            "买家会员名": "buyer" + raw["customer"].astype(str),
            "实付金额(元)": raw["amount"].map("¥{:,.2f}".format),
            "下单时间": raw["date"].dt.strftime("%Y/%m/%d") + " 09:30:00",
            "退款金额": raw["refund"],
            "退款时间": raw["refunded"].dt.strftime("%Y-%m-%d"),
            "商品线": raw["line"],
        }
    )
    export.to_csv(path, index=False, encoding="gb18030")
    return path


@pytest.fixture(scope="session")
def staff_file(truth: Truth, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five years of a staff of 480 in UTF-8 with byte order mark."""
    path = tmp_path_factory.mktemp("staff") / "staff.csv"
    staff_of(truth, seed=3, seats=480).to_csv(path, index=False, encoding="utf-8-sig")
    return path


@pytest.fixture(scope="session")
def taken(orders_file: Path, staff_file: Path) -> Intake:
    """The exports, taken in."""
    return intake(orders_file, staff_file)


@pytest.fixture
def run(tmp_path: Path):
    """Call the command `sim intake` and give what it printed."""

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, ["intake", *map(str, arguments), "--out", str(tmp_path / "company.yaml")])

    return call
