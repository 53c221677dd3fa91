"""The tables of the model description, generated from the code so that they stay true."""

import re
from pathlib import Path

from sim.engine import variables as declared
from sim.engine.series import SERIES
from sim.engine.week import PHASES
from sim.parameters import registry
from sim.parameters.prior_words import prior_words
from sim.plan import fields as planned
from sim.studies.catalogue import catalogue
from sim.studies.catalogue.code import functions
from sim.vocabulary.metrics import METRIC_NAMES

DESCRIPTION = Path(__file__).resolve().parents[1] / "ODD.md"
MARK = "<!-- generated: {name} -->"
END = "<!-- end -->"
ENTITIES = {
    "person": declared.STAFF,
    "bonus account of a person": declared.ACCOUNTS,
    "line": declared.LINES,
    "work of a role on a line": declared.CELLS,
    "queue": declared.QUEUES,
    "unit": declared.UNITS,
    "pay contract": declared.CONTRACTS,
    "contact of a person in a week": declared.CONTACTS,
    "job of a role for a campaign": declared.JOBS,
    "role": declared.ROLES,
    "company": declared.FIRM,
}


def variables() -> str:
    """Return the state variables of every entity as Markdown tables."""
    parts = []
    for entity, names in ENTITIES.items():
        rows = [f"| `{name}` | {unit} | {meaning} |" for name, (unit, meaning) in names.items()]
        parts.append("\n".join([f"**{entity}**", "", "| variable | unit | meaning |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(parts)


def records() -> str:
    """Return the fields of every record of a plan as Markdown tables."""
    parts = []
    for name, fields in vars(planned).items():
        if name.isupper():
            rows = [_line(f"`{field}`", unit, meaning) for field, (_, unit, meaning) in fields.items()]
            head = [f"**{name.lower()}**", "", _line("field", "unit", "meaning"), _line(*["---"] * 3)]
            parts.append("\n".join([*head, *rows]))
    return "\n\n".join(parts)


def schedule() -> str:
    """Return the phases of a week in their order as a Markdown list."""
    lines = []
    for number, phase in enumerate(PHASES, 1):
        words = (phase.__doc__ or "").split(": ", 1)[-1].splitlines()[0].strip()
        lines.append(f"{number}. `{phase.__name__}`: {words}")
    return "\n".join(lines)


def metrics() -> str:
    """Return the metrics that pay can be tied to."""
    return ", ".join(f"`{name}`" for name in METRIC_NAMES)


def series() -> str:
    """Return the recorded series."""
    return ", ".join(f"`{name}`" for name in SERIES if "@" not in name)


def rules() -> str:
    """Return every rule as a Markdown table: what it returns, the numbers it reads, its source."""
    rows = []
    for function in functions().values():
        if function.file.startswith("sim/rules/") and function.text:
            source = re.search(r"Source: (.+?)(?:\n\s*\n|\Z)", function.text, re.DOTALL)
            said = " ".join(source.group(1).split()).rstrip(".") if source else ""
            meaning = function.meaning.partition(" Source:")[0]
            reads = ", ".join(f"*{name}*" for name in function.parameters)
            rows.append(_line(f"`{function.name}`", function.file.rpartition("/")[2], meaning, reads, said))
    return "\n".join([_line("rule", "file", "returns", "reads", "source"), _line(*["---"] * 5), *rows])


def parameters() -> str:
    """Return every behavioural number as a Markdown table: value, unit, prior, source, rows that it matters for."""
    rows = [
        _line(
            f"*{entry.name}*",
            f"{entry.value:g}",
            entry.unit,
            prior_words(entry.prior),
            entry.source,
            ", ".join(entry.catalogue),
        )
        for entry in registry().entries.values()
    ]
    return "\n".join([_line("number", "value", "unit", "prior", "source", "rows"), _line(*["---"] * 6), *rows])


def rows() -> str:
    """Return every row of the catalogue and the rules that carry it as a Markdown table."""
    found = [
        _line(row.id, row.name.en, ", ".join(f"`{rule.removeprefix('sim.')}`" for rule in row.rules))
        for row in catalogue().rows
    ]
    return "\n".join([_line("row", "what", "rules"), _line(*["---"] * 3), *found])


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"


TABLES = {
    "variables": variables,
    "records": records,
    "schedule": schedule,
    "metrics": metrics,
    "series": series,
    "rules": rules,
    "rows": rows,
    "parameters": parameters,
}


def refreshed(text: str) -> str:
    """Return a description with every generated part brought up to date.

    Raises:
        ValueError: a part has no marks in the text.
    """
    for name, table in TABLES.items():
        mark = MARK.format(name=name)
        before, found, rest = text.partition(mark)
        _, ended, after = rest.partition(END)
        if not found or not ended:
            raise ValueError(f"the description has no part between {mark} and {END}")
        text = f"{before}{mark}\n{table()}\n{END}{after}"
    return text


def description() -> str:
    """Return the description of the model, its generated parts as the code has them now."""
    return refreshed(DESCRIPTION.read_text(encoding="utf-8"))
