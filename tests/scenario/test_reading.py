"""Reading YAML: values as YAML 1.2 has them, and lines."""

import math
import re
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.documents import reading
from sim.documents.reading import dotted, read, resolve
from sim.errors import InputError
from sim.scenario.loading import loads


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("1e3", 1000.0),
        ("1.5E-2", 0.015),
        (".5", 0.5),
        ("5.", 5.0),
        ("1_000", "1_000"),
        ("190:20", "190:20"),
        ("2026-01-05", "2026-01-05"),
        (".inf", math.inf),
        ("-.inf", -math.inf),
        ("0.1.2", "0.1.2"),
        ("12 %", "12 %"),
    ],
)
def test_plain_scalars(text: str, value: object) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


def test_not_a_number() -> None:
    assert math.isnan(resolve(".nan"))


def test_quotes_keep_text() -> None:
    assert read("a: \"12\"\nb: 'no'\nc: |\n  1\n", "x").data == {"a": "12", "b": "no", "c": "1\n"}


PIECES = [
    *("a", "b: ", ": ", "- ", "? ", "[", "]", "{", "}", ", ", "\n", "\n  ", "\n- ", "1", "'", '"', "&a ", "*a", "!t "),
    *("#", " # x", "|\n", ">-\n", "%", "---\n", "...", "\\/", "~", "no", "中", "::", "<<: ", "\t", "\u2028", "\x85"),
    *("\ufeff", "@", "a:1"),
]


def understood(text: str) -> object:
    """What is read from a text, or what is said of it."""
    try:
        found = read(text, "x")
    except InputError as error:
        return str(error)
    return found.data, found.lines, found.problems


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_the_quick_reader_reads_what_the_thorough_one_reads(text: str) -> None:
    quick = understood(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_SLOWLY", re.compile(""))
        assert understood(text) == quick


def test_lines_and_aliases() -> None:
    document = read("a: &a {x: 1}\nb:\n  - *a\n  -\n    y: 2\n", "x")
    assert document.data == {"a": {"x": 1}, "b": [{"x": 1}, {"y": 2}]}
    assert document.lines["a", "x"] == 1
    assert document.lines["b", 0] == 3
    assert document.lines["b", 1, "y"] == 5
    assert dotted(("b", 1, "y")) == "b[1].y"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_survive(number: float) -> None:
    assert resolve(repr(number)) == number


@given(st.text(alphabet=string.printable, max_size=300))
def test_any_text_loads_or_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        loads(text)


@pytest.mark.parametrize(
    "sign", ["[", "{", "- ", "? ", "&a ", "!", "x ", "'", "a: b\n", "a: &a [*a]\n", "#\n", "a: |\n  "]
)
def test_no_repetition_hangs(sign: str) -> None:
    began = time.perf_counter()
    with pytest.raises(InputError):
        loads(sign * (60_000 // len(sign)))
    assert time.perf_counter() - began < 5


@given(st.data())
def test_cutting_and_changing_never_breaks_the_reader(small_text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(small_text)))
    end = data.draw(st.integers(start, min(len(small_text), start + 80)))
    filling = data.draw(st.sampled_from(["", "null", ".nan", "-1", "[]", "{}", "1e308", '"', ": ", "\n", "all", "*a"]))
    try:
        loads(small_text[:start] + filling + small_text[end:])
    except InputError as error:
        problems = error.problems
    else:
        problems = ()
    assert all(problem.message and problem.remedy for problem in problems)
