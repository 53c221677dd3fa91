"""The pay-neutral twin of a policy: the same way of paying, at the cost of the baseline.

Base pay of the roles whose pay the policy changes is moved by one factor, so that the behaviour of the baseline would
cost what it costs under the baseline. What is left of an effect is then due to how people are paid, not to how much.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.results.totals import window
from sim.units import DAYS_PER_WEEK, MONTHS_PER_YEAR
from sim.vocabulary.tiers import TIER_NAMES

REPLICATES = 40
SMALLEST_FACTOR = 0.1
NEEDED = ("base_rmb", "overtime_rmb", "bonus_earned_rmb", "bonus_forfeited_rmb", "bonus_shadow_rmb")


def neutral_plan(scenario: Any, policy: str, baseline: str) -> Any:
    """Return the plan of the pay-neutral twin of a policy.

    Args:
        scenario: the scenario.
        policy: name of the policy.
        baseline: name of the policy whose pay cost it is to match.
    """
    from sim.plan.compile import compile_plan

    return compile_plan(scenario, policy, base_factor=neutral_factors(scenario, policy, baseline))


def neutral_factors(scenario: Any, policy: str, baseline: str) -> dict[str, float]:
    """Return role -> factor on the base pay of the policy that makes it cost what the baseline costs.

    A change of base pay is undone. If the instruments differ, the baseline is run with those of the policy on a shadow
    account, reckoned but neither paid nor known, and the difference in variable pay is taken from the base pay of the
    roles concerned: `f = 1 + (V - S) / (a (B + A))` with V the variable pay of the baseline, S that of the shadow
    account, B base and overtime pay, A what the policy pays in months of base, a the share of the roles in base pay.
    """
    new, old = scenario.policy(policy), scenario.policy(baseline)
    undone = {role: old.base_factor(role) / new.base_factor(role) for role in scenario.company.roles}
    roles = changed_roles(scenario, policy, baseline)
    if roles:
        factor = _common_factor(scenario, policy, baseline, roles)
        undone.update({role: undone[role] * factor for role in roles})
    return {role: factor for role, factor in undone.items() if factor != 1.0}


def changed_roles(scenario: Any, policy: str, baseline: str) -> tuple[str, ...]:
    """Return the roles with seats that an instrument is for which differs between two policies."""
    new, old = scenario.policy(policy).pay, scenario.policy(baseline).pay
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    changed = [each for name in names for each in (old.get(name), new.get(name)) if each is not None]
    return tuple(role for role in scenario.company.roles if any(_covers(each, role) for each in changed))


def _common_factor(scenario: Any, policy: str, baseline: str, roles: tuple[str, ...]) -> float:
    """Return the factor on the base pay of some roles that offsets the difference in variable pay, at least 0.1."""
    from sim.engine.batch import run
    from sim.parameters import draws
    from sim.plan.compile import compile_plan
    from sim.plan.facts import parameters_of

    plan = compile_plan(scenario, baseline, shadow=policy)
    start = max(0, plan.start_week, (scenario.policy(policy).start - scenario.company.start).days // DAYS_PER_WEEK)
    recording = run(plan, draws(parameters_of(scenario), REPLICATES), np.arange(REPLICATES), record=NEEDED)
    totals = window(recording.series, recording.names, start)
    rate = {name: float(totals.rate(name).mean()) for name in NEEDED}
    bonuses = [each for each in scenario.policy(policy).pay.values() if each.kind == "annual_bonus"]
    months = sum(each.months * _share(scenario, baseline, each.roles) for each in bonuses)
    forfeited = rate["bonus_forfeited_rmb"] if any(each.forfeit for each in bonuses) else 0.0
    variable = rate["bonus_earned_rmb"] - rate["bonus_forfeited_rmb"]
    reckoned = rate["bonus_shadow_rmb"] - forfeited
    fixed = rate["base_rmb"] * (1.0 + months / MONTHS_PER_YEAR) + rate["overtime_rmb"]
    moved = _share(scenario, baseline, roles) * fixed
    return max(SMALLEST_FACTOR, 1.0 + (variable - reckoned) / moved) if moved > 0 else 1.0


def _share(scenario: Any, baseline: str, roles: Any) -> float:
    """Return the share of some roles, or of `all`, in the base pay of the seats of a policy."""
    from sim.plan.facts import parameters_of
    from sim.plan.workforce import heads_of

    policy, tiers = scenario.policy(baseline), TIER_NAMES
    pay = [parameters_of(scenario).value(f"tier_pay_{tier}") for tier in tiers]
    total = part = 0.0
    for role, heads in heads_of(scenario, policy).items():
        seats = scenario.company.seats[role]
        level = float(np.dot(seats.tier_counts, pay)) / seats.heads if seats.heads else 1.0
        amount = heads * seats.base_rmb * level * policy.base_factor(role)
        total += amount
        part += amount if role in roles or "all" in roles else 0.0
    return part / total if total else 0.0


def _covers(instrument: Any, role: str) -> bool:
    """Return whether an instrument is for a role."""
    return role in instrument.roles or "all" in instrument.roles
