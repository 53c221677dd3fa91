"""Signs of life: whoever waits is told for what, and for how long already."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

#: Seconds without output after which a sign of life is due, and seconds between two signs.
QUIET_SECONDS, STEP_SECONDS = 2.0, 1.0
#: What compiling takes on a usual machine with two cores; told, never relied on.
USUAL_COMPILING = "about a minute on two cores"


class _Watched:
    """A stream that remembers when something was last written to it."""

    def __init__(self, stream: Any, watch: _Watch) -> None:
        self._stream, self._watch = stream, watch

    def write(self, text: str) -> Any:
        """Write, after wiping a sign of life that stands on the line."""
        self._watch.clear()
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Watch:
    """Writes a sign of life on stderr while nothing else is written."""

    def __init__(self, stream: Any) -> None:
        self.stream, self.last, self.began = stream, time.monotonic(), time.monotonic()
        self.terminal, self.standing, self.lock = bool(stream.isatty()), 0, threading.Lock()
        self.over = threading.Event()

    def clear(self) -> None:
        """Note that something is being written, and wipe the sign that stands there."""
        with self.lock:
            self.last = time.monotonic()
            if self.standing:
                self.stream.write("\r" + " " * self.standing + "\r" if self.terminal else "\n")
                self.standing = 0

    def tell(self) -> None:
        """Write what is going on if it has been quiet for too long."""
        with self.lock:
            if time.monotonic() - self.last < QUIET_SECONDS or self.over.is_set():
                return
            text = f"{_doing()}: {time.monotonic() - self.began:.0f} s"
            if self.terminal:
                self.stream.write("\r" + text)
                self.standing = max(self.standing, len(text))
            else:  # a file or a pipe gets one line, then dots
                self.stream.write("." if self.standing else f"{_doing()} ")
                self.standing += 1
            self.stream.flush()

    def run(self) -> None:
        """Look once a second until all is done."""
        while not self.over.wait(STEP_SECONDS):
            self.tell()


def _doing() -> str:
    """Return what the user waits for."""
    jit = sys.modules.get("sim.rules.jit")
    if jit is None:
        return "reading"
    cache = getattr(jit, "CACHE", None)
    if cache is not None and not any(cache.rglob("batch.run_cases-*.nbc")):
        return f"compiling the model for this machine, once, {USUAL_COMPILING}"
    return "working"


@contextlib.contextmanager
def signs_of_life() -> Iterator[None]:
    """Never be silent for more than about three seconds while a command works."""
    out, err = sys.stdout, sys.stderr
    watch = _Watch(err)
    thread = threading.Thread(target=watch.run, daemon=True)
    sys.stdout, sys.stderr = _Watched(out, watch), _Watched(err, watch)
    thread.start()
    try:
        yield
    finally:
        watch.over.set()
        watch.clear()
        sys.stdout, sys.stderr = out, err
