"""The recipe for a pay instrument, followed in a temporary copy: two files, and all that is asked of it holds."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECIPE = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
FILES = ("sim/pay/instruments/margin_share.py", "tests/pay/cases/margin_share.yaml")
COPIED = ("sim", "tests/contracts", "tests/pay", "pyproject.toml")


def written(file: str) -> str:
    """What the recipe puts into a file: the block of code that follows its name."""
    return re.search(rf"`{re.escape(file)}`.*?^```\w+\n(.*?)^```$", RECIPE, re.MULTILINE | re.DOTALL).group(1)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def asked(copy: Path) -> subprocess.CompletedProcess[str]:
    """Ask in a copy for all that an instrument must have, with the command of the recipe."""
    (chosen,) = re.findall(r"^\.venv/bin/pytest (tests/contracts/test_instruments.py .*)$", RECIPE, re.MULTILINE)
    files, _, names = chosen.partition(" -k ")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files.split()]
    return subprocess.run(
        [*command, "-k", names.strip("'")],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_recipe_for_an_instrument_takes_two_files(copy: Path) -> None:
    for file in FILES:
        assert not (copy / file).exists()
        (copy / file).write_text(written(file), encoding="utf-8")
    done = asked(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"(\d+) passed", done.stdout).group(1)) >= 14


def test_without_its_pay_by_hand_it_is_missed_by_name(copy: Path) -> None:
    (copy / FILES[0]).write_text(written(FILES[0]), encoding="utf-8")
    done = asked(copy)
    assert done.returncode == 1
    assert "margin_share: no case of its pay is worked out by hand; add margin_share.yaml" in done.stdout
