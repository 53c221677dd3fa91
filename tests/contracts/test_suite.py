"""The frame of the contract suites: checks are found in a module, bound to a thing, and fail by its name."""

from types import ModuleType

import pytest

from sim.conformance import UnfinishedError, checks_of


def check_is_tall(thing: int) -> None:
    if thing < 10:
        raise UnfinishedError(str(thing), "is not tall")


def check_is_even(thing: int) -> None:
    if thing % 2:
        raise UnfinishedError(str(thing), "is odd")


@pytest.fixture
def module() -> ModuleType:
    """A module with two checks of its own and one that it has from elsewhere."""
    found = ModuleType(__name__)
    found.check_is_tall, found.check_is_even = check_is_tall, check_is_even
    found.check_borrowed = checks_of
    return found


def test_checks_are_found_in_their_order_and_say_what_they_ask(module: ModuleType) -> None:
    assert [str(check) for check in checks_of(module, "twelve", 12)] == ["twelve: is tall", "twelve: is even"]


def test_a_check_fails_by_the_name_of_the_thing(module: ModuleType) -> None:
    for check in checks_of(module, "twelve", 12):
        check()
    with pytest.raises(UnfinishedError, match="3: is not tall"):
        next(checks_of(module, "three", 3))()
