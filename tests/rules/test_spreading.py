"""Texts that are rewritten for lanes yield in each lane what they yield for one company, whatever way it goes."""

from typing import NamedTuple

import numba
import numpy as np
import pytest

from sim.engine.layout import as_numbers, one_lane, points_of_lanes, wide_record
from sim.rules import elementary as math
from sim.rules.jit import COMPILED, LANES, book, entry, lanes, signature, spreading, step
from sim.rules.jit.bits import parts, scaled

pytestmark = pytest.mark.skipif(not COMPILED, reason="nothing is compiled")
NAMES, PEOPLE = ("a", "b", "c", "place"), 5


class Plan(NamedTuple):
    limits: np.ndarray


class State(NamedTuple):
    people: np.ndarray
    sums: np.ndarray
    calendar: np.ndarray


for each in Plan, State:
    book(each)


@step
def early(p, limit):
    """Leaves early in some lanes, with a tuple."""
    if p.a < 0.0:
        return 0.0, False
    if p.a > limit:
        if p.b > p.a:
            return p.b, True
        p.b = p.a
    return p.a + limit, p.b > 0.3


@step
def looping(p, par, times):
    """Breaks, continues and repeats by what a lane holds."""
    total = 0.0
    for k in range(times):
        if k == 2 and p.a > 0.0:
            continue
        if total > p.b + 2.0:
            break
        total += abs(p.a) * par.rate + float(k)
    while total > 3.0:
        total = total * 0.5 - 0.1
        if total < par.rate:
            return -total
    return total


@step
def chosen(p, par):
    """Chooses by expressions and by branches, one of which sets what is read later."""
    if p.a > 0.0:
        x, y = math.exp(p.a), 1.0
    elif p.b > 0.0:
        x, y = math.log(p.b), 2.0
    else:
        x, y = 0.5, p.b
    sign = 1.0 if -0.5 <= p.a < 0.5 and not p.b < -0.5 else -1.0
    return sign * x + min(y, par.rate, 0.7) * math.tanh(p.b)


@step
def apart(s, i, j):
    """Looks at another place in every lane."""
    s.people[j].c += 0.25 * s.people[i].a
    s.sums[j] += 1.0


def week(plan, par, s, t, key):
    """All of them."""
    for i in range(s.people.shape[0]):
        p = s.people[i]
        x, large = early(p, plan.limits[i])
        p.c = looping(p, par, 4 + t) + (x if large else -x)
        if p.c != 0.0:
            p.a += 0.1 * chosen(p, par)
        if large or p.a > 0.9:
            apart(s, i, int(p.place))
        s.sums[i] += p.a / p.b


def start():
    luck, kind = np.random.default_rng(3), wide_record(NAMES)
    block = np.zeros((PEOPLE * (len(NAMES) + 1) + 1, LANES))
    states = []
    for lane in range(LANES):
        people = one_lane(block, 0, (PEOPLE,), kind, lane)
        sums = one_lane(block, PEOPLE * len(NAMES), (PEOPLE,), np.dtype(float), lane)
        as_numbers(people)[:] = luck.normal(size=(PEOPLE, len(NAMES)))
        people["place"] = luck.integers(0, PEOPLE, PEOPLE)
        states.append(State(people, sums, np.zeros(3, np.int64)))
    return states


@numba.njit(error_model="numpy", _nrt=False)
def run(address, plan, point, like_point, words, like):
    for t in range(3):
        lanes.run_in_lanes(address, plan, point, like_point, words, like, t, 0)


def test_every_lane_is_that_company_alone():
    plan = Plan(np.array([0.2, -0.3, 0.0, 1.0, 0.5]))
    point = np.zeros(LANES, np.dtype((np.record, [("rate", float)])))
    point["rate"] = np.linspace(0.1, 1.3, LANES)
    alone, together = start(), start()
    compiled = numba.njit(error_model="numpy")(week)
    for lane, state in enumerate(alone):
        for t in range(3):
            compiled(plan, point[lane], state, t, (0, lane))
    kinds = signature(plan, point[0], together[0])
    vectors = spreading.VECTOR
    special = {parts: (parts, spreading.tuple_of([vectors] * 2)), scaled: (scaled, vectors)}
    fields = {"people": spreading.array_of(1, True), "sums": spreading.array_of(1, False)}
    spreader = spreading.Spreader(fields, special, lambda made, _: step(made))
    made = numba.njit(error_model="numpy", _nrt=False)(spreader.phase(week))
    assert spreader.apart == ["week: apart"] * len(spreader.apart) and spreader.apart  # the rest is for all lanes
    types = lanes.kinds_of_lanes(kinds)
    words = np.array([lanes.words_in(kinds[2], state) for state in together], np.int64)
    given = points_of_lanes(point, np.arange(LANES)), point[0], words, together[0]
    run(entry(made, types), plan, *given)
    for one, other in zip(alone, together, strict=True):
        assert as_numbers(one.people).tobytes() == as_numbers(other.people).tobytes()
        assert one.sums.tobytes() == other.sums.tobytes()
    assert len({state.sums.tobytes() for state in alone}) == LANES  # they do go different ways


def test_what_cannot_be_rewritten_is_refused():
    def outside(plan, par, s, t, key):
        s.calendar[int(s.people[0].place)] = t

    spreader = spreading.Spreader({"people": spreading.array_of(1, True), "calendar": spreading.NUMBER}, {}, None)
    with pytest.raises(spreading.UnfitError, match="stored"):
        spreader.phase(outside)
