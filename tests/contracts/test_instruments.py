"""Every instrument passes the contract suite; one that is only half built fails by its name, with what is missing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import pytest
from pydantic import Field, ValidationError

from sim.conformance import Check, UnfinishedError, checks_of, instruments, named
from sim.conformance.instruments import InstrumentKind
from sim.conformance.pay_cases import cases_of, scenario_of
from sim.documents.fields import Money, Roles, Share
from sim.errors import SimError
from sim.language.text import Text, rmb, role_words
from sim.pay.curves import Participants
from sim.pay.headings import Heading
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.instruments.registry import INSTRUMENTS
from sim.pay.kinds import LINEAR
from sim.pay.parts import Part
from sim.scenario.schema import schema
from sim.spreadsheets import read_plan, write_plan
from sim.spreadsheets.columns import Layout

CASES = [case for _, case in cases_of(Path(__file__).parents[1] / "pay" / "cases")]
KINDS = [instruments.kind(model, CASES) for model in INSTRUMENTS.values()]
SUITES = (named, instruments)


def every(name: str, thing: InstrumentKind | None = None) -> list[Check]:
    """What is asked of an instrument."""
    return [check for suite in SUITES for check in checks_of(suite, name, thing)]


@pytest.mark.parametrize("check", [check for each in KINDS for check in every(each.name, each)], ids=str)
def test_every_instrument_is_finished(check: Check) -> None:
    check()


class Halfway(Instrument):
    """An instrument of which only the schema is there."""

    kind: Literal["halfway"]
    roles: Roles
    gift_rmb: Money


@pytest.mark.parametrize("check", every("halfway"), ids=lambda check: check.run.__name__)
def test_a_schema_alone_fails_by_its_name_with_what_is_missing(check: Check) -> None:
    with pytest.raises(UnfinishedError, match=r"^halfway: ") as error:
        check.run(instruments.kind(Halfway, []))
    assert error.value.missing


def test_a_column_without_words_is_named() -> None:
    with pytest.raises(UnfinishedError, match="halfway: the column of `roles` has no heading"):
        instruments.check_its_columns_have_words(instruments.kind(Halfway, []))


class Bounty(Instrument):
    """RMB for every new customer, as somebody outside the package would add it."""

    kind: Literal["bounty"]
    roles: Participants
    bounty_rmb: Annotated[
        Money,
        Field(description="RMB for every new customer."),
        Heading("bounty", "拉新奖金", "每个新客的奖金。"),
    ]

    title: ClassVar = Text("bounty for new customers", "拉新奖金方案")
    example: ClassVar = {"roles": ["marketing"], "bounty_rmb": 5}
    zero: ClassVar = {"bounty_rmb": 0}
    uncatalogued: ClassVar = Text("kept by somebody else", "由他人维护")

    def parts(self, dates: Dates) -> list[Part]:
        """One rate."""
        return [Part(LINEAR, "new_customers", self.bounty_rmb, shared=True)]

    def told(self) -> Text:
        """RMB per customer."""
        words = Text("{0} share {1} for every new customer.", "{0}按每个新客 {1} 分奖金。")
        return words.format(role_words(self.roles), rmb(self.bounty_rmb))


BOUNTY_CASE = {
    "case": "Two people share a bounty",
    "seats": {"marketing": 2},
    "pay": {"bounty": {"kind": "bounty", "roles": ["marketing"], "bounty_rmb": 5}},
    "weeks": {"0-3": {"new_customers": 1000}},
    "until": 8,
    "expect": {"paid": {"marketing 1": {3: 10_000.0}, "marketing 2": {3: 10_000.0}}},
}


@pytest.fixture
def outsider() -> Iterator[InstrumentKind]:
    """A kind that somebody registers from outside the package."""
    INSTRUMENTS.register(Bounty)
    yield instruments.kind(Bounty, [BOUNTY_CASE])
    INSTRUMENTS.withdraw("bounty")


@pytest.mark.parametrize("check", every("bounty"), ids=lambda check: check.run.__name__)
def test_a_kind_from_outside_passes_the_same_suite(check: Check, outsider: InstrumentKind) -> None:
    check.run(outsider)


def test_a_kind_is_known_from_its_registration_to_its_withdrawal(outsider: InstrumentKind) -> None:
    assert "Bounty" in str(schema())
    INSTRUMENTS.withdraw("bounty")
    with pytest.raises(ValidationError):
        scenario_of(BOUNTY_CASE)
    assert "Bounty" not in str(schema())
    INSTRUMENTS.register(Bounty)


def test_a_name_that_is_taken_is_refused(outsider: InstrumentKind) -> None:
    with pytest.raises(SimError, match=r"two kinds of instrument are called 'bounty'\. Rename .*\.Bounty"):
        INSTRUMENTS.register(Bounty)


@pytest.mark.parametrize(("en", "zh"), [("best share", "新客奖金"), ("bounty", "优秀比例"), ("Name", "新客奖金")])
def test_a_heading_that_stands_above_another_entry_is_refused(en: str, zh: str) -> None:
    class Clash(Bounty):
        bounty_rmb: Annotated[Money, Field(description="RMB."), Heading(en, zh, "每个新客的奖金。")]

    with pytest.raises(SimError, match=r"bounty: the heading '.*' of `bounty_rmb` is that of `(share|name)`"):
        INSTRUMENTS.register(Clash)
    assert "bounty" not in INSTRUMENTS


def test_two_kinds_may_mean_different_things_by_one_key(tmp_path: Path) -> None:
    class Prize(Bounty):
        kind: Literal["prize"]
        share: Annotated[Share, Field(description="Share of the prize."), Heading("part", "奖金份额", "奖金的份额。")]

    kinds = [*INSTRUMENTS.values(), Prize]
    keys = {column.key for column in Layout(kinds).columns()}
    assert {"development_fund.share", "prize.share"} <= keys and "share" not in keys
    fund = INSTRUMENTS["development_fund"]
    pay = {
        "a": Prize(kind="prize", roles=["all"], bounty_rmb=1, share=0.25),
        "b": fund(kind="development_fund", roles=["all"], share=0.5),
    }
    write_plan(tmp_path / "plan.csv", pay, kinds=kinds)
    assert read_plan(tmp_path / "plan.csv", kinds=kinds).pay == pay
