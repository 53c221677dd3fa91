"""Encoding and separator of a text file, found from its bytes."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from sim.errors import InputError, Problem
from sim.language.text import Text

BLOCK = 1 << 20
WESTERN = "cp1252"
_SAVE = Text("save the export as CSV, encoded as UTF-8", "请把导出文件存为 UTF-8 编码的 CSV")
_CONTAINERS = {
    b"PK\x03\x04": Text("a zip archive or a damaged Excel workbook", "压缩包或损坏的 Excel 工作簿"),
    b"\xd0\xcf\x11\xe0": Text("an old Excel workbook, or one with a password", "旧版 Excel 工作簿,或带密码"),
    b"\x1f\x8b": Text("a gzip archive", "gzip 压缩包"),
    b"%PDF": Text("a PDF document", "PDF 文件"),
    b"\x89PNG": Text("a picture", "图片"),
}
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml|meta|style|head)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_WESTERN_SIGNS = frozenset(
    "äöüÄÖÜßéèêëáàâãåæçíìîïñóòôõøœúùûýÿÉÈÊËÁÀÂÃÅÆÇÍÌÎÏÑÓÒÔÕØŒÚÙÛÝŠšŽž€£¥°§´`’‘“”«»–—…ºª¿¡©®™·\u00a0\u00ad²³½¼¾×"
)


def refuse(file: str, line: int, message: Text, remedy: Text, value: str = "") -> InputError:
    """An error with one problem of a file of rows."""
    return InputError([Problem(file, line, "", message, value, remedy)])


def encoding(path: Path) -> str:
    """Name of the encoding of a text file: UTF-8 with or without mark, UTF-16, GB18030 or Windows-1252.

    A mark at the start decides; otherwise the first of UTF-8, GB18030 in which every byte can be read is taken.
    GB18030 can read much that is something else, so what it reads must consist mostly of common (GB 2312) characters.
    Windows-1252 is taken where its letters beyond ASCII are those of Western European languages, most of them in words.

    Raises:
        InputError: the file is missing, empty, binary, or in another encoding.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(1 << 16)
    except OSError as error:
        raise refuse(
            path.name,
            0,
            Text("the file cannot be read: {0}", "文件无法读取:{0}").format(error.strerror),
            Text("check the path", "请检查路径"),
        ) from None
    if not head.strip():
        raise refuse(
            path.name,
            0,
            Text("the file is empty", "文件是空的"),
            Text("export it again with a heading row and at least one row", "请重新导出,须有表头行和至少一行数据"),
        )
    for magic, what in _CONTAINERS.items():
        if head.startswith(magic):
            raise refuse(
                path.name,
                0,
                Text("this is {0}, not a CSV file", "这是{0},不是 CSV 文件").format(what),
                Text("open it and {0}, or as .xlsx", "请打开它,然后{0},或另存为 .xlsx").format(_SAVE),
            )
    if _PAGE.match(head[:400]):
        message = Text(
            "this is a web page or an XML table, whatever its name ends in", "无论扩展名是什么,这是网页或 XML 表格"
        )
        raise refuse(
            path.name,
            0,
            message,
            Text("open it in Excel or WPS and save it as .xlsx or CSV", "请用 Excel 或 WPS 打开,另存为 .xlsx 或 CSV"),
        )
    name = _marked(head)
    if name is None and b"\x00" in head:
        raise refuse(path.name, 0, Text("the file is binary, not text", "文件是二进制,不是文本"), _SAVE)
    for each in [name] if name else ["utf-8", "gb18030"]:
        line = _unreadable_line(path, each)
        if line == 0:
            if _binary(head, each):
                raise refuse(path.name, 0, Text("the file is binary, not text", "文件是二进制,不是文本"), _SAVE)
            if each != "gb18030" or _chinese(head):
                return each
            line = 1
    if name is None and _western(head):
        return WESTERN
    raise refuse(
        path.name,
        line,
        Text(
            "the encoding is none of UTF-8, GB18030, UTF-16, Windows-1252",
            "编码不是 UTF-8、GB18030、UTF-16 或 Windows-1252",
        ),
        _SAVE,
    )


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


def _binary(head: bytes, name: str) -> bool:
    """Whether the beginning of a file holds signs that no text has."""
    return any(sign < " " and sign not in "\t\r\n" for sign in head.decode(name, "ignore")[:10_000])


def _chinese(head: bytes) -> bool:
    """Whether what GB18030 reads was written in it: mostly common characters."""
    foreign = [sign for sign in head.decode("gb18030", "ignore") if ord(sign) > 127 and sign not in "¥£€\u00a0"]
    common = sum(1 for sign in foreign if _in_gb2312(sign))
    return common >= 0.7 * len(foreign)


def _western(head: bytes) -> bool:
    """Whether the beginning of a file is Western European text: in its words most letters are those of ASCII."""
    try:
        text = head.decode(WESTERN)
    except UnicodeDecodeError:
        return False
    foreign = {sign for sign in text if ord(sign) > 127}
    words = [word for word in _LETTERS.findall(text) if not word.isascii()]
    strange = sum(1 for word in words if sum(map(str.isascii, word)) < len(word) / 2)
    return not _binary(head, WESTERN) and foreign <= _WESTERN_SIGNS and strange <= 0.1 * len(words)


def _in_gb2312(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
