"""Days without messages."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Number, Roles
from sim.habits.programme import WORKING_DAYS, Programme
from sim.language.text import Text, role_words
from sim.units import WEEKS_PER_MONTH


class SilentDay(Programme):
    """Days without messages, for work that needs quiet (I13)."""

    kind: Literal["silent_day"]
    roles: Roles = ("all",)
    days_per_month: Annotated[Number, Field(ge=0.0, le=10.0)] = 1.0

    title: ClassVar = Text("silent days", "静默日")
    example: ClassVar = {"days_per_month": 2}

    def told(self) -> Text:
        """Who keeps quiet, and how often."""
        words = Text("{1:g} days a month without messages ({0}).", "每月 {1:g} 个静默日,不收发消息({0})。")
        return words.format(role_words(self.roles), self.days_per_month)

    def entries(self) -> dict[str, float]:
        """Share of the week that is quiet."""
        return {"silent": self.days_per_month / WEEKS_PER_MONTH / WORKING_DAYS}
