"""Teams side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.documents.fields import Role, Whole
from sim.errors import SimError
from sim.language.text import Text, role_words
from sim.structures.seating import Arrangement, QueueFacts, Seating
from sim.structures.structure import Structure
from sim.vocabulary.roles import ROLE_NAMES


class Teams(Structure):
    """Teams that work side by side, where the company sells what its people make."""

    kind: Literal["teams"]
    size: Annotated[Whole, Field(ge=1, le=60, description="People in a team.")] = 8
    lead: Role | None = Field(
        None, description="Role whose people lead the teams, one each as far as they go; absent: nobody."
    )

    title: ClassVar = Text("teams side by side", "班组制架构")
    example: ClassVar = {"size": 4}
    uncatalogued: ClassVar = Text(
        "for companies that sell what their people make, as published studies have them",
        "适用于销售员工自制产品的公司,用于复现已发表的研究",
    )
    usual_approval: ClassVar = 0.0
    makes: ClassVar = True

    def told(self) -> Text:
        """How large a team is, and who leads it."""
        if self.lead is None:
            return Text(", {0} people each", ",每组 {0} 人").format(self.size)
        words = Text(", {0} people each, led by {1}", ",每组 {0} 人,由{1}带队")
        return words.format(self.size, role_words((self.lead,)))

    def arranged(self, heads: Mapping[str, int], line_work: np.ndarray) -> Arrangement:
        """Seat all people in teams of about a size, every role spread over them, each with work of their own.

        Queues stand in the order of teams, so that the log of a team is a run of queues.

        Raises:
            SimError: nobody is there to lead.
        """
        if self.lead and not heads.get(self.lead):
            raise SimError(
                "teams are led by {0}, of which there are no seats", "班组由{0}带领,但该岗位没有席位", self.lead
            )
        people = [(ROLE_NAMES.index(role), k) for role in ROLE_NAMES for k in range(heads.get(role, 0))]
        teams = max(1, round(len(people) / self.size))
        seats: list[Seating] = []
        queues: list[QueueFacts] = []
        for team in range(teams):
            for role, ordinal in people[team::teams]:
                seats.append(Seating(role, ordinal, team, len(queues)))
                queues.append(QueueFacts(role, f"team {team}", team, (), 1, 0.0))
        seats.sort(key=lambda seat: (seat.role, seat.ordinal))
        sizes = tuple(len(people[team::teams]) for team in range(teams))
        leads = [-1] * teams
        for place in range(len(seats) - 1, -1, -1):
            if ROLE_NAMES[seats[place].role] == self.lead:
                leads[seats[place].unit] = place
        return Arrangement(tuple(seats), tuple(queues), tuple(leads), sizes, self.gate_levels)
