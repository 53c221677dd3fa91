"""Words of the trade in English and Chinese, and how numbers, days and lists are written in either."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sim.language import text
from sim.vocabulary.metrics import METRICS
from sim.vocabulary.periods import PERIODS
from sim.vocabulary.roles import ROLES
from sim.vocabulary.scopes import SCOPES
from sim.vocabulary.tiers import TIERS
from sim.vocabulary.triggers import TRIGGERS

Language = text.Language
MONTHS = text.MONTHS

METRIC_WORDS = {metric.name: (metric.en, metric.zh) for metric in METRICS}
SCOPE_WORDS = {scope.name: (scope.en, scope.zh) for scope in SCOPES}
PERIOD_WORDS = {period.name: (period.every_en, period.every_zh) for period in PERIODS}
PERIOD_NOUNS = {period.name: (period.en, period.zh) for period in PERIODS}
ROLE_WORDS = {role.name: (role.en, role.zh) for role in ROLES}
TIER_WORDS = {tier.name: (tier.en, tier.zh) for tier in TIERS}
TRIGGER_WORDS = {trigger.name: (trigger.en, trigger.zh) for trigger in TRIGGERS}


def pick(pair: tuple[str, str], lang: Language) -> str:
    """One of two wordings."""
    return pair[0] if lang == "en" else pair[1]


def role_words(roles: Iterable[str], lang: Language) -> str:
    """Roles in one language; `sim.language.text` has them in both."""
    return text.say(text.role_words(roles), lang)


def role_word(role: str, lang: Language) -> str:
    """One role as text."""
    return pick(ROLE_WORDS[role], lang)


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
