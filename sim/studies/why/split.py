"""The difference between two policies, split by the channels it goes through.

A channel is a kind of response: effort, exploits, who leaves and joins, skill, collaboration, customers. Switched off
in both policies under the same luck, the difference that remains is what the policy would do without it. With all of
them off, what remains is mechanical: what a tool that prices pay at unchanged behaviour would have said. Channels are
added one after the other in a fixed order and in its reverse; a channel's part is the mean of the two, and how far they
lie apart says how much it works together with others. With `shapley` every order counts (Shapley 1953, A value for
n-person games). The parts add up to the whole difference; the residual is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import SimError
from sim.results.decision import rule_of
from sim.results.measures import HEADLINE, Measure, recorded, values
from sim.results.question import ask
from sim.results.run import ENGINE, Source
from sim.results.statistics import LEVEL, half_width
from sim.results.totals import Floats, window
from sim.studies.why.document import Channels, channels
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Group

    from sim.results.picture import Picture
    from sim.scenario.models import Scenario

MECHANICAL, TOTAL = "mechanical", "total"
#: Pairs behind every part: enough to see what matters, few enough to wait for.
REPLICATES = 20
Coalition = frozenset[str]
Values = Callable[[Coalition], Floats]


@dataclass(frozen=True)
class Split:
    """The parts of one policy's difference from the baseline.

    Attributes:
        policy: its name.
        parts: channel, `mechanical` first -> float64[replicates, measures], mean over the orders.
        apart: channel -> float64[measures], largest less smallest part over the orders.
        total: float64[replicates, measures], the whole difference.
    """

    policy: str
    parts: dict[str, Floats]
    apart: dict[str, Floats]
    total: Floats

    @property
    def residual(self) -> float:
        """Largest part of the mean difference that no channel holds, relative to it; 0 but for rounding."""
        left = np.abs(self.total - sum(self.parts.values()))
        return float(np.nanmax(left / np.maximum(np.abs(self.total), 1.0), initial=0.0))


@dataclass(frozen=True)
class Why:
    """Why policies differ from a baseline.

    Attributes:
        scenario: name of the scenario.
        baseline: name of the baseline.
        objective: measure that decides.
        measures: what was recorded.
        replicates: pairs behind every part.
        orders: number of orders in which channels were added.
        splits: one per policy.
    """

    scenario: str
    baseline: str
    objective: str
    measures: tuple[Measure, ...]
    replicates: int
    orders: int
    splits: tuple[Split, ...]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Tidy frame: policy, measure, unit, channel, estimate, low, high (95 %, paired), apart (between orders)."""
        import pandas as pd

        rows = []
        for split in self.splits:
            for name, part in [*split.parts.items(), (TOTAL, split.total)]:
                width, mean = half_width(part), part.mean(axis=0)
                apart = split.apart.get(name, np.zeros(len(self.measures)))
                for k, measure in enumerate(self.measures):
                    rows.append(
                        {
                            "policy": split.policy,
                            "measure": measure.name,
                            "unit": measure.unit,
                            "channel": name,
                            "estimate": mean[k],
                            "low": mean[k] - width[k],
                            "high": mean[k] + width[k],
                            "apart": apart[k],
                            "level": LEVEL,
                            "replicates": self.replicates,
                        }
                    )
        return pd.DataFrame(rows)

    def shown(self) -> tuple[str, ...]:
        """Return the measures that tables show: the headline ones, contribution and the objective."""
        known = {measure.name for measure in self.measures}
        return tuple(name for name in dict.fromkeys((*HEADLINE, "contribution", self.objective)) if name in known)

    def table(self, lang: str = "en") -> Group:
        """Return a table for each policy: channels in rows, headline measures in columns."""
        return view("sim.studies.why.tables", "tables")(self, lang)

    def sentences(self, lang: str = "en") -> list[str]:
        """Return one sentence for each policy: what most of the difference goes through."""
        return view("sim.studies.why.tables", "sentences")(self, lang)

    def plot(self, lang: str = "en") -> Picture:
        """Return a figure: the parts of the objective, a panel for each policy."""
        return view("sim.studies.why.tables", "picture")(self, lang)

    def _repr_html_(self) -> str:
        """Return sentences, table and picture, for notebooks, in the language of the reader."""
        return view("sim.studies.why.tables", "html")(self)


def why(  # noqa: PLR0913
    scenario: Scenario | str | Path,
    policies: Sequence[str] | None = None,
    *,
    replicates: int = REPLICATES,
    shapley: bool = False,
    threads: int | None = None,
    experiment: int = 0,
    source: Source = ENGINE,
) -> Why:
    """Split the differences of policies from the baseline by channel.

    Args:
        scenario: a scenario or the path of its file.
        policies: names, the baseline first; one name is compared with the scenario's baseline; None for all.
        replicates: pairs behind every part; replicate r has the luck and the numbers of replicate r of a comparison.
        shapley: whether every order of the channels counts, five times as many runs, instead of one and its reverse.
        threads: threads of the engine; None for all cores.
        experiment: number of the experiment in the random key.
        source: compiles, draws and runs.

    Raises:
        SimError: unknown policies, or fewer than two replicates.
    """
    if replicates < 2:
        raise SimError("a split needs at least 2 replicates, not {0}", "拆分至少需要 2 次重复,现为 {0}", replicates)
    from sim.scenario.loading import load

    document = load(Path(scenario)) if isinstance(scenario, str | Path) else scenario
    objective, known = rule_of(document).objective, channels()
    question = ask(document, policies, False, source)
    numbers = np.arange(replicates)
    drawn = source.draw(document, numbers, experiment)
    names = tuple(each.name for each in known.channels)
    orders = list(permutations(names)) if shapley else [names, names[::-1]]
    totals, chosen = _totals(question, (drawn, numbers.astype(np.uint32)), (threads, experiment), (source, known))
    splits = []
    for k in range(1, len(question.variants)):

        def value(on: Coalition, k: int = k) -> Floats:
            return np.asarray(values(totals(on, k, k), chosen()) - values(totals(on, 0, k), chosen()))

        splits.append(Split(question.variants[k].name, *parts_of(_memo(value), orders)))
    return Why(document.name, question.variants[0].name, objective, chosen(), replicates, len(orders), tuple(splits))


def parts_of(value: Values, orders: Iterable[Sequence[str]]) -> tuple[dict[str, Floats], dict[str, Floats], Floats]:
    """Return parts by channel, how far the orders lie apart, and the whole.

    Args:
        value: the channels that are on -> difference, float64[replicates, measures].
        orders: orders in which channels are added; all hold the same channels.
    """
    sums: dict[str, Floats] = {}
    ends: dict[str, list[Floats]] = {}
    count, nothing, whole = 0, value(frozenset()), value(frozenset())
    for order in orders:
        on: Coalition = frozenset()
        before = nothing
        for name in order:
            on |= {name}
            after = value(on)
            step = after - before
            sums[name] = sums[name] + step if name in sums else step
            ends.setdefault(name, []).append(step.mean(axis=0))
            before = after
        count, whole = count + 1, before
    parts = {MECHANICAL: nothing} | {name: total / count for name, total in sums.items()}
    apart = {name: np.ptp(np.array(each), axis=0) for name, each in ends.items()}
    return parts, apart, whole


def _memo(value: Values) -> Values:
    """Return the function with its answers kept."""
    kept: dict[Coalition, Floats] = {}

    def once(on: Coalition) -> Floats:
        if on not in kept:
            kept[on] = value(on)
        return kept[on]

    return once


def _totals(question: Any, cases: Any, how: Any, what: tuple[Source, Channels]) -> tuple[Any, Any]:
    """Return a function (channels on, variant, whose window) -> totals, each run once, and one for the measures."""
    (drawn, seeds), (threads, experiment), (source, known) = cases, how, what
    runs: dict[tuple[Coalition, int], Any] = {}
    found: list[tuple[Measure, ...]] = []

    def totals(on: Coalition, k: int, whose: int) -> Any:
        if (on, k) not in runs:
            records = switched(drawn, known, on)
            made = source.simulate(question.variants[k].plan, records, seeds, threads, experiment)
            starts = {question.starts[k]} if k else set(question.starts)
            runs[on, k] = {start: window(made.series, made.names, start) for start in starts}
            if not found:
                found.append(recorded(window(made.series, made.names, question.starts[0])))
        return runs[on, k][question.starts[whose]]

    def chosen() -> tuple[Measure, ...]:
        if not found:
            totals(frozenset(), 0, 0)
        return found[0]

    return totals, chosen


def switched(drawn: Any, known: Channels, on: Coalition) -> Any:
    """Return parameter points in which every channel but those named is off.

    Args:
        drawn: structured array of parameter points; it is not changed.
        known: the channels.
        on: names of those that stay.
    """
    records = np.array(drawn)
    for each in known.channels:
        if each.name not in on:
            for name, value in each.off.items():
                records[name] = value
    return records
