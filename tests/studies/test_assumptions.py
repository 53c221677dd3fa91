"""The ledger: every number once, with what is known of it; with a scenario, what hangs on it."""

from click.testing import CliRunner

from sim.cli import main
from sim.parameters import registry
from sim.parameters.posterior import posterior
from sim.studies.assumptions import MEASURES, ledger


def test_every_number_is_in_the_ledger_with_what_would_pin_it() -> None:
    table = ledger()
    assert list(table["name"]) == list(registry().entries)
    assert (table["pinned by"].str.len() > 5).all() and set(table["grade"]) <= {
        "verified",
        "secondary",
        "memory",
        "assumption",
    }
    weighed = table[table["posterior"] != ""]
    assert set(weighed["name"]) <= set(posterior().names) and weighed["moved"].any() and not weighed["moved"].all()


def test_shares_of_a_scenario_come_first_and_add_up_to_no_more_than_all(tmp_path) -> None:
    out = tmp_path / "ledger.csv"
    command = ["assumptions", "tests/scenario/small.yaml", "--replicates", "40", "--csv", str(out), "--lang", "zh"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert "公开实验检验了" in done.output and out.stat().st_size > 10_000
    table = ledger("tests/scenario/small.yaml", replicates=40)
    most = table[list(MEASURES)].max(axis=1)
    assert most.is_monotonic_decreasing and most.max() < 1.0
