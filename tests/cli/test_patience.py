"""Whoever waits is told so; whoever reads the output finds nothing else in it."""

import io
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from sim.cli import patience
from sim.cli.compare import _meanwhile
from sim.results.progress import doing


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Quiet times of a tenth of a second."""
    monkeypatch.setattr(patience, "QUIET_SECONDS", 0.1)
    monkeypatch.setattr(patience, "STEP_SECONDS", 0.05)


def waited_for(err: io.StringIO) -> bool:
    """Wait until something stands on stderr, at most five seconds."""
    end = time.monotonic() + 5.0
    while not err.getvalue() and time.monotonic() < end:
        time.sleep(0.01)
    return bool(err.getvalue())


@pytest.mark.parametrize("stream", [Terminal, io.StringIO], ids=["terminal", "pipe"])
def test_silence_is_broken_on_stderr_and_output_stays_clean(stream):
    out, err = stream(), stream()
    with redirect_stdout(out), redirect_stderr(err):
        with patience.signs_of_life():
            assert waited_for(err)
            sys.stdout.write("the table\n")
        assert sys.stdout is out and sys.stderr is err
    assert out.getvalue() == "the table\n"
    assert err.getvalue().endswith("\r" if err.isatty() else "\n")  # wiped, or ended


@pytest.mark.parametrize("stream", [Terminal, io.StringIO], ids=["terminal", "pipe"])
def test_whoever_is_quick_hears_nothing(stream):
    out, err = stream(), stream()
    with redirect_stdout(out), redirect_stderr(err):
        with patience.signs_of_life():
            sys.stdout.write("at once\n")
        time.sleep(0.2)
    assert (out.getvalue(), err.getvalue()) == ("at once\n", "")


def test_it_says_how_far_compiling_is_and_how_long_it_takes(monkeypatch):
    from sim.engine import compiling

    began = time.monotonic()
    for done, said in (0, "0 of 11 parts"), (5, "5 of 11 parts, about 15 s left"):
        monkeypatch.setattr(compiling, "now", compiling.Compiling(done, 11, began - 10.0, began))
        assert doing() == f"compiling the model for this machine, once: {said}"
    monkeypatch.setattr(compiling, "now", None)
    assert doing() == "working"


def test_a_pipe_gets_few_lines_and_a_terminal_one(monkeypatch):
    written = {}
    for stream in (Terminal, io.StringIO):
        err = stream()
        with redirect_stderr(err), patience.signs_of_life():
            time.sleep(1.5)
        written[stream] = err.getvalue()
    assert "\n" not in written[Terminal] and written[Terminal].count("\r") > 5
    assert 1 <= written[io.StringIO].count("\n") <= 6  # one for what is done, then whenever the wait has doubled


@pytest.mark.parametrize(("lang", "word"), [("en", "to watch: "), ("zh", "留意:")])
def test_who_waits_for_machine_code_reads_what_is_compared_and_what_to_watch(monkeypatch, capsys, lang, word):
    monkeypatch.setattr("sim.results.progress.compiled", lambda: False)
    _meanwhile(Path("scenarios/flagship.yaml"), ["today", "squads", "pay_cut"], lang)
    out, err = capsys.readouterr()
    assert not out and "pay_cut" in err and "squads" in err and "quota_commission" not in err
    warned = [line for line in err.splitlines() if word in line]
    assert warned and len(warned) == len(set(warned))


def test_who_need_not_wait_reads_nothing(monkeypatch, capsys):
    monkeypatch.setattr("sim.results.progress.compiled", lambda: True)
    _meanwhile(Path("no such file.yaml"), [], "en")
    assert capsys.readouterr() == ("", "")
