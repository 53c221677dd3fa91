"""What may hit a company from outside (K10); `SHOCKS.register` takes kinds of others as well."""

from typing import Literal, NamedTuple

from sim.vocabulary.table import Table


class Shock(NamedTuple):
    """A kind of shock.

    Attributes:
        name: in documents.
        acts_on: visits (demand), possible sales (open), what a role gets done (strength), the share of sales that
            others take (fee), the log of what others offer to staff (offers), or open posts elsewhere per person who
            looks for one (tightness).
        sign: -1 where its size is a loss, which is at most everything.
        en: English name.
        zh: Chinese name.
        told_en: what happens, with blanks for its size and its roles.
        told_zh: the same in Chinese.
        role: whose work it hits, whatever the document says; empty: those that the document names.
    """

    name: str
    acts_on: Literal["demand", "open", "strength", "fee", "offers", "tightness"]
    sign: float
    en: str
    zh: str
    told_en: str
    told_zh: str
    role: str = ""


_OWN = (
    Shock(
        "stock_out",
        "open",
        -1.0,
        "stock-out",
        "断货",
        "{0} of sales lost for want of stock",
        "缺货,损失 {0} 的销售",
    ),
    Shock(
        "logistics_failure",
        "strength",
        -1.0,
        "failure of logistics",
        "物流中断",
        "the warehouse gets {0} less done",
        "物流受阻,仓储产出下降 {0}",
        role="warehouse",
    ),
    Shock(
        "competitor",
        "demand",
        -1.0,
        "move of a competitor",
        "竞品动作",
        "competitors take {0} of the visits",
        "竞争对手分走 {0} 的访问量",
    ),
    Shock(
        "platform_rule",
        "demand",
        -1.0,
        "new rule of the platform",
        "平台规则变化",
        "a rule of the platform takes {0} of the visits",
        "平台规则调整,访问量下降 {0}",
    ),
    Shock(
        "platform_fee",
        "fee",
        1.0,
        "higher fee of the platform",
        "平台抽成上调",
        "the platform takes {0} of sales more",
        "平台抽成增加,占销售额的 {0}",
    ),
    Shock(
        "poaching",
        "offers",
        1.0,
        "poaching",
        "同行挖角",
        "others offer {0} more to {1}",
        "同行挖角,对{1}的报价高出 {0}",
    ),
    Shock(
        "tight_labour",
        "tightness",
        1.0,
        "tight labour market",
        "用工紧张",
        "{0} more open posts elsewhere per job seeker for {1}",
        "外部职位与求职人数之比({1})上升 {0}",
    ),
    Shock(
        "slack_labour",
        "tightness",
        -1.0,
        "slack labour market",
        "用工宽松",
        "{0} fewer open posts elsewhere per job seeker for {1}",
        "外部职位与求职人数之比({1})下降 {0}",
    ),
    Shock(
        "outage",
        "open",
        -1.0,
        "outage",
        "系统故障",
        "{0} of sales lost to an outage",
        "系统故障,损失 {0} 的销售",
    ),
    Shock(
        "windfall",
        "demand",
        1.0,
        "windfall",
        "意外利好",
        "{0} more visits by luck",
        "意外利好,访问量增加 {0}",
    ),
)
SHOCKS: Table[Shock] = Table("shock", _OWN)
BY_NAME = SHOCKS.by_name
