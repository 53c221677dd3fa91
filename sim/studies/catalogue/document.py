"""The catalogue as data: what a row is, where a scenario states it, by which rules it acts, which tests show it."""

from __future__ import annotations

import inspect
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from sim.documents.fields import Frozen, Metric, fault
from sim.documents.reading import read
from sim.language.text import Text
from sim.parameters import Entry, registry
from sim.results.measures import MEASURES
from sim.scenario.loading import file_text
from sim.studies.ablation.document import Instrument, instruments
from sim.studies.fragments import Words

CATALOGUE = Path(__file__).with_name("catalogue.yaml")
Key = Annotated[str, Field(pattern=r"^[a-z0-9_*]+(\.[a-z0-9_*]+)*(: [a-z0-9_]+)?$")]
Rule = Annotated[str, Field(pattern=r"^sim(\.[a-z0-9_]+)+(\.[A-Z][A-Za-z0-9]+)?$")]
Test = Annotated[str, Field(pattern=r"^tests/[a-z0-9_/]+\.py::test_[a-z0-9_]+$")]


class Row(Frozen):
    """One row: see the head of `catalogue.yaml` for what each entry means."""

    id: Annotated[str, Field(pattern=r"^([OISTWKF]\d+|[RE]\.[a-z_]+)$")]
    name: Words
    what: Words
    keys: tuple[Key, ...] = ()
    metrics: tuple[Metric, ...] = ()
    measures: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    remedies: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()

    @field_validator("measures")
    @classmethod
    def _are_measured(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = set(names) - {measure.name for measure in MEASURES}
        if unknown:
            raise fault(
                Text("unknown measures", "不认识的度量"),
                Text("see sim.results.measures", "见 sim.results.measures"),
                value=sorted(unknown),
            )
        return names

    @field_validator("rules")
    @classmethod
    def _can_be_called(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if not hasattr(*_place(name)):
                raise fault(
                    Text("there is no rule {0}", "没有规则 {0}").format(name),
                    Text("correct the name", "请改正名称"),
                    value=name,
                )
        return names

    @property
    def group(self) -> str:
        """Letter of the part of the catalogue."""
        return self.id[0]

    @property
    def instrument(self) -> Instrument | None:
        """What is measured of the row in `sim/ROWS.md`; none where nothing is."""
        return next((row for row in instruments().rows if row.id == self.id), None)

    @property
    def parameters(self) -> tuple[Entry, ...]:
        """Behavioural numbers that matter for the row: those the registry says, and those that switch it off."""
        own = self.instrument.own if self.instrument else ()
        entries = registry().entries
        found = [entry for entry in entries.values() if {self.id, self.group} & set(entry.catalogue)]
        return tuple(dict.fromkeys([*(entries[name] for name in own), *found]))


class Catalogue(Frozen):
    """All rows in order, and the name of each part."""

    version: Literal[1]
    groups: dict[str, Words]
    rows: tuple[Row, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_one_whole(self) -> Self:
        known = [row.id for row in self.rows]
        twice = sorted({name for name in known if known.count(name) > 1})
        if twice:
            raise fault(
                Text("a row stands twice", "同一条目出现两次"),
                Text("keep one of each", "每个只保留一次"),
                "rows",
                twice,
            )
        lost = sorted({name for row in self.rows for name in row.remedies} - set(known))
        lost += sorted({row.group for row in self.rows} - set(self.groups))
        if lost:
            raise fault(
                Text("names rows or parts that are not there", "提到了不存在的条目或部分"),
                Text("correct the names", "请改正名称"),
                "rows",
                lost,
            )
        return self

    def part(self, group: str) -> tuple[Row, ...]:
        """Return the rows of a part, by its letter."""
        return tuple(row for row in self.rows if row.group == group)

    def stated_by(self, kind: str) -> tuple[Row, ...]:
        """Return the structures, incentives and habits that a kind of structure, instrument or programme stands for."""
        return tuple(
            row for row in self.rows if row.group in "OIT" and any(key.endswith(f".kind: {kind}") for key in row.keys)
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of structures, instruments and programmes that rows name."""
        return tuple(dict.fromkeys(key.partition(": ")[2] for row in self.rows for key in row.keys if ": " in key))

    def carried_by(self, rule: str) -> tuple[Row, ...]:
        """Return the rows that a function carries, by its full name."""
        return tuple(row for row in self.rows if rule in row.rules)


def meaning(rule: str) -> str:
    """Return the first sentence of what a function says about itself."""
    return (inspect.getdoc(getattr(*_place(rule))) or "").partition("\n\n")[0].replace("\n", " ")


def _place(rule: str) -> tuple[Any, str]:
    """Return the module of a function and its name there."""
    module, _, name = rule.rpartition(".")
    return import_module(module), name


def _stated(row: Instrument) -> str:
    """Return where a scenario states an instrument, whatever its name there."""
    section, name, *rest = row.key.split(".")
    entry = ".".join(rest) if rest else f"kind: {row.addition[section][name]['kind']}"  # type: ignore[index, call-overload]
    return f"policies.*.{section}.*.{entry}"


def _with_instruments(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with what `sim/studies/ablation` knows about its instruments."""
    common = document.pop("instrument_tests")
    for row in document["rows"]:
        known = {each.id: each for each in instruments().rows}.get(row["id"])
        if known and row["id"].startswith("T"):
            row["tests"] = [*row["tests"], *common]
        elif known:
            row["name"] = known.name.model_dump()
            row["keys"] = [_stated(known), *row.get("keys", ())]
            row["rules"] = list(known.rule)
            row["tests"] = [*common, *row.get("tests", ())]
    return document


@cache
def catalogue() -> Catalogue:
    """Return the catalogue."""
    document = read(file_text(str(CATALOGUE)), CATALOGUE.name)
    return Catalogue.model_validate(_with_instruments(document.data))
