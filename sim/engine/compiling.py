"""The phases as machine code: read from the cache, or compiled once for a machine, on all its processors at once."""

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.week import SCHEDULE
from sim.rules.jit import COMPILED, PACKAGE, entry, signature, waits

Entries = NDArray[np.int64] | tuple[Any, ...]
#: Processors beyond these find nothing left to do.
MOST_PROCESSES = len(SCHEDULE) // 2
#: What is costliest to compile comes first, so that no processor waits long for another.
COSTLY = ("open_week", "turn_over", "set_incentives", "serve_work", "meet_colleagues", "pay_staff")


class Compiling(NamedTuple):
    """How far compiling is: phases done and in all, monotonic seconds of its begin and of the last one's end."""

    done: int
    phases: int
    began: float
    last: float

    @property
    def left(self) -> float:
        """Seconds that are left if the rest is like what is done; 0: not known yet."""
        if not self.done:
            return 0.0
        rest = (self.last - self.began) / self.done * (self.phases - self.done)
        return max(rest - (time.monotonic() - self.last), 1.0)


#: How far compiling is, for whoever wants to tell it; None while nothing is compiled.
now: Compiling | None = None
_types: dict[tuple[Any, ...], tuple[Any, ...]] = {}
_known: dict[tuple[Any, ...], Entries] = {}
_lock = threading.Lock()


def types_of(arrays: Any, values: np.void, state: Any) -> tuple[Any, ...]:
    """Return the types by which phases are compiled (`sim.rules.jit.signature`); looked up where they are known."""
    key = values.dtype, *((array.dtype, array.ndim, array.flags.writeable) for array in (*arrays, *state))
    if key not in _types:
        _types[key] = signature(arrays, values, state)
    return _types[key]


def entries(arrays: Any, values: np.void, state: Any) -> Entries:
    """Return where the opening and the phases of the week are to be called, for plans and states of these types.

    Args:
        arrays: of a plan.
        values: one parameter record.
        state: of a company.
    """
    if not COMPILED:
        return SCHEDULE
    with _lock:
        types = types_of(arrays, values, state)
        if types not in _known:
            waiting = [k for k, function in enumerate(SCHEDULE) if waits(function, types)]
            if waiting:
                compile_all(waiting, types)
            _known[types] = np.array([entry(function, types) for function in SCHEDULE], np.int64)
        return _known[types]


def compile_all(
    waiting: Sequence[int],
    types: tuple[Any, ...],
    functions: Sequence[Any] = SCHEDULE,
    module: str = __name__,
    given: tuple[Any, ...] | None = None,
) -> None:
    """Compile phases into the cache, by helping processes and this one.

    Args:
        waiting: places of the phases among `functions`.
        types: that they are compiled for.
        functions: all phases.
        module: whose `help_out` a helping process runs.
        given: what that makes functions and types from; the types by default.
    """
    global now  # noqa: PLW0603  one process compiles once
    began, left, done = time.monotonic(), queue.SimpleQueue[int](), list[int]()
    for k in sorted(waiting, key=lambda k: COSTLY.index(n) if (n := SCHEDULE[k].__name__) in COSTLY else len(COSTLY)):
        left.put(k)

    def tell(*k: int) -> None:
        global now  # noqa: PLW0603
        done.extend(k)
        now = Compiling(len(done), len(waiting), began, time.monotonic())

    tell()
    helpers = min(os.cpu_count() or 1, MOST_PROCESSES, len(waiting)) - 1
    threads = [
        threading.Thread(target=_hand_over, args=(left, given or types, tell, module), daemon=True)
        for _ in range(helpers)
    ]
    for thread in threads:
        thread.start()
    with contextlib.suppress(queue.Empty):
        while True:
            k = left.get_nowait()
            entry(functions[k], types)
            tell(k)
    for thread in threads:
        thread.join()
    now = None


def _hand_over(
    left: "queue.SimpleQueue[int]", types: tuple[Any, ...], tell: Callable[[int], None], module: str
) -> None:
    """Let another process compile phase after phase; what it does not manage is compiled here later."""
    code = f"from {module} import help_out; help_out()"
    path = os.pathsep.join([str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(queue.Empty, OSError):
            pickle.dump(types, process.stdin)
            process.stdin.flush()
            process.stdout.readline()  # it has started
            while True:
                k = left.get_nowait()
                process.stdin.write(f"{k}\n".encode())
                process.stdin.flush()
                if not process.stdout.readline():  # it has died
                    return
                tell(k)
        with contextlib.suppress(OSError):
            process.stdin.close()


def help_out(made_from: Callable[[Any], tuple[Sequence[Any], Any]] = lambda types: (SCHEDULE, types)) -> None:
    """Compile what is asked for on standard input, until that ends; run by a helping process.

    Args:
        made_from: returns all phases, and the types they are compiled for, from what whoever asks has given.
    """
    functions, types = made_from(pickle.load(sys.stdin.buffer))
    asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin.buffer:
            asked.put(line)
        os._exit(0)  # nobody waits any more

    threading.Thread(target=listen, daemon=True).start()
    sys.stdout.write("\n")
    sys.stdout.flush()
    while True:
        entry(functions[int(asked.get())], types)
        sys.stdout.write("\n")
        sys.stdout.flush()
