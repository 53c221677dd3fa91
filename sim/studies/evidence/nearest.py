"""Which published experiments tried something like a policy."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.language.text import Text
from sim.parameters.posterior import posterior
from sim.scenario.models import Scenario
from sim.studies.evidence.document import Outcome, Study, load_study
from sim.studies.evidence.score import PUBLISHED

#: Studies that are named beside a policy, and the least likeness of one, 0 to 1.
MOST, LEAST = 2, 0.25
WORDS = {
    "nearest": Text("Nearest to {policy}: {studies}.", "与 {policy} 最接近的研究:{studies}。"),
    "study": Text(
        "{citation}, {measure} {published} %, expected without it {middle} ({low} to {high})",
        "{citation},{measure} {published}%,不用该研究时模型预期 {middle}({low} 至 {high})",
    ),
    "none": Text("No encoded experiment tried anything like {policy}.", "尚无已编码的实验与 {policy} 相近。"),
}


class Near(NamedTuple):
    """A published experiment that is like a policy.

    Attributes:
        study, outcome: the experiment, and the outcome of it with a size.
        likeness: 0 to 1, shared parts of all parts of both changes.
        expected: median and 80 % interval of what the model expected without it.
    """

    study: Study
    outcome: Outcome
    likeness: float
    expected: tuple[float, float, float]


def nearest(scenario: Scenario, policy: str, most: int = MOST) -> list[Near]:
    """Return the experiments that tried something like a policy, the likest first."""
    asked = set(parts(scenario, policy, scenario.baseline_name))
    found = []
    for study, outcome, theirs, expected in _known():
        likeness = len(asked & theirs) / len(asked | theirs) if asked | theirs else 0.0
        if likeness >= LEAST:
            found.append(Near(study, outcome, likeness, expected))
    best: dict[str, Near] = {}
    for each in sorted(found, key=lambda near: -near.likeness):
        best.setdefault(each.study.id, each)
    return list(best.values())[:most]


def told(scenario: Scenario, policy: str) -> Text:
    """Return the nearest studies of a policy in a sentence."""
    found = nearest(scenario, policy)
    if not found:
        return WORDS["none"].format(policy=policy)
    studies = [
        WORDS["study"].format(
            citation=near.study.source.citation.split(",")[0],
            measure=near.outcome.measure,
            published=f"{near.outcome.value:+g}",
            middle=f"{near.expected[0]:+.1f}",
            low=f"{near.expected[1]:+.1f}",
            high=f"{near.expected[2]:+.1f}",
        )
        for near in found
    ]
    both = Text("; ".join(each.en for each in studies), ";".join(each.zh for each in studies))
    return WORDS["nearest"].format(policy=policy, studies=both)


def parts(scenario: Scenario, of: str, against: str) -> Iterator[str]:
    """Yield what a policy changes: kinds of pay with their metrics and scopes, programmes, structure, base pay."""
    new, old = scenario.policy(of), scenario.policy(against)
    for name, instrument in new.pay.items():
        if instrument is not None and old.pay.get(name) != instrument:
            yield f"pay {instrument.kind}"
            for entry in ("metric", "scope"):
                value = getattr(instrument, entry, None)
                if value and value != "own":
                    yield f"{entry} {value}"
    for name, programme in new.programmes.items():
        if programme is not None and old.programmes.get(name) != programme:
            yield f"programme {programme.kind}"
    if new.structure != old.structure:
        yield f"structure {new.structure.kind}"
    if new.base_change != old.base_change and new.pay == old.pay:
        yield "base pay"


@functools.cache
def _known() -> tuple[tuple[Study, Outcome, frozenset[str], tuple[float, float, float]], ...]:
    """Return the outcomes with a size that the calibration used, what was changed, and what was expected without."""
    record: Any = posterior().record.get("left_out", {})
    found = []
    for name in posterior().studies:
        study = load_study(PUBLISHED / f"{name}.yaml")
        for each in study.outcomes:
            if each.id in record[name]["outcomes"] and each.unit != "sign":
                middle, low, high = record[name]["outcomes"][each.id][:3]
                changed = frozenset(parts(study.plain, each.of, each.against))
                found.append((study, each, changed, (middle, low, high)))
    return tuple(found)
