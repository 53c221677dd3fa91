"""The model description says what the code does."""

import re
from pathlib import Path

from sim.parameters import default
from sim.studies.odd import refreshed

ODD = Path(__file__).parents[1] / "sim" / "ODD.md"


def test_generated_tables_are_up_to_date():
    text = ODD.read_text(encoding="utf-8")
    assert refreshed(text) == text, "write it again with `sim explain odd --out sim/ODD.md`"


def test_every_parameter_named_exists():
    text = ODD.read_text(encoding="utf-8").split("## Departures", 1)[0]
    named = {name for name in re.findall(r"\*([a-z_]+)\*", text) if "_" in name}
    assert len(named) > 15
    assert not named - set(default().names)
