"""Every instrument of the catalogue: its rule carries it, doses move it, a setting undoes it, the page says so."""

import inspect
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from sim.cli import main
from sim.documents.fields import Frozen
from sim.studies.ablation import flagship, instruments
from sim.studies.ablation.document import DOSES, Instrument, Instruments
from sim.studies.ablation.measure import ablation, doses, holds, null
from sim.studies.ablation.study import in_shop
from sim.studies.ablation.table import page, plain

ROOT = Path(__file__).parents[3]
IDS = [f"I{number}" for number in range(1, 22)] + [f"T{number}" for number in (1, 2, 4, 5, 7, 8, 9, 10, 11)]
PARTS = ("key", "rule", "decision", "series", "own", "doses", "too_large", "null", "catalogue")
SEEDS = 48


@cache
def row(name: str) -> Instrument:
    return instruments().row(name)


def test_every_instrument_of_the_catalogue_has_its_row() -> None:
    assert [each.id for each in instruments().rows] == IDS
    assert all(each.id in each.catalogue for each in instruments().rows)


@pytest.mark.parametrize("part", PARTS)
def test_a_row_that_loses_a_part_is_refused(part: str) -> None:
    document = instruments().model_dump()
    del document["rows"][4][part]
    with pytest.raises(ValidationError, match=part):
        Instruments.model_validate(document)


def test_a_rule_a_series_and_a_parameter_must_exist() -> None:
    document = row("I5").model_dump()
    for change in ({"rule": ["sim.rules.effort.no_such"]}, {"series": "no_such"}, {"own": ["no_such"]}):
        with pytest.raises(ValidationError):
            Instrument.model_validate({**document, **change})


def test_the_parameters_that_switch_a_row_off_are_read_by_its_rule() -> None:
    for each in instruments().rows:
        source = ""
        for rule in each.rule:
            module, _, function = rule.rpartition(".")
            source += inspect.getsource(getattr(import_module(module), function).py_func)
        assert all(f"par.{name}" in source for name in each.own), each.id


def test_the_words_come_in_both_languages_and_nothing_else() -> None:
    def texts(value):
        if isinstance(value, Frozen):
            if hasattr(value, "zh"):
                yield value.en, value.zh
            for name in type(value).model_fields:
                yield from texts(getattr(value, name))

    for each in instruments().rows:
        found = list(texts(each))
        assert len(found) == 4
        for en, zh in found:
            assert en.isascii() or "×" in en
            assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)


@pytest.mark.parametrize("name", IDS)
def test_its_own_rule_carries_it_and_nothing_else_does(name: str) -> None:
    found = ablation(row(name))
    assert found.frozen == 0.0
    assert found.alone.mean != 0.0
    if not row(name).hours:
        assert found.others == ()


@pytest.mark.parametrize("name", IDS)
def test_the_decision_follows_the_dose_and_too_much_does_harm(name: str) -> None:
    each = row(name)
    found = doses(each, SEEDS)
    assert len(found.decision) == DOSES and found.rising(each.direction)
    assert found.decision[2].goes(each.direction)
    assert (found.worse > 0.0) == (each.too_large.direction == "up") and found.worse != 0.0


@pytest.mark.parametrize("name", IDS)
def test_there_is_a_setting_where_it_does_nothing_or_harms(name: str) -> None:
    found = null(row(name), 2 * SEEDS)
    assert holds(row(name), found), found


def test_money_alone_moves_nobody_who_answers_nothing_but_the_table_says_what_is_left() -> None:
    """With only its own rule frozen, pay still reaches motivation and leaving; programmes without hours do nothing."""
    assert ablation(row("I21")).without.mean != 0.0
    for name in ("I11", "I12", "I13", "I14", "I18"):
        assert ablation(row(name)).without.mean == 0.0, name


def test_the_page_says_what_the_rows_say() -> None:
    text = (ROOT / "sim" / "ROWS.md").read_text(encoding="utf-8")
    lines = text.splitlines()
    for each in instruments().rows:
        mine = [line for line in lines if line.startswith((f"| {each.id} |", f"| {each.id} {each.name.en} |"))]
        assert len(mine) == 5, f"{each.id}: write the page again with `sim ablation --out sim/ROWS.md`"
        what, apart, response, undone, effect = mine
        assert f"`{each.key}`" in what and each.decision.en in what and f"`{each.series}`" in what
        assert all(rule.removeprefix("sim.") in what for rule in each.rule)
        assert all(f"`{name}`" in apart for name in each.own)
        assert each.too_large.en in response and all(plain(value) in response for value in each.doses[0].values())
        assert each.null.en in undone and undone.endswith("✓ |")
        assert effect.count("[") == len(flagship.MEASURES)


def test_the_command_prints_rows_in_both_languages() -> None:
    done = CliRunner().invoke(main, ["ablation", "I5", "--quick", "--lang", "zh"])
    assert done.exit_code == 0, done.output
    assert "客户终身价值奖" in done.output and "剂量反应" in done.output
    assert CliRunner().invoke(main, ["ablation", "I99", "--quick"]).exit_code == 2
    assert "award for loyal customers" in page([in_shop(row("I5"), 8)], "en", "0", (1, 1))


@pytest.mark.slow
def test_effects_in_the_flagship_are_those_of_the_page() -> None:
    """The page is measured with more draws; here its means must lie inside the ranges of fewer."""
    text = (ROOT / "sim" / "ROWS.md").read_text(encoding="utf-8")
    rows = instruments().rows
    for each, found in zip(rows, flagship.effects(rows, ROOT / "scenarios" / "flagship.yaml", 24, 4), strict=True):
        line = next(
            line for line in text.splitlines() if line.startswith(f"| {each.id} {each.name.en} |") and "[" in line
        )
        mean = float(line.split("|")[2].split("[")[0])
        assert found["gmv"].low <= mean <= found["gmv"].high, each.id
