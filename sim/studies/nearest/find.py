"""The search for the nearest acceptable plan.

A plan is today's scheme with some edits, at equal budget: base pay of the roles whose pay it changes is moved so that
it costs what today costs at unchanged behaviour. It is acceptable where the objective gains on average more than is
worth the trouble, with the interval on that side, and every guardrail holds in as many single outcomes as one wants to
be sure of. All single edits are tried, then pairs and triples of the most promising ones (a beam, so larger plans are
not searched to the last); the search stops at the smallest number of edits that is acceptable, and what it proposes is
run again with fresh luck before it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.errors import SimError
from sim.results.compare import compare
from sim.results.decision import Decision, Option, rule_of
from sim.results.pay_neutral import neutral_factors
from sim.studies.edits import plain
from sim.studies.nearest.moves import Move, made, moves_of
from sim.studies.outcomes import Heard
from sim.units import QUARTER_WEEKS
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Group

    from sim.scenario.models import Scenario

#: Companies behind a plan that is tried, and behind one that is confirmed.
TRIED, CONFIRMED = 40, 160
#: Edits kept for larger plans, plans confirmed at most at every size, and most edits in a plan.
BEAM, FINALISTS, MOST = 8, 3, 3
#: Plans in one call of the engine; a matter of memory alone.
AT_ONCE = 12
PLAN = "plan {0}"


class Tried(NamedTuple):
    """One plan.

    Attributes:
        moves: the edits.
        base: role -> factor on base pay that keeps the budget.
        option: gain, guardrails and odds.
        acceptable: whether it is.
    """

    moves: tuple[Move, ...]
    base: dict[str, float]
    option: Option
    acceptable: bool


@dataclass(frozen=True)
class Nearest:
    """The nearest acceptable plan of a scenario.

    Attributes:
        scenario: name; proposals: policies whose edits were taken.
        unit: of the objective; objective: its name.
        found: the plan, confirmed with fresh luck; None where none is.
        confirmed: all plans that were run with fresh luck, in the order in which they were.
        tried: every plan of the search.
        runs: simulated companies in all.
    """

    scenario: str
    proposals: tuple[str, ...]
    objective: str
    unit: str
    found: Tried | None
    confirmed: tuple[Tried, ...]
    tried: tuple[Tried, ...]
    runs: int

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Tidy frame, a row per plan: edits, size, fresh (luck), gain with interval, guardrails, acceptable."""
        import pandas as pd

        rows = []
        for fresh, plans in ((False, self.tried), (True, self.confirmed)):
            for each in plans:
                row: dict[str, Any] = {"edits": "; ".join(move.words.en for move in each.moves)}
                row |= {"size": len(each.moves), "fresh": fresh, "gain": each.option.gain, "unit": self.unit}
                row |= {"low": each.option.low, "high": each.option.high, "acceptable": each.acceptable}
                row |= {f"holds: {held.guardrail.measure}": held.probability for held in each.option.held}
                rows.append(row)
        return pd.DataFrame(rows)

    def table(self, lang: str = "en") -> Group:
        """Return sentences and tables for a terminal."""
        return view("sim.studies.nearest.tables", "tables")(self, lang)

    def sentences(self, lang: str = "en") -> list[str]:
        """Return the plan in sentences."""
        return view("sim.studies.nearest.tables", "sentences")(self, lang)

    def _repr_html_(self) -> str:
        """Return sentences and tables, for notebooks, in the language of the reader."""
        return view("sim.studies.nearest.tables", "html")(self)


def nearest(  # noqa: PLR0913
    scenario: Scenario | str | Path,
    proposals: Sequence[str] | None = None,
    *,
    replicates: int = TRIED,
    confirm: int = CONFIRMED,
    most: int = MOST,
    threads: int | None = None,
    experiment: int = 0,
    heard: Heard | None = None,
) -> Nearest:
    """Find the fewest edits of today's scheme that are acceptable at equal budget.

    Args:
        scenario: a scenario or the path of its file; its `decision` says what is acceptable.
        proposals: policies whose edits may be taken; None for all others of the scenario.
        replicates: companies behind a plan that is tried.
        confirm: companies with fresh luck behind what is said.
        most: most edits in a plan, at most three.
        threads: threads of the engine; None for all cores.
        experiment: number of the experiment; the next one is the fresh luck.
        heard: called with the number of runs that have just ended.

    Raises:
        SimError: unknown policies, or numbers that make no sense.
    """
    from sim.scenario.loading import load

    document = load(Path(scenario)) if isinstance(scenario, str | Path) else scenario
    if replicates < 2 or confirm < 2 or not 1 <= most <= MOST:
        raise SimError(
            "a search needs at least 2 replicates, 2 to confirm, and 1 to {0} edits",
            "查找至少需要 2 次重复、2 次确认,以及 1 至 {0} 处修改",
            MOST,
        )
    names = tuple(proposals or (name for name in document.policies if name != document.baseline_name))
    for name in names:
        document.policy(name)
    search = _Search(document, names, (threads, heard))
    moves, tried, confirmed = moves_of(document, names), [], []
    kept: list[Move] = []
    for size in range(1, most + 1):
        plans = [(move,) for move in moves] if size == 1 else list(_together(kept, size))
        found = search.tried(plans, replicates, experiment)
        tried += found
        for each in [one for one in found if one.acceptable][:FINALISTS]:
            again = search.tried([each.moves], confirm, experiment + 1)
            confirmed += again
            if again[0].acceptable:
                return search.answer(again[0], confirmed, tried)
        if size == 1:
            kept = [each.moves[0] for each in found[:BEAM]]
    return search.answer(None, confirmed, tried)


def _together(moves: Sequence[Move], size: int) -> Iterator[tuple[Move, ...]]:
    """Yield sets of moves that touch different entries."""
    for some in combinations(moves, size):
        if sum(len(move.places) for move in some) == len(frozenset().union(*(move.places for move in some))):
            yield some


class _Search:
    """One search: what is tried on which scenario."""

    def __init__(self, scenario: Scenario, proposals: tuple[str, ...], how: tuple[int | None, Heard | None]) -> None:
        """Take the dates of the proposals: every plan starts with the last of them."""
        self.scenario, self.proposals = scenario, proposals
        self.threads, self.heard = how
        self.rule, self.runs = rule_of(scenario), 0
        begins = max((scenario.policy(name).start for name in proposals), default=scenario.company.start)
        first = scenario.company.start + timedelta(weeks=QUARTER_WEEKS)
        start: date = begins if begins > scenario.company.start else first
        announce = min((scenario.policy(name).announce for name in proposals), default=start)
        self.dates = {"start": start, "announce": min(start, announce) if begins == start else start}
        self.today = plain(scenario, scenario.baseline_name)

    def tried(self, plans: Sequence[tuple[Move, ...]], replicates: int, experiment: int) -> list[Tried]:
        """Return plans with what they do, the acceptable ones first, then by how near they are to it."""
        found: list[Tried] = []
        for first in range(0, len(plans), AT_ONCE):
            found += self._some(plans[first : first + AT_ONCE], replicates, experiment)
        return sorted(found, key=self._distance)

    def _some(self, plans: Sequence[tuple[Move, ...]], replicates: int, experiment: int) -> list[Tried]:
        """Return a few plans, run in one comparison; those that cannot be are left out."""
        known: dict[str, tuple[tuple[Move, ...], dict[str, float]]] = {}
        document = self.scenario
        for moves in plans:
            name = PLAN.format(len(known) + 1)
            made_so = self._at_equal_budget(name, moves)
            if made_so is not None:
                policy, factors = made_so
                document, known[name] = document.with_policies({name: policy}), (moves, factors)
        if not known:
            return []
        decision = self._run(document, list(known), replicates, experiment)
        return [
            Tried(moves, factors, option := decision.option(name), self._acceptable(option))
            for name, (moves, factors) in known.items()
        ]

    def _run(self, document: Scenario, names: list[str], replicates: int, experiment: int) -> Decision:
        """Return the decision on some plans."""
        result = compare(
            document,
            [document.baseline_name, *names],
            replicates=replicates,
            neutral=False,
            fit=False,
            progress=False,
            threads=self.threads,
            experiment=experiment,
        )
        self._count(replicates * (1 + len(names)))
        return result.decide(self.rule)

    def _at_equal_budget(self, name: str, moves: tuple[Move, ...]) -> tuple[dict[str, Any], dict[str, float]] | None:
        """Return today's scheme with some moves and base pay that keeps the budget; None where it cannot be."""
        policy = made(self.today, moves) | self.dates
        try:
            document = self.scenario.with_policies({name: policy})
            factors = neutral_factors(document, name, document.baseline_name)
            return policy | {"base_change": _moved(document.policy(name), factors)}, factors
        except (ValueError, SimError):
            return None

    def _acceptable(self, option: Option) -> bool:
        """Whether a plan gains and keeps every guardrail."""
        return option.low > option.least and all(each.probability >= self.rule.sure for each in option.held)

    def _distance(self, tried: Tried) -> tuple[bool, float, float]:
        """Return what plans are ordered by: acceptable, missing share of kept guardrails, gain."""
        missing = sum(max(0.0, self.rule.sure - each.probability) for each in tried.option.held)
        return not tried.acceptable, round(missing, 2) if not tried.acceptable else 0.0, -tried.option.gain

    def _count(self, runs: int) -> None:
        """Count runs and say so."""
        self.runs += runs
        if self.heard:
            self.heard(runs)

    def answer(self, found: Tried | None, confirmed: list[Tried], tried: list[Tried]) -> Nearest:
        """Return the answer."""
        from sim.results.measures import BY_NAME

        unit = BY_NAME[self.rule.objective].unit
        about = self.scenario.name, self.proposals, self.rule.objective, unit
        return Nearest(*about, found, tuple(confirmed), tuple(tried), self.runs)


def _moved(policy: Any, factors: Mapping[str, float]) -> dict[str, float]:
    """Return changes of base pay of a policy with factors on top, by role."""
    changes = {str(role): float(change) for role, change in policy.base_change.items()}
    return changes | {role: round(policy.base_factor(role) * factor - 1.0, 6) for role, factor in factors.items()}
