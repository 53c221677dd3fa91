"""Words of the trade in both languages: roles, metrics, tiers, money and days. What a text is says `sim.bilingual`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sim.bilingual import LANGUAGES, Language, Text, in_both, joined, say
from sim.vocabulary.metrics import METRICS
from sim.vocabulary.roles import ROLES
from sim.vocabulary.tiers import TIERS

__all__ = [
    "LANGUAGES",
    "METRIC_TEXTS",
    "MONTHS",
    "ROLE_TEXTS",
    "TIER_TEXTS",
    "Language",
    "Text",
    "day",
    "in_both",
    "joined",
    "metric_word",
    "rmb",
    "role_words",
    "say",
]

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

ROLE_TEXTS = {role.name: Text(role.en, role.zh) for role in ROLES}
TIER_TEXTS = {tier.name: Text(tier.en, tier.zh) for tier in TIERS}
METRIC_TEXTS = {metric.name: Text(metric.en, metric.zh) for metric in METRICS}


def role_words(roles: Iterable[str]) -> Text:
    """Roles as text; `all` is everybody."""
    listed = list(roles)
    if "all" in listed:
        return Text("everybody", "全体员工")
    return joined([ROLE_TEXTS[role] for role in listed])


def metric_word(metric: str) -> Text:
    """A metric as text."""
    return METRIC_TEXTS[metric]


def rmb(amount: float) -> Text:
    """An amount of money, to three or more figures."""
    english = f"RMB {amount / 1e6:,.4g} million" if abs(amount) >= 1e6 else f"RMB {_rounded(amount):,.10g}"
    return Text(english, f"{amount / 1e4:,.4g} 万元" if abs(amount) >= 1e5 else f"{amount:,.10g} 元")


def _rounded(amount: float) -> float:
    """An amount without fractions that nobody reads: to the RMB from 1,000 on, else to the fen."""
    return round(amount) if abs(amount) >= 1000 else round(amount, 2)


def day(value: date) -> Text:
    """A day as text."""
    return Text(f"{value.day} {MONTHS[value.month - 1]} {value.year}", f"{value:%Y}年{value.month}月{value.day}日")
