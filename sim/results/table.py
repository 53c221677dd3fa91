"""The table of a comparison for people: blocks by dimension, verdicts in words, colour by what is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.results.measures import BY_NAME, DIMENSIONS
from sim.results.run import PAY_NEUTRAL_SUFFIX
from sim.results.words import DIMENSION_WORDS, VERDICTS, WORDS, number, unit_word

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from sim.results.comparison import Comparison

STYLES = {"better": "green", "worse": "red", "higher": "cyan", "lower": "cyan", "cannot say": "dim", "same": "dim"}


#: Columns in the order of the table, and groups of them that give way, in this order, where the room is short.
COLUMNS = (
    "measure",
    "baseline",
    "policy",
    "difference",
    "interval",
    "unit",
    "verdict",
    "outcome",
    "pay_neutral",
    "pay_neutral_verdict",
)
GIVE_WAY = (("outcome",), ("baseline", "policy"), ("pay_neutral_verdict",), ("pay_neutral",), ("verdict",))
ALIGNED_LEFT = ("measure", "unit", "verdict", "pay_neutral_verdict")


def tables(comparison: Comparison, lang: str = "en", width: int | None = None) -> Group:
    """Return one table per policy, with its pay-neutral twin in the last columns where there is one.

    Args:
        comparison: what to show.
        lang: en or zh.
        width: characters in a line; columns that do not fit are left out rather than cut. None for all columns.
    """
    from rich.console import Group
    from rich.text import Text

    neutral = {name for name in comparison.policies if name.endswith(PAY_NEUTRAL_SUFFIX)}
    shown = [name for name in comparison.policies if name not in neutral]
    warnings = [Text(line, style="bold red") for line in comparison.fit.warnings(lang)] if comparison.fit else []
    return Group(
        *warnings, *(_fitting(comparison, name, name + PAY_NEUTRAL_SUFFIX in neutral, lang, width) for name in shown)
    )


def _fitting(comparison: Comparison, policy: str, pay_neutral: bool, lang: str, width: int | None) -> Table:
    """Return the table of one policy with as many columns as the width allows."""
    from rich.console import Console

    columns = [name for name in COLUMNS if pay_neutral or not name.startswith("pay_neutral")]
    table = _table(comparison, policy, columns, lang)
    ruler = Console(width=1000)
    for group in GIVE_WAY:
        if width is None or ruler.measure(table).maximum <= width:
            break
        columns = [name for name in columns if name not in group]
        table = _table(comparison, policy, columns, lang)
    return table


def _table(comparison: Comparison, policy: str, columns: list[str], lang: str) -> Table:
    """Return the table of one policy with the columns named."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    words = WORDS[lang]
    title = words["against"].format(policy=policy, baseline=comparison.baseline)
    table = Table(
        title=Text(title), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    headings = {**words, "baseline": comparison.baseline, "policy": policy, "pay_neutral_verdict": words["verdict"]}
    for name in columns:
        table.add_column(Text(headings[name]), justify="left" if name in ALIGNED_LEFT else "right", no_wrap=True)
    for dimension in DIMENSIONS:
        names = [measure.name for measure in comparison.measures if measure.dimension == dimension]
        if names:
            table.add_row(f"[bold]{DIMENSION_WORDS[lang][dimension]}[/bold]")
        for name in names:
            cells = _cells(comparison, policy, name, "pay_neutral" in columns, lang)
            table.add_row(*(cells[column] for column in columns))
        table.add_section()
    return table


def _cells(comparison: Comparison, policy: str, measure: str, pay_neutral: bool, lang: str) -> dict[str, str | Text]:
    """Return the cells of one measure by column."""
    row, verdicts = comparison.row(policy, measure), comparison.corrected
    word = verdicts[policy, measure]
    cells: dict[str, str | Text] = {
        "measure": "  " + BY_NAME[measure].label(lang),
        "baseline": number(row.baseline_mean, row.unit, lang),
        "policy": number(row.policy_mean, row.unit, lang),
        "difference": _coloured(number(row.estimate, row.unit, lang, signed=True), word),
        "interval": span(row.low, row.high, row.unit, lang),
        "unit": unit_word(row.unit, lang).replace(" per ", "/"),
        "verdict": _coloured(VERDICTS[lang][word], word),
        "outcome": span(row.outcome_low, row.outcome_high, row.unit, lang),
    }
    if pay_neutral:
        other = comparison.row(policy + PAY_NEUTRAL_SUFFIX, measure)
        word = verdicts[other.policy, measure]
        cells["pay_neutral"] = _coloured(number(other.estimate, other.unit, lang, signed=True), word)
        cells["pay_neutral_verdict"] = _coloured(VERDICTS[lang][word], word)
    return cells


def span(low: float, high: float, unit: str, lang: str) -> str:
    """Return a range as text."""
    joint = " 至 " if lang == "zh" else " to "
    return number(low, unit, lang, signed=True) + joint + number(high, unit, lang, signed=True)


def _coloured(text: str, verdict: str) -> Text:
    """Return text in the colour of a verdict."""
    from rich.text import Text

    return Text(text, style=STYLES[verdict])
