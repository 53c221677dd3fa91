"""The full page: finished parts are not computed again, a moved guardrail is seen, a guess stands beside the answer."""

import json
import pickle
from datetime import date

import pytest

import sim
from sim.errors import SimError
from sim.language.text import Text
from sim.pages import full
from sim.pages.full import in_full
from sim.pages.page import PARTS, Made, render, shelf_of
from sim.pages.seal import logged, seal_of
from sim.pages.sections import STUDIED, Depth
from sim.pages.shelf import Shelf
from sim.scenario.models import Scenario
from sim.studies.outcomes import Interval
from sim.studies.shown import Grid, Shown, measured, share_cell, words

SMALL = "tests/scenario/small.yaml"


@pytest.fixture(scope="module")
def result():
    return sim.compare(sim.load(SMALL), replicates=4, progress=False, neutral=False, weeks=20)


@pytest.fixture
def quick(monkeypatch):
    """Studies that answer at once and say when they are asked."""
    asked: list[str] = []

    def shown(name: str) -> Shown:
        asked.append(name)
        if name == "pilot":
            raise SimError("some lines cannot try this")
        row = (words("action"), measured(Interval(1234.0, 1000.0, 1468.0), "RMB per year"), share_cell(0.5))
        head = (Text("what", "什么"), Text("gain", "改善"), Text("share", "占比"))
        grid = Grid("numbers", Text("Numbers", "数字"), head, (row,))
        return Shown(name, (Text("It is so.", "就是这样。"),), (grid,), Text("7 runs.", "7 次模拟。"))

    monkeypatch.setattr(full, "FULL", (2, 2))
    monkeypatch.setattr(full, "_jobs", lambda *_: {name: [lambda name=name: shown(name)] for name in STUDIED})
    return asked


def test_a_killed_run_loses_the_section_in_hand_alone(result, tmp_path, quick) -> None:
    done, shelf = [], shelf_of(tmp_path, result)
    depth = in_full(result, shelf, told=lambda *each: done.append(each))
    assert quick == list(STUDIED) and not any(there for _, _, there in done)
    (tmp_path / PARTS / f"loopholes 0.{shelf.key}.part").write_bytes(b"half of a fi")  # killed while it was written
    (tmp_path / PARTS / f"who.{shelf.key}.part").unlink()
    again = []
    same = in_full(result, shelf_of(tmp_path, result), told=lambda *each: again.append(each))
    assert quick[len(STUDIED) :] == ["loopholes"]  # the rest lay there
    assert {name for name, _, there in again if not there} == {"who", "loopholes 0"}
    assert repr(same.studies) == repr(depth.studies) and same.why.frame.equals(depth.why.frame)
    text = render(result, "zh", "sim", Made(date(2026, 11, 29), same, True))
    assert "就是这样。" in text and "7 次模拟。" in text and "先试什么:" in text
    assert "some lines cannot try this。" in text
    rows = json.loads(text.partition('id="rows">')[2].partition("</script>")[0])
    assert rows["loopholes|numbers|0|1"]["estimate"] == 1234.0 and 'data-row="loopholes|numbers|0|1"' in text


def test_another_scenario_has_parts_of_its_own(result, tmp_path, quick) -> None:
    other = sim.compare(sim.load(SMALL), replicates=5, progress=False, neutral=False, weeks=20)
    assert shelf_of(tmp_path, result).key != shelf_of(tmp_path, other).key


def test_what_a_shelf_must_not_hold_is_not_read(tmp_path) -> None:
    shelf = Shelf(tmp_path, "key")
    (tmp_path / f"part.{shelf.key}.part").write_bytes(pickle.dumps(print))
    assert shelf.kept("part", lambda: "computed again") == ("computed again", False)
    assert shelf.kept("part", lambda: "never") == ("computed again", True)


def test_a_guardrail_moved_after_the_runs_is_seen(result, tmp_path) -> None:
    page, days = tmp_path / "page.html", (date(2026, 11, 28), date(2026, 11, 29))
    assert logged(page, seal_of(result, days[0])) == []
    document = result.scenario.model_dump(by_alias=True)
    document["decision"] = {"objective": "contribution", "guardrails": {"turnover": {"worse_by": 50}}}
    moved = sim.compare(Scenario.model_validate(document), replicates=2, progress=False, neutral=False)
    earlier = logged(page, seal_of(moved, days[1]))
    assert [(seal.decision, seal.day) for seal in earlier] == [(result.provenance.decision, "2026-11-28")]
    text = render(moved, "en", "sim", Made(days[1], Depth(None, None), False, tuple(earlier)))
    assert "What decides was changed after runs of the same company" in text
    assert f"{result.provenance.decision} (2026-11-28)" in text and moved.provenance.decision in text
    assert len(logged(page, seal_of(moved, days[1]))) == 1  # nothing is logged twice
    document["name"] = "Another"
    other = sim.compare(Scenario.model_validate(document), replicates=2, progress=False, neutral=False)
    assert logged(page, seal_of(other, days[1])) == []


def test_a_guess_is_asked_for_and_stands_beside_the_answer(result) -> None:
    text = render(result, "en", "sim", Made(date(2026, 11, 29), Depth(None, None), False, (), True))
    assert '<section id="guess">' in text and text.index('id="guess"') < text.index('id="answer"')
    assert text.count("data-answer=") >= 5
    option = result.decision.option("quota")
    row = result.row("quota", "gmv")
    guess = {"gmv": row.relative, "turnover": 1e6, "verdict": option.verdict}
    found = result.beside({"quota": guess}).frame.set_index("measure")
    assert found.loc["gmv", "place"] == "inside" and found.loc["gmv", "off"] == pytest.approx(0.0, abs=1e-6)
    assert found.loc["turnover", "place"] == "outside" and found.loc["verdict", "place"] == "right"
    assert "<table>" in result.beside({"quota": guess})._repr_html_()
    assert "在均值区间内" in result.beside({"quota": guess}).sentences("zh")[0]
    with pytest.raises(SimError, match="no verdict"):
        result.beside({"quota": {"verdict": "maybe"}})


@pytest.mark.slow
def test_every_section_of_a_real_page_is_computed(tmp_path) -> None:
    whole = sim.compare(sim.load("scenarios/flagship.yaml"), ["today", "team_bonus"], replicates=40, progress=False)
    text = sim.review(whole, tmp_path / "page.html", full=True).read_text(encoding="utf-8")
    assert "Not computed" not in text
    for name in STUDIED:
        assert f'<section id="{name}">' in text
