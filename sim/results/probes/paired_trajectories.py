"""The trajectories of one invented person under two policies: what is the same, where they part, and why.

The same seat and the same luck under both policies; what differs is what the policy does. Agents are synthetic: a
trajectory shows how the rules work together, never what a real person would do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.bilingual import reader_language
from sim.engine.batch import advance, start
from sim.engine.itemised import weigh_again
from sim.engine.state import State, allocate
from sim.errors import SimError
from sim.parameters import draws
from sim.plan.compile import compile_plan
from sim.plan.facts import parameters_of
from sim.results.pay.names import place_of
from sim.scenario.models import Scenario
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd

#: Terms of the value of staying, in log pay, and what they are called.
TERMS: dict[str, tuple[str, str]] = {
    "pay": ("pay against what others offer", "与外部机会相比的收入"),
    "risk": ("uncertain pay", "收入不稳定"),
    "fairness": ("fairness among colleagues of the role", "同岗之间的公平感"),
    "effort": ("effort beyond what comes naturally", "超出常态的付出"),
    "conditions": ("tiredness, culture, motivation and ties", "疲劳、文化、动机与同事联系"),
    "private": ("fit with the job and private circumstances", "岗位匹配与个人状况"),
}
STATE = (
    "occupant",
    "tenure",
    "ability",
    "skill",
    "fatigue",
    "motivation",
    "culture",
    "effort_volume",
    "effort_care",
    "effort_help",
    "output",
    "care",
    "push",
    "pay",
    "bonus",
    "unpaid",
    "ties",
    "want",
    "decided",
    "pending",
    "mentor",
    "level",
)
#: Weeks over which a change is looked at, and the least change of the value of staying that counts, in log pay.
SPAN, LEAST = 8, 0.02
#: Weeks whose mean stands for one, so that a single week decides nothing.
SMOOTH = 4
WORDS = {
    "en": {
        "leaves": "leaves",
        "arrives": "a successor arrives",
        "decides": "decides to leave",
        "stays": "thinks better of leaving",
        "better": "staying becomes worth more than under {other}",
        "worse": "staying becomes worth less than under {other}",
        "starts": "the policy starts",
        "announced": "the policy is announced",
        "promoted": "wins a place on the career tree",
        "reason": "{term} ({change:+.2f} log pay)",
        "chance": "chance: no term weighs against staying",
    },
    "zh": {
        "leaves": "离职",
        "arrives": "继任者到岗",
        "decides": "决定离职",
        "stays": "打消离职念头",
        "better": "留任价值开始高于{other}",
        "worse": "留任价值开始低于{other}",
        "starts": "方案推行",
        "announced": "方案宣布",
        "promoted": "岗位晋级",
        "reason": "{term}({change:+.2f} 对数收入)",
        "chance": "偶然:没有明显的不利因素",
    },
}


@dataclass(frozen=True)
class PairedTrajectories:
    """One person's trajectories under a baseline and a policy.

    Attributes:
        seat: role and number.
        policies: the baseline and the policy.
        weekly: tidy frame: policy, week, the person's state, value (of staying) and its terms; NaN in an empty seat.
        announced, starts: weeks of the policy.
    """

    seat: str
    policies: tuple[str, str]
    weekly: pd.DataFrame
    announced: int
    starts: int

    def _repr_html_(self) -> str:
        """Return it as a table, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "frames")(self.seat, self.turning_points(reader_language()))

    def turning_points(self, lang: str = "en") -> pd.DataFrame:
        """Return what happens when, and why: policy, week, event, reason."""
        import pandas as pd

        rows = [_row(self.policies[1], week, WORDS[lang][what], "") for week, what in self._dates()]
        for policy in self.policies:
            rows += _events(policy, self._of(policy), lang)
        rows += self._partings(lang)
        found = pd.DataFrame(rows, columns=["week", "policy", "event", "reason"])
        return found.sort_values("week", kind="stable", ignore_index=True)

    def parted(self) -> int | None:
        """Return the first week in which anything of the two differs; None where they are one."""
        one, other = (self._of(policy).drop(columns="policy") for policy in self.policies)
        same = (one.eq(other) | (one.isna() & other.isna())).all(axis=1)
        return None if same.all() else int(one["week"][~same].iloc[0])

    def _of(self, policy: str) -> pd.DataFrame:
        return self.weekly[self.weekly["policy"] == policy].reset_index(drop=True)

    def _dates(self) -> list[tuple[int, str]]:
        """Return announcement and start, as far as they lie in the weeks shown."""
        weeks = set(self.weekly["week"])
        dates = [(self.starts, "starts")]
        if self.announced != self.starts:
            dates.insert(0, (self.announced, "announced"))
        return [each for each in dates if each[0] in weeks]

    def _partings(self, lang: str) -> list[dict[str, Any]]:
        """Return weeks in which the value of staying under the policy moves away from the baseline's, and the term
        that moves it most; only while the same person sits in the seat.
        """
        one, other = (self._of(policy) for policy in self.policies)
        same = (one["occupant"] == other["occupant"]) & one["value"].notna() & other["value"].notna()
        gaps = (other[list(TERMS)] - one[list(TERMS)]).where(same)
        change = gaps.rolling(SMOOTH, min_periods=1).mean().diff(SPAN)
        total = change.sum(axis=1, skipna=False)
        rows: list[dict[str, Any]] = []
        for at in np.argsort(-total.abs().to_numpy(), kind="stable"):
            size = total.iloc[at]
            if not np.isfinite(size) or abs(size) < LEAST:
                break
            if any(abs(at - row["at"]) < 2 * SPAN for row in rows):
                continue
            name = str(change.iloc[at].abs().idxmax())
            words = WORDS[lang]
            reason = words["reason"].format(term=TERMS[name][lang == "zh"], change=change[name].iloc[at])
            event = words["better" if size > 0 else "worse"].format(other=self.policies[0])
            begun = max(int(one["week"].iloc[at]) - SPAN + 1, int(one["week"].iloc[0]), self.announced)
            rows.append({**_row(self.policies[1], begun, event, reason), "at": int(at)})
        return [{key: value for key, value in row.items() if key != "at"} for row in rows]


def trajectories(
    scenario: Scenario,
    policy: str,
    seat: str,
    *,
    replicate: int = 0,
    weeks: Sequence[int] | None = None,
    baseline: str | None = None,
) -> PairedTrajectories:
    """Return the trajectories of the person in a seat under the baseline and under a policy.

    Args:
        scenario: the document.
        policy: name of the policy.
        seat: role and number, such as `service 3` or `客服 3`.
        replicate: its luck, and its draw of the uncertain numbers.
        weeks: weeks to show; all of the scenario where absent.
        baseline: the other policy; the scenario's where absent.

    Raises:
        SimError: an unknown policy or seat, or weeks outside the run.
    """
    import pandas as pd

    wanted = sorted(set(range(scenario.company.weeks) if weeks is None else weeks))
    if not wanted or wanted[0] < 0 or wanted[-1] >= scenario.company.weeks:
        raise SimError(
            "weeks {0!r} are not all reported; there are 0 to {1}",
            "第 {0!r} 周未全部报告;可用 0 至 {1}",
            weeks,
            scenario.company.weeks - 1,
        )
    names = (baseline or scenario.baseline_name, policy)
    frames = [pd.DataFrame(_walked(scenario, name, seat, replicate, wanted)) for name in names]
    plan = compile_plan(scenario, policy)
    return PairedTrajectories(seat, names, pd.concat(frames, ignore_index=True), plan.announce_week, plan.start_week)


def _walked(scenario: Scenario, policy: str, seat: str, replicate: int, weeks: Sequence[int]) -> list[dict[str, Any]]:
    """Return a row for every week wanted."""
    plan = compile_plan(scenario, policy)
    i = place_of(seat, plan.names.seats)
    record = draws(parameters_of(scenario), [replicate])
    values, key, state = record.view(np.dtype((np.record, record.dtype)))[0], (0, replicate), allocate(plan)
    start(plan.arrays, values, state, key)
    rows, wanted = [], set(weeks)
    for t in range(plan.burn_in + weeks[-1] + 1):
        advance(plan.arrays, values, state, t, key)
        if t - plan.burn_in in wanted:
            rows.append({"policy": policy, "week": t - plan.burn_in, **_week(plan.arrays, values, state, t, i)})
    return rows


def _week(arrays: Any, values: Any, state: State, t: int, i: int) -> dict[str, float]:
    """Return the state of a seat at the end of a week, with the terms of the value of staying; NaN if it is empty."""
    person, terms = state.staff[i], np.full(len(TERMS), np.nan)
    if person["filled"] > 0.0:
        weigh_again(arrays, values, state, t, i, terms)
    kept = {name: float(person[name]) if person["filled"] > 0.0 else np.nan for name in STATE}
    return {**kept, "occupant": float(person["occupant"]), "value": terms.sum(), **dict(zip(TERMS, terms, strict=True))}


def _row(policy: str, week: int, event: str, reason: str) -> dict[str, Any]:
    return {"week": week, "policy": policy, "event": event, "reason": reason}


def _events(policy: str, life: pd.DataFrame, lang: str) -> list[dict[str, Any]]:
    """Return what happened to the people in the seat under one policy: decisions, exits, arrivals, places won."""
    words, rows = WORDS[lang], []
    for before, now in zip(life.iloc[:-1].to_dict("records"), life.iloc[1:].to_dict("records"), strict=True):
        week = int(now["week"])
        here, was = not np.isnan(now["value"]), not np.isnan(before["value"])
        if was and not here:
            rows.append(_row(policy, week, words["leaves"], ""))
        elif here and not was:
            rows.append(_row(policy, week, words["arrives"], ""))
        elif here and now["decided"] > before["decided"]:
            rows.append(_row(policy, week, words["decides"], _against(now, lang)))
        elif here and now["decided"] < before["decided"] and now["occupant"] == before["occupant"]:
            rows.append(_row(policy, week, words["stays"], ""))
        if here and was and now["level"] > before["level"] and now["occupant"] == before["occupant"]:
            rows.append(_row(policy, week, words["promoted"], ""))
    return rows


def _against(week: dict[str, Any], lang: str) -> str:
    """Return what weighs against staying, the heaviest first; chance where nothing does."""
    words, found = WORDS[lang], sorted((week[name], name) for name in TERMS if week[name] < 0.0)
    joint = "、" if lang == "zh" else "; "
    told = [words["reason"].format(term=TERMS[name][lang == "zh"], change=value) for value, name in found[:3]]
    return joint.join(told) or words["chance"]
