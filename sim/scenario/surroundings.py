"""What happens around the company: a new channel that changes the work (T11), and shocks from outside (K10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.documents.fields import Day, Flag, Frozen, Name, Number, Role, Roles, Share, Whole
from sim.units import YEAR_WEEKS
from sim.vocabulary.shocks import BY_NAME

if TYPE_CHECKING:  # names are checked where a document is read; a type checker sees text
    ShockKind = str
else:
    ShockKind = Literal[tuple(BY_NAME)]


class Channel(Frozen):
    """A new channel or way of working, such as live commerce or communities, that takes over a part of the work (T11).

    Who does not master it does that part of the work less well.
    """

    name: Name
    share: Share = Field(description="Share of the work of the roles that needs it in the end.")
    begin: Day | None = Field(None, description="Day on which it begins to spread; absent: it is there in full.")
    weeks: Annotated[Whole, Field(ge=1, le=520, description="Weeks from a tenth to nine tenths of its share.")] = (
        YEAR_WEEKS
    )
    roles: Roles = Field(("all",), description="Roles whose work it changes.")
    known: dict[Role, Share] = Field(
        default_factory=dict, description="How well a role masters it today, 0 to 1; absent: as newcomers do."
    )


class Shock(Frozen):
    """Something that hits the company from outside for some weeks (K10)."""

    kind: ShockKind
    day: Day = Field(description="First day; its week counts.")
    weeks: Annotated[Whole, Field(ge=1, le=520, description="Weeks that it lasts.")] = 4
    size: Annotated[Number, Field(ge=0.0, le=5.0)] = Field(
        description="Share of sales, visits or warehouse output lost; share of visits won (windfall); share of sales "
        "taken (platform_fee); log of offers beyond the usual (poaching, 0.1 is about a tenth more); share by which "
        "open posts per person who looks for one rise (tight_labour) or fall (slack_labour)."
    )
    fades: Flag = Field(False, description="Whether it fades to nothing over its weeks.")
    lines: tuple[Name, ...] = Field((), description="Lines that it hits; absent: all.")
    roles: Roles = Field(
        ("all",), description="Roles that are poached, or whose labour market it is; other shocks do not look at it."
    )
    chance: Share = Field(1.0, description="Probability that it happens at all.")
