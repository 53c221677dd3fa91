"""Pay that comes later: what counts only after a while, and what is kept back until a month."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.documents.fields import Flag, Frozen, Share, Whole
from sim.language.terms import percent
from sim.language.text import MONTHS, Text
from sim.pay.headings import Heading
from sim.pay.parts import Part

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
