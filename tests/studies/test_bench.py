"""The benchmark measures what it says; speeds themselves are never asserted."""

import json

import sim
from sim.studies import bench


def test_resized_companies_have_the_size_asked_for():
    shop = bench.resized(sim.load("scenarios/startup.yaml"), staff=2.0, lines=5, weeks=9)
    assert len(shop.lines) == 5
    assert shop.company.weeks == 9
    assert shop.company.heads == 2 * sim.load("scenarios/startup.yaml").company.heads


def test_figures_are_positive_and_written(tmp_path):
    shop = bench.resized(sim.load("scenarios/startup.yaml"), weeks=8)
    figures = [bench.Figure("engine", "small", bench.cost(shop, 2), "ns"), *bench.phases(shop, rounds=3)]
    assert bench.cost(shop, 2) > 0.0
    assert [figure.name for figure in figures[1:]] == [phase.__name__ for phase in bench.PHASES]
    bench.write(figures, str(tmp_path / "bench.json"))
    content = json.loads((tmp_path / "bench.json").read_text())
    assert content["machine"]["cores"] >= 1
    assert len(content["figures"]) == len(figures)
