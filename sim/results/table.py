"""The table of a comparison for people: blocks by dimension, verdicts in words, colour by what is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.results.measures import BY_NAME, DIMENSIONS
from sim.results.run import TWIN_SUFFIX
from sim.results.words import DIMENSION_WORDS, VERDICTS, WORDS, number, unit_word

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from sim.results.comparison import Comparison, Row

STYLES = {"better": "green", "worse": "red", "higher": "cyan", "lower": "cyan", "cannot say": "dim", "same": "dim"}


def tables(comparison: Comparison, lang: str = "en") -> Group:
    """Return one table per policy, with its pay-neutral twin in the last columns where there is one."""
    from rich.console import Group

    twins = {name for name in comparison.policies if name.endswith(TWIN_SUFFIX)}
    shown = [name for name in comparison.policies if name not in twins]
    return Group(*(_table(comparison, name, name + TWIN_SUFFIX in twins, lang) for name in shown))


def _table(comparison: Comparison, policy: str, twin: bool, lang: str) -> Table:
    """Return the table of one policy."""
    from rich import box
    from rich.table import Table

    words = WORDS[lang]
    title = words["against"].format(policy=policy, baseline=comparison.baseline)
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column(words["measure"], no_wrap=True)
    for heading in (comparison.baseline, policy, words["difference"], words["interval"]):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column(words["unit"], no_wrap=True)
    table.add_column(words["verdict"], no_wrap=True)
    table.add_column(words["outcome"], justify="right", no_wrap=True)
    if twin:
        table.add_column(words["twin"], justify="right", no_wrap=True)
        table.add_column(words["verdict"], no_wrap=True)
    for dimension in DIMENSIONS:
        names = [measure.name for measure in comparison.measures if measure.dimension == dimension]
        if names:
            table.add_row(f"[bold]{DIMENSION_WORDS[lang][dimension]}[/bold]")
        for name in names:
            table.add_row(*_cells(comparison, policy, name, twin, lang))
        table.add_section()
    return table


def _cells(comparison: Comparison, policy: str, measure: str, twin: bool, lang: str) -> list[str | Text]:
    """Return the cells of one measure."""
    row = comparison.row(policy, measure)
    cells: list[str | Text] = [
        "  " + BY_NAME[measure].label(lang),
        number(row.baseline_mean, row.unit, lang),
        number(row.policy_mean, row.unit, lang),
        _coloured(number(row.estimate, row.unit, lang, signed=True), row),
        span(row.low, row.high, row.unit, lang),
        unit_word(row.unit, lang),
        _coloured(VERDICTS[lang][row.verdict], row),
        span(row.outcome_low, row.outcome_high, row.unit, lang),
    ]
    if twin:
        other = comparison.row(policy + TWIN_SUFFIX, measure)
        cells.append(_coloured(number(other.estimate, other.unit, lang, signed=True), other))
        cells.append(_coloured(VERDICTS[lang][other.verdict], other))
    return cells


def span(low: float, high: float, unit: str, lang: str) -> str:
    """Return a range as text."""
    joint = " 至 " if lang == "zh" else " to "
    return number(low, unit, lang, signed=True) + joint + number(high, unit, lang, signed=True)


def _coloured(text: str, row: Row) -> Text:
    """Return text in the colour of the verdict."""
    from rich.text import Text

    return Text(text, style=STYLES[row.verdict])
