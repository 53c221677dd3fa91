"""Words of order states, flags, reasons of leaving and roles, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from sim.intake.vocabulary import vocabulary

PAID, CANCELLED, CLOSED, RETURNED, PARTLY = "paid", "cancelled", "closed", "returned", "partly returned"

SALE, REFUND, OTHER = "sale", "refund", "other"
OUTSIDE = "outside"
THERE, LEFT, DISMISSED = "there", "left", "dismissed"
_DELETED = "(删除)"
_BEFORE = re.compile(r"^\((?:锁定|暂停|挂起)\)")
_SPACES = re.compile(r"[\s_]+")


def plain(word: str) -> str:
    """A word in the form of the lists: full-width forms folded, lower case, single spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", word).strip().lower())


@cache
def _states() -> dict[str, str]:
    """Meaning of each word of an order state."""
    return {word: meaning for meaning, words in vocabulary()["states"].items() for word in words}


def order_state(word: str) -> str | None:
    """What an order status means, None when nobody knows it; a blank one means paid."""
    text = plain(word)
    if text.startswith(_DELETED):
        return CANCELLED
    return PAID if not word else _states().get(_BEFORE.sub("", text)) or _states().get(text)


def aftersale_state(word: str) -> str | None:
    """What the state of a refund means: returned, partly returned, or paid (nothing went back)."""
    text = plain(word)
    if not text or text in vocabulary()["not_returned"]:
        return PAID
    state = _states().get(text)
    return state if state in (RETURNED, PARTLY) else None


def closing(reason: str) -> str:
    """What the reason of closing an order says: returned, cancelled (never paid), or nothing (an empty text)."""
    text = plain(reason)
    for meaning, parts in vocabulary()["closing"].items():
        if any(part in text for part in parts):
            return str(meaning)
    return ""


def sort(word: str) -> str | None:
    """What a sort of row is: a sale, a refund, or something else such as a fee; None when nobody knows it."""
    text, known = plain(word), vocabulary()
    found = next((meaning for meaning, listed in known["sorts"].items() if text in listed), None)
    if found is None and any(part in text for part in known["other_sorts"]):
        return OTHER
    return found


def flag(word: str) -> bool | None:
    """Meaning of yes and no, None when it is neither."""
    text, flags = plain(word), vocabulary()["flags"]
    if not text or text in flags["no"]:
        return False
    return True if text in flags["yes"] else None


def employment(word: str) -> str | None:
    """Whether a word of an employment, or a flag of leaving, says there, left or dismissed; None for others."""
    text = plain(word)
    found = next((meaning for meaning, listed in vocabulary()["employment"].items() if text in listed), None)
    if found:
        return found
    left = flag(word)
    return None if left is None else LEFT if left else THERE


def pay_period(text: str) -> str:
    """The period that a word or a heading of pay names: hour, day, week, month or year; empty where it names none."""
    plainly = plain(text)
    for period, listed in vocabulary()["pay_periods"].items():
        if plainly in listed:
            return str(period)
    words = set(re.split(r"[^a-z]+", plainly))
    for period, listed in vocabulary()["pay_periods"].items():
        if any(word in words if word.isascii() else word in plainly for word in listed):
            return str(period)
    return ""


def dismissed(reason: str) -> bool:
    """Whether a reason of leaving says that the company ended the employment."""
    text = plain(reason)
    return any(word in text for word in vocabulary()["dismissed"])


def role(word: str) -> str | None:
    """The role a job title or department belongs to, `outside` for functions the model has none for, else None.

    A title that is one of the role words wins; then functions outside; then the first role one of whose words is part
    of the title (English words of up to four letters as whole words, longer ones also as beginnings).
    """
    text, roles = plain(word), vocabulary()["roles"]
    for name, words in roles.items():
        if text == name or text in words:
            return name
    if _mentions(text, vocabulary()["outside"]):
        return OUTSIDE
    return next((name for name, words in roles.items() if _mentions(text, words)), None)


def _mentions(text: str, words: Sequence[str]) -> bool:
    for word in words:
        if not word.isascii():
            if word in text:
                return True
        elif re.search(rf"\b{re.escape(word)}" + (r"\b" if len(word) < 5 else ""), text):
            return True
    return False
