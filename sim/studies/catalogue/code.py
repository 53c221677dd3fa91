"""The rules, steps and phases of the model as their sources state them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

PACKAGE = Path(__file__).resolve().parents[2]
PLACES = ("rules", "engine")
#: Decorators of compiled functions, which every rule, step and phase has.
COMPILED = {"rule", "step", "phase", "kernel"}


@dataclass(frozen=True)
class Function:
    """A compiled function of the model.

    Attributes:
        name: its name, unique in the model.
        file: where it stands, from the folder that holds the package.
        line: line of its definition.
        kind: rule, step (of a phase), phase (of the week) or kernel (a loop).
        signature: name and arguments.
        text: docstring.
        source: its lines without the docstring.
        parameters: behavioural numbers that it reads itself.
        calls: compiled functions that it calls itself, in order.
    """

    name: str
    file: str
    line: int
    kind: str
    signature: str
    text: str
    source: str
    parameters: tuple[str, ...]
    calls: tuple[str, ...]

    @property
    def place(self) -> str:
        """Full name for an import."""
        return f"{self.file.removesuffix('.py').replace('/', '.')}.{self.name}"

    @property
    def meaning(self) -> str:
        """First sentence of the docstring, up to its line's end."""
        return self.text.partition("\n\n")[0].replace("\n", " ").strip()


@cache
def functions() -> Mapping[str, Function]:
    """Return every compiled function of the model by name."""
    found = {}
    for place in PLACES:
        for path in sorted((PACKAGE / place).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            for node in ast.parse(text).body:
                kind = _kind(node)
                if isinstance(node, ast.FunctionDef) and kind:
                    found[node.name] = _function(node, kind, text.splitlines(), path)
    return MappingProxyType(found)


def called(name: str) -> tuple[Function, ...]:
    """Return the compiled functions that a function calls itself, in order."""
    known = functions()
    return tuple(known[each] for each in known[name].calls if each in known)


def callers(name: str) -> tuple[Function, ...]:
    """Return the compiled functions that call a function themselves."""
    return tuple(each for each in functions().values() if name in each.calls)


def _kind(node: ast.stmt) -> str:
    """Return how a function is compiled; empty for anything else."""
    marks = [each.id for each in getattr(node, "decorator_list", ()) if isinstance(each, ast.Name)]
    return next((mark for mark in marks if mark in COMPILED), "")


def _function(node: ast.FunctionDef, kind: str, lines: list[str], path: Path) -> Function:
    text = ast.get_docstring(node) or ""
    first, last = (node.body[0].lineno, node.body[0].end_lineno or 0) if text else (0, -1)
    body = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    calls = (each.func.id for each in _walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name))
    read = (
        each.attr
        for each in _walk(node)
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "par"
    )
    return Function(
        name=node.name,
        file=path.relative_to(PACKAGE.parent).as_posix(),
        line=node.lineno,
        kind=kind,
        signature=f"{node.name}({ast.unparse(node.args)})",
        text=text,
        source="\n".join(lines[number - 1] for number in body if not first <= number <= last),
        parameters=tuple(dict.fromkeys(read)),
        calls=tuple(dict.fromkeys(calls)),
    )


def _walk(node: ast.AST) -> list[ast.AST]:
    """Return all parts of a function in the order of its lines."""
    found = [each for each in ast.walk(node) if hasattr(each, "lineno")]
    return sorted(found, key=lambda each: (each.lineno, each.col_offset))  # type: ignore[attr-defined]
