"""What every programme states: who takes part, what it changes in their week, how it is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field

from sim.documents.fields import Frozen, Tier
from sim.language.text import TIER_TEXTS, Text, joined
from sim.structures.seating import Away
from sim.vocabulary.tiers import TIER_NAMES

WORKING_DAYS = 5.0


class Programme(Frozen):
    """What a company does for its people beside pay, whose hours it costs and when it runs.

    A kind states its fields, and overrides what it does; all numbers are of a seat it covers, in the units of the
    compiled plan (`sim explain plan`).

    Attributes:
        kind: what documents write.
        title: its name in words.
        example: entries of one in a document, without its kind.
        uncatalogued: why the catalogue has no row for it; empty where it has one.
    """

    kind: str
    tiers: Annotated[
        tuple[Tier, ...], Field(min_length=1, description="Tiers of the roles it is for; absent: all of them.")
    ] = TIER_NAMES

    title: ClassVar[Text]
    example: ClassVar[Mapping[str, Any]]
    uncatalogued: ClassVar[Text] = Text.same("")

    def told(self) -> Text:
        """One sentence about it."""
        raise NotImplementedError(f"{self.kind}: no sentence says what is done")

    def said(self) -> Text:
        """What is done, and for which tiers where not for all."""
        if set(self.tiers) == set(TIER_NAMES):
            return self.told()
        named = joined([TIER_TEXTS[tier] for tier in self.tiers])
        return self.told() + Text(" For the {0} tier only.", "仅限{0}。").format(named)

    def covered(self) -> tuple[str, ...]:
        """Roles whose seats it changes, or `all`."""
        return tuple(getattr(self, "roles", ()))

    def covered_weeks(self) -> int | None:
        """Weeks in the job up to which people take part; None for everybody."""
        return None

    def entries(self) -> Mapping[str, float]:
        """Fields of a seat that it covers, and what it writes there."""
        return {}

    def company_entries(self) -> Mapping[str, float]:
        """Fields of the company under the policy, and what it writes there."""
        return {}

    def away(self, first_day: date) -> list[tuple[int, int, list[Away]]]:
        """First week, week after the last and people of every stretch in which some work in another role.

        Args:
            first_day: of the first reported week, which is week 0.
        """
        return []
