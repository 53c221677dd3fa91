"""A synthetic company: recordings with known paired effects, so that results can be tested without the engine."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from sim.engine.batch import Recording
from sim.engine.series import SERIES
from sim.engine.state import EXIT_DTYPE
from sim.results.compare import answer
from sim.results.precision import Effort, wanted_precision
from sim.results.run import Source
from sim.scenario.loading import loads

WEEKS = 60
LEVELS = {
    "gmv_placed": 1.05e6,
    "gmv_paid": 1e6,
    "gmv_net": 0.88e6,
    "refunds": 0.12e6,
    "margin_rmb": 0.3e6,
    "ads_rmb": 2e4,
    "orders": 6000,
    "repeat_orders": 360,
    "customers": 20000,
    "cancelled_orders": 60,
    "late_orders": 90,
    "satisfaction": 0.72,
    "heads": 24,
    "seats": 25,
    "quits": 0.1,
    "key_quits": 0.02,
    "requests": 40,
    "requests_good": 30,
    "requests_reworked": 4,
    "cycle_weeks": 30,
    "reply_weeks": 0.05,
    "skill": 0.9,
    "fatigue": 0.3,
    "staff_satisfaction": 0.6,
    "effort_volume": 0.5,
    "effort_care": 0.25,
    "effort_help": 0.15,
    "push": 0.1,
    "base_rmb": 5e4,
    "overtime_rmb": 2e3,
    "bonus_earned_rmb": 5e3,
    "hiring_rmb": 200,
    "severance_rmb": 100,
    "people_cost_rmb": 7e4,
    "months": 0.23,
    "paid_months": 5.5,
    "friction": 2.0,
    "ties": 300.0,
    "ties_seen": 300.0,
    "cross_ties": 120.0,
    "connected": 0.2,
    "connect_weeks": 1.2,
    "absent": 0.7,
    "contests": 0.2,
    "won_again": 0.1,
    "wrong_orders": 60.0,
    "casual": 1.0,
    "campaigns": 0.1,
    "readiness": 0.09,
    "windows_met": 0.08,
    "complaints": 180.0,
    "complaints_settled": 150.0,
    "escalations": 60.0,
    "understanding": 0.4,
    "community": 0.2,
    "similarity": 0.3,
    "programmes_rmb": 100.0,
    "training": 0.01,
}
DOCUMENT = """
version: 1
name: Synthetic shop
company:
  start: 2026-01-05
  weeks: 60
  burn_in_weeks: 0
  seats:
    operations: {heads: 12, base_rmb: 9000}
    service: {heads: 9, base_rmb: 6000}
    design: {heads: 3, base_rmb: 9000}
    data: {heads: 1, base_rmb: 12000}
lines:
  - {name: tea, visits: 50000, conversion: 0.03, basket_rmb: 180, gross_margin: 0.45, return_rate: 0.12,
     repeat_weekly: 0.018, churn_weekly: 0.022}
calendar:
  peaks: [{name: Double 11, from: 2026-11-02, until: 2026-11-15, index: 1.8}]
policies:
  today: {}
  same: {extends: today}
  better:
    extends: today
    start: 2026-03-30
    announce: 2026-03-02
    pay:
      commission: {kind: commission, roles: [operations], metric: gmv, scope: own, rate: 0.005}
  squads: {extends: today, structure: {kind: squads}}
"""
EFFECTS = {
    "better": {"gmv_paid": 0.05, "quits": 0.5, "margin_rmb": 0.02},
    "better (pay-neutral)": {"gmv_paid": 0.03},
    "squads": {"requests_good": 0.08},
}


@dataclass(frozen=True)
class FakePlan:
    """What results read of a plan."""

    name: str
    start_week: int
    announce_week: int
    weeks: int = WEEKS

    @property
    def fingerprint(self) -> str:
        return f"plan of {self.name}"

    @property
    def arrays(self) -> SimpleNamespace:
        return SimpleNamespace(seats=np.repeat([0, 5, 4, 6], [12, 9, 3, 1]))


def scenario(**changes: object):
    """Return the synthetic scenario."""
    return loads(DOCUMENT).model_copy(update=changes)


def compile_plan(document, policy: str) -> FakePlan:
    start, announce = (12, 8) if policy.startswith("better") else (0, 0)
    return FakePlan(policy, start, announce)


def twin(document, policy: str, baseline: str) -> FakePlan | None:
    return FakePlan(f"{policy} (pay-neutral)", 12, 8) if policy == "better" else None


def recording(plan: FakePlan, seeds: np.ndarray, experiment: int = 0, effect_sd: float = 0.3) -> Recording:
    """Return weekly series whose luck depends on the seed only, and whose effect sets in at the start of the policy."""
    series = np.zeros((len(seeds), WEEKS, len(SERIES)))
    effects = EFFECTS.get(plan.name, {})
    rows = []
    for case, seed in enumerate(seeds.tolist()):
        luck = np.random.default_rng([experiment, seed, 1])
        common, weekly = luck.normal(0.0, 0.1, len(SERIES)), luck.normal(0.0, 0.05, (WEEKS, len(SERIES)))
        strength, quitters = luck.normal(1.0, effect_sd), luck.uniform(size=25)
        levels = np.array([LEVELS.get(name, 0.0) for name in SERIES])
        series[case] = levels * np.exp(common + weekly)
        for name, effect in effects.items():
            series[case, plan.start_week :, SERIES.index(name)] *= np.exp(effect * strength)
        leave = quitters < (0.35 if effects.get("quits") else 0.2)
        rows += [(case, seat, int(plan.arrays.seats[seat])) for seat in np.flatnonzero(leave)]
    exits = np.zeros(len(rows), np.dtype([("case", np.int64), *((n, np.float64) for n in EXIT_DTYPE.names)]))
    for name, column in zip(("case", "seat", "role"), zip(*rows, strict=True), strict=True):
        exits[name] = column
    exits["week"], exits["tenure"], exits["voluntary"] = 30, 100, 1
    return Recording(SERIES, series, exits)


def draw(document, replicates: np.ndarray, experiment: int) -> np.ndarray:
    return np.asarray(replicates, float)


def simulate(plan: FakePlan, values: np.ndarray, seeds: np.ndarray, threads: int | None, experiment: int) -> Recording:
    assert values.tolist() == seeds.tolist()
    return recording(plan, seeds, experiment)


SOURCE = Source(compile_plan, twin, draw, simulate)


def comparison(policies=None, replicates=40, *, source=SOURCE, progress=False, **effort):
    """Return a comparison of the synthetic company."""
    precision = wanted_precision(effort.pop("precision", None), {})
    settings = {"budget": None, "threads": None, "experiment": 0} | effort
    return answer(scenario(), policies, Effort(replicates, precision, **settings), progress, source)
