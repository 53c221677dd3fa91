"""Words of the trade in English and Chinese, and how numbers, days and lists are written in either."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sim.language import text

Language = text.Language
MONTHS = text.MONTHS

METRIC_WORDS = {
    "gmv": ("paid GMV", "支付成交总额"),
    "gmv_net": ("GMV net of refunds", "扣除退款的成交总额"),
    "margin": ("margin", "毛利"),
    "orders": ("orders", "订单数"),
    "conversion": ("conversion rate", "转化率"),
    "repurchase": ("repurchase rate", "复购率"),
    "nps": ("net promoter score (NPS)", "净推荐值(NPS)"),
    "satisfaction": ("customer satisfaction", "客户满意度"),
    "returns": ("return rate", "退货率"),
    "served": ("work done", "完成的工作量"),
    "response": ("response time", "响应时间"),
    "requests": ("requests solved in time", "按时完成的协作需求"),
    "uptime": ("uptime", "系统可用率"),
    "new_customers": ("new customers", "新客数"),
    "visits": ("visits", "访问量"),
    "basket": ("basket value", "客单价"),
    "click_through": ("click-through rate of pages", "页面点击率"),
    "complaints": ("complaints settled in time", "投诉按时解决率"),
    "private_domain": ("members of communities", "私域用户数"),
    "loyalty": ("customers with five orders or more", "复购 5 次以上客户占比"),
    "accuracy": ("work that is right first time", "一次做对率"),
    "reuse": ("reuse of templates", "模板复用率"),
    "novelty": ("share of new designs", "新设计占比"),
    "tools": ("tools built", "工具建设"),
    "readiness": ("campaign jobs done in time", "活动任务按时完成率"),
}
SCOPE_WORDS = {"own": ("own", "本人负责的"), "unit": ("unit", "本组的"), "company": ("company", "全公司的")}
PERIOD_WORDS = {
    "month": ("every month", "每月"),
    "quarter": ("every quarter", "每季度"),
    "year": ("every year", "每年"),
}
PERIOD_NOUNS = {"month": ("month", "月"), "quarter": ("quarter", "季度"), "year": ("year", "年")}
STRUCTURE_WORDS = {
    "functional": ("functional departments", "职能型架构"),
    "groups": ("product and category groups", "产品 / 品类型架构"),
    "projects": ("departments with campaign teams", "项目型架构"),
    "hybrid": ("campaign teams and standing groups", "项目制 + 小组制"),
    "squads": ("squads by line", "特战小组"),
    "hierarchy": ("layered hierarchy", "科层制架构"),
    "teams": ("teams side by side", "班组制架构"),
}
KIND_WORDS = {
    "commission": ("commission", "提成"),
    "performance_pay": ("performance pay", "绩效奖金"),
    "quota": ("quota plan", "目标额方案"),
    "team_bonus": ("team bonus", "团队奖金"),
    "annual_bonus": ("annual bonus", "年终奖"),
    "appraisal": ("appraisal without money", "不发奖金的绩效考核"),
    "dual_appraisal": ("post value times contribution", "岗位价值 × 贡献双维考核"),
    "lifetime_award": ("award for loyal customers", "客户终身价值奖"),
    "milestone": ("milestone bonus of a campaign", "活动里程碑奖金"),
    "equity": ("stock that vests", "股权激励"),
    "points": ("points for help to other units", "协作积分"),
    "three_stage": ("three-stage bonus", "三段式奖金"),
    "leaderboard": ("leaderboard", "龙虎榜"),
    "honours": ("titles", "荣誉称号"),
    "grades": ("grades with reward and penalty", "绩效评级奖惩"),
    "development_fund": ("development fund", "成长基金"),
    "career_tree": ("career tree", "职业发展通道"),
}


def pick(pair: tuple[str, str], lang: Language) -> str:
    """One of two wordings."""
    return pair[0] if lang == "en" else pair[1]


def role_words(roles: Iterable[str], lang: Language) -> str:
    """Roles in one language; `sim.language.text` has them in both."""
    return text.say(text.role_words(roles), lang)


def metric_word(metric: str, lang: Language) -> str:
    """A metric as text."""
    return pick(METRIC_WORDS[metric], lang)


def joined(words: list[str], lang: Language) -> str:
    """A list in a sentence in one language."""
    return text.say(text.joined(words), lang)


def rmb(amount: float, lang: Language) -> str:
    """An amount of money in one language."""
    return text.say(text.rmb(amount), lang)


def percent(share: float) -> str:
    """A share as per cent."""
    return f"{100 * share:.4g} %"


def count(number: float) -> str:
    """A number with thousands set off."""
    return f"{number:,.6g}"


def day(value: date, lang: Language) -> str:
    """A day in one language."""
    return text.say(text.day(value), lang)
