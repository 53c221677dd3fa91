"""What can be taken along: the policy, the file with it, its pay plan as a workbook, the page for the meeting."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.boards.details import Job
from sim.boards.draft import State, difference, drafted
from sim.boards.words import WORDS
from sim.documents.writing import flow
from sim.errors import InputError, SimError
from sim.language.text import say
from sim.scenario.loading import loads
from sim.spreadsheets.splicing import with_policies

if TYPE_CHECKING:
    from sim.scenario.models import Scenario


def policies_yaml(scenario: Scenario, state: State, names: Sequence[str] | None = None) -> dict[str, str]:
    """Return the drafted policies as YAML by name, each saying only what it changes in its base.

    Args:
        scenario: the file's.
        state: the versions.
        names: those wanted; None for all that were changed.

    Raises:
        SimError: a knob stands where the document does not allow it.
    """
    full, called = drafted(scenario, state)
    found = {}
    for name, version in zip(called, state.versions, strict=True):
        if name in scenario.policies or (names is not None and name not in names):
            continue
        stated = difference(full.policies[name], scenario.policies[version.base], version.base)
        rows = [f"{flow(name)}:"]
        for key, value in stated.items():
            if key in ("pay", "programmes"):
                rows += [f"  {key}:", *(f"    {flow(each)}: {flow(entries)}" for each, entries in value.items())]
            else:
                rows.append(f"  {key}: {flow(value)}")
        found[name] = "\n".join(rows)
    return found


def file_yaml(scenario: Scenario, state: State, text: str | None) -> str:
    """Return the scenario with every drafted policy, all else as it was written.

    Args:
        scenario: the file's.
        state: the versions.
        text: of the file; None for a scenario that was made in Python, which is then written out in full.

    Raises:
        SimError: a knob stands where the document does not allow it, or the file cannot be added to.
    """
    full, _ = drafted(scenario, state)
    if text is None:
        return (
            "\n".join(f"{key}: {flow(value)}" for key, value in full.model_dump(mode="json", by_alias=True).items())
            + "\n"
        )
    if full is scenario:
        return text
    added = with_policies(text, policies_yaml(scenario, state))
    try:
        same = loads(added, "the file").policies == full.policies
    except InputError:
        same = False
    if not same:
        raise SimError(
            "the policies are written in a way that nothing can be added to; copy the policy alone",
            "此文件中方案的写法无法再添加内容;请只复制该方案",
        )
    return added


def _policy(scenario: Scenario, job: Job) -> bytes:
    """Return the drafted policies as YAML; a remark where nothing was moved."""
    found = policies_yaml(scenario, job.state).values()
    return ("\n\n".join(found or [f"# {say(WORDS['same'].format(job.state.version.base), job.lang)}"]) + "\n").encode()


def _file(scenario: Scenario, job: Job) -> bytes:
    """Return the file with the drafted policies, headed by the command that compares them."""
    text = file_yaml(scenario, job.state, job.choices.get("text"))
    if job.comparison is not None:
        command = job.comparison.provenance.command_for(FILES["file_yaml"].file)
        text = f"# {say(WORDS['command'], job.lang)}\n#   {command}\n{text}"
    return text.encode()


def _workbook(_: Scenario, job: Job) -> bytes:
    """Return the pay plan of the version shown as a workbook."""
    from sim.spreadsheets import write_plan

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILES["workbook"].file
        write_plan(path, job.scenario.policy(job.name).instruments, job.lang)
        return path.read_bytes()


def _page(_: Scenario, job: Job) -> bytes:
    """Return the page for the meeting, a draft."""
    from sim.pages import review

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILES["page"].file
        review(job.known(), path, lang=job.lang, file=FILES["file_yaml"].file)
        return path.read_bytes()


class Kind(NamedTuple):
    """A file that can be taken along: its name, its type, and what makes it from the file's scenario and a job."""

    file: str
    type: str
    make: Callable[[Scenario, Job], bytes]


FILES = {
    "policy_yaml": Kind("policy.yaml", "application/yaml", _policy),
    "file_yaml": Kind("board.yaml", "application/yaml", _file),
    "workbook": Kind("pay.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    "page": Kind("review.html", "text/html", _page),
}
