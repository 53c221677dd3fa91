"""README and pages tell the truth: their Python runs, their commands exist, their links lead somewhere."""

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest

from sim import bilingual as reader
from sim.cli import main

ROOT = Path(__file__).resolve().parent.parent
FILES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs/zh").glob("*.md"))]
PAGES = {path.relative_to(ROOT).as_posix(): path for path in FILES}
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in PAGES.items()}


def blocks(name: str, language: str) -> list[str]:
    """Return the code of a page in one language."""
    found = re.findall(r"^```(\w+)\n(.*?)^```$", TEXTS[name], re.MULTILINE | re.DOTALL)
    return [code for tongue, code in found if tongue == language]


COMMANDS = sorted(
    {
        line.partition(" #")[0].strip()
        for name in PAGES
        for block in blocks(name, "bash")
        for line in block.replace("\\\n", " ").splitlines()
        if line.startswith("sim ")
    }
    | {f"sim {found}" for found in re.findall(r"\.venv/bin/sim ([^&\n]+)", TEXTS["README.md"])}
)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of its own with the scenarios, as a reader has them."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reader, "_CHOSEN", list(reader._CHOSEN))  # a page may choose a language
    return tmp_path


@pytest.mark.parametrize("name", [name for name in PAGES if blocks(name, "python")])
def test_python_runs(name: str, workshop: Path) -> None:
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks(name, "python"):
        exec(compile(block, name, "exec"), names)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_line_accepts(command: str, workshop: Path) -> None:
    words = shlex.split(command)[1:]
    for word in words:
        if re.search(r"\.(csv|yaml)$", word) and "/" not in word:
            (workshop / word).touch()
    with click.Context(main, info_name="sim") as context:
        name, leaf, rest = main.resolve_command(context, words)
        leaf.make_context(name, list(rest), parent=context)


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", TEXTS[name])
    assert not [link for link in links if "://" not in link and not (PAGES[name].parent / link).exists()]


def test_every_page_is_listed() -> None:
    unlisted = [name for name in PAGES if name.startswith("docs/") and Path(name).name not in TEXTS["docs/README.md"]]
    assert unlisted == ["docs/README.md", "docs/index.md"]
    site = TEXTS["docs/index.md"]
    listed = {name.removeprefix("docs/").removesuffix(".md") for name in set(PAGES) - {*unlisted, "README.md"}}
    assert all(re.search(rf"^{name}$", site, re.MULTILINE) for name in listed)


def test_two_commands_do_their_own_setup() -> None:
    first, second = (line for line in TEXTS["README.md"].splitlines() if line.startswith("python3 -m venv .venv && "))
    assert first.endswith("sim compare scenarios/flagship.yaml")
    assert "pytest" in second


def test_the_readme_is_one_screen() -> None:
    assert len(TEXTS["README.md"].splitlines()) < 40
