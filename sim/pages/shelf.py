"""A shelf of finished parts beside a page: what was computed once is not computed again, killed or not.

Each part is one file, named by what it is and by a hash of everything that can change it, written whole or not at all.
Parts are plain Python values; only classes of this package and of the libraries it stands on are read back.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sim.results.measures import BY_NAME, Measure
from sim.studies.pilot.lines import BY_NAME as LINE_MEASURES
from sim.studies.pilot.lines import LineMeasure

Part = TypeVar("Part")
#: Where classes of a part may come from.
CLASSES = ("sim.", "numpy.", "pandas.", "datetime.", "collections.", "pathlib.")
#: Functions with which the libraries put their own values together again.
BUILDERS = re.compile(r"_new_Index|_unpickle\w*|__pyx_unpickle\w*|_reconstruct|_frombuffer|scalar|_unpickle_block")
PLAIN = ("set", "frozenset", "slice", "range", "object")


@cache
def code() -> str:
    """Return a hash of the whole package: whatever made a part can change it."""
    home, found = Path(__file__).parents[1], hashlib.sha256()
    for file in sorted(home.rglob("*")):
        if file.suffix in (".py", ".yaml", ".json"):
            found.update(file.read_bytes())
    return found.hexdigest()[:16]


class Shelf:
    """Finished parts in a folder.

    Args:
        folder: where they lie; made when the first is written. None keeps nothing.
        key: everything that can change a part.
    """

    def __init__(self, folder: Path | None, *key: Any) -> None:
        """Name the parts of this page."""
        self.folder = folder
        self.key = hashlib.sha256(repr((code(), key)).encode()).hexdigest()[:12]

    def kept(self, name: str, compute: Callable[[], Part]) -> tuple[Part, bool]:
        """Return a part and whether it was there already; if it was not, it is computed and put there."""
        if self.folder is None:
            return compute(), False
        path = self.folder / f"{name}.{self.key}.part"
        if path.is_file():
            try:
                return _Reader(io.BytesIO(path.read_bytes())).load(), True
            except Exception:  # damaged, or of another version: as if it were not there
                path.unlink(missing_ok=True)
        part = compute()
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as stream:
            _Writer(stream, protocol=5).dump(part)
        unfinished.replace(path)
        return part, False


class _Writer(pickle.Pickler):
    """Writes measures by name: what reckons them is code."""

    def persistent_id(self, obj: Any) -> Any:
        """Return what stands for a measure."""
        if isinstance(obj, Measure):
            return "measure", obj.name
        return ("line measure", obj.name) if isinstance(obj, LineMeasure) else None


class _Reader(pickle.Unpickler):
    """Reads parts back, and nothing that could do harm."""

    def persistent_load(self, pid: Any) -> Any:
        """Return the measure of a name."""
        kind, name = pid
        return BY_NAME[name] if kind == "measure" else LINE_MEASURES[name]

    def find_class(self, module: str, name: str) -> Any:
        """Return a class that a part may hold, or a function that builds one of its library.

        Raises:
            pickle.UnpicklingError: it may not.
        """
        if module == "builtins" and name in PLAIN:
            return super().find_class(module, name)
        if f"{module}.".startswith(CLASSES):
            found = super().find_class(module, name)
            library = module.startswith(("numpy", "pandas"))
            if isinstance(found, type) or (library and BUILDERS.fullmatch(name)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a page")
