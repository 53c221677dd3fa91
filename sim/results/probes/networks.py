"""Networks of simulated companies under policies: statistics with intervals, and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.results.probes.statistics import statistics, top_broker
from sim.results.probes.walk import Change, Snapshot, walk
from sim.scenario.models import Scenario
from sim.units import YEAR_WEEKS
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.state import State
    from sim.plan.records import Plan
    from sim.results.picture import Picture


@dataclass(frozen=True)
class Network:
    """Snapshots of ties under policies.

    Attributes:
        scenario: the document.
        snapshots: by policy, replicate and week.
    """

    scenario: Scenario
    snapshots: tuple[Snapshot, ...]

    def _repr_html_(self) -> str:
        """Return it as a table, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "frames")(self.scenario.name, self.summary())

    @property
    def frame(self) -> pd.DataFrame:
        """Tidy frame: policy, replicate, week, statistic, value."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "policy": each.policy,
                    "replicate": each.replicate,
                    "week": each.week,
                    "statistic": name,
                    "value": value,
                }
                for each in self.snapshots
                for name, value in statistics(each.strength, each.staff["filled"] > 0, each.unit).items()
            ]
        )

    def summary(self) -> pd.DataFrame:
        """Frame by policy, week and statistic: mean over replicates and its 95 % interval."""
        found = self.frame.groupby(["policy", "week", "statistic"], sort=False)["value"].agg(["mean", "std", "count"])
        half = 1.96 * found["std"] / np.sqrt(found["count"])
        found["low"], found["high"] = found["mean"] - half, found["mean"] + half
        return found.drop(columns=["std", "count"]).reset_index()

    def plot(self, kind: str = "ties", *, replicate: int = 0, lang: str = "en") -> Picture:
        """Return a picture: ties (before and after), requests between roles, queues, or who depends on whom.

        Args:
            kind: ties, requests, queues or dependence.
            replicate: whose company is drawn where one is drawn.
            lang: en or zh.
        """
        return view("sim.results.probes.pictures", "picture")(self, kind, replicate, lang)


def network(
    scenario: Scenario,
    policies: Sequence[str] | None = None,
    *,
    weeks: Sequence[int] = (-1, 25, 51),
    replicates: int = 20,
) -> Network:
    """Return the ties of simulated companies, the same people in the same seats under every policy.

    Args:
        scenario: the document; ties must not be left out.
        policies: names; default all.
        weeks: weeks after which ties are read; -1 is the week before the first reported one.
        replicates: companies by policy.

    Raises:
        SimError: an unknown policy, a week beyond the end, or a company without ties.
    """
    names = list(policies or scenario.policies)
    last = scenario.company.weeks - 1
    if not scenario.company.ties or scenario.company.heads < 3:
        raise SimError(
            "{0}: has no ties (company.ties is off, or fewer than three people)",
            "{0}:没有协作关系(company.ties 已关闭,或不足三人)",
            scenario.name,
        )
    wrong = [week for week in weeks if not -1 <= week <= last]
    if wrong or (-1 in weeks and not scenario.company.burn_in_weeks):
        raise SimError(
            "weeks {0} are not simulated; there are 0 to {1}, and -1 with a burn-in",
            "第 {0} 周未模拟;可用 0 至 {1},有预热时还可用 -1",
            wrong or [-1],
            last,
        )
    for name in names:
        scenario.policy(name)
    return Network(
        scenario, tuple(each for name in names for r in range(replicates) for each in walk(scenario, name, r, weeks))
    )


def loss_of(scenario: Scenario, *, week: int = 26, until: int = YEAR_WEEKS, replicates: int = 40) -> pd.DataFrame:
    """Return what the loss of the top broker changes, and of a colleague of about equal output, against no loss.

    Args:
        scenario: runs under its baseline.
        week: in which the person leaves.
        until: last week that counts.
        replicates: companies.

    Returns:
        Tidy frame: lost (broker, colleague), replicate, measure (friction, rework), difference (mean of later weeks).
    """
    import pandas as pd

    rows, baseline = [], scenario.baseline_name
    weeks = tuple(range(week, until, 4))
    for r in range(replicates):
        before = walk(scenario, baseline, r, [week - 1])[0]
        broker = top_broker(before.strength, before.staff["filled"] > 0)
        without = {"nobody": -1, "broker": broker, "colleague": _match(before, broker)}
        found = {
            who: walk(scenario, baseline, r, weeks, (week, _vacate(seat)) if seat >= 0 else None)
            for who, seat in without.items()
        }
        for who in ("broker", "colleague"):
            for name in ("friction", "rework"):
                gap = [_mean(a, name) - _mean(b, name) for a, b in zip(found[who], found["nobody"], strict=True)]
                rows.append({"lost": who, "replicate": r, "measure": name, "difference": float(np.mean(gap))})
    return pd.DataFrame(rows)


def _mean(snapshot: Snapshot, name: str) -> float:
    """Return the mean of a queue's figure over requests."""
    need = snapshot.queues["request_need"]
    return float((snapshot.queues[name] * need).sum() / max(need.sum(), 1e-12))


def _match(snapshot: Snapshot, broker: int) -> int:
    """Return the seat of the same role (of any, where nobody else has it) whose output is nearest to the broker's."""
    filled: NDArray[np.int64] = np.flatnonzero(snapshot.staff["filled"] > 0)
    same = [int(i) for i in filled if i != broker and snapshot.role[i] == snapshot.role[broker]]
    others = same or [int(i) for i in filled if i != broker]
    return min(others, key=lambda i: abs(snapshot.staff["output"][i] - snapshot.staff["output"][broker]))


def _vacate(seat: int) -> Change:
    """Return a change that makes the person in a seat leave in that week, as a quit."""

    def change(state: State, plan: Plan) -> None:  # noqa: ARG001
        state.staff["pending"][seat] = 1.0

    return change
