"""A published experiment as a document: source, a scenario with its policies, why each fact is so, what came out.

The format is described for people in `FORMAT.md` beside this file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from sim.documents.faults import Fault, Faults
from sim.documents.fields import Flag, Frozen, Name, Note, Number, RoleOrAll, Whole, fault
from sim.documents.reading import Document, dotted, read
from sim.documents.remedies import did_you_mean, short
from sim.errors import InputError, Problem
from sim.language.text import Text
from sim.scenario.loading import file_text
from sim.scenario.messages import explain
from sim.scenario.models import Scenario
from sim.studies.evidence.measures import MEASURES
from sim.units import YEAR_WEEKS

Verified = Literal["VERIFIED", "VERIFIED-SECONDARY", "VERIFIED-WEAK", "MEMORY-HIGH", "MEMORY-MED", "MEMORY-LOW"]
SCORED = ("VERIFIED", "VERIFIED-SECONDARY")
#: A third of the studies is kept aside by this draw, made before any of them was run.
SALT, PARTS = "kept aside, 28 November 2026", 3
Reason = Annotated[str, Field(min_length=8, max_length=2000)]
#: What a study's scenario has where it says nothing else: a year of burn-in, people who make what is sold.
WORKPLACE: dict[str, Any] = {
    "version": 1,
    "company": {"start": "2024-01-01", "burn_in_weeks": YEAR_WEEKS, "ties": False},
    "lines": [{"name": "output", "made_per_week": 100, "basket_rmb": 50, "gross_margin": 1.0, "return_rate": 0.0}],
}


class Effect(Frozen):
    """What one policy does to a measure, against another."""

    measure: Annotated[str, Field(max_length=60)] | None = Field(None, description="What the model predicts.")
    of: Name = Field("after", description="Policy that was tried.")
    against: Name = Field("before", description="Policy it was compared with.")
    among: tuple[RoleOrAll, ...] = Field(("all",), description="Roles whose output, pay or people count.")
    weeks: tuple[Whole, Whole] | None = Field(None, description="First week and the week after the last; absent: all.")
    against_weeks: tuple[Whole, Whole] | None = Field(None, description="The same of the other side; absent: as of it.")
    same_people: Flag = Field(False, description="Whether nobody leaves and nobody is hired.")

    @field_validator("measure")
    @classmethod
    def _is_known(cls, measure: str | None) -> str | None:
        if measure is not None and measure not in MEASURES:
            raise fault(
                Text("no measure is called {0!r}", "没有名为 {0!r} 的度量").format(measure),
                did_you_mean(measure, MEASURES),
                value=measure,
            )
        return measure


class Outcome(Effect):
    """One published outcome; `unit` sign: only a direction (+1, -1) or a null (0) is known."""

    id: Name
    cannot: Reason | None = Field(None, description="In place of a measure: why the model cannot say.")
    unit: Literal["pct", "pp", "sign", "share_pct"]
    value: Number
    se: Annotated[Number, Field(gt=0.0)] | None = Field(None, description="Published standard error, in the unit.")
    verified: Verified
    address: Note = ""
    note: Note = ""

    @model_validator(mode="after")
    def _fits_its_unit(self) -> Self:
        if (self.measure is None) == (self.cannot is None):
            raise fault(
                Text("needs either `measure` or `cannot`", "需要 `measure` 或 `cannot` 之一"),
                Text("give one of the two", "请给出其中一个"),
                "measure",
                self.measure,
            )
        if self.unit == "sign" and self.value not in (-1.0, 0.0, 1.0):
            raise fault(
                Text("a sign is -1, 0 or 1", "符号须为 -1、0 或 1"),
                Text("write the direction, or give `unit: pct` and the size", "请写方向,或给出 `unit: pct` 与大小"),
                "value",
            )
        if self.measure and (self.unit == "share_pct") != (self.measure == "selection_share"):
            raise fault(
                Text("selection_share goes with `unit: share_pct`", "selection_share 须与 `unit: share_pct` 同用"),
                Text("correct one of the two", "请改正其中之一"),
                "unit",
                self.unit,
            )
        return self

    @property
    def scored(self) -> bool:
        """Whether it counts: the model has the measure and the figure was read in the source or a summary."""
        return self.measure is not None and self.verified in SCORED


class Source(Frozen):
    """Where the experiment was published."""

    citation: Annotated[str, Field(min_length=3, max_length=500)]
    setting: Annotated[str, Field(min_length=3, max_length=500)]
    address: Note = ""


class Study(Frozen):
    """A published experiment, version 2 of the format."""

    version: Literal[2]
    id: Name
    source: Source
    mechanism: Annotated[str, Field(max_length=60, description="What is at work, for the score by mechanism.")]
    in_sample: Flag = Field(False, description="Whether a parameter of the registry was set from this study.")
    looked_at: Flag = Field(
        False, description="Whether it was looked at before the draw, so that it cannot be kept aside."
    )
    note: Note = ""
    scenario: dict[str, Any] = Field(default_factory=dict, description="A scenario; what is left out is usual.")
    because: dict[str, Reason] = Field(default_factory=dict, description="Fact of the scenario and why it is so.")
    outcomes: tuple[Outcome, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        ids = [outcome.id for outcome in self.outcomes]
        if len(set(ids)) < len(ids):
            raise fault(
                Text("two outcomes share an id", "两个结果编号相同"),
                Text("give each its own", "请给各自的编号"),
                "outcomes",
                ids,
            )
        told = [each for each in self.outcomes if each.measure]
        if bool(told) != bool(self.scenario):
            raise fault(
                Text("a scenario without a measure, or a measure without one", "有情景而无度量,或有度量而无情景"),
                Text("give both or neither", "请都给或都不给"),
                "scenario",
            )
        if self.scenario:
            self._reasons()
            self._policies(told)
        return self

    def _reasons(self) -> None:
        """Refuse facts without a reason and reasons without a fact."""
        facts = set(facts_of(self.scenario))
        for fact in sorted(set(self.because) - facts):
            raise fault(
                Text("no fact of the scenario is called {0}", "情景中没有名为 {0} 的事实").format(fact),
                did_you_mean(fact, facts),
                "because",
                fact,
            )
        for fact in sorted(facts - set(self.because)):
            raise fault(
                Text("{0} has no reason", "{0} 没有理由").format(fact),
                Text(
                    "say in `because` where the paper says so, or write Assumption: …",
                    "请在 `because` 中写明论文出处,或写 Assumption: …",
                ),
                "because",
            )

    def _policies(self, told: list[Outcome]) -> None:
        """Refuse outcomes of policies that the scenario does not have."""
        known = self.plain.policies
        for each in told:
            for name in (each.of, each.against):
                if name not in known:
                    raise fault(
                        Text("no policy is called {0!r}", "没有名为 {0!r} 的方案").format(name),
                        did_you_mean(name, known),
                        "outcomes",
                        each.id,
                    )

    @cached_property
    def plain(self) -> Scenario:
        """The scenario as any other."""
        return Scenario.model_validate(completed(self.id, self.scenario))

    @cached_property
    def frozen(self) -> Scenario:
        """The same with nobody leaving and so nobody hired."""
        company = {**self.scenario["company"], "yearly_turnover": 0.0}
        return Scenario.model_validate(completed(self.id, {**self.scenario, "company": company}))

    @property
    def kept_aside(self) -> bool:
        """Whether the draw put the study into the third that is looked at once, at the end."""
        digest = hashlib.sha256(f"{SALT} {self.id}".encode()).hexdigest()
        return not self.looked_at and int(digest, 16) % PARTS == 0

    @property
    def assumptions(self) -> int:
        """How many facts are assumptions by their own word."""
        return sum("assumption" in reason.lower() for reason in self.because.values())


def facts_of(scenario: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the facts of a scenario that need a reason: fields of the company, policies, other parts."""
    for key, value in scenario.items():
        if key in ("company", "policies") and isinstance(value, Mapping):
            yield from (f"{key}.{name}" for name in value)
        elif key != "baseline":
            yield key


def load_study(path: str | os.PathLike[str]) -> Study:
    """Load a study.

    Args:
        path: YAML file, UTF-8.

    Raises:
        InputError: it cannot be read or something in it is wrong; it holds every problem found.
    """
    name, text = str(path), file_text(path)
    if not text.strip():
        raise InputError(
            [
                Problem(
                    name,
                    0,
                    "",
                    Text("the file is empty", "文件是空的"),
                    "",
                    Text("`sim evidence --format` explains the format", "`sim evidence --format` 说明格式"),
                )
            ]
        )
    document = read(text, name)
    problems = [*document.problems, *_scenario_problems(document)]
    if not problems:
        try:
            return Study.model_validate(document.data)
        except ValidationError as error:
            problems = [_located(document, each, ()) for each in explain(error, Study)]
    raise InputError(sorted(problems, key=lambda problem: problem.line))


def completed(name: str, scenario: Mapping[str, Any]) -> dict[str, Any]:
    """Return a study's scenario with what is usual filled in."""
    company = scenario.get("company", {})
    merged = {**WORKPLACE["company"], **company} if isinstance(company, Mapping) else company
    return {**WORKPLACE, "name": name, **scenario, "company": merged}


def _scenario_problems(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with the scenario of a study."""
    data = document.data if isinstance(document.data, Mapping) else {}
    scenario = data.get("scenario")
    if not isinstance(scenario, Mapping) or not scenario:
        return
    try:
        Scenario.model_validate(completed(str(data.get("id", "study")), scenario))
    except ValidationError as error:
        for each in explain(error, Scenario):
            for fault_ in each.value if isinstance(each.value, Faults) else [each]:
                yield _located(document, fault_, ("scenario",))


def _located(document: Document, each: Fault, at: tuple[str, ...]) -> Problem:
    """Return a fault as a problem with its line."""
    path = (*at, *each.path)
    line = next((document.lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in document.lines), 1)
    return Problem(document.file, line, dotted(path), each.message, short(each.value), each.remedy)
