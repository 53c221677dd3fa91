"""What the user says where a file does not: meanings of words and headings, and answers to doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.errors import Problem
from sim.language.text import Text, in_both


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
ANSWERS: Mapping[str, Mapping[str, Text]] = {
    "amount": {
        "order": Text("it is the amount of the whole order and counts once", "整个订单的金额,只计一次"),
        "row": Text("each row has its own amount, and they are added up", "每行各有金额,相加"),
    },
    "refunds": {
        "inside": Text("the amount holds what was refunded later", "金额含之后退款的部分"),
        "taken-off": Text("the amount is what remained after the refund", "金额是退款后剩下的"),
    },
    "negative": {
        "refunds": Text("money that went back", "退回的钱"),
        "discounts": Text("a deduction from the other rows of the order", "从同一订单其他行扣减"),
    },
    "masks": {
        "guests": Text("nobody can tell them apart", "无法区分是谁"),
        "customers": Text("equal masks are one customer", "遮挡后相同的即为同一顾客"),
    },
    "busiest": {
        "guest": Text("it stands for people who are not known, such as a counter", "代表不知名的顾客,如柜台"),
        "customer": Text("it is one customer", "是同一位顾客"),
    },
    "further-rows": {
        "above": Text("they belong to the order above them", "属于上一行的订单"),
        "left-out": Text("they are no orders", "不是订单"),
    },
    "dates": {
        "day-first": Text("05/01/26 is the fifth of January", "05/01/26 为 1 月 5 日"),
        "month-first": Text("05/01/26 is the first of May", "05/01/26 为 5 月 1 日"),
        "year-first": Text("05/01/26 is the 26th of January 2005", "05/01/26 为 2005 年 1 月 26 日"),
    },
    "unit": {
        "1": Text("as they stand", "照原样"),
        "0.01": Text("in cents or fen (分)", "以分计"),
        "1000": Text("in thousands (千元)", "以千元计"),
        "10000": Text("in 万元", "以万元计"),
    },
    "pay": {
        "month": Text("a month", "每月"),
        "year": Text("a year", "每年"),
        "week": Text("a week", "每周"),
        "fortnight": Text("two weeks", "每两周"),
        "day": Text("a day", "每天"),
        "hour": Text("an hour", "每小时"),
        "wan": Text("a month, in 万元", "每月,以万元计"),
    },
    "pay-parts": {
        "sum": Text("base pay is their sum", "基本工资为各项之和"),
        "basic": Text("base pay is the first alone", "基本工资仅为第一项"),
    },
    "tenure": {
        "years": Text("numbers are years", "数字为年"),
        "months": Text("numbers are months", "数字为月"),
    },
    "split-pay": {
        "sum": Text("parts of one pay", "同一份工资的各部分"),
        "last": Text("the last one counts", "以最后一行为准"),
    },
    "vanished": {
        "left": Text("they left after the last month they are in", "在最后出现的月份之后离职"),
        "there": Text("they are still there", "仍在职"),
    },
    "contracts": {
        "one": Text("one employment from the first start", "自首次入职起为同一段任职"),
        "two": Text("the earlier one ended on the day before the next", "前一段在下一段开始前一天结束"),
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

    def ask(self, key: str, question: Text, line: int = 0, path: str = "") -> str:
        """The answer to a doubt, empty where the user gave none.

        Args:
            key: one of `ANSWERS`.
            question: what is not clear, and in how many rows.
            line: first line that shows it.
            path: field that it is about; `key` where it is left out.
        """
        if key not in self._answers:
            answer = Text("--answer {0}={1} ({2})", "--answer {0}={1}({2})")
            options = in_both((answer.format(key, *each) for each in ANSWERS[key].items()), " or ", " 或 ")
            self._problems.append(
                Problem(
                    self._file,
                    line,
                    path or key,
                    question,
                    "",
                    Text("say which: {0}", "请指明是哪一种:{0}").format(options),
                )
            )
        return self.told(key)
