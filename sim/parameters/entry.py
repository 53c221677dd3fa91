"""What the registry says about one behavioural number, and about one role."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=1)]


class Record(BaseModel):
    """A frozen row of the registry; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Prior(Record):
    """How sure we are of a number.

    Kinds: `fixed` (known or set by convention); `truncated_normal` around the value on [low, high] with a standard
    deviation of a quarter of the range; `lognormal` with the value as median, truncated to [low, high], with a standard
    deviation of the logarithm of ln(high / low) / 4; `spike`: exactly `at` with `probability`, else truncated normal.
    """

    kind: Literal["fixed", "truncated_normal", "lognormal", "spike"]
    low: float | None = None
    high: float | None = None
    at: float | None = None
    probability: Annotated[float, Field(gt=0.0, lt=1.0)] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        ranged = self.kind != "fixed"
        if ranged != (self.low is not None) or ranged != (self.high is not None):
            raise ValueError(f"a {self.kind} prior {'needs' if ranged else 'has no'} low and high")
        spiked = self.kind == "spike"
        if spiked != (self.at is not None) or spiked != (self.probability is not None):
            raise ValueError(f"a {self.kind} prior {'needs' if spiked else 'has no'} at and probability")
        if self.low is None or self.high is None:
            return self
        if self.low >= self.high:
            raise ValueError(f"low {self.low:g} must lie below high {self.high:g}")
        if self.kind == "lognormal" and self.low <= 0.0:
            raise ValueError(f"a lognormal prior needs low above 0, not {self.low:g}")
        if self.at is not None and self.at > self.low:
            raise ValueError(f"the spike at {self.at:g} must not lie above low {self.low:g}")
        return self

    def contains(self, value: float) -> bool:
        """Return whether the prior allows this value; a fixed prior allows any."""
        if self.low is None or self.high is None:
            return True
        return self.low <= value <= self.high or value == self.at


class Entry(Record):
    """One number of the model: value, unit, prior, meaning, source and what data would identify it.

    `verified` grades the source: `verified` (abstract or excerpt read), `secondary` (read in a summary by others),
    `memory` (from memory, not checked), `assumption` (a modelling choice). `catalogue` lists the rows of
    the programme catalogue the number matters for (O structures, I instruments, S stages, T habits, W work, K risks).
    """

    name: Text
    group: Text
    value: float
    unit: Text
    prior: Prior
    meaning: Text
    source: Text
    identified_by: Text
    address: Text | None = None
    verified: Literal["verified", "secondary", "memory", "assumption"] = "assumption"
    catalogue: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if not self.prior.contains(self.value):
            raise ValueError(
                f"the value {self.value:g} lies outside its prior [{self.prior.low:g}, {self.prior.high:g}]"
            )
        return self


class Workplaces(Record):
    """How far the strength of a mechanism differs between workplaces.

    Attributes:
        share: part of the variance of a prior that lies between workplaces; the rest is how little is known of the
            typical one.
        shares: mechanism -> the same, where published effects differ more (or less) than usual between workplaces.
        mechanisms: name -> parameters that are stronger or weaker together in a workplace.
        source: where the shares come from.
    """

    share: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.0
    shares: dict[str, Annotated[float, Field(ge=0.0, lt=1.0)]] = {}
    mechanisms: dict[str, tuple[Text, ...]] = {}
    source: Text = "assumption"

    def mechanism_of(self, name: str) -> str | None:
        """Return the mechanism that a parameter belongs to, if any."""
        return next((mechanism for mechanism, names in self.mechanisms.items() if name in names), None)

    def share_of(self, mechanism: str) -> float:
        """Return the part of the variance of a mechanism's numbers that lies between workplaces."""
        return self.shares.get(mechanism, self.share)


class Label(Record):
    """A name in English and in Chinese."""

    en: Text
    zh: Text


class Mix(Record):
    """What makes a role's work grow: shares or work per event of each driver."""

    constant: Annotated[float, Field(ge=0.0)] = 0.0
    season: Annotated[float, Field(ge=0.0)] = 0.0
    orders: Annotated[float, Field(ge=0.0)] = 0.0
    returns: Annotated[float, Field(ge=0.0)] = 0.0
    late: Annotated[float, Field(ge=0.0)] = 0.0


class Role(Record):
    """How a role works; what it is called is in `sim.vocabulary.roles`.

    Attributes:
        work: what the role does for a line.
        perishable: whether unserved work is lost at the end of the week (else it waits).
        priority: class of the work; 1 is served first.
        speed: share of the gap that the role's work state closes in a week (1 at once, 0 no state).
        utilisation: measured load at season 1 on the baseline arrangement.
        block_weeks: time one piece of work blocks one person, weeks.
        drop_weeks: work older than this is dropped, weeks; 0 means never.
        common_share: share of the role's work that is common to all lines.
        care_weight: how far care in this role reaches the customer, 0 to 1.
        observability: how well others can see what one person contributes, 0 to 1.
        mix: drivers of the work.
    """

    work: Text
    perishable: bool
    priority: Annotated[int, Field(ge=1, le=3)]
    speed: Annotated[float, Field(ge=0.0, le=1.0)]
    utilisation: Annotated[float, Field(gt=0.0)]
    block_weeks: Annotated[float, Field(ge=0.0)]
    drop_weeks: Annotated[float, Field(ge=0.0)]
    common_share: Annotated[float, Field(ge=0.0, le=1.0)]
    care_weight: Annotated[float, Field(ge=0.0, le=1.0)]
    observability: Annotated[float, Field(ge=0.0, le=1.0)]
    mix: Mix
