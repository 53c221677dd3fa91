"""Every instrument passes the contract suite; one that is only half built fails by its name, with what is missing."""

from pathlib import Path
from typing import Literal

import pytest

from sim.conformance import Check, UnfinishedError, checks_of, instruments
from sim.conformance.instruments import InstrumentKind
from sim.conformance.pay_cases import cases_of
from sim.documents.fields import Frozen, Money, Roles
from sim.pay.instruments import INSTRUMENTS

CASES = [case for _, case in cases_of(Path(__file__).parents[1] / "pay" / "cases")]
KINDS = [InstrumentKind(model, INSTRUMENTS, CASES) for model in INSTRUMENTS]


@pytest.mark.parametrize("check", [c for each in KINDS for c in checks_of(instruments, each.kind, each)], ids=str)
def test_every_instrument_is_finished(check: Check) -> None:
    check()


class Halfway(Frozen):
    """An instrument of which only the schema is there."""

    kind: Literal["halfway"]
    roles: Roles
    gift_rmb: Money


@pytest.mark.parametrize("check", list(checks_of(instruments, "halfway", None)), ids=lambda check: check.run.__name__)
def test_a_schema_alone_fails_by_its_name_with_what_is_missing(check: Check) -> None:
    with pytest.raises(UnfinishedError, match=r"^halfway: ") as error:
        check.run(InstrumentKind(Halfway, (*INSTRUMENTS, Halfway), []))
    assert error.value.missing


def test_a_column_without_words_is_named() -> None:
    with pytest.raises(UnfinishedError, match="halfway: the column of `gift_rmb` has no Chinese heading"):
        instruments.check_its_columns_have_words(InstrumentKind(Halfway, (*INSTRUMENTS, Halfway), []))
