"""What the user says where a file does not: meanings of words and headings, and answers to doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.errors import Problem


@dataclass(frozen=True)
class Words:
    """What the program does not know by itself.

    Attributes:
        states: meaning of further order states: `paid`, `cancelled`, `returned`.
        roles: role of further job titles.
        employment: meaning of further words of employments: `there`, `left`, `dismissed`.
        columns: heading of a field, `none` for a field that the file does not have.
        answers: answer by doubt, see `ANSWERS`.
    """

    states: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    employment: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


NO_WORDS = Words()

#: The doubts a file can leave, and for each the answers with what they mean.
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "amount": {
        "order": "it is the amount of the whole order and counts once",
        "row": "each row has its own amount, and they are added up",
    },
    "refunds": {
        "inside": "the amount holds what was refunded later",
        "taken-off": "the amount is what remained after the refund",
    },
    "negative": {
        "refunds": "money that went back",
        "discounts": "a deduction from the other rows of the order",
    },
    "masks": {
        "guests": "nobody can tell them apart",
        "customers": "equal masks are one customer",
    },
    "busiest": {
        "guest": "it stands for people who are not known, such as a counter",
        "customer": "it is one customer",
    },
    "further-rows": {
        "above": "they belong to the order above them",
        "left-out": "they are no orders",
    },
    "dates": {
        "day-first": "05/01/26 is the fifth of January",
        "month-first": "05/01/26 is the first of May",
        "year-first": "05/01/26 is the 26th of January 2005",
    },
    "unit": {
        "1": "as they stand",
        "0.01": "in cents or fen (分)",
        "1000": "in thousands (千元)",
        "10000": "in 万元",
    },
    "pay": {
        "month": "a month",
        "year": "a year",
        "week": "a week",
        "fortnight": "two weeks",
        "day": "a day",
        "hour": "an hour",
        "wan": "a month, in 万元",
    },
    "pay-parts": {
        "sum": "base pay is their sum",
        "basic": "base pay is the first alone",
    },
    "tenure": {
        "years": "numbers are years",
        "months": "numbers are months",
    },
    "split-pay": {
        "sum": "parts of one pay",
        "last": "the last one counts",
    },
    "vanished": {
        "left": "they left after the last month they are in",
        "there": "they are still there",
    },
    "contracts": {
        "one": "one employment from the first start",
        "two": "the earlier one ended on the day before the next",
    },
    "currency": {},
    "layout": {},
    "sheet": {},
}


class Doubts:
    """Asks where a file can be read in two ways; what was not answered becomes a problem that lists the answers.

    Args:
        file: name of the file.
        answers: what the user has answered.
        problems: receives a problem for every doubt without an answer.
    """

    def __init__(self, file: str, answers: Mapping[str, str], problems: list[Problem]) -> None:
        self._file, self._answers, self._problems = file, answers, problems

    def told(self, key: str) -> str:
        """The answer the user gave, empty where there is none."""
        return self._answers.get(key, "")

    def ask(self, key: str, question: str, line: int = 0, path: str = "") -> str:
        """The answer to a doubt, empty where the user gave none.

        Args:
            key: one of `ANSWERS`.
            question: what is not clear, and in how many rows.
            line: first line that shows it.
            path: field that it is about; `key` where it is left out.
        """
        if key not in self._answers:
            options = " or ".join(f"--answer {key}={name} ({what})" for name, what in ANSWERS[key].items())
            self._problems.append(Problem(self._file, line, path or key, question, "", f"say which: {options}"))
        return self.told(key)
