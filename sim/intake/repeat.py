"""Repeat orders per active customer and week, and the rate at which customers are lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar, nnls

from sim.intake.flow import DEFAULT_CHURN, DEFAULT_REPEAT, Flow

LEAST_REPEATS = 200.0
_LOWEST, _HIGHEST = 0.001, 0.5
_PRIOR_SPREAD = 1.0


@dataclass(frozen=True)
class Repeat:
    """Repeat buying of one line.

    Attributes:
        repeat_weekly: orders per active customer and week at season 1.
        churn_weekly: share of active customers lost per week.
        repeat_error, churn_error: standard errors, widened by the overdispersion found; NaN where assumed.
        method: how it was found.
    """

    repeat_weekly: float
    churn_weekly: float
    repeat_error: float
    churn_error: float
    method: str


def estimate_repeat(flow: Flow, demand: np.ndarray, company: Repeat | None = None) -> Repeat:
    """Estimate repeat and churn of customers who buy at a constant rate until they are lost.

    Both readings take the model's own form: a customer a weeks after the first order is still active with probability
    exp(-mu a) and then orders nu * sqrt(demand index) times a week.

    Cohort curve (order exports): orders of customers by weeks a = 1, 2, ... since the week of their first order are
    counts with mean nu * exp(-mu (a - 1)) * exposure_a, exposure being customers observed at that age weighted by
    sqrt(demand); nu and mu are the Poisson maximum of these occurrence/exposure rates (mu with the prior below).
    Guests count as customers who never return. Since the curve does not depend on when a customer truly began,
    customers who began before the export do not bias it.

    Distributed lag (weekly aggregates): repeat orders of week t are
    nu * sqrt(demand_t) * (M_0 e^(-mu t) + sum_j first_j e^(-mu (t - j))), with M_0 customers known before the first
    week; nu and M_0 are non-negative least squares at each mu, mu has the prior lognormal(0.022, sd 1).

    Args:
        flow: complete weeks of the line.
        demand: float64[T] demand index of these weeks.
        company: estimate of all lines together, used for mu, and for nu too, where the line has under 200 repeat
            orders.

    Returns:
        The estimate; defaults of the model's customer panel (0.018, 0.022) where the data have under 30 repeat orders.
    """
    if not flow.repeat_known:
        return Repeat(DEFAULT_REPEAT, DEFAULT_CHURN, float("nan"), float("nan"), "assumed: the data do not tell")
    if flow.repeat_orders.sum() < 30:
        if company is not None:
            return Repeat(
                company.repeat_weekly, company.churn_weekly, float("nan"), float("nan"), "that of the whole company"
            )
        return Repeat(DEFAULT_REPEAT, DEFAULT_CHURN, float("nan"), float("nan"), "assumed: too few repeat orders")
    churn = company.churn_weekly if company is not None and flow.repeat_orders.sum() < LEAST_REPEATS else None
    if flow.cohorts is None:
        return _distributed_lag(flow, np.sqrt(demand), churn)
    return _cohort_curve(flow, np.sqrt(demand), churn)


def _cohort_curve(flow: Flow, root: np.ndarray, churn: float | None) -> Repeat:
    orders, exposure = by_age(flow, root)
    age = np.arange(len(orders), dtype=float)

    def negative_log_likelihood(log_mu: float) -> float:
        shape = exposure * np.exp(-np.exp(log_mu) * age)
        return float(orders.sum() * np.log(shape.sum()) + np.exp(log_mu) * (orders * age).sum() - _prior(log_mu))

    mu = churn or _best(negative_log_likelihood)
    shape = exposure * np.exp(-mu * age)
    nu = float(orders.sum() / shape.sum())
    mean = np.maximum(nu * shape, 1e-9)
    seen = mean > 1.0
    scale = max(1.0, float((((orders - mean) ** 2 / mean)[seen]).sum() / max(1.0, float(np.count_nonzero(seen)) - 2.0)))
    total = mean.sum()
    middle = float((mean * age).sum() / total)
    around = float((mean * (age - middle) ** 2).sum())
    mu_error = float(np.sqrt(scale / around))
    nu_error = nu * float(np.sqrt(scale * (1.0 / total + middle**2 / around)))
    return Repeat(
        nu, mu, nu_error, float("nan") if churn else mu_error, "orders by weeks since the first order (cohort curve)"
    )


def by_age(flow: Flow, root: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Repeat orders and exposure (customers, weighted by `root`) by weeks since the first order.

    Both are float64[T - 1], for 1, 2, ... weeks. The week of the first order itself is left out.
    """
    assert flow.cohorts is not None
    weeks = flow.weeks
    orders = np.array([np.trace(flow.cohorts, age) for age in range(1, weeks)])
    exposure = np.array([float(flow.first_orders[: weeks - age] @ root[age:]) for age in range(1, weeks)])
    return orders, exposure


def _best(negative_log_likelihood) -> float:  # type: ignore[no-untyped-def]
    bounds = (float(np.log(_LOWEST)), float(np.log(_HIGHEST)))
    return float(np.exp(minimize_scalar(negative_log_likelihood, bounds=bounds, method="bounded").x))


def _prior(log_mu: float) -> float:
    """Log density of the prior of the churn rate."""
    return -0.5 * ((log_mu - float(np.log(DEFAULT_CHURN))) / _PRIOR_SPREAD) ** 2


def _distributed_lag(flow: Flow, root: np.ndarray, churn: float | None) -> Repeat:
    at = np.arange(flow.weeks, dtype=float)

    def fit(mu: float) -> tuple[np.ndarray, float]:
        pool = root * _pool(flow.first_orders, mu)
        design = np.column_stack([pool, root * np.exp(-mu * at)])
        weight = 1.0 / np.sqrt(np.maximum(flow.repeat_orders, 1.0))
        coefficients, _ = nnls(design * weight[:, None], flow.repeat_orders * weight)
        misfit = flow.repeat_orders - design @ coefficients
        return coefficients, float(((misfit * weight) ** 2).sum())

    def objective(log_mu: float) -> float:
        return 0.5 * flow.weeks * float(np.log(fit(float(np.exp(log_mu)))[1] + 1e-9)) - _prior(log_mu)

    mu = churn or _best(objective)
    nu, error = float(fit(mu)[0][0]), float("nan")
    step = 0.05
    curvature = (objective(np.log(mu) + step) - 2 * objective(np.log(mu)) + objective(np.log(mu) - step)) / step**2
    if curvature > 0 and not churn:
        error = mu / float(np.sqrt(curvature))
    return Repeat(
        max(nu, 1e-6), mu, float("nan"), error, "repeat orders explained by earlier first orders (distributed lag)"
    )


def _pool(first_orders: np.ndarray, mu: float) -> np.ndarray:
    """Customers seen before and still active, float64[T]; those of the week itself count half."""
    kept = float(np.exp(-mu))
    pool = np.empty(len(first_orders))
    active = 0.0
    for at, fresh in enumerate(first_orders):
        pool[at] = active + 0.5 * fresh
        active = (active + fresh) * kept
    return pool


def known_before(flow: Flow, demand: np.ndarray, repeat: Repeat) -> np.ndarray:
    """First orders that come from customers of the time before the export, float64[T].

    An export begins in the middle of a company's life, so many a "first" order is that of an old customer. Old
    customers not seen so far order at nu * sqrt(demand) and fade by exp(-(mu + nu) t); genuinely new ones follow
    demand. The two are separated by non-negative least squares of first orders on both shapes.

    Args:
        flow: complete weeks of the line.
        demand: float64[T] demand index times trend.
        repeat: repeat and churn of the line.
    """
    if not flow.repeat_known:
        return np.zeros(flow.weeks)
    at = np.arange(flow.weeks, dtype=float)
    fading = repeat.repeat_weekly * np.sqrt(demand) * np.exp(-(repeat.repeat_weekly + repeat.churn_weekly) * at)
    weight = 1.0 / np.sqrt(np.maximum(flow.first_orders, 1.0))
    design = np.column_stack([demand, fading])
    coefficients, _ = nnls(design * weight[:, None], flow.first_orders * weight)
    return np.minimum(coefficients[1] * fading, flow.first_orders)


def demand_from_gmv(index: np.ndarray, repeat_share: float) -> np.ndarray:
    """Demand index s behind a GMV index G.

    New orders follow s and repeat orders its square root, so G = (1 - q) s + q sqrt(s) with q the share of repeat
    orders; solved for sqrt(s). Both indices are 1 together.

    Args:
        index: GMV index, any shape.
        repeat_share: q, 0..1.
    """
    q = min(max(repeat_share, 0.0), 0.999)
    root = (-q + np.sqrt(q * q + 4.0 * (1.0 - q) * np.maximum(index, 0.0))) / (2.0 * (1.0 - q))
    return root * root
