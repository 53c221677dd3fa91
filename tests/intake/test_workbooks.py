"""Workbooks as platforms and clerks make them: titles, merged cells, several sheets, dates and numbers of Excel."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from sim.conformance.exports import Order, shop, totals
from sim.errors import InputError
from sim.intake.answers import Words
from sim.intake.orders import read_orders
from sim.intake.staff_file import read_staff

ORDERS = shop(seed=7)
TRUTH = totals(ORDERS, sum(order.refund for order in ORDERS))
HEADINGS = ["订单编号", "下单时间", "买家ID", "实付金额", "退款金额", "订单状态"]


def row(order: Order) -> list[object]:
    state = "交易成功" if order.paid else "等待买家付款"
    return [27 * 10**10 + order.number, order.time, order.customer, order.value, order.refund, state]


def saved(path: Path, sheets: dict[str, Sequence[Sequence[object]]], merged: Sequence[str] = ()) -> Path:
    """A workbook with these sheets; ranges of the last of them are merged."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for each in rows:
            sheet.append(each)
    for span in merged:
        sheet.merge_cells(span)
    book.save(path)
    return path


def found(path: Path, **answers: str) -> tuple[int, int, float, float, float]:
    read = read_orders(path, Words(answers=answers)).reconciliation()
    return (read.paid_orders, read.cancelled, round(read.paid, 2), round(read.refunded, 2), read.customers)


WANTED = (TRUTH.paid_orders, TRUTH.cancelled, TRUTH.paid, TRUTH.refunded, TRUTH.customers)


def test_titles_groups_and_totals_stand_around_the_rows(tmp_path: Path) -> None:
    rows = [
        ["2025 年订单明细"],
        ["订单", None, None, "金额"],
        HEADINGS,
        *map(row, ORDERS),
        ["合计", None, None, 9999.0],
    ]
    path = saved(tmp_path / "订单.xlsx", {"说明": [["本表由系统导出"]], "明细": rows}, ["A1:F1", "A2:C2", "D2:E2"])
    assert found(path) == WANTED
    assert any("'明细'; not read: '说明'" in note for note in read_orders(path).notes)


def test_cells_merged_over_the_articles_of_an_order(tmp_path: Path) -> None:
    rows: list[list[object]] = [[*HEADINGS, "货号", "单价", "数量"]]
    merged = []
    for order in ORDERS:
        first = len(rows) + 1
        for at, each in enumerate(order.articles):
            rows.append([*(row(order) if at == 0 else [None] * 6), each.sku, each.price, each.pieces])
        if len(rows) > first:
            merged += [f"{column}{first}:{column}{len(rows)}" for column in "ABCDEF"]
    assert found(saved(tmp_path / "orders.xlsx", {"Sheet1": rows}, merged)) == WANTED
    assert len(merged) > 100


def test_several_sheets_are_asked_about(tmp_path: Path) -> None:
    half = len(ORDERS) // 2
    parts = {"九月": [HEADINGS, *map(row, ORDERS[:half])], "以后": [HEADINGS, *map(row, ORDERS[half:])]}
    path = saved(tmp_path / "orders.xlsx", parts)
    with pytest.raises(InputError, match=r"--answer sheet='九月' or --answer sheet='以后' or --answer sheet='all'"):
        read_orders(path)
    assert found(path, sheet="all") == WANTED
    assert found(path, sheet="以后")[0] == sum(order.paid for order in ORDERS[half:])
    with pytest.raises(InputError, match="no sheet is 'x'"):
        read_orders(path, Words(answers={"sheet": "x"}))


def test_order_numbers_that_excel_has_rounded_are_refused(tmp_path: Path) -> None:
    rows = [[row(order)[0] * 10**6 + 7, *row(order)[1:]] for order in ORDERS]
    with pytest.raises(InputError, match="a spreadsheet has rounded this number"):
        read_orders(saved(tmp_path / "orders.xlsx", {"Sheet1": [HEADINGS, *rows]}))


def test_a_formula_without_a_result_is_refused(tmp_path: Path) -> None:
    rows = [[*row(order)[:3], f"={order.value}*1", *row(order)[4:]] for order in ORDERS]
    with pytest.raises(InputError, match="Sheet1!D2 holds a formula without a stored result"):
        read_orders(saved(tmp_path / "orders.xlsx", {"Sheet1": [HEADINGS, *rows]}))


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    whole = saved(tmp_path / "orders.xlsx", {"Sheet1": [HEADINGS, *map(row, ORDERS)]}).read_bytes()
    spoiled = tmp_path / "spoiled.xlsx"
    for content in (whole[: len(whole) // 2], whole[:900] + b"\0" * 500 + whole[1400:]):
        spoiled.write_bytes(content)
        with pytest.raises(InputError, match="workbook"):
            read_orders(spoiled)


def test_a_payroll_with_a_sheet_for_each_month(tmp_path: Path) -> None:
    people = {f"E{at:02d}": (datetime(2024, 1, 8) + timedelta(weeks=at), 6000 + 100 * at) for at in range(20)}
    sheets = {}
    for month in range(1, 7):
        there = [name for at, name in enumerate(people) if at < 18 or month < 4]
        listed = [[name, "客服", *people[name]] for name in there]
        sheets[f"2026年{month}月"] = [["工资表"], ["工号", "岗位", "入职日期", "基本工资"], *listed]
    path = saved(tmp_path / "工资.xlsx", sheets)
    staff = read_staff(path, Words(answers={"sheet": "all"}))
    head = staff.headcount()
    assert (head.there, head.left, str(head.until)) == (18, 2, "2026-06-30")
    assert max(staff.pay) == 7900.0
