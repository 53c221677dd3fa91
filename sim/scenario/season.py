"""The season of the demand, and its peaks."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.documents.fields import Day, Flag, Frozen, Name, Number, fault
from sim.language.text import Text


class Peak(Frozen):
    """Days with their own demand, such as a promotion or a holiday."""

    name: Name
    from_: Day = Field(alias="from", description="First day.")
    until: Day = Field(description="Last day.")
    index: Annotated[Number, Field(ge=0.0, le=20.0, description="Demand of these days relative to an average day.")]
    yearly: Flag = Field(True, description="Repeat every year on the same month and day.")


class Calendar(Frozen):
    """Season of the demand: an index by ISO week, and peaks that override it on their days."""

    season: tuple[Annotated[Number, Field(ge=0.0, le=20.0)], ...] = Field(
        (), description="53 numbers, index of ISO weeks 1 to 53, mean about 1; absent: 1 all year."
    )
    peaks: tuple[Peak, ...] = Field((), max_length=100)

    @model_validator(mode="after")
    def _season_is_complete(self) -> Self:
        if len(self.season) not in (0, 53):
            message = Text("needs 53 numbers, has {0}", "需要 53 个数字,现有 {0} 个").format(len(self.season))
            raise fault(
                message,
                Text(
                    "one for each ISO week 1 to 53; week 53 may repeat week 52",
                    "ISO 第 1 至 53 周各一个;第 53 周可与第 52 周相同",
                ),
                "season",
            )
        return self
