"""Vacancies open to other roles."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sim.documents.fields import Roles, Whole
from sim.habits.programme import Programme
from sim.language.text import Text, role_words
from sim.units import YEAR_WEEKS


class InternalPosts(Programme):
    """Vacant posts are open to people of other roles, who are tried out for some months (I11)."""

    kind: Literal["internal_posts"]
    roles: Roles = Field(("all",), description="Roles whose vacancies are open.")
    trial_weeks: Annotated[
        Whole, Field(ge=4, le=YEAR_WEEKS, description="Weeks of the trial; the old seat stays empty.")
    ] = 13

    title: ClassVar = Text("internal posts", "内部竞聘")
    example: ClassVar = {"trial_weeks": 8}

    def told(self) -> Text:
        """Which posts are open, and how long people are tried out."""
        words = Text(
            "Vacant posts ({0}) are open to other roles, with a trial of {1} weeks.",
            "空缺岗位({0})向其他岗位开放内部竞聘,试岗 {1} 周。",
        )
        return words.format(role_words(self.roles), self.trial_weeks)

    def entries(self) -> dict[str, float]:
        """Weeks of the trial."""
        return {"tried_weeks": self.trial_weeks}
