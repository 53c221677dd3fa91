"""A planted threshold is found where it is and verified on both sides; what carries nothing is not said to carry."""

from io import StringIO

import numpy as np
import pytest
from rich.cells import cell_len
from rich.console import Console

import sim
from sim.errors import SimError
from sim.parameters import draws
from sim.parameters.values import default
from sim.scenario.loading import loads
from sim.studies.outcomes import Luck, Outcomes, value
from sim.studies.sensitivity import sensitivity
from sim.studies.sensitivity.carriers import carriers, crossing, movers, uncertain
from sim.studies.sensitivity.find import robust
from sim.studies.sensitivity.published import nearest_studies

#: Two well-paid people without enough to do are dismissed. Severance is in proportion to its months, so the gain is a
#: straight line in them and turns at one known number of months.
SHOP = """
version: 1
name: Small shop
beliefs: prior
company:
  start: 2026-01-05
  weeks: 40
  burn_in_weeks: 12
  seats:
    operations: {heads: 4, base_rmb: 9000}
    data: {heads: 8, base_rmb: 40000}
  requests: {operations: {data: 0}, data: {operations: 0}}
  utilisation: {data: 0.3}
lines:
  - {name: tea, visits: 20000, conversion: 0.03, basket_rmb: 180, gross_margin: 0.45, return_rate: 0.12,
     repeat_weekly: 0.018, churn_weekly: 0.022}
behaviour: {severance_months_per_year: {value: 4, low: 0, high: 8}}
policies:
  today: {}
  fewer: {extends: today, start: 2026-03-02, headcount: {data: -2}}
"""


@pytest.fixture(scope="module")
def shop():
    return loads(SHOP)


@pytest.fixture(scope="module")
def found(shop):
    return sensitivity(sim.compare(shop, replicates=80, progress=False))


def flip(shop) -> float:
    """Return the months of severance at which the gain is nil, by a straight line through two of them."""
    outcomes, gains = Outcomes(shop, Luck(40)), []
    for months in (1.0, 6.0):
        held = {"severance_months_per_year": months}
        start = outcomes.start("fewer")
        pair = [value(outcomes.totals(name, held, start=start), "contribution") for name in ("fewer", "today")]
        gains.append(float((pair[0] - pair[1]).mean()))
    return 1.0 + 5.0 * gains[0] / (gains[0] - gains[1])


def test_the_planted_threshold_is_found_and_both_sides_were_run(shop, found) -> None:
    turn = next(each for each in found.turns if each.parameter == "severance_months_per_year")
    assert turn.verified and turn.turns_at == pytest.approx(flip(shop), rel=0.15)
    assert turn.low.at < turn.turns_at < turn.high.at and turn.low.gain.low > 0.0 > turn.high.gain.high
    assert "severance_months_per_year" in [each.name for each in found.carriers]
    assert any("turns with severance_months_per_year" in sentence for sentence in found.sentences())
    assert any("结论随 severance_months_per_year 反转" in sentence for sentence in found.sentences("zh"))


def test_every_shock_and_future_is_told_and_fits_a_terminal(found) -> None:
    assert {each.policy for each in found.drill} == {"fewer"} and len(found.drill) >= 8
    assert [each.policy for each in found.robust] == ["today", "fewer"]
    for lang in ("en", "zh"):
        console = Console(width=80, file=StringIO(), highlight=False)
        console.print(found.table(lang))
        assert max(map(cell_len, console.file.getvalue().splitlines())) <= 80
    assert "<table>" in found._repr_html_() and set(found.frame["part"]) >= {"carrier", "turn low", "shock", "futures"}


def test_the_value_of_knowing_a_planted_number_is_right_and_noise_has_none() -> None:
    points = draws(default().uncalibrated(), 400)
    rng, name = np.random.default_rng(2), "turnover_reference"  # of no mechanism, so that no other number goes with it
    x = np.asarray(points[name], float)
    place = np.argsort(np.argsort(x)) / len(x)  # gain is +-10, as the number lies above or below its median
    gains = (20.0 * place - 10.0)[:, None] + rng.normal(0.0, 5.0, (400, 1))
    best = carriers(points, gains, np.zeros(1))
    assert [each.name for each in best] == [name] and best[0].flips
    assert best[0].worth == pytest.approx(2.5, abs=0.6)  # by hand: half of the mean of the gains where there are any
    assert movers(points, gains[:, 0])[0] == name and crossing(x, gains[:, 0], 0.0) == pytest.approx(
        np.median(x), rel=0.1
    )
    alarms = sum(bool(carriers(points, rng.normal(0.0, 5.0, (400, 1)), np.zeros(1))) for _ in range(6))
    assert alarms <= 2 and len(uncertain(points)) > 50  # 5 % over all numbers: three of six is one in five hundred


def test_regret_over_futures_by_hand() -> None:
    gains = np.array([[0.0, 4.0, 2.0], [0.0, -3.0, 1.0]])
    today, bold, careful = robust(["today", "bold", "careful"], gains, np.zeros(3))
    assert (bold.enough, bold.worst, bold.regret, bold.best) == (0.5, -3.0, 4.0, 0.5)
    assert (careful.enough, careful.regret, careful.best) == (1.0, 2.0, 0.5) and today.regret == 4.0


def test_near_studies_share_what_a_policy_changes() -> None:
    near = nearest_studies(sim.load("scenarios/flagship.yaml"), "team_bonus", "today")
    assert near and "team_bonus" in near[0].shared and near[0].of >= 1


def test_too_few_replicates_are_refused(shop) -> None:
    with pytest.raises(SimError, match="at least 20"):
        sensitivity(sim.compare(shop, replicates=4, progress=False))
