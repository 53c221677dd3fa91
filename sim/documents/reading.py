"""Reading YAML text into plain data with the line of every entry (YAML 1.2 core schema, strictly).

`no` is text, `1e3` is a number, dates stay text, duplicate keys, merge keys and tags are refused, and the size of what
aliases expand to is limited, so that no file can make the reader hang.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sim.errors import InputError, Problem
from sim.language.text import Text

Path = tuple[str | int, ...]
MAX_BYTES = 250_000
MAX_ENTRIES = 10_000
MAX_DEPTH = 30

_OPENED, _CLOSED = ("SequenceStartEvent", "MappingStartEvent"), ("SequenceEndEvent", "MappingEndEvent")
#: What YAML 1.1 and 1.2 read differently: tabs, line ends other than those of Unix, marks of documents, and what may
#: be an anchor or an alias.
_SLOWLY = re.compile(r"[\t\r\x85\u2028\u2029\ufeff]|(?m:^)(?:---|\.\.\.|%)|(?:^|[\s,\[\]{}?:-])[*&]")
_NULL = re.compile(r"|~|null|Null|NULL")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]{1,30}")
_BASED = re.compile(r"0o[0-7]{1,30}|0x[0-9a-fA-F]{1,30}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = {".inf": "inf", "+.inf": "inf", "-.inf": "-inf", ".nan": "nan"}


@dataclass
class Document:
    """Plain data of a file, the line of every path in it, and what was wrong with its form."""

    file: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, line: int, path: Path, message: Text, remedy: Text, value: str = "") -> None:
        """Note a problem and go on reading."""
        self.problems.append(Problem(self.file, line, dotted(path), message, value, remedy))


def dotted(path: Path) -> str:
    """A path as text: `lines[2].visits` for `("lines", 2, "visits")`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def resolve(text: str) -> Any:
    """The value of a plain scalar by the YAML 1.2 core schema; what is nothing else is text."""
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
        return text[0] in "tT"
    if _INT.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    special = _SPECIAL.get(text.lower())
    return text if special is None else float(special)


def read(text: str, file: str) -> Document:
    """Read one YAML document.

    Args:
        text: the content.
        file: name to report.

    Returns:
        The data, with lines and with the problems of form that did not stop the reading.

    Raises:
        InputError: the text is not YAML, is empty, or is too large, too deep or expands too far.
    """
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    document = Document(file)
    try:
        _Composer(document, _events(text)).compose()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        what = " ".join(str(part) for part in (error.context, error.problem) if part)
        remedy = Text(
            "check indentation, colons, brackets and quotes at this line; spaces, not tabs, indent",
            "请检查这一行的缩进、冒号、括号与引号;缩进用空格,不用制表符",
        )
        raise _stop(document, line, Text("not valid YAML: {0}", "不是有效的 YAML:{0}").format(what), remedy) from None
    except YAMLError as error:
        first = str(error).strip().splitlines()[0]
        raise _stop(
            document,
            0,
            Text("not valid YAML: {0}", "不是有效的 YAML:{0}").format(first),
            Text("save it as plain UTF-8 text", "请另存为纯文本 UTF-8"),
        ) from None
    return document


def _events(text: str) -> Iterator[Any]:
    """The events of a text: by the parser written in C, or by the one that knows all of YAML 1.2 and its errors.

    The first is twelve times faster, reads YAML 1.1, and stands back wherever the two could differ.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if not _SLOWLY.search(text):
        with contextlib.suppress(YAMLError, ValueError):
            return iter(_shallow(YAML(typ="safe").parse(text)))
    events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
    return events


def _shallow(events: Iterator[Any]) -> list[Any]:
    """All events of a text.

    Raises:
        ValueError: it is nested deep, on which the parser in C would spend minutes.
    """
    found, depth = [], 0
    for event in events:
        name = type(event).__name__
        depth += (name in _OPENED) - (name in _CLOSED)
        if depth > MAX_DEPTH:
            raise ValueError("nested too deep")
        found.append(event)
    return found


def _stop(document: Document, line: int, message: Text, remedy: Text) -> InputError:
    """The error that ends the reading, with what was found before it."""
    return InputError([*document.problems, Problem(document.file, line, "", message, "", remedy)])


class _Composer:
    """Builds plain data from the events of the parser, counting as it goes."""

    def __init__(self, document: Document, events: Iterator[Any]) -> None:
        self.document = document
        self.events = iter(events)
        self.count = 0
        self.anchors: dict[str, Any] = {}
        self.open_anchors: set[str] = set()

    def compose(self) -> None:
        """Read the one document of the stream."""
        documents = 0
        for event in self.events:
            name = type(event).__name__
            if name == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    line, remedy = (
                        event.start_mark.line + 1,
                        Text("one scenario a file: remove `---`", "一个文件只写一个情景:请删除 `---`"),
                    )
                    raise _stop(
                        self.document, line, Text("a second document begins here", "这里开始了第二个文档"), remedy
                    )
            elif name not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                self.document.data = self._value(event, ())
        if not documents:
            raise _stop(
                self.document,
                0,
                Text("the file is empty", "文件是空的"),
                Text("`sim new NAME` writes a template to begin with", "`sim new 名称` 可写出模板作为起点"),
            )

    def _value(self, event: Any, path: Path) -> Any:
        """The value that begins with an event."""
        line = event.start_mark.line + 1
        self._count(line, path)
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self._alias(event, path, line)
        self.document.lines.setdefault(path, line)
        if event.tag is not None and not (kind == "ScalarEvent" and event.implicit[1] and event.tag == "!"):
            self.document.refuse(
                line,
                path,
                Text("tags are not used here", "这里不使用标签"),
                Text("remove it", "请删除"),
                str(event.tag)[:60],
            )
        if event.anchor:
            self.open_anchors.add(event.anchor)
        if kind == "ScalarEvent":
            value = resolve(event.value) if event.style is None or event.style == "" else event.value
        elif kind == "SequenceStartEvent":
            value = self._sequence(path)
        else:
            value = self._mapping(path)
        if event.anchor:
            self.open_anchors.discard(event.anchor)
            self.anchors[event.anchor] = (value, path)
        return value

    def _count(self, line: int, path: Path, entries: int = 1) -> None:
        """Count entries and depth against the limits."""
        self.count += entries
        if self.count > MAX_ENTRIES:
            message = Text("more than {0:,} entries once aliases are expanded", "别名展开后超过 {0:,} 项").format(
                MAX_ENTRIES
            )
            raise _stop(
                self.document,
                line,
                message,
                Text("shorten the file; do not multiply entries by aliases", "请缩短文件;不要用别名成倍复制内容"),
            )
        if len(path) > MAX_DEPTH:
            raise _stop(
                self.document,
                line,
                Text("nested more than {0} deep", "嵌套超过 {0} 层").format(MAX_DEPTH),
                Text("a scenario is at most about 8 deep", "情景文件最多约 8 层"),
            )

    def _sequence(self, path: Path) -> list[Any]:
        """The items up to the end of a list."""
        items: list[Any] = []
        for event in self.events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        """The entries up to the end of a mapping; of two with the same key the first is kept, the second reported."""
        entries: dict[str, Any] = {}
        for event in self.events:
            kind = type(event).__name__
            if kind == "MappingEndEvent":
                break
            line = event.start_mark.line + 1
            if kind != "ScalarEvent":
                raise _stop(
                    self.document,
                    line,
                    Text("a key must be a plain word", "键必须是普通文字"),
                    Text("put text before the colon", "冒号前请写文字"),
                )
            key = event.value
            here = (*path, key)
            if key == "<<" and not event.style:
                self.document.refuse(
                    line,
                    here,
                    Text("merge keys are not used here", "这里不使用合并键"),
                    Text("use `extends` between policies", "请在方案之间使用 `extends`"),
                )
            if key in entries:
                first = self.document.lines.get(here, 0)
                self.document.refuse(
                    line,
                    here,
                    Text("duplicate key, first on line {0}", "键重复,首次出现在第 {0} 行").format(first),
                    Text("keep one of the two", "请只保留一个"),
                )
                self._value(next(self.events), (*path, f"{key} (again)"))
                continue
            self.document.lines[here] = line
            entries[key] = None
            entries[key] = self._value(next(self.events), here)
        entries.pop("<<", None)
        return entries

    def _alias(self, event: Any, path: Path, line: int) -> Any:
        """The value of an anchor, whose entries count again."""
        if event.anchor in self.open_anchors:
            raise _stop(
                self.document,
                line,
                Text("the alias *{0} contains itself", "别名 *{0} 包含了自身").format(event.anchor),
                Text("write the entries out", "请把内容写全"),
            )
        if event.anchor not in self.anchors:
            message = Text("nothing is anchored as &{0}", "没有名为 &{0} 的锚点").format(event.anchor)
            raise _stop(
                self.document, line, message, Text("define it above, or write it out", "请在前面定义它,或把内容写全")
            )
        value, _ = self.anchors[event.anchor]
        self._count(line, path, _size(value, MAX_ENTRIES))
        self.document.lines.setdefault(path, line)
        return value


def _size(value: Any, limit: int) -> int:
    """Number of entries in a value, counted up to a little over the limit."""
    size, stack = 0, [value]
    while stack and size <= limit:
        item = stack.pop()
        size += 1
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return size
