"""Steps of a commission: rates from fixed amounts of a period on, on the slice above a mark or on everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from sim.documents.fields import Frozen, Money, Name, fault
from sim.language.text import Text
from sim.pay.curves import Lump
from sim.pay.headings import Heading

#: A mark, by how much the slope changes there, and what is added there at once; in the metric's own unit a period.
Mark = tuple[float, float, float]
SLICE: Literal["slice"] = "slice"


class RateStep(Frozen):
    """Another rate from a fixed amount on."""

    above: Annotated[
        Money,
        Field(description="Result of the period above which it holds, in RMB or whatever the metric counts."),
        Heading("above", "超过", "本期业绩超过多少(元或个数)起适用。"),
    ]
    rate: Annotated[
        Money,
        Field(description="RMB per RMB of the metric, or per order or customer."),
        Heading("rate", "比例", "超过后的提成比例;按订单或客户计提时为每个的元数。"),
    ]
    lump_rmb: Annotated[
        Money,
        Field(description="RMB added once when the mark is passed."),
        Heading("lump", "一次性奖励", "超过这一档时另发的固定金额。"),
    ] = 0.0
    line_rates: Annotated[
        dict[Name, Money],
        Field(
            default_factory=dict,
            description="Selling line and its own rate from this step on; a line left out keeps the one it had.",
        ),
        Heading("rates by line", "分产品线比例", "这一档起各产品线自己的比例;未写的产品线沿用上一档;写在括号内。"),
    ]


Steps = Annotated[
    tuple[RateStep, ...],
    Field(max_length=12, description="Other rates above fixed amounts of a period, rising; the same in every month."),
    Heading("steps", "提成档位", "各档起点(固定金额)和比例,由低到高;四周和五周的月份相同。"),
]
StepsOn = Annotated[
    Literal["slice", "whole"],
    Field(description="Whether a rate is for the slice above its mark or for all of the result."),
    Heading("steps on", "计提方式", "分段计提(每档只算超出部分)或全额计提(达到的比例适用于全部业绩)。"),
]


@dataclass(frozen=True)
class Rates:
    """A payout built of kinks and steps at attainments; like `Curve` where it is read.

    Attributes:
        kinks: attainment above which the slope changes, and by how much.
        steps: attainment from which a fixed share is paid, and that share.
        cap: attainment above which the payout stays flat; None without a cap.
        lumps: empty; steps say all.
    """

    kinks: tuple[tuple[float, float], ...]
    steps: tuple[tuple[float, float], ...] = ()
    cap: float | None = None
    lumps: tuple[Lump, ...] = ()

    def payout(self, attainment: float) -> float:
        """Payout at an attainment as a share of the target amount."""
        sloped = sum(change * max(0.0, attainment - at) for at, change in self.kinks)
        return sloped + sum(share for at, share in self.steps if attainment >= at)

    def capped(self, most: float) -> Rates:
        """The same up to a payout, and flat from there on."""
        value = slope = at = 0.0
        kept: list[tuple[float, float]] = []
        jumps: list[tuple[float, float]] = []
        for mark in sorted({mark for mark, _ in (*self.kinks, *self.steps)}):
            if value + slope * (mark - at) >= most:
                break
            value, at = value + slope * (mark - at), mark
            jump = sum(share for where, share in self.steps if where == mark)
            if jump:
                jumps.append((mark, min(jump, most - value)))
            if value + jump >= most:
                return Rates((*kept, (mark, -slope)), tuple(jumps), mark)
            value += jump
            kept += [(where, change) for where, change in self.kinks if where == mark]
            slope = sum(change for _, change in kept)
        if slope <= 0.0:
            return replace(self, cap=None)
        at += (most - value) / slope
        return Rates((*kept, (at, -slope)), tuple(jumps), at)


def marks_of(rate: float, steps: Iterable[RateStep], on: str) -> tuple[Mark, ...]:
    """What a rate from the first unit on and the steps above it come to, mark by mark.

    Args:
        rate: below the first step.
        steps: rising.
        on: `slice`, or `whole`: at a mark the difference of the rates falls due for everything below it at once.

    Raises:
        PydanticCustomError: the marks do not rise, or a rate on everything falls.
    """
    marks, before, at = [(0.0, rate, 0.0)], rate, -1.0
    for step in steps:
        if step.above <= at:
            raise fault(
                Text("the steps must rise", "各档须递增"),
                Text("order them by `above`, each mark once", "请按 `above` 排序,每档一次"),
                "steps",
            )
        if on != SLICE and step.rate < before:
            raise fault(
                Text(
                    "a rate on everything that falls would pay less for more",
                    "对全部数额适用的递减费率会使做得多反而拿得少",
                ),
                Text("let it rise, or use slices", "请使其递增,或分段计算"),
                "steps",
            )
        change = step.rate - before
        marks.append((step.above, change, step.lump_rmb + (change * step.above if on != SLICE else 0.0)))
        before, at = step.rate, step.above
    return tuple(marks)


def rates_of(marks: Iterable[Mark], level: float) -> Rates:
    """The payout of marks as a share of the level of a period, at attainments of it."""
    every = [(at / level, change, jump / level) for at, change, jump in marks]
    kinks = tuple((at, change) for at, change, _ in every if change)
    return Rates(kinks, tuple((at, jump) for at, _, jump in every if jump))
