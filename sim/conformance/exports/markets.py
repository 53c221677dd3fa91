"""The made-up shop in the layouts of marketplaces abroad."""

from __future__ import annotations

from collections.abc import Sequence

from sim.conformance.exports.truth import Export, Order, text_of, totals


def amazon(orders: Sequence[Order]) -> Export:
    """One row for each article with its own amount, tab separated; neither returns nor buyers."""
    rows: list[dict[str, object]] = []
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


def amazon_settlement(orders: Sequence[Order]) -> Export:
    """Every amount of an order on a row of its own, between fees; a row of the whole settlement on top."""
    heads = [
        "settlement-id",
        "settlement-start-date",
        "settlement-end-date",
        "deposit-date",
        "total-amount",
        "currency",
        "transaction-type",
        "order-id",
        "merchant-order-id",
        "adjustment-id",
        "marketplace-name",
        "amount-type",
        "amount-description",
        "amount",
        "posted-date",
        "posted-date-time",
        "sku",
        "quantity-purchased",
    ]
    top = {
        "settlement-id": 1,
        "settlement-start-date": "2025-09-01",
        "deposit-date": "2026-03-03",
        "total-amount": 99.9,
    }
    rows: list[dict[str, object]] = [dict.fromkeys(heads, "") | top]
    paid = [order for order in orders if order.paid]
    for order in paid:
        for each in order.articles:
            lines = [
                ("Order", "ItemPrice", "Principal", each.value),
                ("Order", "ItemFees", "Commission", -0.15 * each.value),
            ]
            if each.back:
                lines += [("Refund", "ItemPrice", "Principal", -each.value), ("Refund", "ItemFees", "Commission", 1.0)]
            for sort, kind, what, amount in lines:
                told: dict[str, object] = {
                    "settlement-id": 1,
                    "transaction-type": sort,
                    "order-id": f"112-{order.number}",
                    "amount-type": kind,
                    "amount-description": what,
                    "amount": f"{amount:.2f}",
                    "posted-date": f"{order.time:%Y-%m-%d}",
                    "posted-date-time": f"{order.time:%Y-%m-%d %H:%M:%S} UTC",
                    "sku": each.sku,
                }
                rows.append(dict.fromkeys(heads, "") | told)
    fee = {"transaction-type": "other-transaction", "amount-description": "Subscription Fee", "amount": "-39.99"}
    rows.append({**dict.fromkeys(heads, ""), **fee, "posted-date": "2025-10-01"})
    refunded = sum(order.refund for order in orders)
    return Export(text_of(rows, "\t"), totals(paid, refunded, customers=False))


def amazon_transactions(orders: Sequence[Order]) -> Export:
    """Sales, refunds, fees and transfers in one list below lines on the report itself."""
    rows: list[dict[str, object]] = []
    paid = [order for order in orders if order.paid]
    for order in paid:
        for each in order.articles:
            for sort, value in (("Order", each.value), ("Refund", -each.value if each.back else 0.0)):
                if value:
                    rows.append(_transaction(order, sort, value, each.sku))
        if order.number % 50 == 0:
            rows += [_transaction(order, "Transfer", 0.0, ""), _transaction(order, "FBA Inventory Fee", 0.0, "")]
    top = '"Includes Amazon Marketplace transactions"\n"All amounts in CNY, unless specified"\n"Definitions:"\n'
    refunded = sum(order.refund for order in orders)
    return Export(top + text_of(rows), totals(paid, refunded, customers=False))


def _transaction(order: Order, sort: str, value: float, sku: str) -> dict[str, object]:
    return {
        "date/time": f"{order.time:%b} {order.time.day}, {order.time:%Y %I:%M:%S %p} PST",
        "settlement id": 1,
        "type": sort,
        "order id": f"112-{order.number}" if sku else "",
        "sku": sku,
        "description": "X",
        "quantity": 1,
        "marketplace": "amazon.com",
        "fulfillment": "Amazon",
        "order city": "LA",
        "order state": "CA",
        "product sales": f"{value:,.2f}",
        "shipping credits": 0,
        "promotional rebates": 0,
        "selling fees": f"{-0.15 * value:.2f}",
        "fba fees": 0,
        "other transaction fees": 0,
        "other": 0,
        "total": f"{0.85 * value:,.2f}",
    }


def ebay_transactions(orders: Sequence[Order]) -> Export:
    """Sales, refunds, fees and payouts in one list; -- for nothing, lines on the report itself above."""
    rows: list[dict[str, object]] = []
    paid = [order for order in orders if order.paid]
    for at, order in enumerate(paid):
        lines = [("Order", order.value), ("Refund", -order.refund)]
        lines += [("Other fee", -4.0), ("Payout", -400.0)] if at % 20 == 0 else []
        for sort, value in lines:
            if value:
                sale = sort in ("Order", "Refund")
                rows.append(
                    {
                        "Transaction creation date": f"{order.time.day} {order.time:%b %Y}",
                        "Type": sort,
                        "Order number": f"12-{order.number}" if sale else "--",
                        "Legacy order ID": "--",
                        "Buyer username": f"b{order.customer}" if sale else "--",
                        "Net amount": f"{0.87 * value:.2f}",
                        "Payout currency": "CNY",
                        "Payout date": "--",
                        "Item ID": "1" if sale else "--",
                        "Item title": "X",
                        "Custom label": "--",
                        "Quantity": 1,
                        "Item subtotal": f"{value:.2f}" if sale else "--",
                        "Final Value Fee - fixed": "-0.30",
                        "Final Value Fee - variable": f"{-0.13 * value:.2f}" if sale else "--",
                        "Gross transaction amount": f"{value:.2f}",
                        "Transaction currency": "CNY",
                    }
                )
    text = '"My eBay transaction report"\n"Date range","1 Sep 2025 to 1 Mar 2026"\n\n' + text_of(rows)
    return Export(text, totals(paid, sum(order.refund for order in orders)))


def etsy(orders: Sequence[Order]) -> Export:
    """Paid orders; the adjusted total is given where something went back."""
    paid = [order for order in orders if order.paid]
    rows = [
        {
            "Sale Date": f"{order.time:%m/%d/%y}",
            "Order ID": order.number,
            "Buyer User ID": f"u{order.customer}",
            "Full Name": "A B",
            "Number of Items": 1,
            "Payment Method": "Credit Card",
            "Date Shipped": "",
            "Currency": "CNY",
            "Order Value": order.value,
            "Discount Amount": 0,
            "Order Total": order.value,
            "Status": "",
            "Card Processing Fees": round(0.06 * order.value, 2),
            "Order Net": round(0.94 * order.value, 2),
            "Adjusted Order Total": round(order.value - order.refund, 2) if order.refund else "",
            "Adjusted Net Order Amount": "",
        }
        for order in paid
    ]
    return Export(text_of(rows), totals(paid, sum(order.refund for order in orders)))


def shopee(orders: Sequence[Order]) -> Export:
    """One row for each article, with the total of the order on each and the pieces that went back."""
    rows = [
        {
            "Order ID": f"2509{order.number}AB",
            "Order Status": "Completed" if order.paid else "Cancelled",
            "Cancel reason": "" if order.paid else "Buyer did not pay",
            "Return / Refund Status": "Request Approved" if each.back else "",
            "Tracking Number*": "",
            "Order Creation Date": f"{order.time:%Y-%m-%d %H:%M}",
            "Order Paid Time": f"{order.time:%Y-%m-%d %H:%M}" if order.paid else "-",
            "Product Name": "X",
            "SKU Reference No.": each.sku,
            "Deal Price": each.price,
            "Quantity": each.pieces,
            "Returned quantity": each.pieces if each.back else 0,
            "Product Subtotal": each.value,
            "Total Amount": order.value,
            "Service Fee": 1.2,
            "Grand Total": order.value,
            "Username (Buyer)": f"b{order.customer}",
        }
        for order in orders
        for each in order.articles
    ]
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def lazada(orders: Sequence[Order]) -> Export:
    """One row for each piece, semicolons between cells."""
    rows = []
    for order in orders:
        for each in order.articles:
            state = "canceled" if not order.paid else "returned" if each.back else "delivered"
            for piece in range(each.pieces):
                rows.append(
                    {
                        "orderItemId": f"{order.number}{each.sku}{piece}",
                        "orderType": "Normal",
                        "deliveryType": "standard",
                        "lazadaId": "",
                        "sellerSku": each.sku,
                        "createTime": f"{order.time:%d %b %Y %H:%M}",
                        "updateTime": f"{order.time:%d %b %Y %H:%M}",
                        "orderNumber": order.number,
                        "invoiceRequired": "No",
                        "customerName": f"c{order.customer}",
                        "payMethod": "COD",
                        "paidPrice": f"{each.price:.2f}",
                        "unitPrice": f"{each.price:.2f}",
                        "sellerDiscountTotal": 0,
                        "itemName": "X",
                        "status": state,
                        "buyerFailedDeliveryReason": "",
                    }
                )
    return Export(text_of(rows, ";"), totals(orders, sum(order.refund for order in orders)))


_SPANISH = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]


def mercadolibre(orders: Sequence[Order]) -> Export:
    """Paid orders; dates with Spanish months, refunds below 0, a row of groups above the headings."""
    paid = [order for order in orders if order.paid]
    rows = [
        {
            "# de venta": order.number,
            "Fecha de venta": f"{order.time.day} de {_SPANISH[order.time.month - 1]} de {order.time:%Y %H:%M} hs.",
            "Estado": "Entregado",
            "Descripción del estado": "",
            "Paquete de varios productos": "No",
            "Unidades": 1,
            "Ingresos por productos (CNY)": order.value,
            "Cargo por venta e impuestos (CNY)": round(-0.15 * order.value, 2),
            "Anulaciones y reembolsos (CNY)": -order.refund,
            "Total (CNY)": round(0.85 * order.value - order.refund, 2),
            "SKU": "A",
            "Comprador": f"c{order.customer}",
        }
        for order in paid
    ]
    text = "Ventas,,,,,,,,,,Publicaciones,Compradores\n" + text_of(rows)
    return Export(text, totals(paid, sum(order.refund for order in orders)))


def tiktok(orders: Sequence[Order]) -> Export:
    """One row for each article below a row that says what the columns mean; amounts of the order on each."""
    rows: list[dict[str, object]] = []
    for order in orders:
        for each in order.articles:
            time = f"{order.time:%m/%d/%Y %I:%M:%S %p}\t"
            rows.append(
                {
                    "Order ID": f"57{order.number}\t",
                    "Order Status": "Completed" if order.paid else "Canceled",
                    "Order Substatus": "Completed" if order.paid else "Canceled",
                    "Cancelation/Return Type": "Return/Refund" if each.back else "",
                    "SKU ID": f"{each.sku}\t",
                    "Seller SKU": each.sku,
                    "Product Name": "X",
                    "Quantity": each.pieces,
                    "Sku Quantity of return": each.pieces if each.back else 0,
                    "SKU Unit Original Price": f"CNY {each.price:.2f}",
                    "SKU Subtotal After Discount": f"CNY {each.value:.2f}",
                    "Order Amount": f"CNY {order.value:.2f}",
                    "Order Refund Amount": f"CNY {order.refund:.2f}" if order.refund else "",
                    "Created Time": time,
                    "Paid Time": time if order.paid else "",
                    "Buyer Username": f"u{order.customer}",
                }
            )
    said = {heading: f"What {heading.lower()} means." for heading in rows[0]}
    return Export(text_of([said, *rows]), totals(orders, sum(order.refund for order in orders)))


def aliexpress(orders: Sequence[Order]) -> Export:
    """One row for each order; closed with a time of payment is refunded."""
    rows = [
        {
            "订单号": 81 * 10**12 + order.number,
            "订单状态": "订单关闭" if not order.paid or order.all_back else "交易成功",
            "负责人": "",
            "买家名称": f"B{order.customer}",
            "订单创建时间": f"{order.time:%Y-%m-%d %H:%M}",
            "付款时间": f"{order.time:%Y-%m-%d %H:%M}" if order.paid else "",
            "支付方式": "Card",
            "产品总金额": f"US $ {order.value:.2f}",
            "物流费用": "US $ 0.00",
            "订单金额": f"US $ {order.value:.2f}",
            "退款金额": f"US $ {order.refund:.2f}",
            "产品信息": "X",
        }
        for order in orders
    ]
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def shopee_zh(orders: Sequence[Order]) -> Export:
    """One row for each article; the total is that of the order, on each of its rows."""
    rows = [
        {
            "订单编号": f"2509{order.number}AB",
            "订单状态": "已完成" if order.paid else "已取消",
            "取消原因": "",
            "退款/退货状态": "退款已完成" if each.back else "",
            "买家帐号": f"user{order.customer}",
            "订单创建日期": f"{order.time:%Y-%m-%d %H:%M}",
            "付款时间": f"{order.time:%Y-%m-%d %H:%M}" if order.paid else "-",
            "商品名称": "商品",
            "商品选项货号": each.sku,
            "原价": f"{each.price:.2f}",
            "优惠价格": f"{each.price:.2f}",
            "数量": each.pieces,
            "商品总价": f"{each.value:.2f}",
            "总金额": f"{order.value:.2f}",
        }
        for order in orders
        for each in order.articles
    ]
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def tiktok_zh(orders: Sequence[Order]) -> Export:
    """One row for each article; amount and refund of the order stand on each of its rows."""
    rows = [
        {
            "订单 ID": f"576{order.number}",
            "订单状态": "已完成" if order.paid else "已取消",
            "订单子状态": "已完成" if order.paid else "已取消",
            "取消/退货类型": "退货退款" if each.back else "",
            "SKU ID": each.sku,
            "卖家 SKU": each.sku,
            "商品名称": "商品",
            "数量": each.pieces,
            "SKU 退货数量": each.pieces if each.back else 0,
            "SKU 原单价": f"{each.price:.2f}",
            "SKU 折后小计": f"{each.value:.2f}",
            "订单金额": f"{order.value:.2f}",
            "订单退款金额": f"{order.refund:.2f}",
            "创建时间": f"{order.time:%d/%m/%Y %H:%M:%S}",
            "付款时间": f"{order.time:%d/%m/%Y %H:%M:%S}" if order.paid else "",
            "买家用户名": f"user{order.customer}",
        }
        for order in orders
        for each in order.articles
    ]
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))
