"""A made-up shop whose totals are known, written in the layout of each platform that intake knows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

Row = Mapping[str, object]
PRICES = {"S-A": 19.9, "S-B": 29.9, "S-C": 39.0, "S-D": 49.5, "S-E": 89.0, "S-F": 129.0}
_FIRST = datetime(2025, 9, 1, 8, 0, 0)


@dataclass(frozen=True)
class Article:
    """A row of an order: article, pieces, unit price, and whether it was sent back."""

    sku: str
    pieces: int
    price: float
    back: bool

    @property
    def value(self) -> float:
        """Unit price times pieces."""
        return round(self.pieces * self.price, 2)


@dataclass(frozen=True)
class Order:
    """One order. Orders that were never paid have articles that nobody sent back."""

    number: int
    time: datetime
    customer: int
    paid: bool
    articles: tuple[Article, ...]

    @property
    def value(self) -> float:
        """Value of all articles."""
        return round(sum(each.value for each in self.articles), 2)

    @property
    def refund(self) -> float:
        """Value of the articles that were sent back."""
        return round(sum(each.value for each in self.articles if each.back), 2)

    @property
    def all_back(self) -> bool:
        """Whether everything was sent back."""
        return all(each.back for each in self.articles)


@dataclass(frozen=True)
class Totals:
    """What an export of the shop should be read as; `refunded` is None where the layout cannot tell."""

    paid_orders: int
    cancelled: int
    paid: float
    refunded: float | None
    customers: int | None


@dataclass(frozen=True)
class Export:
    """A file in the layout of a platform, its ending, and what it should be read as."""

    text: str
    totals: Totals


def shop(orders: int = 200, seed: int = 1) -> tuple[Order, ...]:
    """Orders of half a year: repeat buyers, orders of one to three articles, some never paid, some sent back."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(orders):
        time = _FIRST + timedelta(minutes=int(number * 182 * 1440 / orders + random.integers(0, 720)))
        paid = bool(random.random() > 0.06)
        fate = random.random()
        skus = random.choice(list(PRICES), size=random.choice([1, 1, 2, 3]), replace=False)
        pieces = random.integers(1, 3, len(skus))
        back = [paid and (fate < 0.07 or (fate < 0.12 and at == 0)) for at in range(len(skus))]
        articles = tuple(
            Article(str(sku), int(count), PRICES[str(sku)], gone)
            for sku, count, gone in zip(skus, pieces, back, strict=True)
        )
        found.append(Order(1000 + number, time, int(orders * 0.6 * random.random() ** 1.5) + 1, paid, articles))
    return tuple(found)


def totals(orders: Sequence[Order], refunded: float | None, customers: bool = True) -> Totals:
    """Totals of orders, with what a layout tells of refunds and whether it tells customers."""
    paid = [order for order in orders if order.paid]
    known = len({order.customer for order in paid}) if customers else None
    return Totals(
        len(paid),
        len(orders) - len(paid),
        round(sum(order.value for order in paid), 2),
        None if refunded is None else round(refunded, 2),
        known,
    )


def text_of(rows: Sequence[Row], separator: str = ",") -> str:
    """Rows as delimited text, headings first."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=separator, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _china(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S}"


def taobao(orders: Sequence[Order]) -> Export:
    """One row for each order; what the buyer paid is what refunds have left, numbers stand in ="…"."""
    rows = []
    for order in orders:
        closed = not order.paid or order.all_back
        why = "" if not closed else "退款" if order.paid else "买家未付款"
        rows.append(
            {
                "订单编号": f'="27{order.number:016d}"',
                "买家会员名": f"会员{order.customer}",
                "买家支付宝账号": "",
                "买家应付货款": f"{order.value:.2f}",
                "买家应付邮费": "0.00",
                "总金额": f"{order.value:.2f}",
                "买家实际支付金额": f"{order.value - order.refund:.2f}" if order.paid else "0.00",
                "订单状态": "交易关闭" if closed else "交易成功",
                "收货人姓名": "",
                "联系手机": "'138****0000",
                "订单创建时间": _china(order.time),
                "订单付款时间": _china(order.time) if order.paid else "",
                "宝贝标题": "商品",
                "宝贝种类": len(order.articles),
                "宝贝总数量": sum(each.pieces for each in order.articles),
                "订单关闭原因": why or "订单未关闭",
                "退款金额": f"{order.refund:.2f}",
            }
        )
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def jd(orders: Sequence[Order]) -> Export:
    """One row for each article, with the amounts of the whole order on each."""
    rows = [
        {
            "订单号": order.number,
            "商品ID": each.sku,
            "商品名称": "商品",
            "订购数量": each.pieces,
            "支付方式": "在线支付",
            "下单时间": _china(order.time),
            "京东价": each.price,
            "订单金额": order.value,
            "结算金额": order.value,
            "余额支付": 0,
            "应付金额": order.value,
            "订单类型": "SOP",
            "订单状态": "完成" if order.paid else "已取消",
            "买家ID": f"jd_{order.customer}",
            "运费金额": 0,
            "付款确认时间": _china(order.time) if order.paid else "",
            "货号": each.sku,
            "订单完成时间": _china(order.time),
        }
        for order in orders
        for each in order.articles
    ]
    return Export(text_of(rows), totals(orders, None))


def pinduoduo(orders: Sequence[Order]) -> Export:
    """One row for each order; only orders that went back as a whole are told, and no customers."""
    rows = []
    for order in orders:
        state = "待支付" if not order.paid else "已发货，退款成功" if order.all_back else "已收货"
        rows.append(
            {
                "商品": "商品",
                "订单号": f"2509{order.number}",
                "订单状态": state,
                "商品总价(元)": order.value,
                "店铺优惠折扣(元)": 0,
                "平台优惠折扣(元)": 0,
                "邮费(元)": 0,
                "用户实付金额(元)": order.value,
                "商家实收金额(元)": order.value,
                "商品数量(件)": sum(each.pieces for each in order.articles),
                "收货人": "王**",
                "手机": "138****0000",
                "拼单成功时间": _china(order.time),
                "承诺发货时间": "\t",
                "商品id": 1,
                "售后状态": "退款成功" if order.all_back else "无售后或售后取消",
            }
        )
    refunded = sum(order.value for order in orders if order.all_back and order.paid)
    return Export(text_of(rows), totals(orders, refunded, customers=False))


def douyin(orders: Sequence[Order]) -> Export:
    """One row for each article with its own amount; a tab stands before numbers and - for nothing."""
    rows = []
    for order in orders:
        for at, each in enumerate(order.articles):
            time = _china(order.time)
            state = "已关闭" if not order.paid or each.back else "已完成"
            rows.append(
                {
                    "主订单编号": f"\t{6917 * 10**12 + order.number}",
                    "商品数量": each.pieces,
                    "子订单编号": f"\t{6917 * 10**12 + order.number * 9 + at}",
                    "选购商品": "\t商品",
                    "商品规格": "\t默认",
                    "商品ID": "-",
                    "商家编码": f"\t{each.sku}",
                    "商品单价": each.price,
                    "订单应付金额": each.value,
                    "运费": "0.00",
                    "收件人手机号": f"$$密文{order.customer}",
                    "订单提交时间": time,
                    "订单完成时间": "-",
                    "订单状态": state,
                    "支付完成时间": time if order.paid else "-",
                    "售后状态": "退款成功" if each.back else "-",
                    "取消原因": "-" if order.paid else "买家未付款",
                }
            )
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def youzan(orders: Sequence[Order]) -> Export:
    """One row for each order, with the refund beside the amount that still holds it."""
    rows = []
    for order in orders:
        refund = "全额退款成功" if order.refund and order.all_back else "部分退款成功" if order.refund else "无退款"
        rows.append(
            {
                "订单号": f"E2025{order.number}",
                "订单类型": "普通订单",
                "订单状态": "交易完成" if order.paid else "交易关闭",
                "订单创建时间": _china(order.time),
                "买家付款时间": _china(order.time) if order.paid else "",
                "商品种类数": len(order.articles),
                "应收订单金额": order.value,
                "订单实付金额": order.value if order.paid else 0,
                "买家昵称": "",
                "买家手机号": f"1390000{order.customer:04d}",
                "订单退款状态": refund,
                "订单已退款金额": order.refund,
                "归属店铺": "总店",
            }
        )
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def shopify(orders: Sequence[Order]) -> Export:
    """One row for each article; what belongs to the order stands on the first of them only."""
    rows = []
    for order in reversed(orders):
        state = "voided" if not order.paid else "refunded" if order.all_back else "paid"
        state = "partially_refunded" if order.refund and not order.all_back else state
        time = f"{order.time:%Y-%m-%d %H:%M:%S} +0800"
        for at, each in enumerate(order.articles):
            head = at == 0
            rows.append(
                {
                    "Name": f"#{order.number}",
                    "Email": f"buyer{order.customer}@example.com",
                    "Financial Status": state if head else "",
                    "Paid at": time if head and order.paid else "",
                    "Fulfillment Status": "fulfilled" if head else "",
                    "Currency": "CNY" if head else "",
                    "Subtotal": order.value if head else "",
                    "Shipping": "0.00" if head else "",
                    "Total": order.value if head else "",
                    "Created at": time,
                    "Lineitem quantity": each.pieces,
                    "Lineitem name": each.sku,
                    "Lineitem price": each.price,
                    "Lineitem sku": each.sku,
                    "Payment Method": "card" if head else "",
                    "Refunded Amount": f"{order.refund:.2f}" if head else "",
                    "Vendor": "Demo",
                    "Id": order.number + 5 * 10**12 if head else "",
                }
            )
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def woocommerce(orders: Sequence[Order]) -> Export:
    """One row for each order; dates put the month first."""
    rows = []
    for order in orders:
        time = f"{order.time.month}/{order.time.day}/{order.time:%Y %H:%M}"
        state = "cancelled" if not order.paid else "refunded" if order.refund and order.all_back else "completed"
        rows.append(
            {
                "order_id": order.number,
                "order_number": order.number,
                "order_date": time,
                "paid_date": time if order.paid else "",
                "status": state,
                "shipping_total": "0.00",
                "order_total": f"{order.value:.2f}",
                "order_currency": "CNY",
                "refunded_total": f"{order.refund:.2f}",
                "customer_id": order.customer,
                "billing_email": "",
            }
        )
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def magento(orders: Sequence[Order]) -> Export:
    """One row for each order; closed means refunded; the total stands there twice."""
    rows = []
    for order in orders:
        state = "canceled" if not order.paid else "closed" if order.refund and order.all_back else "complete"
        rows.append(
            {
                "ID": f"{order.number:09d}",
                "Purchase Point": "Main Website",
                "Purchase Date": f"{order.time:%b} {order.time.day}, {order.time:%Y, %I:%M:%S %p}",
                "Bill-to Name": "A B",
                "Ship-to Name": "A B",
                "Grand Total (Base)": f"¥{order.value:,.2f}",
                "Grand Total (Purchased)": f"US${order.value / 7:,.2f}",
                "Status": state,
                "Customer Email": f"c{order.customer}@example.com",
                "Total Refunded": f"¥{order.refund:,.2f}",
            }
        )
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def amazon(orders: Sequence[Order]) -> Export:
    """One row for each article with its own amount, tab separated; neither returns nor buyers."""
    rows = []
    for order in orders:
        time = f"{order.time:%Y-%m-%dT%H:%M:%S+00:00}"
        for each in order.articles:
            state = "Shipped" if order.paid else "Cancelled"
            rows.append(
                {
                    "amazon-order-id": f"112-{order.number:07d}-0000001",
                    "merchant-order-id": "",
                    "purchase-date": time,
                    "last-updated-date": time,
                    "order-status": state,
                    "fulfillment-channel": "Amazon",
                    "sales-channel": "Amazon.de",
                    "ship-service-level": "Standard",
                    "product-name": "Item",
                    "sku": each.sku,
                    "asin": "B0TEST",
                    "item-status": state,
                    "quantity": each.pieces if order.paid else 0,
                    "currency": "CNY",
                    "item-price": each.value if order.paid else "",
                    "item-tax": "",
                    "shipping-price": "",
                }
            )
    return Export(text_of(rows, "\t"), totals(orders, None, customers=False))


def ebay(orders: Sequence[Order]) -> Export:
    """Paid orders; one of several articles has a row of totals above them; a line on the export itself at the end."""
    rows: list[dict[str, object]] = []
    paid = [order for order in orders if order.paid]
    for order in paid:
        time = f"{order.time:%b-%d-%y}"
        head: dict[str, object] = {
            "Sales Record Number": order.number,
            "Order Number": f"12-{order.number}",
            "Buyer Username": f"b{order.customer}",
            "Buyer Name": "A B",
            "Item Number": "",
            "Item Title": "",
            "Custom Label": "",
            "Quantity": sum(each.pieces for each in order.articles),
            "Sold For": f"¥{order.value:.2f}",
            "Shipping And Handling": "¥0.00",
            "Total Price": f"¥{order.value:.2f}",
            "Payment Method": "card",
            "Sale Date": time,
            "Paid On Date": time,
        }
        articles = [
            {
                **head,
                "Item Number": each.sku,
                "Item Title": "Item",
                "Custom Label": each.sku,
                "Quantity": each.pieces,
                "Sold For": f"¥{each.price:.2f}",
                "Total Price": f"¥{each.value:.2f}",
            }
            for each in order.articles
        ]
        rows += articles if len(articles) == 1 else [head, *articles]
    text = "\n" + text_of(rows) + '\n"3, record(s) downloaded,from ,Sep-01-25,08:00:00, to ,Mar-01-26,08:00:00"\n'
    return Export(text + "Seller ID : demo\n", totals(paid, None))


#: A writer for each layout, by its key.
WRITERS: Mapping[str, Callable[[Sequence[Order]], Export]] = {
    "amazon": amazon,
    "douyin": douyin,
    "ebay": ebay,
    "jd": jd,
    "magento": magento,
    "pinduoduo": pinduoduo,
    "shopify": shopify,
    "taobao": taobao,
    "woocommerce": woocommerce,
    "youzan": youzan,
}
