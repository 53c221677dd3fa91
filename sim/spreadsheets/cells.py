"""From a cell to the plain value that a document would have, or to everything that is wrong with the cell."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, get_args

from sim.documents.remedies import did_you_mean
from sim.language.terms import Language
from sim.language.text import Text
from sim.spreadsheets.blemishes import Blemish, CellError
from sim.spreadsheets.grid import Broken, Cell
from sim.spreadsheets.numbers import checked, parse
from sim.spreadsheets.shapes import Part, Shape
from sim.spreadsheets.splitting import QUOTES, divided, outside, split, unwrapped
from sim.spreadsheets.words import FORMS, flags, folded, is_none, meanings, synonyms

_EMPTY: dict[str, Callable[[], Any]] = {"list": list, "pairs": dict}
_SIGN = re.compile(r"^\s*[:：=＝]?\s*")
_WORD_SEPARATORS, _ITEM_SEPARATORS = "+;、,\n", ";\n"


def parsed(cell: Cell, shape: Shape) -> Any:
    """The plain value of a cell that is not blank.

    Args:
        cell: its value as the workbook has it, or its text.
        shape: what is needed.

    Raises:
        CellError: it cannot be understood.
    """
    value = cell.value
    if isinstance(value, Broken):
        raise CellError.one(value.message, value.remedy, value.value)
    if isinstance(value, str):
        return _parsed(value.strip(), shape, True)
    if isinstance(value, bool):
        if shape.form == "flag":
            return value
        raise CellError.one(
            Text("TRUE and FALSE make no sense here", "这里不应是 TRUE 或 FALSE"),
            Text("write {0}", "请写成 {0}").format(_form(shape)),
            value,
        )
    if isinstance(value, int | float):
        return _number(value, shape, cell.percent)
    if isinstance(value, date | datetime):
        return _day(value, shape)
    remedy = Text(
        "write {0}; format the cell as text if the program turns it into a time",
        "请写成 {0};若软件将其变成时间,请把单元格设为文本",
    ).format(_form(shape))
    raise CellError.one(Text("a time of day makes no sense here", "这里不应是时刻"), remedy, value)


def _form(shape: Shape) -> Text:
    """How to write a value of a shape."""
    form = FORMS.get(shape.unit) or FORMS.get(shape.form) or {"en": "it as the legend says", "zh": "图例所示的形式"}
    return Text(form["en"], form["zh"])


def _number(value: int | float, shape: Shape, percent: bool) -> Any:
    """What a cell with a number means."""
    if shape.form in ("number", "whole"):
        return checked(value, Shape(shape.form) if percent else shape, value)
    if shape.form == "day":
        raise CellError.one(
            Text("this is a number, not a date", "这是数字,不是日期"),
            Text("write a date such as 2026-01-05", "请写日期,例如 2026-01-05"),
            value,
        )
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return _parsed(text, shape, True)


def _day(value: date | datetime, shape: Shape) -> Any:
    """What a cell with a date means."""
    day = value.date() if isinstance(value, datetime) else value
    if shape.form == "day":
        return day.isoformat()
    if shape.form == "text":
        return str(day)
    remedy = Text(
        "write {0}; format the cell as text first if the program turns it into a date again",
        "请写成 {0};若软件又将其变成日期,请先把单元格设为文本",
    ).format(_form(shape))
    raise CellError.one(Text("this is a date", "这是日期"), remedy, day)


def _parsed(text: str, shape: Shape, whole: bool = False) -> Any:
    """The value of a text; `whole`: it fills a cell."""
    if shape.optional and is_none(text):
        return None
    if shape.form == "text":
        return text if whole and text[:1] not in QUOTES else _unquoted(text)
    if shape.plain or shape.form == "other":
        return _single(text, shape)
    inner = unwrapped(text)
    if shape.form in _EMPTY and (not inner or is_none(inner)):
        return _EMPTY[shape.form]()
    return {"list": _list, "pairs": _pairs, "record": _record}[shape.form](inner, shape)


def _single(text: str, shape: Shape) -> Any:
    """The value of a text that holds a single number, word, day or JSON value."""
    if shape.form in ("number", "whole"):
        return parse(text, shape)
    if shape.form == "flag":
        return _known(text, flags(), ("yes", "no"))
    if shape.form == "choice":
        return _known(text, meanings(shape.choices), shape.choices)
    return _written_day(text) if shape.form == "day" else _json(text)


def _known(text: str, known: dict[str, Any], choices: tuple[str, ...]) -> Any:
    """What a word means, among those that are allowed here."""
    meaning = known.get(folded(unwrapped(text)))
    if meaning is None:
        raise CellError.one(Text("this word is not known here", "这里不认识这个词"), _nearest(text, choices), text)
    return meaning


def _nearest(text: str, choices: tuple[str, ...]) -> Text:
    """The word that was probably meant, in the language of the text, or the words that are known."""
    if text.isascii():
        words = [each for choice in choices for each in synonyms(choice, choices) if each.isascii()]
        return did_you_mean(text, words if get_close_matches(text.lower(), words) else choices)
    chinese = [each for choice in choices for each in synonyms(choice, choices) if not each.isascii()]
    near = get_close_matches(text, chinese, n=1, cutoff=0.5)  # one sign of two
    return did_you_mean(near[0] if near else text, chinese)


def _written_day(text: str) -> str:
    """A date as documents write it."""
    from sim.intake.dates import as_date, parse_all

    days, refused = parse_all([text])
    if refused:
        raise CellError.one(refused[0].message, refused[0].remedy, text)
    return as_date(int(days[0])).isoformat()


def _unquoted(text: str) -> str:
    """A text with or without quotes around it."""
    if text[:1] not in QUOTES or len(text) < 2 or text[-1] != QUOTES[text[0]]:
        return text
    try:
        return json.loads(f'"{text[1:-1]}"', strict=False) if text[0] == '"' else text[1:-1]
    except ValueError:
        return text[1:-1]


def _json(text: str) -> Any:
    """A value that only JSON can hold."""
    try:
        return json.loads(text)
    except ValueError:
        raise CellError.one(
            Text("this is not valid JSON", "这不是有效的 JSON"), Text("write it as in the legend", "请按图例书写"), text
        ) from None


def _each(items: list[Any], read: Callable[[Any], Any]) -> list[Any]:
    """What every item means; the faults of all of them together."""
    found, blemishes = [], []
    for item in items:
        try:
            found.append(read(item))
        except CellError as faulty:
            blemishes += faulty.blemishes
    if blemishes:
        raise CellError(blemishes)
    return found


def _list(text: str, shape: Shape) -> list[Any]:
    """The items of a list."""
    item = shape.item
    assert item
    separators = _WORD_SEPARATORS if item.form == "choice" else ",;、\n" if item.plain else _ITEM_SEPARATORS
    parts = split(text, separators)
    if shape.length and len(parts) != shape.length:
        message = Text("this needs {0} values and has {1}", "需要 {0} 个值,现有 {1} 个").format(
            shape.length, len(parts)
        )
        raise CellError.one(
            message, Text("write all of them, with a comma and a space between", "请全部写上,以逗号加空格分隔"), text
        )
    return _each(parts, lambda part: _parsed(part, item))


def _pairs(text: str, shape: Shape) -> dict[Any, Any]:
    """Keys with their values."""
    assert shape.key
    assert shape.item
    names, item = shape.key, shape.item
    separators = _WORD_SEPARATORS if item.plain else _ITEM_SEPARATORS
    found: dict[Any, Any] = {}

    def read(part: str) -> None:
        name, value = _sides(part, names)
        if not value:
            raise CellError.one(
                Text("a value is missing", "缺少取值"),
                Text("write the word and its value, such as {0} 40 %", "请写词与取值,例如 {0} 40 %").format(part),
                part,
            )
        where, what = _each([(name, names), (value, item)], lambda side: _parsed(side[0], side[1]))
        if where in found:
            raise CellError.one(
                Text("this is there twice", "出现了两次"), Text("keep one of the two", "请只保留一个"), name
            )
        found[where] = what

    _each(split(text, separators), read)
    return found


def _sides(part: str, names: Shape) -> tuple[str, str]:
    """Key and value of a pair: at the sign between them, after the longest word that is known, or before a number."""
    sides = divided(part)
    if sides:
        return sides
    if names.form == "choice":
        word = _longest(part, [each for choice in names.choices for each in synonyms(choice, names.choices)])
        if word:
            return part[:word].strip(), part[word:].strip()
    at = next((at for at, sign in outside(part) if sign.isdigit()), None)
    if at is None or not at:
        name, _, value = part.rpartition(" ")
        return (name, value) if name else (part, "")
    while at and part[at - 1] in "+-.":
        at -= 1
    return part[:at].strip(), part[at:].strip()


def _longest(text: str, words: list[str]) -> int:
    """Length of the longest of the words that a text begins with, 0 where it begins with none."""
    found = 0
    for end in range(1, len(text) + 1):
        cut_inside_word = text[end : end + 1].isalpha() and text[end - 1].isascii() and text[end].isascii()
        if not cut_inside_word and folded(text[:end]) in {folded(word) for word in words}:
            found = end
    return found


def _record(text: str, shape: Shape) -> dict[str, Any]:
    """Fields with their values; values without a word belong to the fields in their order."""
    found: dict[str, Any] = {}

    def read(numbered: tuple[int, str]) -> None:
        place, piece = numbered
        part, value = _field(piece, shape.parts, place)
        if part.key in found:
            raise CellError.one(
                Text("this is there twice", "出现了两次"), Text("keep one of the two", "请只保留一个"), piece
            )
        found[part.key] = _parsed(value, part.shape)

    pieces = [named for piece in split(text, ",、") for named in _at_words(piece, shape.parts)]
    _each(list(enumerate(pieces)), read)
    return found


def _at_words(piece: str, parts: tuple[Part, ...]) -> list[str]:
    """A piece cut before every word of a field that follows a space: `at 100 % share 20 %`."""
    words = [word for part in parts for word in _part_words(part)]
    spaces = [at for at, sign in outside(piece) if sign.isspace()]
    cuts = [0, *(at for at in spaces if _longest(piece[at:].lstrip(), words)), len(piece)]
    return [each for at, end in itertools.pairwise(cuts) if (each := piece[at:end].strip())]


def _part_words(part: Part) -> list[str]:
    """What a field of a record may be called."""
    return [part.key, *(part.word(lang) for lang in get_args(Language))]


def _field(piece: str, parts: tuple[Part, ...], place: int) -> tuple[Part, str]:
    """Which field of a record a piece is about, and the text of its value."""
    for part in sorted(parts, key=lambda part: -len(part.key)):
        end = _longest(piece, _part_words(part))
        if end:
            return part, _SIGN.sub("", piece[end:])
    begins_with_word = piece[:1].isalpha() and any(sign.isdigit() for sign in piece)
    if begins_with_word or place >= len(parts):
        named = [part.word("en" if piece.isascii() else "zh") for part in parts]
        word = piece.rstrip("0123456789.%‰ :=-+") or piece
        raise CellError(
            [Blemish(Text("this word is not known here", "这里不认识这个词"), did_you_mean(word, named), piece)]
        )
    return parts[place], piece
