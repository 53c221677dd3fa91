"""Customers of the model against a published model of buying, BG/NBD, and what customers of a shop then did.

Fader, Hardie and Lee 2005. Its four numbers are the maximum of the likelihood over all 23,570 customers of the data in
`tests/data/cdnow`: r .267, alpha 5.99 weeks, a .483, b 2.11.
"""

from pathlib import Path

import numpy as np
import pytest
from scipy.special import hyp2f1

from sim.intake.flow import Flow
from sim.intake.repeat import Repeat, estimate_repeat

R, ALPHA, A, B = 0.26712, 5.98634, 0.48350, 2.11149
NEW, REPEATS = np.loadtxt(
    Path(__file__).parent.parent / "data" / "cdnow" / "weekly.csv", delimiter=",", skiprows=1, usecols=(1, 2)
).T


def flow(weeks: int) -> Flow:
    """Return the first weeks as a flow of orders."""
    new, repeats, none = NEW[:weeks], REPEATS[:weeks], np.zeros(weeks)
    return Flow("", 0, none, none, none, new + repeats, new, repeats, new, none, none)


def cumulative(expected) -> np.ndarray:
    """Return float64[weeks], repeat orders up to the end of each week of customers won in the middle of theirs."""
    weeks = len(NEW)
    ages = np.subtract.outer(np.arange(weeks) + 1.0, np.arange(weeks) + 0.5)
    return np.where(ages > 0.0, expected(np.maximum(ages, 0.0)), 0.0) @ NEW


def bg_nbd(age):
    grown = (ALPHA / (ALPHA + age)) ** R * hyp2f1(R, B, A + B - 1.0, age / (ALPHA + age))
    return (A + B - 1.0) / (A - 1.0) * (1.0 - grown)


def model(found: Repeat):
    return lambda age: found.repeat_weekly / found.churn_weekly * -np.expm1(-found.churn_weekly * age)


def test_customers_seen_for_a_year_and_a_half_are_told_as_well_as_by_the_published_model() -> None:
    ours = cumulative(model(estimate_repeat(flow(78), np.ones(78))))
    theirs, data = cumulative(bg_nbd), REPEATS.cumsum()
    assert theirs[-1] == pytest.approx(data[-1], rel=0.04)
    assert ours[-1] == pytest.approx(theirs[-1], rel=0.15)
    assert ours[-1] == pytest.approx(data[-1], rel=0.15)


def test_one_rate_of_loss_loses_customers_too_fast_beyond_what_was_seen() -> None:
    """A known limit: who stays after nine months stays longer than one rate says; the published model knows."""
    ours = cumulative(model(estimate_repeat(flow(39), np.ones(39))))
    later, data = ours[-1] - ours[38], REPEATS[39:].sum()
    assert 0.25 * data < later < 0.85 * data
