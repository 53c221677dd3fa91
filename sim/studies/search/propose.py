"""Which policies to try next: the one file that knows the optimiser (optuna).

Several objectives: NSGA-II with Deb's constraint domination. One objective over ranges: CMA-ES; over lists: TPE.
The proposer is a deterministic function of its seed and of what it was told, so a search that was stopped proposes the
same policies again and finds their results stored.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from sim.studies.search.judge import Estimate
from sim.studies.sweep.document import Range, Value

#: Beyond every objective, so that any policy within the constraints beats any outside.
FAR = 1e9


class Proposer:
    """Proposes points and learns from their estimates."""

    def __init__(self, dimensions: Mapping[str, Range], objectives: int, seed: int, batch: int) -> None:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)
        self.single = objectives == 1
        listed = any(each.values is not None for each in dimensions.values())
        samplers = optuna.samplers
        if not self.single:
            sampler: Any = samplers.NSGAIISampler(population_size=batch, seed=seed)
        elif listed or len(dimensions) == 1:
            sampler = samplers.TPESampler(seed=seed, multivariate=True, constant_liar=True, n_startup_trials=batch)
        else:
            sampler = samplers.CmaEsSampler(seed=seed, popsize=batch, n_startup_trials=1)
        self.study = optuna.create_study(directions=["maximize"] * objectives, sampler=sampler)
        self.dimensions = {name: _distribution(each) for name, each in dimensions.items()}
        self.lists = {name: each.values for name, each in dimensions.items() if each.values is not None}

    def ask(self, count: int) -> list[tuple[Any, dict[str, Value]]]:
        """Return (trial, values) of points to evaluate."""
        trials = [self.study.ask(self.dimensions) for _ in range(count)]
        return [(trial, {name: self._value(name, trial.params[name]) for name in self.dimensions}) for trial in trials]

    def _value(self, name: str, proposed: Any) -> Value:
        """Return the value of a dimension; of a list the optimiser knows the place only."""
        listed = self.lists.get(name)
        return listed[proposed] if listed is not None else float(proposed)

    def tell(self, trial: Any, estimate: Estimate | None) -> None:
        """Say what a point came to; None: it failed."""
        from optuna.trial import TrialState

        if estimate is None:
            self.study.tell(trial, state=TrialState.FAIL)
            return
        broken = float(sum(max(0.0, each) for each in estimate.violations))
        if not self.single:
            for number, violation in enumerate(estimate.violations):
                trial.set_constraint(str(number), float(violation))
        if self.single:
            self.study.tell(trial, float(estimate.objectives[0]) if broken <= 0.0 else -FAR * (1.0 + broken))
        else:
            self.study.tell(trial, [float(each) for each in estimate.objectives])


def _distribution(values: Range) -> Any:
    """Return the optimiser's word for a lever's values."""
    from optuna.distributions import CategoricalDistribution, FloatDistribution

    if values.values is not None:
        return CategoricalDistribution(list(range(len(values.values))))
    assert values.low is not None
    assert values.high is not None
    return FloatDistribution(values.low, values.high)
