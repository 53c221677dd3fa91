"""Signs of life: whoever waits is told for what, and for how long already."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from sim.results.progress import doing

#: Seconds without output after which a sign of life is due, and seconds between two looks.
QUIET_SECONDS, STEP_SECONDS = 0.9, 0.5
#: Set while a command waits for its reader and not the other way round: then there is nothing to tell.
RESTING = threading.Event()
#: A file or a pipe gets a line when something else is done, and whenever the wait has grown by this factor.
SPARSER = 2.0


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
        self.over, self.told, self.due = threading.Event(), "", 0.0

    def clear(self) -> None:
        """Note that something is being written, and wipe the sign that stands there."""
        with self.lock:
            self.last = time.monotonic()
            if self.standing:
                self.stream.write("\r" + " " * self.standing + "\r")
                self.standing = 0

    def tell(self) -> None:
        """Write what is going on if it has been quiet for too long."""
        with self.lock:
            now = time.monotonic()
            if now - self.last < QUIET_SECONDS or self.over.is_set() or RESTING.is_set():
                return
            waited, what = now - self.began, doing()
            text = f"{what}: {waited:.0f} s"
            if self.terminal:
                self.stream.write("\r" + text.ljust(self.standing))
                self.standing = max(self.standing, len(text))
            elif _without_time(what) != self.told or waited >= self.due:
                self.stream.write(text + "\n")
                self.told, self.due = _without_time(what), SPARSER * waited
            self.stream.flush()

    def run(self) -> None:
        """Look once a second until all is done."""
        while not self.over.wait(STEP_SECONDS):
            self.tell()


def _without_time(what: str) -> str:
    """What is being done, without the time it still takes."""
    return what.split(", about", maxsplit=1)[0].split(",约剩", maxsplit=1)[0]


@contextlib.contextmanager
def signs_of_life() -> Iterator[None]:
    """Say what is being done from the first second on: a line rewritten on a terminal, sparse lines elsewhere."""
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
