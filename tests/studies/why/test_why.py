"""Parts add up, planted truths are found, and what is switched off does not act."""

from io import StringIO

import numpy as np
import pytest
from rich.cells import cell_len
from rich.console import Console

from sim.errors import SimError
from sim.parameters.values import default
from sim.scenario.loading import loads
from sim.studies.why import why
from sim.studies.why.document import channels
from sim.studies.why.split import MECHANICAL, parts_of, switched
from sim.studies.why.tables import sentences

NAMES = ("effort", "exploits", "composition", "skill", "collaboration", "customers")
SHOP = """
version: 1
name: Small shop
beliefs: prior
company:
  start: 2026-01-05
  weeks: 40
  burn_in_weeks: 12
  yearly_turnover: 0.4
  seats:
    operations: {heads: 5, base_rmb: 9000}
    service: {heads: 4, base_rmb: 6000}
lines:
  - {name: tea, visits: 20000, conversion: 0.03, basket_rmb: 180, gross_margin: 0.45, return_rate: 0.12,
     repeat_weekly: 0.018, churn_weekly: 0.022}
policies:
  today: {}
  raise: {extends: today, base_change: {operations: 0.2}}
  pay_for_sales:
    extends: today
    pay: {commission: {kind: commission, roles: [operations], metric: gmv, scope: own, rate: 0.02}}
"""


def additive(sizes: dict[str, float], joint: float = 0.0):
    """Return the value of a coalition: parts that add up, and what effort and skill bring only together."""

    def value(on):
        together = joint if {"effort", "skill"} <= on else 0.0
        return np.full((3, 1), 10.0 + sum(sizes[name] for name in on) + together)

    return value


SIZES = {name: float(k) for k, name in enumerate(NAMES)}


def test_parts_of_an_additive_difference_are_its_terms_in_any_order() -> None:
    parts, apart, whole = parts_of(additive(SIZES), [NAMES, NAMES[::-1]])
    assert {name: part[0, 0] for name, part in parts.items()} == {MECHANICAL: 10.0} | SIZES
    assert all(each == 0.0 for each in apart.values()) and whole[0, 0] == 25.0


def test_what_two_channels_bring_together_is_shared_and_told() -> None:
    parts, apart, whole = parts_of(additive(SIZES, joint=4.0), [NAMES, NAMES[::-1]])
    assert parts["effort"][0, 0] == SIZES["effort"] + 2.0 and parts["skill"][0, 0] == SIZES["skill"] + 2.0
    assert apart["effort"] == apart["skill"] == 4.0 and apart["customers"] == 0.0
    assert sum(part[0, 0] for part in parts.values()) == whole[0, 0] == 29.0


def test_a_channel_that_is_off_has_its_values_and_the_rest_is_as_drawn() -> None:
    drawn, known = default().record(), channels()
    on = frozenset(NAMES) - {"composition"}
    changed = switched(drawn, known, on)
    off = known.channel("composition").off
    assert all(changed[name] == value for name, value in off.items())
    assert all(changed[name] == drawn[name] for name in drawn.dtype.names if name not in off)
    assert tuple(each.name for each in known.channels) == NAMES


def overrides(*names: str) -> str:
    """Return a document's `behaviour` with some channels off for good."""
    values = {name: value for each in names for name, value in channels().channel(each).off.items()}
    return "behaviour: {" + ", ".join(f"{name}: {value:g}" for name, value in values.items()) + "}\n"


def parts(found, measure: str) -> dict[str, float]:
    frame = found.frame[found.frame.measure == measure]
    return dict(zip(frame.channel, frame.estimate, strict=True))


def test_a_policy_that_only_reprices_is_mechanical() -> None:
    found = why(loads(SHOP + overrides(*NAMES)), ["today", "raise"], replicates=3)
    split = parts(found, "people_cost")
    assert split["mechanical"] == split["total"] > 0.0
    assert all(split[name] == 0.0 for name in NAMES)
    assert all(value == 0.0 for value in parts(found, "gmv").values())
    assert "is mechanical" in found.sentences()[0] and "机械重算" in found.sentences("zh")[0]


def test_a_policy_that_works_by_sorting_alone_is_found() -> None:
    rest = [name for name in NAMES if name != "composition"]
    found = why(loads(SHOP + overrides(*rest)), ["today", "raise"], replicates=12)
    turnover = parts(found, "turnover")
    assert turnover["composition"] == turnover["total"] < 0.0
    assert all(turnover[name] == 0.0 for name in [*rest, "mechanical"])
    assert found.splits[0].residual < 1e-9


def test_effort_and_exploits_of_pay_for_sales_add_up_to_the_difference() -> None:
    found = why(loads(SHOP), ["today", "pay_for_sales"], replicates=6, shapley=False)
    split = parts(found, "gmv")
    assert split["mechanical"] == 0.0 and split["effort"] > 0.0  # pay alone sells nothing
    assert split["total"] == pytest.approx(sum(split[name] for name in ("mechanical", *NAMES)))
    assert parts(found, "people_cost")["mechanical"] > 0.0
    assert sentences(found)[0].startswith("pay_for_sales: ")
    for lang in ("en", "zh"):
        console = Console(width=80, file=StringIO(), highlight=False)
        console.print(found.table(lang))
        assert max(map(cell_len, console.file.getvalue().splitlines())) <= 80
        assert "…" not in console.file.getvalue()
        assert found.plot(lang)._repr_png_()[:4] == b"\x89PNG"
    assert "<table>" in found._repr_html_()


def test_too_few_pairs_are_refused() -> None:
    with pytest.raises(SimError, match="at least 2"):
        why(loads(SHOP), replicates=1)
