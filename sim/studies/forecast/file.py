"""A forecast in a file: what the weeks under a policy, and under today's, will look like, sealed by a hash.

It holds quantiles of single companies, so it carries luck and uncertain numbers alike, in the columns of the weekly
table that a company keeps anyway (`sim fit` reads the same). Whoever changes the file after filing breaks the seal.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import InputError, Problem, SimError
from sim.language.text import Text
from sim.results.run import ENGINE
from sim.results.statistics import share
from sim.views import view

if TYPE_CHECKING:
    from sim.results.totals import Floats
    from sim.scenario.models import Scenario

FORMAT = 1
REPLICATES = 200
#: Quantiles that are filed, from 2.5 to 97.5 %.
LEVELS = tuple(np.round(np.linspace(0.025, 0.975, 39), 4).tolist())
#: Columns of the weekly table and the recorded series that they hold.
COLUMNS = {
    "gmv_paid": ("gmv_paid",),
    "refunds": ("refunds",),
    "orders": ("orders",),
    "repeat_orders": ("repeat_orders",),
    "exits": ("quits",),
    "base_rmb": ("base_rmb", "overtime_rmb"),
    "bonus_rmb": ("bonus_earned_rmb",),
}
#: Policies behind each column: the one that starts, and today's, which a forecast without skill would give.
SIDES = ("policy", "today")


@dataclass(frozen=True)
class Forecast:
    """A filed forecast.

    Attributes:
        scenario, policy, baseline: names.
        filed: day of filing.
        first: Monday of the first week, that in which the policy starts.
        weeks: number of weeks.
        replicates: companies behind the quantiles.
        model, scenario_hash: what made it.
        levels: probabilities of the quantiles.
        quantiles: column -> side -> quantiles of sums from the first week on, [levels][weeks].
        odds: share of companies that sell more (paid GMV of all weeks) under the policy, with its 95 % interval.
    """

    scenario: str
    policy: str
    baseline: str
    filed: str
    first: str
    weeks: int
    replicates: int
    model: str
    scenario_hash: str
    levels: tuple[float, ...]
    quantiles: dict[str, dict[str, list[list[float]]]]
    odds: tuple[float, float, float]

    @cached_property
    def seal(self) -> str:
        """Hash of everything that was filed."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]

    def _repr_html_(self) -> str:
        """Return what was filed, for notebooks, in the language of the reader."""
        return view("sim.studies.forecast.tables", "filed")(self)

    def write(self, path: str | Path) -> Path:
        """Write it with its seal.

        Raises:
            SimError: the file cannot be written.
        """
        target = Path(path)
        content = {"format": FORMAT, "seal": self.seal, **asdict(self)}
        try:
            target.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        except OSError as error:
            raise SimError("{0}: cannot be written ({1})", "{0}:无法写入({1})", target, error.strerror) from error
        return target

    def sums(self, column: str, side: str) -> Floats:
        """Return quantiles of sums from the first week on, float64[levels, weeks]."""
        return np.array(self.quantiles[column][side])


def file_forecast(
    scenario: Scenario | str | Path,
    policy: str,
    *,
    replicates: int = REPLICATES,
    today: date | None = None,
    threads: int | None = None,
    experiment: int = 0,
) -> Forecast:
    """Return the forecast of the weeks from a policy's start to the end of the scenario.

    Args:
        scenario: a scenario or the path of its file.
        policy: name of the policy.
        replicates: companies, each with its luck and its draw of the uncertain numbers; at least 20.
        today: day of filing; default the current day.
        threads: threads of the engine; None for all cores.
        experiment: number of the experiment in the random key.

    Raises:
        SimError: an unknown policy, or too few replicates.
    """
    from sim.results.provenance import model_version, scenario_hash
    from sim.scenario.loading import load

    document = load(Path(scenario)) if isinstance(scenario, str | Path) else scenario
    document.policy(policy)
    if replicates < 20:
        raise SimError(
            "a forecast needs at least 20 replicates, not {0}", "预测至少需要 20 次重复,现为 {0}", replicates
        )
    numbers = np.arange(replicates)
    points, seeds = ENGINE.draw(document, numbers, experiment), numbers.astype(np.uint32)
    plans = [ENGINE.compile(document, name) for name in (policy, document.baseline_name)]
    start = max(0, int(plans[0].start_week))
    made = [ENGINE.simulate(plan, points, seeds, threads, experiment) for plan in plans]
    quantiles: dict[str, dict[str, list[list[float]]]] = {}
    for column, names in COLUMNS.items():
        paths = [np.cumsum(sum(each[name] for name in names)[:, start:], axis=1) for each in made]
        quantiles[column] = {
            side: [[float(f"{value:.6g}") for value in row] for row in np.quantile(path, LEVELS, axis=0)]
            for side, path in zip(SIDES, paths, strict=True)
        }
    more = made[0]["gmv_paid"][:, start:].sum(axis=1) > made[1]["gmv_paid"][:, start:].sum(axis=1)
    return Forecast(
        document.name,
        policy,
        document.baseline_name,
        (today or date.today()).isoformat(),
        (document.company.start + timedelta(weeks=start)).isoformat(),
        document.company.weeks - start,
        replicates,
        model_version(),
        scenario_hash(document),
        LEVELS,
        quantiles,
        share(more),
    )


def read_forecast(path: str | Path) -> Forecast:
    """Read a filed forecast.

    Args:
        path: JSON file that `file_forecast` filled.

    Raises:
        InputError: it is no forecast, or was changed after it was filed.
    """
    name = str(path)
    try:
        content: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
        seal = content.pop("seal")
        if content.pop("format") != FORMAT:
            raise KeyError("format")
        content["levels"], content["odds"] = tuple(content["levels"]), tuple(content["odds"])
        found = Forecast(**content)
    except OSError as error:
        raise _refused(
            name,
            Text("cannot be read: {0}", "无法读取:{0}").format(error.strerror),
            Text("name a file that `sim forecast file` wrote", "请给出 `sim forecast file` 写出的文件"),
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _refused(
            name,
            Text("no filed forecast", "不是已提交的预测"),
            Text("name a file that `sim forecast file` wrote", "请给出 `sim forecast file` 写出的文件"),
        ) from None
    if found.seal != seal:
        raise _refused(
            name,
            Text("changed after it was filed: the seal is broken", "提交后被改动:封印已破"),
            Text("score the file as it was filed", "请用提交时的原文件评分"),
        )
    return found


def _refused(name: str, message: Text, remedy: Text) -> InputError:
    """Return the error for a file."""
    return InputError([Problem(name, 0, "", message, "", remedy)])
