"""A small valid document to vary."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def small_text() -> str:
    return (HERE / "small.yaml").read_text(encoding="utf-8")
