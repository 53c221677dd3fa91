"""Plain data as YAML that this package reads back as the same."""

from __future__ import annotations

import json
import re
from typing import Any

from sim.documents.reading import resolve

_BARE = re.compile(r"[^\W\d_][\w-]*")


def flow(value: Any) -> str:
    """A plain value as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        bare = _BARE.fullmatch(value) and isinstance(resolve(value), str)
        return value if bare else json.dumps(value, ensure_ascii=not value.isprintable())
    whole = isinstance(value, float) and value.is_integer() and 1.0 <= abs(value) < 1e15
    return json.dumps(int(value) if whole else value)
