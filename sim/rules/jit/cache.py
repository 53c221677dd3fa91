"""Where compiled code is kept, and which sources it was made from.

The compiler's own cache looks only at the file of the cached function, so an edit in another file would leave it
stale. Here the directory of a file's code is named by that file and everything of this package that it imports,
directly or not: an edit makes again what it can change, and nothing else. A copy of the same sources finds the code of
the first.

A wheel for a platform ships machine code for any processor of its architecture (`sim.engine.shipping`); it is used where
none has been compiled for the processor at hand. SIM_CODE=native compiles all the same, SIM_CODE=generic never does so
for one processor alone. Results are the same bits.
"""

import contextlib
import functools
import hashlib
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent.parent
SHIPPED = PACKAGE / "machine_code"
SOURCES = ("rules", "engine", "pay/kinds.py", "plan/fields.py", "plan/records.py", "units.py", "vocabulary")
KEPT_DAYS = 30.0
DAY_SECONDS = 86_400.0
_IMPORT = re.compile(rb"^\s*(?:from|import)\s+(sim(?:\.\w+)*)", re.MULTILINE)


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


@functools.cache
def _imported(file: Path) -> frozenset[Path]:
    """Return the files of this package that a file names in its imports; of a package that it names, all of its files."""
    found: set[Path] = set()
    for name in _IMPORT.findall(file.read_bytes()):
        path = PACKAGE.joinpath(*name.decode().split(".")[1:])
        if path != PACKAGE and path.is_dir():
            found.update(path.glob("*.py"))
        elif path.with_suffix(".py").is_file():
            found.add(path.with_suffix(".py"))
    return frozenset(found)


@functools.cache
def source_version(file: Path) -> str:
    """Return 16 hexadecimal digits that change with a file and with whatever it imports from this package."""
    known, left = {file}, [file]
    while left:
        new = _imported(left.pop()) - known
        known |= new
        left.extend(new)
    digest = hashlib.sha256()
    for each in sorted(known):
        digest.update(each.relative_to(PACKAGE).as_posix().encode())
        digest.update(each.read_bytes())
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


def tools() -> str:
    """Return the name of the directory for code of this compiler, Python and architecture."""
    words = f"{numba.__version__}|{sys.implementation.cache_tag}|{platform.machine()}"
    return f"code-{hashlib.sha256(words.encode()).hexdigest()[:8]}"


def _cache(name: str) -> Path:
    """Return the directory of a name in the first place that can be written."""
    for home in _places():
        current = home / name
        try:
            current.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=current):
                return current
        except OSError:
            continue
    raise OSError("no directory for compiled code can be written; name one in SIM_CACHE_DIR")


def _prune(home: Path) -> None:
    """Delete code that nobody has used for a month."""
    for old in [*home.glob("code-*/*"), *home.glob("kernel-*")]:
        with contextlib.suppress(OSError):
            if time.time() - old.stat().st_mtime > KEPT_DAYS * DAY_SECONDS:
                shutil.rmtree(old, ignore_errors=True)


import numba  # noqa: E402
import numba.core.config  # noqa: E402
from numba.core import caching  # noqa: E402


def _settle() -> Path:
    """Choose between code for this processor and code for any, and return where it is kept."""
    native, batch = _cache(tools()), _directory(PACKAGE / "engine" / "batch.py")
    shipped = SHIPPED / tools()
    wanted = os.environ.get("SIM_CODE") or ("generic" if (shipped / batch).is_dir() else "native")
    if wanted != "generic" or ((native / batch).is_dir() and "SIM_CODE" not in os.environ):
        return native
    setattr(numba.core.config, "CPU_NAME", "generic")  # noqa: B010
    setattr(numba.core.config, "CPU_FEATURES", "")  # noqa: B010
    generic = _cache(f"{tools()}-generic")
    if (shipped / batch).is_dir() and not (generic / batch).is_dir():
        _unpack(shipped, generic)
    return generic


def _unpack(shipped: Path, cache: Path) -> None:
    """Copy shipped code to where code is kept, each directory whole or not at all."""
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        for directory in shutil.copytree(shipped, Path(folder) / "shipped").iterdir():
            with contextlib.suppress(OSError):  # it is there already
                directory.rename(cache / directory.name)


def _directory(file: Path) -> str:
    """Return the name of the directory for the code of a file."""
    return f"{'_'.join(file.relative_to(PACKAGE).with_suffix('').parts)}-{source_version(file)}"


CACHE = _settle()
#: Whether code is for any processor of the architecture.
GENERIC = CACHE.name.endswith("-generic")
setattr(numba.core.config, "CACHE_DIR", str(CACHE))  # noqa: B010
_prune(CACHE.parent)


class _BySources(caching.UserProvidedCacheLocator):
    """Finds the cached code of functions of this package by the content of their sources."""

    @classmethod
    def get_suitable_cache_subpath(cls, py_file: str) -> str:
        return _directory(Path(py_file).resolve())

    @classmethod
    def from_function(cls, py_func, py_file):
        if PACKAGE not in Path(py_file).resolve().parents:
            return None
        found = super().from_function(py_func, py_file)
        if found is not None:
            with contextlib.suppress(OSError):
                os.utime(found.get_cache_path())
        return found


caching.CacheImpl._locator_classes.insert(0, _BySources)  # noqa: SLF001
