"""Loading a scenario: from a file or text to a validated value, or to every problem at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from sim.documents.faults import Fault, Faults
from sim.documents.inheritance import chain, inherit
from sim.documents.reading import MAX_BYTES, Document, Path, dotted, read
from sim.documents.remedies import short
from sim.errors import InputError, Problem
from sim.language.text import Text
from sim.scenario.checks import faults
from sim.scenario.messages import explain
from sim.scenario.models import Scenario


def load(path: str | os.PathLike[str]) -> Scenario:
    """Load a scenario from a YAML file.

    Args:
        path: the file, UTF-8.

    Raises:
        InputError: the file cannot be read or something in it is wrong; it holds every problem found.
    """
    return loads(file_text(path), str(path))


def loads(text: str, name: str = "scenario") -> Scenario:
    """Load a scenario from YAML text.

    Args:
        text: the document.
        name: what to call it in messages.

    Raises:
        InputError: something in it is wrong; it holds every problem found.
    """
    if not text.strip():
        raise InputError(
            [
                Problem(
                    name,
                    0,
                    "",
                    Text("the file is empty", "文件是空的"),
                    "",
                    Text("`sim new NAME` writes a template", "`sim new 名称` 可写出模板"),
                )
            ]
        )
    document = read(text, name)
    data = inherit(document.data)
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        problems = [*document.problems, *_problems(error, document, data)]
        raise InputError(_in_order(problems)) from None
    if document.problems:
        raise InputError(_in_order(document.problems))
    return scenario


def file_text(path: str | os.PathLike[str]) -> str:
    """The text of a UTF-8 file, with or without byte order mark.

    Raises:
        InputError: it is missing, no ordinary file, too large, binary or in another encoding.
    """
    name = str(path)
    file = FilePath(path)
    try:
        if not file.exists():
            raise _unreadable(
                name,
                Text("there is no such file", "没有这个文件"),
                Text("check the path, or begin with `sim new NAME`", "请检查路径,或用 `sim new 名称` 开始"),
            )
        if not file.is_file():
            raise _unreadable(
                name,
                Text("this is not an ordinary file", "这不是普通文件"),
                Text("give the path of a YAML file", "请给出 YAML 文件的路径"),
            )
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(
            name,
            Text("cannot be read: {0}", "无法读取:{0}").format(reason),
            Text("check its path and permissions", "请检查路径与权限"),
        ) from None
    if len(content) > MAX_BYTES:
        message = Text("larger than {0:,} bytes", "大于 {0:,} 字节").format(MAX_BYTES)
        raise _unreadable(
            name,
            message,
            Text("a scenario is a short document; is this the right file?", "情景是一个短文件;是否选错了文件?"),
        )
    return _decoded(content, name)


def _decoded(content: bytes, name: str) -> str:
    """Bytes as text, refusing what is not UTF-8 with the line of the first bad byte."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable(
            name, Text("the file is encoded as UTF-16", "文件编码为 UTF-16"), Text("save it as UTF-8", "请另存为 UTF-8")
        )
    if b"\x00" in content:
        raise _unreadable(
            name,
            Text("this is a binary file", "这是二进制文件"),
            Text("give the path of a YAML text file", "请给出 YAML 文本文件的路径"),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{content[error.start]:02x}"
        remedy = Text("save it as UTF-8 (not GBK, GB18030 or ANSI)", "请另存为 UTF-8(不是 GBK、GB18030 或 ANSI)")
        problem = Problem(name, line, "", Text("the file is not encoded as UTF-8", "文件编码不是 UTF-8"), byte, remedy)
        raise InputError([problem]) from None


def _unreadable(name: str, message: Text, remedy: Text) -> InputError:
    """The error for a file as a whole."""
    return InputError([Problem(name, 0, "", message, "", remedy)])


def _problems(error: ValidationError, document: Document, data: Any) -> Iterator[Problem]:
    """Every problem of a document: of single entries, then between entries, each told once."""
    found = list(explain(error, Scenario))
    single = [each for each in found if not isinstance(each.value, Faults)]
    told: set[tuple[int, str, Text | str]] = set()
    for each in [*single, *faults(data)]:
        problem = _located(each, document, data)
        if problem is None:
            continue
        key = (problem.line, problem.path.rpartition(".")[2], problem.message)
        if key not in told:
            told.add(key)
            yield problem


def _located(each: Fault, document: Document, data: Any) -> Problem | None:
    """A fault with the line and the path at which it was written, which may be the policy it was inherited from.

    None where a policy's entry was written nowhere in the policies: it stands for the company's, which is told itself.
    """
    path = each.path
    line, length = _line(document, path)
    policies = data.get("policies") if isinstance(data, dict) else None
    if path[:1] == ("policies",) and len(path) > 2 and isinstance(policies, dict) and path[1] in policies:
        for ancestor in chain(policies, str(path[1]))[1:]:
            there, deeper = _line(document, (path[0], ancestor, *path[2:]))
            if deeper > max(length, 2):
                path, line, length = (path[0], ancestor, *path[2:]), there, deeper
    if path[:1] == ("policies",) and len(path) > 2 and length < 3 and path[2] in ("start", "announce", "discretion"):
        return None
    return Problem(document.file, line, dotted(path), each.message, short(each.value), each.remedy)


def _line(document: Document, path: Path) -> tuple[int, int]:
    """Line of the longest written part of a path, and the length of that part."""
    for length in range(len(path), -1, -1):
        if path[:length] in document.lines:
            return document.lines[path[:length]], length
    return 1, 0


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Problems in the order of the file."""
    return sorted(problems, key=lambda problem: problem.line)
