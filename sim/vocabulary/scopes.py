"""Whose result a plan pays for."""

from typing import NamedTuple


class Scope(NamedTuple):
    """A scope: its name, in English and in Chinese; whether a document may name it, else one instrument needs it."""

    name: str
    en: str
    zh: str
    payable: bool = True


SCOPES = (
    Scope("own", "own", "本人负责的"),
    Scope("unit", "unit", "本组的"),
    Scope("company", "company", "全公司的"),
    Scope("line", "one line", "单条产品线的", payable=False),
    Scope("person", "person", "个人的", payable=False),
)
PAYABLE_SCOPES = tuple(scope.name for scope in SCOPES if scope.payable)
