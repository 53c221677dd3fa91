"""No file of a package imports another in a circle; imports for types alone, and those inside functions, count."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path("sim")


def module_of(path: Path) -> str:
    """Return the dotted name of a file."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path, known: set[str]) -> Iterator[str]:
    """Yield every module of the package that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, f"{path}: a relative import"
            for each in node.names:
                name = f"{node.module}.{each.name}"
                if name in known or node.module in known:
                    yield name if name in known else node.module


def circles(graph: dict[str, set[str]]) -> list[frozenset[str]]:
    """Return the sets of modules that can all be reached from one another, two or more each."""

    def reached(start: str) -> set[str]:
        seen, ahead = set(), [start]
        while ahead:
            for other in graph.get(ahead.pop(), set()) - seen:
                seen.add(other)
                ahead.append(other)
        return seen

    reach = {module: reached(module) for module in graph}
    found = {frozenset(b for b in graph if a in reach[b] and b in reach[a]) for a in graph if a in reach[a]}
    return [each for each in found if len(each) > 1]


@functools.cache
def import_graph() -> dict[str, set[str]]:
    """Return what every module of the package imports."""
    files = {module_of(path): path for path in ROOT.rglob("*.py")}
    return {name: set(imported(path, set(files))) - {name} for name, path in files.items()}


PACKAGES = sorted({path.parent.name for path in ROOT.glob("*/__init__.py")})


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_of_a_package_imports_another_in_a_circle(package):
    graph = import_graph()
    inside = {
        name: {other for other in found if other.startswith(f"sim.{package}.")}
        for name, found in graph.items()
        if name.startswith(f"sim.{package}.")
    }
    found = [sorted(each) for each in circles(inside)]
    assert not found, f"circles in sim.{package}: {found}"


def test_a_circle_is_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [frozenset("abc")]
