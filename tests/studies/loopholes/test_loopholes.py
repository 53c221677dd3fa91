"""A planted loophole is found with its best response and its patch; where there is none, none is said."""

from io import StringIO

import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console

from sim.cli import main
from sim.errors import SimError
from sim.scenario.loading import loads
from sim.studies.loopholes import loopholes
from sim.studies.loopholes.document import actions
from sim.studies.outcomes import Luck, Outcomes, value

#: What is talked into orders comes back three times as often as usual; customers do not mind, so sales alone suffer
#: nothing, and who is paid for them does best to push as far as it goes.
SHOP = """
version: 1
name: Small shop
company:
  start: 2026-01-05
  weeks: 40
  burn_in_weeks: 12
  seats:
    operations: {heads: 5, base_rmb: 9000}
    service: {heads: 4, base_rmb: 6000}
lines:
  - {name: tea, visits: 20000, conversion: 0.03, basket_rmb: 180, gross_margin: 0.3, return_rate: 0.12,
     repeat_weekly: 0.018, churn_weekly: 0.022, returnable: 3}
behaviour: {push_conversion: 0.4, push_dissatisfaction: 0, satisfaction_repeat: 0, satisfaction_churn: 0,
            complaint_churn: 0, rating_conversion: 0, bargain_loss: 0}
policies:
  today: {}
  pay_for_sales:
    extends: today
    pay: {commission: {kind: commission, roles: [operations], metric: gmv, scope: own, rate: 0.04}}
  pay_for_margin:
    extends: today
    pay: {commission: {kind: commission, roles: [operations], metric: margin, scope: own, rate: 0.05}}
"""


@pytest.fixture(scope="module")
def shop():
    return loads(SHOP)


@pytest.fixture(scope="module")
def sales(shop):
    return loopholes(shop, "pay_for_sales", replicates=30)


def test_the_planted_loophole_is_found_with_its_best_response(shop, sales) -> None:
    assert [each.actions for each in sales.found] == [("push",)]
    assert sales.best.actions == ("push",)
    # by hand: who pushes as far as it pays gets 4 % of what is sold more
    outcomes, known = Outcomes(shop, Luck(30)), actions()
    with_, without = (outcomes.totals("pay_for_sales", known.held(frozenset(each))) for each in (("push",), ()))
    more = float((value(with_, "gmv") - value(without, "gmv")).mean())
    assert more > 0.0
    assert with_.mean("push").mean() == pytest.approx(5 / 9, abs=0.03)  # all five of operations, as far as it goes
    assert sales.found[0].gain.estimate == pytest.approx(0.04 * more, rel=0.1)
    assert sales.found[0].cost.estimate > sales.found[0].gain.estimate  # it costs more than it moves


def test_what_takes_the_reason_away_closes_it_and_what_does_not_is_told(sales) -> None:
    closes = {each.patch: each.closes for each in sales.patched}
    assert closes["claw_back"] and closes["margin"] and closes["audit"] and closes["second_metric"]
    assert not closes["cap"] and not closes["team"]  # one line, one team: the share is the same
    cheapest = sales.cheapest("push")
    priced = [each for each in sales.patched if each.closes and each.patch != "audit"]
    assert cheapest.patch == min(priced, key=lambda each: each.price.estimate).patch
    frame = sales.frame
    assert frame["cheapest"].eq(True).sum() == 1 and set(frame["loophole"]) == {True, False}


@pytest.mark.parametrize("policy", ["today", "pay_for_margin"])
def test_a_policy_without_a_loophole_has_none(shop, policy) -> None:
    found = loopholes(shop, policy, replicates=10)
    assert not found.found and not found.patched and found.best is None
    assert "no loophole" in found.sentences()[0] and "未发现漏洞" in found.sentences("zh")[0]


def test_it_reads_in_both_languages_within_80_columns(sales) -> None:
    for lang, word in (("en", "hard selling"), ("zh", "强推销")):
        console = Console(width=80, file=StringIO(), highlight=False)
        console.print(sales.table(lang))
        text = console.file.getvalue()
        assert word in text and max(map(cell_len, text.splitlines())) <= 80
    assert "<table>" in sales._repr_html_()


def test_the_command_writes_rows(shop, tmp_path) -> None:
    file, out = tmp_path / "shop.yaml", tmp_path / "rows.csv"
    file.write_text(SHOP)
    words = ["loopholes", str(file), "pay_for_sales", "--replicates", "4", "--csv", str(out)]
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    assert done.exit_code == 0 and "hard selling" in done.output
    assert out.read_text().startswith("policy,action,patch,gain")
    with pytest.raises(SimError, match="at least 2"):
        loopholes(shop, "today", replicates=1)
