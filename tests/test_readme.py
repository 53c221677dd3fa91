"""The README tells the truth: its Python runs, its commands exist, its links lead somewhere."""

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest

from sim.cli import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
COMMANDS = sorted(
    {
        line.partition(" #")[0].strip()
        for language, block in BLOCKS
        if language == "bash"
        for line in block.replace("\\\n", " ").splitlines()
        if line.startswith("sim ")
    }
    | {f"sim {found}" for found in re.findall(r"\.venv/bin/sim ([^&\n]+)", README)}
)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of its own with the scenarios, as the README's reader has them."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_python_runs(workshop: Path) -> None:
    code = [block for language, block in BLOCKS if language == "python"]
    assert code
    names: dict[str, object] = {"__name__": "readme"}
    for block in code:
        exec(compile(block, "README.md", "exec"), names)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_line_accepts(command: str, workshop: Path) -> None:
    words = shlex.split(command)[1:]
    for word in words:
        if re.search(r"\.(csv|yaml)$", word) and "/" not in word:
            (workshop / word).touch()
    with click.Context(main, info_name="sim") as context:
        name, leaf, rest = main.resolve_command(context, words)
        leaf.make_context(name, list(rest), parent=context)


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", README)
    assert not [link for link in links if "://" not in link and not (ROOT / link).exists()]


def test_two_commands_do_their_own_setup() -> None:
    first, second = (line for line in README.splitlines() if line.startswith("python3 -m venv .venv && "))
    assert first.endswith("sim compare scenarios/flagship.yaml")
    assert "pytest" in second
