"""Guess first: a reader's guess beside the answer, so that nobody remembers having known it all along.

A guess names policies and measures: for amounts per year the change in per cent of the baseline, else in the measure's
unit. What is told is how far off it is and whether a single company could have shown it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.views import view

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Guessed:
    """A guess beside the answer.

    Attributes:
        frame: tidy frame, a row per guess: policy, measure, guess, answer, low, high (95 %, of the mean), unit, off
            (guess less answer), place (inside, possible, outside; right, wrong for verdicts).
    """

    frame: pd.DataFrame

    def sentences(self, lang: str = "en") -> list[str]:
        """Return one line for each guess."""
        return view("sim.results.guessing", "sentences")(self, lang)

    def _repr_html_(self) -> str:
        """Return a table, for notebooks, in the language of the reader."""
        return view("sim.results.guessing", "html")(self)
