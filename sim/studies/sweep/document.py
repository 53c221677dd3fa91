"""A sweep as a document: scenario, policies, levers, uncertainties, measures, design, replicates."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from sim.documents.fields import Frozen, Name, Note, Number, Whole, fault
from sim.documents.reading import dotted, read
from sim.documents.remedies import did_you_mean, short
from sim.errors import InputError, Problem, SimError
from sim.language.text import Text, in_both
from sim.parameters import Parameters, default
from sim.parameters.priors import quantile
from sim.scenario.loading import file_text, load
from sim.scenario.messages import explain
from sim.scenario.models import Scenario
from sim.studies.sweep.goals import Goals

Value = float | int | str | bool
#: Sections of a scenario that a path may begin with; every other path is one of a policy.
MARKET = ("calendar", "campaigns", "channel", "budgets", "company", "lines", "shocks")
#: Mappings in which a path may name an entry that is not there yet.
OPEN_ENDED = ("base_change", "headcount", "utilisation")
MOST_POINTS = 1_000_000


class Range(Frozen):
    """Values that a lever or an uncertain number takes: a list, a range, or a parameter's prior."""

    values: tuple[Value, ...] | None = Field(None, min_length=1)
    low: Number | None = None
    high: Number | None = None
    prior: bool = Field(False, description="Take a parameter's values from its prior.")
    relative: bool = Field(False, description="Multiply what the document says by the value.")

    @model_validator(mode="after")
    def _list_or_range(self) -> Self:
        ranged = self.low is not None and self.high is not None
        if (self.values is not None) + ranged + self.prior != 1:
            raise fault(
                Text(
                    "needs either `values`, or both `low` and `high`, or a prior",
                    "需要 `values`,或同时有 `low` 与 `high`,或一个先验",
                ),
                Text("give one of the three", "请给出三者之一"),
            )
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise fault(
                Text("`low` must lie below `high`", "`low` 须小于 `high`"), Text("swap them", "请对调"), "low", self.low
            )
        return self

    def at(self, u: float) -> Value:
        """The value at a coordinate u in [0, 1) of a list or range."""
        if self.values is not None:
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        assert self.low is not None
        assert self.high is not None
        return self.low + u * (self.high - self.low)


def _prior(given: Any) -> Any:
    """Turn the word `prior` into a range."""
    return {"prior": True} if given == "prior" else given


class Design(Frozen):
    """How points are chosen in the space of levers and uncertainties."""

    kind: Literal["grid", "list", "latin_hypercube", "sobol", "saltelli", "morris", "one_at_a_time"] = "sobol"
    points: Annotated[Whole, Field(ge=1, le=MOST_POINTS, description="Points; for saltelli and morris blocks.")] = 64
    levels: Annotated[
        Whole, Field(ge=2, le=100, description="Values of a range in grid, morris and one_at_a_time.")
    ] = 4
    seed: Annotated[Whole, Field(ge=0)] = 0
    rows: tuple[dict[str, Value], ...] = Field((), description="For kind list: one mapping of paths to values each.")
    futures: Annotated[Whole, Field(ge=0, le=10_000)] = Field(
        0, description="Sample so many futures of the uncertainties and run every point of the levers in each of them."
    )


class Sweep(Frozen):
    """A sweep, version 1 of the format."""

    version: Literal[1]
    name: Name
    note: Note = ""
    scenario: Name = Field(description="Path of the scenario, from where the sweep's file lies.")
    baseline: Name | None = Field(None, description="Policy to compare with; absent: the scenario's baseline.")
    policies: tuple[Name, ...] = Field(min_length=1, description="Policies that the levers change.")
    levers: dict[Name, Range] = Field(default_factory=dict, description="Dotted path in a policy and its values.")
    uncertainties: dict[Name, Annotated[Range, BeforeValidator(_prior, json_schema_input_type=Range | str)]] = Field(
        default_factory=dict,
        description="Parameter of the registry, or dotted path of the scenario (a market future), and its values.",
    )
    measures: tuple[Name, ...] = Field(("gmv", "turnover", "collaboration", "contribution"), min_length=1)
    design: Design = Design()
    replicates: Annotated[Whole, Field(ge=1, le=100_000)] = 10
    precision: dict[Name, Annotated[Number, Field(gt=0.0)]] = Field(
        default_factory=dict,
        description="Half-width of the 95 % interval of a difference (amounts: % of the baseline); replicates then "
        "double until it is reached or `most_replicates` are run.",
    )
    most_replicates: Annotated[Whole, Field(ge=1, le=100_000)] = 640
    search: Goals | None = Field(None, description="What a search over the levers is after (`sim search`).")

    @model_validator(mode="after")
    def _known_names(self) -> Self:
        from sim.results.measures import BY_NAME

        for name in self.measures:
            if name not in BY_NAME:
                raise fault(Text("no such measure", "没有这个度量"), did_you_mean(name, BY_NAME), "measures", name)
        for name in self.precision:
            if name not in self.measures:
                raise fault(
                    Text("precision of what is not measured", "给了未测量项的精度"),
                    Text("add it to measures", "请加入 measures"),
                    f"precision.{name}",
                    name,
                )
        for name, values in self.uncertainties.items():
            self._check_uncertain(name, values)
        if self.design.futures and not (self.levers and self.uncertainties):
            raise fault(
                Text("futures need levers and uncertainties", "未来情景需要 levers 与 uncertainties"),
                Text("give both, or leave it out", "请两个都给,或去掉"),
                "design.futures",
            )
        for row in self.design.rows:
            for name in row:
                if name not in self.dimensions:
                    raise fault(
                        Text("a row names what is no dimension", "有一行提到了不存在的维度"),
                        Text("add it to levers or uncertainties", "请加入 levers 或 uncertainties"),
                        "design.rows",
                        name,
                    )
        if self.design.kind == "list" and not self.design.rows:
            raise fault(
                Text("a list needs rows", "list 设计需要各行"),
                Text("give design.rows", "请给出 design.rows"),
                "design.rows",
            )
        return self

    @model_validator(mode="after")
    def _goals_are_measured(self) -> Self:
        goals = self.search or Goals.model_construct(objectives=(), constraints=())
        for name in [*(each.measure for each in goals.objectives), *(each.measure for each in goals.constraints)]:
            if name not in self.measures:
                raise fault(
                    Text("a goal that is not measured", "目标未被测量"),
                    Text("add it to measures", "请加入 measures"),
                    "search",
                    name,
                )
        if self.search and self.uncertainties:
            remedy = Text(
                "leave uncertainties out: every replicate draws all uncertain numbers from their priors",
                "请去掉 uncertainties:每次重复都会从先验抽取全部不确定的数值",
            )
            raise fault(
                Text("a search has no uncertainties of its own", "搜索没有自己的 uncertainties"),
                remedy,
                "uncertainties",
            )
        return self

    @staticmethod
    def _check_uncertain(name: str, values: Range) -> None:
        """Refuse uncertainties that are neither a parameter nor a path of the scenario."""
        if is_market(name):
            if values.prior:
                raise fault(
                    Text("only parameters have priors", "只有参数才有先验"),
                    Text("give low and high, or values", "请给出 low 与 high,或 values"),
                    f"uncertainties.{name}",
                    name,
                )
            return
        try:
            default().entry(name)
        except SimError as error:
            remedy = Text("{0}; a market future begins with {1}", "{0};市场未来以下列之一开头:{1}").format(
                error, ", ".join(MARKET)
            )
            raise fault(Text("no such parameter", "没有这个参数"), remedy, f"uncertainties.{name}", name) from None

    @property
    def relative(self) -> frozenset[str]:
        """Dimensions whose value multiplies what the document says."""
        return frozenset(name for name, values in self.dimensions.items() if values.relative)

    @property
    def most(self) -> int:
        """Most replicates of a point."""
        adaptive = self.precision or self.search
        return max(self.replicates, self.most_replicates) if adaptive else self.replicates

    def value_at(self, name: str, u: float, parameters: Parameters | None = None) -> Value:
        """The value of a dimension at a coordinate u in [0, 1); priors are those of `parameters` or the registry."""
        values = self.dimensions[name]
        if not values.prior:
            return values.at(u)
        entry = (parameters or default()).entry(name)
        return float(quantile(entry.prior, entry.value, min(max(u, 1e-9), 1.0 - 1e-9)))

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
    for section, dimensions in (("levers", found.levers), ("uncertainties", found.uncertainties)):
        for dimension, policy in product(dimensions, found.policies):
            if section == "levers" or is_market(dimension):
                _try_out(found, scenario, policy, dimension, (name, section, line((section, dimension))))
    return found, scenario


def _try_out(sweep: Sweep, scenario: Scenario, policy: str, path: str, place: tuple[str, str, int]) -> None:
    """Put the first and the last value of a dimension into a policy.

    Raises:
        InputError: the path leads nowhere, or the document does not allow a value.
    """
    name, section, line = place
    for u in (0.0, 1.0 - 1e-12):
        value = sweep.value_at(path, u)
        try:
            changed(scenario, policy, {path: value}, sweep.relative)
        except (SimError, TypeError) as error:
            words = error.words if isinstance(error, SimError) else Text.same(str(error))
            message = words.map(lambda text: text.splitlines()[0][:300])
            remedy = Text("check the path and the values in policy {0!r}", "请检查方案 {0!r} 中的路径与取值").format(
                policy
            )
            raise InputError([Problem(name, line, f"{section}.{path}", message, str(value), remedy)]) from None


def is_market(path: str) -> bool:
    """Whether a path is one of the scenario rather than of a policy."""
    return path.split(".", maxsplit=1)[0] in MARKET and "." in path


def changed(scenario: Scenario, policy: str, values: Mapping[str, Value], relative: Collection[str] = ()) -> Scenario:
    """Return the scenario with values put in: paths of the scenario for all, other paths for one policy.

    Args:
        scenario: the document.
        policy: the policy that paths without a scenario's section refer to.
        values: dotted path and value; a part names a field, an entry of a list by its `name` or place, or `*` for all.
        relative: paths whose value multiplies what the document says.

    Raises:
        SimError: no such policy, a path that leads nowhere, or a value that the document does not allow.
    """
    scenario.policy(policy)
    document = scenario.model_dump(by_alias=True)
    mine = {**scenario.policies[policy].model_dump(by_alias=True), "extends": None}
    document["policies"] = {**document["policies"], policy: mine}
    for path, value in values.items():
        top, parts = (document, path.split(".")) if is_market(path) else (mine, path.split("."))
        for place, key in _places(top, parts, path):
            place[key] = place[key] * value if path in relative else value
    try:
        return Scenario.model_validate(document)
    except ValidationError as error:
        found = explain(error, Scenario)
        told = [f"{dotted(each.path)}: " + Text.same("") + each.message for each in found]
        raise SimError(in_both(told, "; ", ";")) from None


def _places(top: Any, parts: Sequence[str], path: str) -> list[tuple[Any, Any]]:
    """Return every (container, key) that a path means.

    Raises:
        SimError: it leads nowhere.
    """
    found = [(top, part) for part in _keys(top, parts[0], path)]
    if len(parts) == 1:
        return found
    if parts[0] in OPEN_ENDED and len(parts) == 2:
        return [(top[parts[0]], parts[1])]
    return [each for place, key in found for each in _places(place[key], parts[1:], path)]


def _keys(place: Any, part: str, path: str) -> list[Any]:
    """Return the keys of a container that one part of a path means."""
    if isinstance(place, dict) and part in place:
        return [part]
    if isinstance(place, list | tuple):
        named = [i for i, each in enumerate(place) if part in ("*", str(i)) or _name_of(each) == part]
        if named:
            return named
    names = list(place) if isinstance(place, dict) else [_name_of(each) for each in place or ()]
    raise SimError(
        "there is no {0!r} in {1!r}. {2}",
        "{1!r} 中没有 {0!r}。{2}",
        part,
        path,
        did_you_mean(part, [str(each) for each in names]),
    )


def _name_of(entry: Any) -> Any:
    """Return what an entry of a list is called."""
    return entry.get("name") if isinstance(entry, dict) else None
