"""A matplotlib figure that shows itself in notebooks and keeps its own style when drawn, without global state."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, cast

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

LABEL_INCHES = 0.19
GREY, ZERO = "#6b6b6b", "#333333"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
DASHES: tuple[Any, ...] = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (7, 2, 1.5, 2)), (0, (10, 3)), (0, (1, 1)))
GOOD, BAD, OPEN = "#1b7837", "#b2182b", "#7f7f7f"


class Picture(Figure):
    """A figure with its own fonts; a notebook shows it as an image."""

    def __init__(self, families: Sequence[str], **settings: Any) -> None:
        """Create an empty figure.

        Args:
            families: font families in order of preference.
            settings: those of `matplotlib.figure.Figure`.
        """
        self._style: dict[str, Any] = {
            "font.family": list(families),
            "font.size": 9.0,
            "axes.unicode_minus": True,
            "svg.fonttype": "path",
            "text.parse_math": False,  # names of policies are data, dollar signs among them
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlesize": 11.0,
            "axes.titlelocation": "left",
        }
        super().__init__(**settings)
        FigureCanvasAgg(self)

    def style(self) -> Any:
        """Return a context in which to add to the figure."""
        return rc_context(cast(Any, self._style))

    def draw(self, renderer: Any) -> None:
        """Draw the figure in its own style."""
        with self.style():
            super().draw(renderer)

    def savefig(self, fname: Any, *, transparent: bool | None = None, **settings: Any) -> None:
        """Write the figure to a file in its own style."""
        with self.style():
            super().savefig(fname, transparent=transparent, **settings)

    def _repr_png_(self) -> bytes:
        """Return the figure as an image, for notebooks."""
        stream = BytesIO()
        self.savefig(stream, format="png", dpi=110)
        return stream.getvalue()


def spread(positions: Sequence[float], gap: float) -> list[float]:
    """Return positions moved as little as needed to be at least `gap` apart, in the order given."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    placed = [positions[i] for i in order]
    for _ in range(200):
        moved = False
        for i in range(1, len(placed)):
            short = gap - (placed[i] - placed[i - 1])
            if short > 1e-9 * max(1.0, abs(gap)):
                placed[i - 1] -= short / 2
                placed[i] += short / 2
                moved = True
        if not moved:
            break
    result = list(positions)
    for rank, i in enumerate(order):
        result[i] = placed[rank]
    return result


def label_lines(axes: Axes, ends: Sequence[tuple[str, float, str]], x: Any) -> None:
    """Write names beside the ends of lines, apart from each other, each tied to its line.

    Args:
        axes: the axes, with final vertical limits.
        ends: name, last value and colour of each line.
        x: horizontal position of the ends, in data units.
    """
    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    box = axes.get_position()
    figure = axes.get_figure(root=True)
    inches = box.height * (figure.get_figheight() if figure else LABEL_INCHES)
    gap = (high - low) * LABEL_INCHES / max(inches, LABEL_INCHES)
    for (name, value, colour), place in zip(ends, spread([value for _, value, _ in ends], gap), strict=True):
        height = (place - low) / (high - low)
        leader = {"arrowstyle": "-", "color": colour, "linewidth": 0.7, "shrinkB": 0.0}
        axes.annotate(
            name,
            xy=(x, value),
            xytext=(1.025, height),
            textcoords="axes fraction",
            color=colour,
            va="center",
            ha="left",
            annotation_clip=False,
            arrowprops=leader,
        )
