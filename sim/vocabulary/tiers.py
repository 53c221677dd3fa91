"""Tiers within a role."""

from typing import NamedTuple


class Tier(NamedTuple):
    """A tier: its name, in English and in Chinese."""

    name: str
    en: str
    zh: str


TIERS = (Tier("base", "base", "初级"), Tier("middle", "middle", "中级"), Tier("senior", "senior", "高级"))
TIER_NAMES = tuple(tier.name for tier in TIERS)
