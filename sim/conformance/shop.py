"""A small company with every role, in which anything can be tried: what a change does to its plan and its weeks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from json import dumps, loads
from typing import TYPE_CHECKING, Any

from sim.scenario import Scenario
from sim.units import YEAR_WEEKS
from sim.vocabulary.roles import ROLE_NAMES

if TYPE_CHECKING:
    import numpy as np

    from sim.plan.records import Plan

FIRST_DAY, WEEKS, REPLICATES = "2026-01-05", YEAR_WEEKS, 4
LINE = {
    "visits": 20_000,
    "conversion": 0.03,
    "basket_rmb": 120,
    "gross_margin": 0.4,
    "return_rate": 0.1,
    "repeat_weekly": 0.02,
    "churn_weekly": 0.03,
}
MADE = {"name": "shirts", "made_per_week": 40, "basket_rmb": 60, "gross_margin": 0.3, "return_rate": 0.0}
CAMPAIGN = {"name": "spring", "peak": "spring", "jobs": {"design": 2.0, "marketing": 1.0}, "team": {"design": 1}}


def shop(policy: Mapping[str, Any] | None = None, *, makes: bool = False, **sections: Any) -> Scenario:
    """Return a company of thirty people and three lines under the policies `today` and `new`.

    Args:
        policy: what `new` changes.
        makes: whether it sells what its people make, in teams, instead.
        sections: parts of the document put in, such as `shocks`.

    Raises:
        pydantic.ValidationError: the document is not valid.
    """
    document = {
        "version": 1,
        "name": "any shop",
        "company": {
            "start": FIRST_DAY,
            "weeks": WEEKS,
            "burn_in_weeks": 8,
            "seats": {role: {"heads": 3, "base_rmb": 7000 + 300 * n} for n, role in enumerate(ROLE_NAMES)},
            "casual_requests": {"design": 0.05},
            "yearly_turnover": 0.4,
        },
        "lines": [MADE] if makes else [{"name": name, **LINE} for name in ("tea", "cups", "sweets")],
        "calendar": {"peaks": [{"name": "spring", "from": "2026-04-06", "until": "2026-04-12", "index": 1.5}]},
        "campaigns": [] if makes else [CAMPAIGN],
        "discretion": {"discount_limit": 0.1},
        "policies": {
            "today": {"structure": {"kind": "teams" if makes else "functional"}},
            "new": {"extends": "today", **(policy or {})},
        },
        **sections,
    }
    return Scenario.model_validate(document)


def plans(scenario: Scenario) -> tuple[Plan, Plan]:
    """Return the plans of both policies.

    Raises:
        SimError: one cannot be arranged.
    """
    from sim.plan.compile import compile_plan

    return compile_plan(scenario, "today"), compile_plan(scenario, "new")


def weeks_of(scenario: Scenario, policy: str) -> np.ndarray:
    """Return float64[replicates, weeks, series], what the weeks of a policy record under the same luck and draws.

    Raises:
        SimError: something in them is not finite.
    """
    return _weeks(dumps(scenario.model_dump(mode="json", by_alias=True)), policy)


@cache
def _weeks(document: str, policy: str) -> np.ndarray:
    import numpy as np

    from sim.engine.batch import run
    from sim.parameters import draws
    from sim.plan.compile import compile_plan, parameters_of

    scenario = Scenario.model_validate(loads(document))
    replicates = np.arange(REPLICATES)
    return run(compile_plan(scenario, policy), draws(parameters_of(scenario), replicates), replicates).series
