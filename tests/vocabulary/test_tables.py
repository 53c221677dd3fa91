"""The tables of names: no name twice, words in both languages, the order that the engine relies on."""

import pytest

from sim.vocabulary import channels, metrics, periods, roles, scopes, shocks, tiers, triggers

TABLES = {
    "roles": roles.ROLES,
    "metrics": metrics.METRICS,
    "channels": channels.CHANNELS,
    "scopes": scopes.SCOPES,
    "periods": periods.PERIODS,
    "tiers": tiers.TIERS,
    "triggers": triggers.TRIGGERS,
    "shocks": shocks.SHOCKS,
}
WORDED = [(table, row) for table, rows in TABLES.items() for row in rows if hasattr(row, "zh")]


@pytest.mark.parametrize("table", TABLES)
def test_no_name_and_no_word_stands_twice(table: str) -> None:
    for column in ("name", "en", "zh"):
        values = [getattr(row, column) for row in TABLES[table] if hasattr(row, column)]
        assert len(set(values)) == len(values)


@pytest.mark.parametrize(("table", "row"), WORDED, ids=[f"{table}-{row.name}" for table, row in WORDED])
def test_every_row_has_words_in_both_languages(table: str, row) -> None:
    assert row.en and row.en.isascii()
    assert any("\u4e00" <= sign <= "\u9fff" for sign in row.zh)


def test_amounts_stand_before_levels_and_levels_before_what_queues_log() -> None:
    kinds = [metric.kind for metric in metrics.METRICS]
    assert kinds == sorted(kinds, key=("amount", "level", "queue").index)
    assert kinds[metrics.FIRST_LEVEL] == "level" and kinds[metrics.FIRST_LEVEL - 1] == "amount"
    assert kinds[metrics.FIRST_QUEUE] == "queue" and kinds[metrics.FIRST_QUEUE - 1] == "level"


@pytest.mark.parametrize("module", [roles, metrics, channels, triggers], ids=lambda module: module.__name__)
def test_a_number_that_the_engine_knows_is_named_after_its_row(module) -> None:
    table = TABLES[module.__name__.rpartition(".")[2]]
    numbers = {name: value for name, value in vars(module).items() if name.isupper() and type(value) is int}
    named = {name: value for name, value in numbers.items() if name.lower() in {row.name for row in table}}
    assert named and all(table[value].name == name.lower() for name, value in named.items())
    assert set(numbers) - set(named) <= {"FIRST_LEVEL", "FIRST_QUEUE", "LOYAL_ORDERS"}
