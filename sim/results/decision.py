"""Whether to roll a policy out: an objective, guardrails, and one rule that turns differences into a verdict.

Every replicate is one possible company: one draw of the uncertain behavioural numbers and of luck, the same for all
policies. The share of replicates in which something holds is therefore its probability, and doing nothing, whose gain
is nil, is an option like the others. The rule is stated before the runs and its hash is part of their record.

The interval behind "gains" is wide enough for all policies at once (Bonferroni): of 100 comparisons of policies
without any effect, at most five call any of them a gain or a loss. Probabilities come with exact intervals (Clopper and
Pearson 1934), and "surely" asks their lower ends.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sim.errors import SimError
from sim.results.measures import measure as find_measure
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd


Verdict = Literal["roll out", "pilot", "hold", "cannot say"]
Grounds = Literal[
    "no change", "loses", "too small", "guardrail breaks", "unclear", "not sure", "guardrail not sure", "gains"
]
#: Share of single outcomes from which one speaks of "surely" where a scenario states none; a matter of taste.
SURE = 0.8
#: Outcomes in which a guardrail that holds in fewer is more likely broken than not.
HALF = 0.5


@dataclass(frozen=True)
class Guardrail:
    """What a policy may not do to one measure.

    Attributes:
        measure: name of the measure.
        worse_by: how much worse than the baseline it may become: % of the baseline for amounts per year, else in the
            measure's unit; None for no such limit.
        at_least: smallest value allowed, in the measure's unit; None for none.
        at_most: largest value allowed; None for none.
        every: `window` judges all weeks from the start of the policy together, `quarter` each 13 weeks of them.
    """

    measure: str
    worse_by: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    every: Literal["window", "quarter"] = "window"


@dataclass(frozen=True)
class Rule:
    """What decides, stated before the runs.

    Attributes:
        objective: measure that a policy is to improve.
        least_gain: gain worth the trouble: % of the baseline for amounts per year, else in the measure's unit.
        sure: share of single outcomes from which one is sure enough to roll out.
        guardrails: what a policy may not do.
        stated: whether the scenario states it; false for the usual rule.
    """

    objective: str = "contribution"
    least_gain: float = 0.0
    sure: float = SURE
    guardrails: tuple[Guardrail, ...] = (Guardrail("turnover", 2.0), Guardrail("collaboration", 2.0))
    stated: bool = field(default=False, compare=False)

    @property
    def hash(self) -> str:
        """Return 16 hexadecimal digits that change with anything that can change a verdict."""
        content = {name: value for name, value in asdict(self).items() if name != "stated"}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Held:
    """How often a guardrail holds: share of single outcomes with its 95 % interval; NaN where it was not measured."""

    guardrail: Guardrail
    probability: float
    low: float
    high: float


@dataclass(frozen=True)
class Option:
    """What speaks for and against one option; doing nothing is the first of them.

    Attributes:
        policy: its name; the baseline stands for doing nothing.
        verdict: roll out, pilot, hold or cannot say; empty for doing nothing.
        grounds: the line of the rule that gave it; empty for doing nothing.
        gain: mean gain of the objective in the good direction, in its unit.
        low: lower end of the interval of the mean gain, wide enough for all policies at once.
        high: upper end.
        least: gain worth the trouble, in the unit.
        probability_gain: share of single outcomes with more than that.
        surely_gain: lower end of its 95 % interval.
        probability_best: share of single outcomes in which no option gains more; ties are shared.
        regret: mean shortfall from the best option of each outcome, in the unit.
        held: the guardrails.
        broken: the guardrail that holds least often, None without any.
    """

    policy: str
    verdict: Verdict | Literal[""]
    grounds: Grounds | Literal[""]
    gain: float
    low: float
    high: float
    least: float
    probability_gain: float
    surely_gain: float
    probability_best: float
    regret: float
    held: tuple[Held, ...]

    @property
    def broken(self) -> Held | None:
        """The guardrail that holds least often; None where there are no guardrails."""
        return min(self.held, key=lambda each: -1.0 if math.isnan(each.low) else each.low, default=None)


@dataclass(frozen=True)
class Decision:
    """The verdicts of a comparison.

    Attributes:
        rule: the rule that gave them.
        sealed: whether it is the rule whose hash was taken before the runs.
        unit: unit of the objective.
        replicates: outcomes behind every probability.
        options: doing nothing first, then the policies in the order of the question; pay-neutral twins left out.
    """

    rule: Rule
    sealed: bool
    unit: str
    replicates: int
    options: tuple[Option, ...]

    def option(self, policy: str) -> Option:
        """Return the option of a name.

        Raises:
            SimError: there is no such option.
        """
        for each in self.options:
            if each.policy == policy:
                return each
        raise SimError(
            "no option is called {0!r}; there are {1}",
            "没有名为 {0!r} 的选项;现有 {1}",
            policy,
            ", ".join(each.policy for each in self.options),
        )

    @property
    def frame(self) -> pd.DataFrame:
        """Tidy frame, one row per option; a column `holds: MEASURE` for every guardrail."""
        import pandas as pd

        rows = []
        for each in self.options:
            row = {name: value for name, value in asdict(each).items() if name != "held"}
            rows.append(row | {f"holds: {held.guardrail.measure}": held.probability for held in each.held})
        return pd.DataFrame(rows)

    def _repr_html_(self) -> str:
        """Return the options, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "decided")(self)


def rule_of(scenario: Any) -> Rule:
    """Return the rule that a scenario states in `decision`, or the usual one.

    Raises:
        SimError: it names a measure that does not exist, or an objective without a better direction.
    """
    stated = getattr(scenario, "decision", None)
    if stated is None:
        return Rule()
    guardrails = tuple(Guardrail(name, **dict(each)) for name, each in stated.guardrails.items())
    return checked(Rule(stated.objective, stated.least_gain, stated.sure, guardrails, stated=True))


def checked(rule: Rule) -> Rule:
    """Return a rule that can be judged by.

    Raises:
        SimError: it names a measure that does not exist, an objective or a limit without a better direction, a share
            outside 0 to 1, or a guardrail without a limit.
    """
    if find_measure(rule.objective).good == "neutral":
        raise SimError(
            "decision: the objective {0!r} has no better direction; name one that has",
            "decision:目标 {0!r} 没有更好的方向;请换一个有方向的",
            rule.objective,
        )
    if not 0.0 < rule.sure < 1.0:
        raise SimError(
            "decision: `sure` must lie between 0 and 1, not {0!r}",
            "decision:`sure` 须在 0 与 1 之间,现为 {0!r}",
            rule.sure,
        )
    for each in rule.guardrails:
        if find_measure(each.measure).good == "neutral" and each.worse_by is not None:
            raise SimError(
                "decision: {0} has no worse direction; use `at_least` or `at_most`",
                "decision:{0} 没有更差的方向;请用 `at_least` 或 `at_most`",
                each.measure,
            )
        if each.worse_by is None and each.at_least is None and each.at_most is None:
            raise SimError(
                "decision: the guardrail {0} has no limit; give worse_by, at_least or at_most",
                "decision:底线指标 {0} 没有界限;请给出 worse_by、at_least 或 at_most",
                each.measure,
            )
    return rule


def judge(
    interval: tuple[float, float], least: float, gains: tuple[float, float], held: tuple[Held, ...], sure: float
) -> tuple[Verdict, Grounds]:
    """Return the verdict and the line of the rule that gives it; the first line that applies decides.

    1. The policy changes nothing in the objective: hold.
    2. The interval of the mean gain ends below the gain worth having: hold.
    3. A guardrail is more likely broken than not: hold.
    4. The interval holds the gain worth having: cannot say.
    5. It gains in fewer single outcomes than `sure`, or that is not clear from the replicates: pilot.
    6. The same for a guardrail: pilot.
    7. Otherwise: roll out.

    Args:
        interval: low and high of the mean gain.
        least: gain worth having.
        gains: share of outcomes that gain more, and the lower end of its interval.
        held: the guardrails.
        sure: share of outcomes from which one is sure.
    """
    low, high = interval
    if low == high == 0.0:
        return "hold", "no change"
    if high < least:
        return "hold", "loses" if high < 0.0 else "too small"
    if any(each.high < HALF for each in held):
        return "hold", "guardrail breaks"
    if not low > least:
        return "cannot say", "unclear"
    if not gains[1] >= sure:
        return "pilot", "not sure"
    if not all(each.low >= sure for each in held):
        return "pilot", "guardrail not sure"
    return "roll out", "gains"
