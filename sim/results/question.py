"""What a comparison runs: the baseline, the policies, and the pay-neutral twin of every policy that changes pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.errors import SimError
from sim.results.run import PAY_NEUTRAL_SUFFIX, Source, Variant


@dataclass(frozen=True)
class Question:
    """What is compared.

    Attributes:
        scenario: the scenario.
        variants: the baseline first, then each policy, each followed by its pay-neutral twin where it has one.
        starts: first week of the estimation window of each variant: both it and the baseline are in force from there.
    """

    scenario: Any
    variants: tuple[Variant, ...]
    starts: tuple[int, ...]


def ask(scenario: Any, policies: Sequence[str] | None, neutral: bool, source: Source) -> Question:
    """Return the question that names of policies stand for.

    Args:
        scenario: the scenario.
        policies: names, the baseline first; one name is compared with the scenario's baseline; None for all.
        neutral: whether to add pay-neutral twins; what moves base pay alone has none: nothing of it would be left.
        source: compiles the plans.

    Raises:
        SimError: an unknown policy, no second policy, one named twice, or one that starts after the end.
    """
    names = policy_names(scenario, policies)
    resolved = [scenario.policy(name) for name in names]
    variants = [Variant(names[0], names[0], False, source.compile(scenario, names[0]))]
    for name, policy in zip(names[1:], resolved[1:], strict=True):
        variants.append(Variant(name, name, False, source.compile(scenario, name)))
        if neutral and pays_differently(policy, resolved[0]) and not moves_base_alone(policy, resolved[0]):
            plan = source.pay_neutral(scenario, name, names[0])
            variants += [Variant(name + PAY_NEUTRAL_SUFFIX, name, True, plan)] if plan is not None else []
    first = _start(variants[0], scenario.company.weeks)
    starts = tuple(max(first, _start(variant, scenario.company.weeks)) for variant in variants)
    return Question(scenario, tuple(variants), starts)


def policy_names(scenario: Any, policies: Sequence[str] | None) -> list[str]:
    """Return the names of the policies with the baseline first.

    Raises:
        SimError: no second policy, or one named twice (the baseline may be compared with itself).
    """
    if policies is None:
        names = [scenario.baseline_name, *(name for name in scenario.policies if name != scenario.baseline_name)]
    else:
        asked = [policies] if isinstance(policies, str) else list(policies)
        names = asked if len(asked) != 1 else [scenario.baseline_name, *asked]
    if len(names) < 2:
        only = f"{scenario.name}: a comparison needs a second policy beside {scenario.baseline_name!r}"
        raise SimError("{0}; add one to `policies`", "{0};请在 `policies` 中再加一个", only)
    if len(set(names[1:])) < len(names) - 1:
        raise SimError("a policy is named twice: {0}", "同一方案写了两次:{0}", ", ".join(names))
    return names


def pays_differently(policy: Any, baseline: Any) -> bool:
    """Return whether pay under two policies follows different rules or another base."""
    return bool(policy.pay != baseline.pay or policy.base_change != baseline.base_change)


def moves_base_alone(policy: Any, baseline: Any) -> bool:
    """Return whether two policies differ in nothing but the level of base pay, whenever and however it is told."""
    alike = {name: getattr(baseline, name) for name in ("base_change", "extends", "note", "start", "announce")}
    return bool(policy.model_copy(update=alike) == baseline)


def _start(variant: Variant, weeks: int) -> int:
    """Return the week in which a variant is in force, at least 0."""
    start = max(0, int(variant.plan.start_week))
    if start >= weeks:
        raise SimError(
            "{0}: it starts in week {1}, after the {2} weeks of the scenario",
            "{0}:从第 {1} 周开始,晚于情景的 {2} 周",
            variant.policy,
            start + 1,
            weeks,
        )
    return start
