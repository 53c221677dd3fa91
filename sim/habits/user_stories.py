"""Stories of users and complaints."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Roles, Share
from sim.habits.programme import Programme
from sim.language.terms import percent
from sim.language.text import Text, role_words


class UserStories(Programme):
    """Stories of users, and complaints, are gone through together (T5)."""

    kind: Literal["user_stories"]
    roles: Roles = ("all",)
    hours_share: Share = Field(0.0375, description="Share of everybody's week; an hour and a half is 0.0375.")

    title: ClassVar = Text("user stories", "用户故事与客诉复盘")
    example: ClassVar = {"roles": ["operations", "service"]}

    def told(self) -> Text:
        """Who attends, and for how long."""
        words = Text(
            "Stories of users and complaints ({0}): {1} of everybody's week.",
            "用户故事与客诉复盘会({0}):占每人每周工时的 {1}。",
        )
        return words.format(role_words(self.roles), percent(self.hours_share))

    def entries(self) -> dict[str, float]:
        """Share of the week."""
        return {"stories": self.hours_share}
