"""A value finds its views by name; the names are right, and no value below imports a view."""

import ast
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import pytest

from sim.views import view


def named_views() -> Iterator[tuple[str, str, str]]:
    """Yield file, module and function of every view that a value of the package names."""
    for path in sorted(Path("sim").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "view(" in text else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "view":
                module, name = (ast.literal_eval(each) for each in node.args)
                yield path.as_posix(), module, name


NAMED = sorted(set(named_views()))


def test_values_have_views() -> None:
    assert {path for path, _, _ in NAMED} >= {"sim/results/comparison.py", "sim/results/fit.py"}


@pytest.mark.parametrize(("path", "module", "name"), NAMED)
def test_a_view_is_a_function_of_the_value(path: str, module: str, name: str) -> None:
    assert len(signature(view(module, name)).parameters) >= 1
