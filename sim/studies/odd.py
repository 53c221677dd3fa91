"""The tables of the model description, generated from the code so that they stay true."""

from sim.engine import variables as declared
from sim.engine.series import SERIES
from sim.engine.week import PHASES
from sim.scenario.metrics import METRICS

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


def schedule() -> str:
    """Return the phases of a week in their order as a Markdown list."""
    lines = []
    for number, phase in enumerate(PHASES, 1):
        words = (phase.__doc__ or "").split(": ", 1)[-1].splitlines()[0].strip()
        lines.append(f"{number}. `{phase.__name__}`: {words}")
    return "\n".join(lines)


def metrics() -> str:
    """Return the metrics that pay can be tied to."""
    return ", ".join(f"`{name}`" for name in METRICS)


def series() -> str:
    """Return the recorded series."""
    return ", ".join(f"`{name}`" for name in SERIES if "@" not in name)


TABLES = {"variables": variables, "schedule": schedule, "metrics": metrics, "series": series}


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
