"""What a behavioural number is, where it comes from and what data would identify it, as `sim explain` prints it."""

from collections.abc import Iterator

from sim.cli.labelled import labelled
from sim.parameters import Entry, registry
from sim.parameters.prior_words import prior_words

GRADES = {
    "verified": "abstract or excerpt of the source read",
    "secondary": "read in a summary by others",
    "memory": "from memory, not checked",
    "assumption": "assumption",
}


def _rows(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the labelled lines of a parameter's description."""
    group = registry().groups[entry.group]
    yield "value", f"{entry.value:g}"
    yield "unit", entry.unit
    yield "prior", prior_words(entry.prior)
    yield "meaning", entry.meaning
    yield "group", f"{group.en} / {group.zh}"
    yield "source", entry.source
    if entry.verified != "assumption":
        yield "grade", GRADES[entry.verified]
    if entry.address:
        yield "address", entry.address
    yield "identified by", entry.identified_by
    if entry.catalogue:
        yield "matters for", ", ".join(entry.catalogue)


def description(entry: Entry, lang: str = "en") -> str:
    """Return everything the registry says about a parameter as plain text, with labels in `en` or `zh`."""
    return labelled(entry.name, _rows(entry), lang)


def listing() -> str:
    """Return every parameter on a line of its own, under the name of its group."""
    found = registry()
    width = max(map(len, found.entries)) + 2
    lines = []
    for name, label in found.groups.items():
        lines.append(f"{label.en} / {label.zh}")
        members = [entry for entry in found.entries.values() if entry.group == name]
        lines += [f"  {e.name:<{width}}{e.value:<9g}{e.unit}; {prior_words(e.prior)}" for e in members]
    return "\n".join(lines)
