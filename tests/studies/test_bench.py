"""The benchmark measures what it says; speeds themselves are never asserted."""

import json

import pytest

import sim
from sim.studies import bench


def test_resized_companies_have_the_size_asked_for():
    shop = bench.resized(sim.load("scenarios/startup.yaml"), staff=2.0, lines=5, weeks=9)
    assert len(shop.lines) == 5
    assert shop.company.weeks == 9
    assert shop.company.heads == 2 * sim.load("scenarios/startup.yaml").company.heads


def test_figures_are_positive_and_written(tmp_path):
    shop = bench.resized(sim.load("scenarios/startup.yaml"), weeks=8)
    figures = [bench.Figure("engine", "small", bench.cost(shop, 2), "ns")]
    assert bench.cost(shop, 2) > 0.0
    bench.write(figures, str(tmp_path / "bench.json"))
    content = json.loads((tmp_path / "bench.json").read_text())
    assert content["machine"]["cores"] >= 1
    assert len(content["figures"]) == len(figures)


@pytest.mark.slow
def test_phases_add_up_to_what_a_week_costs():
    shop = bench.resized(sim.load("scenarios/startup.yaml"), weeks=26)
    figures = list(bench.phases(shop, replicates=20))
    if not figures:
        pytest.skip("no counter of cycles on this processor")
    assert [figure.name for figure in figures] == [phase.__name__ for phase in bench.SCHEDULE]
    assert all(figure.value > 0.0 for figure in figures)
    assert 0.5 < sum(figure.value for figure in figures) / bench.cost(shop, 20) < 2.0
