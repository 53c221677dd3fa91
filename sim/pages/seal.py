"""What decided when runs were made: a log beside the page, so that a rule changed after the runs is seen.

The hash of objective and guardrails is taken before anything is run. Whoever looks at results and then moves a
guardrail gets another hash for the same company and policies; the log holds both with their days, and the page says so.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from sim.results.comparison import Comparison

SUFFIX = ".seals.json"


class Seal(NamedTuple):
    """What decided in one run.

    Attributes:
        decision: hash of objective and guardrails.
        company: hash of everything else in the scenario.
        day: of the run.
    """

    decision: str
    company: str
    day: str


def seal_of(comparison: Comparison, day: date) -> Seal:
    """Return what decided in a comparison."""
    rest = comparison.scenario.model_dump_json(by_alias=True, exclude={"decision"})
    return Seal(comparison.provenance.decision, hashlib.sha256(rest.encode()).hexdigest()[:16], day.isoformat())


def logged(page: Path, now: Seal) -> list[Seal]:
    """Add a seal to the log beside a page and return the earlier ones of the same company that decided otherwise.

    A log that cannot be read begins anew; one that cannot be written leaves the page without a log.
    """
    path = page.with_name(page.name + SUFFIX)
    try:
        seals = [Seal(*map(str, entry)) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        seals = []
    if not any(seal[:2] == now[:2] for seal in seals):
        seals.append(now)
        text: Any = json.dumps([list(seal) for seal in seals])
        path.write_text(text, encoding="utf-8")
    return [seal for seal in seals if seal.company == now.company and seal.decision != now.decision]
