"""The new channel and shocks in words, English and Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.language.terms import Language, day, joined, percent, pick, role_words
from sim.scenario.surroundings import Channel, Shock

if TYPE_CHECKING:
    from sim.scenario.models import Scenario

SHOCK_WORDS = {
    "stock_out": ("{0} of sales lost for want of stock", "缺货,损失 {0} 的销售"),
    "outage": ("{0} of sales lost to an outage", "系统故障,损失 {0} 的销售"),
    "logistics_failure": ("the warehouse gets {0} less done", "物流受阻,仓储产出下降 {0}"),
    "competitor": ("competitors take {0} of the visits", "竞争对手分走 {0} 的访问量"),
    "platform_rule": ("a rule of the platform takes {0} of the visits", "平台规则调整,访问量下降 {0}"),
    "platform_fee": ("the platform takes {0} of sales more", "平台抽成增加,占销售额的 {0}"),
    "poaching": ("others offer {0} more to {1}", "同行挖角,对{1}的报价高出 {0}"),
    "tight_labour": ("{0} more open posts elsewhere per job seeker for {1}", "外部职位与求职人数之比({1})上升 {0}"),
    "slack_labour": ("{0} fewer open posts elsewhere per job seeker for {1}", "外部职位与求职人数之比({1})下降 {0}"),
    "windfall": ("{0} more visits by luck", "意外利好,访问量增加 {0}"),
}


def describe_surroundings(scenario: Scenario, lang: Language) -> Iterator[str]:
    """Yield sentences about the new channel and every shock."""
    if scenario.channel:
        yield _channel(scenario.channel, lang)
    for name, shock in scenario.shocks.items():
        yield f"{name}: {_shock(shock, lang)}"


def _channel(channel: Channel, lang: Language) -> str:
    words = (
        "New ways: {0} makes up {1} of the work of {2}{3}.",
        "新渠道:{0} 占{2}工作量的 {1}{3}。",
    )
    spread = ("; it spreads from {0} on over {1} weeks", ",自{0}起 {1} 周内铺开")
    since = pick(spread, lang).format(day(channel.begin, lang), channel.weeks) if channel.begin else ""
    text = pick(words, lang).format(channel.name, percent(channel.share), role_words(channel.roles, lang), since)
    if not channel.known:
        return text
    known = joined([f"{role_words([role], lang)} {percent(share)}" for role, share in channel.known.items()], lang)
    return text + pick((" Mastered today: {0}.", " 目前掌握程度:{0}。"), lang).format(known)


def _shock(shock: Shock, lang: Language) -> str:
    what = pick(SHOCK_WORDS[shock.kind], lang).format(percent(shock.size), role_words(shock.roles, lang))
    words = ("from {0} for {1} weeks {2}{3}{4}{5}.", "自{0}起 {1} 周,{2}{3}{4}{5}。")
    lines = pick((" ({0})", "({0})"), lang).format(joined(list(shock.lines), lang)) if shock.lines else ""
    fading = pick((", fading", ",逐渐消退"), lang) if shock.fades else ""
    chance = pick((", with a probability of {0}", ",发生概率 {0}"), lang).format(percent(shock.chance))
    return pick(words, lang).format(
        day(shock.day, lang), shock.weeks, what, lines, fading, chance if shock.chance < 1.0 else ""
    )
