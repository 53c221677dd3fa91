"""Pay that comes later: what counts only after a while, and what is kept back until a month."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.documents.fields import Flag, Frozen, Share, Whole
from sim.language.terms import percent
from sim.language.text import MONTHS, Text
from sim.pay.headings import Heading
from sim.pay.parts import Part
from sim.units import WEEKS_PER_YEAR

MOST_WEEKS = round(WEEKS_PER_YEAR)

CountsAfter = Annotated[
    Whole,
    Field(ge=0, le=26, description="Weeks until a sale counts: window for returns, or until it is paid for."),
    Heading("counts after", "计入延迟", "成交后隔多少周才计入业绩:退货期满或回款之后。"),
]


class Withheld(Frozen):
    """A part of every payment that is kept back until the end of a month."""

    share: Annotated[
        Share,
        Field(description="Share that is kept back."),
        Heading("share", "比例", "留存的比例。"),
    ]
    month: Annotated[
        Whole,
        Field(ge=1, le=12, description="Calendar month at whose end it is paid."),
        Heading("month", "月份", "在几月底发放(1 至 12)。"),
    ] = 12
    forfeit: Annotated[
        Flag,
        Field(description="Whether people who leave before lose it."),
        Heading("forfeit", "离职不发", "发放前离职的人是否不发。"),
    ] = True


KeptBack = Annotated[
    Withheld | None,
    Field(description="Part of the pay that is kept back until the end of a month; absent: none."),
    Heading("kept back", "留存", "留存到某月底再发的部分:比例、月份、离职是否不发;空白表示不留存。"),
]


class TakenBack(Frozen):
    """Pay for new customers that is taken back once they turn out to be gone."""

    of: Annotated[
        Literal["left", "not_back"],
        Field(description="Whose pay is taken back: customers who have left by then, or who have not bought again."),
        Heading("of", "对象", "扣回哪些新客的提成:届时已流失的(left),或届时仍未复购的(not_back)。"),
    ] = "left"
    after_weeks: Annotated[
        Whole,
        Field(ge=1, le=MOST_WEEKS, description="Weeks after the first order; 13 are three months."),
        Heading("after", "扣回时点", "首单后多少周扣回;三个月为 13 周。"),
    ] = 13
    share: Annotated[
        Share,
        Field(gt=0.0, description="Share of the pay for them that is taken back."),
        Heading("share", "扣回比例", "扣回所得提成的比例。"),
    ] = 1.0

    def told(self) -> Text:
        """What is taken back, as the end of a sentence."""
        who = {
            "left": Text("new customers who have left by then", "届时已流失的新客"),
            "not_back": Text("new customers who have not bought again by then", "届时仍未复购的新客"),
        }[self.of]
        words = Text(
            "; {weeks} weeks after the first order {share} of what was paid for {who} comes off what is earned then by "
            "those who were there already; what a period cannot bear comes off the next, never off base pay",
            ";首单 {weeks} 周后扣回为{who}所发提成的 {share},从当时已在职者其后的同一提成中扣;当期不够扣的从下期扣,"
            "不扣基本工资",
        )
        return words.format(weeks=self.after_weeks, share=percent(self.share), who=who)


GivenBack = Annotated[
    TakenBack | None,
    Field(description="Pay for new customers that is taken back once they are gone: a clawback; absent: none."),
    Heading("taken back", "扣回", "新客流失或未复购时扣回的提成:对象、首单后多少周、比例;空白表示不扣回。"),
]


def split(parts: list[Part], kept: Withheld | None) -> list[Part]:
    """Return parts of which a share is kept back: each in two, one paid as agreed and one paid late."""
    if kept is None or kept.share == 0.0:
        return parts
    late = {"held": kept.month, "forfeits": int(kept.forfeit)}
    return [
        part.but(
            stake=part.stake * share,
            named=tuple((seat, rmb * share) for seat, rmb in part.named),
            line_rates=tuple((line, rate * share) for line, rate in part.line_rates),
            cap_rmb=None if part.cap_rmb is None else part.cap_rmb * share,
            **changes,
        )
        for part in parts
        for share, changes in ((1.0 - kept.share, {}), (kept.share, late))
        if share > 0.0
    ]


def later_words(after: int, kept: Withheld | None) -> Text:
    """What counts later and what is kept back, as the end of a sentence; empty where nothing is."""
    text = Text.same("")
    if after:
        words = Text("; a sale counts {0} weeks after it is made", ";成交 {0} 周后才计入业绩")
        text += words.format(after)
    if kept is not None and kept.share:
        words = Text(
            "; {share} of it is kept back until the end of {month}, {lost}",
            ";其中 {share} 留存到{month}底发放,{lost}",
        )
        lost = Text("who leaves before loses it", "之前离职者不发")
        paid = Text("who leaves before gets it then", "之前离职者离职时发放")
        month = Text(MONTHS[kept.month - 1], f" {kept.month} 月")
        text += words.format(share=percent(kept.share), month=month, lost=lost if kept.forfeit else paid)
    return text
