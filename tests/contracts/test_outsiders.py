"""Structures, programmes, shocks and measures registered from outside pass the suites of those of the package."""

from collections.abc import Iterator
from types import ModuleType
from typing import ClassVar, Literal

import pytest
from pydantic import Field, ValidationError

from sim.conformance import checks_of, everything, measures, named, shocks, stated
from sim.conformance.shop import shop
from sim.documents.fields import Roles, Share
from sim.errors import SimError
from sim.habits.programme import Programme
from sim.habits.registry import PROGRAMMES
from sim.language.text import Text, role_words
from sim.results.measures import BY_NAME, MEASURES, Measure
from sim.scenario.schema import schema
from sim.structures.registry import STRUCTURES
from sim.structures.seating import Seats
from sim.structures.structure import Structure
from sim.vocabulary.shocks import SHOCKS, Shock

ELSEWHERE = Text("kept by somebody else", "由他人维护")


class OneRoom(Structure):
    """Everybody sits in one unit."""

    kind: Literal["one_room"]

    title: ClassVar = Text("one room", "一间办公室")
    example: ClassVar = {}
    uncatalogued: ClassVar = ELSEWHERE
    usual_approval: ClassVar = 0.0

    def seat(self, role: str, seats: Seats) -> None:
        """Seat a role in the room."""
        seats.whole.add("room")
        seats.pooled(role, "room")


class StandUp(Programme):
    """A short round every morning, in which one's lead says what went well."""

    kind: Literal["stand_up"]
    roles: Roles = ("all",)
    hours_share: Share = Field(0.02, description="Share of the week that it takes.")

    title: ClassVar = Text("stand-up rounds", "晨会")
    example: ClassVar = {"hours_share": 0.03}
    uncatalogued: ClassVar = ELSEWHERE

    def told(self) -> Text:
        """Who meets."""
        return Text("{0} meet for a stand-up round every morning.", "{0}每天开晨会。").format(role_words(self.roles))

    def entries(self) -> dict[str, float]:
        """Time of everybody."""
        return {"lead_talks": self.hours_share}


HEAT = Shock(
    "heat_wave", "demand", -1.0, "heat wave", "高温", "heat keeps {0} of the visits away", "高温使访问量减少 {0}"
)
MARGIN = Measure("margin_per_head", "margin per head", "人均毛利", "RMB per year", "up", "business",
                 "margin / heads", lambda t: t.rate("margin_rmb") / t.mean("heads"))  # fmt: skip
#: What is registered, where, and the suites that hold it to account.
OUTSIDERS = {
    "one_room": (STRUCTURES, OneRoom, (named, stated)),
    "stand_up": (PROGRAMMES, StandUp, (named, stated)),
    "heat_wave": (SHOCKS, HEAT, (named, shocks)),
    "margin_per_head": (MEASURES, MARGIN, (named, measures)),
}


@pytest.fixture
def outsider(request: pytest.FixtureRequest) -> Iterator[str]:
    """One of them, while it is registered."""
    name = request.param
    registry, thing, _ = OUTSIDERS[name]
    registry.register(thing)
    yield name
    registry.withdraw(name)


@pytest.mark.parametrize("outsider", OUTSIDERS, indirect=True)
def test_what_comes_from_outside_passes_the_same_suite(outsider: str) -> None:
    asked = list(everything.every(outsider))
    suites: tuple[ModuleType, ...] = OUTSIDERS[outsider][2]
    assert [str(check) for check in asked] == [str(c) for suite in suites for c in checks_of(suite, outsider, None)]
    for check in asked:
        check()


@pytest.mark.parametrize("outsider", OUTSIDERS, indirect=True)
def test_a_name_that_is_taken_is_refused(outsider: str) -> None:
    registry, thing, _ = OUTSIDERS[outsider]
    with pytest.raises(SimError, match=f"two .* are called '{outsider}'"):
        registry.register(thing)


@pytest.mark.parametrize(
    "policy", [{"structure": {"kind": "one_room"}}, {"programmes": {"it": {"kind": "stand_up"}}}], ids=str
)
def test_it_is_known_from_its_registration_to_its_withdrawal(policy: dict[str, object]) -> None:
    registry, thing, _ = OUTSIDERS["one_room" if "structure" in policy else "stand_up"]
    for _ in range(2):
        with pytest.raises(ValidationError):
            shop(policy)
        registry.register(thing)
        assert shop(policy).policy("new") and thing.__name__ in str(schema())
        registry.withdraw(thing.model_fields["kind"].annotation.__args__[0])


def test_a_shock_is_known_from_its_registration_to_its_withdrawal() -> None:
    hit = {"it": {"kind": "heat_wave", "day": "2026-01-05", "size": 0.1}}
    with pytest.raises(ValidationError, match="heat_wave"):
        shop(shocks=hit)
    SHOCKS.register(HEAT)
    assert shop(shocks=hit).shocks["it"].kind == "heat_wave"
    SHOCKS.withdraw("heat_wave")
    with pytest.raises(ValidationError, match="heat_wave"):
        shop(shocks=hit)
    assert "margin_per_head" not in BY_NAME
