"""A made-up shop whose totals are known."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

Row = Mapping[str, object]
PRICES = {"S-A": 19.9, "S-B": 29.9, "S-C": 39.0, "S-D": 49.5, "S-E": 89.0, "S-F": 129.0}
_FIRST = datetime(2025, 9, 1, 8, 0, 0)


@dataclass(frozen=True)
class Article:
    """A row of an order: article, pieces, unit price, and whether it was sent back."""

    sku: str
    pieces: int
    price: float
    back: bool

    @property
    def value(self) -> float:
        """Unit price times pieces."""
        return round(self.pieces * self.price, 2)


@dataclass(frozen=True)
class Order:
    """One order. Orders that were never paid have articles that nobody sent back."""

    number: int
    time: datetime
    customer: int
    paid: bool
    articles: tuple[Article, ...]

    @property
    def value(self) -> float:
        """Value of all articles."""
        return round(sum(each.value for each in self.articles), 2)

    @property
    def refund(self) -> float:
        """Value of the articles that were sent back."""
        return round(sum(each.value for each in self.articles if each.back), 2)

    @property
    def all_back(self) -> bool:
        """Whether everything was sent back."""
        return all(each.back for each in self.articles)


@dataclass(frozen=True)
class Totals:
    """What an export of the shop should be read as; `refunded` is None where the layout cannot tell."""

    paid_orders: int
    cancelled: int
    paid: float
    refunded: float | None
    customers: int | None


@dataclass(frozen=True)
class Export:
    """A file in the layout of a platform, its ending, and what it should be read as."""

    text: str
    totals: Totals


def shop(orders: int = 200, seed: int = 1) -> tuple[Order, ...]:
    """Orders of half a year: repeat buyers, orders of one to three articles, some never paid, some sent back."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(orders):
        time = _FIRST + timedelta(minutes=int(number * 182 * 1440 / orders + random.integers(0, 720)))
        paid = bool(random.random() > 0.06)
        fate = random.random()
        skus = random.choice(list(PRICES), size=random.choice([1, 1, 2, 3]), replace=False)
        pieces = random.integers(1, 3, len(skus))
        back = [paid and (fate < 0.07 or (fate < 0.12 and at == 0)) for at in range(len(skus))]
        articles = tuple(
            Article(str(sku), int(count), PRICES[str(sku)], gone)
            for sku, count, gone in zip(skus, pieces, back, strict=True)
        )
        found.append(Order(1000 + number, time, int(orders * 0.6 * random.random() ** 1.5) + 1, paid, articles))
    return tuple(found)


def totals(orders: Sequence[Order], refunded: float | None, customers: bool = True) -> Totals:
    """Totals of orders, with what a layout tells of refunds and whether it tells customers."""
    paid = [order for order in orders if order.paid]
    known = len({order.customer for order in paid}) if customers else None
    return Totals(
        len(paid),
        len(orders) - len(paid),
        round(sum(order.value for order in paid), 2),
        None if refunded is None else round(refunded, 2),
        known,
    )


def text_of(rows: Sequence[Row], separator: str = ",") -> str:
    """Rows as delimited text, headings first."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=separator, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def china_time(time: datetime) -> str:
    """A time as Chinese platforms write it."""
    return f"{time:%Y-%m-%d %H:%M:%S}"
