"""What policies are worth after some weeks, as a part of the page whose numbers lead to stored rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sim.results.horizons import PARTS, WORDS, horizons, shown
from sim.results.run import PAY_NEUTRAL_SUFFIX
from sim.results.words import number

if TYPE_CHECKING:
    from sim.results.comparison import Comparison


class Cell(NamedTuple):
    """A number on the page, the stored fields it comes from, how it looks, and the form in which it is written."""

    text: str
    row: str
    fields: str
    look: str = ""
    form: str = "number"


def worth_rows(comparison: Comparison) -> dict[str, dict[str, Any]]:
    """Return the stored rows by key: policy, part and weeks."""
    found = horizons(comparison, shown(comparison)).to_dict("records")
    return {
        f"{row['policy']}|{row['part']}|{row['weeks']}": {"unit": "RMB", **{str(k): v for k, v in row.items()}}
        for row in found
    }


def worth_table(comparison: Comparison, policy: str, lang: str) -> dict[str, Any]:
    """Return title, headings and rows of cells of one policy."""
    words, stored = WORDS[lang], worth_rows(comparison)
    weeks = shown(comparison)
    rows = []
    for part in PARTS:
        cells = [Cell(words[part], "", "name")]
        for each in weeks:
            key = f"{policy}|{part}|{each}"
            texts = [number(stored[key][field], "RMB", lang, signed=True) for field in ("difference", "low", "high")]
            cells.append(Cell(f"{texts[0]} ({texts[1]} – {texts[2]})", key, "difference low high"))
        rows.append(cells)
    title = words["title"].format(policy=policy, baseline=comparison.baseline)
    return {
        "title": title,
        "headings": ["元" if lang == "zh" else "RMB", *(f"{each} {words['weeks']}" for each in weeks)],
        "rows": rows,
    }


def worth_tables(comparison: Comparison, lang: str) -> list[dict[str, Any]]:
    """Return the tables of all policies; none where what is left was not recorded."""
    if "customer_value_rmb" not in comparison.runs[0].names:
        return []
    names = [name for name in comparison.policies if not name.endswith(PAY_NEUTRAL_SUFFIX)]
    return [worth_table(comparison, name, lang) for name in names]
