"""Reading what a company observed week by week: the table that `sim intake` writes beside a scenario."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError, Problem
from sim.language.text import Text
from sim.units import YEAR_WEEKS

SUFFIX = ".observed.csv"
#: Columns that the fit knows; all but the first two may be missing or blank.
COLUMNS = (
    "week_start",
    "gmv_paid",
    "refunds",
    "orders",
    "repeat_orders",
    "exits",
    "exits_first_year",
    "heads",
    "base_rmb",
    "bonus_rmb",
)
FEWEST_WEEKS, MOST_WEEKS = YEAR_WEEKS // 2, YEAR_WEEKS
MOST_BYTES = 5_000_000
EXAMPLE = "week_start,gmv_paid,refunds,orders,repeat_orders,exits,exits_first_year,heads,base_rmb,bonus_rmb"


@dataclass(frozen=True)
class Observed:
    """The last year of weekly observations.

    Attributes:
        file: where they were read.
        first: Monday of the first week.
        series: column -> float64[weeks], NaN where blank; a column that is not in the file is missing.
    """

    file: str
    first: date
    series: dict[str, NDArray[np.float64]]

    @property
    def weeks(self) -> int:
        """Number of weeks."""
        return len(self.series["gmv_paid"])


def beside(scenario: str | os.PathLike[str]) -> Path | None:
    """Return the table of observations beside a scenario file, None where there is none."""
    path = Path(scenario)
    candidate = path.with_name(path.stem + SUFFIX)
    return candidate if candidate.is_file() else None


def read_observed(path: str | os.PathLike[str]) -> Observed:
    """Read weekly observations and keep the last 52 weeks.

    Args:
        path: CSV, UTF-8, one row a week in order; columns of `COLUMNS`, others are ignored.

    Raises:
        InputError: the file cannot be read, a date is no Monday in order, or a number is wrong.
    """
    import pandas as pd

    name = str(path)
    try:
        if Path(path).stat().st_size > MOST_BYTES:
            raise _refuse(
                name,
                0,
                "",
                Text("larger than 5 MB", "大于 5 MB"),
                Text("give a weekly table, not single orders", "请给周汇总表,而非单个订单"),
            )
        frame = pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise _refuse(
            name,
            0,
            "",
            Text("cannot be read: {0}", "无法读取:{0}").format(reason),
            Text("give a CSV file with the columns {0}", "请给出含以下各列的 CSV 文件:{0}").format(EXAMPLE),
        ) from None
    missing = [column for column in COLUMNS[:2] if column not in frame.columns]
    if missing:
        raise _refuse(
            name,
            1,
            missing[0],
            Text("this column is missing", "缺少这一列"),
            Text("the heading begins {0}", "表头应以 {0} 开始").format(EXAMPLE),
        )
    if len(frame) < FEWEST_WEEKS:
        raise _refuse(
            name,
            1,
            "",
            Text("{0} weeks are too few", "{0} 周太少").format(len(frame)),
            Text("give at least {0} weeks", "请至少给出 {0} 周").format(FEWEST_WEEKS),
        )
    mondays = [_monday(name, row, text) for row, text in enumerate(frame["week_start"])]
    for row in range(1, len(mondays)):
        if mondays[row] != mondays[row - 1] + timedelta(weeks=1):
            raise _refuse(
                name,
                row + 2,
                "week_start",
                Text("not the week after the row above", "不是上一行的下一周"),
                Text("one row a week, in order", "每周一行,按顺序排列"),
                str(mondays[row]),
            )
    series = {column: _numbers(name, column, frame[column]) for column in COLUMNS[1:] if column in frame.columns}
    last = slice(max(0, len(frame) - MOST_WEEKS), None)
    kept = {column: values[last] for column, values in series.items()}
    selling = int((kept["gmv_paid"] > 0).sum())
    if selling < FEWEST_WEEKS:
        message = Text("only {0} weeks of the last year have sales", "最近一年只有 {0} 周有销售").format(selling)
        raise _refuse(
            name,
            0,
            "gmv_paid",
            message,
            Text("give at least {0} weeks with sales", "请至少给出 {0} 周有销售的数据").format(FEWEST_WEEKS),
        )
    return Observed(name, mondays[last][0], kept)


def _refuse(name: str, line: int, column: str, message: Text, remedy: Text, value: str = "") -> InputError:
    """Return the error for one place of the file."""
    return InputError([Problem(name, line, column, message, value, remedy)])


def _monday(name: str, row: int, text: str) -> date:
    """Return the date of a row's Monday."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise _refuse(
            name,
            row + 2,
            "week_start",
            Text("not a date", "不是日期"),
            Text("write it as YYYY-MM-DD", "请写成 YYYY-MM-DD"),
            text[:40],
        ) from None
    if day.weekday():
        raise _refuse(
            name,
            row + 2,
            "week_start",
            Text("not a Monday", "不是周一"),
            Text("give the Monday that begins the week", "请给出该周的周一"),
            text[:40],
        )
    return day


def _numbers(name: str, column: str, cells: Iterable[str]) -> NDArray[np.float64]:
    """Return a column as numbers, NaN where a cell is blank."""
    out: list[float] = []
    for row, cell in enumerate(cells):
        text = cell.strip()
        try:
            value = float(text) if text else np.nan
        except ValueError:
            value = np.inf
        if np.isinf(value) or value < 0.0:
            raise _refuse(
                name,
                row + 2,
                column,
                Text("not a number of at least 0", "不是大于等于 0 的数字"),
                Text("write it plainly, as 1234.5", "请直接写成 1234.5 的形式"),
                text[:40],
            )
        out.append(value)
    return np.array(out)
