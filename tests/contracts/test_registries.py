"""Every structure, programme, shock, metric, measure and rule passes its suite; a half-built one fails by its name."""

from types import ModuleType
from typing import ClassVar, Literal

import pytest

from sim.conformance import Check, UnfinishedError, checks_of, measures, metrics, named, rules, shocks, stated
from sim.conformance.__main__ import main
from sim.conformance.everything import every
from sim.conformance.named import Named
from sim.documents.fields import Roles
from sim.habits.programme import Programme
from sim.language.text import Text
from sim.results.measures import Measure
from sim.structures.structure import Structure
from sim.studies.catalogue.code import Function
from sim.vocabulary.metrics import Metric
from sim.vocabulary.shocks import Shock


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
RULE = Function("halfway", "sim/rules/x.py", 1, "rule", "halfway(par)", "Half.", "", ("no_such_number",), ())
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
    (rules, rules.kind(RULE), "says_what", "its docstring does not say what it returns: 'Half.'"),
    (rules, rules.kind(RULE), "calls_it", "nothing calls it"),
    (rules, rules.kind(RULE), "registered", "it reads `no_such_number`, which is not in the registry of numbers"),
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


def test_the_command_says_what_is_there_and_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["next_fatigue"]) == 0
    assert "next_fatigue: the model calls it: ok\n" in capsys.readouterr().out
    assert main(["no_such_thing"]) == 2
    assert capsys.readouterr().err == "nothing is called 'no_such_thing'\n"
