"""From the texts of a column to days, states and flags, with a problem for every row that cannot be understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np

from sim.errors import Problem
from sim.intake.cells import shown
from sim.intake.dates import NO_DAY, Refused, parse_all
from sim.intake.table import Table
from sim.language.text import Text

Meaning = TypeVar("Meaning")
_MOST_WORDS = 60


def days(
    table: Table, field: str, problems: list[Problem], required: bool, order: str = "", months: bool = False
) -> np.ndarray:
    """Days of a column, int32[n] since 1970-01-01, `NO_DAY` where blank.

    Args:
        table: the file.
        field: a column of dates; a file without it has blanks.
        problems: receives every row whose date is refused, or blank though required.
        required: whether a blank is a problem.
        order: what comes first in dates of short numbers, where the user says it (see `dates.ORDERS`).
        months: whether months without a day are taken for their middle.
    """
    column = table.words.get(field)
    if column is None:
        return np.full(len(table), NO_DAY, dtype=np.int32)
    by_word, refused = parse_all(column.vocabulary, order, months)
    found = by_word[column.codes]
    if required:
        refused[0] = Refused(
            Text("there is no date", "没有日期"),
            Text("write a date in this row, or leave the row out", "请在该行写上日期,或删去该行"),
        )
    used = np.bincount(column.codes, minlength=len(column.vocabulary))
    for code, fault in refused.items():
        if not used[code]:
            continue
        for row in np.flatnonzero(column.codes == code)[:100]:
            cell = column.vocabulary[code]
            problems.append(
                Problem(
                    table.file, int(table.lines[row]), field, fault.message, shown(cell) if cell else "", fault.remedy
                )
            )
    return found


def meanings(
    table: Table, field: str, problems: list[Problem], known: Callable[[str], Meaning | None], remedy: Text
) -> tuple[np.ndarray, tuple[Meaning, ...]]:
    """What the words of a column mean.

    Args:
        table: the file, which has the column.
        field: a column of words.
        problems: receives one problem for every word that is not known, with the first row it stands in.
        known: meaning of a word, None when it is unknown.
        remedy: what to do about an unknown word.

    Returns:
        int32[n] codes, and the meanings they stand for.
    """
    column = table.words[field]
    found: list[Meaning] = []
    translated = np.zeros(len(column.vocabulary), dtype=np.int32)
    for code, word in enumerate(column.vocabulary):
        meaning = known(word)
        if meaning is None:
            rows = np.flatnonzero(column.codes == code)
            if len(rows):
                problems.append(_unknown(table, field, int(rows[0]), len(rows), word, remedy))
            continue
        if meaning not in found:
            found.append(meaning)
        translated[code] = found.index(meaning)
    return translated[column.codes], tuple(found)


def _unknown(table: Table, field: str, row: int, count: int, word: str, remedy: Text) -> Problem:
    """A word nobody knows; shown unless it, or its column, looks like names or numbers of persons."""
    harmless = len(table.words[field].vocabulary) <= _MOST_WORDS and len(word) <= 30 and not any(map(str.isdigit, word))
    value = repr(word) if harmless and "@" not in word else "a text that is not shown"
    message = Text(
        "the meaning of this word is not known (rows with it: {0})", "不认识这个词的含义(含该词的行:{0})"
    ).format(count)
    return Problem(table.file, int(table.lines[row]), field, message, value, remedy)


def with_own_words(
    own: Mapping[str, Meaning], known: Callable[[str], Meaning | None]
) -> Callable[[str], Meaning | None]:
    """Meanings that the user gave, before those the program knows."""
    return lambda word: own[word] if word in own else known(word)
