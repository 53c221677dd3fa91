"""Encoding and separator of a text file, found from its bytes."""

from __future__ import annotations

import codecs
from pathlib import Path

from sim.errors import InputError, Problem

BLOCK = 1 << 20
_SAVE = "save the export as CSV, encoded as UTF-8"
_CONTAINERS = {
    b"PK\x03\x04": "an Excel workbook or zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
}


def refuse(file: str, line: int, message: str, remedy: str, value: str = "") -> InputError:
    """An error with one problem of a file of rows."""
    return InputError([Problem(file, line, "", message, value, remedy)])


def encoding(path: Path) -> str:
    """Name of the encoding of a text file: UTF-8 with or without mark, UTF-16 or GB18030.

    A mark at the start decides; otherwise the first of UTF-8, GB18030 in which every byte can be read is taken.
    GB18030 can read much that is something else, so what it reads must consist mostly of common (GB 2312) characters.

    Raises:
        InputError: the file is missing, empty, binary, or in another encoding.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(1 << 16)
    except OSError as error:
        raise refuse(path.name, 0, f"the file cannot be read: {error.strerror}", "check the path") from None
    if not head.strip():
        raise refuse(path.name, 0, "the file is empty", "export it again with a heading row and at least one row")
    for magic, what in _CONTAINERS.items():
        if head.startswith(magic):
            raise refuse(path.name, 0, f"this is {what}, not a CSV file", f"open it and {_SAVE}")
    name = _marked(head)
    if name is None and b"\x00" in head:
        raise refuse(path.name, 0, "the file is binary, not text", _SAVE)
    for each in [name] if name else ["utf-8", "gb18030"]:
        line = _unreadable_line(path, each)
        if line == 0:
            _check_plausible(path, head, each)
            return each
    raise refuse(path.name, line, "the encoding is neither UTF-8 nor GB18030 nor UTF-16", _SAVE)


def _marked(head: bytes) -> str | None:
    """Encoding told by a byte order mark or by the zeros of UTF-16, else None."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0:400:2].count(0), head[1:400:2].count(0)
    half = min(len(head), 400) // 2
    if odd > 0.2 * half and odd > 5 * even:
        return "utf-16-le"
    if even > 0.2 * half and even > 5 * odd:
        return "utf-16-be"
    return None


def _unreadable_line(path: Path, name: str) -> int:
    """First line that is not in the encoding, 0 when all of the file is."""
    decoder = codecs.getincrementaldecoder(name)()
    line = 1
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            try:
                text = decoder.decode(block)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            if "\x00" in text:
                return line + text[: text.index("\x00")].count("\n")
            line += text.count("\n")
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return line
    return 0


def _check_plausible(path: Path, head: bytes, name: str) -> None:
    """Refuse binary data, and a file that GB18030 can read but that was not written in it."""
    if any(sign < " " and sign not in "\t\r\n" for sign in head.decode(name, "ignore")[:10_000]):
        raise refuse(path.name, 0, "the file is binary, not text", _SAVE)
    if name != "gb18030":
        return
    foreign = [sign for sign in head.decode(name, "ignore") if ord(sign) > 127 and sign not in "¥£€\u00a0"]
    common = sum(1 for sign in foreign if _in_gb2312(sign))
    if common < 0.7 * len(foreign):
        raise refuse(path.name, 1, "the encoding is neither UTF-8 nor GB18030 nor UTF-16", _SAVE)


def _in_gb2312(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
