"""Dates, numbers, headings and words as exports write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.intake import amounts, words
from sim.intake.dates import NO_DAY, as_date, monday, parse_all, week_of
from sim.intake.headings import fields_of, recognised
from sim.intake.money import currency

WRITTEN = [
    "2026-01-05",
    "2026/1/5",
    "20260105",
    "05.01.2026",
    "5.1.2026",
    "2026年1月5日",
    "2026年01月05日 09:30",
    "2026-01-05 23:59:59",
    "2026-01-05T08:00:00Z",
    "2026.01.05",
    "46027",
    "46027.75",
    "5 Jan 2026",
    "Jan 5, 2026",
    "05-Jan-2026",
    "２０２６－０１－０５",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_one_day_in_many_ways(text: str) -> None:
    days, refused = parse_all([text])
    assert not refused
    assert as_date(days[0]) == date(2026, 1, 5)


def test_the_column_tells_day_from_month() -> None:
    days, refused = parse_all(["05/01/2026", "13/01/2026"])
    assert not refused and as_date(days[0]) == date(2026, 1, 5)
    days, refused = parse_all(["01/05/2026", "01/13/2026"])
    assert not refused and as_date(days[0]) == date(2026, 1, 5)
    assert set(parse_all(["05/01/2026", "04/01/2026"])[1]) == {0, 1}
    assert set(parse_all(["13/01/2026", "01/13/2026", "05/01/2026"])[1]) == {2}
    assert not parse_all(["05/05/2026"])[1]


@pytest.mark.parametrize(
    "text", ["2026-02-30", "31.04.2026", "2026-13-01", "1/2/26", "soon", "0", "99999", "1899-01-01"]
)
def test_what_is_not_one_day_is_refused(text: str) -> None:
    days, refused = parse_all([text])
    assert days[0] == NO_DAY
    assert refused[0].remedy


@given(
    st.dates(date(1970, 1, 1), date(2090, 1, 1)), st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%Y年%m月%d日"])
)
def test_written_dates_come_back(day: date, form: str) -> None:
    assert as_date(parse_all([day.strftime(form)])[0][0]) == day


@given(st.dates(date(1970, 1, 5), date(2090, 1, 1)))
def test_weeks_start_on_mondays(day: date) -> None:
    first = monday(int(week_of(parse_all([day.isoformat()])[0])[0]))
    assert first.weekday() == 0
    assert 0 <= (day - first).days <= 6


NUMBERS = [
    ("12.5", 12.5),
    ("1,234.50", 1234.5),
    ("¥1,234", 1234.0),
    ("￥１２.５", 12.5),
    ("1 234.5", 1234.5),
    ("12元", 12.0),
    ("$3", 3.0),
    ("-7", -7.0),
    ("(7.00)", -7.0),
    ("7-", -7.0),
    (".5", 0.5),
    ("1e3", 1000.0),
    ("CNY 8", 8.0),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_numbers(text: str, value: float) -> None:
    assert amounts.parse(text, decimal_comma=False) == value
    values, wrong = amounts.column([text, "", "3"], decimal_comma=False)
    assert not wrong and values[0] == value and values[2] == 3.0


@pytest.mark.parametrize("text", ["12,5", "1,23,4.5", "nan", "inf", "-", "1.2.3", "12a", "1e999", "--3", ",", "1,2345"])
def test_no_numbers(text: str) -> None:
    assert amounts.column([text, "1"], decimal_comma=False)[1] == [0]


def test_decimal_commas() -> None:
    cells = ["1.234,50", "12,5", "7"]
    assert amounts.has_decimal_comma(cells)
    assert list(amounts.column(cells, decimal_comma=True)[0]) == [1234.5, 12.5, 7.0]
    assert not amounts.has_decimal_comma(["1,234", "12.50"])


@given(st.floats(-1e9, 1e9).map(lambda value: round(value, 2)))
def test_thousands_separators_come_back(value: float) -> None:
    assert amounts.column([f"{value:,.2f}", "¥1"], decimal_comma=False)[0][0] == pytest.approx(value)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_quick_reading_agrees_with_careful_reading(cells: list[str]) -> None:
    cells = [cell.strip() for cell in cells]
    values, wrong = amounts.column(cells, decimal_comma=False)
    for at, cell in enumerate(cells):
        careful = amounts.parse(cell, decimal_comma=False) if cell else None
        if at not in wrong and careful is not None:
            assert values[at] == careful
        elif at not in wrong:
            assert not cell or values[at] == float(cell)


def test_headings_in_both_languages() -> None:
    english = ["Order ID", "Order_Date", "Customer-ID", "Amount (RMB)", "Status", "Category", "ignored"]
    chinese = ["订单编号", "订单创建时间", "买家会员名", "买家实际支付金额", "订单状态", "类目", "备注"]
    for headings in (english, chinese):
        columns = recognised(headings, fields_of("orders"))
        assert {name: columns[name] for name in ("order", "date", "customer", "amount", "status", "line")} == {
            "order": 0,
            "date": 1,
            "customer": 2,
            "amount": 3,
            "status": 4,
            "line": 5,
        }
    assert recognised(["司龄(月)", "岗位"], fields_of("staff"))["tenure_months"] == 0
    assert currency("gmv_gbp") == "GBP" and currency("金额(元)") == "RMB"


def test_the_amount_paid_is_preferred() -> None:
    assert recognised(["订单金额", "实付金额", "下单时间"], fields_of("orders"))["amount"] == 1


def test_roles() -> None:
    told = {
        "天猫运营专员": "operations",
        "Customer Service Representative": "service",
        "UI设计师": "design",
        "仓库打包员": "warehouse",
        "Software Engineer": "technology",
        "新媒体编辑": "content",
        "采购主管": "category",
        "Data Analyst": "data",
        "推广专员": "marketing",
        "财务": words.OUTSIDE,
        "HR": words.OUTSIDE,
        "astronaut": None,
    }
    assert {title: words.role(title) for title in told} == told


def test_states() -> None:
    assert words.order_state("交易成功") == words.PAID
    assert words.order_state("卖家已发货，等待买家确认") == words.PAID
    assert words.order_state("Cancelled") == words.CANCELLED
    assert words.order_state("交易关闭") == words.CLOSED
    assert words.aftersale_state("没有申请退款") == words.PAID
    assert words.aftersale_state("退款成功") == words.RETURNED
    assert words.order_state("teapot") is None
    assert words.dismissed("被动离职") and not words.dismissed("个人发展")
