"""The one place that knows the compiler: how rules, steps and phases become machine code, and where that is kept."""

from sim.rules.jit.books import LANES, WIDTH, book
from sim.rules.jit.cache import CACHE, GENERIC, PACKAGE, model_version
from sim.rules.jit.code import (
    COMPILED,
    cached,
    call_at,
    cycle_count,
    entry,
    kernel,
    phase,
    rule,
    shared,
    signature,
    step,
    waits,
)

__all__ = [
    "CACHE",
    "COMPILED",
    "GENERIC",
    "LANES",
    "PACKAGE",
    "WIDTH",
    "book",
    "cached",
    "call_at",
    "cycle_count",
    "entry",
    "kernel",
    "model_version",
    "phase",
    "rule",
    "shared",
    "signature",
    "step",
    "waits",
]
