"""What a target is worth before anybody tries: mean and spread of attainment if people work as they do today."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.parameters import Parameters
from sim.plan.arrangement import effective_lines
from sim.plan.contract_outlook import own_noise, usual_attainment
from sim.plan.contracts import Contract
from sim.plan.expected import Expected
from sim.units import WEEKS_PER_PERIOD
from sim.vocabulary.metrics import AMOUNTS

WITH_MARKET = (*AMOUNTS, "served")


@dataclass(frozen=True)
class Attainment:
    """Attainment of a period, result / target, as a normal distribution."""

    mean: float
    sd: float

    def chance(self, mark: float) -> float:
        """Probability to reach a mark."""
        return 0.5 * math.erfc((mark - self.mean) / (self.sd * math.sqrt(2.0)))


def attainment(contract: Contract, expected: Expected, parameters: Parameters) -> Attainment:
    """Attainment of one period of a contract under unchanged behaviour.

    The mean is 1 / quota (requests solved in time and right start from the share that is right at once). The spread
    is chance in the work of the people who share the result, independent from week to week, and, for amounts and work
    done, the market's shocks: a first-order autoregression of the company and of its lines, seen before the period
    begins, so at its stationary spread.

    Args:
        contract: one contract.
        expected: what the baseline is expected to bring.
        parameters: noise and shocks, at their values.
    """
    part = contract.part
    weeks = part.windows[0][1] - part.windows[0][0] if part.windows else max(1, round(WEEKS_PER_PERIOD[part.period]))
    quota = 1.0 / max(usual_attainment(contract, expected), 1e-9) if contract.level else part.quota
    usual = 1.0 - parameters.value("rework_base") if contract.metric == "requests" else 1.0
    if contract.metric == "presence":
        usual = 1.0 - float(expected.away[contract.key.role])
    members = part.team_size or len(contract.seats)
    variance = own_noise(contract, expected, members, parameters) ** 2 / weeks
    if contract.metric in WITH_MARKET:
        lines = effective_lines(expected.orders[list(contract.lines)]) if contract.lines else 1.0
        innovation = parameters.value("company_shock_sd") ** 2 + parameters.value("line_shock_sd") ** 2 / max(
            lines, 1.0
        )
        variance += innovation * _persistent(parameters.value("shock_persistence"), weeks)
    return Attainment(usual / quota, math.sqrt(variance) * usual / quota)


def _persistent(persistence: float, weeks: int) -> float:
    """Variance of the mean of `weeks` values of a stationary autoregression with innovation variance 1.

    `(n + 2 sum_k (n - k) rho^k) / (n^2 (1 - rho^2))`, k from 1 to n - 1.
    """
    pairs = sum((weeks - k) * persistence**k for k in range(1, weeks))
    return (weeks + 2.0 * pairs) / (weeks * weeks * max(1.0 - persistence * persistence, 1e-9))
