"""What every metric must have: it can be paid for, it is read, and somebody's work moves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from sim.conformance.named import Named
from sim.conformance.shop import plans, shop, weeks_of
from sim.conformance.suite import UnfinishedError
from sim.documents.fields import ALL
from sim.errors import SimError
from sim.language.text import Text
from sim.scenario import Scenario
from sim.vocabulary.metrics import METRICS, Metric
from sim.vocabulary.roles import ROLE_NAMES

#: Some numbers are drawn as exactly nothing in some replicates.
REPLICATES = 4
#: A week in which the campaign is being worked on.
WEEK = 10


@dataclass(frozen=True, kw_only=True)
class PaidMetric(Named):
    """A metric; what no document may name belongs to one instrument, whose own checks hold it to account."""

    metric: Metric

    def stated(self) -> Scenario:
        """Return a company that pays everybody for it.

        Raises:
            UnfinishedError: a document cannot.
        """
        try:
            return shop({"pay": paid_for([self.name])})
        except ValidationError as error:
            raise UnfinishedError(self.name, f"a document cannot pay for it: {error}") from None


def kind(metric: Metric) -> PaidMetric:
    """Return a metric with all that its table says of it."""
    from sim.studies.catalogue import catalogue

    rows = [row.id for row in catalogue().rows if metric.name in row.metrics]
    texts = {"name": Text(metric.en, metric.zh)}
    return PaidMetric(metric.name, texts, rows, Text(*metric.uncatalogued), metric=metric)


def paid_for(names: Sequence[str]) -> dict[str, Any]:
    """Return pay that gives everybody RMB 1,000 a month for each of some metrics at its plan, called after it."""
    common = {"kind": "performance_pay", "roles": ALL, "target_rmb": 1000, "curve": {"threshold": 0.2, "cap": 2.0}}
    return {name: {**common, "weights": {name: 1.0}} for name in names}


def check_it_is_moved_by_roles(each: PaidMetric) -> None:
    """Whose work moves it are roles, or all."""
    lost = sorted(set(each.metric.moved_by) - {*ROLE_NAMES, ALL})
    each.ask(not lost, f"moved by what is no role: {', '.join(lost)}")


def check_a_plan_pays_for_it(each: PaidMetric) -> None:
    """A plan that pays for it holds contracts on it."""
    if each.metric.payable:
        try:
            _, plan = plans(each.stated())
        except (SimError, KeyError, ValueError) as error:
            raise UnfinishedError(each.name, f"a plan that pays for it does not compile: {error!r}") from error
        named = {contract.metric for contract in plan.names.contracts}
        each.ask(each.name in named, "a plan that pays for it holds no contract on it")


def check_it_is_read_and_pays(each: PaidMetric) -> None:
    """People who are paid for it earn by it, and every week stays finite."""
    from sim.engine.series import SERIES

    if each.metric.payable:
        earned = weeks_of(each.stated(), "new")[:, :, SERIES.index("bonus_earned_rmb")]
        each.ask(bool(earned.sum() > 0.0), "nobody earns anything by it, so nothing reads it")


def check_somebody_moves_it(each: PaidMetric) -> None:
    """Pay for it makes some activity of some role worth more."""
    if each.metric.payable:
        missing = "no role gains anything by it, whatever it does; see how work moves metrics in the engine"
        each.ask(each.name in _moved(), missing)


@cache
def _moved() -> frozenset[str]:
    """Return the metrics of which some role gains by some activity, in some of a few replicates."""
    from sim.results.pay.marginal import marginal_pay

    scenario = shop({"pay": paid_for([metric.name for metric in METRICS if metric.payable])})
    found: set[str] = set()
    for replicate in range(REPLICATES):
        slopes = marginal_pay(scenario, "new", weeks=[*range(WEEK, WEEK + 4)], replicate=replicate)
        found |= set(slopes.loc[slopes["rmb"] != 0.0, "instrument"])
    return frozenset(found)
