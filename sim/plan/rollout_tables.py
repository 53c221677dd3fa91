"""The tables of a plan that say how one set of rules gives way to another: fading, triggers, reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.plan.records import REVIEW, TRIGGER
from sim.plan.regimes import PayRules, Regime
from sim.vocabulary.triggers import TRIGGER_NAMES

if TYPE_CHECKING:
    from sim.plan.compile import Compiler


def rules_before(c: Compiler, regime: int) -> dict[str, Any]:
    """Return the instruments of the policy that ran before a regime, by name."""
    return c.policies[regime - 1].instruments if regime else {}


def without_unchanged(rules: PayRules, regime: Regime) -> PayRules:
    """Return rules that fade out, without the instruments that the new rules keep."""
    if rules.fade >= 0:
        return rules
    kept = regime.policy.instruments
    changed = {name: each for name, each in rules.policy.instruments.items() if kept.get(name) != each}
    return rules._replace(policy=rules.policy.model_copy(update={"pay": changed}))


def trigger_table(c: Compiler) -> np.ndarray:
    """Return TRIGGER[*], by row."""
    rows = {each.row: each for each in c.regimes if each.trigger is not None}
    steps = sum(r >= c.first and not each.row for r, each in enumerate(c.regimes))
    table = np.zeros(len(rows), TRIGGER)
    for k, (row, each) in enumerate(sorted(rows.items())):
        rule = each.trigger
        assert rule is not None
        measure = TRIGGER_NAMES.index(rule.measure)
        table[k] = row, c.first, steps, measure, rule.weeks, each.announce_weeks, rule.above, rule.below
    return table


def review_table(c: Compiler) -> np.ndarray:
    """Return REVIEW[R], by regime; the rule of a policy is that of its first regime."""
    table = np.zeros(len(c.policies), REVIEW)
    for r, policy in enumerate(c.policies):
        rule = policy.review
        table[r] = (10**9, 1, 0.0, 0.0, 1.0, 0.5, 1.0)
        if rule is not None and (r == 0 or c.policies[r - 1].review != rule):
            weight = policy.instruments[rule.instrument].weights[rule.metric]
            table[r] = r, rule.every_weeks, rule.gain, rule.low, rule.high, weight, rule.goal
    return table
