"""The live policy board: knobs of a policy on the left, what it does on the right, in a page or a notebook cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import SimError

if TYPE_CHECKING:
    from sim.boards.view import Board
    from sim.language.text import Language
    from sim.scenario.models import Scenario

__all__ = ["board"]


def board(
    scenario: Scenario | str | Path,
    policies: Sequence[str] | None = None,
    *,
    lang: Language | None = None,
    look: str = "auto",
    threads: int | None = None,
    state: str | None = None,
) -> Board:
    """Return the live board of some policies; a notebook cell shows it, and `sim board` shows the same as a page.

    Args:
        scenario: a scenario or the path of its file.
        policies: names, the baseline first; one alone is compared with the scenario's baseline; None for the baseline
            and the first other policy. At most four are compared with the baseline.
        lang: en or zh; absent: the reader's (see `set_language`).
        look: auto, light or dark.
        threads: threads of the engine; None for all cores.
        state: what a link of a board holds (`Board.state`), in place of policies.

    Raises:
        SimError: unknown policies, too many of them, a link made for another scenario, or Panel is not installed.
    """
    require_panel()
    from sim.boards.view import Board

    return Board.of(scenario, policies, looks=(lang, look), threads=threads, state=state)


def require_panel() -> None:
    """Refuse to go on where the package that draws the board is not installed.

    Raises:
        SimError: it is not.
    """
    from importlib.util import find_spec

    if find_spec("panel") is None:
        raise SimError(
            "the board needs one more package: pip install 'staff-policy-sim[board]'",
            "方案看板还需要一个软件包:pip install 'staff-policy-sim[board]'",
        )
