"""Views of a value, found by name: a value knows what may be asked of it, never the modules that draw or tell it.

A value (a comparison, a fit, the answer to a claim) stands below its tables, charts and sentences, which import it. Its
methods that readers expect hand the value to a view by this one function, so that no circle of imports arises and a
chart costs nothing before it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def view(module: str, name: str) -> Callable[..., Any]:
    """Return the function of a module that shows a value; its first argument is the value.

    Args:
        module: full name of the module.
        name: of the function.
    """
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function
