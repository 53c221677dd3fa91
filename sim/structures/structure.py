"""What every structure states: how it seats people, who asks whom, how it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from pydantic import Field

from sim.documents.fields import Flag, Frozen, Name, Role, Share
from sim.language.text import Text, role_words
from sim.structures.seating import LARGEST_UNIT, Arrangement, Seats

#: Functional departments, by role (O1).
FUNCTION = {
    "operations": "sales",
    "category": "sales",
    "marketing": "marketing",
    "content": "marketing",
    "private_domain": "marketing",
    "design": "design",
    "service": "service",
    "data": "technology",
    "technology": "technology",
    "warehouse": "warehouse",
}


class Structure(Frozen):
    """Who sits with whom: functional departments, where a kind does not say otherwise.

    A kind states its own settings, and overrides what it does. Hand-offs, pooling and duplication follow from the
    seats; they are never stated.

    Attributes:
        kind: what documents write.
        title: its name in words.
        example: settings of one in a document, without its kind.
        uncatalogued: why the catalogue has no row for it; empty where it has one.
        usual_approval: share of requests from other units that need the lead's approval.
        usual_climb: share of approvals that climb one level more.
        usual_escalation: whether an approval that waits too long goes to the director.
        familiar: 1 where people who know each other need no approval, else 0.
        campaign_teams: whether campaigns are worked on by teams of their own.
        makes: whether it is for companies that sell what their people make, and for no other.
    """

    kind: str
    approval: Share | None = Field(
        None, description="Share of requests from other units that need the lead's approval; absent: as is usual there."
    )
    escalate: Flag | None = Field(
        None, description="Whether an approval that waits too long goes to the director; absent: as is usual there."
    )
    climb: Share | None = Field(
        None, description="Share of approvals that climb one level more; absent: as is usual there."
    )

    on_paper: dict[Role, Name] = Field(
        default_factory=dict,
        description="Role and the name of its department in the chart; who sits with whom and what is paid stay.",
    )

    title: ClassVar[Text]
    example: ClassVar[Mapping[str, Any]]
    uncatalogued: ClassVar[Text] = Text.same("")
    usual_approval: ClassVar[float] = 1.0
    usual_climb: ClassVar[float] = 0.0
    usual_escalation: ClassVar[bool] = False
    familiar: ClassVar[float] = 0.0
    campaign_teams: ClassVar[bool] = False
    makes: ClassVar[bool] = False

    def told(self) -> Text:
        """What is to be said beside its name; empty where nothing is."""
        told = Text.same("")
        for name in dict.fromkeys(self.on_paper.values()):
            words = Text("; {0} are the department {1} on paper", ";{0}在编制上称为 {1}")
            told += words.format(role_words([role for role, other in self.on_paper.items() if other == name]), name)
        return told

    @property
    def largest(self) -> int:
        """Most people in a unit of a department."""
        return LARGEST_UNIT

    def seat(self, role: str, seats: Seats) -> None:
        """Seat all people of a role: operations by line, the others in one queue of their department."""
        if role == "operations" and seats.heads[role]:
            seats.by_line(role, [FUNCTION[role]])
        else:
            seats.pooled(role, FUNCTION[role])

    def arranged(self, heads: Mapping[str, int], line_work: np.ndarray) -> Arrangement:
        """Seat the people of a company.

        Args:
            heads: seats by role.
            line_work: float64[roles, L] size of each role's work by line, any unit.

        Raises:
            SimError: people are missing that it needs.
        """
        seats = Seats(heads, line_work, self.largest)
        for role in seats.roles:
            self.seat(role, seats)
        return seats.finish(self.gate_levels, self.familiar)

    @property
    def gate_levels(self) -> float:
        """Approvals of a request from another unit, levels included."""
        approval = self.usual_approval if self.approval is None else self.approval
        return approval * (1.0 + (self.usual_climb if self.climb is None else self.climb))

    @property
    def escalates(self) -> bool:
        """Whether an approval that waits too long goes to the director."""
        return self.usual_escalation if self.escalate is None else self.escalate
