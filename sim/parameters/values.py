"""One point in parameter space with its priors, and draws from the priors."""

import dataclasses
import difflib
import functools
import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import SimError
from sim.language.text import Text
from sim.parameters.entry import Entry, Prior
from sim.parameters.loading import record_dtype, registry
from sim.parameters.posterior import Posterior, posterior
from sim.parameters.priors import prior_uniforms, quantile
from sim.views import view

FIXED = Prior(kind="fixed")
SMALLEST = 1e-9


@functools.cache
def _positions(names: tuple[str, ...]) -> dict[str, int]:
    return {name: position for position, name in enumerate(names)}


@dataclasses.dataclass(frozen=True, eq=False)
class Parameters:
    """A value and a prior for every scalar parameter; frozen.

    Attributes:
        names: names in the order of the registry.
        values: float64 [n], read-only, in the units of the registry.
        priors: one prior per name; centred on the value.
        calibrated: whether draws hold what published experiments leave of the priors; else the priors alone.
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]
    priors: tuple[Prior, ...] = dataclasses.field(repr=False)
    calibrated: bool = True

    def __post_init__(self) -> None:
        """Copy the values and make the copy read-only."""
        values = np.array(self.values, dtype=np.float64)
        if not len(self.names) == len(self.priors) == values.size:
            raise ValueError(
                f"{len(self.names)} names need as many values and priors, not {values.size} and {len(self.priors)}"
            )
        values.flags.writeable = False
        object.__setattr__(self, "values", values)

    def __eq__(self, other: object) -> bool:
        """Return whether names, values and priors agree."""
        if not isinstance(other, Parameters):
            return NotImplemented
        return (
            self.names == other.names
            and self.priors == other.priors
            and self.calibrated == other.calibrated
            and bool(np.array_equal(self.values, other.values))
        )

    def __hash__(self) -> int:
        """Return a hash that agrees with equality."""
        return hash((self.names, self.values.tobytes()))

    def _repr_html_(self) -> str:
        """Return names, values and units, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "parameters")(self)

    def _position(self, name: str) -> int:
        try:
            return _positions(self.names)[name]
        except KeyError:
            raise unknown_parameter(name, self.names) from None

    def value(self, name: str) -> float:
        """Return the value of a parameter in its unit.

        Raises:
            SimError: there is no parameter of this name.
        """
        return float(self.values[self._position(name)])

    def entry(self, name: str) -> Entry:
        """Return what the registry says about a parameter, with the value and the prior that hold here."""
        position = self._position(name)
        return (
            registry()
            .entries[name]
            .model_copy(
                update={
                    "value": float(self.values[position]),
                    "prior": self.priors[position],
                }
            )
        )

    def with_values(self, changes: Mapping[str, float]) -> "Parameters":
        """Return a copy with other values and the same priors (their centre moves along).

        Raises:
            SimError: an unknown name, or a value that is not finite.
        """
        values = self.values.copy()
        for name, value in changes.items():
            values[self._position(name)] = _finite(name, value)
        return dataclasses.replace(self, values=values)

    def uncalibrated(self) -> "Parameters":
        """Return a copy whose draws come from the priors alone."""
        return dataclasses.replace(self, calibrated=False)

    def with_overrides(self, changes: Mapping[str, float | tuple[float, float, float]]) -> "Parameters":
        """Return a copy with values fixed or re-ranged by a scenario.

        Args:
            changes: name -> number (the value is fixed: every draw returns it) or (value, low, high) (the value moves
                and draws stay within low and high).

        Raises:
            SimError: an unknown name, a value outside its range, or a range its prior cannot have.
        """
        values, priors = self.values.copy(), list(self.priors)
        for name, change in changes.items():
            position = self._position(name)
            value, priors[position] = _overridden(name, priors[position], change)
            values[position] = value
        return dataclasses.replace(self, values=values, priors=tuple(priors))

    def draw(self, replicate: int, experiment: int = 0) -> "Parameters":
        """Return the keyed prior draw of one replicate, with every prior fixed at what was drawn."""
        row = draws(self, [replicate], experiment)[0]
        return Parameters(self.names, np.array(row.tolist()), (FIXED,) * len(self.names))

    def record(self) -> NDArray[np.void]:
        """Return the values as a structured array of shape [1] and type DTYPE."""
        record = np.empty(1, dtype=record_dtype(self.names))
        for name, value in zip(self.names, self.values, strict=True):
            record[name] = value
        return record


def _finite(name: str, value: float) -> float:
    """Return the value as a float, refusing what is not a finite number."""
    if not math.isfinite(value):
        raise SimError("{0}: a parameter must be a finite number, not {1}", "{0}:参数须为有限数,现为 {1}", name, value)
    return float(value)


def unknown_parameter(name: str, names: Sequence[str]) -> SimError:
    """Return the error for a name that is not in the registry, with the nearest names."""
    near = difflib.get_close_matches(name, names, n=3)
    hint = Text("; did you mean {0}?", ";是否指 {0}?").format(" or ".join(near)) if near else ""
    return SimError("there is no parameter {0!r}{1}", "没有名为 {0!r} 的参数{1}", name, hint)


def _overridden(name: str, prior: Prior, change: float | tuple[float, float, float]) -> tuple[float, Prior]:
    """Return the value and the prior after an override by a number or by (value, low, high)."""
    if isinstance(change, int | float):
        return _finite(name, change), FIXED
    value, low, high = (_finite(name, part) for part in change)
    if not low <= value <= high:
        raise SimError(
            "{0}: the value {1:g} lies outside its range [{2:g}, {3:g}]",
            "{0}:取值 {1:g} 超出范围 [{2:g}, {3:g}]",
            name,
            value,
            low,
            high,
        )
    if low == high:
        return value, FIXED
    if prior.kind == "lognormal" and low <= 0.0:
        raise SimError(
            "{0}: its prior is lognormal, so the range must lie above 0, not start at {1:g}",
            "{0}:其先验为对数正态,范围须大于 0,不能从 {1:g} 开始",
            name,
            low,
        )
    if prior.kind == "lognormal":
        return value, Prior(kind="lognormal", low=low, high=high)
    if prior.at is not None and prior.at <= low:
        return value, Prior(kind="spike", at=prior.at, probability=prior.probability, low=low, high=high)
    return value, Prior(kind="truncated_normal", low=low, high=high)


@functools.cache
def default() -> Parameters:
    """Return the parameters of the packaged registry at their defaults."""
    entries = registry().entries.values()
    return Parameters(
        tuple(entry.name for entry in entries),
        np.array([entry.value for entry in entries]),
        tuple(entry.prior for entry in entries),
    )


def draws(
    parameters: Parameters, replicates: int | ArrayLike, experiment: int = 0, workplace: int = 0
) -> NDArray[np.void]:
    """Return keyed draws of possible workplaces.

    What is not known of a typical workplace comes from the calibrated draws, or from the prior of a parameter that was
    not calibrated or was changed. On top, parameters of one mechanism are stronger or weaker together from workplace to
    workplace; both parts make up the spread of the prior.

    Args:
        parameters: values and priors to draw around.
        replicates: how many (then 0, 1, ...), or the replicate numbers themselves, each in [0, 2^32).
        experiment: number of the experiment, part of the key.
        workplace: another number gives other workplaces of which the same is known.

    Returns:
        Structured array of shape [replicates] and type DTYPE. Row r depends on replicate r only.
    """
    numbers = np.arange(replicates) if isinstance(replicates, int | np.integer) else np.asarray(replicates)
    table = np.empty(numbers.shape, dtype=record_dtype(parameters.names))
    known = posterior() if parameters.calibrated else Posterior()
    row = known.rows(prior_uniforms("posterior", numbers, experiment)) if known.names else None
    for name, value, prior in zip(parameters.names, parameters.values.tolist(), parameters.priors, strict=True):
        if prior.kind == "fixed":
            table[name] = value
            continue
        uniform = prior_uniforms(name, numbers, experiment)
        if row is not None and known.holds(name, value, prior):
            uniform = known.uniforms(name, row)
        mechanism = registry().workplaces.mechanism_of(name)
        if mechanism:
            there = prior_uniforms(f"{mechanism} of workplace {workplace}", numbers, experiment)
            uniform = in_workplace(uniform, there, registry().workplaces.share_of(mechanism))
        table[name] = quantile(prior, value, uniform)
    return table


def in_workplace(uniform: NDArray[np.float64], there: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return the quantile in one workplace from that in a typical one and how strong the mechanism is there.

    `share` is the part of the variance that lies between workplaces.
    """
    from scipy.special import ndtr, ndtri

    score = math.sqrt(1.0 - share) * ndtri(uniform) + math.sqrt(share) * ndtri(there)
    return np.clip(ndtr(score), SMALLEST, 1.0 - SMALLEST)
