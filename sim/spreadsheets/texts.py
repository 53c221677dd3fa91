"""Values as the text of a cell: `gmv 40 % + repurchase 60 %`, `at 100 %, share 20 %; at 120 %, share 50 %`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from sim.language.terms import Language
from sim.spreadsheets.numbers import written
from sim.spreadsheets.shapes import Part, Shape
from sim.spreadsheets.splitting import QUOTES
from sim.spreadsheets.words import flag_word, is_none, none_word, word


def text_of(value: Any, shape: Shape, lang: Language) -> str:
    """A value as the text of a cell; `cells.parsed` reads it back exactly.

    Args:
        value: as an instrument holds it.
        shape: what it is.
        lang: language of the words.
    """
    if value is None or (shape.form in ("list", "pairs") and not value):
        return none_word(lang)
    if shape.form == "text":
        return _own_text(value, shape)
    return _written(value, shape, lang)


def _own_text(value: str, shape: Shape) -> str:
    """A text that fills a cell: as it is, in quotes where it would be read as something else."""
    plain = value and value == value.strip() and value[0] not in QUOTES and value.isprintable()
    return value if plain and not (shape.optional and is_none(value)) else _quoted(value)


def _quoted(value: str) -> str:
    """A text in quotes that mark where it ends."""
    return json.dumps(value, ensure_ascii=not value.isprintable())


def _written(value: Any, shape: Shape, lang: Language) -> str:
    """A value without what would set it apart from its neighbours."""
    if shape.form in ("number", "whole"):
        return written(value, shape)
    if shape.form == "flag":
        return flag_word(value, lang)
    if shape.form == "choice":
        return word(value, shape.choices, lang)
    if shape.form == "list" and shape.item:
        between = "; " if not shape.item.plain else "、" if lang == "zh" and shape.item.form == "choice" else ", "
        return between.join(_inside(each, shape.item, lang, shape.item.form == "record") for each in value)
    if shape.form == "pairs":
        return _pairs(value, shape, lang)
    if shape.form == "record":
        return _record(value, shape, lang)
    if isinstance(value, date):
        return value.isoformat()
    return _quoted(value) if isinstance(value, str) else json.dumps(to_jsonable_python(value, by_alias=True))


def _inside(value: Any, shape: Shape, lang: Language, bare: bool = False) -> str:
    """A value as a part of another, in brackets where its end would not be seen."""
    if value is None:
        return none_word(lang)
    text = _written(value, shape, lang)
    return text if text and (shape.plain or bare or shape.form == "other") else f"({text})"


def _pairs(value: Any, shape: Shape, lang: Language) -> str:
    """Keys with their values: numbers as a sum of shares, anything else as a list."""
    assert shape.key
    assert shape.item
    numbers = shape.item.form in ("number", "whole") and not shape.item.optional
    sign, between = (" ", " + ") if numbers else (": ", "; ")
    return between.join(
        _written(name, shape.key, lang) + sign + _inside(each, shape.item, lang) for name, each in value.items()
    )


def _record(value: BaseModel, shape: Shape, lang: Language) -> str:
    """Fields with their values; absent ones are left out where that means the same."""
    named = []
    for part in shape.parts:
        each = getattr(value, part.name)
        named.append((_left_out(each, part), f"{part.word(lang)} {_inside(each, part.shape, lang)}"))
    return ", ".join([text for left_out, text in named if not left_out] or [text for _, text in named])


def _left_out(value: Any, part: Part) -> bool:
    """Whether a field says nothing that its absence would not say."""
    silent = value is None or value is False or repr(value) == "0.0" or value in ((), {}, "")
    return not part.required and value == part.default and silent
