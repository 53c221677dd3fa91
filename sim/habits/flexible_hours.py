"""Flexible hours."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Roles, Share
from sim.habits.programme import Programme
from sim.language.terms import percent
from sim.language.text import Text, role_words


class FlexibleHours(Programme):
    """Core hours and flexible hours, part of the work from home (I12)."""

    kind: Literal["flexible_hours"]
    roles: Roles = ("all",)
    home_share: Share = Field(0.2, description="Share of working days at home.")

    title: ClassVar = Text("flexible hours", "弹性工时")
    example: ClassVar = {"home_share": 0.4}

    def told(self) -> Text:
        """Whose hours are flexible, and how many days are at home."""
        words = Text("Flexible hours ({0}), {1} of days at home.", "弹性工时({0}),{1} 的工作日可在家办公。")
        return words.format(role_words(self.roles), percent(self.home_share))

    def entries(self) -> dict[str, float]:
        """That hours are flexible, and the share of days at home."""
        return {"flexible": 1.0, "home": self.home_share}
