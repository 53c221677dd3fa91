"""How far a comparison is, from the first second on: in a notebook, on a terminal, or told to a function."""

from __future__ import annotations

import math
import sys
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from sim.bilingual import spoken
from sim.language.text import Text

WORKING, READING = Text("working", "正在计算"), Text("reading", "正在读取")

#: Seconds between two looks at what is being done before the first replicates are.
STEP_SECONDS = 0.5


class Progress(NamedTuple):
    """How far a comparison is: replicates done and aimed at now, simulated cases, seconds spent on them."""

    replicates: int
    goal: int
    cases: int
    seconds: float


Report = Callable[[Progress], None]


def doing() -> str:
    """Return what the user waits for while no replicate is done."""
    compiling = getattr(sys.modules.get("sim.engine.compiling"), "now", None)
    if compiling is not None:
        left = Text(", about {0} s left", ",约剩 {0} 秒").format(5 * math.ceil(compiling.left / 5))
        told = Text(
            "compiling the model for this machine, once: {0} of {1} parts{2}",
            "正在为本机编译模型(只需一次):{1} 部分中的 {0} 部分{2}",
        )
        return spoken(told.format(compiling.done, compiling.phases, left if compiling.left else ""))
    return spoken(WORKING if "sim.rules.jit" in sys.modules else READING)


def compiled() -> bool:
    """Return whether this machine has compiled code of the model already."""
    from sim.engine.week import SCHEDULE
    from sim.rules.jit import cached

    return all(cached(function) for function in SCHEDULE)


def told(progress: Progress) -> str:
    """Return progress in words."""
    rate = progress.cases / max(progress.seconds, 1e-9)
    told = Text("{0} of {1} replicates, {2:,.0f} runs/s", "{1} 次重复中的 {0} 次,每秒 {2:,.0f} 次运行")
    return spoken(told.format(progress.replicates, progress.goal, rate))


class reporter:  # noqa: N801  a context manager that reads like a function
    """The function that receives progress: the caller's, one line that is rewritten for a person who watches, or none.

    The line stands from the start, compiling included, and goes when all is done.
    """

    def __init__(self, progress: bool | Report) -> None:
        """Take a function, true for a line where somebody watches, false for silence."""
        self.progress = progress
        self.line: _Line | None = None
        self.over = threading.Event()

    def __enter__(self) -> Report:
        if callable(self.progress):
            return self.progress
        if self.progress:
            self.line = _watched()
        if self.line is None:
            return lambda _: None
        line, over = self.line, self.over

        def wait() -> None:
            while not over.is_set():
                line.show(doing())
                over.wait(STEP_SECONDS)

        def report(progress: Progress) -> None:
            over.set()
            line.show(told(progress))

        threading.Thread(target=wait, daemon=True).start()
        return report

    def __exit__(self, *_: object) -> None:
        self.over.set()
        if self.line is not None:
            self.line.clear()


class _Line:
    """One line on a terminal."""

    def __init__(self) -> None:
        self.size = 0

    def show(self, text: str) -> None:
        """Write the line over the one before."""
        sys.stderr.write(f"\r{text:<{self.size}}")
        sys.stderr.flush()
        self.size = len(text)

    def clear(self) -> None:
        """Wipe the line."""
        sys.stderr.write("\r" + " " * self.size + "\r")
        sys.stderr.flush()


class _Cell(_Line):
    """One line in the output of a notebook's cell."""

    def __init__(self, display: Any) -> None:
        super().__init__()
        self.handle = display({"text/plain": ""}, raw=True, display_id=True)

    def show(self, text: str) -> None:
        """Write the line over the one before."""
        self.handle.update({"text/plain": text}, raw=True)

    def clear(self) -> None:
        """Leave nothing."""
        self.handle.update({"text/plain": "", "text/html": ""}, raw=True)


def _watched() -> _Line | None:
    """Return the line that somebody watches: in a notebook, on a terminal; None where nobody does."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None and hasattr(shell, "kernel"):
        from IPython.display import display

        return _Cell(display)
    return _Line() if sys.stderr.isatty() else None
