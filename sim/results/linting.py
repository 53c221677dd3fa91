"""Checks of policies before they are run, as tidy frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from sim.language.terms import Language
    from sim.scenario.models import Scenario


def lint(
    scenario: Scenario | str | Path,
    policies: Sequence[str] | None = None,
    jurisdiction: str = "cn",
    *,
    lang: Language = "en",
    region: str | None = None,
    minimum_wage: float | None = None,
) -> pd.DataFrame:
    """Check policies before anything is simulated: labour rules, weights, cliffs, targets, caps, payouts.

    Args:
        scenario: a scenario or the path of its file.
        policies: names; one name, or None for all.
        jurisdiction: `cn`, or `none` to leave labour rules out.
        lang: language of the sentences, en or zh.
        region: place whose minimum wage holds; absent: the highest on file, and only as a warning.
        minimum_wage: the company's own figure, RMB a month, instead of a region.

    Returns:
        One row per finding, the worst of each policy first; columns policy, rule, severity (forbidden, warning, note),
        where (dotted path of the entry), value, finding, remedy, source. `attrs["notes"]` says how far to trust it.

    Raises:
        SimError: the file is wrong, a policy, jurisdiction or region is unknown, or a policy cannot be arranged.
    """
    import pandas as pd

    from sim.linter import Finding, examine, setting_of

    setting = setting_of(jurisdiction, lang, region, minimum_wage)
    found, _ = examine(_loaded(scenario), _listed(policies), setting)
    frame = pd.DataFrame([asdict(each) for each in found], columns=[each.name for each in fields(Finding)])
    frame.attrs["notes"] = setting.notes
    return frame


def bonus_costs(scenario: Scenario | str | Path, policies: Sequence[str] | None = None) -> pd.DataFrame:
    """What each instrument of some policies costs at 80, 100 and 150 % of its target, and all of them together.

    Args:
        scenario: a scenario or the path of its file.
        policies: names; one name, or None for all.

    Returns:
        One row per policy, instrument (the last is all together) and attainment; columns policy, instrument, people,
        attainment, rmb_month (RMB a month, yearly pay spread evenly), share_of_base (of the base pay of its holders).

    Raises:
        SimError: the file is wrong, a policy is unknown or cannot be arranged.
    """
    import pandas as pd

    from sim.linter import Cost, examine, setting_of

    _, costs = examine(_loaded(scenario), _listed(policies), setting_of("none"))
    return pd.DataFrame([asdict(each) for each in costs], columns=[each.name for each in fields(Cost)])


def _loaded(scenario: Scenario | str | Path) -> Scenario:
    """The scenario, loaded where a path is given."""
    from sim.scenario.loading import load

    return load(scenario) if isinstance(scenario, str | Path) else scenario


def _listed(policies: Sequence[str] | None) -> Sequence[str] | None:
    """Names of policies; one name stands for itself."""
    return [policies] if isinstance(policies, str) else policies
