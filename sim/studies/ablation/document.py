"""The instrument rows of the catalogue as data: how each is stated, by which rule people answer it, what undoes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, JsonValue, model_validator

from sim.documents.fields import Flag, Frozen, Number, Whole, fault
from sim.documents.reading import read
from sim.engine.series import SERIES
from sim.language.text import Text
from sim.parameters import default
from sim.scenario.loading import file_text
from sim.studies.fragments import Fragment, Words

INSTRUMENTS = Path(__file__).with_name("instruments.yaml")
#: Margin less the cost of people, beside the recorded series.
CONTRIBUTION = "contribution"
DOSES = 4
Direction = Literal["up", "down"]
Values = dict[str, Number]


class Claim(Words):
    """What becomes of a series, and why."""

    series: str | None = None
    direction: Direction | None = None


class Null(Claim):
    """A setting in which an instrument does nothing (exactly, in its decision) or harms."""

    claim: Literal["nothing", "harm"]
    scenario: Fragment = Field(default_factory=dict, description="Changes of the shop; `lines` changes every line.")
    addition: Fragment | None = Field(None, description="In place of the row's own.")
    parameters: Values = Field(default_factory=dict)

    @model_validator(mode="after")
    def _harms_something(self) -> Self:
        if self.claim == "harm" and (self.series is None or self.direction is None):
            raise fault(
                Text("a harm needs the series it shows in", "危害需要写明它出现在哪个序列"),
                Text("add `series` and `direction`", "请增加 `series` 与 `direction`"),
                "series",
            )
        return self


class Instrument(Frozen):
    """One row: see the head of `instruments.yaml` for what each entry means."""

    id: Annotated[str, Field(pattern=r"^[IT]\d+$")]
    name: Words
    key: Annotated[str, Field(pattern=r"^(pay|programmes|ambassadors)\.[a-z_.]+$")]
    company: Fragment = Field(default_factory=dict, description="Changes of the scenario on both sides, everywhere.")
    base: Fragment = Field(default_factory=dict)
    addition: Fragment = Field(min_length=1)
    doses: tuple[dict[str, JsonValue], ...] = Field(min_length=DOSES, max_length=DOSES)
    rule: tuple[str, ...] = Field(min_length=1)
    decision: Words
    series: str
    direction: Direction
    weeks: tuple[Whole, Whole] | None = None
    own: tuple[str, ...] = Field(min_length=1)
    alongside: tuple[str, ...] = ()
    parameters: Values = Field(default_factory=dict, description="Behaviour that differs from the registry's here.")
    ablation: Fragment = Field(default_factory=dict, description="Changes of the shop for the ablation.")
    hours: Flag = False
    without_hours: Fragment = Field(default_factory=dict, description="What takes its hours away for the ablation.")
    too_large: Claim
    null: Null
    catalogue: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _exists(self) -> Self:
        known = {*SERIES, CONTRIBUTION}
        for where, name in (("series", self.series), ("too_large", self.too_large.series), ("null", self.null.series)):
            if name is not None and name not in known:
                raise fault(
                    Text("there is no series {0!r}", "没有序列 {0!r}").format(name),
                    Text("see the series in sim/ODD.md", "序列见 sim/ODD.md"),
                    where,
                    name,
                )
        named = {*self.own, *self.alongside, *self.parameters, *self.null.parameters}
        if named - set(default().names):
            raise fault(
                Text("unknown parameters", "不认识的参数"),
                Text("see sim/parameters/registry.yaml", "见 sim/parameters/registry.yaml"),
                "own",
                sorted(named),
            )
        for rule in self.rule:
            module, _, function = rule.rpartition(".")
            if not hasattr(import_module(module), function):
                raise fault(
                    Text("there is no rule {0}", "没有规则 {0}").format(rule),
                    Text("correct the name", "请改正名称"),
                    "rule",
                    rule,
                )
        return self

    def added(self, dose: int) -> Fragment:
        """Return the statement of the instrument in a policy at a dose, 0 to 3."""
        return filled(self.addition, self.doses[dose])


class Instruments(Frozen):
    """All rows, and the values under which nobody answers anything."""

    version: Literal[1]
    frozen: Values
    rows: tuple[Instrument, ...] = Field(min_length=1)

    def row(self, name: str) -> Instrument:
        """Return the row of an id.

        Raises:
            KeyError: there is none.
        """
        return {row.id: row for row in self.rows}[name]


def filled(fragment: Any, dose: Mapping[str, JsonValue]) -> Any:
    """Return a fragment with every $name replaced by the value of a dose."""
    if isinstance(fragment, Mapping):
        return {key: filled(value, dose) for key, value in fragment.items()}
    if isinstance(fragment, list):
        return [filled(value, dose) for value in fragment]
    if isinstance(fragment, str) and re.fullmatch(r"\$[a-z]+", fragment):
        return dose[fragment[1:]]
    return fragment


@cache
def instruments() -> Instruments:
    """Return the rows of the catalogue."""
    document = read(file_text(str(INSTRUMENTS)), INSTRUMENTS.name)
    return Instruments.model_validate(document.data)
