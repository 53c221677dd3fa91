"""The made-up shop in the layouts of shop systems and of payment services."""

from __future__ import annotations

from collections.abc import Sequence

from sim.conformance.exports.truth import Export, Order, china_time, text_of, totals


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


def prestashop(orders: Sequence[Order]) -> Export:
    """One row for each order, semicolons and decimal commas; refunds of a part are not told."""
    rows = []
    for order in orders:
        state = "Canceled" if not order.paid else "Refunded" if order.all_back else "Payment accepted"
        rows.append(
            {
                "ID": order.number,
                "Reference": f"XKB{order.number}",
                "New client": "1",
                "Delivery": "France",
                "Customer": f"J. DUPONT{order.customer}",
                "Total": f"{order.value:.2f} €".replace(".", ","),
                "Payment": "Carte",
                "Status": state,
                "Date": f"{order.time:%d/%m/%Y %H:%M:%S}",
            }
        )
    refunded = sum(order.value for order in orders if order.all_back and order.paid)
    return Export(text_of(rows, ";"), totals(orders, refunded))


def opencart(orders: Sequence[Order]) -> Export:
    """One row for each order, as the table of orders has it."""
    rows = []
    for order in orders:
        state = "Canceled" if not order.paid else "Refunded" if order.all_back else "Complete"
        rows.append(
            {
                "order_id": order.number,
                "invoice_no": 0,
                "store_name": "Demo",
                "customer_id": order.customer,
                "firstname": "A",
                "email": "",
                "total": f"{order.value:.4f}",
                "order_status": state,
                "currency_code": "CNY",
                "currency_value": "1.00000000",
                "date_added": china_time(order.time),
                "date_modified": china_time(order.time),
            }
        )
    refunded = sum(order.value for order in orders if order.all_back and order.paid)
    return Export(text_of(rows), totals(orders, refunded))


def wix(orders: Sequence[Order]) -> Export:
    """One row for each article; total, refund and net amount of the order on each of them."""
    rows = []
    for order in orders:
        state = "Unpaid" if not order.paid else "Refunded" if order.all_back else "Paid"
        state = "Partially refunded" if order.refund and not order.all_back else state
        for each in order.articles:
            rows.append(
                {
                    "Order number": order.number,
                    "Date created": f"{order.time:%b} {order.time.day}, {order.time.year}",
                    "Time": f"{order.time:%H:%M}",
                    "Total order quantity": sum(one.pieces for one in order.articles),
                    "Contact email": f"c{order.customer}@example.com",
                    "Item": "X",
                    "Variant": "",
                    "SKU": each.sku,
                    "Qty": each.pieces,
                    "Quantity refunded": each.pieces if each.back else 0,
                    "Price": each.price,
                    "Payment status": state,
                    "Fulfillment status": "Fulfilled",
                    "Currency": "CNY",
                    "Subtotal": order.value,
                    "Total": order.value,
                    "Refunded amount": order.refund,
                    "Net amount": round(order.value - order.refund, 2),
                }
            )
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def woo_analytics(orders: Sequence[Order]) -> Export:
    """One row for each order; a refund is a row of its own, below 0."""
    rows = []
    for order in orders:
        for value in (order.value, -order.refund):
            if value:
                rows.append(
                    {
                        "Date": china_time(order.time),
                        "Order #": order.number,
                        "Net Sales (formatted)": f"&#165;{value}",
                        "Status": "completed" if order.paid else "cancelled",
                        "Customer": f"A B{order.customer}",
                        "Customer Type": "returning",
                        "Product(s)": "1 X",
                        "Items Sold": 1,
                        "Coupon(s)": "",
                        "Net Sales": value,
                    }
                )
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def square(orders: Sequence[Order]) -> Export:
    """Paid orders; a refund is a row of its own with a number of its own, in brackets."""
    rows = []
    paid = [order for order in orders if order.paid]
    for order in paid:
        for value, event in ((order.value, "Payment"), (-order.refund, "Refund")):
            if value:
                written = f"¥{value:,.2f}" if value > 0 else f"(¥{-value:,.2f})"
                rows.append(
                    {
                        "Date": f"{order.time:%m/%d/%y}",
                        "Time": f"{order.time:%H:%M:%S}",
                        "Time Zone": "Beijing",
                        "Gross Sales": written,
                        "Discounts": "¥0.00",
                        "Net Sales": written,
                        "Gift Card Sales": "¥0.00",
                        "Tax": "¥0.00",
                        "Tip": "¥0.00",
                        "Total Collected": written,
                        "Fees": f"-¥{abs(value) * 0.03:.2f}",
                        "Net Total": f"¥{value * 0.97:,.2f}" if value > 0 else f"(¥{-value * 0.97:,.2f})",
                        "Transaction ID": f"T{order.number}{event[0]}",
                        "Payment ID": f"P{order.number}{event[0]}",
                        "Event Type": event,
                        "Customer ID": f"C{order.customer}",
                    }
                )
    return Export(text_of(rows), totals(paid, sum(order.refund for order in orders)))


def paypal(orders: Sequence[Order]) -> Export:
    """Payments, refunds and withdrawals; net is what the fee has left."""
    rows = []
    paid = [order for order in orders if order.paid]
    for at, order in enumerate(paid):
        lines = [(order.value, "Express Checkout Payment"), (-order.refund, "Payment Refund")]
        lines += [(-500.0, "General Withdrawal - Bank Account")] if at % 40 == 0 else []
        for value, kind in lines:
            if value:
                rows.append(
                    {
                        "Date": f"{order.time:%d/%m/%Y}",
                        "Time": f"{order.time:%H:%M:%S}",
                        "Time Zone": "GMT",
                        "Name": "A B",
                        "Type": kind,
                        "Status": "Completed",
                        "Currency": "CNY",
                        "Gross": f"{value:,.2f}",
                        "Fee": f"{-abs(value) * 0.03:.2f}",
                        "Net": f"{value * 0.97:,.2f}",
                        "From Email Address": f"c{order.customer}@example.com",
                        "To Email Address": "shop@example.com",
                        "Transaction ID": f"T{order.number}{kind[:9]}",
                        "Reference Txn ID": "",
                        "Balance": "1,000.00",
                    }
                )
    return Export(text_of(rows), totals(paid, sum(order.refund for order in orders)))


def bigcommerce(orders: Sequence[Order]) -> Export:
    """One row for each order; day before month."""
    rows = []
    for order in orders:
        state = "Cancelled" if order.number % 2 else "Awaiting Payment"
        if order.paid:
            state = "Refunded" if order.all_back else "Partially Refunded" if order.refund else "Completed"
        rows.append(
            {
                "Order ID": order.number,
                "Customer ID": order.customer,
                "Customer Name": "A B",
                "Customer Email": f"c{order.customer}@example.com",
                "Ship Method": "Flat",
                "Payment Method": "Card",
                "Order Date": f"{order.time:%d/%m/%Y}",
                "Order Time": f"{order.time:%H:%M:%S}",
                "Subtotal (inc tax)": f"{order.value:.2f}",
                "Subtotal (ex tax)": f"{order.value:.2f}",
                "Order Total (inc tax)": f"{order.value:.2f}",
                "Order Total (ex tax)": f"{order.value:.2f}",
                "Order Status": state,
                "Total Quantity": sum(each.pieces for each in order.articles),
                "Refund Amount": f"{order.refund:.2f}",
                "Order Currency Code": "CNY",
            }
        )
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def squarespace(orders: Sequence[Order]) -> Export:
    """One row for each article; what belongs to the order stands on its first row only."""
    rows: list[dict[str, object]] = []
    for order in orders:
        time = f"{order.time:%Y-%m-%d %H:%M:%S} -0400"
        state = "PAID" if order.paid else "CANCELED"
        if order.refund:
            state = "REFUNDED" if order.all_back else "PARTIALLY_REFUNDED"
        head = {
            "Email": f"c{order.customer}@example.com",
            "Financial Status": state,
            "Paid at": time if order.paid else "",
            "Fulfillment Status": "FULFILLED",
            "Currency": "CNY",
            "Subtotal": f"{order.value:.2f}",
            "Amount Refunded": f"{order.refund:.2f}",
            "Total": f"{order.value:.2f}",
            "Created at": time,
        }
        for at, each in enumerate(order.articles):
            rows.append(
                {
                    "Order ID": f"{order.number:05d}",
                    **(head if at == 0 else dict.fromkeys(head, "")),
                    "Lineitem quantity": each.pieces,
                    "Lineitem name": "Item",
                    "Lineitem price": f"{each.price:.2f}",
                    "Lineitem sku": each.sku,
                    "Lineitem variant": "",
                    "Channel Type": "web",
                }
            )
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))
