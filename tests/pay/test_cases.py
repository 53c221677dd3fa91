"""Pay worked out by hand (cases/*.yaml) against what the engine pays, to the fen.

A case writes the results of every week into the engine's state; the engine's own phases do the rest: `open_week` (new
rules, settlements, newcomers), `set_incentives`, `pay_staff`, `turn_over` (leavers) and `close_week`. Where a case says
nothing, every week is as planned: every line sells its plan, every level is as at the start, everybody does one
person-week of work, and nobody comes or goes. Weeks are numbered from 0, the week of Monday 4 January 2027.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq

from sim.conformance.pay_cases import WEEKS, cases_of, instruments_of, scenario_of
from sim.engine.batch import run_phase, start
from sim.engine.compiling import entries
from sim.engine.phases.closing import close_week
from sim.engine.phases.incentives import set_incentives
from sim.engine.phases.opening import open_week
from sim.engine.phases.payroll import pay_staff
from sim.engine.phases.turnover import turn_over
from sim.engine.state import allocate
from sim.engine.week import SCHEDULE
from sim.pay.instruments.registry import INSTRUMENTS
from sim.plan.compile import compile_plan
from sim.plan.facts import parameters_of
from sim.plan.line_tables import loyal_share
from sim.results.pay.ledger import Payslip, before, payslip_of
from sim.results.pay.money import fen
from sim.vocabulary.roles import ROLE_NAMES

CASES = cases_of(Path(__file__).parent / "cases")
TECHNOLOGY, DESIGN = ROLE_NAMES.index("technology"), ROLE_NAMES.index("design")
#: Nobody applies, nobody judges wrongly; all are paid as their place says, and do a person-week as planned.
CALM = {"applicant_rate": 0.0, "judging_noise": 0.0, "pay_ability": 0.0, "pay_luck": 0.0, "settled_output": 1.0}
AMOUNTS = {
    "gmv": "paid_rmb",
    "gmv_net": "net_rmb",
    "margin": "margin_rmb",
    "orders": "orders",
    "visits": "visits",
    "new_customers": "new_orders",
    "customers": "customers",
    "lost": "left",
    "return_rate": "return_share",
}
PERSONAL = {
    "work": ("output", 1.0),
    "help_hours": ("gave", 40.0),
    "overtime_hours": ("overtime", 40.0),
    "absent": ("absent", 1.0),
}
#: Levels of a queue's log and the column that holds them, all at 1 as planned.
QUEUES = {
    "response": ("reply", lambda level: -np.log(level)),
    "accuracy": ("rework", lambda level: 1.0 - level),
    "requests": ("in_time", lambda level: level),
    "tools": ("asset", lambda level: level - 1.0),
}
KEYS = {
    "case",
    "company",
    "seats",
    "lines",
    "calendar",
    "campaigns",
    "structure",
    "sick_pay",
    "targets",
    "pay",
    "change",
    "weeks",
    "empty",
    "until",
    "expect",
}
SUMS = {
    "base": "base_rmb",
    "overtime": "overtime_rmb",
    "earned": "bonus_earned_rmb",
    "paid": "bonus_paid_rmb",
    "forfeited": "bonus_forfeited_rmb",
    "owed": "bonus_owed_rmb",
}


class Shop:
    """A company whose results are written by hand and whose pay is the engine's own."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.case, scenario = case, scenario_of(case)
        self.plan = compile_plan(scenario, "new" if "change" in case else "today")
        record = parameters_of(scenario).with_values(CALM).record()
        self.par, self.state = record.view(np.dtype((np.record, record.dtype)))[0], allocate(self.plan)
        self.a, self.key, self.owed = self.plan.arrays, (0, 0), 0.0
        start(self.a, self.par, self.state, self.key)
        self.entries = entries(self.a, self.par, self.state)
        self.state.hazards[:] = -1e3  # nobody leaves unless the case says so
        names = [f"{ROLE_NAMES[role]} {luck % 2**20 + 1}" for role, luck in zip(*self.seats(), strict=True)]
        self.names = {name: i for i, name in enumerate(names)}
        self.lines = {each.name: i for i, each in enumerate(scenario.lines)}
        self.state.staff["filled"][[self.names[name] for name in case.get("empty", ())]] = 0.0

    def phase(self, phase: Any, t: int) -> None:
        """Let one phase of the engine act on week t."""
        run_phase(self.entries[SCHEDULE.index(phase)], self.a, self.par, self.state, t, self.key)

    def seats(self) -> tuple[np.ndarray, np.ndarray]:
        return self.a.seats["role"], self.a.seats["luck"]

    def facts(self, t: int) -> dict[str, Any]:
        """What the case says of a week; later entries win."""
        found: dict[str, Any] = {}
        for weeks, facts in self.case.get("weeks", {}).items():
            first, _, last = str(weeks).partition("-")
            if int(first) <= t <= int(last or first):
                found |= facts
        return found

    def week(self, t: int) -> dict[str, Payslip]:
        """Walk one week and return the slip of everybody there."""
        s, facts = self.state, self.facts(t)
        for name in facts.pop("joins", ()):
            s.staff[self.names[name]].arriving = 0.0
        leavers = [self.names[name] for name in facts.pop("leaves", ())]
        was = before(s)
        self.phase(open_week, t)
        self.phase(set_incentives, t)
        self.plain_week()
        for name, value in facts.items():
            self.write(name, value)
        self.phase(pay_staff, t)
        s.staff["tenure"] += s.staff["filled"]
        s.staff["pending"][leavers] = 1.0
        self.phase(turn_over, t)
        self.phase(close_week, t)
        slips = {name: payslip_of(self.plan, self.par, t, was, s, i) for name, i in self.names.items()}
        return {name: slip for name, slip in slips.items() if slip}

    def plain_week(self) -> None:
        """Write a week in which all is as planned."""
        s, known = self.state, self.a.lines
        s.lines["paid_rmb"], s.lines["net_rmb"] = known["gmv"], known["gmv"] * (1.0 - known["return_rate"])
        s.lines["margin_rmb"] = s.lines["net_rmb"] * known["gross_margin"]
        s.lines["noise"], s.lines["standing"], s.lines["price_cut"] = 0.0, 0.0, 0.0
        s.lines["orders"], s.lines["new_orders"], s.lines["visits"] = (
            known["orders"],
            known["new_orders"],
            known["visits"],
        )
        s.lines["return_share"], s.lines["customers"], s.lines["left"] = known["return_rate"], known["customers"], 0.0
        for level in ("satisfaction", "nps", "repurchase", "private_domain", "loyalty", "uptime", "click_through"):
            self.write(level, 1.0)
        s.staff["output"], s.staff["care"], s.roles["output"], s.staff["overtime"] = s.staff["filled"], 1.0, 1.0, 0.0
        s.staff["gave"], s.queues["reply"], s.queues["rework"], s.queues["in_time"] = 0.0, 0.0, 0.0, 1.0
        s.staff["absent"] = 0.0
        s.queues["reuse"], s.queues["asset"] = self.par.reuse_norm, 0.0
        self.share_work()

    def share_work(self) -> None:
        """Let every queue do the work of its people."""
        placements, queues = self.a.placements[0], self.state.queues
        queues["capacity"] = np.maximum(np.bincount(placements["queue"], self.state.staff["output"], len(queues)), 1e-9)
        queues["served"] = queues["capacity"]

    def write(self, name: str, value: Any) -> None:
        """Write one fact: of a person, of all lines, or of lines by name."""
        s = self.state
        if name in PERSONAL:
            column, unit = PERSONAL[name]
            for seat, number in value.items():
                s.staff[column][self.names[seat]] = number / unit
            self.share_work()
        elif name in QUEUES:
            column, level = QUEUES[name]
            s.queues[column] = level(value)
        elif isinstance(value, dict):
            for each, number in value.items():
                self.write_line(name, slice(self.lines[each], self.lines[each] + 1), number)
        else:
            self.write_line(name, slice(None), value)

    def write_line(self, name: str, at: slice, value: float) -> None:
        s, par, known = self.state, self.par, self.a.lines[at]
        if name in AMOUNTS:
            s.lines[AMOUNTS[name]][at] = value
        elif name in ("uptime", "click_through"):
            s.cells["level"][TECHNOLOGY if name == "uptime" else DESIGN, at] = value
            s.lines["similarity"][at] = par.reuse_norm
        elif name == "nps":
            s.lines["satisfaction"][at] = par.satisfaction_start + (value - 1.0) * par.nps_base / par.nps_slope
        elif name == "satisfaction":
            s.lines["satisfaction"][at] = value * par.satisfaction_start
        elif name == "repurchase":
            s.lines["repeat_orders"][at] = value * known["customers"] * known["repeat_weekly"]
        elif name == "private_domain":
            s.lines["community"][at] = value * known["community"]
        elif name == "loyalty":
            s.lines["repeat_rate"][at] = [
                brentq(lambda rate, loyal=each["loyal"]: loyal_share(rate) - value * loyal, 1e-4, 0.5) for each in known
            ]
        else:
            raise ValueError(f"a case cannot write {name!r}")

    def check_books(self, slips: dict[str, Payslip]) -> None:
        """Assert that the slips add up to the company's books, and that the books move by what was paid."""
        week = self.state.week[0]
        found = {what: sum(amount(slip, what) for slip in slips.values()) for what in SUMS}
        for what, name in SUMS.items():
            assert found[what] == pytest.approx(week[name], rel=1e-9, abs=1e-6), what
        moved = found["earned"] - found["paid"] - found["forfeited"]
        assert found["owed"] - self.owed == pytest.approx(moved, rel=1e-9, abs=1e-6)
        self.owed = found["owed"]


def amount(slip: Payslip | None, what: str) -> float:
    """An amount of a slip; 0 where nobody was there."""
    if slip is None:
        return 0.0
    if what == "hours_off":
        return 40.0 * sum(each.time_off for each in slip.entries)
    if what == "level":
        return float(slip.person.level)
    return getattr(slip, what) if what in ("base", "overtime") else sum(getattr(each, what) for each in slip.entries)


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{file}: {case['case']}") for file, case in CASES])
def test_pay_is_as_worked_out_by_hand(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS and "paid" in case["expect"]
    shop, weeks = Shop(case), range(int(case.get("until", WEEKS - 1)) + 1)
    slips = {}
    for t in weeks:
        slips[t] = shop.week(t)
        shop.check_books(slips[t])
    expect = {"forfeited": {}, **case["expect"]}
    wrong = []
    for what, seats in expect.items():
        every = what in ("paid", "forfeited")  # nothing in weeks that are not written down
        for name in shop.names if what == "forfeited" else seats:
            by_week = seats.get(name, {})
            assert set(by_week) <= set(weeks)
            for t in weeks if every else by_week:
                found, wanted = fen(amount(slips[t].get(name), what)), fen(float(by_week.get(t, 0.0)))
                if found != wanted:
                    wrong.append(f"{name}, week {t}: {what} {found}, by hand {wanted}")
    assert not wrong, "\n".join(wrong)


def test_there_are_cases_of_every_instrument() -> None:
    """At least 64 cases, and every kind in one that pays, forfeits or owes something (an appraisal pays nothing)."""
    assert len(CASES) >= 64 and len({case["case"] for _, case in CASES}) == len(CASES)
    kinds = {each["kind"] for _, case in CASES for _, each in instruments_of(case)}
    assert kinds == set(INSTRUMENTS)
