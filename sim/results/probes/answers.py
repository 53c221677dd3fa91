"""A simulated anonymous survey about working together: what people would answer, who would answer, and the truth.

Items are answered from 1 to 5. People who think of leaving answer less often, and where answers count in an appraisal
they are nicer than the truth; groups under five are never shown. The latent value stands beside what the survey shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.results.probes.walk import Snapshot, walk
from sim.scenario.models import Scenario
from sim.vocabulary.roles import ROLE_NAMES

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
#: Assumptions about answering, not about behaviour at work: spread of persons and of answers, steps per log ratio,
#: readiness to answer and what thinking of leaving takes from it, niceness where answers are appraised.
PERSON_SD, ANSWER_SD, STEPS, READY, LEAVING, NICE = 0.6, 0.7, 1.2, 0.85, 2.0, 0.4
SMALLEST_GROUP = 5
ITEMS: dict[str, tuple[str, str]] = {
    "know_whom": ("I know whom to ask", "我知道该找谁"),
    "colleagues_answer": ("colleagues answer in time", "同事及时响应"),
    "other_departments": ("other departments answer", "其他部门愿意配合"),
    "understood": ("work handed over is understood", "交接清楚"),
    "pull_together": ("we pull together", "大家齐心协力"),
    "belong": ("I feel I belong here", "我有归属感"),
}


def survey(
    scenario: Scenario,
    policies: Sequence[str] | None = None,
    *,
    weeks: Sequence[int] = (12, 25, 38, 51),
    replicates: int = 20,
    appraised: bool = False,
) -> pd.DataFrame:
    """Return what an anonymous survey would show, beside the truth.

    Args:
        scenario: the document.
        policies: names; default all.
        weeks: weeks in which people are asked.
        replicates: companies by policy.
        appraised: whether the answers count in somebody's appraisal.

    Returns:
        Tidy frame: policy, replicate, week, role, item, answers, shown (mean of the answers, 1 to 5; NaN for groups
        under five), truth (mean over everybody without reluctance, noise and niceness).
    """
    import pandas as pd

    asked, rows = tuple(sorted(weeks)), []
    usual = [_usual(scenario, replicate, asked[0]) for replicate in range(replicates)]
    for policy in policies or scenario.policies:
        for replicate in range(replicates):
            for snapshot in walk(scenario, policy, replicate, asked):
                rows += _answers(snapshot, _latent(snapshot), usual[replicate], appraised)
    return pd.DataFrame(rows)


def _usual(scenario: Scenario, replicate: int, first: int) -> dict[str, float]:
    """Return what is usual: the company under its baseline before the first reported week, else in the first asked."""
    week = -1 if scenario.company.burn_in_weeks else first
    latent = _latent(walk(scenario, scenario.baseline_name, replicate, [week])[0])
    return {name: max(float(value.mean()), 1e-6) for name, value in latent.items()}


def _latent(snapshot: Snapshot) -> dict[str, Floats]:
    """Return float64[people], what each item is about, for everybody who is there."""
    here = snapshot.staff["filled"] > 0
    staff, queue = snapshot.staff[here], snapshot.queues[snapshot.queue[here]]
    strength = snapshot.strength[np.ix_(here, here)]
    other = snapshot.unit[here][:, None] != snapshot.unit[here][None, :]
    in_time = np.where(queue["request_need"] > 0.0, queue["in_time"] * (1.0 - queue["rework"]), 1.0)
    asked = strength / np.maximum(strength.sum(axis=1, keepdims=True), 1e-9)
    return {
        "know_whom": 0.2 + strength.sum(axis=1),
        "colleagues_answer": np.maximum(asked @ in_time, 0.05),
        "other_departments": 0.1 + (strength * other).sum(axis=1),
        "understood": np.maximum(1.0 - asked @ queue["friction"], 0.05),
        "pull_together": np.maximum(staff["received"], 0.01),
        "belong": np.maximum(staff["culture"], 0.05),
    }


def _answers(
    snapshot: Snapshot, latent: dict[str, Floats], reference: dict[str, float], appraised: bool
) -> list[dict[str, object]]:
    """Return a row per role and item."""
    here = np.flatnonzero(snapshot.staff["filled"] > 0)
    rng = np.random.default_rng([snapshot.replicate, snapshot.week + 1])
    nature = np.random.default_rng([snapshot.replicate]).normal(size=len(snapshot.role)) * PERSON_SD
    noise = rng.normal(size=(len(ITEMS), len(snapshot.role))) * ANSWER_SD
    ready = 1.0 / (1.0 + np.exp(-(READY - LEAVING * snapshot.staff["want"][here])))
    answers = rng.random(len(snapshot.role))[here] < ready
    rows: list[dict[str, object]] = []
    for k, name in enumerate(ITEMS):
        truth = np.clip(3.0 + STEPS * np.log(latent[name] / reference[name]), 1.0, 5.0)
        given = truth + nature[here] + noise[k, here] + (NICE if appraised else 0.0)
        given = np.round(np.clip(given, 1.0, 5.0))
        for role in np.unique(snapshot.role):
            mine = snapshot.role[here] == role
            count = int((mine & answers).sum())
            shown = float(given[mine & answers].mean()) if count >= SMALLEST_GROUP else np.nan
            rows.append(
                {
                    "policy": snapshot.policy,
                    "replicate": snapshot.replicate,
                    "week": snapshot.week,
                    "role": ROLE_NAMES[role],
                    "item": name,
                    "answers": count,
                    "shown": shown,
                    "truth": float(truth[mine].mean()) if mine.any() else np.nan,
                }
            )
    return rows
