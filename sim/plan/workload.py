"""How much work the business makes: set once, on the baseline at season 1, then the same for every policy."""

import numpy as np

from sim.parameters import Parameters, request_matrix, role_table
from sim.scenario.models import Scenario
from sim.units import WEEKS_PER_YEAR
from sim.vocabulary.roles import ROLE_NAMES

TYPICAL_REWORK = 0.2
#: Assumption: share of a week that goes to what colleagues ask for at which the registry's values for help hold.
USUAL_INTERDEPENDENCE = 0.2
WEEKS_TO_FILL = 6.5


def line_sizes(scenario: Scenario) -> np.ndarray:
    """Return float64[roles, L], each role's relative work by line: orders for service and warehouse, visits for
    marketing, number of articles for everybody else. Rows sum to 1 over the lines open today.
    """
    orders = np.array([line.weekly_gmv_rmb / line.basket_rmb for line in scenario.lines])
    visits = np.array([line.visits for line in scenario.lines])
    articles = np.array([line.skus for line in scenario.lines])
    sizes = np.array(
        [
            orders if role in ("service", "warehouse") else visits if role == "marketing" else articles
            for role in ROLE_NAMES
        ],
        float,
    )
    closed = {campaign.opens for campaign in scenario.campaigns}
    open_now = np.array([line.name not in closed for line in scenario.lines])
    return sizes / np.maximum(sizes[:, open_now].sum(axis=1, keepdims=True), 1e-12)


def requests(scenario: Scenario) -> np.ndarray:
    """Return float64[roles, roles], person-weeks asked of the column role per person-week of the (seated) row role."""
    matrix = request_matrix()
    if made(scenario):
        return np.zeros_like(matrix)
    for asking, row in scenario.company.requests.items():
        for asked, share in row.items():
            matrix[ROLE_NAMES.index(asking), ROLE_NAMES.index(asked)] = share
    seated = np.array([role in scenario.company.roles for role in ROLE_NAMES])
    matrix[~seated, :] = 0.0
    matrix[:, ~seated] = 0.0
    np.fill_diagonal(matrix, 0.0)
    return matrix


def skill_of(tenure_weeks: np.ndarray, parameters: Parameters) -> np.ndarray:
    """Return the skill of people with those tenures (learning curve of the registry)."""
    rate = parameters.value("learning_rate")
    return 1.0 - parameters.value("skill_learning_gap") * np.exp(-rate * np.asarray(tenure_weeks, float))


def capacity(scenario: Scenario, parameters: Parameters) -> np.ndarray:
    """Return float64[roles], person-weeks a week that today's staff can do, vacancies and learning included."""
    settled = scenario.company.burn_in_weeks / 2.0
    company = scenario.company
    usual = 0.18 if company.yearly_turnover is None else company.yearly_turnover
    settled_output = parameters.value("settled_output")
    out = np.zeros(len(ROLE_NAMES))
    for role, seats in scenario.company.seats.items():
        vacancy = company.turnover_by_role.get(role, usual) * WEEKS_TO_FILL / WEEKS_PER_YEAR
        tenure = np.resize(np.asarray(seats.tenure_weeks, float), max(seats.heads, 1)) + settled
        out[ROLE_NAMES.index(role)] = (
            seats.heads * skill_of(tenure, parameters).mean() * (1.0 - vacancy) * settled_output
        )
    return out


def utilisation(scenario: Scenario) -> np.ndarray:
    """Return float64[roles], measured load at season 1: the scenario's where given, else the registry's."""
    table = role_table()["utilisation"].astype(float)
    if made(scenario):
        return np.ones(len(ROLE_NAMES))
    for role, load in scenario.company.utilisation.items():
        table[ROLE_NAMES.index(role)] = load
    return table


def made(scenario: Scenario) -> bool:
    """Return whether the company sells what its people make, so that work never runs out."""
    return scenario.lines[0].made_per_week is not None


def units_made(scenario: Scenario, parameters: Parameters) -> float:
    """Return the units a week that today's staff make where the company sells what its people make, else 0."""
    each = scenario.lines[0].made_per_week
    return float(each * capacity(scenario, parameters).sum()) if each else 0.0


def interdependence(scenario: Scenario) -> float:
    """Return how far people need each other: 1 as in an office or more, 0 where nobody asks anybody."""
    share = scenario.company.interdependence
    return 1.0 if share is None else min(1.0, share / USUAL_INTERDEPENDENCE)


def own_work(scenario: Scenario, parameters: Parameters, asked: np.ndarray, mastered: np.ndarray) -> np.ndarray:
    """Return float64[roles, L], person-weeks of own work a week so that own work plus requests give the measured load.

    `mastered` is float64[roles], share of a role's output left where a new channel is not mastered yet.
    Solves (1 + favours_b) P_b + sum_a W_ab P_a / (1 - rework) = load_b x capacity_b for P.
    """
    wanted = utilisation(scenario) * capacity(scenario, parameters) * mastered
    favours = [scenario.company.casual_requests.get(role, 0.0) for role in ROLE_NAMES]
    system = np.diag(1.0 + np.array(favours)) + asked.T / (1.0 - TYPICAL_REWORK)
    own = np.maximum(np.linalg.solve(system, wanted), 0.2 * wanted)
    return own[:, None] * line_sizes(scenario)
