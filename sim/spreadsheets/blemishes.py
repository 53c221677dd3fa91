"""What is wrong with a cell."""

from __future__ import annotations

from typing import NamedTuple

from sim.language.text import Text


class Blemish(NamedTuple):
    """One thing that is wrong: what, what to do, and the part of the cell that is meant."""

    message: Text
    remedy: Text
    value: str


class CellError(Exception):
    """A cell that cannot be understood, with everything that is wrong with it."""

    def __init__(self, blemishes: list[Blemish]) -> None:
        super().__init__("; ".join(each.message.en for each in blemishes))
        self.blemishes = blemishes

    @classmethod
    def one(cls, message: Text, remedy: Text, value: object) -> CellError:
        """A fault with a single thing that is wrong."""
        return cls([Blemish(message, remedy, str(value))])
