"""A pilot inside a scenario: which lines could take part, when it is quiet, and the documents that run it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.calendar import season_path
from sim.errors import SimError
from sim.language.entries import entry_words
from sim.language.text import Text, joined
from sim.results.pay_neutral import changed_roles
from sim.scenario.models import Scenario
from sim.studies.edits import differences, plain
from sim.vocabulary.roles import ROLE_NAMES

#: Weeks before a pilot that it is compared with.
BEFORE = 13
#: Weeks between the end of a pilot and anything else that staff could wait for: nobody moves orders across them.
AFTER = 27
#: Relative change of demand from which a week belongs to a peak.
PEAK = 0.1
#: Fewest lines among which a lot can be drawn.
FEWEST = 4
NO_PAY = Text(
    "{0}: a pilot of some lines tries pay, and this policy changes none; what it changes ({1}) holds for the whole "
    "company at once. Nearest: start it on {2:%Y-%m-%d}, which begins the quietest {3} weeks, file what to expect with "
    "`sim forecast file` before, and compare before and after with `sim forecast score`",
    "{0}:在部分品线上试点只能试薪酬,而该方案不改薪酬;它所改的({1})在全公司同时生效。最接近的做法:在 "
    "{2:%Y-%m-%d} 开始(其后 {3} 周最为平静),"
    "事先用 `sim forecast file` 提交预测,之后用 `sim forecast score` 作前后对比",
)
#: Entries of a policy that a pilot of some lines can try: pay. Everything else holds for the whole company at once.
TRIED = "pay"


class Spell(NamedTuple):
    """Weeks of a pilot, counted from the first reported one: first, and the week after the last."""

    first: int
    last: int


def blocks(scenario: Scenario, policy: str) -> list[tuple[int, ...]]:
    """Return the groups of lines that can take part on their own: those with a team whose pay the policy changes.

    Lines that one team serves stay together; teams that serve all lines stay under the old rules.

    Raises:
        SimError: the policy changes no pay, or there are fewer than four groups.
    """
    from sim.plan.compile import compile_plan

    baseline = scenario.baseline_name
    edits = differences(plain(scenario, baseline), plain(scenario, policy))
    if not any(edit.path[0] == TRIED for edit in edits):
        entries = dict.fromkeys(edit.path[0] for edit in edits)
        day = _day(scenario, quiet_start(scenario, BEFORE, 0))
        whole = joined([entry_words(name).label for name in entries])
        raise SimError(NO_PAY.format(policy, whole, day, BEFORE))
    roles = {ROLE_NAMES.index(role) for role in changed_roles(scenario, policy, baseline)}
    plan = compile_plan(scenario, baseline)
    queues, lines = plan.arrays.queues[0], plan.arrays.queue_lines[0]
    place = np.arange(len(plan.names.lines))
    served = np.zeros(len(place), bool)
    for queue in queues:
        own = lines[int(queue["first"]) : int(queue["last"])]
        if int(queue["role"]) in roles and 0 < len(own) < len(place):
            place[np.isin(place, place[own])] = place[own].min()
            served[own] = True
    found = [tuple(np.flatnonzero(place == k).tolist()) for k in np.unique(place[served])]
    if len(found) < FEWEST:
        raise SimError(
            "{0}: only {1} groups of lines have a team of their own whose pay changes; a lot needs at least {2}",
            "{0}:薪酬有变且有自己小组的品线组只有 {1} 个;抽签至少需要 {2} 个",
            policy,
            len(found),
            FEWEST,
        )
    return found


def quiet_start(scenario: Scenario, weeks: int, earliest: int) -> int:
    """Return the first week of the quietest spell: fewest weeks with a peak before and in the pilot, then earliest.

    Args:
        scenario: with its calendar.
        weeks: length of the pilot.
        earliest: first week in which it may begin.
    """
    calendar, horizon = scenario.calendar, max(scenario.company.weeks, earliest + weeks + 1)
    path = season_path(scenario.company.start, horizon, calendar)
    usual = season_path(scenario.company.start, horizon, calendar.model_copy(update={"peaks": ()}))
    peak = np.abs(path / usual - 1.0) > PEAK
    firsts = range(max(BEFORE, earliest), max(BEFORE, horizon - weeks) + 1)
    return min(firsts, key=lambda first: (int(peak[first - BEFORE : first + weeks].sum()), first))


def peaks_in(scenario: Scenario, spell: Spell) -> list[str]:
    """Return the names of the peaks that fall into a spell or the weeks before it."""
    from sim.calendar import occurrences

    first = scenario.company.start + timedelta(weeks=spell.first - BEFORE)
    after = scenario.company.start + timedelta(weeks=spell.last)
    return [
        peak.name
        for peak in scenario.calendar.peaks
        if any(
            day < after and day + timedelta(days=length) > first
            for day, length in occurrences(peak, scenario.company.start, spell.last)
        )
    ]


def piloted(scenario: Scenario, policy: str, lines: Sequence[str], spell: Spell) -> Scenario:
    """Return the scenario in which some lines try a policy in a spell of weeks, and everybody long after it."""
    return _dated(scenario, policy, spell, {"from": _day(scenario, spell.first), "lines": list(lines)})


def rolled_out(scenario: Scenario, policy: str, spell: Spell) -> Scenario:
    """Return the scenario in which everybody is under the policy from the first week of a spell on."""
    return _dated(scenario, policy, spell, None)


def _dated(scenario: Scenario, policy: str, spell: Spell, pilot: dict[str, Any] | None) -> Scenario:
    """Return the scenario with the policy moved to a spell; of what it changes only pay is tried."""
    weeks = max(scenario.company.weeks, spell.last + AFTER)
    begins, ends = _day(scenario, spell.first), _day(scenario, weeks - 1)
    tried = plain(scenario, scenario.baseline_name) | {TRIED: plain(scenario, policy)[TRIED]}
    tried |= {"announce": begins, "start": ends if pilot else begins, "pilot": pilot, "cancel": None, "note": ""}
    document = scenario.model_dump(by_alias=True)
    document["company"]["weeks"] = weeks
    document["policies"][policy] = tried
    document["baseline"] = scenario.baseline_name
    return Scenario.model_validate(document)


def _day(scenario: Scenario, week: int) -> date:
    """Return the Monday of a reported week."""
    return scenario.company.start + timedelta(weeks=week)


def lots(groups: int, treated: int, sets: int, seed: int) -> NDArray[np.bool_]:
    """Return sets of groups that take part, drawn by lot: bool[sets, groups]."""
    rng = np.random.default_rng([groups, treated, seed])
    found = np.zeros((sets, groups), bool)
    for row in found:
        row[rng.choice(groups, treated, replace=False)] = True
    return found
