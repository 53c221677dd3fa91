"""The new channel and shocks in words, English and Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.language.terms import Language, day, joined, percent, pick, role_words
from sim.scenario.surroundings import Channel, Shock
from sim.vocabulary.shocks import BY_NAME

if TYPE_CHECKING:
    from sim.scenario.models import Scenario


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
    kind = BY_NAME[shock.kind]
    what = pick((kind.told_en, kind.told_zh), lang).format(percent(shock.size), role_words(shock.roles, lang))
    words = ("from {0} for {1} weeks {2}{3}{4}{5}.", "自{0}起 {1} 周,{2}{3}{4}{5}。")
    lines = pick((" ({0})", "({0})"), lang).format(joined(list(shock.lines), lang)) if shock.lines else ""
    fading = pick((", fading", ",逐渐消退"), lang) if shock.fades else ""
    chance = pick((", with a probability of {0}", ",发生概率 {0}"), lang).format(percent(shock.chance))
    return pick(words, lang).format(
        day(shock.day, lang), shock.weeks, what, lines, fading, chance if shock.chance < 1.0 else ""
    )
