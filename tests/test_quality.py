"""The whole code base: style, types, layers and sizes."""

import ast
import subprocess
import sys
import sysconfig
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "sim").rglob("*.py"))
#: From here on a size is worth a look; it is said, not refused: rooms are cut by idea, not by length.
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
RULES_MAY_IMPORT = ("math", "sim.rules", "sim.units")
COMPILER = ROOT / "sim" / "rules" / "jit"

CHECKS = {
    "ruff check": ["-m", "ruff", "check", "sim", "tests"],
    "ruff format": ["-m", "ruff", "format", "--check", "sim", "tests"],
    "mypy": ["-m", "mypy"],
    "lint-imports": [str(Path(sysconfig.get_path("scripts")) / "lint-imports")],
}


@pytest.mark.parametrize("name", CHECKS)
def test_tool_finds_nothing(name: str) -> None:
    done = subprocess.run([sys.executable, *CHECKS[name]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{name}:\n{done.stdout}{done.stderr}"


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without its docstring."""
    docstring = function.body[0] if ast.get_docstring(function, clean=False) is not None else None
    described = docstring.end_lineno - docstring.lineno + 1 if docstring else 0
    return function.end_lineno - function.lineno + 1 - described


def long_ones(modules: list[Path]) -> list[str]:
    """Return modules and functions that are longer than one reads at ease."""
    found = []
    for module in modules:
        text = module.read_text(encoding="utf-8")
        name, lines = module.as_posix(), text.count("\n")
        if lines > LONGEST_MODULE:
            found.append(f"{name}: {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and body_lines(node) > LONGEST_FUNCTION:
                found.append(f"{name}:{node.lineno} {node.name}: {body_lines(node)} lines")
    return found


def test_long_modules_and_functions_are_named() -> None:
    for each in long_ones(MODULES):
        warnings.warn(f"long: {each}", stacklevel=1)


def test_what_is_long_is_found(tmp_path: Path) -> None:
    module = tmp_path / "long.py"
    module.write_text("def f():\n" + "    x = 1\n" * (LONGEST_MODULE + 1), encoding="utf-8")
    found = long_ones([module])
    assert len(found) == 2 and f"f: {LONGEST_MODULE + 2} lines" in found[1]


def imports(tree: ast.Module) -> list[str]:
    """Return the full names of the modules that a module imports."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(node.module or "." * node.level)
    return found


def test_rules_import_only_math_units_and_each_other() -> None:
    strangers = [
        f"{module.relative_to(ROOT).as_posix()} imports {name}"
        for module in MODULES
        if module.is_relative_to(ROOT / "sim" / "rules") and not module.is_relative_to(COMPILER)
        for name in imports(ast.parse(module.read_text(encoding="utf-8")))
        if not any(name == allowed or name.startswith(f"{allowed}.") for allowed in RULES_MAY_IMPORT)
    ]
    assert not strangers, "\n".join(strangers)


def test_no_module_has_an_empty_name() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "base", "misc", "common"}
    assert not [m.relative_to(ROOT).as_posix() for m in MODULES if {m.stem, m.parent.name} & vague]
