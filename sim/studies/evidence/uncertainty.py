"""What stands between a simulated effect and a published one: sampling error, and facts that an encoding assumes.

All sizes here are assumptions; published standard errors are almost absent from summaries.
"""

from __future__ import annotations

import math

import numpy as np

from sim.parameters.priors import prior_uniforms
from sim.studies.evidence.document import Outcome, Study
from sim.studies.evidence.measures import Floats

#: A published size without a standard error is taken as three of them, and at least so many per cent.
SIZES_PER_ERROR = 3.0
LEAST_ERROR = {"quits": 5.0, "selection_share": 10.0}
LEAST_ERROR_ELSEWHERE = 1.0
#: A null, or a direction, is what an experiment of this standard error (per cent) found.
UNSIZED_ERROR = {"quits": 8.0}
UNSIZED_ERROR_ELSEWHERE = 2.0
#: Standard deviation of the logarithm of an effect by one assumed fact, and the most by all of them.
ASSUMED_FACT, MOST_ASSUMED = 0.15, 0.5


def published_error(outcome: Outcome) -> float:
    """Return the standard error of a published figure in its unit; for directions and nulls that of the experiment."""
    if outcome.se is not None:
        return outcome.se
    measure = outcome.measure or ""
    if outcome.unit == "sign" or outcome.value == 0.0:
        return UNSIZED_ERROR.get(measure, UNSIZED_ERROR_ELSEWHERE)
    return max(abs(outcome.value) / SIZES_PER_ERROR, LEAST_ERROR.get(measure, LEAST_ERROR_ELSEWHERE))


def encoding_spread(study: Study) -> float:
    """Return the standard deviation of the logarithm of an effect that the assumed facts of a study leave open."""
    return min(ASSUMED_FACT * math.sqrt(study.assumptions), MOST_ASSUMED)


def encoded(study: Study, effects: Floats) -> Floats:
    """Return effects, float64 [draws], under other facts that the encoding might have assumed; keyed by the study."""
    return effects * np.exp(encoding_spread(study) * _scores(f"encoding of {study.id}", len(effects)))


def as_published(study: Study, outcome: Outcome, effects: Floats) -> Floats:
    """Return what an experiment of that size would have published, float64 [draws]: encoding and sampling error."""
    error = published_error(outcome)
    return encoded(study, effects) + error * _scores(f"sample of {study.id} {outcome.id}", len(effects))


def _scores(name: str, count: int) -> Floats:
    """Return float64 [count] keyed standard normal numbers."""
    from scipy.special import ndtri

    return np.asarray(ndtri(prior_uniforms(name, np.arange(count))))
