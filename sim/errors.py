"""The errors a user can meet: one small family, printed by the command line without a traceback."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 200


class SimError(Exception):
    """Something the user can put right; the command line prints it and ends with exit code 2."""


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
    message: str
    value: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f" {self.path}:" if self.path else ""
        value = f" (got {self.value})" if self.value else ""
        remedy = f". {self.remedy[:1].upper()}{self.remedy[1:]}" if self.remedy else ""
        return f"{place}:{where} {self.message}{value}{remedy}"


class InputError(SimError):
    """An input file with one or more problems, all of them reported at once (the text shows the first 200).

    Args:
        problems: the problems in the order of the file; at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"… and {len(self.problems) - SHOWN:,} more problems")
        super().__init__("\n".join(lines))
