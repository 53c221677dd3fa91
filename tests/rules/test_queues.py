"""The wait in a queue against the exact one of Erlang's C formula."""

import math

import pytest

from sim.rules.work import waiting_factor


def erlang_c(load: float, servers: int) -> float:
    """Return the exact mean wait in units of a service time: exponential gaps and service, one queue."""
    offered = load * servers
    blocked = offered**servers / math.factorial(servers) / (1.0 - load)
    free = sum(offered**k / math.factorial(k) for k in range(servers))
    return blocked / (free + blocked) / (servers * (1.0 - load))


@pytest.mark.parametrize("load", [0.3, 0.5, 0.7, 0.8, 0.9])
def test_one_server_waits_exactly_as_long(load: float) -> None:
    assert waiting_factor(load, 1.0) == pytest.approx(erlang_c(load, 1), rel=1e-9)


@pytest.mark.parametrize("servers", [2, 4, 8, 16])
@pytest.mark.parametrize("load", [0.5, 0.7, 0.8, 0.9])
def test_many_servers_wait_about_as_long(load: float, servers: int) -> None:
    """Within a seventh where waits matter; at low load too long, by a fortieth of a service time at most."""
    assert waiting_factor(load, float(servers)) == pytest.approx(erlang_c(load, servers), rel=1.0 / 7.0, abs=0.025)
