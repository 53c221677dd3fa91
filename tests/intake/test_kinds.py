"""Further members of each kind of export that was once misread, written from one shop with known totals."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sim.bilingual import reading_in
from sim.conformance.exports import Order, shop, text_of, totals
from sim.errors import InputError
from sim.intake import Intake, Words, intake, summary
from sim.intake.told import Note

Cells = dict[str, object]
SHOP = shop(150, seed=5)
PAID = tuple(order for order in SHOP if order.paid)
TRUTH = totals(SHOP, sum(order.refund for order in SHOP))


def take(tmp_path: Path, rows: list[Cells] | str, answers: Mapping[str, str] | None = None, **words) -> Intake:
    path = tmp_path / "orders.csv"
    path.write_text(rows if isinstance(rows, str) else text_of(rows), encoding="utf-8")
    return intake(path, own_words=Words(answers=answers or {}, **words))


def right(taken: Intake, refunded: float | None = None, cancelled: int = 0) -> None:
    """Check the totals: the refund of the shop where `refunded` is None, not told where it is 0."""
    found = taken.reconciliation
    assert (found.paid_orders, found.cancelled) == (TRUTH.paid_orders, cancelled)
    assert found.paid == pytest.approx(TRUTH.paid, abs=0.02)
    if refunded == 0:
        assert found.refunded != found.refunded
        assert all("assumed" in line.returns.method for line in taken.lines)
    else:
        assert found.refunded == pytest.approx(TRUTH.refunded if refunded is None else refunded, abs=0.02)
    assert found.rows["used"] > 0


def noted(taken: Intake, *words: str) -> bool:
    return any(all(word in note for word in words) for note in taken.notes)


def by_order(row: Callable[[Order], Cells], orders: tuple[Order, ...] = PAID) -> list[Cells]:
    base = [{"order id": order.number, "order date": f"{order.time:%Y-%m-%d}"} for order in orders]
    return [
        {**start, "customer id": f"c{order.customer}", **row(order)} for start, order in zip(base, orders, strict=True)
    ]


def by_article(row: Callable[[Order, int], Cells], orders: tuple[Order, ...] = PAID) -> list[Cells]:
    return [
        {
            "order id": order.number,
            "order date": f"{order.time:%Y-%m-%d}",
            "customer id": f"c{order.customer}",
            "sku": order.articles[at].sku,
            **row(order, at),
        }
        for order in orders
        for at in range(len(order.articles))
    ]


# What refunds have left.

NET = {
    "beside the value of the order": lambda o: {
        "实收金额": f"{o.value - o.refund:.2f}",
        "订单金额": o.value,
        "退款金额": o.refund,
    },
    "english, refunds blank where there is none": lambda o: {
        "Net amount": f"{o.value - o.refund:.2f}",
        "Order total": o.value,
        "Refunded amount": o.refund or "",
    },
    "no value of the order, full refunds leave 0": lambda o: {
        "paid": f"{o.value - o.refund:.2f}",
        "refund": o.refund,
    },
}


@pytest.mark.parametrize("name", NET)
def test_amounts_after_refunds(name: str, tmp_path: Path) -> None:
    taken = take(tmp_path, by_order(NET[name]))
    right(taken)
    assert noted(taken, "what refunds have left")


def test_amounts_before_refunds_stay(tmp_path: Path) -> None:
    right(take(tmp_path, by_order(lambda o: {"amount": o.value, "refund": o.refund})))


def test_partial_refunds_alone_are_asked(tmp_path: Path) -> None:
    some = {order.number: round(order.value * 0.2, 2) for order in PAID if order.number % 4 == 0}
    rows = by_order(lambda o: {"amount": o.value, "refund": some.get(o.number, 0)})
    with pytest.raises(InputError, match=r"--answer refunds=inside .* or --answer refunds=taken-off"):
        take(tmp_path, rows)
    inside = take(tmp_path, rows, {"refunds": "inside"})
    off = take(tmp_path, rows, {"refunds": "taken-off"})
    right(inside, refunded=sum(some.values()))
    assert off.reconciliation.paid == pytest.approx(TRUTH.paid + sum(some.values()))


# Amounts of orders on rows of articles.

TOTALS = {
    "filled down beside articles": lambda o, at: {"Total": o.value},
    "filled down beside unit prices": lambda o, at: {
        "Qty": o.articles[at].pieces,
        "Unit price": o.articles[at].price,
        "Order total": o.value,
    },
    "chinese": lambda o, at: {"数量": o.articles[at].pieces, "单价": o.articles[at].price, "实付金额": o.value},
    "on the first row only": lambda o, at: {"Total": o.value if at == 0 else ""},
    "0 on further rows": lambda o, at: {"Total": o.value if at == 0 else "0.00"},
    "of the row": lambda o, at: {"Total": o.articles[at].value},
    "of the row, beside unit prices": lambda o, at: {
        "Qty": o.articles[at].pieces,
        "Unit price": o.articles[at].price,
        "line total": o.articles[at].value,
    },
}


@pytest.mark.parametrize("name", TOTALS)
def test_amounts_on_rows_of_articles(name: str, tmp_path: Path) -> None:
    taken = take(tmp_path, by_article(TOTALS[name]))
    right(taken, refunded=0)
    assert noted(taken, "counts once") == (name in ("filled down beside articles", *list(TOTALS)[1:3]))


def test_refunds_repeated_with_the_total(tmp_path: Path) -> None:
    rows = by_article(lambda o, at: {"Total": o.value, "Refund amount": o.refund})
    right(take(tmp_path, rows))
    lines = by_article(lambda o, at: {"Total": o.value, "Refund amount": o.refund, "category": o.articles[at].sku[-1]})
    taken = take(tmp_path, lines)
    assert taken.facts["gmv"] == pytest.approx(TRUTH.paid) and len(taken.lines) > 1


def test_equal_amounts_without_articles_are_asked(tmp_path: Path) -> None:
    rows = [
        {field: cell for field, cell in row.items() if field != "sku"} | {"note": at}
        for at, row in enumerate(by_article(lambda o, at: {"Total": o.value}))
    ]
    with pytest.raises(InputError, match=r"same amount .*--answer amount=order .* or --answer amount=row"):
        take(tmp_path, rows)
    right(take(tmp_path, rows, {"amount": "order"}), refunded=0)


def test_numbers_on_the_first_row_only_are_asked(tmp_path: Path) -> None:
    rows = by_article(lambda o, at: {"amount": o.articles[at].value, "at": at})
    for row in rows:
        if row["at"]:
            row.update({"order id": "", "order date": "", "customer id": ""})
    with pytest.raises(InputError, match=r"neither order number nor date .*--answer further-rows=above"):
        take(tmp_path, rows)
    right(take(tmp_path, rows, {"further-rows": "above"}), refunded=0)


def test_rows_of_totals_above_articles(tmp_path: Path) -> None:
    rows = []
    for order in PAID:
        articles = by_article(lambda o, at: {"amount": o.articles[at].value}, (order,))
        if len(articles) > 1:
            rows.append({**articles[0], "sku": "", "amount": order.value})
        rows += articles
    taken = take(tmp_path, rows)
    right(taken, refunded=0)
    assert taken.reconciliation.rows["rows of totals above the articles of an order"] > 10


def test_rows_of_totals_that_name_an_article(tmp_path: Path) -> None:
    rows = []
    for order in PAID:
        articles = by_article(lambda o, at: {"amount": o.articles[at].value}, (order,))
        rows += [{**articles[0], "sku": f"{len(articles)} items", "amount": order.value}, *articles]
    right(take(tmp_path, rows), refunded=0)


# Closed by a refund.


def test_what_says_that_a_closed_order_was_paid(tmp_path: Path) -> None:
    def state(order: Order) -> str:
        return "closed" if not order.paid or order.all_back else "completed"

    full = sum(order.value for order in PAID if order.all_back)
    cancelled = len(SHOP) - len(PAID)
    columns: dict[str, Callable[[Order], Cells]] = {
        "refund amount": lambda o: {"refund amount": o.value if o.paid and o.all_back else 0},
        "time of payment": lambda o: {"payment time": f"{o.time:%Y-%m-%d}" if o.paid else "-"},
        "state of the refund": lambda o: {"refund status": "refunded" if o.paid and o.all_back else "none"},
        "reason": lambda o: {"cancel reason": "refund agreed" if o.paid else "unpaid for 30 minutes"},
        "chinese": lambda o: {
            "关闭原因": "退款" if o.paid else "买家未付款",
            "买家付款时间": f"{o.time:%Y/%m/%d}" if o.paid else "",
        },
    }
    for name, more in columns.items():
        rows = by_order(lambda o, more=more: {"amount": o.value, "status": state(o), **more(o)}, SHOP)
        taken = take(tmp_path, rows)
        right(taken, refunded=full, cancelled=cancelled)
        assert taken.lines[0].returns.rate > 0.02, name


def test_closed_without_any_word_of_payment_is_asked(tmp_path: Path) -> None:
    rows = by_order(lambda o: {"amount": o.value, "status": "完成" if o.paid else "交易关闭"}, SHOP)
    with pytest.raises(InputError, match="--status '交易关闭=cancelled' or --status '交易关闭=returned'"):
        take(tmp_path, rows)
    right(take(tmp_path, rows, states={"交易关闭": "cancelled"}), refunded=0, cancelled=len(SHOP) - len(PAID))


# Unit price and quantity.

PIECES = {
    "english": ("Unit Price", "Qty"),
    "chinese": ("商品单价", "商品数量"),
    "price and quantity": ("price", "quantity"),
    "unit in the heading": ("单价(分)", "数量(件)"),
}


@pytest.mark.parametrize("name", PIECES)
def test_unit_price_times_quantity(name: str, tmp_path: Path) -> None:
    price, pieces = PIECES[name]
    factor = 100 if "分" in price else 1
    rows = by_article(lambda o, at: {price: round(o.articles[at].price * factor, 2), pieces: o.articles[at].pieces})
    back = by_article(
        lambda o, at: {
            "order id": f"CN-{o.number}",
            price: round(o.articles[at].price * factor, 2),
            pieces: -o.articles[at].pieces if o.articles[at].back else 0,
        },
    )
    right(take(tmp_path, [*rows, *(row for row in back if row[pieces])]))


def test_negative_amounts_are_asked(tmp_path: Path) -> None:
    rows = by_order(lambda o: {"amount": o.value})
    rows += by_order(lambda o: {"order id": f"R{o.number}", "amount": -o.refund}, tuple(o for o in PAID if o.refund))
    with pytest.raises(InputError, match="--answer negative=refunds"):
        take(tmp_path, rows)
    right(take(tmp_path, rows, {"negative": "refunds"}))


@pytest.mark.parametrize(("heading", "word", "sign"), [("Type", "Credit note", -1), ("单据类型", "退款单", 1)])
def test_a_sort_of_row_tells_credit_notes(heading: str, word: str, sign: int, tmp_path: Path) -> None:
    rows = by_order(lambda o: {"amount": o.value, heading: "Invoice"})
    back = tuple(order for order in PAID if order.refund)
    rows += by_order(lambda o: {"order id": f"R{o.number}", "amount": sign * o.refund, heading: word}, back)
    right(take(tmp_path, rows))


def test_a_negative_row_may_be_a_discount(tmp_path: Path) -> None:
    rows = by_article(lambda o, at: {"amount": o.articles[at].value + 5})
    rows += [
        {**row, "sku": "COUPON", "amount": -5 * len(order.articles)}
        for row, order in zip(by_order(lambda o: {}), PAID, strict=True)
    ]
    right(take(tmp_path, rows, {"negative": "discounts"}), refunded=0)


# Customers who are nobody.


@pytest.mark.parametrize("nobody", ["0", "NULL", "nan", "guest", "匿名", "***", "-", "Guest checkout", "张**"])
def test_nobody_is_a_guest(nobody: str, tmp_path: Path) -> None:
    def rows(other: str) -> list[Cells]:
        return by_order(lambda o: {"amount": o.value, "customer id": other if o.number % 3 == 0 else f"c{o.customer}"})

    taken = take(tmp_path, rows(nobody))
    assert repr(taken.lines) == repr(take(tmp_path, rows("")).lines)
    assert taken.reconciliation.guests == sum(order.number % 3 == 0 for order in PAID)
    assert noted(taken, "guests")


def test_equal_masks_can_be_one_customer(tmp_path: Path) -> None:
    rows = by_order(lambda o: {"amount": o.value, "customer id": f"c{o.customer}***"})
    hidden = take(tmp_path, rows)
    assert noted(hidden, "--answer masks=customers") and noted(hidden, "repeat buying is assumed")
    assert take(tmp_path, rows, {"masks": "customers"}).reconciliation.customers == TRUTH.customers


def test_a_number_for_each_order_is_no_customer(tmp_path: Path) -> None:
    taken = take(tmp_path, by_order(lambda o: {"amount": o.value, "customer id": f"enc{o.number}"}))
    assert noted(taken, "every order has a customer number of its own")
    assert all("assumed" in line.repeat.method for line in taken.lines)
    assert taken.observed["repeat_orders"].isna().all()


def test_no_column_of_customers(tmp_path: Path) -> None:
    rows = by_order(lambda o: {"amount": o.value})
    taken = take(tmp_path, [{field: cell for field, cell in row.items() if field != "customer id"} for row in rows])
    assert noted(taken, "no customers are told")
    right(taken, refunded=0)


# Units.

UNITS = {
    "amount (k)": 1000,
    "金额/千元": 1000,
    "amount_cents": 0.01,
    "实付金额（分）": 0.01,
    "支付金额(单位：万元)": 10000,
    "Amount (RMB '000)": 1000,
    "Sales in thousands": 1000,
    "销售额万元": 10000,
    "实付金额(元)": 1,
    "Amount (incl. VAT)": 1,
    "GMV (RMB mn)": 1e6,
}


@pytest.mark.parametrize("heading", UNITS)
def test_units_in_headings_of_orders(heading: str, tmp_path: Path) -> None:
    taken = take(tmp_path, by_order(lambda o: {heading: f"{o.value / UNITS[heading]:.8f}"}))
    right(taken, refunded=0)
    assert noted(taken, "was multiplied by") == (UNITS[heading] != 1)


def test_amounts_no_order_has_are_asked(tmp_path: Path) -> None:
    rows = by_order(lambda o: {"amount": f"{o.value / 10000:.6f}"})
    with pytest.raises(InputError, match=r"in which unit.*--answer unit=10000 \(in 万元\)"):
        take(tmp_path, rows)
    right(take(tmp_path, rows, {"unit": "10000"}), refunded=0)
    weekly = tmp_path / "weekly.csv"
    weekly.write_text(
        "week,gmv,orders\n" + "".join(f"2026-{at // 4 + 1:02d}-{at % 4 * 7 + 1:02d},3.2,400\n" for at in range(20))
    )
    with pytest.raises(InputError, match="in which unit"):
        intake(weekly=weekly)
    assert intake(weekly=weekly, own_words=Words(answers={"unit": "10000"})).facts["average_order"] == 80


# Currencies.


@pytest.mark.parametrize(
    ("form", "code"),
    [("US ${:,.2f}", "USD"), ("{:,.2f} €", "EUR"), ("HK${:,.2f}", "HKD"), ("¥{:,.2f}", "RMB"), ("{:.2f} JPY", "JPY")],
)
def test_currencies_in_cells(form: str, code: str, tmp_path: Path) -> None:
    taken = take(tmp_path, by_order(lambda o: {"amount": form.format(o.value)}))
    right(taken, refunded=0)
    assert taken.reconciliation.currency == code
    assert noted(taken, code, "--rmb-per-unit") == (code != "RMB")


def test_currencies_in_headings_and_columns(tmp_path: Path) -> None:
    assert take(tmp_path, by_order(lambda o: {"金额(美元)": o.value})).reconciliation.currency == "USD"
    assert take(tmp_path, by_order(lambda o: {"币种": "英镑", "金额": o.value})).reconciliation.currency == "GBP"
    for rows in (
        by_order(lambda o: {"币种": "英镑" if o.number % 2 else "欧元", "金额": o.value}),
        by_order(lambda o: {"amount": f"{'£' if o.number % 2 else '€'}{o.value}"}),
    ):
        with pytest.raises(InputError, match=r"several currencies: EUR.*GBP"):
            take(tmp_path, rows)


# What does not tell returns.


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"status": "completed"},
        {"refund amount": "0.00"},
        {"refund amount": ""},
        {"售后状态": "-"},
        {"returned": "no"},
    ],
)
def test_no_word_of_returns_is_not_no_returns(more: Cells, tmp_path: Path) -> None:
    taken = take(tmp_path, by_order(lambda o: {"amount": o.value, **more}))
    right(taken, refunded=0)
    assert noted(taken, "the return rate is assumed")
    assert taken.lines[0].returns.rate == 0.1 and taken.lines[0].returns.error != taken.lines[0].returns.error


# Rows that are no orders.


def test_footers_and_headings_between_rows(tmp_path: Path) -> None:
    rows = by_order(lambda o: {"amount": o.value, "note": ""})
    head, *lines = text_of(rows).splitlines()
    half = len(lines) // 2
    text = "\n".join(
        [
            head,
            *lines[:half],
            "",
            head,
            *lines[half:],
            f"Total,,,{TRUTH.paid},",
            "共 141 条,,,,",
            "# generated on 2026-03-01",
        ]
    )
    taken = take(tmp_path, text)
    right(taken, refunded=0)
    assert taken.reconciliation.rows["rows of totals and footers"] == 3
    assert taken.reconciliation.rows["rows that repeat the headings"] == 1
    unnamed = take(tmp_path, "\n".join([head, *lines, f",,,{TRUTH.paid},141"]))
    right(unnamed, refunded=0)


# Dates and numbers of orders.


@pytest.mark.parametrize(
    "form",
    [
        "%b-%d-%y",
        "%d-%b-%Y %H:%M",
        "%m/%d/%y %H:%M",
        "%y/%m/%d",
        "%d.%m.%Y",
        "%Y年%m月%d日",
        "%B %d, %Y %I:%M:%S %p",
        "%a, %d %b %Y %H:%M:%S +0000",
        "excel",
        "unix",
    ],
)
def test_dates_as_exports_write_them(form: str, tmp_path: Path) -> None:
    def written(order: Order) -> str:
        if form == "excel":
            return f"{(order.time - order.time.replace(1899, 12, 30)).days + 0.34:.2f}"
        if form == "unix":
            return str((order.time - order.time.replace(1970, 1, 1)).days * 86400 + 4000)
        return order.time.strftime(form)

    plain = take(tmp_path, by_order(lambda o: {"amount": o.value})).reconciliation
    taken = take(tmp_path, by_order(lambda o: {"amount": o.value, "order date": written(o)}))
    shift = 0 if form not in ("excel", "unix") else None
    if shift is not None:
        assert (taken.reconciliation.first_day, taken.reconciliation.last_day) == (plain.first_day, plain.last_day)
    right(taken, refunded=0)


def test_dates_nobody_can_tell_apart_are_asked(tmp_path: Path) -> None:
    some = tuple(order for order in PAID if order.time.day <= 12)
    rows = by_order(lambda o: {"amount": o.value, "order date": f"{o.time:%d/%m/%Y}"}, some)
    with pytest.raises(InputError, match="--answer dates=day-first"):
        take(tmp_path, rows)
    taken = take(tmp_path, rows, {"dates": "day-first"})
    assert taken.reconciliation.first_day == min(order.time for order in some).date()


def test_numbers_that_a_spreadsheet_has_rounded_are_refused(tmp_path: Path) -> None:
    rows = by_order(lambda o: {"amount": o.value, "order id": f"6.91792{o.number % 9}E+18"})
    with pytest.raises(InputError, match="a spreadsheet has rounded this number"):
        take(tmp_path, rows)


# Headings.


def test_a_heading_can_be_named(tmp_path: Path) -> None:
    rows = by_order(lambda o: {"Wert": o.value})
    with pytest.raises(InputError, match=r"--column amount=HEADING, one of 'Wert'"):
        take(tmp_path, rows)
    right(take(tmp_path, rows, columns={"amount": "Wert"}), refunded=0)
    with pytest.raises(InputError, match="id you mean 'Wert'"):
        take(tmp_path, rows, columns={"amount": "Werte"})
    with pytest.raises(InputError, match="id you mean 'amount'"):
        take(tmp_path, rows, columns={"amonut": "Wert"})


def test_columns_that_differ_in_brackets_only_are_asked_when_they_differ(tmp_path: Path) -> None:
    rows = by_order(lambda o: {"Total (base)": o.value, "Total (purchased)": round(o.value / 7, 2)})
    with pytest.raises(InputError, match=r"brackets.*--column amount='Total \(base\)' or --column"):
        take(tmp_path, rows)
    right(take(tmp_path, rows, columns={"amount": "Total (base)"}), refunded=0)


# The command.


def test_the_command_ends_with_the_totals(tmp_path: Path, run) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(text_of(by_order(lambda o: {"amount": o.value, "refund": o.refund})), encoding="utf-8")
    result = run("--orders", path)
    assert result.exit_code == 0, result.output
    assert "reconciliation (compare" in result.output
    assert f"paid: {TRUTH.paid:,.2f} RMB" in result.output
    assert f"refunded: {TRUTH.refunded:,.2f} RMB" in result.output
    assert f"customers: {TRUTH.customers}" in result.output
    assert f"{len(PAID)} below the headings, {len(PAID)} used; none was left out" in result.output


def test_notes_and_totals_are_told_in_chinese_too(tmp_path: Path) -> None:
    """Every note that a reader meets holds both wordings, so that nothing but names of fields and files is English."""
    plain: list[Cells] = [
        {"date": each["order date"], "order": at, "customer": "王**", "amount": 100, "status": "paid"}
        for at, each in enumerate(by_order(lambda o: {}))
    ]
    rows = [{**each, "status": "paid" if at % 9 else "cancelled"} for at, each in enumerate(plain)]
    rows += [rows[-1]] * 6
    taken = take(tmp_path, rows)
    assert len(taken.notes) >= 5
    assert all(isinstance(each, Note) for each in taken.notes), taken.notes
    with reading_in("zh"):
        told = "\n".join(row.replace("orders.csv", "") for row in summary(taken))
    assert "对账" in told
    said = re.sub(r"'[^']*'|RMB|--\S+ \S+|ISO|\b(all|date|order|customer|amount|status)\b", "", told)
    assert not re.findall("[A-Za-z]{3,}", said), said


def test_the_command_takes_answers_and_headings(tmp_path: Path, run) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(text_of(by_order(lambda o: {"Wert": o.value / 10000})), encoding="utf-8")
    asked = run("--orders", path, "--column", "amount=Wert")
    assert asked.exit_code == 2 and "--answer unit=10000" in asked.output
    assert run("--orders", path, "--column", "amount=Wert", "--answer", "unit=10000").exit_code == 0
    for wrong, nearest in (
        ("unit=9", "known: 1, 0.01"),
        ("unti=1", "did you mean 'unit'"),
        ("masks=guest", "did you mean 'guests'"),
        ("layout=shopfy", "did you mean 'shopify'"),
    ):
        refused = run("--orders", path, "--force", "--answer", wrong)
        assert refused.exit_code == 2 and nearest in refused.output.lower(), refused.output
    assert "FIELD=HEADING" in run("--orders", path, "--force", "--column", "amount").output
