"""Tools of a new kind."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Money, Roles
from sim.habits.programme import Programme
from sim.language.text import Text, rmb, role_words
from sim.units import WEEKS_PER_MONTH


class NewTools(Programme):
    """Tools of a new kind, such as AI selection tools, for those who have learned to use them (T11)."""

    kind: Literal["new_tools"]
    roles: Roles = ("all",)
    fee_rmb: Money = Field(200.0, description="RMB per person and month.")

    title: ClassVar = Text("new tools", "新工具")
    example: ClassVar = {"roles": ["category"], "fee_rmb": 300}

    def told(self) -> Text:
        """Who gets them, and what they cost."""
        words = Text("New tools ({0}): {1} a month per person.", "新工具(如 AI 选品)({0}):每人每月 {1}。")
        return words.format(role_words(self.roles), rmb(self.fee_rmb))

    def entries(self) -> dict[str, float]:
        """That they are there, and what they cost."""
        return {"tools": 1.0, "fees": self.fee_rmb / WEEKS_PER_MONTH}
