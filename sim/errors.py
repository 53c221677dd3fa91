"""The errors a user can meet: one small family, printed by the command line without a traceback.

What is wrong and what to do is said in both languages where it is raised; who prints it picks one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sim.bilingual import Text, in_both, reader_language, say

SHOWN = 200


class SimError(Exception):
    """Something the user can put right; the command line prints it and ends with exit code 2.

    Args:
        words: what is wrong and what to do: a text, or its English wording.
        zh: its Chinese wording; absent: the words read the same in both languages.
        values: fill the blanks `{0}`, `{1}` of both wordings; a value that is a text fills each with its own half.
    """

    def __init__(self, words: Text | str = "", zh: str | None = None, *values: Any) -> None:
        text = Text.same(words) if isinstance(words, str) and zh is None else words
        if isinstance(text, str):
            text = Text(text, zh or text)
        self.words: Text = text.format(*values) if values else text
        super().__init__(self.words)

    def __str__(self) -> str:
        return self.said(reader_language())

    def said(self, lang: str) -> str:
        """The words in one language."""
        return say(self.words, lang)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input.

    Attributes:
        file: name of the file as the user gave it.
        line: line number, 1 at the top; 0 where no line applies (the whole file).
        path: dotted path of the entry, for example `policies.today.pay.kpi.weights`; empty for the whole file.
        message: what is wrong.
        value: the offending value as text; empty where there is none.
        remedy: what to do about it.
    """

    file: str
    line: int
    path: str
    message: Text | str
    value: Text | str = ""
    remedy: Text | str = ""

    @property
    def words(self) -> Text:
        """Place, entry, what is wrong, the value, and what to do, in one line."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        text = Text(f"{place}:", f"{place}:") + (f" {self.path}: " if self.path else " ") + self.message
        if self.value:
            text += Text(" (got {0})", "(现为 {0})").format(self.value)
        if self.remedy:
            text += Text(". ", "。") + Text(_capital(say(self.remedy, "en")), say(self.remedy, "zh"))
        return text

    def said(self, lang: str) -> str:
        """The problem in one language."""
        return say(self.words, lang)

    def __str__(self) -> str:
        return self.said(reader_language())


def _capital(words: str) -> str:
    """Words with their first letter as a capital."""
    return words[:1].upper() + words[1:]


class InputError(SimError):
    """An input file with one or more problems, all of them reported at once (the text shows the first 200).

    Args:
        problems: the problems in the order of the file; at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        lines = [problem.words for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(Text("… and {0:,} more problems", "……另有 {0:,} 个问题").format(len(self.problems) - SHOWN))
        super().__init__(in_both(lines, "\n"))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)
