"""The words of the file vocabulary.yaml."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def vocabulary() -> dict[str, Any]:
    """Headings, states, flags and roles as the file lists them."""
    from ruamel.yaml import YAML

    text = files("sim.intake").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    return YAML(typ="safe", pure=False).load(text)
