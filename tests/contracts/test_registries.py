"""Every structure, programme, shock, metric and measure passes its contract suite; a half-built one fails by name."""

from collections.abc import Iterator
from types import ModuleType
from typing import ClassVar, Literal

import pytest

from sim.conformance import Check, UnfinishedError, checks_of, measures, metrics, named, shocks, stated
from sim.conformance.named import Named
from sim.documents.fields import Roles
from sim.habits.programme import Programme
from sim.habits.registry import PROGRAMMES
from sim.language.text import Text
from sim.results.measures import MEASURES, Measure
from sim.structures.registry import STRUCTURES, USUAL
from sim.structures.structure import Structure
from sim.vocabulary.metrics import METRICS, Metric
from sim.vocabulary.shocks import SHOCKS, Shock

SUITES = {
    "structure": (stated, [stated.kind(m, makes=m.makes, idle=k == USUAL) for k, m in STRUCTURES.items()]),
    "programme": (stated, [stated.kind(model) for model in PROGRAMMES.values()]),
    "shock": (shocks, [shocks.kind(shock) for shock in SHOCKS]),
    "metric": (metrics, [metrics.kind(metric) for metric in METRICS]),
    "measure": (measures, [measures.kind(measure) for measure in MEASURES]),
}


def every() -> Iterator[Check]:
    for module, things in SUITES.values():
        for thing in things:
            yield from checks_of(named, thing.name, thing)
            yield from checks_of(module, thing.name, thing)


@pytest.mark.parametrize("check", list(every()), ids=str)
def test_everything_named_is_finished(check: Check) -> None:
    check()


class HalfwayProgramme(Programme):
    """A programme of which only the schema is there."""

    kind: Literal["halfway"]
    roles: Roles = ("all",)


class HalfwayStructure(Structure):
    """A structure of which only the name is there, in one language."""

    kind: Literal["halfway"]

    title: ClassVar = Text("halfway", "halfway")
    example: ClassVar = {"approval": 2.0}


HALFWAY = Measure("halfway", "halfway", "半成品", "furlongs", "up", "team", "", lambda t: t.total("steps"), ("O99",))
HALF_BUILT = [
    (named, stated.kind(HalfwayProgramme), "told_in_both", "nothing is told of it"),
    (named, stated.kind(HalfwayProgramme), "explained", "`sim explain` does not know it"),
    (named, stated.kind(HalfwayProgramme), "catalogue", "neither a row of the catalogue nor a reason for none"),
    (stated, stated.kind(HalfwayProgramme), "state_its_example", "it has no example"),
    (named, stated.kind(HalfwayStructure), "told_in_both", "its title in Chinese is 'halfway'"),
    (stated, stated.kind(HalfwayStructure), "compiles", "its example is not valid"),
    (
        shocks,
        shocks.kind(Shock("halfway", "open", -1.0, "a", "b", "c", "d", "pilot")),
        "role",
        "there is no role 'pilot'",
    ),
    (shocks, shocks.kind(Shock("halfway", "open", -1.0, "a", "b", "c", "d")), "changes", "a document cannot state it"),
    (metrics, metrics.kind(Metric("halfway", "level", "1", "a", "b")), "plan_pays", "a document cannot pay for it"),
    (metrics, metrics.kind(Metric("halfway", "level", "1", "a", "b")), "somebody", "no role gains anything by it"),
    (named, metrics.kind(Metric("halfway", "level", "1", "a", "b")), "told_in_both", "its name in Chinese is 'b'"),
    (named, measures.kind(HALFWAY), "catalogue", "rows that the catalogue does not have: O99"),
    (measures, measures.kind(HALFWAY), "computes", "it reads a series that no run records: 'steps'"),
    (measures, measures.kind(HALFWAY), "unit", "its unit 'furlongs' has no Chinese words"),
    (measures, measures.kind(HALFWAY), "says_how", "it does not say how it is computed"),
]


@pytest.mark.parametrize(
    ("module", "thing", "check", "missing"), HALF_BUILT, ids=[f"{type(t).__name__}-{c}" for _, t, c, _ in HALF_BUILT]
)
def test_what_is_half_built_fails_by_its_name(module: ModuleType, thing: Named, check: str, missing: str) -> None:
    (run,) = [each for each in checks_of(module, thing.name, thing) if check in each.run.__name__]
    with pytest.raises(UnfinishedError, match=r"^halfway: ") as error:
        run()
    assert missing in error.value.missing
