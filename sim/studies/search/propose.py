"""Which policies to try next: the one file that knows the optimisers.

One objective over ranges: CMA-ES (cmaes) from the best of a first batch that is spread over the whole space. Lists
among the levers: TPE; several objectives: NSGA-II with Deb's constraint domination (both optuna).
A proposer is a deterministic function of its seed and of what it was told, so a search that was stopped proposes the
same policies again and finds their results stored.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.studies.search.judge import Estimate
from sim.studies.sweep.document import Range, Value

#: Beyond every objective, so that any policy within the constraints beats any outside.
FAR = 1e9
#: First standard deviation of the proposals of CMA-ES, as a share of a lever's range.
FIRST_STEP = 0.2


class Proposer(Protocol):
    """Proposes points and learns from their estimates."""

    def ask(self, count: int) -> list[tuple[Any, dict[str, Value]]]:
        """Return (token, values) of points to evaluate."""
        ...

    def tell(self, token: Any, estimate: Estimate | None) -> None:
        """Say what a point came to; None: it failed."""
        ...


def proposer(dimensions: Mapping[str, Range], objectives: int, seed: int, batch: int) -> Proposer:
    """Return the proposer that suits the levers and the number of objectives.

    Raises:
        SimError: the optimisers are not installed.
    """
    if any(find_spec(name) is None for name in ("cmaes", "optuna")):
        raise SimError(
            "a search needs two more packages: pip install 'staff-policy-sim[search]'",
            "搜索还需要两个软件包:pip install 'staff-policy-sim[search]'",
        )
    ranges = all(each.values is None for each in dimensions.values())
    if objectives == 1 and ranges and len(dimensions) > 1:
        return _Evolution(dimensions, seed, batch)
    return _Optuna(dimensions, objectives, seed, batch)


def single(estimate: Estimate | None) -> float:
    """Return one objective with constraints as one number, more is better."""
    if estimate is None:
        return -FAR * FAR
    broken = float(np.maximum(estimate.violations, 0.0).sum())
    return float(estimate.objectives[0]) if broken <= 0.0 else -FAR * (1.0 + broken)


class _Evolution:
    """CMA-ES on the unit cube after a first batch of Sobol points."""

    def __init__(self, dimensions: Mapping[str, Range], seed: int, batch: int) -> None:
        from scipy.stats import qmc

        self.dimensions, self.seed, self.batch = dimensions, seed, max(batch, 4)
        engine = qmc.Sobol(len(dimensions), scramble=True, rng=np.random.default_rng(seed))
        self.first = list(engine.random_base2(int(np.ceil(np.log2(batch))))[:batch])
        self.told: list[tuple[NDArray[np.float64], float]] = []
        self.optimiser: Any = None

    def ask(self, count: int) -> list[tuple[Any, dict[str, Value]]]:
        """Return (place in the unit cube, values)."""
        places = [self.first.pop(0) if self.first else self._evolved() for _ in range(count)]
        return [
            (place, {name: each.at(float(u)) for (name, each), u in zip(self.dimensions.items(), place, strict=True)})
            for place in places
        ]

    def _evolved(self) -> NDArray[np.float64]:
        """Return a proposal of CMA-ES, which begins at the best point so far."""
        if self.optimiser is None:
            from cmaes import CMA

            best = max(self.told, key=lambda pair: pair[1])[0]
            bounds = np.tile([0.0, 1.0], (len(best), 1))
            self.optimiser = CMA(
                mean=np.clip(best, 0.01, 0.99),
                sigma=FIRST_STEP,
                bounds=bounds,
                seed=self.seed,
                population_size=self.batch,
            )
            self.told = []
        return np.clip(np.asarray(self.optimiser.ask()), 0.0, 1.0)

    def tell(self, token: Any, estimate: Estimate | None) -> None:
        """Say what a point came to; a whole generation moves the search."""
        self.told.append((token, single(estimate)))
        if self.optimiser is not None and len(self.told) == self.batch:
            self.optimiser.tell([(place, -value) for place, value in self.told])
            self.told = []


class _Optuna:
    """NSGA-II for several objectives, TPE for lists."""

    def __init__(self, dimensions: Mapping[str, Range], objectives: int, seed: int, batch: int) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks for notebook widgets that nothing here needs
            import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)
        self.single = objectives == 1
        samplers = optuna.samplers
        if self.single:
            sampler: Any = samplers.TPESampler(seed=seed, multivariate=True, constant_liar=True, n_startup_trials=batch)
        else:
            sampler = samplers.NSGAIISampler(population_size=batch, seed=seed)
        self.study = optuna.create_study(directions=["maximize"] * objectives, sampler=sampler)
        self.dimensions = {name: _distribution(each) for name, each in dimensions.items()}
        self.lists = {name: each.values for name, each in dimensions.items() if each.values is not None}

    def ask(self, count: int) -> list[tuple[Any, dict[str, Value]]]:
        """Return (trial, values)."""
        trials = [self.study.ask(self.dimensions) for _ in range(count)]
        return [(trial, {name: self._value(name, trial.params[name]) for name in self.dimensions}) for trial in trials]

    def _value(self, name: str, proposed: Any) -> Value:
        """Return the value of a dimension; of a list the optimiser knows the place only."""
        listed = self.lists.get(name)
        return listed[proposed] if listed is not None else float(proposed)

    def tell(self, token: Any, estimate: Estimate | None) -> None:
        """Say what a point came to."""
        from optuna.trial import TrialState

        if self.single:
            self.study.tell(token, single(estimate))
        elif estimate is None:
            self.study.tell(token, state=TrialState.FAIL)
        else:
            for number, violation in enumerate(estimate.violations):
                token.set_constraint(str(number), float(violation))
            self.study.tell(token, [float(each) for each in estimate.objectives])


def _distribution(values: Range) -> Any:
    """Return the optimiser's word for a lever's values."""
    from optuna.distributions import CategoricalDistribution, FloatDistribution

    if values.values is not None:
        return CategoricalDistribution(list(range(len(values.values))))
    assert values.low is not None
    assert values.high is not None
    return FloatDistribution(values.low, values.high)
