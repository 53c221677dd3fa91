"""Words of order states, flags, reasons of leaving and roles, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata

PAID, CANCELLED, CLOSED, RETURNED, PARTLY = "paid", "cancelled", "closed", "returned", "partly returned"

_STATES = {
    PAID: "paid|completed|complete|done|delivered|shipped|dispatched|sent|fulfilled|success|successful|ok|valid|confirmed|"
    "processing|authorized|in transit|ready to ship|partially fulfilled|sale|received|closed successfully|"
    "交易成功|交易完成|成功|已完成|完成|已发货|已付款|已支付|支付成功|付款成功|待发货|待收货|已签收|已收货|已妥投|卖家已发货|"
    "卖家已发货,等待买家确认|买家已付款|买家已付款,等待卖家发货|等待卖家发货|等待买家确认收货|部分发货|已评价|待评价|正常|有效|"
    "已出库|配送中|运输中|已确认|已审核",
    CANCELLED: "cancelled|canceled|void|voided|unpaid|failed|payment failed|expired|awaiting payment|pending payment|invalid|"
    "已取消|取消|订单取消|买家取消|卖家取消|系统取消|待付款|待支付|未付款|未支付|等待买家付款|作废|无效|已作废",
    CLOSED: "closed|交易关闭|已关闭|关闭|订单关闭|退款交易关闭",
    RETURNED: "returned|refunded|return|refund|fully refunded|chargeback|sent back|rejected|"
    "已退款|退款|退款成功|已退货|退货|退货退款|退货成功|全额退款|已退货退款|退款完成|退货完成|拒收|已拒收",
    PARTLY: "partially refunded|partially returned|partial refund|partial return|部分退款|部分退货",
}
_NOT_RETURNED = (
    "none|no refund|no return|rejected|closed|pending|requested|in progress|cancelled|canceled|"
    "没有申请退款|无退款|无|无售后|未申请退款|未退款|退款关闭|售后关闭|退款中|退货中|申请中|处理中|待处理|已撤销|已关闭|拒绝退款|"
    "卖家拒绝退款|退款失败"
)
_YES = "yes|y|1|true|t|1.0|是|有|√|已退货|已退款|已取消|已离职|离职|left|exited|terminated|resigned|inactive"
_NO = "no|n|0|false|f|0.0|否|无|×|-|未退货|未退款|未取消|在职|正式|试用|试用期|active|employed|current|正常"
_DISMISSED = "dismiss|fired|laid off|layoff|redundan|involuntary|terminated|death|retire|end of contract|辞退|裁员|裁减|优化|开除|解雇|退休|被动|非自愿"

_ROLES = {
    "service": "customer service|customer support|support|service|call center|call centre|after-sales|aftersales|客服|售前|售后|客户服务",
    "warehouse": "warehouse|fulfilment|fulfillment|logistics|shipping|packing|picker|仓储|仓库|履约|物流|打包|发货|配送|库管",
    "data": "data|analyst|analytics|business intelligence|数据|商业分析",
    "design": "design|designer|artist|photographer|visual|设计|美工|视觉|摄影|修图",
    "content": "content|copywriter|editor|video|live stream|streamer|host|social media|内容|文案|编辑|短视频|直播|主播|编导|剪辑|新媒体",
    "marketing": "marketing|promotion|advertising|traffic|growth|brand|seo|市场|推广|投放|营销|品牌|流量|增长|广告|策划",
    "category": "category|merchandis|buyer|buying|purchas|procurement|product manager|sourcing|品类|商品|采购|买手|选品|产品经理|供应链",
    "technology": "technology|engineer|developer|software|it|tech|programmer|devops|技术|开发|研发|工程师|程序|运维|前端|后端|测试",
    "operations": "operations|operation|operator|store manager|sales|shop|e-commerce|ecommerce|运营|店长|店铺|电商|销售",
}
_OUTSIDE = (
    "hr|human resources|finance|accounting|accountant|legal|administration|admin|management|executive|ceo|founder|cleaning|security|"
    "财务|会计|出纳|人事|人力|行政|法务|总经理|总裁|总监办|老板|创始人|保洁|保安|总经办|前台|董事"
)
OUTSIDE = "outside"
_SPACES = re.compile(r"[\s_]+")


def plain(word: str) -> str:
    """A word in the form of the lists: full-width forms folded, lower case, single spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", word).strip().lower())


def _reversed(lists: dict[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, words in lists.items() for word in words.split("|")}


STATES = _reversed(_STATES)
NOT_RETURNED = frozenset(_NOT_RETURNED.split("|"))
FLAGS = {**dict.fromkeys(_YES.split("|"), True), **dict.fromkeys(_NO.split("|"), False), "": False}


def order_state(word: str) -> str | None:
    """What an order status means, None when nobody knows it; a blank one means paid."""
    return PAID if not word else STATES.get(plain(word))


def aftersale_state(word: str) -> str | None:
    """What the state of a refund means: returned, partly returned, or paid (nothing went back)."""
    text = plain(word)
    if not text or text in NOT_RETURNED:
        return PAID
    state = STATES.get(text)
    return state if state in (RETURNED, PARTLY) else None


def flag(word: str) -> bool | None:
    """Meaning of yes and no, None when it is neither."""
    return FLAGS.get(plain(word))


def dismissed(reason: str) -> bool:
    """Whether a reason of leaving says that the company ended the employment."""
    text = plain(reason)
    return "voluntary" != text and any(word in text for word in _DISMISSED.split("|"))


def role(word: str) -> str | None:
    """The role a job title or department belongs to, `outside` for functions the model has none for, else None.

    A title that is one of the role words wins; then the first role one of whose words is part of the title (English words
    as whole words or their beginnings). Functions outside are looked at before.
    """
    text = plain(word)
    for name, words in _ROLES.items():
        if text == name or text in words.split("|"):
            return name
    if _mentions(text, _OUTSIDE):
        return OUTSIDE
    return next((name for name, words in _ROLES.items() if _mentions(text, words)), None)


def _mentions(text: str, words: str) -> bool:
    for word in words.split("|"):
        if not word.isascii():
            if word in text:
                return True
        elif re.search(rf"\b{re.escape(word)}" + (r"\b" if len(word) < 5 else ""), text):
            return True
    return False
