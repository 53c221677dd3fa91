"""A case and its claims as a document: what a source says, of which policies, and what must hold together for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from sim.documents.fields import Frozen, Name, Note, Number, Whole, fault
from sim.documents.reading import dotted, read
from sim.documents.remedies import did_you_mean, short
from sim.errors import InputError, Problem, SimError
from sim.language.text import Text as Said
from sim.results.measures import BY_NAME
from sim.scenario.loading import file_text, load
from sim.scenario.messages import explain
from sim.scenario.models import Scenario
from sim.studies.sweep.document import MARKET, Value, changed, is_market

SUFFIX = ".claims.yaml"
As = Literal["level", "change", "difference"]


class Text(Frozen):
    """The same thing said in English and in Chinese."""

    en: Note
    zh: Note

    def of(self, lang: str) -> str:
        """The wording of a language, `en` or `zh`."""
        return self.zh if lang == "zh" else self.en


class Uncertain(Text):
    """An entry of the scenario that nobody knows exactly, with the range it is drawn from; `en` and `zh` name it."""

    low: Number | None = None
    high: Number | None = None
    values: tuple[Whole | Number, ...] | None = Field(None, min_length=2, description="A list instead of a range.")
    relative: bool = Field(False, description="Multiply what the scenario says by the value.")
    logs: bool = Field(False, description="Draw evenly in logs: twice as much is as likely as half as much.")

    @model_validator(mode="after")
    def _list_or_range(self) -> Self:
        if (self.low is None or self.high is None) == (self.values is None):
            raise fault(
                Said("needs either both `low` and `high`, or `values`", "需要同时有 `low` 与 `high`,或 `values`"),
                Said("give one of the two", "请给出其中一个"),
                "low",
                self.low,
            )
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise fault(
                Said("`low` must lie below `high`", "`low` 须小于 `high`"), Said("swap them", "请对调"), "low", self.low
            )
        if self.logs and (self.low is None or self.low <= 0.0):
            raise fault(
                Said("logs need a range above 0", "对数尺度需要大于 0 的范围"),
                Said("raise `low`, or leave `logs` out", "请调高 `low`,或去掉 `logs`"),
                "low",
                self.low,
            )
        return self

    def at(self, u: float) -> float | int:
        """The value at a coordinate u in [0, 1)."""
        if self.values is not None:
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        assert self.low is not None
        assert self.high is not None
        if self.logs:
            return float(self.low * (self.high / self.low) ** u)
        return self.low + u * (self.high - self.low)


class Variant(Text):
    """A policy in a company that differs in some entries, such as the firm without the condition that a claim names."""

    policy: Name
    changes: dict[Name, Value] = Field(min_length=1, description="Dotted path of the scenario and its value there.")


class Condition(Text):
    """One figure and the bounds in which the source sees it; `en` and `zh` name the figure."""

    measure: Name
    line: Name | None = Field(None, description="Measure this line alone; absent: the company.")
    as_: As = Field(
        "level",
        alias="as",
        description="level; change in % of what it is compared with; difference in its unit. A bound of 0 on a change "
        "or difference is strict.",
    )
    policy: Name | None = Field(None, description="Policy or variant measured; absent: the claim's.")
    against: Name | None = Field(None, description="Policy or variant compared with; absent: the claim's.")
    against_line: Name | None = Field(None, description="Line compared with; absent: the same.")
    weeks: tuple[Whole, Whole] | None = Field(
        None, description="First week and week after the last, counted from the start of the claim's policy."
    )
    against_weeks: tuple[Whole, Whole] | None = Field(None, description="Other weeks for what it is compared with.")
    peak: Name | None = Field(None, description="Instead of weeks: the weeks that this peak of the calendar touches.")
    from_: Number | None = Field(None, alias="from", description="Least value; absent: no lower bound.")
    to: Number | None = Field(None, description="Greatest value; absent: no upper bound.")

    @model_validator(mode="after")
    def _can_be_judged(self) -> Self:
        if self.measure not in BY_NAME:
            raise fault(
                Said("no such measure", "没有这个度量"), did_you_mean(self.measure, BY_NAME), "measure", self.measure
            )
        if self.from_ is None and self.to is None:
            raise fault(
                Said("needs `from`, `to` or both", "需要 `from`、`to` 或两者"),
                Said("say what is claimed", "请写出主张的内容"),
                "from",
            )
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise fault(
                Said("`from` lies above `to`", "`from` 大于 `to`"), Said("swap them", "请对调"), "from", self.from_
            )
        if self.weeks and self.peak:
            raise fault(
                Said("needs either `weeks` or `peak`", "需要 `weeks` 或 `peak` 之一"),
                Said("give one of the two", "请给出其中一个"),
                "peak",
                self.peak,
            )
        for at, span in (("weeks", self.weeks), ("against_weeks", self.against_weeks)):
            if span and span[0] >= span[1]:
                raise fault(
                    Said("ends before it begins", "结束早于开始"),
                    Said("give first week and week after the last", "请给出第一周与最后一周的下一周"),
                    at,
                    span,
                )
        if self.as_ == "level" and (self.against_line or self.against_weeks):
            raise fault(
                Said("a level is compared with nothing", "水平值没有可比较的对象"),
                Said("write `as: change` or `as: difference`", "请写 `as: change` 或 `as: difference`"),
                "as",
                self.as_,
            )
        return self


class Claim(Text):
    """What a source says would come out; all conditions must hold together."""

    policy: Name = Field(description="Policy or variant that the claim is about.")
    against: Name | None = Field(None, description="Policy or variant compared with; absent: the scenario's baseline.")
    conditions: dict[Name, Condition] = Field(min_length=1)


class Case(Frozen):
    """A case of the sources, version 1 of the format: its scenario, and what is claimed about it."""

    version: Literal[1]
    name: Name
    source: tuple[Name, ...] = Field(min_length=1, description="Rows of the catalogue, such as F1.")
    scenario: Name = Field(description="Path of the scenario, from where this file lies.")
    title: Text
    story: Text = Field(description="What the source tells, in our words.")
    readings: tuple[Text, ...] = Field((), description="How we read it, and what the source leaves open.")
    policies: dict[Name, Text] = Field(min_length=1, description="What each policy of the scenario does, for the page.")
    remedies: tuple[Name, ...] = Field((), description="Policies or variants shown beside the claims.")
    watch: tuple[Name, ...] = Field((), description="Measures of the remedies that are shown.")
    uncertain: dict[Name, Uncertain] = Field(
        default_factory=dict, description="Dotted path of the scenario and the range it is drawn from."
    )
    variants: dict[Name, Variant] = Field(default_factory=dict)
    draws: Annotated[Whole, Field(ge=8, le=100_000, description="Draws of everything uncertain.")] = 256
    claims: dict[Name, Claim] = Field(min_length=1)

    @model_validator(mode="after")
    def _paths_are_the_scenario_s(self) -> Self:
        paths = [("uncertain", path) for path in self.uncertain]
        paths += [(f"variants.{name}.changes", path) for name, each in self.variants.items() for path in each.changes]
        for at, path in paths:
            if not is_market(path):
                raise fault(
                    Said("not an entry of the scenario", "不是情景中的项"),
                    Said("begin with {0}", "请以下列之一开头:{0}").format(", ".join(MARKET)),
                    at,
                    path,
                )
        for name in self.watch:
            if name not in BY_NAME:
                raise fault(Said("no such measure", "没有这个度量"), did_you_mean(name, BY_NAME), "watch", name)
        return self

    @property
    def relative(self) -> frozenset[str]:
        """Uncertain entries whose value multiplies what the scenario says."""
        return frozenset(path for path, each in self.uncertain.items() if each.relative)

    def text_of(self, side: str) -> Text:
        """What a side does."""
        return self.variants[side] if side in self.variants else self.policies[side]

    def policy_of(self, side: str) -> str:
        """The policy behind a side, which is a policy or a variant of one."""
        return self.variants[side].policy if side in self.variants else side


def claims_file(path: str | os.PathLike[str]) -> Path:
    """The claims of a file: the file itself, or for a scenario `NAME.yaml` the `NAME.claims.yaml` beside it."""
    file = Path(path)
    beside = file.with_suffix("").with_suffix(SUFFIX) if file.suffix == ".yaml" else file
    return beside if not file.name.endswith(SUFFIX) and beside.exists() else file


def load_case(path: str | os.PathLike[str]) -> tuple[Case, Scenario]:
    """Load a case and its scenario, and check that policies, lines, peaks and entries exist.

    Args:
        path: the claims, or the scenario beside which they lie.

    Raises:
        InputError: something in either file is wrong; it holds every problem found.
    """
    file = claims_file(path)
    name = str(file)
    document = read(file_text(file), name)
    problems = list(document.problems)

    def line(parts: tuple[str | int, ...]) -> int:
        known = (document.lines[parts[:n]] for n in range(len(parts), -1, -1) if parts[:n] in document.lines)
        return next(known, 1)

    def problem(at: tuple[str | int, ...], message: Said | str, value: Any, remedy: Said | str) -> Problem:
        return Problem(name, line(at), dotted(at), message, short(value), remedy)

    if isinstance(document.data, dict) and "company" in document.data:
        remedy = Said("write them into {0}", "请把它们写入 {0}").format(file.with_suffix(SUFFIX).name)
        raise InputError(
            [
                Problem(
                    name,
                    line(()),
                    "",
                    Said("this is a scenario, and no claims lie beside it", "这是一个情景,旁边没有主张文件"),
                    "",
                    remedy,
                )
            ]
        )
    try:
        case = Case.model_validate(document.data)
    except ValidationError as error:
        problems += [problem(each.path, each.message, each.value, each.remedy) for each in explain(error, Case)]
    if problems:
        raise InputError(sorted(problems, key=lambda each: each.line))
    scenario = load(file.parent / case.scenario)
    problems = [problem(*each) for each in _missing(case, scenario)]
    if problems:
        raise InputError(sorted(problems, key=lambda each: each.line))
    return case, scenario


Missing = tuple[tuple[str | int, ...], Said, Any, Said]


def _missing(case: Case, scenario: Scenario) -> list[Missing]:
    """Return what a case names and its scenario does not have: path, message, value, remedy."""
    sides = {**dict.fromkeys(scenario.policies), **dict.fromkeys(case.variants)}
    lines, peaks = [line.name for line in scenario.lines], [peak.name for peak in scenario.calendar.peaks]
    found: list[Missing] = []

    def need(at: tuple[str | int, ...], what: Said, value: str | None, known: Any) -> None:
        if value is not None and value not in known:
            told = Said("there is no such {0}", "没有这个{0}").format(what)
            found.append((at, told, value, did_you_mean(value, [str(each) for each in known])))

    policy, either, line = Said("policy", "方案"), Said("policy or variant", "方案或变体"), Said("line", "品线")
    for name in case.policies:
        need(("policies", name), policy, name, scenario.policies)
    for name in scenario.policies:
        if name not in case.policies:
            told = Said("nothing says what {0!r} does", "没有说明 {0!r} 做什么").format(name)
            added = Said("add it, in English and Chinese", "请用中英文写上")
            found.append((("policies",), told, name, added))
    for name, variant in case.variants.items():
        need(("variants", name, "policy"), policy, variant.policy, scenario.policies)
    for k, side in enumerate(case.remedies):
        need(("remedies", k), either, side, sides)
    for name, claim in case.claims.items():
        need(("claims", name, "policy"), either, claim.policy, sides)
        need(("claims", name, "against"), either, claim.against, sides)
        for key, each in claim.conditions.items():
            at = ("claims", name, "conditions", key)
            need((*at, "policy"), either, each.policy, sides)
            need((*at, "against"), either, each.against, sides)
            need((*at, "line"), line, each.line, lines)
            need((*at, "against_line"), line, each.against_line, lines)
            need((*at, "peak"), Said("peak", "高峰"), each.peak, peaks)
    return found or _wrong_entries(case, scenario)


def _wrong_entries(case: Case, scenario: Scenario) -> list[Missing]:
    """Return uncertain entries and changes of variants that the scenario does not allow."""
    trials: list[tuple[tuple[str | int, ...], str, Value, frozenset[str]]] = [
        (("uncertain", path), path, value, case.relative)
        for path, each in case.uncertain.items()
        for value in (each.at(0.0), each.at(1.0 - 1e-12))
    ]
    trials += [
        (("variants", name, "changes", path), path, value, frozenset())
        for name, each in case.variants.items()
        for path, value in each.changes.items()
    ]
    found: list[Missing] = []
    for at, path, value, relative in trials:
        try:
            changed(scenario, scenario.baseline_name, {path: value}, relative)
        except (SimError, TypeError) as error:
            told = error.words if isinstance(error, SimError) else Said.same(str(error))
            short_of = told.map(lambda words: words.splitlines()[0][:300])
            found.append((at, short_of, value, Said("check the path and the value", "请检查路径与取值")))
    return found
