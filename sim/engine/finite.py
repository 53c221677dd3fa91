"""Nothing that is not a finite number leaves the engine: which variable is not, and where."""

import numpy as np

from sim.engine.series import SERIES
from sim.engine.state import State
from sim.errors import SimError
from sim.language.text import Text

#: Variables that may be infinite: somebody who never starts an exploit, a proposal that nobody makes.
BOUNDLESS = ("staff.conscience", "staff.wish")
#: What the week's totals are made from comes before them; their memory is listed once.
SUMS = ("week", "totals", "numbers")
REMEDY = Text(
    "An entry of the scenario lies at a limit, most often an amount of 0: look at the entries behind it",
    "情景中有某一项处于极限,最常见的是金额为 0:请查看它背后的各项",
)


def first_fault(state: State) -> str:
    """Return the first variable of a state that is not finite, such as `lines[0].visits`; empty where all are."""
    for name, array in zip(state._fields, state, strict=True):
        if name in SUMS or name == "exits":
            continue
        for variable in array.dtype.names or ("",):
            if f"{name}.{variable}" in BOUNDLESS:
                continue
            values = array[variable] if variable else array
            wrong = np.argwhere(~np.isfinite(values))
            if len(wrong):
                return f"{name}[{', '.join(map(str, wrong[0]))}].{variable}".rstrip(".")
    return ""


def require_finite(state: State, t: int, key: tuple[int, int]) -> None:
    """Refuse totals of week t that are no finite numbers.

    Args:
        state: after week t.
        t: week, burn-in counted.
        key: experiment and replicate.

    Raises:
        SimError: a series is not finite; the message names it, and the variable behind it.
    """
    wrong = np.flatnonzero(~np.isfinite(state.totals))
    if len(wrong):
        where = first_fault(state)
        told = Text(
            "`{0}` is no finite number in simulated week {1} of replicate {2}",
            "第 {2} 次重复在模拟第 {1} 周的 `{0}` 不是有限数",
        ).format(SERIES[wrong[0]], t, key[1])
        through = Text(", through `{0}`", ",经由 `{0}`").format(where) if where else ""
        raise SimError("{0}{1}. {2}", "{0}{1}。{2}", told, through, REMEDY)
