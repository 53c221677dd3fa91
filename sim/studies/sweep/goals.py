"""What a search is after: objectives, constraints, and how hard to look."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Frozen, Name, Number, Whole, fault
from sim.documents.remedies import did_you_mean
from sim.language.text import Text


class Objective(Frozen):
    """A measure whose paired difference from the baseline is to be good."""

    measure: Name
    direction: Literal["up", "down"] | None = Field(None, description="Which way is good; default the measure's own.")
    statistic: Literal["mean", "cautious"] = Field(
        "mean", description="mean of the difference, or what nine in ten companies (luck and uncertain numbers) exceed."
    )

    @model_validator(mode="after")
    def _knows_its_way(self) -> Self:
        from sim.results.measures import BY_NAME

        if self.measure not in BY_NAME:
            raise fault(
                Text("no such measure", "没有这个度量"), did_you_mean(self.measure, BY_NAME), "measure", self.measure
            )
        if self.direction is None and BY_NAME[self.measure].good == "neutral":
            raise fault(
                Text("nobody knows which way is good", "不知道哪个方向为好"),
                Text("add `direction: up` or `down`", "请增加 `direction: up` 或 `down`"),
                "measure",
                self.measure,
            )
        return self

    @property
    def sign(self) -> float:
        """1 where more is better, -1 where less is."""
        from sim.results.measures import BY_NAME

        return 1.0 if (self.direction or BY_NAME[self.measure].good) == "up" else -1.0


class Constraint(Frozen):
    """Bounds on the mean paired difference of a measure: in its unit, amounts per year in % of the baseline."""

    measure: Name
    at_most: Number | None = None
    at_least: Number | None = None

    @model_validator(mode="after")
    def _bounds_something(self) -> Self:
        from sim.results.measures import BY_NAME

        if self.measure not in BY_NAME:
            raise fault(
                Text("no such measure", "没有这个度量"), did_you_mean(self.measure, BY_NAME), "measure", self.measure
            )
        if self.at_most is None and self.at_least is None:
            raise fault(
                Text("bounds nothing", "没有限制任何东西"),
                Text("give at_most, at_least or both", "请给出 at_most、at_least 或两者"),
                "measure",
                self.measure,
            )
        return self


class Goals(Frozen):
    """The search of a study."""

    objectives: tuple[Objective, ...] = Field(min_length=1, max_length=4)
    constraints: tuple[Constraint, ...] = ()
    evaluations: Annotated[Whole, Field(ge=4, le=100_000, description="Policies tried.")] = 200
    batch: Annotated[Whole, Field(ge=2, le=1000, description="Policies proposed at a time.")] = 20
    seed: Annotated[Whole, Field(ge=0)] = 0
    finalists: Annotated[Whole, Field(ge=1, le=50, description="Policies run again with fresh luck.")] = 5
    confirm_replicates: Annotated[Whole, Field(ge=20, le=100_000)] = 400
