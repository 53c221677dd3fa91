"""The made-up shop in the layouts of Chinese platforms."""

from __future__ import annotations

from collections.abc import Sequence

from sim.conformance.exports.truth import Export, Order, china_time, text_of, totals


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
                "订单创建时间": china_time(order.time),
                "订单付款时间": china_time(order.time) if order.paid else "",
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
            "下单时间": china_time(order.time),
            "京东价": each.price,
            "订单金额": order.value,
            "结算金额": order.value,
            "余额支付": 0,
            "应付金额": order.value,
            "订单类型": "SOP",
            "订单状态": "完成" if order.paid else "已取消",
            "买家ID": f"jd_{order.customer}",
            "运费金额": 0,
            "付款确认时间": china_time(order.time) if order.paid else "",
            "货号": each.sku,
            "订单完成时间": china_time(order.time),
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
                "拼单成功时间": china_time(order.time),
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
            time = china_time(order.time)
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
                "订单创建时间": china_time(order.time),
                "买家付款时间": china_time(order.time) if order.paid else "",
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


def kuaishou(orders: Sequence[Order]) -> Export:
    """One row for each order; a deal that failed after it was paid went back."""
    rows = []
    for order in orders:
        state = "交易关闭" if not order.paid else "交易失败" if order.all_back else "交易成功"
        rows.append(
            {
                "订单号": order.number,
                "订单创建时间": china_time(order.time),
                "订单状态": state,
                "订单支付时间": china_time(order.time) if order.paid else "",
                "实付款": order.value,
                "快递费": 0,
                "商品ID": "11",
                "商品单价": order.value,
                "成交数量": 1,
                "收货人电话": f"1390000{order.customer:04d}",
                "CPS达人昵称": "",
                "预估推广佣金": round(order.value * 0.2, 2),
                "售后状态": "售后成功" if order.all_back else "无售后",
            }
        )
    refunded = sum(order.value for order in orders if order.all_back and order.paid)
    return Export(text_of(rows), totals(orders, refunded))


def xiaohongshu(orders: Sequence[Order]) -> Export:
    """One row for each article with its own amount; buyers are hidden by asterisks."""
    rows = [
        {
            "订单号": f"P{order.number}",
            "三方订单号": "",
            "订单创建时间": china_time(order.time),
            "订单支付时间": china_time(order.time) if order.paid else "",
            "订单状态": "已取消" if not order.paid or order.all_back else "已完成",
            "售后状态": "售后完成" if each.back else "无售后",
            "SKU件数": each.pieces,
            "规格ID": each.sku,
            "商品总价(元)": each.value,
            "商家优惠(元)": 0,
            "平台优惠(元)": 0,
            "商家应收金额(元)(支付金额)": each.value,
            "用户应付金额(元)": each.value,
            "收件人电话": "1**",
        }
        for order in orders
        for each in order.articles
    ]
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders), customers=False))


def alibaba(orders: Sequence[Order]) -> Export:
    """One row for each article; what belongs to the order stands on its first row only."""
    rows = []
    for order in orders:
        closed = not order.paid or order.all_back
        head = {
            "订单编号": order.number,
            "卖家公司名": "甲厂",
            "买家公司名": f"公司{order.customer}",
            "买家会员名": f"m{order.customer}",
            "货品总价(元)": order.value,
            "运费(元)": 0,
            "涨价或折扣(元)": 0,
            "实付款(元)": order.value,
            "订单状态": "交易关闭" if closed else "交易成功",
            "订单创建时间": china_time(order.time),
            "订单付款时间": china_time(order.time) if order.paid else "",
        }
        for at, each in enumerate(order.articles):
            article = {"货品标题": "商品", "单价(元)": each.price, "数量": each.pieces, "单位": "件", "货号": each.sku}
            blank = dict.fromkeys(head, "") | {"订单编号": order.number}
            rows.append((blank if at else head) | article)
    refunded = sum(order.value for order in orders if order.all_back and order.paid)
    return Export(text_of(rows), totals(orders, refunded))


def weixin(orders: Sequence[Order]) -> Export:
    """One row for each article with what was paid for it and what went back; receivers are masked, buyers openids."""
    rows = [
        {
            "订单编号": f"37{order.number:014d}",
            "商品名称": "商品",
            "商品编码(自定义)": each.sku,
            "商品数量": each.pieces,
            "商品单价": f"{each.price:.2f}",
            "商品实付总价": f"{each.value:.2f}",
            "订单下单时间": china_time(order.time),
            "支付时间": china_time(order.time) if order.paid else "",
            "订单状态": "已完成" if order.paid else "已取消",
            "商品售后": "售后完成" if each.back else "无售后",
            "商品已退款金额": f"{each.value if each.back else 0:.2f}",
            "订单总金额": f"{order.value:.2f}",
            "订单实际收款金额": f"{order.value:.2f}",
            "下单人openid": f"o{order.customer}",
            "收件人手机": "138****0000",
        }
        for order in orders
        for each in order.articles
    ]
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def wangdian(orders: Sequence[Order]) -> Export:
    """One row for each article with its share of the order; two numbers of an order, one of the platform."""
    rows = [
        {
            "订单编号": f"JY2025{order.number}",
            "店铺名称": "旗舰店",
            "原始单号": f"27{order.number}",
            "订单状态": "已完成" if order.paid else "已取消",
            "客户网名": f"买家{order.customer}",
            "下单时间": china_time(order.time),
            "付款时间": china_time(order.time) if order.paid else "",
            "商家编码": each.sku,
            "货品名称": "商品",
            "下单数量": each.pieces,
            "实发数量": each.pieces,
            "标价": each.price,
            "成交价": each.price,
            "分摊后总价": f"{each.value:.2f}",
            "退款状态": "退款成功" if each.back else "无退款",
            "应收金额": f"{order.value:.2f}",
            "已付": f"{order.value if order.paid else 0:.2f}",
            "物流公司": "顺丰",
        }
        for order in orders
        for each in order.articles
    ]
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def jushuitan(orders: Sequence[Order]) -> Export:
    """One row for each article with its own amount, beside what was owed and paid for the order."""
    rows = [
        {
            "内部订单号": order.number,
            "线上订单号": f"27{order.number}",
            "店铺名称": "旗舰店",
            "订单状态": "已发货" if order.paid else "取消",
            "买家账号": f"买家{order.customer}",
            "下单时间": china_time(order.time),
            "付款日期": china_time(order.time) if order.paid else "",
            "应付金额": f"{order.value:.2f}",
            "已付金额": f"{order.value if order.paid else 0:.2f}",
            "商品编码": each.sku,
            "商品名称": "商品",
            "数量": each.pieces,
            "单价": each.price,
            "商品金额": f"{each.value:.2f}",
            "退款状态": "退款成功" if each.back else "",
            "快递公司": "中通",
        }
        for order in orders
        for each in order.articles
    ]
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))


def youzan_items(orders: Sequence[Order]) -> Export:
    """One row for each article with what was paid for it and what went back."""
    rows = [
        {
            "订单号": f"E2025{order.number}",
            "订单状态": "交易关闭" if not order.paid or order.all_back else "交易完成",
            "商品名称": "商品",
            "规格编码": each.sku,
            "商品单价": f"{each.price:.2f}",
            "商品数量": each.pieces,
            "商品金额合计": f"{each.value:.2f}",
            "商品实际成交金额": f"{each.value:.2f}",
            "商品退款状态": "全额退款成功" if each.back else "",
            "商品已退款金额": f"{each.value if each.back else 0:.2f}",
            "订单创建时间": china_time(order.time),
            "买家付款时间": china_time(order.time) if order.paid else "",
            "买家姓名": "王",
            "买家手机号": f"1380000{order.customer:04d}",
            "归属店铺": "总店",
        }
        for order in orders
        for each in order.articles
    ]
    return Export(text_of(rows), totals(orders, sum(order.refund for order in orders)))
