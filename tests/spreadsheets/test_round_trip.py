"""What is written is read back to the last bit: examples, random instruments, and a kind nobody knew before."""

import struct
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from pydantic import BaseModel, Field

from sim.documents.fields import Day, Factor, Flag, Frozen, Metric, Money, Name, Number, Role, Roles, Share, Whole
from sim.errors import SimError
from sim.pay.curves import Curve
from sim.pay.instruments.registry import INSTRUMENTS
from sim.scenario.models import Scenario
from sim.spreadsheets import read_plan, write_plan

BOTH = [("xlsx", "en"), ("xlsx", "zh"), ("csv", "en"), ("csv", "zh")]


def few(ending: str) -> settings:
    """Fewer examples for workbooks, which take longer."""
    return settings(max_examples=10 if ending == "xlsx" else 50)


def there_and_back(pay: dict[str, Any], ending: str, lang: str, **kinds: Any) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"plan.{ending}"
        write_plan(file, pay, lang, **kinds)
        return read_plan(file, **kinds).pay


def bits(value: Any) -> Iterator[Any]:
    """Every float of a value as its bits."""
    if isinstance(value, BaseModel):
        value = dict(value)
    if isinstance(value, dict):
        value = list(value.items())
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from bits(each)
    else:
        yield struct.pack("<d", value) if isinstance(value, float) else value


@pytest.mark.parametrize(("ending", "lang"), BOTH)
def test_every_policy_of_the_examples(shops: dict[str, Scenario], ending: str, lang: str) -> None:
    paid = 0
    for shop in shops.values():
        for name in shop.policies:
            pay = shop.policy(name).instruments
            read = there_and_back(pay, ending, lang)
            assert tuple(read.items()) == tuple(pay.items())
            paid += len(pay)
    assert paid > 10


@pytest.mark.parametrize(("ending", "lang"), BOTH)
def test_random_instruments(ending: str, lang: str, random_plans: Any) -> None:
    @few(ending)
    @given(random_plans(tuple(INSTRUMENTS.values())))
    def same(pay: dict[str, Any]) -> None:
        read = there_and_back(pay, ending, lang)
        assert tuple(read.items()) == tuple(pay.items())
        assert list(bits(read)) == list(bits(pay))

    same()


class Grade(Frozen):
    """What a grade pays."""

    name: Name
    multiple: Factor = 1.0
    share: Share | None = Field(0.5, description="Share of people.")
    marks: tuple[Whole, ...] = ()


class Vesting(Frozen):
    """When it vests."""

    from_: Day = Field(date(2026, 1, 5), alias="from", description="First day.")
    shares: tuple[Share, ...] = Field((0.25, 0.25, 0.5), description="Share of each year.")
    cliff_weeks: Annotated[Whole, Field(ge=0)] | None = None


class Novelty(Frozen):
    """Every way in which a field can be declared."""

    kind: Literal["novelty"]
    roles: Roles
    vesting: Vesting = Vesting(cliff_weeks=26)
    second: Vesting | None = None
    grades: tuple[Grade, ...] = Field((Grade(name="A+"),), description="Grades, best first.")
    by_role: dict[Role, Money] = Field(default_factory=dict, description="RMB by role.")
    by_metric: dict[Metric, Curve] = Field(default_factory=dict)
    by_name: dict[Name, tuple[Number, ...]] = Field(default_factory=dict)
    label: str | None = "none"
    either: Whole | Literal["many"] = 3
    open_until: Day | None = None
    agreed: Flag | None = None
    extra: Number


@pytest.mark.parametrize(("ending", "lang"), BOTH)
def test_a_new_kind_needs_no_change(ending: str, lang: str, random_plans: Any) -> None:
    kinds = (*INSTRUMENTS.values(), Novelty)

    @few(ending)
    @given(random_plans((Novelty,)))
    def same(pay: dict[str, Any]) -> None:
        read = there_and_back(pay, ending, lang, kinds=kinds)
        assert tuple(read.items()) == tuple(pay.items())
        assert list(bits(read)) == list(bits(pay))

    same()


def test_a_sign_that_no_workbook_holds_is_refused(tmp_path: Path, shops: dict[str, Scenario]) -> None:
    pay = {"a\x07b": shops["flagship"].policy("today").instruments["yearly_bonus"]}
    with pytest.raises(SimError, match=r"no workbook can hold\. Rename it"):
        write_plan(tmp_path / "plan.xlsx", pay)
