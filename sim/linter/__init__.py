"""Checks of a policy before anything is simulated: labour rules of a jurisdiction, and what makes policies go wrong.

A rule is data (`cn.yaml`, `policy.yaml`: words, limits, severity, source); what triggers it is a function of the same
name. A rule that a jurisdiction's file does not have is not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sim.linter import changes, contests, curves, design, gates, labour
from sim.linter.case import Case, cases_of
from sim.linter.costs import Cost, costs_of
from sim.linter.rulebook import JURISDICTIONS, SEVERITIES, SEVERITY_TEXTS, Finding, Hit, Setting, setting_of
from sim.scenario.models import Scenario

__all__ = ["JURISDICTIONS", "SEVERITIES", "SEVERITY_TEXTS", "Cost", "Finding", "Setting", "examine", "setting_of"]

CHECKS: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    labour.minimum_wage,
    labour.minimum_wage_zero_bonus,
    labour.minimum_wage_fines,
    labour.fine_over_fifth,
    labour.fine_basis,
    labour.overtime_hours,
    labour.overtime_premium,
    labour.overtime_rest_days,
    changes.base_pay_cut,
    changes.bonus_cut,
    changes.pay_rules_procedure,
    changes.dismissal_notice,
    changes.mass_layoff,
    changes.severance,
    contests.last_dismissed,
    changes.bonus_forfeit,
    changes.withheld_forfeit,
    changes.pay_taken_back,
    design.no_seats,
    design.not_assessed,
    design.weight_small,
    design.weight_large,
    design.many_metrics,
    design.metric_out_of_reach,
    design.metric_weak,
    design.double_pay,
    curves.cliff,
    curves.target_unreachable,
    curves.target_sure,
    curves.threshold_idle,
    curves.cap_binds,
    curves.cost_runs_away,
    curves.no_cap,
    curves.ratchet,
    curves.before_returns,
    curves.bonus_keeps_nobody,
    gates.gate_far,
    gates.gate_open,
    gates.rank_far,
    gates.rank_sure,
    gates.campaign_absent,
    gates.vests_later,
    contests.no_rivals,
    contests.prizes_for_all,
    contests.same_winner,
    contests.small_group,
    contests.rises_stay,
    contests.shift_idle,
)


def examine(scenario: Scenario, policies: Sequence[str] | None, setting: Setting) -> tuple[list[Finding], list[Cost]]:
    """Examine policies: what was found, the worst of each policy first, and what their instruments cost.

    Args:
        scenario: a validated scenario.
        policies: names; None for all of the scenario.
        setting: rules, language and minimum wage; see `setting_of`.

    Raises:
        SimError: a policy does not exist or cannot be arranged.
    """
    names = list(scenario.policies) if policies is None else list(dict.fromkeys(policies))
    found: list[Finding] = []
    costs: list[Cost] = []
    for case in cases_of(scenario, names, setting):
        found += sorted(_findings(case), key=lambda each: SEVERITIES.index(each.severity))
        costs += costs_of(case)
    return found, costs


def _findings(case: Case) -> Iterator[Finding]:
    """Everything found in one policy, in the order of the checks."""
    for check in CHECKS:
        rule = case.setting.rules.get(check.__name__)
        if rule is None:
            continue
        for hit in check(case):
            words = {"name": "", **hit.words}
            yield Finding(
                case.name,
                check.__name__,
                hit.severity or rule.severity,
                hit.where,
                hit.value,
                rule.finding.say(case.setting.lang, words),
                rule.remedy.say(case.setting.lang, words),
                rule.source.say(case.setting.lang, {}),
            )
