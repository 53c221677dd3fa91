"""Scoring a filed forecast: how near it came, whether its ranges held, and whether it beat today's going on.

Sums from the first week to the last that was observed are scored, each column once: weeks follow each other, so many
weeks are not many forecasts. The quantile score (Gneiting and Raftery 2007, Strictly proper scoring rules) is the mean
pinball loss over all filed quantiles; skill is how much smaller it is than that of the same model without the policy.
A track record is a table with a row for each forecast and column; the share of its 80 % ranges that held, with its
interval, is what the next forecast deserves to be trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import InputError, Problem
from sim.language.text import Text
from sim.results.statistics import share
from sim.studies.forecast.file import Forecast
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Group

    from sim.results.totals import Floats

#: Ends of the range that is said to hold in four cases of five.
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
FEWEST_WEEKS = 4


@dataclass(frozen=True)
class Score:
    """A scored forecast.

    Attributes:
        forecast: what was filed.
        weeks: weeks observed.
        frame: tidy frame, a row per column: policy, column, weeks, observed, low, median, high (80 % range of sums),
            inside, place (of the observed sum in the forecast, 0 to 1), loss, loss_today, skill.
        record: rows of earlier forecasts, these among them; empty where no record is kept.
    """

    forecast: Forecast
    weeks: int
    frame: pd.DataFrame
    record: pd.DataFrame

    @cached_property
    def held(self) -> tuple[float, float, float]:
        """Share of 80 % ranges that held, in the record or in this forecast, with its 95 % interval."""
        return share(np.array((self.record if len(self.record) else self.frame)["inside"], bool))

    def table(self, lang: str = "en") -> Group:
        """Return sentences and a table for a terminal."""
        return view("sim.studies.forecast.tables", "tables")(self, lang)

    def sentences(self, lang: str = "en") -> list[str]:
        """Return the score in sentences."""
        return view("sim.studies.forecast.tables", "sentences")(self, lang)

    def _repr_html_(self) -> str:
        """Return sentences and a table, for notebooks, in the language of the reader."""
        return view("sim.studies.forecast.tables", "html")(self)


def score_forecast(forecast: Forecast, data: str | Path, record: str | Path | None = None) -> Score:
    """Score a forecast on what was observed.

    Args:
        forecast: as filed.
        data: weekly table as `sim fit` reads it, with at least four weeks from the forecast's first on.
        record: CSV to which the rows are added, the track record; it is made if it is not there. The same forecast
            over the same weeks is not added twice.

    Raises:
        InputError: the table cannot be read or has no weeks of the forecast.
    """
    import pandas as pd

    rows = _rows(forecast, _weeks(str(data), forecast))
    frame = pd.DataFrame(rows)
    kept = frame.iloc[:0]
    if record is not None:
        kept = _recorded(Path(record), frame)
    return Score(forecast, int(frame["weeks"].iloc[0]), frame, kept)


def quantile_score(levels: Floats, quantiles: Floats, observed: float) -> float:
    """Return the mean pinball loss of quantiles, twice over: near the continuous ranked probability score.

    Args:
        levels: float64[levels].
        quantiles: float64[levels].
        observed: what came.
    """
    miss = observed - quantiles
    return float(2.0 * np.mean(np.maximum(levels * miss, (levels - 1.0) * miss)))


def _rows(forecast: Forecast, observed: pd.DataFrame) -> list[dict[str, object]]:
    """Return the score of every column that was filed and observed."""
    levels, last, found = np.array(forecast.levels), len(observed) - 1, []
    for column in forecast.quantiles:
        if column not in observed or observed[column].isna().any():
            continue
        total = float(observed[column].sum())
        policy, today = (forecast.sums(column, side)[:, last] for side in ("policy", "today"))
        low, middle, high = (float(np.interp(at, levels, policy)) for at in (LOW, MIDDLE, HIGH))
        losses = [quantile_score(levels, each, total) for each in (policy, today)]
        found.append(
            {
                "seal": forecast.seal,
                "policy": forecast.policy,
                "column": column,
                "weeks": last + 1,
                "observed": total,
                "low": low,
                "median": middle,
                "high": high,
                "inside": low <= total <= high,
                "place": float(np.interp(total, policy, levels, left=0.0, right=1.0)),
                "loss": losses[0],
                "loss_today": losses[1],
                "skill": 1.0 - losses[0] / losses[1] if losses[1] else float("nan"),
            }
        )
    return found


def _weeks(name: str, forecast: Forecast) -> pd.DataFrame:
    """Return the observed weeks that the forecast is about, in order from its first."""
    import pandas as pd

    try:
        table = pd.read_csv(name, encoding="utf-8-sig")
        days = pd.to_datetime(table["week_start"]).dt.date.astype(str)
    except (OSError, ValueError, KeyError) as error:
        reason = getattr(error, "strerror", None) or Text(
            "no table with a column week_start", "不是含 week_start 列的表"
        )
        raise _refused(
            name, reason, Text("give the weekly table that `sim fit` reads", "请给出 `sim fit` 所读的周汇总表")
        ) from None
    wanted = pd.date_range(forecast.first, periods=forecast.weeks, freq="7D").date.astype(str)
    mine = table.assign(day=days).set_index("day")
    known = [day for day in wanted if day in mine.index]
    if len(known) < FEWEST_WEEKS or known != list(wanted[: len(known)]):
        message = Text(
            "needs at least {0} weeks without gaps from {1} on, has {2}", "从 {1} 起至少需要 {0} 个连续的周,现有 {2} 周"
        ).format(FEWEST_WEEKS, forecast.first, len(known))
        raise _refused(
            name, message, Text("one row a week; week_start is its Monday", "每周一行;week_start 为该周的周一")
        )
    found = mine.loc[known]
    columns = [column for column in forecast.quantiles if column in found]
    if not columns:
        raise _refused(
            name,
            Text("none of the columns was forecast", "各列都不在预测之内"),
            Text("give any of {0}", "请给出以下任一列:{0}").format(", ".join(forecast.quantiles)),
        )
    return found[columns].apply(pd.to_numeric, errors="coerce")


def _recorded(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Add rows to a track record and return all of it."""
    import pandas as pd

    before = pd.read_csv(path) if path.is_file() else frame.iloc[:0]
    whole = pd.concat([before, frame], ignore_index=True) if len(before) else frame
    whole = whole.drop_duplicates(["seal", "column", "weeks"], keep="last", ignore_index=True)
    whole.to_csv(path, index=False)
    return whole


def _refused(name: str, message: Text, remedy: Text) -> InputError:
    """Return the error for a file."""
    return InputError([Problem(name, 0, "", message, "", remedy)])
