"""A published experiment as a document: source, workplace in twelve observable fields, schemes, outcomes.

The format is described for people in `FORMAT.md` beside this file.
"""

from __future__ import annotations

import os
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import Field, ValidationError, model_validator

from sim.documents.fields import Factor, Flag, Frozen, Name, Note, Number, Period, Share, Whole, fault
from sim.documents.reading import dotted, read
from sim.documents.remedies import short
from sim.errors import InputError, Problem
from sim.pay.instruments import Curve
from sim.scenario.loading import file_text
from sim.scenario.messages import explain

Value = TypeVar("Value")
Verified = Literal["VERIFIED", "VERIFIED-SECONDARY", "VERIFIED-WEAK", "MEMORY-HIGH", "MEMORY-MED", "MEMORY-LOW"]
SCORED = ("VERIFIED", "VERIFIED-SECONDARY")
#: What can be predicted, with the unit of the prediction.
MEASURES = {
    "output": "%",
    "output_same_people": "%",
    "selection_share": "% of the effect",
    "pay": "%",
    "quits": "%",
    "observed_output": "%",
}
Measure = Literal["output", "output_same_people", "selection_share", "pay", "quits", "observed_output"]


class Observed(Frozen, Generic[Value]):
    """One observable fact of a workplace and why it is what it is."""

    value: Value
    because: Annotated[str, Field(min_length=8, max_length=2000, description="Quoted reason: where the paper says so.")]


class Bonus(Frozen):
    """Money for reaching a result."""

    share: Annotated[Factor, Field(le=5.0, description="Pay at attainment 1, share of usual pay.")]
    target: Annotated[Factor, Field(gt=0.0, description="Result that is attainment 1; 1 = usual output.")] = 1.0
    period: Period = "month"
    curve: Curve = Curve()
    ratchet: Share = 0.0


class Scheme(Frozen):
    """How people are paid, in shares of usual pay before the change, and what else is changed with it."""

    fixed: Annotated[Factor, Field(le=5.0, description="Paid whatever happens.")] = 0.0
    piece: Annotated[Factor, Field(le=5.0, description="Paid in proportion to output; the amount at usual output.")] = (
        0.0
    )
    bonus: Bonus | None = None
    output: Literal["own", "shared"] | None = Field(
        None, description="Whose result pays under this scheme, where it differs from the workplace."
    )
    goal: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="What people or leaders are asked for without money."
    )
    colleagues: Annotated[Number, Field(ge=-0.9, le=5.0)] = Field(
        0.0, description="Relative change of the talent of all but one member of each team."
    )

    @model_validator(mode="after")
    def _pays_something(self) -> Self:
        if self.fixed + self.piece + (self.bonus.share if self.bonus else 0.0) <= 0.0:
            raise fault("the scheme pays nothing", "give `fixed`, `piece` or `bonus`")
        return self


class Workplace(Frozen):
    """The twelve observable fields."""

    team_size: Observed[Annotated[Whole, Field(ge=1, le=60)]]
    pay_to_market: Observed[Annotated[Number, Field(ge=0.2, le=5.0)]]
    scheme_before: Observed[Scheme]
    scheme_after: Observed[Scheme]
    observability: Observed[Share]
    output: Observed[Literal["own", "shared"]]
    timing_discretion: Observed[Literal["none", "some", "full"]]
    quality_discretion: Observed[Literal["none", "some", "full"]]
    requests: Observed[Share]
    staffing: Observed[Literal["open", "frozen"]]
    yearly_turnover: Observed[Annotated[Number, Field(ge=0.0, le=1.5)]]
    tenure_weeks: Observed[tuple[Annotated[Number, Field(ge=0.0, le=2600.0)], ...]]


class Outcome(Frozen):
    """One published outcome; `unit` sign means that only a direction (+1, -1) or a null (0) is known."""

    id: Name
    measure: Measure | None = Field(description="What the model predicts; null where it has no such outcome yet.")
    unit: Literal["pct", "sign", "share_pct"]
    value: Number
    verified: Verified
    address: Note = ""
    note: Note = ""

    @model_validator(mode="after")
    def _fits_its_unit(self) -> Self:
        if self.unit == "sign" and self.value not in (-1.0, 0.0, 1.0):
            raise fault("a sign is -1, 0 or 1", "write the direction, or give `unit: pct` and the size", "value")
        if (self.unit == "share_pct") != (self.measure == "selection_share"):
            raise fault("selection_share goes with `unit: share_pct`", "correct one of the two", "unit", self.unit)
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
    """A published experiment, version 1 of the format."""

    version: Literal[1]
    id: Name
    source: Source
    in_sample: Flag = Field(False, description="Whether a parameter of the registry was set from this study.")
    note: Note = ""
    workplace: Workplace
    horizon_weeks: Observed[Annotated[Whole, Field(ge=1, le=260)]]
    outcomes: tuple[Outcome, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        place, measures = self.workplace, [outcome.measure for outcome in self.outcomes]
        alone = place.team_size.value == 1
        if "observed_output" in measures and alone:
            raise fault("observed_output needs colleagues", "raise team_size.value", "workplace.team_size")
        for name in ("before", "after"):
            if self.shared(name) and self.scheme(name).piece:
                at = f"workplace.scheme_{name}.value.piece"
                raise fault(
                    "piece pay needs own output", "write it as `bonus: {share: …}`", at, self.scheme(name).piece
                )
        if "quits" in measures and place.staffing.value == "frozen":
            raise fault(
                "quits cannot be predicted where staffing is frozen", "set staffing to open", "workplace.staffing"
            )
        ids = [outcome.id for outcome in self.outcomes]
        if len(set(ids)) < len(ids):
            raise fault("two outcomes share an id", "give each its own", "outcomes", ids)
        return self

    def scheme(self, policy: str) -> Scheme:
        """The scheme `before` or `after`."""
        return self.workplace.scheme_after.value if policy == "after" else self.workplace.scheme_before.value

    def shared(self, policy: str) -> bool:
        """Whether the team's result pays under the scheme `before` or `after`."""
        return (self.scheme(policy).output or self.workplace.output.value) == "shared"

    @property
    def assumptions(self) -> int:
        """How many of the twelve facts are assumptions by their own word."""
        reasons = [getattr(self.workplace, name).because for name in Workplace.model_fields]
        return sum("assumption" in reason.lower() for reason in reasons)


def load_study(path: str | os.PathLike[str]) -> Study:
    """Load a study.

    Args:
        path: YAML file, UTF-8.

    Raises:
        InputError: it cannot be read or something in it is wrong; it holds every problem found.
    """
    name, text = str(path), file_text(path)
    if not text.strip():
        raise InputError([Problem(name, 0, "", "the file is empty", "", "`sim evidence --format` explains the format")])
    document = read(text, name)
    problems = list(document.problems)
    try:
        study = Study.model_validate(document.data)
    except ValidationError as error:
        for each in explain(error, Study):
            line = next((document.lines[each.path[:n]] for n in range(len(each.path), -1, -1)
                         if each.path[:n] in document.lines), 1)  # fmt: skip
            problems.append(Problem(name, line, dotted(each.path), each.message, short(each.value), each.remedy))
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.line))
    return study
