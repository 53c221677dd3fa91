"""Broken files: every problem at once, with line, place and remedy; exit code 2; never a traceback, never a hang."""

import re
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli import main
from sim.errors import InputError
from sim.language.text import say
from sim.scenario import load

BROKEN = Path(__file__).parent / "broken"

# File -> the problems it must report: line, dotted path, words of the message, words of the remedy.
EXPECTED = {
    "01_empty": [(0, "", "empty", "sim new")],
    "02_binary": [(0, "", "binary", "YAML text file")],
    "03_truncated": [(17, "", "not valid YAML", "brackets")],
    "04_gb18030": [(2, "", "not encoded as UTF-8", "save it as UTF-8")],
    "05_circle": [
        (16, "policies.today.extends", "today -> quota -> today", "extend nothing"),
        (20, "policies.quota.extends", "circle", "extend nothing"),
        (21, "policies.quota.start", "baseline", "remove"),
    ],
    "06_exploding_aliases": [(4, "", "aliases are expanded", "shorten")],
    "07_not_a_number": [
        (10, "lines[0].conversion", "finite", "NaN"),
        (12, "lines[1].basket_rmb", "finite", "infinity"),
    ],
    "08_huge": [
        (5, "company.weeks", "at most 520", "correct"),
        (7, "company.seats.operations.heads", "too large", "zeros"),
        (10, "lines[0].visits", "at most 1,000,000,000", "unit"),
    ],
    "09_negative": [
        (7, "company.seats.operations.base_rmb", "at least 0", "correct"),
        (8, "company.seats.service.heads", "at least 0", "correct"),
        (10, "lines[0].return_rate", "at least 0", "correct"),
    ],
    "10_unknown_keys": [
        (5, "company.week", "unknown key", "'weeks'"),
        (8, "company.seats.servce", "unknown key", "'service'"),
        (10, "lines[0].converson", "unknown key", "'conversion'"),
        (17, "policies.today.pay.kpi.target_rbm", "unknown key", "'target_rmb'"),
    ],
    "11_duplicate_keys": [
        (6, "company.weeks", "first on line 5", "keep one"),
        (19, "policies.today", "first on line 16", "keep one"),
    ],
    "12_impossible_dates": [
        (4, "company.start", "does not exist", "correct the month"),
        (20, "policies.quota.start", "does not exist", "correct the month"),
    ],
    "13_disagreeing_parts": [
        (7, "company.seats.operations.tiers", "sum to 2", "agree"),
        (12, "lines[1].name", "taken by lines[0]", "its own name"),
        (14, "baseline", "yesterday", "today, quota"),
        (18, "policies.today.pay.kpi.weights", "sum to 1.2", "sum to 1"),
        (21, "policies.quota.start", "Tuesday", "2026-04-06"),
        (22, "policies.quota.announce", "after it starts", "before"),
        (25, "policies.quota.pay.quota.roles[0]", "no seats for 'design'", "company.seats"),
    ],
    "14_wrong_types": [
        (7, "company.seats.operations.heads", "whole number", "without decimals"),
        (10, "lines[0].visits", "a number", "20000"),
        (10, "lines[0].gross_margin", "a number", "0.12"),
        (12, "lines[1].basket_rmb", "a number", "0.12"),
        (17, "policies.today.pay.kpi.roles[0]", "not known", "'operations'"),
        (23, "policies.quota.pay.quota.target_rmb", "a number", "0.12"),
    ],
    "15_bad_indent": [(5, "", "not valid YAML", "spaces, not tabs")],
    "16_deeply_nested": [(1, "", "deep", "8 deep")],
    "17_self_reference": [(2, "", "contains itself", "write the entries out")],
    "18_tags_and_merge": [
        (2, "name", "tags", "remove"),
        (2, "name", "text", "quotes"),
        (19, "policies.quota.<<", "merge keys", "extends"),
    ],
    "19_not_a_mapping": [(1, "", "a mapping", "sim new")],
    "20_utf16": [(0, "", "UTF-16", "UTF-8")],
    "21_second_document": [(24, "", "second document", "---")],
    "22_nothing_in_it": [
        (2, "name", "text", "value"),
        (3, "company", "mapping", "value"),
        (4, "lines", "at least 1", "add"),
        (5, "policies", "at least 1", "add"),
    ],
}

CHINESE = re.compile("[\u4e00-\u9fff]")


def test_every_broken_file_is_expected() -> None:
    assert {file.stem for file in BROKEN.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_all_problems_are_told_with_line_and_remedy(name: str) -> None:
    began = time.perf_counter()
    with pytest.raises(InputError) as caught:
        load(BROKEN / f"{name}.yaml")
    assert time.perf_counter() - began < 5
    problems = caught.value.problems
    assert [(each.line, each.path) for each in problems] == [(line, path) for line, path, _, _ in EXPECTED[name]]
    for each, (_, _, message, remedy) in zip(problems, EXPECTED[name], strict=True):
        assert message in say(each.message, "en")
        assert remedy in say(each.remedy, "en")
        assert CHINESE.search(say(each.message, "zh")), each
        assert CHINESE.search(say(each.remedy, "zh")), each
        assert f"{name}.yaml" in str(each)


def told(stderr: str) -> list[str]:
    """Return the lines of a refusal, without the signs of life of a busy machine."""
    return [line for line in stderr.splitlines() if not re.fullmatch(r"\w+: \d+ s", line)]


@pytest.mark.parametrize("name", EXPECTED)
def test_command_ends_with_code_two_and_no_traceback(name: str) -> None:
    result = CliRunner().invoke(main, ["check", str(BROKEN / f"{name}.yaml")])
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert len(told(result.stderr)) == len(EXPECTED[name])
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("path", ["no/such/file.yaml", ".", "/dev/zero"])
def test_what_is_no_file(path: str) -> None:
    result = CliRunner().invoke(main, ["check", path])
    assert result.exit_code == 2
    assert len(told(result.stderr)) == 1


def test_too_large(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_text("# filler\n" * 100_000)
    with pytest.raises(InputError, match="larger than"):
        load(file)
