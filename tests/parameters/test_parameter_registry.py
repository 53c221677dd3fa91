"""The packaged registry is complete, consistent and refuses what it does not know."""

import re
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from sim.parameters import DTYPE, default, registry, request_matrix, role_table
from sim.parameters.loading import parse
from sim.vocabulary.roles import ROLE_NAMES

ENTRIES = list(registry().entries.values())
CATALOGUE = re.compile(r"^(O[1-7]|I\d{1,2}|S[1-6]|T\d{1,2}|W[1-7]|K\d{1,2}|F[1-4])$")
SMALL = textwrap.dedent("""\
    groups:
      pay: {en: pay, zh: 薪酬}
    parameters:
      gain:
        group: pay
        value: 0.2
        unit: share
        prior: {kind: truncated_normal, low: 0, high: 0.4}
        meaning: a rise
        source: assumption
        identified_by: an experiment
    roles:
    """) + "".join(
    f"  {role}: {{work: w, perishable: true, priority: 2, speed: 0, "
    "utilisation: 1, block_weeks: 0, drop_weeks: 0, common_share: 0, care_weight: 0, "
    "observability: 0, mix: {constant: 1}}\n"
    for role in ROLE_NAMES
)
SMALL += "requests: {design: {data: 0.1}}\n"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_entry_says_what_it_is(entry):
    """Unit, meaning, source and identification are stated; a source that was read has an address."""
    for text in (entry.unit, entry.meaning, entry.source, entry.identified_by):
        assert text.strip() == text and "to be stated" not in text
    assert entry.meaning.endswith(".") and entry.identified_by.endswith(".")
    assert entry.group in registry().groups
    assert entry.prior.contains(entry.value)
    assert all(CATALOGUE.match(row) for row in entry.catalogue)
    if entry.verified in {"verified", "secondary"}:
        assert entry.address
        assert not entry.source.startswith("assumption")
    if entry.verified == "assumption":
        assert entry.source.startswith("assumption")


def test_order_of_fields_is_the_order_of_the_registry():
    """One float64 field per parameter, in the order of the file."""
    assert DTYPE.names == tuple(registry().entries) == default().names
    assert all(DTYPE[name] == np.float64 for name in DTYPE.names)
    np.testing.assert_array_equal(default().values, [entry.value for entry in ENTRIES])


def test_small_registry_is_read():
    """A registry of one parameter parses; labels keep their Chinese."""
    found = parse(SMALL)
    assert found.groups["pay"].zh == "薪酬"
    assert found.entries["gain"].value == 0.2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("unit: share", "unit: share\n    colour: red", "colour"),
        ("    unit: share\n", "", "unit"),
        ("value: 0.2", "value: 0.5", "outside its prior"),
        ("value: 0.2", "value: .nan", "finite"),
        ("low: 0, high: 0.4", "low: 0.4, high: 0", "must lie below"),
        ("low: 0, high: 0.4", "low: 0", "needs low and high"),
        ("kind: truncated_normal", "kind: lognormal", "lognormal"),
        ("kind: truncated_normal", "kind: spike", "probability"),
        ("kind: truncated_normal", "kind: fixed", "has no low"),
        ("group: pay", "group: paid", "'paid'"),
        ("design: {data", "design: {date", "'date'"),
        ("  design:", "  designer:", "in this order"),
        ("groups:", "extra: 1\ngroups:", "'extra'"),
    ],
)
def test_registry_refuses(old, new, message):
    """Unknown fields, missing fields, impossible priors and dangling names are errors."""
    assert old in SMALL
    with pytest.raises(ValueError, match=message):
        parse(SMALL.replace(old, new, 1))


def test_role_table():
    """Ten roles in the agreed order; shares within bounds; every role has work of its own."""
    table = role_table()
    assert tuple(registry().roles) == ROLE_NAMES and table.shape == (10,)
    assert dict(zip(ROLE_NAMES, table["perishable"].tolist(), strict=True)) == {
        role: int(role in {"operations", "marketing", "private_domain"}) for role in ROLE_NAMES
    }
    assert table["priority"].tolist() == [2] * 8 + [1, 2]
    mix = sum(table[f"mix_{driver}"] for driver in ("constant", "season", "orders", "returns", "late"))
    assert (mix > 0).all()
    standing = (table["mix_orders"] == 0).nonzero()
    np.testing.assert_allclose((table["mix_constant"] + table["mix_season"])[standing], 1.0)
    with pytest.raises(ValueError, match="read-only"):
        table["speed"] = 9.0


def test_request_matrix():
    """Shares are small, nobody asks their own role, and rows are askers."""
    matrix = request_matrix()
    assert matrix.shape == (10, 10) and (matrix >= 0).all() and (np.diag(matrix) == 0).all()
    assert matrix.sum(axis=1).max() < 0.5
    assert matrix[ROLE_NAMES.index("operations"), ROLE_NAMES.index("design")] == pytest.approx(0.08)


def test_import_reads_nothing():
    """Importing the package reads no registry and loads neither the YAML reader nor scipy; asking for DTYPE does."""
    code = (
        "import sys, sim.parameters as p; from sim.parameters.loading import registry as r;"
        "assert r.cache_info().currsize == 0 and 'ruamel.yaml' not in sys.modules and 'scipy' not in sys.modules;"
        "p.DTYPE; assert r.cache_info().currsize == 1 and 'scipy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
