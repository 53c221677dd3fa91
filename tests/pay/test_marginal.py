"""What one more hour would earn: known limits, scaling, and the picture."""

import numpy as np
import pytest
from click.testing import CliRunner

import sim
from sim.cli import main
from sim.errors import SimError
from sim.results.pay import marginal_chart, marginal_pay
from sim.results.probes import walk
from sim.scenario.models import Scenario


@pytest.fixture(scope="module")
def shop() -> Scenario:
    return sim.load("scenarios/startup.yaml")


def paid(shop: Scenario, pay: dict, **company) -> Scenario:
    """The start-up with a policy `new` from the first day, and another company."""
    document = shop.model_dump(by_alias=True)
    document["company"] |= {"burn_in_weeks": 0, **company}
    first = {"start": "2026-01-05", "announce": "2026-01-05"}
    document["policies"] = {"new": {**document["policies"]["fixed_pay"], **first, "pay": pay}}
    return Scenario.model_validate(document)


def test_without_instruments_nothing_is_earned(shop):
    frame = marginal_pay(shop, "fixed_pay", weeks=[0, 20, 51])
    assert set(frame["week"]) == {0, 20, 51} and set(frame["role"]) == set(shop.company.roles)
    assert (frame["rmb"] == 0.0).all() and set(frame["instrument"]) == {"none"}


def test_a_piece_rate_earns_the_rate_times_output_per_hour(shop):
    """In a queue of one person that never runs dry an hour more earns all that it produces."""
    rate = 400.0
    piece = {"piece": {"kind": "commission", "roles": ["technology"], "metric": "served", "rate": rate}}
    busy = paid(shop, piece, utilisation={"technology": 1.3})
    document = busy.model_dump(by_alias=True)  # people know what they control, and do a person-week as planned
    document["behaviour"] |= {"believed_control": 0.0, "settled_output": 1.0}
    busy = Scenario.model_validate(document)
    frame = marginal_pay(busy, "new", weeks=[20]).set_index(["role", "action"])["rmb"]
    snapshot = walk(busy, "new", 0, [20])[0]
    person = snapshot.staff[snapshot.role == 7][0]  # technology's only seat
    queue = snapshot.queues[snapshot.queue[snapshot.role == 7][0]]
    per_hour = person["output"] / (person["effort_volume"] * 40.0)  # person-weeks an hour of that work yields
    assert queue["load"] > 1.0
    assert frame["technology", "selling"] == pytest.approx(rate * per_hour * queue["shortage"], rel=1e-9)
    assert queue["shortage"] > 0.95
    assert frame["technology", "care"] == 0.0 and frame["service", "selling"] == 0.0


def test_all_money_doubled_doubles_it_exactly(shop):
    document = shop.model_dump(by_alias=True)

    def scaled(node):
        if isinstance(node, dict):
            return {k: v * 2.0 if k.endswith("_rmb") and v is not None else scaled(v) for k, v in node.items()}
        return [scaled(each) for each in node] if isinstance(node, list | tuple) else node

    double = Scenario.model_validate(scaled(document))
    for policy in ("shared_result", "commission"):
        once, twice = (marginal_pay(each, policy, weeks=[5, 30]) for each in (shop, double))
        assert np.allclose(twice["rmb"], 2.0 * once["rmb"], rtol=1e-12, atol=0.0) and once["rmb"].any()


def test_instruments_stand_apart_and_open_exploits_alone_are_listed(shop):
    pay = {
        "share": {"kind": "commission", "roles": ["operations"], "metric": "gmv", "rate": 0.01},
        "piece": {"kind": "commission", "roles": ["warehouse"], "metric": "served", "rate": 200},
        "pages": {"kind": "performance_pay", "roles": ["design"], "weights": {"reuse": 1.0}, "target_rmb": 2000},
        "fun": {"kind": "appraisal", "roles": "all", "weights": {"gmv": 1.0}},
        "help": {"kind": "points", "roles": ["marketing"], "rmb_per_hour": 50},
    }
    frame = marginal_pay(paid(shop, pay), "new", weeks=[20])
    assert set(frame["instrument"]) == {"share", "piece", "pages", "help"}  # an appraisal pays nothing
    earns = {tuple(key) for key in frame[frame["rmb"] != 0.0][["role", "action", "instrument"]].to_numpy()}
    assert {
        ("operations", "selling", "share"),
        ("warehouse", "closing_early", "piece"),
        ("design", "reuse", "pages"),
        ("marketing", "helping", "help"),
        ("operations", "hard_selling", "share"),
    } <= earns
    assert {role for role, action in frame[["role", "action"]].to_numpy() if action == "reuse"} == {"design"}
    assert not (frame["action"] == "price_cut").any()  # nobody may cut prices
    free = paid(shop, pay).model_dump(by_alias=True)
    free["policies"]["new"]["discretion"] = {
        **free["policies"]["new"]["discretion"],
        "discount_limit": 0.1,
        "roles": ["operations"],
    }
    cut = marginal_pay(Scenario.model_validate(free), "new", weeks=[20])
    assert cut[cut["action"] == "price_cut"]["role"].unique().tolist() == ["operations"]


def test_a_week_that_is_not_reported_is_refused(shop):
    for weeks in ([-1], [52], []):
        with pytest.raises(SimError, match="there are 0 to 51"):
            marginal_pay(shop, "commission", weeks=weeks)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_chart_shows_roles_that_are_paid_and_the_season(shop, lang):
    frame = marginal_pay(shop, "commission", weeks=range(0, 52, 4))
    figure = marginal_chart(frame, shop, lang)
    role, unit = ("operations", "RMB per hour") if lang == "en" else ("运营", "元 / 小时")
    assert [axes.get_ylabel() for axes in figure.axes[::2]] == [role] and unit in figure.axes[0].get_title(loc="left")
    drawn = next(line for line in figure.axes[0].get_lines() if len(line.get_xdata()) == 13)
    selling = frame[(frame["role"] == "operations") & (frame["action"] == "selling")]
    assert np.array_equal(drawn.get_ydata(), selling["rmb"]) and np.array_equal(drawn.get_xdata(), selling["week"])
    assert {text.get_text() for text in figure.axes[0].texts} >= {"618", "Double 11"}
    assert figure._repr_png_().startswith(b"\x89PNG")


def test_chart_of_a_policy_that_pays_for_nothing_says_so(shop):
    figure = marginal_chart(marginal_pay(shop, "fixed_pay", weeks=[0, 9]), shop)
    assert "nothing is paid for more" in figure._suptitle.get_text()


def test_command_writes_picture_and_table(tmp_path):
    picture, table = tmp_path / "m.png", tmp_path / "m.csv"
    asked = [
        "marginal",
        "scenarios/startup.yaml",
        "commission",
        "--out",
        str(picture),
        "--csv",
        str(table),
        "--lang",
        "zh",
    ]
    assert CliRunner().invoke(main, asked).exit_code == 0
    assert picture.read_bytes().startswith(b"\x89PNG") and table.read_text().startswith(
        "role,week,action,instrument,rmb,unit"
    )
    refused = CliRunner().invoke(main, [*asked[:4], str(tmp_path / "none" / "m.png")])
    assert refused.exit_code == 2 and "cannot be written" in refused.output
