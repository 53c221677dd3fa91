"""What an answer rests on: numbers that published experiments have moved, or assumptions alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.language.terms import percent
from sim.language.text import Text, say
from sim.parameters.posterior import posterior
from sim.results.measures import BY_NAME
from sim.results.run import PAY_NEUTRAL_SUFFIX

if TYPE_CHECKING:
    from sim.results.comparison import Comparison

Floats = NDArray[np.float64]
#: Below this share of what numbers explain, evidence is no ground; between these odds the direction is open.
GROUNDED, OPEN = 0.2, (0.1, 0.9)
#: Squared correlation, times draws, that chance alone exceeds once in 370 numbers.
CHANCE = 9.0
STRONGEST = 3
WORDS = {
    "grounded": Text(
        "{policy}, {measure}: of what behavioural numbers decide, {share} lies with numbers that published experiments "
        "have moved; most with {names}.",
        "{policy} · {measure}:行为参数所决定的部分中,{share} 来自已被公开实验修正的参数;影响最大的是 {names}。",
    ),
    "direction": Text(
        "{policy}, {measure}: the direction is clear, the size rests on assumptions alone ({share} on evidence), most "
        "on {names}.",
        "{policy} · {measure}:方向明确,大小只依据假设(证据占 {share}),主要取决于 {names}。",
    ),
    "luck": Text(
        "{policy}, {measure}: no single behavioural number stands out from luck and interplay.",
        "{policy} · {measure}:没有哪个行为参数的影响能与运气和相互作用区分开。",
    ),
    "open": Text(
        "{policy}, {measure}: we cannot say. It rests on assumptions alone ({share} on evidence), most on {names}.",
        "{policy} · {measure}:无法判断。只依据假设(证据占 {share}),主要取决于 {names}。",
    ),
}


class Foundation(NamedTuple):
    """What the effect of a policy on a measure rests on.

    Attributes:
        policy, measure: which effect.
        shares: number -> share of the variance of the effect that goes with it, the strongest first.
        evidence: part of the sum of these that belongs to numbers which published experiments have moved; NaN where
            no number moves the effect.
        verdict: grounded, direction (clear, but its size rests on priors), open (we cannot say) or luck (no number
            stands out).
    """

    policy: str
    measure: str
    shares: dict[str, float]
    evidence: float
    verdict: str


def influence(values: NDArray[np.void], effect: Floats) -> dict[str, float]:
    """Return number -> share of the variance of an effect, float64 [draws], that goes with it in a straight line.

    What chance alone would give is taken off; numbers without a share are left out.
    """
    y = effect - effect.mean()
    chance, found = CHANCE / len(y), {}
    for name in values.dtype.names or ():
        x = values[name] - values[name].mean()
        size = float(np.sqrt((x @ x) * (y @ y)))
        squared = float(x @ y) ** 2 / size**2 if size > 0.0 else 0.0
        if squared > chance:
            found[name] = squared - 1.0 / len(y)
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def moved() -> set[str]:
    """Return the numbers that published experiments have moved."""
    numbers = posterior().record.get("numbers", {})
    return {name for name, each in numbers.items() if each["moved"]}


def foundations(comparison: Comparison, measures: tuple[str, ...]) -> list[Foundation]:
    """Return what the effects of each policy on some measures rest on; pay-neutral twins are left out."""
    from sim.parameters import draws
    from sim.plan.compile import parameters_of

    parameters = parameters_of(comparison.scenario)
    values = draws(parameters, comparison.replicates, comparison.provenance.experiment)
    known, found = moved() if parameters.calibrated else set(), []
    recorded = {measure.name for measure in comparison.measures}
    for run, start in zip(comparison.runs[1:], comparison.starts[1:], strict=True):
        if run.variant.name.endswith(PAY_NEUTRAL_SUFFIX):
            continue
        after, before = run.totals(start), comparison.runs[0].totals(start)
        for name in measures:
            if name in recorded:
                effect = np.nan_to_num(BY_NAME[name].value(after) - BY_NAME[name].value(before))
                shares = influence(values, effect)
                evidence = _part(shares, known)
                found.append(Foundation(run.variant.name, name, shares, evidence, _verdict(effect, evidence)))
    return found


def told(found: Foundation, lang: str = "en") -> str:
    """Return what an effect rests on in a sentence."""
    names = ", ".join(f"{name} {percent(round(share, 2))}" for name, share in list(found.shares.items())[:STRONGEST])
    words = WORDS[found.verdict].format(
        policy=found.policy,
        measure=Text(BY_NAME[found.measure].en, BY_NAME[found.measure].zh),
        share=percent(round(found.evidence, 2)) if np.isfinite(found.evidence) else "",
        names=names,
    )
    return say(words, lang)


def _part(shares: dict[str, float], known: set[str]) -> float:
    """Return the part of shares that belongs to known numbers."""
    total = sum(shares.values())
    return sum(share for name, share in shares.items() if name in known) / total if total > 0.0 else float("nan")


def _verdict(effect: Floats, evidence: float) -> str:
    """Return what can be said: luck, grounded, direction or open."""
    if not np.isfinite(evidence):
        return "luck"
    if evidence >= GROUNDED:
        return "grounded"
    above = float(np.mean(effect > 0.0) + 0.5 * np.mean(effect == 0.0))
    return "open" if OPEN[0] < above < OPEN[1] else "direction"
