"""The search for loopholes: what would staff do who look for the best exploit among what they can do?

In every company nobody has scruples. An action is done by nobody, or by everybody who can as far as it pays them;
audits and fines stay. What an action brings staff is bonuses with it less bonuses without it, under the same luck; what
it costs the firm is contribution without it less contribution with it. It is a loophole where both are more than nil.
What costs the firm without surely paying is told too: it tempts each alone, and where all give way nobody gains. Then
the actions that pay are put together, the best first, while they still add to bonuses: that is the best exploit. Every
standard patch is put into the policy and both are run again: it closes the loophole where what is left is none and
costs at most a quarter of what it did. Its price is what it costs the firm where nobody uses a loophole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.errors import SimError
from sim.results.run import ENGINE, Source
from sim.results.statistics import LEVEL
from sim.results.totals import Floats
from sim.studies.edits import Edit, differences, plain
from sim.studies.loopholes.document import Action, Actions, actions
from sim.studies.loopholes.patches import BY_NAME, Case, patches_for
from sim.studies.outcomes import Heard, Interval, Luck, Outcomes, heads_of, interval, pay_of, value
from sim.units import MONTHS_PER_YEAR
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Group

    from sim.scenario.models import Scenario

#: Companies behind every number.
REPLICATES = 60
#: Gain, as a share of pay, that is worth the trouble: RMB 10 on a payslip of RMB 10,000; an assumption.
WORTH_IT = 0.001
#: Part of a loophole's cost up to which a patch may leave it and is still said to close it; an assumption.
LEFT_OPEN = 0.25


class Finding(NamedTuple):
    """What an action, or several, does under one policy.

    Attributes:
        actions: names of the actions.
        gain: bonuses that it adds, RMB a year; overtime that it makes for others is no gain.
        per_head: the same in RMB a month and head of those who can do it.
        share: the same as a share of their pay.
        cost: contribution lost, RMB a year; negative where it brings the firm something.
    """

    actions: tuple[str, ...]
    gain: Interval
    per_head: float
    share: float
    cost: Interval

    @property
    def pays(self) -> bool:
        """Whether it surely pays those who do it, and enough to be worth it."""
        return self.gain.low > 0.0 and self.share >= WORTH_IT

    @property
    def harmful(self) -> bool:
        """Whether it surely costs the firm: who looks for it does it, whether or not all of them gain in the end."""
        return self.cost.low > 0.0

    @property
    def loophole(self) -> bool:
        """Whether it surely pays those who do it and surely costs the firm."""
        return self.pays and self.harmful


class Patched(NamedTuple):
    """A loophole under a patched policy.

    Attributes:
        action: name of the action.
        patch: name of the patch.
        edits: what it changes in the policy.
        before: what the action brings and costs without the patch.
        left: what it brings and costs now.
        price: contribution that the patch costs where nobody uses a loophole, RMB a year.
    """

    action: str
    patch: str
    edits: tuple[Edit, ...]
    before: Finding
    left: Finding
    price: Interval

    @property
    def closes(self) -> bool:
        """Whether what is left is no loophole and costs a small part of what it did."""
        return not self.left.loophole and self.left.cost.estimate <= LEFT_OPEN * self.before.cost.estimate


@dataclass(frozen=True)
class Loopholes:
    """The loopholes of a policy.

    Attributes:
        scenario: name of the scenario.
        policy: name of the policy.
        roles: roles with seats.
        findings: one per action that somebody could do, those that pay most first.
        best: the best exploit, what is done together; None where nothing pays.
        patched: every patch tried against every loophole.
        replicates: companies behind every number.
        runs: simulated companies in all.
    """

    scenario: str
    policy: str
    roles: tuple[str, ...]
    findings: tuple[Finding, ...]
    best: Finding | None
    patched: tuple[Patched, ...]
    replicates: int
    runs: int

    @property
    def found(self) -> tuple[Finding, ...]:
        """The actions that are loopholes."""
        return tuple(each for each in self.findings if each.loophole)

    @property
    def harmful(self) -> tuple[Finding, ...]:
        """The actions that cost the firm: loopholes, and what tempts each although it pays nobody for sure."""
        return tuple(each for each in self.findings if each.harmful)

    def cheapest(self, action: str) -> Patched | None:
        """Return the patch that closes the loophole of an action at the least price; None where none does.

        One that takes work which is not simulated comes after all others.
        """
        closing = [each for each in self.patched if each.action == action and each.closes]
        return min(closing, key=lambda each: (not BY_NAME[each.patch].priced, each.price.estimate), default=None)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Tidy frame: action, patch (empty: as the policy is), gain, cost, price with 95 % intervals, loophole, closes.

        Gains, costs and prices are RMB a year; `per_head` is the gain a month and head of those who can do it.
        """
        import pandas as pd

        together = [self.best] if self.best and len(self.best.actions) > 1 else []
        rows = [_row(each, "", None, "") for each in (*self.findings, *together)]
        for each in self.patched:
            cheapest = self.cheapest(each.action)
            edits = "; ".join(edit.text.en for edit in each.edits)
            row = _row(each.left, each.patch, each.price, edits)
            rows.append(row | {"closes": each.closes, "cheapest": each is cheapest})
        frame = pd.DataFrame(rows)
        frame.insert(0, "policy", self.policy)
        return frame.assign(level=LEVEL, replicates=self.replicates)

    def table(self, lang: str = "en") -> Group:
        """Return the actions, the patches and sentences, for a terminal."""
        return view("sim.studies.loopholes.tables", "tables")(self, lang)

    def sentences(self, lang: str = "en") -> list[str]:
        """Return what was found in sentences."""
        return view("sim.studies.loopholes.tables", "sentences")(self, lang)

    def _repr_html_(self) -> str:
        """Return sentences and tables, for notebooks, in the language of the reader."""
        return view("sim.studies.loopholes.tables", "html")(self)


def loopholes(  # noqa: PLR0913
    scenario: Scenario | str | Path,
    policy: str,
    *,
    replicates: int = REPLICATES,
    patch: bool = True,
    threads: int | None = None,
    experiment: int = 0,
    source: Source = ENGINE,
    heard: Heard | None = None,
) -> Loopholes:
    """Look for the loopholes of a policy and for their cheapest patches.

    Args:
        scenario: a scenario or the path of its file.
        policy: name of the policy.
        replicates: companies behind every number, each with its luck and its draw of the uncertain numbers.
        patch: whether patches are tried.
        threads: threads of the engine; None for all cores.
        experiment: number of the experiment in the random key.
        source: compiles, draws and runs.
        heard: called with the number of runs that have just ended.

    Raises:
        SimError: an unknown policy, or fewer than two replicates.
    """
    if replicates < 2:
        raise SimError(
            "a search for loopholes needs at least 2 replicates, not {0}",
            "查找漏洞至少需要 2 次重复,现为 {0}",
            replicates,
        )
    from sim.scenario.loading import load

    document = load(Path(scenario)) if isinstance(scenario, str | Path) else scenario
    document.policy(policy)
    outcomes = Outcomes(document, Luck(replicates, 0, experiment, threads), source=source, heard=heard)
    search = _Search(outcomes, policy, actions())
    single = sorted(
        (search.finding(document, (each.name,)) for each in search.able), key=lambda each: each.share, reverse=True
    )
    best = search.together(document, single)
    patched: list[Patched] = []
    if patch and any(each.harmful for each in single):
        honest = search.honest_pay()
        for each in single:
            if each.harmful:
                patched += search.patch(each, honest)
    return Loopholes(
        document.name, policy, document.company.roles, tuple(single), best, tuple(patched), replicates, outcomes.runs
    )


class _Search:
    """One search: which actions, in which scenario."""

    def __init__(self, outcomes: Outcomes, policy: str, known: Actions) -> None:
        """Keep what is asked again and again."""
        self.outcomes, self.policy, self.known = outcomes, policy, known
        seated = outcomes.scenario.company.roles
        self.able = tuple(each for each in known.actions if set(each.roles) & set(seated))
        self.start = outcomes.start(policy)
        lines = outcomes.scenario.lines
        sales = sum(line.weekly_gmv_rmb for line in lines)
        self.margin = sum(line.weekly_gmv_rmb * line.gross_margin for line in lines) / sales if sales else 1.0

    def totals(self, scenario: Any, sought: tuple[str, ...]) -> Any:
        """Return totals of the policy with some actions looked for and no other done."""
        held = self.known.held(frozenset(sought))
        return self.outcomes.totals(self.policy, held, scenario, self.start)

    def finding(self, scenario: Any, sought: tuple[str, ...]) -> Finding:
        """Return what some actions do."""
        roles = {role for name in sought for role in self.known.action(name).roles}
        honest, used = self.totals(scenario, ()), self.totals(scenario, sought)
        level = 1.0 - (1.0 - LEVEL) / len(self.able)
        gain = interval(value(used, "bonus") - value(honest, "bonus"), level)
        cost = interval(value(honest, "contribution") - value(used, "contribution"), level)
        per_head = gain.estimate / MONTHS_PER_YEAR / float(heads_of(honest, roles).mean())
        return Finding(sought, gain, per_head, per_head / float(pay_of(honest, roles).mean()), cost)

    def together(self, scenario: Any, single: list[Finding]) -> Finding | None:
        """Return the best exploit: actions that pay, put together while each adds to bonuses."""
        paying = [each for each in single if each.pays]
        if not paying:
            return None
        best = paying[0]
        for each in paying[1:]:
            sought = (*best.actions, *each.actions)
            both = self.finding(scenario, sought)
            best = both if both.gain.estimate > best.gain.estimate else best
        return best

    def honest_pay(self) -> dict[str, float]:
        """Return what every commission pays honest people, RMB a month and head of its roles."""
        document, found = self.outcomes.scenario, {}
        policy = plain(document, self.policy)
        for name, instrument in policy["pay"].items():
            if instrument is not None and instrument["kind"] == "commission":
                without = self._with(policy | {"pay": policy["pay"] | {name: None}})
                paid: Floats = value(self.totals(None, ()), "bonus") - value(self.totals(without, ()), "bonus")
                heads = heads_of(self.totals(None, ()), self._roles(instrument["roles"]))
                found[name] = max(0.0, float((paid / heads).mean()) / MONTHS_PER_YEAR)
        return found

    def patch(self, loophole: Finding, honest: Mapping[str, float]) -> list[Patched]:
        """Return a loophole under every patch that applies."""
        action: Action = self.known.action(loophole.actions[0])
        before, found = plain(self.outcomes.scenario, self.policy), []
        for each in patches_for(action):
            changed = each.apply(before, Case(action, dict(honest), self.margin))
            patched = self._with(changed) if changed is not None else None
            if changed is None or patched is None:
                continue
            left = self.finding(patched, loophole.actions)
            lost = value(self.totals(None, ()), "contribution") - value(self.totals(patched, ()), "contribution")
            edits = tuple(differences(before, changed))
            found.append(Patched(action.name, each.name, edits, loophole, left, interval(lost)))
        return found

    def _with(self, policy: Mapping[str, Any]) -> Scenario | None:
        """Return the scenario with the policy replaced; None where such a policy cannot be."""
        try:
            return self.outcomes.scenario.with_policies({self.policy: policy})
        except ValueError:
            return None

    def _roles(self, roles: Any) -> tuple[str, ...]:
        """Return roles with seats."""
        seated = self.outcomes.scenario.company.roles
        return seated if "all" in roles else tuple(role for role in seated if role in roles)


def _row(found: Finding, patch: str, price: Interval | None, edits: str) -> dict[str, Any]:
    """Return a row of the frame."""
    nothing = Interval(float("nan"), float("nan"), float("nan"))
    row: dict[str, Any] = {"action": " + ".join(found.actions), "patch": patch}
    for name, each in (("gain", found.gain), ("cost", found.cost), ("price", price or nothing)):
        row |= {name: each.estimate, f"{name}_low": each.low, f"{name}_high": each.high}
    share = {"per_head": found.per_head, "share": found.share}
    return row | share | {"pays": found.pays, "loophole": found.loophole, "edits": edits}
