"""What instruments are made of: payout curves, weights, reach, delays, dates on which weights change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from sim.documents.fields import Day, Factor, Flag, Frozen, Metric, Money, Roles, Scope, Share, Whole, fault


def _sum_to_one(weights: dict[str, float]) -> dict[str, float]:
    """Refuse weights that do not sum to 1."""
    total = sum(weights.values())
    if abs(total - 1.0) > 1e-6:
        raise fault(f"the weights sum to {total:g}", "make them sum to 1", value=weights)
    return weights


Weights = Annotated[
    dict[Metric, Share],
    Field(min_length=1, description="Metric and its share of the result; the shares sum to 1."),
    AfterValidator(_sum_to_one),
]
Participants = Annotated[Roles, Field(description="Roles it is for, or all.")]
Reach = Annotated[Scope, Field(description="Whose result counts: own lines, the unit, the company.")]
Delay = Annotated[Whole, Field(ge=0, le=104, description="Weeks between the end of the period and payment.")]
Target = Annotated[Money, Field(description="RMB per person and month at attainment 1.")]


class Lump(Frozen):
    """A fixed amount once attainment reaches a mark."""

    at: Factor = Field(description="Attainment from which the lump is paid.")
    share: Factor = Field(description="Size of the lump as a share of the target amount.")


class Accelerator(Frozen):
    """A steeper slope of the payout above a mark."""

    above: Factor = Field(description="Attainment above which the slope is multiplied.")
    multiple: Factor = Field(description="Slope above the mark as a multiple of the ordinary slope.")


class Curve(Frozen):
    """Payout as a share of the target amount at attainment x.

    `linear`: x from `threshold` up and 0 below; slope multiplied above each accelerator; flat above `cap`; plus lumps.
    With `excess_only` the threshold pays nothing itself: x - threshold above it.
    """

    threshold: Factor = Field(0.0, description="Attainment below which nothing is paid.")
    lumps: tuple[Lump, ...] = Field((), max_length=8, description="Fixed amounts at marks.")
    accelerators: tuple[Accelerator, ...] = Field((), max_length=8, description="Steeper slopes above marks, rising.")
    cap: Factor | None = Field(None, description="Attainment above which the payout stays flat; absent: no cap.")
    linear: Flag = Field(True, description="false keeps the lumps only.")
    excess_only: Flag = Field(False, description="Pay only what exceeds the threshold, without a jump at it.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        marks = [step.above for step in self.accelerators]
        if marks != sorted(set(marks)):
            raise fault("accelerators must rise", "order them by `above`, each mark once", "accelerators", marks)
        if self.cap is not None and self.cap < self.threshold:
            raise fault("the cap lies below the threshold, so nothing is ever paid", "raise `cap`", "cap", self.cap)
        if self.cap is not None and marks and marks[-1] >= self.cap:
            raise fault("an accelerator at or above the cap has no effect", "lower it or raise `cap`", "accelerators")
        if marks and marks[0] < self.threshold:
            raise fault("an accelerator below the threshold", "raise it to the threshold or above", "accelerators")
        if not self.linear and not self.lumps:
            raise fault("without a linear part and without lumps nothing is paid", "add `lumps`", "linear", False)
        return self

    @property
    def kinks(self) -> tuple[tuple[float, float], ...]:
        """Attainment above which the slope changes, and by how much; the slope is 1 from the threshold on."""
        if not self.linear:
            return ()
        marks = [(self.threshold, 1.0), *((step.above, step.multiple) for step in self.accelerators)]
        if self.cap is not None:
            marks.append((self.cap, 0.0))
        slopes = [0.0, *(slope for _, slope in marks)]
        return tuple((at, slope - before) for (at, slope), before in zip(marks, slopes, strict=False))

    @property
    def steps(self) -> tuple[tuple[float, float], ...]:
        """Attainment from which a fixed share is paid, and that share: the lumps, and the jump at the threshold."""
        lumps = tuple((lump.at, lump.share) for lump in self.lumps)
        jump = self.linear and self.threshold > 0.0 and not self.excess_only
        return ((self.threshold, self.threshold), *lumps) if jump else lumps

    def payout(self, attainment: float) -> float:
        """Payout at an attainment as a share of the target amount."""
        sloped = sum(change * max(0.0, attainment - at) for at, change in self.kinks)
        return sloped + sum(share for at, share in self.steps if attainment >= at)


class WeightShift(Frozen):
    """Other weights between two days: for a season that comes back (I3), or from a day on for good (I4)."""

    from_: Day = Field(alias="from", description="First day with these weights.")
    until: Day | None = Field(None, description="Last day; absent: for good.")
    yearly: Flag = Field(False, description="Whether it comes back every year on the same days.")
    weights: Weights | None = Field(None, description="The weights of these days.")
    metric: Metric | None = Field(
        None, description="Or one metric whose weight rises; the others shrink in proportion."
    )
    rises_by: Share = Field(0.0, description="By how much the weight of that metric rises.")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until < self.from_:
            raise fault("ends before it begins", "swap or correct the days", "until", str(self.until))
        if (self.weights is None) == (self.metric is None):
            raise fault("needs either `weights` or `metric`", "give one of the two", "weights")
        if self.yearly and self.until is None:
            raise fault("comes back every year but has no last day", "add `until`", "until")
        return self

    def moved(self, weights: Mapping[str, float]) -> dict[str, float]:
        """The weights of these days, given the usual ones."""
        if self.weights is not None:
            return {str(metric): share for metric, share in self.weights.items()}
        before = weights.get(str(self.metric), 0.0)
        after = min(1.0, before + self.rises_by)
        rest = (1.0 - after) / (1.0 - before) if before < 1.0 else 0.0
        return {metric: share * rest for metric, share in weights.items()} | {str(self.metric): after}
