"""A headless Chromium for the tests of boards: where it is, and how it is started."""

import shutil

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
