"""Lists that hold more than sales: fees, payouts, refunds as rows, columns after fees and after refunds."""

from pathlib import Path

import pytest

from sim.conformance.exports import WRITERS, Order, shop, text_of, totals
from sim.errors import InputError
from sim.intake.answers import Words
from sim.intake.dates import parse_all
from sim.intake.orders import read_orders
from sim.intake.purchases import Orders

ORDERS = [order for order in shop(seed=8) if order.paid]
REFUNDED = round(sum(order.refund for order in ORDERS), 2)
PAID = totals(ORDERS, REFUNDED).paid


def base(order: Order) -> dict[str, object]:
    return {"Date": f"{order.time:%Y-%m-%d}", "Order": order.number, "Customer": order.customer}


def read(tmp_path: Path, rows: list[dict[str, object]], told: Words = Words(), encoding: str = "utf-8") -> Orders:  # noqa: B008
    path = tmp_path / "orders.csv"
    path.write_text(text_of(rows), encoding=encoding)
    return read_orders(path, told)


def test_an_amount_after_fees_is_asked_about(tmp_path: Path) -> None:
    rows = [
        {**base(each), "Item subtotal": each.value, "Commission": -0.1 * each.value, "Total": 0.9 * each.value}
        for each in ORDERS
    ]
    with pytest.raises(
        InputError, match=r"'Total' is 'Item subtotal' less 'Commission'.*--column amount='Item subtotal'"
    ):
        read(tmp_path, rows)
    assert read(tmp_path, rows, Words(columns={"amount": "Item subtotal"})).paid.sum() == pytest.approx(PAID)
    assert read(tmp_path, rows, Words(columns={"amount": "Total"})).paid.sum() == pytest.approx(0.9 * PAID)


def test_fees_beside_an_amount_that_holds_them_are_said(tmp_path: Path) -> None:
    rows = [{**base(each), "实付金额": each.value, "手续费": round(0.01 * each.value, 2)} for each in ORDERS]
    found = read(tmp_path, rows)
    assert found.paid.sum() == pytest.approx(PAID)
    assert any(
        "'实付金额' is taken as paid by customers, before what stands under '手续费'" in each for each in found.notes
    )


def test_fees_that_are_no_numbers_do_no_harm(tmp_path: Path) -> None:
    rows = [{**base(each), "Amount": each.value, "Fee": "2 percent"} for each in ORDERS]
    assert read(tmp_path, rows).paid.sum() == pytest.approx(PAID)


def test_sorts_of_rows_that_are_neither_sale_nor_refund_are_left_out(tmp_path: Path) -> None:
    rows = []
    for each in ORDERS:
        rows.append({**base(each), "Type": "Sale", "Amount": each.value})
        if each.refund:
            rows.append({**base(each), "Type": "Refund", "Amount": -each.refund})
    payout = {"Date": "2025-12-01", "Order": "", "Customer": "", "Amount": -5000.0}
    found = read(tmp_path, [*rows, {**payout, "Type": "Payout"}, {**payout, "Type": "Monthly fee"}])
    assert (found.paid.sum(), found.refund.sum()) == (pytest.approx(PAID), pytest.approx(REFUNDED))
    assert found.rows["rows of fees, payouts and the like"] == 2
    odd = [*rows, {**payout, "Type": "Correction", "Order": "9", "Amount": 70.0}]
    with pytest.raises(InputError, match=r"'Correction'.*=paid' \(a sale\)"):
        read(tmp_path, odd)
    assert read(tmp_path, odd, Words(states={"Correction": "cancelled"})).paid.sum() == pytest.approx(PAID)
    assert read(tmp_path, odd, Words(states={"Correction": "paid"})).paid.sum() == pytest.approx(PAID + 70)


def test_pieces_that_came_back_tell_the_refund(tmp_path: Path) -> None:
    rows = [
        {
            **base(each),
            "SKU": one.sku,
            "Qty": 2 * one.pieces,
            "Unit price": one.price,
            "Returned qty": one.pieces * one.back,
        }
        for each in ORDERS
        for one in each.articles
    ]
    found = read(tmp_path, rows)
    assert (found.paid.sum(), found.refund.sum()) == (pytest.approx(2 * PAID), pytest.approx(REFUNDED))


def test_amounts_after_refunds_beside_those_before(tmp_path: Path) -> None:
    rows = [{**base(each), "订单金额": each.value, "退款后金额": round(each.value - each.refund, 2)} for each in ORDERS]
    found = read(tmp_path, rows)
    assert (found.paid.sum(), found.refund.sum()) == (pytest.approx(PAID), pytest.approx(REFUNDED))


def test_a_credit_note_of_a_returned_order_counts_once(tmp_path: Path) -> None:
    rows = []
    for each in ORDERS:
        rows.append({**base(each), "Amount": each.value, "Status": "returned" if each.all_back else "completed"})
        if each.refund:
            rows.append({**base(each), "Amount": -each.refund, "Status": "returned"})
    assert read(tmp_path, rows).refund.sum() == pytest.approx(REFUNDED)


def test_orders_without_a_time_of_payment_were_never_paid(tmp_path: Path) -> None:
    rows = [
        {
            "订单编号": each.number,
            "总金额": each.value,
            "买家实际支付金额": each.value - each.refund if each.paid else 0,
            "订单创建时间": f"{each.time:%Y-%m-%d %H:%M:%S}",
            "订单付款时间": f"{each.time:%Y-%m-%d %H:%M:%S}" if each.paid else "",
            "退款金额": each.refund,
        }
        for each in shop(seed=8)
    ]
    found = read(tmp_path, rows).reconciliation()
    truth = totals(shop(seed=8), REFUNDED)
    assert (found.paid_orders, found.cancelled) == (truth.paid_orders, truth.cancelled)
    assert (found.paid, found.refunded) == (pytest.approx(truth.paid), pytest.approx(truth.refunded))


def test_headings_over_several_lines_and_western_signs(tmp_path: Path) -> None:
    rows = [
        {"Order\ndate": f"{each.time:%d.%m.%Y}", "Order": each.number, "Category": "Möbel", "Amount\n(€)": each.value}
        for each in ORDERS
    ]
    found = read(tmp_path, rows, encoding="cp1252")
    assert found.paid.sum() == pytest.approx(PAID) and found.names[1:] == ("Möbel",) and found.currency == "EUR"
    assert any("Windows-1252" in note for note in found.notes)


@pytest.mark.parametrize("key", ["amazon_settlement", "amazon_transactions"])
def test_a_currency_that_is_named_once(key: str, tmp_path: Path) -> None:
    """In the first row of a settlement, or above the headings of a report."""
    text = WRITERS[key](ORDERS).text.replace("in CNY", "in USD")
    lines = text.split("\n")
    if key == "amazon_settlement":
        at = lines[0].split("\t").index("currency")
        first = lines[1].split("\t")
        lines[1] = "\t".join([*first[:at], "USD", *first[at + 1 :]])
    path = tmp_path / "orders.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert read_orders(path).currency == "USD"


def test_amounts_of_no_currency_are_said_to_be_taken_as_rmb(tmp_path: Path) -> None:
    rows = [{**base(each), "Amount": each.value} for each in ORDERS]
    assert any("no currency is named" in note for note in read(tmp_path, rows).notes)
    assert not any(
        "no currency is named" in note for note in read(tmp_path, [{**r, "Currency": "CNY"} for r in rows]).notes
    )


def test_deleted_and_locked_orders(tmp_path: Path) -> None:
    states = ["(删除)等待付款确认", "(锁定)等待出库"]
    rows = [{**base(each), "Amount": each.value, "Status": states[at % 10 > 0]} for at, each in enumerate(ORDERS)]
    assert read(tmp_path, rows).cancelled == -(-len(ORDERS) // 10)


def test_months_in_other_languages() -> None:
    written = [
        "1 de septiembre de 2025 08:12 hs.",
        "3 mars 2026 09:30",
        "12 de dezembro de 2025 10:00",
        "4. März 2026",
        "5 févr. 2026",
    ]
    days, refused = parse_all(written)
    assert not refused
    assert [str(day) for day in days.astype("datetime64[D]")] == [
        "2025-09-01",
        "2026-03-03",
        "2025-12-12",
        "2026-03-04",
        "2026-02-05",
    ]


def test_the_columns_that_were_read_are_said(tmp_path: Path) -> None:
    told = read(tmp_path, [{**base(each), "Amount": each.value} for each in ORDERS]).reconciliation().lines()
    assert any(line.endswith("date 'Date', order 'Order', customer 'Customer', amount 'Amount'") for line in told)
