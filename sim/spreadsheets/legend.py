"""The legend of a pay plan: every column with its meaning, how to write it, and the words allowed."""

from __future__ import annotations

from collections.abc import Sequence

from sim.language.terms import Language
from sim.spreadsheets.columns import KIND, NAME, Column, Layout
from sim.spreadsheets.shapes import Part, Shape
from sim.spreadsheets.texts import text_of
from sim.spreadsheets.words import FORMS, LEGEND, flag_word, none_word, notes, word

FACTS = ("heading", "key", "kinds", "means", "form", "allowed", "blank")


def legend(layout: Layout, columns: Sequence[Column], lang: Language) -> list[list[str]]:
    """Rows of text: a heading row, one for every column of the plan, then advice.

    Args:
        layout: the columns known.
        columns: those of the plan, in its order.
        lang: language of the text.
    """
    rows = [[LEGEND[fact][lang] for fact in FACTS]]
    rows += [_row(column, layout, lang) for column in columns]
    return [*rows, [], *([note] for note in notes(lang))]


def choices(column: Column, layout: Layout) -> tuple[str, ...]:
    """The words a column may hold, of all kinds that have it."""
    if column.key == KIND:
        return tuple(layout.kinds)
    return tuple(dict.fromkeys(choice for each in column.fields.values() for choice in _choices(each.part.shape)))


def words_of(column: Column, layout: Layout, lang: Language) -> list[str]:
    """The words to choose one of in a column; empty where there are none or several may be written."""
    if column.key == KIND or column.shape.form == "choice":
        allowed = choices(column, layout)
        return [word(each, allowed, lang) for each in allowed]
    return [flag_word(flag, lang) for flag in (True, False)] if column.shape.form == "flag" else []


def _choices(shape: Shape) -> list[str]:
    """Every word that a shape may hold, keys of pairs and items of lists included."""
    inner = [each for each in (shape.key, shape.item, *(part.shape for part in shape.parts)) if each]
    return [*shape.choices, *(choice for each in inner for choice in _choices(each))]


def _row(column: Column, layout: Layout, lang: Language) -> list[str]:
    """What the legend says about one column."""
    kinds = tuple(layout.kinds)
    owners = [word(kind, kinds, lang) for kind in column.fields]
    everywhere = LEGEND["every"][lang]
    applies = everywhere if not column.fields or len(owners) == len(kinds) else _joined(owners, lang)
    allowed = choices(column, layout)
    says = [column.says(lang), *(_part(part, lang) for part in _parts(column.shape))]
    return [
        column.title(lang),
        column.key,
        applies,
        "\n".join(filter(None, says)),
        FORMS["choice"][lang] if column.key == KIND else _form(column, lang),
        _joined([word(each, allowed, lang) for each in allowed], lang),
        _blank(column, layout, lang),
    ]


def _joined(words: list[str], lang: Language) -> str:
    """A list of words."""
    return ("、" if lang == "zh" else ", ").join(words)


def _parts(shape: Shape) -> tuple[Part, ...]:
    """Fields of the records that stand inside of one cell."""
    inner = shape.item if shape.form in ("list", "pairs") else shape
    return inner.parts if inner else ()


def _part(part: Part, lang: Language) -> str:
    """One field of a record inside of a cell, with what it means."""
    sign = "：" if lang == "zh" else ": "
    return f"· {part.word(lang)}{sign}{part.says(lang)}"


def _form(column: Column, lang: Language) -> str:
    """How to write a value of a column; a list of numbers as its default shows, in the right order and length."""
    shape = column.shape
    default = next((each.part.default for each in column.fields.values() if each.part.default), None)
    if shape.form == "list" and shape.item and shape.item.form in ("number", "whole") and default:
        return FORMS["example"][lang].format(text_of(default, shape, lang))
    return how(shape, lang)


def how(shape: Shape, lang: Language) -> str:
    """How to write a value of a shape."""
    if shape.plain:
        return FORMS[shape.unit or shape.form][lang]
    if shape.form == "other":
        return FORMS["other"][lang]
    return FORMS["example"][lang].format(_example(shape, lang))


def _example(shape: Shape, lang: Language, place: int = 0) -> str:
    """A value of a shape as a cell would have it; `place` makes neighbours differ."""
    if shape.form == "choice":
        return word(shape.choices[place % len(shape.choices)], shape.choices, lang)
    if shape.form in ("number", "whole"):
        shares, counts = ("40 %", "60 %"), ("2000", "1000") if shape.unit == "rmb" else ("1", "2")
        return (shares if shape.unit in ("percent", "rate") else counts)[place % 2]
    if shape.form == "list" and shape.item:
        between = "; " if not shape.item.plain else "、" if lang == "zh" else ", "
        return between.join(_inside(shape.item, lang, at, shape.item.form == "record") for at in (0, 1))
    if shape.form == "pairs" and shape.key and shape.item:
        sign, between = (" ", " + ") if shape.item.form in ("number", "whole") else (": ", "; ")
        pairs = [_example(shape.key, lang, at) + sign + _inside(shape.item, lang, at) for at in (0, 1)]
        return between.join(pairs)
    if shape.form == "record":
        return ", ".join(f"{part.word(lang)} {_inside(part.shape, lang, place)}" for part in shape.parts)
    return {"flag": flag_word(True, lang), "day": "2026-01-05", "text": '"A"'}.get(shape.form, "{}")


def _inside(shape: Shape, lang: Language, place: int, bare: bool = False) -> str:
    """An example as a part of another."""
    text = _example(shape, lang, place)
    return text if shape.plain or bare else f"({text})"


def _blank(column: Column, layout: Layout, lang: Language) -> str:
    """What a blank cell means."""
    if column.key in (NAME, KIND):
        return LEGEND["needed"][lang]
    needing = [word(kind, tuple(layout.kinds), lang) for kind, each in column.fields.items() if each.required]
    texts = []
    if needing:
        everybody = len(needing) == len(column.fields)
        text = LEGEND["needed"][lang] if everybody else LEGEND["required"][lang].format(_joined(needing, lang))
        texts.append(text)
    owners: dict[str, list[str]] = {}
    for kind, each in column.fields.items():
        if not each.required:
            default = _default(each.part, lang)
            owners.setdefault(default, []).append(word(kind, tuple(layout.kinds), lang))
    several = len(owners) + len(texts) > 1
    texts += [f"{default} ({_joined(kinds, lang)})" if several else default for default, kinds in owners.items()]
    return "; ".join(texts)


def _default(part: Part, lang: Language) -> str:
    """The value that a blank cell stands for."""
    return none_word(lang) if part.default is None else text_of(part.default, part.shape, lang)
