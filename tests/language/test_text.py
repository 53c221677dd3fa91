"""Text in two languages."""

from datetime import date

import pytest

from sim.language.text import Text, day, in_both, joined, rmb, role_words, say


def test_a_text_is_filled_in_both_languages() -> None:
    words = Text("{who} get {0}.", "{who}得 {0}。").format(rmb(5000), who=role_words(["service", "design"]))
    assert say(words, "en") == "customer service and design get RMB 5,000."
    assert say(words, "zh") == "客服、设计得 5,000 元。"


def test_texts_and_strings_go_together() -> None:
    assert Text("a", "甲") + " 1" + Text("b", "乙") == Text("a 1b", "甲 1乙")
    assert "x" + Text("a", "甲") == Text("xa", "x甲")
    assert in_both([Text("a", "甲"), "b"], "; ", ";") == Text("a; b", "甲;b")
    assert joined([]) == Text("", "")
    assert joined(["a", "b", "c"]) == Text("a, b and c", "a、b、c")
    assert [say(part, "zh") for part in (Text("a", "甲"), "b")] == ["甲", "b"]


def test_an_f_string_refuses_a_text() -> None:
    with pytest.raises(TypeError, match="two languages"):
        f"{Text('a', '甲')}"


def test_amounts_and_days() -> None:
    assert rmb(2.5e6) == Text("RMB 2.5 million", "250 万元")
    assert day(date(2026, 3, 2)) == Text("2 March 2026", "2026年3月2日")


def test_an_empty_text_says_nothing() -> None:
    assert not Text("", "")
    assert Text("", "无")
