"""Claims put to the model: from a case to probabilities, distances and what would have to be true."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.calendar import week_of
from sim.errors import SimError
from sim.results.measures import BY_NAME
from sim.scenario.models import Scenario
from sim.studies.claims.document import Case, Claim, Condition, load_case
from sim.studies.claims.figures import Asked, Draws, Floats, Reading, asked, figures
from sim.studies.claims.judge import BOX_ENTRIES, Bounds, Favourable, Judged, Verdict, judged, together, verdict
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.picture import Picture

FEWEST_DRAWS = 8
#: The favourable end of an entry, and draws made with all of them there.
TAIL, FEWEST_FAVOURABLE = 0.05, 64
POINTS = "percentage points"


@dataclass(frozen=True)
class Beside:
    """A measure under a remedy beside the first claim's policy, from the policy's start to the end.

    Attributes:
        side: policy or variant.
        measure: name of the measure.
        base: median of the measure under the claim's policy.
        low, middle, high: 10, 50 and 90 % point of the paired differences.
        higher: share of draws in which it is higher, ties counted half.
    """

    side: str
    measure: str
    base: float
    low: float
    middle: float
    high: float
    higher: float


@dataclass(frozen=True)
class Claims:
    """The answer to a case.

    Attributes:
        case: the claims; scenario: the company.
        draws: number of draws.
        drawn: what was drawn and read off, draw by draw.
        verdicts: one per claim, in the order of the file.
        remedies: measures of the policies shown beside the claims.
        favourable: claim -> the same with everything that separates its draws at the favourable end; claims that hold
            in half of the draws, or whose draws nothing separates, are left out.
    """

    case: Case
    scenario: Scenario
    draws: int
    drawn: Draws
    verdicts: tuple[Verdict, ...]
    remedies: tuple[Beside, ...]
    favourable: dict[str, Favourable]

    def __repr__(self) -> str:
        """Say how likely each claim is."""
        said = ", ".join(f"{each.name} {each.share.value:.1%}" for each in self.verdicts)
        return f"Claims({self.case.name!r}: {said}; {self.draws} draws)"

    def _repr_html_(self) -> str:
        """Return it as a table, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "frames")(self.case.name, self.frame)

    def verdict(self, name: str) -> Verdict:
        """Return the verdict on a claim.

        Raises:
            SimError: there is no such claim.
        """
        for each in self.verdicts:
            if each.name == name:
                return each
        raise SimError(
            "no claim is called {0!r}; there are {1}",
            "没有名为 {0!r} 的主张;现有 {1}",
            name,
            ", ".join(self.case.claims),
        )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Tidy frame, a row per condition and one (`all`) per claim.

        Columns: claim, condition, unit, claimed_low, claimed_high, p10, p50, p90, nearest (the figure in the draw that
        comes closest to the claim), hits, draws, probability, low, high (95 % interval).
        """
        import pandas as pd

        rows: list[tuple[Any, ...]] = []
        for each in self.verdicts:
            conditions = self.case.claims[each.name].conditions
            for one in each.conditions:
                share, nearest = one.share, float(one.values[each.nearest])
                rows.append(
                    (
                        each.name,
                        one.name,
                        unit_of(conditions[one.name]),
                        one.bounds.low,
                        one.bounds.high,
                        one.low,
                        one.middle,
                        one.high,
                        nearest,
                        share.hits,
                        share.of,
                        share.value,
                        *share.interval,
                    )
                )
            share = each.share
            rows.append((each.name, "all", "", *[np.nan] * 6, share.hits, share.of, share.value, *share.interval))
        columns = [
            "claim",
            "condition",
            "unit",
            "claimed_low",
            "claimed_high",
            "p10",
            "p50",
            "p90",
            "nearest",
            "hits",
            "draws",
            "probability",
            "low",
            "high",
        ]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Tidy frame, a row per claim, condition and draw: value, holds, and the draw's distance to the claim."""
        import pandas as pd

        return pd.concat(
            [
                pd.DataFrame(
                    {
                        "claim": each.name,
                        "condition": one.name,
                        "draw": np.arange(self.draws),
                        "value": one.values,
                        "holds": one.holds,
                        "distance": each.distance,
                    }
                )
                for each in self.verdicts
                for one in each.conditions
            ],
            ignore_index=True,
        )

    @cached_property
    def separators(self) -> pd.DataFrame:
        """Tidy frame of entries that separate the draws: claim, entry, correlation, near_low, near_high, low, high."""
        import pandas as pd

        rows = [
            (each.name, one.name, one.correlation, *one.near, *one.everywhere)
            for each in self.verdicts
            for one in each.separators
        ]
        return pd.DataFrame(rows, columns=["claim", "entry", "correlation", "near_low", "near_high", "low", "high"])

    def plot(self, claim: str | None = None, lang: str = "en") -> Picture:
        """Return every figure of a claim, by default the first, over all draws beside what is claimed."""
        return view("sim.studies.claims.charts", "chart")(self, claim or next(iter(self.case.claims)), lang)

    def words(self, lang: str = "en") -> str:
        """Return the answer as text for people."""
        return view("sim.studies.claims.words", "words")(self, lang)

    def page(self, lang: str = "en") -> str:
        """Return the page of the case in Markdown."""
        return view("sim.studies.claims.page", "page")(self, lang)


def unit_of(condition: Condition) -> str:
    """Return the unit of a condition's figure."""
    return "%" if condition.as_ == "change" else unit_between(condition.measure, condition.as_)


def unit_between(measure: str, as_: str) -> str:
    """Return the unit of a measure's level, or of a difference: per cent differ by points."""
    unit = BY_NAME[measure].unit
    return POINTS if as_ == "difference" and unit.startswith("%") else unit


def claims(
    case: str | os.PathLike[str] | tuple[Case, Scenario],
    *,
    draws: int | None = None,
    experiment: int = 0,
    progress: Callable[[int], Any] | None = None,
) -> Claims:
    """Put the claims of a case to the model.

    Args:
        case: path of the claims or of the scenario beside which they lie, or what `load_case` returns.
        draws: draws of luck and of everything uncertain, at least 8; absent: what the case asks for.
        experiment: another family of luck.
        progress: called with the number of draws that have just ended.

    Raises:
        InputError: a file is wrong.
        SimError: too few draws, or weeks that are not reported.
    """
    document, scenario = case if isinstance(case, tuple) else load_case(case)
    count = document.draws if draws is None else draws
    if count < FEWEST_DRAWS:
        raise SimError(
            "{0} draws say nothing: ask for at least {1}", "{0} 次抽样说明不了什么:至少需要 {1} 次", count, FEWEST_DRAWS
        )
    asks = {
        name: {key: asked(document, scenario, claim, condition) for key, condition in claim.conditions.items()}
        for name, claim in document.claims.items()
    }
    beside = _beside(document, scenario)
    readings = [each for some in asks.values() for ask in some.values() for each in ask if each is not None]
    readings += [each for pair in beside for each in pair]
    run = partial(figures, (document, scenario), experiment=experiment)
    drawn = run(readings, count, progress=progress)
    verdicts = tuple(
        verdict(name, _conditions(claim, asks[name], drawn), drawn.entries) for name, claim in document.claims.items()
    )
    best = {
        each.name: _favourable(document, each, asks[each.name], drawn, run)
        for each in verdicts
        if each.separators and each.share.value < 0.5
    }
    differences = tuple(_difference(pair, drawn) for pair in beside)
    return Claims(document, scenario, count, drawn, verdicts, differences, best)


def _conditions(claim: Claim, asks: Mapping[str, Asked], drawn: Draws) -> tuple[Judged, ...]:
    """Return how every condition of a claim stands."""
    return tuple(_judged(key, each, asks[key], drawn) for key, each in claim.conditions.items())


def _favourable(case: Case, found: Verdict, asks: Mapping[str, Asked], drawn: Draws, run: Any) -> Favourable:
    """Return a claim with the entries that separate its draws most at their favourable end."""
    values = {}
    for each in found.separators[:BOX_ENTRIES]:
        u = 1.0 - TAIL if each.correlation > 0.0 else TAIL
        known = case.uncertain.get(each.name)
        values[each.name] = known.at(u) if known else float(np.quantile(drawn.entries[each.name], u))
    readings = [each for ask in asks.values() for each in ask if each is not None]
    count = min(found.share.of, max(FEWEST_FAVOURABLE, found.share.of // 4))
    conditions = _conditions(case.claims[found.name], asks, run(readings, count, held=values))
    return Favourable(values, conditions, together(conditions))


def _judged(name: str, condition: Condition, ask: Asked, drawn: Draws) -> Judged:
    """Return how one condition stands."""
    values = figure(condition, drawn.figures[ask.figure], drawn.figures[ask.other] if ask.other else None)
    return judged(name, Bounds(condition.from_, condition.to, strict=condition.as_ != "level"), values)


def figure(condition: Condition, values: Floats, others: Floats | None) -> Floats:
    """Return float64[draws], the figure of a condition: level, change in % or difference; NaN where it is undefined."""
    if others is None:
        return values
    if condition.as_ == "difference":
        return values - others
    with np.errstate(divide="ignore", invalid="ignore"):
        change = 100.0 * (values - others) / np.abs(others)
    return np.where(np.isfinite(change), change, np.nan)


def _beside(case: Case, scenario: Scenario) -> list[tuple[Reading, Reading]]:
    """Return the readings of every remedy and watched measure, and of the first claim's policy."""
    policy = next(iter(case.claims.values())).policy
    return [
        (
            Reading(side, None, name, first, scenario.company.weeks),
            Reading(policy, None, name, first, scenario.company.weeks),
        )
        for side in case.remedies
        for first in [week_of(scenario.company.start, scenario.policies[case.policy_of(side)].start)]
        for name in case.watch
    ]


def _difference(pair: tuple[Reading, Reading], drawn: Draws) -> Beside:
    """Return a remedy's paired difference."""
    mine, base = (drawn.figures[each] for each in pair)
    gap = mine - base
    known = gap[np.isfinite(gap)]
    low, middle, high = np.quantile(known, [0.1, 0.5, 0.9]).tolist() if len(known) else [np.nan] * 3
    higher = float(((known > 0) + 0.5 * (known == 0)).mean()) if len(known) else np.nan
    return Beside(pair[0].side, pair[0].measure, float(np.nanmedian(base)), low, middle, high, higher)
