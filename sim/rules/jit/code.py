"""How Python becomes machine code: kernels and phases are compiled, steps and rules become part of what calls them."""

import contextlib
import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numba
import numba.core.codegen
import numba.core.compiler
import numba.core.config
import numba.extending
from llvmlite import ir

import sim.rules.jit.cache  # noqa: F401  tells the compiler where code is kept, before there is any

#: Whether anything is compiled at all; NUMBA_DISABLE_JIT=1 runs the same text by the interpreter.
COMPILED = not numba.core.config.DISABLE_JIT  # type: ignore[attr-defined]


class _Part(numba.core.codegen.JITCodeLibrary):
    """Code that is only ever linked into other code: it is optimised there, and needs no machine code of its own."""

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """Return 0: nobody calls a part from outside."""
        return 0

    @property
    def codegen(self) -> Any:
        """Return whoever is told of the environment that a part does not need."""
        return self

    def set_env(self, name: str, env: Any) -> None:
        """Forget it: steps raise nothing and hold no objects."""


class _PartCompiler(numba.core.compiler.Compiler):
    """Compiles into a part."""

    def __init__(self, typingctx: Any, targetctx: Any, library: Any, *rest: Any) -> None:
        super().__init__(typingctx, targetctx, library, *rest)
        self.state.library = _Part(targetctx.codegen(), "part")


_njit: Any = numba.njit  # takes more than its types say
_COMMON: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
#: Decorator of a loop that Python calls: compiled, cached, and free of the interpreter lock so that threads run.
kernel = _njit(cache=True, nogil=True, **_COMMON)
#: Decorator of a phase of the week: compiled and cached apart, and called by its address.
phase = _njit(cache=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, **_COMMON)
#: Decorator of a step within a phase: compiled into its caller.
step = _njit(forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, pipeline_class=_PartCompiler, **_COMMON)
#: Decorator of a step that is called in so many places that it is compiled into each phase once.
shared = _njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, pipeline_class=_PartCompiler, **_COMMON)
#: Decorator of a rule: compiled into whatever calls it.
rule = numba.njit(inline="always", error_model="numpy")


def signature(plan: Any, par: Any, state: Any) -> tuple[Any, ...]:
    """Return the types by which phases are compiled: plan, parameter record, state, week, key."""
    return numba.typeof(plan), numba.typeof(par), numba.typeof(state), numba.int64, numba.types.UniTuple(numba.int64, 2)


def waits(function: Any, types: tuple[Any, ...]) -> bool:
    """Return whether a phase has still to be compiled for these types, here or by whoever fills the cache."""
    if types in function.overloads:
        return False
    cache = function._cache  # noqa: SLF001
    key = cache._index_key(types, function.targetctx.codegen())  # noqa: SLF001
    return cache._cache_file.load(key) is None  # noqa: SLF001


def cached(function: Any) -> bool:
    """Return whether machine code of a phase is in the cache, for whatever types."""
    return not COMPILED or any(Path(function._cache.cache_path).glob("*.nbc"))  # noqa: SLF001


def entry(function: Any, types: tuple[Any, ...]) -> Any:
    """Return where a phase is to be called: its address, compiled or read from the cache; uncompiled, itself."""
    if not COMPILED:
        return function
    with _uncollected():
        function.compile(types)
    made = function.overloads[types]
    return made.library.get_pointer_to_function(made.fndesc.mangled_name)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Leave garbage where it is: the compiler makes millions of objects, and looking through them takes a sixth of it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _called(function: Callable[..., None], *arguments: Any) -> None:
    function(*arguments)


@numba.extending.intrinsic
def _call_address(typingctx, address, plan, par, state, t, key):  # noqa: ARG001
    """Call the phase at an address."""
    types = (plan, par, state, t, key)

    def code(context, builder, _, arguments):
        kind = context.call_conv.get_function_type(numba.types.none, types)
        function = builder.inttoptr(arguments[0], kind.as_pointer())
        context.call_conv.call_function(builder, function, numba.types.none, types, arguments[1:])
        return context.get_dummy_value()

    return numba.types.none(address, *types), code


#: Calls a phase by what `entry` has returned: (entry, plan, par, state, week, key).
call_at: Any = _call_address if COMPILED else _called


@numba.extending.intrinsic
def cycle_count(typingctx):  # noqa: ARG001
    """Return the processor's counter of cycles, for benchmarks."""

    def code(context, builder, signature, arguments):  # noqa: ARG001
        kind = ir.FunctionType(ir.IntType(64), ())
        return builder.call(builder.module.declare_intrinsic("llvm.readcyclecounter", (), kind), ())

    return numba.types.int64(), code
