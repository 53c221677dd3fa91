"""What leaves the command line: no traceback on any console, no formula in a table, no file outside its folder."""

import io
import os
import subprocess
import sys
from pathlib import Path

import click
import pandas as pd
import pytest
from click.testing import CliRunner

import sim
from sim.cli import Commands, main
from sim.cli.output import FAULT, INTERRUPTED, as_text, file_name, show_what_can_be_shown, write_frame

FLAGSHIP = Path(sim.__file__).parents[1] / "scenarios" / "flagship.yaml"


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "cp437"])
def test_a_console_without_chinese_replaces_signs(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    show_what_can_be_shown()
    sys.stdout.write("岗位 role\n")
    sys.stdout.flush()
    assert raw.getvalue() == b"?? role\n"


def test_a_file_gets_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    show_what_can_be_shown()
    sys.stdout.write("岗位\n")
    sys.stdout.flush()
    assert raw.getvalue().decode() == "岗位\n"


def test_a_whole_command_on_a_code_page() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sim", "check", str(FLAGSHIP), "--lang", "zh"],
        env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr and b"??" in done.stdout


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (ZeroDivisionError("division by zero"), FAULT, "a fault of the program"),
        (PermissionError(13, "Permission denied", "x"), 2, "Permission denied"),
        (OSError(28, "No space left on device"), 2, "No space left"),
        (MemoryError(), 2, "not enough memory"),
        (KeyboardInterrupt(), INTERRUPTED, ""),
        (click.Abort(), INTERRUPTED, ""),
    ],
)
def test_exit_codes_are_never_that_of_a_finding(error: BaseException, code: int, words: str) -> None:
    @click.group(cls=Commands)
    def group() -> None: ...

    @click.command()
    def fails() -> None:
        raise error

    group.get_command = lambda context, name: fails  # type: ignore[method-assign]
    done = CliRunner().invoke(group, ["fails"])
    assert done.exit_code == code
    assert words in done.output and "Traceback" not in done.output


def test_formulas_in_tables_are_texts(tmp_path: Path) -> None:
    frame = pd.DataFrame({"=heading": ["=1+1", "@SUM(A1)", "-3.5", "plain", "+cmd|' /C calc'!A0"], "value": [-1.0] * 5})
    write_frame(frame, tmp_path / "table.csv")
    again = pd.read_csv(tmp_path / "table.csv", dtype=str)
    assert list(again.columns) == ["'=heading", "value"]
    assert list(again["'=heading"]) == ["'=1+1", "'@SUM(A1)", "-3.5", "plain", "'+cmd|' /C calc'!A0"]
    assert as_text(-2.0) == -2.0


@pytest.mark.parametrize(
    "name", ["../../escape", "/etc/passwd", "..", "a\\b", "C:x", "CON", "x" * 300, "", "\x00", "nul.txt", ". ."]
)
def test_file_names_cannot_leave_their_folder(name: str, tmp_path: Path) -> None:
    target = tmp_path / file_name(name, ".png")
    target.write_text("here", encoding="utf-8")
    assert target.resolve().parent == tmp_path.resolve()
    assert [each.name for each in tmp_path.iterdir()] == [target.name]
    assert target.name.endswith(".png") and not target.name.lower().startswith(("con.", "nul."))


def test_names_are_kept_where_they_are_harmless() -> None:
    assert file_name("promote by 360", ".png") == "promote by 360.png"
    assert file_name("季度奖", ".png") == "季度奖.png"


def test_the_command_itself_starts() -> None:
    assert CliRunner().invoke(main, ["--version"]).exit_code == 0


def test_a_cache_that_cannot_be_written_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    places = dict.fromkeys(("SIM_CACHE_DIR", "XDG_CACHE_HOME", "HOME"), str(tmp_path / "file"))
    code = "import sim.rules.jit as jit; print(jit.CACHE)"
    here = {**os.environ, **places, "PYTHONPATH": str(FLAGSHIP.parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_dir() and str(tmp_path) not in done.stdout
