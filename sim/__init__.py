"""Staff Policy Sim: what a staff policy does to an online shop, to its people and to its accounts.

    import sim

    shop = sim.load("scenarios/flagship.yaml")
    result = sim.compare(shop, ["today", "quota_commission"])
    result.summary()

The names below are imported when they are first used, so that `import sim` itself costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.boards import board
    from sim.company import Company
    from sim.language.choice import set_language
    from sim.pages import review
    from sim.parameters import Parameters
    from sim.results.compare import compare
    from sim.results.fit import fit
    from sim.results.linting import lint
    from sim.results.pay import marginal_pay, payslip
    from sim.results.probes import network, survey, trajectories
    from sim.scenario import load
    from sim.studies.claims import claims
    from sim.studies.forecast import file_forecast, read_forecast, score_forecast
    from sim.studies.loopholes import loopholes
    from sim.studies.nearest import nearest
    from sim.studies.pilot import pilot, read_pilot
    from sim.studies.search import search, select
    from sim.studies.sensitivity import sensitivity
    from sim.studies.sweep import sweep
    from sim.studies.why import why

__version__ = "0.2.0"

__all__ = [
    "Company",
    "Parameters",
    "__version__",
    "board",
    "claims",
    "compare",
    "file_forecast",
    "fit",
    "lint",
    "load",
    "loopholes",
    "marginal_pay",
    "nearest",
    "network",
    "payslip",
    "pilot",
    "read_forecast",
    "read_pilot",
    "review",
    "score_forecast",
    "search",
    "select",
    "sensitivity",
    "set_language",
    "survey",
    "sweep",
    "trajectories",
    "why",
]

_HOMES = {
    "Company": "sim.company",
    "Parameters": "sim.parameters",
    "board": "sim.boards",
    "claims": "sim.studies.claims",
    "compare": "sim.results.compare",
    "file_forecast": "sim.studies.forecast",
    "fit": "sim.results.fit",
    "lint": "sim.results.linting",
    "load": "sim.scenario",
    "loopholes": "sim.studies.loopholes",
    "marginal_pay": "sim.results.pay",
    "nearest": "sim.studies.nearest",
    "network": "sim.results.probes",
    "payslip": "sim.results.pay",
    "pilot": "sim.studies.pilot",
    "read_forecast": "sim.studies.forecast",
    "read_pilot": "sim.studies.pilot",
    "review": "sim.pages",
    "score_forecast": "sim.studies.forecast",
    "search": "sim.studies.search",
    "select": "sim.studies.search",
    "sensitivity": "sim.studies.sensitivity",
    "set_language": "sim.language.choice",
    "survey": "sim.results.probes",
    "sweep": "sim.studies.sweep",
    "trajectories": "sim.results.probes",
    "why": "sim.studies.why",
}
#: Old name -> new name, for one release.
_RENAMED = {"lives": "trajectories"}


def __getattr__(name: str) -> Any:
    """Import a public name from its home on first use.

    Raises:
        AttributeError: the package has no such public name.
    """
    if name in _RENAMED:
        from sim.renamed import warn_renamed

        warn_renamed(f"sim.{name}", f"sim.{_RENAMED[name]}")
        name = _RENAMED[name]
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names, imported or not."""
    return sorted(__all__)
