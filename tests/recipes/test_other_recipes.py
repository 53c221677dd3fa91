"""The recipes of docs/contributing.md, followed in a copy of the package: few files to write, and nothing missing."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"^(?:Write `(?P<new>[^`]+)`|In `(?P<file>[^`]+)`, before `(?P<anchor>[^\n]+?)`):\n\n```\w+\n(?P<text>.*?)^```",
    re.DOTALL | re.MULTILINE,
)
#: Recipe, and what it makes.
RECIPES = {
    "A structure: one file": "matrix",
    "A measure: one file": "refunds",
    "A metric: three files": "turnaround",
    "A rule: three files": "working_share",
}
NUMBERS = {"one": 1, "three": 3}
#: Checks that run no week of the engine, which need not be loaded or compiled for them.
QUICK = (
    "told in both",
    "moved by",
    "plan pays",
    "catalogue",
    "state its",
    "policy is told",
    "compiles",
    "what it returns",
    "calls it",
    "registered",
    "unit",
    "computed",
)


class Copy(NamedTuple):
    """A copy of the package in which recipes are followed."""

    folder: Path

    def follow(self, recipe: str) -> set[str]:
        """Follow a recipe and return the files that it touches."""
        section = GUIDE.partition(f"\n### {recipe}\n")[2].partition("\n### ")[0]
        touched = set()
        for step in STEP.finditer(section):
            path = step["new"] or step["file"]
            if step["new"]:
                assert not (self.folder / path).exists()
                (self.folder / path).write_text(step["text"], encoding="utf-8")
            else:
                lines = (self.folder / path).read_text(encoding="utf-8").splitlines(keepends=True)
                (at,) = [n for n, line in enumerate(lines) if line.strip().startswith(step["anchor"])]
                (self.folder / path).write_text("".join([*lines[:at], step["text"], *lines[at:]]), encoding="utf-8")
            touched.add(path)
        return touched

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy."""
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )

    def lacks(self, names: Collection[str], *quick: str) -> str:
        """Return what things lack by their checks, or by those whose names hold one of some words."""
        code = (
            "from sim.conformance.everything import every\n"
            "every_check = list(every())\n"
            f"for name in {list(names)!r}:\n"
            "    checks = [c for c in every_check if c.name == name]\n"
            f"    checks = [c for c in checks if any(word in str(c) for word in {quick or ('',)!r})]\n"
            "    assert checks, f'no checks of {name}'\n"
            "    for check in checks:\n"
            "        check()\n"
        )
        done = self.run("-c", code)
        return done.stderr if done.returncode else ""


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    shutil.copytree(ROOT / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return Copy(tmp_path)


def test_recipes_make_what_they_say_with_as_many_files_as_they_say(copy: Copy) -> None:
    touched = {recipe: copy.follow(recipe) for recipe in RECIPES}
    for recipe, files in touched.items():
        assert len(files) == NUMBERS[recipe.partition(": ")[2].split()[0]], recipe
    edited = sorted(path for path in set().union(*touched.values()) if path.endswith(".py"))
    done = copy.run("-m", "ruff", "check", *edited)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not copy.lacks(RECIPES.values(), *QUICK)


@pytest.mark.slow  # compiles the model with what they add, which takes more than a minute
def test_what_recipes_make_works(copy: Copy) -> None:
    for recipe in RECIPES:
        copy.follow(recipe)
    done = copy.run("-m", "sim.conformance", *RECIPES.values())
    assert done.returncode == 0, done.stdout + done.stderr
