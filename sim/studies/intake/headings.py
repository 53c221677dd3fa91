"""Which heading of a file means which field, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """A column that intake can use.

    Attributes:
        name: what the program calls it.
        kind: `key` (compared, never kept as text), `word` (few distinct texts), `day` (dates) or `number`.
        required: whether a file without it is refused.
        synonyms: normalised headings, the preferred one first; where a file has several, the first one is used.
    """

    name: str
    kind: str
    required: bool
    synonyms: tuple[str, ...]


def _field(name: str, kind: str, synonyms: str, required: bool = False) -> Field:
    return Field(name, kind, required, tuple(synonyms.split()))


ORDER_FIELDS = (
    _field(
        "date", "day",
        "orderdate ordertime orderedat orderdatetime createdat ordercreatedat created invoicedate purchasedate transactiondate "
        "下单时间 下单日期 订单创建时间 订单创建日期 创建时间 订单时间 订单日期 拍下时间 成交时间 成交日期 交易时间 交易日期 "
        "paidat paymenttime paymentdate 付款时间 订单付款时间 支付时间 付款日期 支付日期 date datetime timestamp time 日期 时间",
        True,
    ),
    _field(
        "order", "key",
        "orderid orderno ordernumber ordernr ordercode order invoiceid invoiceno invoicenumber invoice transactionid receiptno "
        "主订单编号 主订单号 主订单id 订单编号 订单号 订单id 订单号码 交易编号 交易号 交易单号 单号 子订单编号 子订单号",
        True,
    ),
    _field(
        "customer", "key",
        "customerid customerno customernumber customercode customer clientid client buyerid buyer userid user memberid memberno "
        "member householdid household shopperid accountid "
        "买家id 买家会员id 买家会员名 买家会员 买家昵称 买家账号 买家 会员id 会员编号 会员号 会员名 会员名称 会员昵称 会员 "
        "客户id 客户编号 客户代码 客户号 客户名称 客户名 客户 顾客id 顾客编号 顾客 用户id 用户编号 用户名 用户 消费者id "
        "买家openid 收货人手机 手机号 customeremail email",
        True,
    ),
    _field(
        "amount", "number",
        "amountpaid paidamount paid netamount orderamount ordertotal ordervalue amount total totalamount totalprice grandtotal "
        "revenue sales salesamount gmv value price "
        "实付金额 买家实付金额 买家实际支付金额 实际支付金额 订单实付金额 实付款 实付 实收金额 支付金额 付款金额 成交金额 成交额 "
        "订单金额 订单总额 订单总金额 总金额 销售额 销售金额 买家应付货款 应付金额 金额 总价",
        True,
    ),
    _field("status", "word", "orderstatus status state financialstatus 订单状态 交易状态 状态"),
    _field("aftersale", "word", "refundstatus returnstatus 退款状态 售后状态 退货状态 退款退货状态"),
    _field("returned", "word", "returned isreturned refunded isrefunded return 是否退货 是否退款 是否退货退款"),
    _field("cancelled", "word", "cancelled canceled iscancelled iscanceled 是否取消 是否关闭"),
    _field(
        "refund", "number",
        "refundamount refundedamount amountrefunded refund returnamount returnvalue refundvalue "
        "退款金额 已退款金额 实退金额 退款总额 退货金额 买家退款金额 退款",
    ),
    _field(
        "refund_date", "day",
        "refunddate refundtime refundedat returndate returnedat returntime 退款时间 退款日期 退货时间 退货日期 退款完结时间 "
        "退款完成时间 退款成功时间",
    ),
    _field("paid_at", "day", "paidat paymenttime paymentdate 付款时间 订单付款时间 支付时间 付款日期 支付日期"),
    _field(
        "line", "word",
        "line sellingline productline productgroup category maincategory producttype department collection channel "
        "商品线 产品线 业务线 品类 类目 一级类目 商品类目 商品品类 产品类目 产品品类 商品分类 产品分类 类别 分类 渠道 店铺 店铺名称",
    ),
)  # fmt: skip

WEEKLY_FIELDS = (
    _field(
        "date", "day",
        "weekstart weekbeginning weekcommencing weekof week date day 周起始 周开始 周开始日期 周起始日期 起始日期 周 日期 统计日期",
        True,
    ),
    _field("gmv", "number", "gmv paidgmv gmvpaid revenue sales amount turnover 成交金额 支付金额 成交额 销售额 成交总额 金额", True),
    _field("orders", "number", "orders ordercount numberoforders norders paidorders 订单数 支付订单数 订单量 成交订单数 单量", True),
    _field("customers", "number", "customers buyers activecustomers 买家数 支付买家数 客户数 成交客户数 顾客数"),
    _field("first_orders", "number", "newcustomers newbuyers firstorders neworders 新客数 新买家数 新客户数 新客订单数"),
    _field("repeat_orders", "number", "repeatorders returningorders repurchaseorders 复购订单数 老客订单数 回购订单数"),
    _field("guest_orders", "number", "guestorders 访客订单数 游客订单数"),
    _field(
        "refunds", "number",
        "refunds refundvalue refundamount refund returnsvalue returnvalue cancelvalue cancelledvalue "
        "退款金额 成功退款金额 退款 退货金额",
    ),
    _field("returned", "number", "refundorders returnedorders refundcount cancelevents returns 退款订单数 退款笔数 退货订单数"),
    _field("visits", "number", "visits visitors sessions uv 访客数 访问量 访客"),
    _field("partial", "word", "partialweek partial incomplete 不完整周 是否不完整"),
    _field("line", "word", "line productline category channel 商品线 产品线 品类 类目 渠道"),
)  # fmt: skip

STAFF_FIELDS = (
    _field(
        "role", "word",
        "role function jobfunction jobfamily position jobtitle title job profession department team "
        "岗位类别 职能 岗位 岗位名称 职位 职位名称 角色 部门 部门名称 一级部门",
        True,
    ),
    _field(
        "hired", "day",
        "hiredate hired hiredon startdate joindate joiningdate datejoined dateofjoining employmentstart entrydate "
        "入职日期 入职时间 入司日期 入司时间 到岗日期 入职",
    ),
    _field("tenure_months", "number", "tenuremonths monthsoftenure tenureinmonths 司龄月 在职月数 工龄月 入职月数"),
    _field("tenure_years", "number", "tenureyears yearsoftenure tenureinyears yearsofservice yearsatcompany 司龄年 工龄年 在职年数"),
    _field("tenure_weeks", "number", "tenureweeks weeksoftenure tenure 司龄周"),
    _field(
        "left", "day",
        "exitdate leavedate leavingdate enddate terminationdate dateleft leftdate leftat separationdate lastday resigndate "
        "离职日期 离职时间 离岗日期 最后工作日 离职",
    ),
    _field("gone", "word", "left event exited terminated attrition employmentstatus 是否离职 在职状态 人员状态 员工状态 状态"),
    _field("reason", "word", "exitreason leavingreason exittype reason 离职类型 离职原因 离职性质"),
    _field(
        "pay", "number",
        "basepay basesalary basermb monthlypay monthlysalary monthlybase pay salary wage paymonth "
        "基本工资 底薪 基本月薪 月薪 月工资 固定工资 固定月薪 薪资 工资 薪酬",
    ),
    _field("pay_year", "number", "annualsalary annualpay yearlysalary yearlypay 年薪 年工资"),
)  # fmt: skip

_BRACKETS = re.compile(r"[(\[{【〔（].*?[)\]}】〕）]")
_UNIT = re.compile(r"[(\[{【〔（](.*?)[)\]}】〕）]")
_MONEY = re.compile(r"[\s_\-]?(rmb|cny|gbp|usd|eur|hkd|jpy)$")
_SPACES = re.compile(r"[\s_\-./:#'\"*]+")
_CURRENCIES = {"gbp": "GBP", "£": "GBP", "usd": "USD", "$": "USD", "eur": "EUR", "€": "EUR", "hkd": "HKD", "jpy": "JPY"}
_TENURE_UNITS = {"年": "年", "月": "月", "个月": "月", "周": "周", "years": "years", "months": "months", "weeks": "weeks"}


def normalised(heading: str) -> str:
    """A heading in the form of the synonyms: lower case, no spaces, no brackets, no currency at the end."""
    text = unicodedata.normalize("NFKC", heading).strip().lstrip("\ufeff").lower()
    bare = _MONEY.sub("", _BRACKETS.sub("", text).strip())
    bare = _SPACES.sub("", bare)
    unit = _UNIT.search(text)
    if unit and ("龄" in bare or "tenure" in bare):
        bare += _TENURE_UNITS.get(unit.group(1).strip(), "")
    return bare


def currency(heading: str) -> str:
    """The currency that a heading names, `RMB` where it names none."""
    text = unicodedata.normalize("NFKC", heading).lower()
    words = set(re.split(r"[^a-z£$€]+", text))
    return next((code for sign, code in _CURRENCIES.items() if sign in words or (not sign.isalpha() and sign in text)), "RMB")


def recognised(headings: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """Field name -> column, for every field that one of the headings means.

    Args:
        headings: headings as written.
        fields: fields to look for. Two fields may share a column.
    """
    columns: dict[str, int] = {}
    names = [normalised(heading) for heading in headings]
    for field in fields:
        for synonym in field.synonyms:
            if synonym in names:
                columns[field.name] = names.index(synonym)
                break
    return columns


def repeated(headings: Sequence[str], columns: dict[str, int]) -> str:
    """A used heading that the file has twice, empty when there is none."""
    names = [normalised(heading) for heading in headings]
    return next((headings[at] for at in columns.values() if names.count(names[at]) > 1), "")
