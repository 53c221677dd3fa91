"""One length of a year and of a month, and the pay that is agreed by them."""

import ast
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from sim.calendar import months, period_lengths
from sim.conformance.pay_cases import scenario_of
from sim.engine.batch import run
from sim.parameters import draws
from sim.plan.compile import compile_plan
from sim.plan.facts import parameters_of
from sim.results.measures import BY_NAME
from sim.results.pay import payslip
from sim.results.pay.money import fen
from sim.results.totals import trailing, window
from sim.scenario import Scenario
from sim.units import DAYS_PER_WEEK, MONTHS_PER_YEAR, WEEKS_PER_MONTH, WEEKS_PER_PERIOD, WEEKS_PER_YEAR, YEAR_WEEKS

SIM = Path(__file__).parent.parent / "sim"
#: Lengths of a year in weeks or days, and of a month in weeks.
LENGTHS = ((YEAR_WEEKS, 52.3), (365.0, 366.0), (4.32, 4.36))
SALARY = 8000.0
REPLICATES = 8
#: A replicate in which nobody leaves the seat whose payslips are read.
LUCK = 1


def salaried() -> Scenario:
    """Thirty people who are paid 8,000 a month and nothing else, some of whom leave; the first week is in mid-month."""
    plain = {"pay_ability": {"value": 0.0}, "pay_luck": {"value": 0.0}}
    company = {"start": "2026-03-16", "weeks": 70, "yearly_turnover": 0.6}
    shop = scenario_of({"case": "x", "pay": {}, "seats": {"operations": 15, "service": 15}, "company": company})
    document = shop.model_dump(by_alias=True) | {"behaviour": plain}
    document["policies"]["today"]["overtime_cap"] = 0.0
    return Scenario.model_validate(document)


@pytest.fixture(scope="module")
def recording():
    shop = salaried()
    luck = np.arange(REPLICATES)
    return run(compile_plan(shop, "today"), draws(parameters_of(shop), REPLICATES), luck)


def test_the_length_of_a_year_is_written_once():
    """No module but `sim.units` writes how many weeks or days a year has, or how many weeks a month."""
    found = [
        f"{file.relative_to(SIM)}:{node.lineno}: {node.value}"
        for file in sorted(SIM.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
        if any(low <= node.value <= high for low, high in LENGTHS)
    ]
    assert sorted({line.split(":")[0] for line in found}) == ["units.py"], "\n".join(found)


def test_a_year_is_twelve_months_and_four_quarters():
    assert pytest.approx(365.25 / DAYS_PER_WEEK) == WEEKS_PER_YEAR
    assert pytest.approx(MONTHS_PER_YEAR * WEEKS_PER_MONTH) == WEEKS_PER_YEAR
    assert WEEKS_PER_PERIOD["year"] == pytest.approx(4 * WEEKS_PER_PERIOD["quarter"]) == pytest.approx(WEEKS_PER_YEAR)
    assert WEEKS_PER_PERIOD["month"] == WEEKS_PER_MONTH


@pytest.mark.parametrize("start", [date(2026, 1, 5), date(2026, 12, 21), date(2027, 2, 1)])
@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_weeks_of_a_period_are_those_of_the_calendar_wherever_the_path_begins(start, period):
    """Counted one Thursday at a time over ten years around the path."""
    size = {"month": 1, "quarter": 3, "year": 12}[period]
    thursdays = [start + timedelta(weeks=week, days=3) for week in range(-260, 260)]
    number = [(day.year * 12 + day.month - 1) // size for day in thursdays]
    assert period_lengths(start, 60, period).tolist() == [number.count(each) for each in number[260:320]]


def test_eight_thousand_a_month_reads_eight_thousand_per_head(recording):
    """In whatever window, with leavers, newcomers and empty seats, and in every week of the chart."""
    assert recording["quits"].sum() > 0 and recording["hires"].sum() > 0 and not recording["overtime_rmb"].any()
    pay = BY_NAME["pay"].value
    for first in (0, 3, 17, 69):
        assert {str(fen(each)) for each in pay(window(recording.series, recording.names, first))} == {"8000.00"}
    assert pay(trailing(recording.series, recording.names, 1)) == pytest.approx(SALARY, rel=1e-12)


def test_payroll_a_year_is_twelve_salaries(recording):
    """96,000 a head that was paid, in whatever window: of whole months, or one that begins and ends within a month."""
    for first in (0, 3, 17, 69):
        totals = window(recording.series, recording.names, first)
        heads = totals.total("paid_months") / totals.total("months")
        yearly = BY_NAME["payroll"].value(totals)
        assert {str(fen(each)) for each in yearly / heads} == {"96000.00"}
    assert BY_NAME["payroll"].value(trailing(recording.series, recording.names, 1)) == pytest.approx(
        recording["paid_months"] / recording["months"] * 12.0 * SALARY / WEEKS_PER_YEAR
    )


def test_pay_per_head_counts_who_was_paid(recording):
    """Whoever left at the end of a week was paid for it, though no longer there at its close."""
    paid = recording["paid_months"] / recording["months"]
    assert paid == pytest.approx(recording["heads"] + recording["quits"])


def test_the_payslips_of_a_month_add_up_to_the_contract():
    """April 2026 has five weeks, May has four; so do the books of the company."""
    shop, start = salaried(), date(2026, 3, 16)
    number = months(start, 70)
    found = {}
    for month in (4, 5):
        weeks = np.flatnonzero(number[:20] == month)
        slips = [payslip(shop, "today", "service 2", int(week), replicate=LUCK).set_index("item") for week in weeks]
        found[month] = len(weeks), fen(sum(slip.loc["base", "paid_rmb"] for slip in slips))
    assert found == {4: (5, fen(SALARY)), 5: (4, fen(SALARY))}
