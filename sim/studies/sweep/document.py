"""A sweep as a document: scenario, policies, levers, uncertainties, measures, design, replicates."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from sim.errors import InputError, Problem, SimError
from sim.parameters import default
from sim.scenario.fields import Frozen, Name, Note, Number, Whole, fault
from sim.scenario.loading import file_text, load
from sim.scenario.messages import explain
from sim.scenario.models import Scenario
from sim.scenario.reading import dotted, read
from sim.scenario.remedies import did_you_mean, short

Value = float | int | str | bool
MOST_POINTS = 1_000_000


class Range(Frozen):
    """Values that a lever or an uncertain parameter takes: a list, or a range."""

    values: tuple[Value, ...] | None = Field(None, min_length=1)
    low: Number | None = None
    high: Number | None = None

    @model_validator(mode="after")
    def _list_or_range(self) -> Self:
        ranged = self.low is not None and self.high is not None
        if (self.values is None) != ranged:
            raise fault("needs either `values` or both `low` and `high`", "give one of the two")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise fault("`low` must lie below `high`", "swap them", "low", self.low)
        return self

    def at(self, u: float) -> Value:
        """The value at a coordinate u in [0, 1)."""
        if self.values is not None:
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        assert self.low is not None
        assert self.high is not None
        return self.low + u * (self.high - self.low)


class Design(Frozen):
    """How points are chosen in the space of levers and uncertainties."""

    kind: Literal["grid", "list", "latin_hypercube", "sobol", "saltelli", "morris", "one_at_a_time"] = "sobol"
    points: Annotated[Whole, Field(ge=1, le=MOST_POINTS, description="Points; for saltelli and morris blocks.")] = 64
    levels: Annotated[
        Whole, Field(ge=2, le=100, description="Values of a range in grid, morris and one_at_a_time.")
    ] = 4
    seed: Annotated[Whole, Field(ge=0)] = 0
    rows: tuple[dict[str, Value], ...] = Field((), description="For kind list: one mapping of paths to values each.")


class Sweep(Frozen):
    """A sweep, version 1 of the format."""

    version: Literal[1]
    name: Name
    note: Note = ""
    scenario: Name = Field(description="Path of the scenario, from where the sweep's file lies.")
    baseline: Name | None = Field(None, description="Policy to compare with; absent: the scenario's baseline.")
    policies: tuple[Name, ...] = Field(min_length=1, description="Policies that the levers change.")
    levers: dict[Name, Range] = Field(default_factory=dict, description="Dotted path in a policy and its values.")
    uncertainties: dict[Name, Range] = Field(
        default_factory=dict, description="Parameter of the registry and its values."
    )
    measures: tuple[Name, ...] = Field(("gmv", "turnover", "collaboration", "contribution"), min_length=1)
    design: Design = Design()
    replicates: Annotated[Whole, Field(ge=1, le=100_000)] = 10

    @model_validator(mode="after")
    def _known_names(self) -> Self:
        from sim.results.measures import BY_NAME

        for name in self.measures:
            if name not in BY_NAME:
                raise fault("no such measure", did_you_mean(name, BY_NAME), "measures", name)
        for name in self.uncertainties:
            try:
                default().entry(name)
            except SimError as error:
                raise fault("no such parameter", str(error), f"uncertainties.{name}", name) from None
        for row in self.design.rows:
            for name in row:
                if name not in self.dimensions:
                    raise fault(
                        "a row names what is no dimension", "add it to levers or uncertainties", "design.rows", name
                    )
        if self.design.kind == "list" and not self.design.rows:
            raise fault("a list needs rows", "give design.rows", "design.rows")
        return self

    @property
    def dimensions(self) -> dict[str, Range]:
        """Levers, then uncertainties, in the order of the file."""
        return {**self.levers, **self.uncertainties}


def load_sweep(path: str | os.PathLike[str]) -> tuple[Sweep, Scenario]:
    """Load a sweep and its scenario, and check that every lever fits every policy at its first and last value.

    Raises:
        InputError: something in either file is wrong; it holds every problem found.
    """
    name, text = str(path), file_text(path)
    document = read(text, name)
    problems = list(document.problems)

    def line(parts: tuple[str | int, ...]) -> int:
        known = (document.lines[parts[:n]] for n in range(len(parts), -1, -1) if parts[:n] in document.lines)
        return next(known, 1)

    try:
        found = Sweep.model_validate(document.data)
    except ValidationError as error:
        problems += [
            Problem(name, line(each.path), dotted(each.path), each.message, short(each.value), each.remedy)
            for each in explain(error, Sweep)
        ]
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.line))
    scenario = load(Path(path).parent / found.scenario)
    for lever, values in found.levers.items():
        for policy in found.policies:
            for u in (0.0, 1.0 - 1e-12):
                try:
                    changed(scenario, policy, {lever: values.at(u)})
                except (SimError, ValidationError, KeyError) as error:
                    message = str(error).splitlines()[0 if isinstance(error, SimError) else -1][:300]
                    remedy = f"check the path and the values in policy {policy!r}"
                    raise InputError(
                        [Problem(name, line(("levers", lever)), f"levers.{lever}", message, str(values.at(u)), remedy)]
                    ) from None
    return found, scenario


def changed(scenario: Scenario, policy: str, levers: Mapping[str, Value]) -> Scenario:
    """Return the scenario with a policy changed by levers.

    Raises:
        SimError: no such policy, or a path that leads nowhere.
        ValidationError: a value that the document does not allow.
    """
    scenario.policy(policy)
    document = scenario.policies[policy].model_dump(by_alias=True, mode="json")
    document["extends"] = None
    for path, value in levers.items():
        *parents, leaf = path.split(".")
        place: Any = document
        for part in parents:
            place = place.get(part) if isinstance(place, dict) else None
        if not isinstance(place, dict):
            raise SimError(f"policy {policy!r} has no {'.'.join(parents)!r}")
        if leaf not in place and parents not in (["base_change"], ["headcount"]):
            raise SimError(f"policy {policy!r} has no {path!r}. {did_you_mean(leaf, place)}")
        place[leaf] = value
    return scenario.with_policies({policy: document})
