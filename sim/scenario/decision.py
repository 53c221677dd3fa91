"""What decides between policies: an objective and guardrails, stated before anything is run."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Frozen, Name, Number, fault
from sim.language.text import Text


class Guardrail(Frozen):
    """What a policy may not do to one measure."""

    worse_by: Annotated[Number, Field(ge=0.0, le=1e6)] | None = Field(
        None, description="How much worse than today's policy: % for amounts per year, else in the measure's unit."
    )
    at_least: Number | None = Field(None, description="Smallest value allowed, in the measure's unit.")
    at_most: Number | None = Field(None, description="Largest value allowed, in the measure's unit.")
    every: Literal["window", "quarter"] = Field(
        "window", description="Judged over all weeks from the start of the policy, or in each 13 weeks of them."
    )

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        if self.worse_by is None and self.at_least is None and self.at_most is None:
            raise fault(
                Text("a guardrail needs a limit", "底线指标需要界限"),
                Text("give `worse_by`, `at_least` or `at_most`", "请给出 `worse_by`、`at_least` 或 `at_most`"),
            )
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise fault(
                Text("`at_least` lies above `at_most`", "`at_least` 大于 `at_most`"),
                Text("exchange them", "请对调"),
                "at_least",
                self.at_least,
            )
        return self


class Decision(Frozen):
    """What decides between policies."""

    objective: Name = Field("contribution", description="Measure that a policy is to improve.")
    least_gain: Annotated[Number, Field(ge=0.0, le=1e6)] = Field(
        0.0, description="Gain worth the trouble: % of today's for amounts per year, else in the measure's unit."
    )
    sure: Annotated[Number, Field(gt=0.0, lt=1.0)] = Field(
        0.8, description="Share of single outcomes from which one is sure enough to roll out."
    )
    guardrails: dict[Name, Guardrail] = Field(
        default_factory=dict, max_length=20, description="Measure and what a policy may not do to it."
    )
