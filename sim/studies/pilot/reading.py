"""Reading a finished pilot back: the estimate, what it says, and what it does to forecast and verdict.

The declared estimator is put to what was observed. Then every simulated company, with its own draw of the uncertain
numbers, runs the same pilot; companies whose pilot came out as the observed one did count more (importance weights,
Gaussian in the standard error of the estimate; Beaumont, Zhang and Balding 2002). With these weights the companies of
the comparison, which share the draws but not the luck, are drawn anew, as many as the weights are worth, and judged by
the rule of the scenario.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.calendar import week_of
from sim.errors import InputError, Problem
from sim.language.text import Text
from sim.results.compare import compare
from sim.results.comparison import Comparison
from sim.results.decision import Option
from sim.results.run import ENGINE, Run
from sim.results.statistics import LEVEL, t_quantile
from sim.studies.outcomes import Interval
from sim.studies.pilot import estimator
from sim.studies.pilot.lines import BY_NAME, MEASURES, walked
from sim.studies.pilot.trial import Spell, piloted
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Group

    from sim.results.totals import Floats
    from sim.scenario.models import Scenario

#: Columns of the table of a pilot, beside one for each measure; the first two and `pilot` must be there.
COLUMNS = ("week_start", "line", "pilot")
EXAMPLE = "week_start,line,pilot,gmv"
#: Companies that run the same pilot.
COMPANIES = 200
#: Their luck is other luck than that of the comparison: what this shop's luck was says nothing about the next year.
OTHER_LUCK = 1_000_000
#: Fewest weeks on either side.
FEWEST_WEEKS = 2


@dataclass(frozen=True)
class ReadPilot:
    """A finished pilot.

    Attributes:
        policy: what was tried.
        measure: the measure.
        spell: weeks of the pilot, counted from the first reported week of the scenario.
        treated: lines that took part, of `lines`.
        estimate: difference in differences with its 95 % interval (t, lines as units), in the measure's unit.
        p: by randomisation inference.
        forecast: mean and 95 % range of the same estimate in the simulated companies.
        worth: how many of the companies the weights are worth.
        before, after: option of the policy before and after the pilot; None where no comparison was made.
        unit: of the objective.
    """

    policy: str
    measure: str
    spell: Spell
    treated: tuple[str, ...]
    lines: tuple[str, ...]
    estimate: Interval
    p: float
    forecast: Interval
    worth: float
    before: Option | None
    after: Option | None
    unit: str

    @property
    def told(self) -> bool:
        """Whether the pilot tells an effect, at a rate of false alarms of 5 %."""
        return self.p <= 1.0 - LEVEL

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Tidy frame: the observed and the forecast estimate, and gain and verdict before and after."""
        import pandas as pd

        rows: list[dict[str, Any]] = []
        for name, each in (("observed", self.estimate), ("forecast", self.forecast)):
            rows.append({"what": f"{self.measure} {name}", **each._asdict()})
        for name, option in (("before", self.before), ("after", self.after)):
            if option is not None:
                row = {"what": f"gain {name}", "estimate": option.gain, "low": option.low, "high": option.high}
                rows.append(row | {"verdict": option.verdict, "probability": option.probability_gain})
        return pd.DataFrame(rows)

    def table(self, lang: str = "en") -> Group:
        """Return sentences and tables for a terminal."""
        return view("sim.studies.pilot.reading_tables", "tables")(self, lang)

    def sentences(self, lang: str = "en") -> list[str]:
        """Return what the pilot says in sentences."""
        return view("sim.studies.pilot.reading_tables", "sentences")(self, lang)

    def _repr_html_(self) -> str:
        """Return sentences and tables, for notebooks, in the language of the reader."""
        return view("sim.studies.pilot.reading_tables", "html")(self)


def read_pilot(
    scenario: Scenario | str | Path,
    policy: str,
    path: str | Path,
    *,
    measure: str = "gmv",
    companies: int = COMPANIES,
    comparison: Comparison | None = None,
) -> ReadPilot:
    """Read a finished pilot and update forecast and verdict.

    Args:
        scenario: a scenario or the path of its file.
        policy: what was tried.
        path: CSV with a row for each week and line: week_start (Mondays), line, pilot (1 in the lines that take part
            while they do, else 0) and a column for the measure: gmv in RMB, satisfaction, returns and discount in per
            cent, conversion and repeat as shares.
        measure: the primary measure, which must have been declared before.
        companies: that run the same pilot.
        comparison: of this scenario, with at least two replicates; None to make one of as many companies.

    Raises:
        InputError: the table cannot be read or does not fit the scenario.
    """
    from sim.scenario.loading import load

    document = load(Path(scenario)) if isinstance(scenario, str | Path) else scenario
    document.policy(policy)
    table, treated, first = _table(str(path), document, measure)
    before = int((table.index < first).sum())
    spell = Spell(week_of(document.company.start, first), week_of(document.company.start, first) + len(table) - before)
    values = _logged(table.to_numpy(float), measure)
    moved = values[before:].mean(axis=0) - values[:before].mean(axis=0)
    taking = np.array([name in treated for name in table.columns])
    seen = float(estimator.effect(moved, taking))
    sd = estimator.spread(moved[None], taking[None])
    wide = estimator.error(sd, int(taking.sum()), int((~taking).sum()))
    width = float(t_quantile(LEVEL, np.array(float(len(taking) - 2)))) * wide
    shown = _simulated(document, policy, (tuple(table.columns), taking, measure), spell, before, companies)
    low, high = np.quantile(shown, [0.5 - 0.5 * LEVEL, 0.5 + 0.5 * LEVEL])
    weights = np.exp(-0.5 * ((shown - seen) / max(wide, estimator.SAME)) ** 2) + 1e-300
    weights /= weights.sum()
    result = comparison or compare(document, [document.baseline_name, policy], replicates=companies, neutral=False)
    mine = weights[: result.replicates] / weights[: result.replicates].sum()
    decision = result.decision
    return ReadPilot(
        policy,
        measure,
        spell,
        tuple(sorted(treated)),
        tuple(table.columns),
        Interval(seen, seen - width, seen + width),
        float(estimator.p_values(moved[None], taking[None])[0]),
        Interval(float(shown.mean()), float(low), float(high)),
        float(1.0 / np.square(weights).sum()),
        decision.option(policy),
        updated(result, mine).decision.option(policy),
        decision.unit,
    )


def updated(result: Comparison, weights: Floats) -> Comparison:
    """Return a comparison of the companies that weights are worth, drawn systematically.

    Args:
        result: of at least as many replicates as there are weights.
        weights: float64[replicates], summing to 1.
    """
    count = max(2, round(1.0 / float(np.square(weights).sum())))
    chosen = np.searchsorted(np.cumsum(weights), (np.arange(count) + 0.5) / count).clip(0, len(weights) - 1)

    def drawn(run: Run) -> Run:
        return replace(run, weekly=run.weekly[chosen], sums={first: sums[chosen] for first, sums in run.sums.items()})

    return replace(result, runs=tuple(map(drawn, result.runs)))


def _simulated(
    document: Scenario, policy: str, pilot: tuple[tuple[str, ...], Any, str], spell: Spell, before: int, companies: int
) -> Floats:
    """Return the estimate of every company that runs the same pilot."""
    columns, taking, measure = pilot
    names = [name for name, taken in zip(columns, taking, strict=True) if taken]
    plan = ENGINE.compile(piloted(document, policy, names, spell), policy)
    numbers = np.arange(companies)
    points = ENGINE.draw(document, numbers, 0)
    span = spell.first - before, spell.last
    series = walked([plan] * companies, points, (OTHER_LUCK + numbers).tolist(), span)
    place = [[line.name for line in document.lines].index(name) for name in columns]
    one = series[:, :, [each.name for each in MEASURES].index(measure)][..., place]
    moved = one[:, before:].mean(axis=1) - one[:, :before].mean(axis=1)
    return estimator.effect(moved, np.broadcast_to(taking, moved.shape))


def _logged(values: Floats, measure: str) -> Floats:
    """Return observed values as the estimator takes them."""
    return 100.0 * np.log(values) if BY_NAME[measure].relative else values


def _table(name: str, scenario: Scenario, measure: str) -> tuple[pd.DataFrame, set[str], date]:
    """Return the measure by week and line, the lines that take part, and the first day of the pilot."""
    import pandas as pd

    try:
        rows = pd.read_csv(name, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise _refused(
            name,
            0,
            "",
            Text("cannot be read: {0}", "无法读取:{0}").format(reason),
            Text("give a CSV file with columns {0}", "请给出含以下各列的 CSV 文件:{0}").format(EXAMPLE),
        ) from None
    for column in (*COLUMNS, measure):
        if column not in rows:
            raise _refused(
                name,
                1,
                column,
                Text("this column is missing", "缺少这一列"),
                Text("the heading is {0}, or another measure", "表头为 {0},或其他度量").format(EXAMPLE),
            )
    known = {line.name for line in scenario.lines}
    for k, row in enumerate(rows.itertuples(index=False), start=2):
        if row.line not in known:
            raise _refused(
                name,
                k,
                "line",
                Text("the scenario has no such line", "情景中没有这条品线"),
                Text("it has {0}", "现有 {0}").format(", ".join(sorted(known))),
                row.line,
            )
        value = getattr(row, measure)
        if not isinstance(value, int | float) or not value > 0.0:
            raise _refused(
                name,
                k,
                measure,
                Text("not a number above 0", "不是大于 0 的数字"),
                Text("leave out weeks without sales", "请去掉没有销售的周"),
                str(value),
            )
    try:
        rows["week_start"] = [date.fromisoformat(str(day)) for day in rows["week_start"]]
    except ValueError:
        raise _refused(
            name, 0, "week_start", Text("not dates", "不是日期"), Text("write them as YYYY-MM-DD", "请写成 YYYY-MM-DD")
        ) from None
    on = rows[rows["pilot"].astype(str).isin(("1", "1.0", "True"))]
    table = rows.pivot_table(index="week_start", columns="line", values=measure, sort=True)
    treated = set(on["line"])
    problem = _problem(table, treated, on)
    if problem:
        raise _refused(
            name,
            0,
            "pilot",
            problem,
            Text("one row for every line and week, without gaps", "每条品线每周一行,不能有缺"),
        )
    return table, treated, min(on["week_start"])


def _problem(table: pd.DataFrame, treated: set[str], on: pd.DataFrame) -> Text:
    """Return what makes a table no pilot; empty where it is one."""
    if len(treated) < FEWEST_WEEKS or table.shape[1] - len(treated) < FEWEST_WEEKS:
        return Text("at least two lines must take part and at least two must not", "至少两条品线参加,且至少两条不参加")
    if table.isna().any().any() or any(
        b - a != timedelta(weeks=1) for a, b in zip(table.index[:-1], table.index[1:], strict=True)
    ):
        return Text("some weeks or lines are missing", "缺少某些周或品线")
    first = min(on["week_start"])
    if (table.index < first).sum() < FEWEST_WEEKS or (table.index >= first).sum() < FEWEST_WEEKS:
        return Text("at least two weeks before and two in the pilot are needed", "试点之前与之中各至少需要两周")
    if len(on) != len(treated) * int((table.index >= first).sum()):
        return Text(
            "lines take part in some weeks only; the table must end with the pilot",
            "有的品线只在部分周参加;表须在试点结束时结束",
        )
    return Text.same("")


def _refused(name: str, line: int, column: str, message: Text, remedy: Text, value: str = "") -> InputError:
    """Return the error for one place of the file."""
    return InputError([Problem(name, line, column, message, value, remedy)])
