"""Appraisal: results that are appraised and reported but pay no money."""

from typing import ClassVar, Literal

from sim.language.text import Text, role_words
from sim.pay.curves import Participants, Reach, Weights
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.kinds import APPRAISAL
from sim.pay.parts import Part
from sim.pay.phrases import scope_words, weight_words


class Appraisal(Instrument):
    """Results that are appraised and reported but pay no money."""

    title: ClassVar = Text("appraisal without money", "不发奖金的绩效考核")
    also: ClassVar = ("绩效考核", "考核")
    example: ClassVar = {"roles": ["service"], "weights": {"satisfaction": 0.6, "response": 0.4}}
    zero: ClassVar = None

    uncatalogued: ClassVar = Text("moves no money, so it is no incentive", "不涉及奖金,不属于激励")

    kind: Literal["appraisal"]
    roles: Participants
    scope: Reach = "own"
    weights: Weights

    def parts(self, dates: Dates) -> list[Part]:
        """A part for each metric with a weight."""
        return [Part(APPRAISAL, metric, weight, self.scope) for metric, weight in self.weights.items() if weight > 0.0]

    def told(self) -> Text:
        """What is appraised."""
        words = Text(
            "{who} are appraised on {scope} results ({weights}) without money.",
            "{who}按{scope}业绩({weights})考核,不发奖金。",
        )
        return words.format(
            who=role_words(self.roles), scope=scope_words(self.scope), weights=weight_words(self.weights)
        )
