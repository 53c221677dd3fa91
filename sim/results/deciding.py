"""A comparison judged by a rule: gains, guardrails and odds of every option."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import SimError
from sim.results.decision import Decision, Guardrail, Held, Option, Rule, checked, judge, rule_of
from sim.results.measures import BY_NAME, Measure
from sim.results.measures import measure as find_measure
from sim.results.precision import level_of
from sim.results.statistics import half_width, share
from sim.results.totals import Floats, Totals
from sim.units import QUARTER_WEEKS

if TYPE_CHECKING:
    from sim.results.comparison import Comparison
    from sim.results.run import Run


def decide(comparison: Comparison, rule: Rule | None = None) -> Decision:
    """Return the verdicts of a comparison.

    Args:
        comparison: what was run.
        rule: another rule than that of the scenario; the decision then says that it was not sealed before the runs.

    Raises:
        SimError: the objective was not recorded.
    """
    used = rule_of(comparison.scenario) if rule is None else checked(rule)
    objective = find_measure(used.objective)
    if objective not in comparison.measures:
        raise SimError(
            "decision: {0!r} was not recorded in this comparison; name another objective",
            "decision:此次对比没有记录 {0!r};请另选目标",
            used.objective,
        )
    sign = 1.0 if objective.good == "up" else -1.0
    chosen = [
        (run, start)
        for run, start in zip(comparison.runs[1:], comparison.starts[1:], strict=True)
        if not run.variant.pay_neutral
    ]
    first = comparison.runs[0]
    pairs = [[objective.value(each.totals(start)) for each in (run, first)] for run, start in chosen]
    gains = np.array([sign * (policy - baseline) for policy, baseline in pairs])
    least = [_limit(objective, used.least_gain, _mean(baseline)) for _, baseline in pairs]
    regret, best = _against_each_other(gains)
    options = [Option(comparison.baseline, "", "", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, best[0], regret[0], ())]
    level = 1.0 - (1.0 - level_of(comparison.stopping.reason)) / len(chosen)
    for i, (run, start) in enumerate(chosen):
        held = tuple(_held(each, run, first, start) for each in used.guardrails)
        width = float(half_width(gains[i], level))
        mean = _mean(gains[i])
        chance, surely, _ = share(gains[i][~np.isnan(gains[i])] > least[i])
        verdict, grounds = judge((mean - width, mean + width), least[i], (chance, surely), held, used.sure)
        options.append(
            Option(
                run.variant.name,
                verdict,
                grounds,
                mean,
                mean - width,
                mean + width,
                least[i],
                chance,
                surely,
                best[i + 1],
                regret[i + 1],
                held,
            )
        )
    sealed = used.hash == comparison.provenance.decision
    return Decision(used, sealed, objective.unit, comparison.replicates, tuple(options))


def _limit(measure: Measure, size: float, baseline: float) -> float:
    """Return a size in the unit of a measure; for amounts per year it was given in % of the baseline."""
    return 0.01 * size * abs(baseline) if measure.per_year else size


def _mean(values: Floats) -> float:
    """Return the mean of the outcomes in which a measure exists; NaN without any."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else math.nan


def _against_each_other(gains: Floats) -> tuple[list[float], list[float]]:
    """Return mean regret and probability to be the best of every option; doing nothing, whose gain is nil, is first.

    Args:
        gains: float64[policies, outcomes].
    """
    every = np.vstack([np.zeros(gains.shape[1]), np.where(np.isnan(gains), -np.inf, gains)])
    top = every.max(axis=0)
    at_top = every == top
    shortfall = np.where(np.isfinite(every), top - every, np.nan)
    return np.nanmean(shortfall, axis=1).tolist(), (at_top / at_top.sum(axis=0)).mean(axis=1).tolist()


def _held(guardrail: Guardrail, run: Run, baseline: Run, start: int) -> Held:
    """Return how often a guardrail holds under one policy."""
    measure = BY_NAME[guardrail.measure]
    worst = 1.0 if measure.good != "down" else -1.0
    kept: list[Any] = []
    for new, old in _windows(guardrail, run, baseline, start):
        try:
            value, before = measure.value(new), measure.value(old)
        except KeyError:
            return Held(guardrail, math.nan, math.nan, math.nan)
        holds = np.ones(len(value), dtype=bool)
        if guardrail.worse_by is not None:
            slack = 0.01 * guardrail.worse_by * np.abs(before) if measure.per_year else guardrail.worse_by
            holds &= worst * (value - before) >= -slack
        if guardrail.at_least is not None:
            holds &= value >= guardrail.at_least
        if guardrail.at_most is not None:
            holds &= value <= guardrail.at_most
        kept.append(np.where(np.isnan(value) | np.isnan(before), np.nan, holds))
    several = np.array(kept)
    known = ~np.isnan(several).all(axis=0)
    return Held(guardrail, *share(np.nanmin(several[:, known], axis=0).astype(bool)))


def _windows(guardrail: Guardrail, run: Run, baseline: Run, start: int) -> list[tuple[Totals, Totals]]:
    """Return totals of a policy and of the baseline in every window that a guardrail is judged in."""
    if guardrail.every == "window":
        return [(run.totals(start), baseline.totals(start))]
    firsts = range(start, max(start + 1, run.weeks - QUARTER_WEEKS + 1), QUARTER_WEEKS)
    return [(run.between(week, week + QUARTER_WEEKS), baseline.between(week, week + QUARTER_WEEKS)) for week in firsts]
