"""Values, overrides and draws."""

import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import SimError
from sim.parameters import DTYPE, Parameters, default, draws, registry
from sim.parameters.posterior import posterior

FREE = [entry.name for entry in registry().entries.values() if entry.prior.kind != "fixed"]


def test_values_are_frozen():
    """Neither the record nor its array can be changed; the default is one value."""
    parameters = default()
    with pytest.raises(dataclasses.FrozenInstanceError):
        parameters.names = ()
    with pytest.raises(ValueError, match="read-only"):
        parameters.values[0] = 1.0
    assert parameters == default() and hash(parameters) == hash(default())
    assert pickle.loads(pickle.dumps(parameters)) == parameters


def test_with_values_changes_a_copy():
    """A changed copy differs in that value only; its record carries it."""
    usual = default().value("incentive_gain")
    changed = default().with_values({"incentive_gain": 0.3})
    assert changed.value("incentive_gain") == 0.3 and default().value("incentive_gain") == usual != 0.3
    assert (changed.values != default().values).sum() == 1
    assert changed.record().dtype == DTYPE and changed.record()["incentive_gain"][0] == 0.3
    assert changed.entry("incentive_gain").value == 0.3


@pytest.mark.parametrize("call", ["value", "entry"])
def test_unknown_name_gets_a_suggestion(call):
    """A misspelt name is an error that names the nearest parameter."""
    with pytest.raises(SimError, match="did you mean incentive_gain"):
        getattr(default(), call)("incentive_gian")
    with pytest.raises(SimError, match="incentive_gian"):
        default().with_values({"incentive_gian": 1.0})
    with pytest.raises(SimError, match="finite"):
        default().with_values({"incentive_gain": float("nan")})


@given(st.integers(0, 999), st.integers(0, 5))
@settings(max_examples=20, deadline=None)
def test_a_replicate_alone_equals_it_among_many(replicate, experiment):
    """Replicate r of a thousand, r drawn alone and r in another order are the same."""
    table = draws(default(), 1000, experiment)
    assert draws(default(), [replicate], experiment)[0] == table[replicate]
    assert draws(default(), np.array([3, replicate]), experiment)[1] == table[replicate]
    drawn = default().draw(replicate, experiment)
    assert drawn.record()[0] == table[replicate]
    assert draws(drawn, 2)[1] == table[replicate]


def test_draws_stay_in_range_and_vary():
    """Free parameters vary within their priors, fixed ones do not; experiments differ."""
    table, other = draws(default(), 400), draws(default(), 400, experiment=1)
    for entry in registry().entries.values():
        column = table[entry.name]
        if entry.prior.kind == "fixed":
            assert (column == entry.value).all()
        else:
            assert all(entry.prior.contains(x) for x in column)
            assert np.unique(column).size > 100
            assert (column != other[entry.name]).any()


def test_other_parameters_do_not_change_a_draw():
    """Removing or reordering parameters, or changing one, leaves the draws of the others alone."""
    full = default()
    few = Parameters(full.names[10::-2], full.values[10::-2], full.priors[10::-2])
    for name in few.names:
        assert few.draw(17).value(name) == full.draw(17).value(name)
    changed = full.with_overrides({"incentive_gain": 0.4}).draw(17)
    for name in FREE:
        assert name == "incentive_gain" or changed.value(name) == full.draw(17).value(name)


@pytest.mark.parametrize("name", [n for n in FREE if registry().entries[n].prior.low == 0.0])
def test_no_effect_is_reachable(name):
    """Where the range starts at nil, some draws come close to it."""
    prior = registry().entries[name].prior
    assert (draws(default().uncalibrated(), 4000)[name] < 0.1 * prior.high).any()


@pytest.mark.parametrize(("name", "mass"), [("incentive_gain", 0.10), ("help_scarcity", 0.25)])
def test_exactly_no_effect_has_its_probability(name, mass):
    """The share of draws that are exactly nil is within 3.3 standard errors of the stated one."""
    share = (draws(default().uncalibrated(), 10_000)[name] == 0.0).mean()
    assert abs(share - mass) < 3.3 * np.sqrt(mass * (1 - mass) / 10_000)


def test_calibrated_draws_are_those_of_the_posterior_and_changed_numbers_leave_it():
    """A number that experiments moved has moved; one that a scenario changes comes from its own prior again."""
    known = posterior()
    before, after = draws(default().uncalibrated(), 2000), draws(default(), 2000)
    moved = [name for name, each in known.record["numbers"].items() if each["contraction"] > 0.3]
    assert moved and all(np.std(after[name]) < np.std(before[name]) for name in moved)
    ranged = {"incentive_gain": (0.2, 0.1, 0.3)}
    one, two = default().with_overrides(ranged), default().uncalibrated().with_overrides(ranged)
    assert np.array_equal(draws(one, 50)["incentive_gain"], draws(two, 50)["incentive_gain"])
    assert not np.array_equal(draws(one, 50)[moved[-1]], draws(two, 50)[moved[-1]])


def test_another_workplace_shares_what_is_known_and_no_more():
    """Numbers of a mechanism correlate between workplaces by what is known of the typical one; others are the same."""
    here, there = (draws(default().uncalibrated(), 4000, workplace=number) for number in (0, 1))
    share = registry().workplaces.share
    for name in ("quit_intention_slope", "fatigue_build"):
        assert np.corrcoef(here[name], there[name])[0, 1] == pytest.approx(1.0 - share, abs=0.05)
    assert np.array_equal(here["quit_base"], there["quit_base"])
    one, two = here["push_conversion"], here["order_shift"]
    assert np.corrcoef(one, two)[0, 1] == pytest.approx(share, abs=0.06)


def test_what_differs_more_between_workplaces_says_so():
    """A mechanism with a share of its own correlates by it; awards, contests and ranks differ each by itself."""
    here, there = (draws(default().uncalibrated(), 4000, workplace=number) for number in (0, 1))
    workplaces = registry().workplaces
    share = workplaces.share_of("recognition")
    assert share > workplaces.share == workplaces.share_of("money")
    two = here["award_recognition"], there["award_recognition"]
    assert np.corrcoef(*two)[0, 1] == pytest.approx(1.0 - share, abs=0.05)
    assert abs(np.corrcoef(here["award_recognition"], here["rank_discouragement"])[0, 1]) < 0.05
    assert abs(np.corrcoef(here["status_worth"], here["rank_discouragement"])[0, 1]) < 0.05


def test_a_number_fixes_and_a_triple_ranges():
    """A bare number is the same in every draw; a triple moves the centre and the range and keeps the kind."""
    changed = default().with_overrides(
        {
            "quit_base": -7,
            "incentive_gain": (0.2, 0.1, 0.3),
            "help_scarcity": (0.3, 0, 0.6),
        }
    )
    table = draws(changed, 500)
    assert (table["quit_base"] == -7.0).all()
    assert (
        table["incentive_gain"].max() <= 0.3
        and ((table["incentive_gain"] >= 0.1) | (table["incentive_gain"] == 0)).all()
    )
    assert (table["help_scarcity"] == 0).any() and table["help_scarcity"].max() <= 0.6
    fixed_before = default().with_overrides({"norm_help": (0.15, 0.1, 0.2), "learning_rate": (0.05, 0.03, 0.07)})
    assert fixed_before.entry("norm_help").prior.kind == "truncated_normal"
    assert fixed_before.entry("learning_rate").prior.kind == "lognormal"
    assert default().with_overrides({"norm_help": (0.2, 0.2, 0.2)}).entry("norm_help").prior.kind == "fixed"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"incentive_gain": (0.5, 0.0, 0.3)}, "outside its range"),
        ({"incentive_gain": (0.1, 0.0, float("inf"))}, "finite"),
        ({"learning_rate": (0.05, 0.0, 0.07)}, "lognormal"),
        ({"quit_bas": -7.0}, "quit_base"),
    ],
)
def test_impossible_overrides_are_refused(change, message):
    """A value outside its range, an endless range, a range from nil for a rate, an unknown name."""
    with pytest.raises(SimError, match=message):
        default().with_overrides(change)
