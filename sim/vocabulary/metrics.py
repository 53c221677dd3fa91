"""The metrics that plans can pay for.

An amount is a sum over lines and weeks. A level is a mean over lines relative to its start (1 = as it was). A queue
metric is read from the log of the people who work together, or of one person. The table holds amounts first, then
levels, then queue metrics.
"""

from typing import Literal, NamedTuple


class Metric(NamedTuple):
    """A metric.

    Attributes:
        name: in documents.
        kind: how it adds up.
        unit: of a week's result.
        en: English name.
        zh: Chinese name.
        moved_by: roles whose own work moves it, or all; none where that follows from what the shop sells, from what
            customers say or from the scenario.
        payable: whether a document may name it; the others belong to one instrument each.
        uncatalogued: why no role of the catalogue is measured by it, in English and Chinese; empty where one is.
    """

    name: str
    kind: Literal["amount", "level", "queue"]
    unit: str
    en: str
    zh: str
    moved_by: tuple[str, ...] = ()
    payable: bool = True
    uncatalogued: tuple[str, str] = ("", "")


ALL = ("all",)
METRICS = (
    Metric("gmv", "amount", "RMB", "paid GMV", "支付成交总额"),
    Metric("gmv_net", "amount", "RMB", "GMV net of refunds", "扣除退款的成交总额"),
    Metric("margin", "amount", "RMB", "margin", "毛利"),
    Metric("orders", "amount", "orders", "orders", "订单数"),
    Metric("new_customers", "amount", "customers", "new customers", "新客数"),
    Metric("visits", "amount", "visits", "visits", "访问量", moved_by=("marketing",)),
    Metric("conversion", "level", "1", "conversion rate", "转化率"),
    Metric("repurchase", "level", "1", "repurchase rate", "复购率"),
    Metric("nps", "level", "1", "net promoter score (NPS)", "净推荐值(NPS)"),
    Metric("satisfaction", "level", "1", "customer satisfaction", "客户满意度"),
    Metric(
        "returns",
        "level",
        "1",
        "return rate",
        "退货率",
        uncatalogued=(
            "what comes back depends on goods and on several roles; it may be paid for, with care",
            "退货取决于商品与多个岗位,可以考核,但须谨慎",
        ),
    ),
    Metric("basket", "level", "1", "basket value", "客单价"),
    Metric("click_through", "level", "1", "click-through rate of pages", "页面点击率", moved_by=("design", "content")),
    Metric("complaints", "level", "1", "complaints settled in time", "投诉按时解决率"),
    Metric(
        "private_domain",
        "level",
        "1",
        "members of communities",
        "私域用户数",
        moved_by=("marketing", "content", "service", "private_domain"),
    ),
    Metric(
        "loyalty",
        "level",
        "1",
        "customers with five orders or more",
        "复购 5 次以上客户占比",
        uncatalogued=(
            "it counts years, too slow for a role's quarter; the award for loyal customers pays for it",
            "按年计数,对岗位季度考核而言太慢;由客户终身价值奖支付",
        ),
    ),
    Metric("uptime", "level", "1", "uptime", "系统可用率", moved_by=("technology",)),
    Metric("served", "queue", "pw a head", "work done", "完成的工作量", moved_by=ALL),
    Metric("response", "queue", "share", "response time", "响应时间", moved_by=ALL),
    Metric("requests", "queue", "share", "requests solved in time", "按时完成的协作需求"),
    Metric("accuracy", "queue", "share", "work that is right first time", "一次做对率", moved_by=ALL),
    Metric("reuse", "queue", "1", "reuse of templates", "模板复用率", moved_by=("design", "content")),
    Metric("novelty", "queue", "1", "share of new designs", "新设计占比", moved_by=("design", "content")),
    Metric("tools", "queue", "1", "tools built", "工具建设", moved_by=ALL),
    Metric("readiness", "queue", "share", "campaign jobs done in time", "活动任务按时完成率"),
    Metric(
        "help",
        "queue",
        "hours",
        "hours of help to other units",
        "协助其他组的小时数",
        moved_by=ALL,
        payable=False,
        uncatalogued=(
            "only points for help to other units pay for it",
            "仅由协作积分支付",
        ),
    ),
    Metric(
        "presence",
        "queue",
        "share",
        "presence at work",
        "出勤率",
        moved_by=ALL,
        payable=False,
        uncatalogued=(
            "only the attendance bonus pays for it",
            "仅由全勤奖支付",
        ),
    ),
    Metric(
        "merit",
        "queue",
        "1",
        "merit",
        "综合表现",
        moved_by=ALL,
        payable=False,
        uncatalogued=(
            "only contests between people compare it",
            "仅用于员工之间的评比",
        ),
    ),
)
BY_NAME = {metric.name: metric for metric in METRICS}
METRIC_NAMES = tuple(metric.name for metric in METRICS)
PAYABLE = tuple(metric.name for metric in METRICS if metric.payable)
AMOUNTS, LEVEL_METRICS, QUEUE_METRICS = (
    tuple(metric.name for metric in METRICS if metric.kind == kind) for kind in ("amount", "level", "queue")
)
FIRST_LEVEL, FIRST_QUEUE = len(AMOUNTS), len(AMOUNTS) + len(LEVEL_METRICS)

GMV = METRIC_NAMES.index("gmv")
GMV_NET = METRIC_NAMES.index("gmv_net")
MARGIN = METRIC_NAMES.index("margin")
ORDERS = METRIC_NAMES.index("orders")
NEW_CUSTOMERS = METRIC_NAMES.index("new_customers")
VISITS = METRIC_NAMES.index("visits")
CONVERSION = METRIC_NAMES.index("conversion")
REPURCHASE = METRIC_NAMES.index("repurchase")
NPS = METRIC_NAMES.index("nps")
SATISFACTION = METRIC_NAMES.index("satisfaction")
RETURNS = METRIC_NAMES.index("returns")
BASKET = METRIC_NAMES.index("basket")
CLICK_THROUGH = METRIC_NAMES.index("click_through")
COMPLAINTS = METRIC_NAMES.index("complaints")
PRIVATE_DOMAIN = METRIC_NAMES.index("private_domain")
LOYALTY = METRIC_NAMES.index("loyalty")
UPTIME = METRIC_NAMES.index("uptime")
SERVED = METRIC_NAMES.index("served")
RESPONSE = METRIC_NAMES.index("response")
REQUESTS = METRIC_NAMES.index("requests")
ACCURACY = METRIC_NAMES.index("accuracy")
REUSE = METRIC_NAMES.index("reuse")
NOVELTY = METRIC_NAMES.index("novelty")
TOOLS = METRIC_NAMES.index("tools")
READINESS = METRIC_NAMES.index("readiness")
HELP = METRIC_NAMES.index("help")
PRESENCE = METRIC_NAMES.index("presence")
MERIT = METRIC_NAMES.index("merit")

#: Orders a year from which a customer counts as loyal.
LOYAL_ORDERS = 5
