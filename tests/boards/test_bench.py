"""What a thousand moves cost is measured, here with a few."""

import browser
import pytest
import shop

from sim.boards import board, require_panel
from sim.errors import SimError
from sim.scenario.loading import loads

pytestmark = browser.without("panel")


def test_moves_are_answered_and_leave_nothing_behind() -> None:
    from sim.boards.bench import measure

    found = {figure.name: figure.value for figure in measure(loads(shop.TEXT), 5)}
    assert found["moves answered"] > 0
    assert 0.0 < found["first answer, median"] <= found["first answer, 95 of 100 within"]
    assert found["threads left behind"] == found["processes left behind"] == 0


def test_a_board_in_python_moves_undoes_and_compares() -> None:
    made = board(loads(shop.TEXT), ["today", "quota"], lang="zh")
    first = made.wait(120).row("quota", "gmv").estimate
    made.move(("pay", "quota", "target_rmb"), 4000.0)
    assert made.wait(120).row("quota_2", "gmv").estimate != first
    made.move(("pay", "quota", "curve", "cap"), 0.1)
    with pytest.raises(SimError, match="cap"):
        made.wait(120)
    made.undo()
    made.undo()
    assert made.wait(120).row("quota", "gmv").estimate == first
    again = board(loads(shop.TEXT), state=made.state)
    assert again.wait(120).frame.equals(made.comparison.frame)
    made.close()
    again.close()


def test_without_panel_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SimError, match=r"staff-policy-sim\[board\]"):
        require_panel()
