"""What every pay instrument states: its entries, the parts by which it pays, how it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from pydantic import model_validator

from sim.documents.fields import Frozen, Scope, fault
from sim.language.text import Text
from sim.pay.conditions import check_beside, check_every
from sim.pay.parts import Part
from sim.units import YEAR_WEEKS

#: When the peak of a campaign begins and the week after its last, every time it comes back, burn-in counted.
Spans = Callable[[str], list[tuple[int, int]]]
#: Weeks of the shortest period of a kind.
SHORTEST = {"week": 1, "month": 4, "quarter": 12, "half_year": 25, "year": YEAR_WEEKS}


@dataclass(frozen=True)
class Dates:
    """The days that instruments may hang on.

    Attributes:
        spans: see there.
        start: week in which the policy starts, burn-in counted; grants are counted from there.
    """

    spans: Spans
    start: int


class Instrument(Frozen):
    """What people get for which result, and when.

    A kind states its entries, by which parts it pays, and its words. What it costs is reckoned from its parts.

    Attributes:
        kind: what documents write.
        title: its name in words.
        also: further words that a spreadsheet may have for it.
        example: entries of one in a document, without its kind.
        zero: entries changed so that it pays nothing; None where it never pays.
        uncatalogued: why the catalogue has no row for it; empty where it has one.
        reach: whose result counts where it has no entry for that.
    """

    kind: str
    title: ClassVar[Text]
    also: ClassVar[tuple[str, ...]] = ()
    example: ClassVar[Mapping[str, Any]]
    zero: ClassVar[Mapping[str, Any] | None]
    uncatalogued: ClassVar[Text] = Text.same("")
    reach: ClassVar[Scope] = "company"

    def parts(self, dates: Dates) -> list[Part]:
        """The parts that it is made of."""
        raise NotImplementedError(f"{self.kind}: nothing says by which parts it pays")

    def told(self) -> Text:
        """Who gets what, at which result, up to which cap, and when."""
        raise NotImplementedError(f"{self.kind}: no sentence says who gets what")

    @model_validator(mode="after")
    def _paid_before_the_next(self) -> Self:
        """Refuse a payment that would fall due after the next period has ended: an account holds one ended period."""
        after, period = getattr(self, "counts_after_weeks", 0), getattr(self, "period", None)
        delay = getattr(self, "pay_delay_weeks", 0) + after
        if period and delay > SHORTEST[period]:
            message = Text(
                "paid {0} weeks after a {1}, when the next one is over too", "在{1}结束 {0} 周后发放,那时下一期也已结束"
            ).format(delay, period)
            remedy = Text(
                "pay within {0} weeks, or settle longer periods", "请在 {0} 周内发放,或采用更长的结算周期"
            ).format(SHORTEST[period])
            raise fault(message, remedy, "counts_after_weeks" if after else "pay_delay_weeks", delay)
        check_every(period or "year", getattr(self, "paid_every", None), delay, SHORTEST)
        return self

    @model_validator(mode="after")
    def _beside_for_all_who_share(self) -> Self:
        """Refuse conditions and coefficients that are read for fewer people than share the pay."""
        scope = getattr(self, "scope", self.reach)
        check_beside(scope, getattr(self, "only_if", ()), getattr(self, "coefficients", ()))
        return self
