"""From a company's own exports to lines, calendar, staff and observed weeks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from sim.errors import InputError, Problem, SimError
from sim.intake.answers import NO_WORDS, Words
from sim.intake.dates import as_date, monday
from sim.intake.document import Intake, Sources
from sim.intake.flow import Flow, complete_weeks, merged_lines, together, weekly_flow
from sim.intake.lines import estimate_demand
from sim.intake.observed import facts, observed_weeks
from sim.intake.orders import read_orders
from sim.intake.privacy import LEAST_PEOPLE
from sim.intake.purchases import Orders
from sim.intake.reconciliation import Reconciliation
from sim.intake.repeat import known_before
from sim.intake.staff import estimate_staff
from sim.intake.staff_file import Staff, read_staff
from sim.intake.told import note
from sim.intake.weekly import Weekly, read_weekly, weekly_flows
from sim.language.text import Text
from sim.units import YEAR_WEEKS

LEAST_WEEKS = 4
SMALLEST_SHARE = 0.02
MOST_LINES = 20


def intake(
    orders: str | Path | None = None,
    staff: str | Path | None = None,
    weekly: str | Path | None = None,
    rmb_per_unit: float = 1.0,
    own_words: Words = NO_WORDS,
) -> Intake:
    """Take in an order export or weekly aggregates, and optionally a staff export.

    Args:
        orders: text file or workbook with a row for each order or article.
        staff: text file or workbook with a row for each employment.
        weekly: text file or workbook of weekly or daily totals, instead of `orders`.
        rmb_per_unit: RMB for one unit of the currency of the amounts.
        own_words: what the user says of words, headings and doubts.

    Raises:
        InputError: a file cannot be understood; every problem is given with its row.
        SimError: not exactly one of `orders` and `weekly` is given.
    """
    if (orders is None) == (weekly is None):
        raise SimError(
            "give either an order export (orders) or weekly totals (weekly)",
            "请给出订单导出(orders)或周汇总(weekly)中的一种",
        )
    if orders is not None:
        bought = read_orders(Path(orders), own_words)
        flows, everything, source = _from_orders(bought)
    else:
        totals = read_weekly(Path(str(weekly)), own_words)
        flows, everything, source = _from_weekly(totals)
    source = _with_currency(source, rmb_per_unit)
    if rmb_per_unit != 1.0:
        flows, everything = [_in_rmb(flow, rmb_per_unit) for flow in flows], _in_rmb(everything, rmb_per_unit)
    last = source.last_day.toordinal() - date(1970, 1, 1).toordinal()
    employed = read_staff(Path(staff), own_words, last) if staff is not None else None
    return _estimated(flows, everything, source, employed)


@dataclass(frozen=True)
class _Source:
    """What one file of orders or totals says about itself."""

    file: str
    rows: int
    reconciliation: Reconciliation
    first_day: date
    last_day: date
    currency: str
    notes: tuple[str, ...]
    rmb_per_unit: float = 1.0


def _from_orders(orders: Orders) -> tuple[list[Flow], Flow, _Source]:
    """Flows by line over complete weeks, one of all weeks, and the source."""
    sold = orders.paid > 0
    known = orders.customer[sold & (orders.customer >= 0)]
    people = int(np.count_nonzero(np.bincount(known)) + (orders.customer[sold] < 0).sum())
    begin, end = complete_weeks(orders.day[sold])
    _check_enough(orders.file, people, end - begin + 1)
    line, names = merged_lines(orders, SMALLEST_SHARE, MOST_LINES)
    flows = [weekly_flow(orders, line == at, name, begin, end - begin + 1) for at, name in enumerate(names)]
    first, last = int((orders.day[sold].min() + 3) // 7), int((orders.day[sold].max() + 3) // 7)
    everything = weekly_flow(orders, np.ones(len(line), dtype=bool), "all", first, last - first + 1)
    notes = orders.notes
    if len(names) < len(set(orders.names) - {""}):
        notes += (
            note(
                "{0}: lines under {1:.0%} of value or under five customers are in {2!r}",
                "{0}:金额占比低于 {1:.0%} 或客户少于五人的品线并入 {2!r}",
                orders.file,
                SMALLEST_SHARE,
                names[-1],
            ),
        )
    days = as_date(orders.day[sold].min()), as_date(orders.day[sold].max())
    return flows, everything, _source(orders, days, notes)


def _from_weekly(weekly: Weekly) -> tuple[list[Flow], Flow, _Source]:
    flows = weekly_flows(weekly)
    _check_enough(weekly.file, int(weekly.sums["orders"].sum()), flows[0].weeks)
    everything = together(weekly_flows(replace(weekly, complete=np.ones_like(weekly.complete))), "all")
    first = flows[0].first_week
    days = monday(first), as_date((first + flows[0].weeks) * 7 - 4)
    return flows, everything, _source(weekly, days, weekly.notes)


def _source(read: Orders | Weekly, days: tuple[date, date], notes: tuple[str, ...]) -> _Source:
    return _Source(read.file, sum(read.rows.values()), read.reconciliation(), *days, read.currency, notes)


def _check_enough(file: str, people: int, weeks: int) -> None:
    """Refuse data from which nothing can be shown or estimated."""
    if people < LEAST_PEOPLE:
        message = Text(
            "fewer than five customers: nothing can be written that would not show single people",
            "顾客少于五人:写出的任何数字都会暴露个人",
        )
        raise InputError(
            [
                Problem(
                    file,
                    0,
                    "",
                    message,
                    "",
                    Text("export a longer period or the whole shop", "请导出更长的时段,或整个店铺"),
                )
            ]
        )
    if weeks < LEAST_WEEKS:
        message = Text(
            "the data cover {0} complete weeks, Monday to Sunday; at least {1} are needed",
            "数据只覆盖 {0} 个完整周(周一至周日);至少需要 {1} 周",
        ).format(max(weeks, 0), LEAST_WEEKS)
        raise InputError(
            [
                Problem(
                    file,
                    0,
                    "",
                    message,
                    "",
                    Text("export a longer period, at best two years", "请导出更长的时段,最好是两年"),
                )
            ]
        )


def _with_currency(source: _Source, rmb_per_unit: float) -> _Source:
    if not 1e-6 < rmb_per_unit < 1e6:
        raise SimError(
            "{0:g} RMB for a unit of currency cannot be meant; write for example 9.1",
            "每单位货币 {0:g} 元不像是本意;请写成例如 9.1",
            rmb_per_unit,
        )
    notes = source.notes
    if source.currency != "RMB" and rmb_per_unit == 1.0:
        notes += (
            note(
                "{0}: amounts are in {1} and were taken one for one as RMB; "
                "give the rate with --rmb-per-unit, for example --rmb-per-unit 7.1",
                "{0}:金额为 {1},按 1 比 1 视为人民币;请用 --rmb-per-unit 给出汇率,例如 --rmb-per-unit 7.1",
                source.file,
                source.currency,
            ),
        )
    return replace(source, notes=notes, rmb_per_unit=rmb_per_unit)


def _in_rmb(flow: Flow, rate: float) -> Flow:
    triangle = None if flow.return_triangle is None else flow.return_triangle * rate
    return replace(
        flow, placed=flow.placed * rate, paid=flow.paid * rate, refunds=flow.refunds * rate, return_triangle=triangle
    )


def _estimated(flows: list[Flow], everything: Flow, source: _Source, employed: Staff | None) -> Intake:
    """All estimates."""
    demand = estimate_demand(flows, "china" if source.currency == "RMB" else "west")
    trend = demand.season.trend / demand.season.trend[-YEAR_WEEKS:].mean()
    old = np.sum(
        [
            known_before(flow, demand.weekly * trend, line.repeat)
            for flow, line in zip(flows, demand.lines, strict=True)
        ],
        axis=0,
    )
    people = estimate_staff(employed) if employed is not None else None
    whole = together(flows, "all")
    observed = observed_weeks(whole, old, employed)
    files = (source.file,) + ((employed.file,) if employed else ())
    rows = (source.rows,) + ((sum(employed.rows.values()),) if employed else ())
    sources = Sources(files, rows, source.first_day, source.last_day, source.rmb_per_unit)
    notes = source.notes + demand.season.notes + (people.notes if people else ())
    found = facts(everything, whole)
    headcount = employed.headcount() if employed else None
    return Intake(demand, people, observed, found, sources, source.reconciliation, headcount, notes)
