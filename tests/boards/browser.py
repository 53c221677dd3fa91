"""A headless Chromium for the tests of boards: where it is, and how it is started."""

import shutil
from importlib.util import find_spec

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ("background-networking", "component-update", "sync")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *(f"--disable-{each}" for each in QUIET),
]
MISSING = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")
#: What a page may ask for: this machine, and what it holds itself.
INSIDE = r"(https?|ws)://127\.0\.0\.1:|data:|blob:"


def without(*libraries: str) -> list[pytest.MarkDecorator]:
    """Marks that skip a test where libraries are missing; nothing heavy is loaded to collect it."""
    return [pytest.mark.skipif(find_spec(name) is None, reason=f"{name} is not installed") for name in libraries]
