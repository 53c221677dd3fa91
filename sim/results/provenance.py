"""Where numbers come from: versions, hashes, seeds, window, time spent and the command that makes them again."""

from __future__ import annotations

import hashlib
import platform
import shlex
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata
from typing import Any

from sim.results.precision import Effort, Stopping
from sim.results.question import Question
from sim.results.run import Variant
from sim.results.statistics import LEVEL

DISTRIBUTION = "staff-policy-sim"
LIBRARIES = ("numpy", "numba", "scipy", "pandas", "matplotlib")


@dataclass(frozen=True)
class Timing:
    """Seconds spent on compiling plans and engine, on running replicates, and on statistics."""

    compile: float
    run: float
    statistics: float


@dataclass(frozen=True)
class Provenance:
    """A record from which the numbers can be made again.

    Attributes:
        version: version of this package.
        model: hash of the behavioural rules and the engine.
        python: version of Python and the kind of machine.
        libraries: versions of the numerical libraries that are installed.
        scenario: name of the scenario.
        scenario_hash: hash of its content.
        decision: hash of the objective and the guardrails, taken before the runs.
        plans: variant -> fingerprint of its compiled plan.
        windows: variant -> first week and number of weeks of its estimation window.
        seeds: first and last seed; replicate r uses seed r and prior draw r.
        experiment: number of the experiment in the random key.
        level: confidence of the intervals.
        precision: half-widths that were wanted.
        stopped: given, precise, budget or most.
        command: the command that reproduces the numbers; FILE where the scenario did not come from a file.
        timing: seconds by step; the only part that differs between two runs of the same question.
    """

    version: str
    model: str
    python: str
    libraries: dict[str, str]
    scenario: str
    scenario_hash: str
    decision: str
    plans: dict[str, str]
    windows: dict[str, tuple[int, int]]
    seeds: tuple[int, int]
    experiment: int
    level: float
    precision: dict[str, float]
    stopped: str
    command: str
    timing: Timing

    def line(self, file: str = "FILE") -> str:
        """Return the record in one line, with the command for a scenario file."""
        return f"{self.versions}; {self.command_for(file)}"

    @property
    def versions(self) -> str:
        """What made the numbers, without the command."""
        return (
            f"version {self.version}, model {self.model}, scenario {self.scenario_hash}, decision {self.decision}, "
            f"seeds {self.seeds[0]}–{self.seeds[1]}, experiment {self.experiment}"
        )

    def command_for(self, file: str) -> str:
        """Return the command that reproduces the numbers of a scenario file."""
        return self.command.replace(" FILE ", f" {shlex.quote(file)} ", 1)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data."""
        return asdict(self)


def provenance(question: Question, effort: Effort, stop: Stopping, timing: Timing, decision: str) -> Provenance:
    """Return the record of a comparison; `decision` is the hash taken before its runs."""
    scenario, variants = question.scenario, question.variants
    weeks = scenario.company.weeks
    return Provenance(
        version=_version(DISTRIBUTION) or "source tree",
        model=model_version(),
        python=f"{platform.python_version()} {platform.machine()}",
        libraries={name: version for name in LIBRARIES if (version := _version(name))},
        scenario=scenario.name,
        scenario_hash=scenario_hash(scenario),
        decision=decision,
        plans={variant.name: variant.plan.fingerprint for variant in variants},
        windows={v.name: (start, weeks - start) for v, start in zip(variants, question.starts, strict=True)},
        seeds=(0, stop.replicates - 1),
        experiment=effort.experiment,
        level=LEVEL,
        precision=dict(effort.precision),
        stopped=stop.reason,
        command=command(variants, effort, stop),
        timing=timing,
    )


def scenario_hash(scenario: Any) -> str:
    """Return a hash of the content of a scenario document, whatever its layout."""
    return hashlib.sha256(scenario.model_dump_json(by_alias=True).encode()).hexdigest()[:16]


def command(variants: tuple[Variant, ...], effort: Effort, stop: Stopping, file: str = "FILE") -> str:
    """Return the command that reproduces a comparison, budget or not."""
    names = [variant.name for variant in variants if not variant.pay_neutral]
    words = ["sim", "compare", file, *names]
    if stop.reason != "precise":
        words += ["--replicates", str(stop.replicates)]
    elif not effort.enough:  # else it is what the command does when nothing is asked
        words += ["--precision", ",".join(f"{name}={width:g}" for name, width in effort.precision.items())]
    words += [] if effort.neutral else ["--no-neutral"]
    words += ["--weeks", str(effort.weeks)] if effort.weeks else []
    words += ["--prior"] if effort.prior else []
    words += ["--learn"] if effort.learn else []
    words += ["--experiment", str(effort.experiment)] if effort.experiment else []
    return shlex.join(words)


def model_version() -> str:
    """Return the hash of everything that can change a result: rules, engine, compiler, Python, processor."""
    from sim.rules.jit import model_version as version

    return str(version())


@cache
def _version(name: str) -> str:
    """Return the installed version of a distribution; empty where it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
