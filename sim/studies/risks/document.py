"""The risks of the catalogue as data: what must hold, what brings each, what helps, and where it is absent."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Flag, Frozen, Number, fault
from sim.documents.reading import read
from sim.language.text import Text
from sim.parameters import default
from sim.results.risks.signs import Sign, known
from sim.results.risks.table import RISKS, Risk, risk
from sim.scenario.loading import file_text
from sim.studies.fragments import Fragment, Words

FILE = Path(__file__).with_name("risks.yaml")


class Change(Frozen):
    """Changes of a scenario and of a policy."""

    scenario: Fragment = Field(default_factory=dict)
    policy: Fragment = Field(default_factory=dict)


class Named(Change, Words):
    """Changes, and what they are in words."""


class Absence(Named):
    """Where a condition lacks what it needs: on both sides, or in place of the condition."""

    instead: Flag = False


class Indifference(Named):
    """Staff who do not care for money, or, where money is not the cause, another null."""

    money: Flag = False


class Reading(Frozen):
    """A sign to be read."""

    measure: str
    direction: Literal["up", "down"]
    weeks: tuple[int, int | None] = (0, None)

    @model_validator(mode="after")
    def _exists(self) -> Self:
        if not known(self.measure):
            raise fault(
                Text("there is no measure {0!r}", "没有度量 {0!r}").format(self.measure),
                Text("see sim/results", "见 sim/results"),
                "measure",
                self.measure,
            )
        return self

    @property
    def sign(self) -> Sign:
        """The sign as results read it."""
        return Sign(self.measure, self.direction, weeks=self.weeks)


class Row(Frozen):
    """One condition of a risk: see the head of `risks.yaml` for what each entry means."""

    id: Annotated[str, Field(pattern=r"^K\d+$")]
    case: Annotated[str, Field(pattern=r"^[a-z]?$")] = ""
    must_hold: Words
    setting: Change = Change()
    condition: Named
    sign: Reading
    also: tuple[Reading, ...] = Field(min_length=1)
    remedies: tuple[Named, ...] = Field(min_length=1)
    absence: Absence
    indifference: Indifference
    note: Words | None = Field(None, description="What one must know of the model to read the numbers.")
    catalogue: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _agrees_with_the_table(self) -> Self:
        known_risks = {each.id: each for each in RISKS}
        if self.id not in known_risks:
            raise fault(
                Text("no risk is called {0}", "没有名为 {0} 的风险").format(self.id),
                Text("see sim/results/risks/table.py", "见 sim/results/risks/table.py"),
                "id",
                self.id,
            )
        measures = known_risks[self.id].measures
        if measures and self.sign.measure not in measures and not {each.measure for each in self.also} & set(measures):
            raise fault(
                Text("none of its signs is one by which the check knows it", "没有一个征兆是检查所依据的"),
                Text("use {0}", "请用 {0}").format(measures),
                "sign",
            )
        return self

    @property
    def name(self) -> str:
        """Id and case."""
        return self.id + self.case

    @property
    def risk(self) -> Risk:
        """The risk it is about."""
        return risk(self.id)

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The sign that decides, and the others."""
        return tuple(each.sign for each in (self.sign, *self.also))


class Risks(Frozen):
    """All rows, and the behaviour of staff who do not care for money."""

    version: Literal[1]
    indifferent: dict[str, Number]
    rows: tuple[Row, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _parameters_exist(self) -> Self:
        unknown = set(self.indifferent) - set(default().names)
        if unknown:
            raise fault(
                Text("unknown parameters", "不认识的参数"),
                Text("see sim/parameters/registry.yaml", "见 sim/parameters/registry.yaml"),
                "indifferent",
                sorted(unknown),
            )
        return self

    def row(self, name: str) -> Row:
        """Return the row of an id with its case.

        Raises:
            KeyError: there is none.
        """
        return {each.name: each for each in self.rows}[name]


@cache
def risks() -> Risks:
    """Return the rows."""
    document: Any = read(file_text(str(FILE)), FILE.name)
    return Risks.model_validate(document.data)
