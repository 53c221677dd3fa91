"""A scenario that states what decides says so in words."""

from datetime import date

import pytest

from sim.scenario.loading import loads
from sim.scenario.template import template
from sim.scenario.words import describe


@pytest.mark.parametrize(("lang", "words"), [("en", "Guardrails: nps at least 20 in each quarter"), ("zh", "底线:nps")])
def test_what_decides_is_said(lang, words) -> None:
    text = template("shop", date(2026, 1, 5)).replace("turnover: {worse_by: 2}", "nps: {at_least: 20, every: quarter}")
    assert words in describe(loads(text), lang)
