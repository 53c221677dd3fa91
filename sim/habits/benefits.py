"""Benefits to choose from."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Money, Roles, Whole
from sim.habits.programme import Programme
from sim.language.text import Text, rmb, role_words
from sim.units import WEEKS_PER_MONTH


class Benefits(Programme):
    """A budget for benefits, with a menu to choose from (I14)."""

    kind: Literal["benefits"]
    roles: Roles = ("all",)
    budget_rmb: Money = Field(300.0, description="RMB per person and month.")
    items: Annotated[Whole, Field(ge=1, le=30, description="Benefits to choose from; 1: all get the same.")] = 5

    title: ClassVar = Text("benefits", "福利")
    example: ClassVar = {"budget_rmb": 500, "items": 8}

    def told(self) -> Text:
        """Who may choose from what, for how much."""
        words = Text(
            "Benefits ({0}): {1} a month per person, {2} to choose from.",
            "福利({0}):每人每月 {1},可在 {2} 项中自选。",
        )
        return words.format(role_words(self.roles), rmb(self.budget_rmb), self.items)

    def entries(self) -> dict[str, float]:
        """What a person gets a week, from how many, and what it costs."""
        weekly = self.budget_rmb / WEEKS_PER_MONTH
        return {"benefit": weekly, "items": self.items, "fees": weekly}
