"""Tables as a workbook: what a screen or a page shows, for people who live in Excel or WPS."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import SimError
from sim.language.text import Text, say
from sim.results.notebook import heading

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.comparison import Comparison

SHEETS = {
    "answer": Text("answer", "结论"),
    "all measures": Text("all measures", "全部指标"),
    "people": Text("people", "人员"),
    "record": Text("record", "记录"),
}
WIDEST = 60


def write(tables: Mapping[str, pd.DataFrame], path: str | Path, lang: str = "en") -> None:
    """Write tables as the sheets of a workbook; texts stay texts, also those that look like formulas.

    Args:
        tables: name of a sheet -> table.
        path: `.xlsx` file, replaced where it exists.
        lang: en or zh, for headings.

    Raises:
        SimError: the file cannot be written.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book, long = Workbook(), Alignment(vertical="top", wrap_text=True)
    book.remove(book.worksheets[0])
    for name, table in tables.items():
        sheet = book.create_sheet(name[:31])
        for column, title in enumerate(table.columns, start=1):
            cell = sheet.cell(1, column)
            _put(cell, heading(str(title), lang))
            cell.font = Font(bold=True)
        for i, row in enumerate(table.itertuples(index=False), start=2):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(i, column)
                _put(cell, value)
                if isinstance(value, str) and len(value) > WIDEST:
                    cell.alignment = long
        for column, title in enumerate(table.columns, start=1):
            longest = max([len(str(title)), *(len(f"{value}") for value in table.iloc[:200, column - 1])])
            sheet.column_dimensions[sheet.cell(1, column).column_letter].width = min(WIDEST, longest + 2)
        sheet.freeze_panes = "B2"
    try:
        book.save(path)
    except OSError as error:
        raise SimError("{0}: cannot be written ({1})", "{0}:无法写入({1})", path, error.strerror) from error


def _put(cell: Any, value: Any) -> None:
    """Put a value into a cell; a text that begins like a formula stays a text, a missing number an empty cell."""
    if isinstance(value, float) and not math.isfinite(value):
        return
    if isinstance(value, str):
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        return
    cell.value = value.item() if hasattr(value, "item") else value


def comparison(result: Comparison, path: str | Path, lang: str = "en") -> None:
    """Write a comparison: the answer, every measure, who gains and loses, the record.

    Raises:
        SimError: the file cannot be written.
    """
    names = {name: say(text, lang) for name, text in SHEETS.items()}
    tables = {
        names["answer"]: _answer(result, lang),
        names["all measures"]: result.summary(lang),
        names["people"]: result.winners(),
        names["record"]: _record(result),
    }
    write(tables, path, lang)


def _answer(result: Comparison, lang: str) -> pd.DataFrame:
    """Return what the first screen says, with its numbers whole."""
    import pandas as pd

    from sim.results import screen
    from sim.results.reasons import VERDICT_TEXTS, told

    decision, rows = result.decision, []
    said = told(result, decision)
    for option in decision.options:
        row: dict[str, Any] = {"policy": option.policy, "verdict": say(VERDICT_TEXTS[option.verdict], lang)}
        if option.verdict:
            for name in screen.shown(result, decision):
                found, label = screen.difference(result, option.policy, name), say(screen.short_label(name), lang)
                row |= {label: found.estimate, f"{label} {heading('low', lang)}": found.low}
                row |= {f"{label} {heading('high', lang)}": found.high}
            row |= {f"{say(KEPT, lang)} {each.guardrail.measure}": each.probability for each in option.held}
            words = zip(("why", "risk"), (said[option.policy].reason, said[option.policy].risk), strict=True)
            row |= {say(screen.WORDS[name], lang): say(text, lang) for name, text in words}
            row["probability_gain"] = option.probability_gain
        rows.append(row | {"probability_best": option.probability_best, "regret": option.regret})
    return pd.DataFrame(rows)


KEPT = Text("probability of keeping", "守住概率")


def _record(result: Comparison) -> pd.DataFrame:
    """Return the sealed record, a line for each entry."""
    import pandas as pd

    return pd.DataFrame(
        [(name, str(value)) for name, value in result.provenance.to_dict().items()], columns=["entry", "value"]
    )
