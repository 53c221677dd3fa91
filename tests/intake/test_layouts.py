"""The exports of ten platforms: recognised by their headings, read to the right totals, named in the output."""

import csv
import io
from pathlib import Path

import pytest

from sim.conformance.exports import WRITERS, shop, text_of
from sim.intake import intake
from sim.intake.layouts import layouts, recognise


def test_every_layout_has_a_writer() -> None:
    assert set(WRITERS) == set(layouts())


@pytest.mark.parametrize("key", sorted(WRITERS))
@pytest.mark.parametrize("seed", [1, 2])
def test_totals_of_each_layout(key: str, seed: int, tmp_path: Path) -> None:
    export = WRITERS[key](shop(seed=seed))
    path = tmp_path / "orders.csv"
    path.write_text(export.text, encoding="utf-8")
    taken = intake(path)
    found, truth, layout = taken.reconciliation, export.totals, layouts()[key]
    assert layout.name in found.source and layout.name_zh in found.source
    assert (found.paid_orders, found.cancelled) == (truth.paid_orders, truth.cancelled)
    assert found.paid == pytest.approx(truth.paid, abs=0.01)
    assert taken.facts["gmv"] == pytest.approx(truth.paid, abs=0.01)
    if truth.refunded is None:
        assert found.refunded != found.refunded
        assert all("assumed" in line.returns.method for line in taken.lines)
    else:
        assert found.refunded == pytest.approx(truth.refunded, abs=0.01)
    if truth.customers is None:
        assert found.customers != found.customers
        assert all("assumed" in line.repeat.method for line in taken.lines)
    else:
        assert found.customers == truth.customers


@pytest.mark.parametrize("key", sorted(WRITERS))
def test_marks_of_a_layout_are_its_own(key: str) -> None:
    assert recognise(layouts()[key].marks) is layouts()[key]


def test_files_of_no_platform_have_no_layout() -> None:
    for headings in (
        ["date", "order", "customer", "amount"],
        ["下单时间", "订单编号", "买家ID", "实付金额", "订单状态"],
    ):
        assert recognise(headings) is None


@pytest.mark.parametrize("key", sorted(WRITERS))
def test_a_few_headings_are_enough(key: str) -> None:
    assert recognise([*layouts()[key].enough, "remark"]) is layouts()[key]


def test_a_part_of_the_columns_reads_the_same(tmp_path: Path) -> None:
    export = WRITERS["shopify"](shop(seed=3))
    wanted = ("Name", "Email", "Financial Status", "Total", "Created at", "Lineitem name", "Refunded Amount")
    rows = [{field: row[field] for field in wanted} for row in csv.DictReader(io.StringIO(export.text))]
    path = tmp_path / "orders.csv"
    path.write_text(text_of(rows), encoding="utf-8")
    found = intake(path).reconciliation
    assert found.source.startswith("Shopify")
    assert (found.paid_orders, found.customers) == (export.totals.paid_orders, export.totals.customers)
    assert (found.paid, found.refunded) == pytest.approx((export.totals.paid, export.totals.refunded))
