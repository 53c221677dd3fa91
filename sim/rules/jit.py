"""The one module that knows the compiler.

Compiled code is cached on disk. The compiler's own cache looks only at the file of the cached function, so an edit
in another file would leave it stale; the cache directory is therefore named by a hash of every source file that can
change a number, plus the versions of the compiler, Python and the processor. That hash is the model version.
"""

import contextlib
import functools
import hashlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SOURCES = ("rules", "engine", "pay/kinds.py", "plan/fields.py", "plan/records.py", "units.py", "vocabulary")
KEPT_VERSIONS = 4
STALE_SECONDS = 86_400.0


@functools.cache
def model_version() -> str:
    """Return 16 hexadecimal digits that change with any source, compiler, Python or processor that can change a result."""
    digest = hashlib.sha256()
    for source in SOURCES:
        path = PACKAGE / source
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.relative_to(PACKAGE).as_posix().encode())
            digest.update(file.read_bytes())
    digest.update(f"{numba.__version__}|{sys.version}|{platform.machine()}|{platform.processor()}".encode())
    return digest.hexdigest()[:16]


def _places() -> Iterator[Path]:
    """Yield places for compiled code: SIM_CACHE_DIR, the user's cache, a lasting and a passing temporary directory."""
    if wanted := os.environ.get("SIM_CACHE_DIR"):
        yield Path(wanted)
    with contextlib.suppress(RuntimeError):  # a user without a home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "staff-policy-sim"
    user = os.getuid() if hasattr(os, "getuid") else "user"
    yield Path(tempfile.gettempdir()) / f"staff-policy-sim-{user}"
    yield Path(tempfile.mkdtemp(prefix="staff-policy-sim-"))


def _cache() -> Path:
    """Return the directory of this model version in the first place that can be written."""
    for home in _places():
        current = home / f"kernel-{model_version()}"
        try:
            current.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=current):
                return current
        except OSError:
            continue
    raise OSError("no directory for compiled code can be written; name one in SIM_CACHE_DIR")


def _prune(home: Path, current: Path) -> None:
    """Delete compiled code of all but the newest few versions, and never one used in the last day."""
    old = sorted((p for p in home.glob("kernel-*") if p != current), key=lambda p: p.stat().st_mtime, reverse=True)
    newest = current.stat().st_mtime if current.exists() else 0.0
    for stale in old[KEPT_VERSIONS:]:
        if newest - stale.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(stale, ignore_errors=True)


import numba  # noqa: E402
import numba.core.config  # noqa: E402
import numba.extending  # noqa: E402
from llvmlite import ir  # noqa: E402

CACHE = _cache()
setattr(numba.core.config, "CACHE_DIR", str(CACHE))  # noqa: B010
_prune(CACHE.parent, CACHE)


def _share_between_copies() -> None:
    """Name cached code by the place of its source in the package, not by where the package lies.

    The compiler checks the content of the source file and the directory is named by all sources, so every copy of the
    same sources, such as a second environment, finds the code of the first. Without this it compiles again.
    """
    from numba.core import caching

    class AnyCopy(caching.UserProvidedCacheLocator):
        """Finds the cached code of functions of this package."""

        @classmethod
        def get_suitable_cache_subpath(cls, py_file: str) -> str:
            return "_".join(Path(py_file).resolve().relative_to(PACKAGE).parent.parts) or "sim"

        @classmethod
        def from_function(cls, py_func, py_file):
            ours = PACKAGE in Path(py_file).resolve().parents
            return super().from_function(py_func, py_file) if ours else None

    caching.CacheImpl._locator_classes.insert(0, AnyCopy)  # noqa: SLF001


with contextlib.suppress(ImportError, AttributeError):  # a compiler that keeps this elsewhere compiles once per copy
    _share_between_copies()

#: Decorator of a phase or loop: compiled, cached, and free of the interpreter lock so that threads run in parallel.
kernel = numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False, forceinline=True)  # type: ignore[call-overload]
#: Decorator of a step within a phase: compiled into its caller, whose plan and state would be costly to hand over.
step = numba.njit(  # type: ignore[call-overload]
    error_model="numpy", _nrt=False, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True
)
#: Decorator of a rule: compiled into whatever calls it.
rule = numba.njit(inline="always", error_model="numpy")


@numba.extending.intrinsic
def cycle_count(typingctx):  # noqa: ARG001
    """Return the processor's counter of cycles, for benchmarks."""

    def code(context, builder, signature, arguments):  # noqa: ARG001
        kind = ir.FunctionType(ir.IntType(64), ())
        return builder.call(builder.module.declare_intrinsic("llvm.readcyclecounter", (), kind), ())

    return numba.types.int64(), code
