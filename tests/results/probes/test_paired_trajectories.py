"""A person's two lives: one until the policy is known, apart afterwards, with reasons that add up."""

import numpy as np
import pytest

import sim
from sim.errors import SimError
from sim.results.probes.paired_trajectories import SPAN, TERMS, PairedTrajectories


@pytest.fixture(scope="module")
def shop():
    flagship = sim.load("scenarios/flagship.yaml")
    cut = {"extends": "today", "start": "2026-09-07", "announce": "2026-07-06", "base_change": {"service": -0.3}}
    return flagship.with_policies({"cut": cut, "same": {"extends": "today"}})


@pytest.fixture(scope="module")
def found(shop):
    return sim.trajectories(shop, "cut", "service 2", weeks=range(80))


def test_a_policy_that_changes_nothing_leaves_one_life(shop) -> None:
    same = sim.trajectories(shop, "same", "service 2", weeks=range(40))
    assert same.parted() is None
    events = same.turning_points()["event"]
    assert not events.str.contains("worth").any()


def test_lives_part_no_sooner_than_the_announcement(found) -> None:
    assert found.announced < found.starts
    assert found.parted() is not None and found.parted() >= found.announced


def test_terms_add_up_to_the_value_of_staying_and_a_cut_weighs_on_pay(found) -> None:
    weekly = found.weekly.dropna(subset=["value"])
    assert np.allclose(weekly[list(TERMS)].sum(axis=1), weekly["value"])
    points = found.turning_points()
    worse = points[points["event"].str.contains("worth less")]
    assert len(worse) and worse["reason"].str.contains("pay against what others offer").any()
    first = worse["week"].min()
    assert found.announced <= first <= found.starts + SPAN


def test_words_come_in_chinese_and_seats_too(shop) -> None:
    points = sim.trajectories(shop, "cut", "客服 2", weeks=range(60)).turning_points("zh")
    assert points["event"].str.contains("方案宣布").any() and points["event"].str.contains("方案推行").any()


def test_exits_and_successors_are_told_with_what_weighed_against_staying(shop) -> None:
    told = []
    for replicate in range(6):
        points = sim.trajectories(shop, "cut", "service 2", replicate=replicate).turning_points()
        told += [tuple(each) for each in points[["policy", "event", "reason"]].to_numpy()]
    decided = [reason for _, event, reason in told if event == "decides to leave"]
    assert decided and all(decided)
    assert any(event == "a successor arrives" for _, event, _ in told)


def test_what_cannot_be_shown_is_one_clear_line(shop) -> None:
    with pytest.raises(SimError, match="there is no seat"):
        sim.trajectories(shop, "cut", "captain 1")
    with pytest.raises(SimError, match="not all reported"):
        sim.trajectories(shop, "cut", "service 2", weeks=[400])
    assert isinstance(sim.trajectories(shop, "cut", "service 2", weeks=[0, 1]), PairedTrajectories)
