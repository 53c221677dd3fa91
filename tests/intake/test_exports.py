"""Exports in their many forms give the same numbers."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from sim.intake import Intake, Words, intake

FIRST = date(2025, 1, 6)


def orders(weeks: int = 12) -> list[dict[str, str]]:
    """Orders of forty customers, every tenth returned, every twentieth cancelled."""
    found = []
    for at in range(weeks * 7 * 5):
        day = FIRST + timedelta(days=at % (7 * weeks))
        state = "退款成功" if at % 10 == 3 else "已取消" if at % 20 == 5 else "交易成功"
        amount = 1000 + at % 9
        found.append({"day": day, "order": f"T{at}", "who": f"买家{at % 40}", "amount": amount, "state": state})
    return found


def text(separator: str = ",", form: str = "%Y-%m-%d") -> str:
    rows = [separator.join(["下单时间", "订单编号", "买家ID", "实付金额", "订单状态"])]
    for each in orders():
        cells = [each["day"].strftime(form), each["order"], each["who"], str(each["amount"]), each["state"]]
        rows.append(separator.join(cells))
    return "\n".join(rows) + "\n"


def take(tmp_path: Path, content: bytes) -> Intake:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    return intake(path)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Intake:
    return take(tmp_path_factory.mktemp("plain"), text().encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(encoding: str, separator: str, plain: Intake, tmp_path: Path) -> None:
    assert take(tmp_path, text(separator).encode(encoding)).lines == plain.lines


@pytest.mark.parametrize("form", ["%Y/%m/%d %H:%M", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y", "%Y年%m月%d日"])
def test_dates(form: str, plain: Intake, tmp_path: Path) -> None:
    assert take(tmp_path, text(form=form).encode()).lines == plain.lines


def test_numbers(plain: Intake, tmp_path: Path) -> None:
    content = text(";").replace(";1", ";￥1,").replace("T￥", "T1")
    assert take(tmp_path, content.encode()).lines[0].basket == pytest.approx(plain.lines[0].basket)


def test_windows_line_ends_preamble_totals_and_blank_rows(plain: Intake, tmp_path: Path) -> None:
    content = "#导出时间：2025-06-01\n#店铺：旗舰店\n" + text() + "\n合计,,,99999,\n"
    assert take(tmp_path, content.replace("\n", "\r\n").encode("gb18030")).lines == plain.lines


def test_what_happened_to_the_orders(plain: Intake) -> None:
    (line,) = plain.lines
    found = orders()
    paid = [each for each in found if each["state"] != "已取消"]
    back = [each for each in found if each["state"] == "退款成功"]
    assert plain.facts["orders"] == len(paid)
    assert plain.facts["gmv"] == sum(each["amount"] for each in paid)
    assert plain.facts["refund_share"] == pytest.approx(sum(e["amount"] for e in back) / plain.facts["gmv"])
    assert line.basket == pytest.approx(plain.facts["gmv"] / len(paid))
    assert plain.observed["gmv_placed"].sum() == pytest.approx(sum(each["amount"] for each in found))
    assert any("cancelled" in note for note in plain.notes)


def test_articles_of_one_order_are_added_up(plain: Intake, tmp_path: Path) -> None:
    head, *rows = text().splitlines()
    thirds = [
        ",".join([day, order, who, str(float(amount) * at / 3), state, str(at)])
        for row in rows
        for day, order, who, amount, state in [row.split(",")]
        for at in (1, 2)
    ]
    taken = take(tmp_path, "\n".join([head + ",货号", *thirds]).encode())
    assert taken.facts["orders"] == plain.facts["orders"]
    assert taken.lines[0].basket == pytest.approx(plain.lines[0].basket)


def test_an_export_pasted_twice_counts_once(plain: Intake, tmp_path: Path) -> None:
    head, *rows = text().splitlines()
    taken = take(tmp_path, "\n".join([head, *rows, *rows[:50]]).encode())
    assert taken.lines == plain.lines
    assert any("repeat an earlier row" in note for note in taken.notes)


def test_refunds_as_negative_orders(tmp_path: Path) -> None:
    rows = ["date,invoice,customer id,amount,status"]
    rows += [f"{FIRST + timedelta(days=at % 84)},A{at},{at % 30},100,paid" for at in range(420)]
    rows += [f"{FIRST + timedelta(days=at % 84)},C{at},{at % 30},-50,refund" for at in range(42)]
    taken = take(tmp_path, "\n".join(rows).encode())
    assert taken.facts["orders"] == 420
    assert taken.facts["refund_share"] == pytest.approx(0.05)


def test_own_words(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(text().replace("退款成功", "回仓"), encoding="utf-8")
    taken = intake(path, own_words=Words({"回仓": "returned"}, {}))
    assert taken.facts["refund_share"] == pytest.approx(0.1, abs=0.02)


def test_closed_orders_are_returns_only_when_paid(tmp_path: Path) -> None:
    rows = ["下单时间,付款时间,订单编号,买家ID,实付金额,订单状态"]
    for at in range(420):
        day = FIRST + timedelta(days=at % 84)
        state = "交易关闭" if at % 10 < 2 else "交易成功"
        paid = "" if at % 10 == 0 else f"{day} 10:00"
        rows.append(f"{day},{paid},T{at},{at % 40},{0 if at % 10 == 0 else 100},{state}")
    taken = take(tmp_path, "\n".join(rows).encode())
    assert taken.facts["orders"] == 378
    assert taken.facts["refund_share"] == pytest.approx(1 / 9)


def test_without_states_returns_are_assumed_and_said_so(tmp_path: Path) -> None:
    rows = ["date,order,customer,amount"]
    rows += [f"{FIRST + timedelta(days=at % 84)},{at},{at % 30},100" for at in range(420)]
    taken = take(tmp_path, "\n".join(rows).encode())
    assert "assumed" in taken.lines[0].returns.method
    assert "assumed" in taken.to_yaml().split("return_rate")[1].splitlines()[0]


def test_small_lines_are_merged(tmp_path: Path) -> None:
    rows = ["date,order,customer,amount,category"]
    for at in range(840):
        line = "tea" if at % 2 else "cups" if at % 3 else "books"
        line = "gold" if at in (10, 20, 30) else line
        rows.append(f"{FIRST + timedelta(days=at % 84)},{at},{at % 60},{9000 if line == 'gold' else 100},{line}")
    taken = take(tmp_path, "\n".join(rows).encode())
    assert "gold" not in taken.to_yaml()
    assert {line.name for line in taken.lines} == {"tea", "cups", "other"}
    assert sum(line.share for line in taken.lines) == pytest.approx(1.0)
