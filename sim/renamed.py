"""Old public names: they keep working for one release, with a note that names the new one."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def renamed(module: str, names: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a module that still answers to old names.

    Args:
        module: full name of the module.
        names: old name -> new name in the same module.
    """

    def find(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        warn_renamed(f"{module}.{name}", f"{module}.{names[name]}")
        return getattr(import_module(module), names[name])

    return find


def warn_renamed(old: str, new: str) -> None:
    """Warn whoever called the caller that a name has changed; the old one goes with the next release."""
    warnings.warn(f"{old} is now called {new}", DeprecationWarning, stacklevel=3)
