"""Exports in layouts that platforms write, from one truth: 123 paid orders of 130, 11,958.70 paid, 1,257.30 back."""

import csv
import io
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.intake import Intake, Words, intake

FIELD = Path(__file__).parents[1] / "data" / "field"
PAID = 11958.70


def orders(case: str) -> Path:
    return next((FIELD / case).glob("orders.*"))


def total(taken: Intake) -> tuple[float, float]:
    """Paid orders and paid value, all days."""
    assert taken.reconciliation.paid_orders == taken.facts["orders"]
    assert taken.reconciliation.paid == pytest.approx(taken.facts["gmv"])
    return taken.facts["orders"], round(taken.facts["gmv"], 2)


def noted(taken: Intake, *words: str) -> bool:
    return any(all(word in note for word in words) for note in taken.notes)


# case: orders paid, cancelled, paid, refunded (None: not told), customers (None: not told), words of a note
CASES = {
    "tmall-net-of-refunds": (123, 7, PAID, 1257.30, 81, ["what refunds have left"]),
    "jd-order-total-on-every-row": (123, 7, PAID, None, 81, ["counts once"]),
    "douyin-closed-after-refund": (123, 7, PAID, 1346.30, 81, ["cancelled or unpaid"]),
    "unit-price-times-quantity": (123, 0, PAID, 802.00, 65, ["'Price' times 'Quantity'"]),
    "guest-zero": (123, 7, PAID, 802.00, 61, ["guests"]),
    "status-never-tells-returns": (123, 7, PAID, None, None, ["return rate is assumed"]),
    "shopify-further-articles": (123, 7, PAID, 1257.30, 81, ["one of its rows"]),
    "two-headings-one-name": (40, 0, 3821.40, None, 29, ["'Total (base)'", "'Total (purchased)'", "not looked at"]),
}


@pytest.mark.parametrize("case", CASES)
def test_totals(case: str) -> None:
    paid_orders, cancelled, paid, refunded, customers, words = CASES[case]
    taken = intake(orders(case))
    found = taken.reconciliation
    assert total(taken) == (paid_orders, paid)
    assert found.cancelled == cancelled
    assert found.refunded != found.refunded if refunded is None else found.refunded == pytest.approx(refunded)
    assert found.customers != found.customers if customers is None else found.customers == customers
    assert noted(taken, *words), taken.notes
    assert sum(found.rows.values()) == len(orders(case).read_bytes().splitlines()) - 1


@pytest.mark.parametrize("case", ["jd-order-total-on-every-row", "status-never-tells-returns"])
def test_a_return_rate_nobody_tells_is_assumed(case: str) -> None:
    returns = intake(orders(case)).lines[0].returns
    assert returns.rate == 0.1 and returns.error != returns.error and "assumed" in returns.method


def test_guests_buy_once(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(orders("guest-zero").read_text(encoding="utf-8"))))
    blanked = [{**row, "customer_id": "" if row["customer_id"] == "0" else row["customer_id"]} for row in rows]
    one = [{**row, "customer_id": "9999" if row["customer_id"] == "0" else row["customer_id"]} for row in rows]
    taken = intake(orders("guest-zero"))
    assert repr(taken.lines) == repr(intake(write(tmp_path / "blank.csv", blanked)).lines)
    with pytest.raises(InputError, match=r"one customer has 32 of 123 paid orders.*--answer busiest=guest"):
        intake(write(tmp_path / "one.csv", one))
    as_guest = intake(tmp_path / "one.csv", own_words=Words(answers={"busiest": "guest"}))
    assert repr(as_guest.lines) == repr(taken.lines)
    as_customer = intake(tmp_path / "one.csv", own_words=Words(answers={"busiest": "customer"}))
    assert as_customer.reconciliation.customers == taken.reconciliation.customers + 1
    assert as_customer.facts["repeat_order_share"] > taken.facts["repeat_order_share"] + 0.15


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_units_in_headings() -> None:
    taken = intake(weekly=FIELD / "units-in-headings" / "weekly.csv")
    assert taken.facts["gmv"] == pytest.approx(1939200)
    assert taken.facts["gmv"] / 60 == pytest.approx(32000, rel=0.02)
    assert noted(taken, "万元", "10000")
    folder = FIELD / "units-in-headings"
    staff = intake(weekly=folder / "plain_weekly.csv", staff=folder / "staff.csv").staff
    assert staff is not None
    assert {seat.role: seat.base_rmb for seat in staff.seats} == pytest.approx(
        {"operations": 9000, "service": 6000, "design": 7500}
    )


def test_several_currencies_are_refused() -> None:
    path = orders("currency-column")
    with pytest.raises(
        InputError, match=r"several currencies: JPY [\d,.]+, RMB [\d,.]+, USD [\d,.]+.*--answer currency"
    ):
        intake(path)
    with pytest.raises(InputError, match="several currencies"):
        intake(path, rmb_per_unit=7.1)
    paid = {
        "CNY": 4161.50,
        "JPY": 4252.10,
        "USD": 4315.90,
    }  # with the orders that were never paid: no column tells them
    for code, value in paid.items():
        assert intake(path, own_words=Words(answers={"currency": code})).reconciliation.paid == pytest.approx(value)


def test_one_foreign_currency_is_named(tmp_path: Path) -> None:
    text = orders("currency-column").read_text(encoding="utf-8").replace("CNY", "EUR").replace("JPY", "EUR")
    (tmp_path / "eur.csv").write_text(text.replace("USD", "EUR"), encoding="utf-8")
    taken = intake(tmp_path / "eur.csv")
    assert taken.reconciliation.currency == "EUR" and noted(taken, "EUR", "--rmb-per-unit")
    rated = intake(tmp_path / "eur.csv", rmb_per_unit=7.1)
    assert not noted(rated, "one for one")
    assert rated.facts["gmv"] == pytest.approx(7.1 * taken.facts["gmv"])


def staff_of(case: str):
    taken = intake(weekly=FIELD / case / "weekly.csv", staff=FIELD / case / "staff.csv")
    assert taken.staff is not None and taken.headcount is not None
    return taken, {seat.role: seat.heads for seat in taken.staff.seats}


def test_a_person_on_every_payroll_is_one() -> None:
    taken, heads = staff_of("payroll-by-month")
    assert heads == {"design": 12, "operations": 6, "service": 12}
    assert (taken.headcount.there, taken.headcount.left) == (30, 3)
    assert taken.headcount.rows == {"used": 33, "further rows of the same employment": 348}
    assert noted(taken, "381 rows show 33 employments", "last row")


def test_signs_and_words_of_people_who_are_still_there() -> None:
    taken, heads = staff_of("roster-placeholders")
    assert (taken.headcount.there, taken.headcount.left) == (30, 6)
    assert sum(heads.values()) == 30
