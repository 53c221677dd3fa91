"""What must agree about the lines of a document: names, that something is sold, who makes what is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.documents.faults import Fault, items, mapping, number
from sim.language.text import Text
from sim.structures.registry import STRUCTURES, USUAL


def line_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield lines that share a name, lines on which nothing is sold, and what people make without teams."""
    yield from _names(document)
    yield from _sales(document)
    yield from _made(document)


def _names(document: Mapping[str, Any]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, line in enumerate(items(document.get("lines"))):
        name = mapping(line).get("name")
        if isinstance(name, str) and first.setdefault(name, index) != index:
            message = Text("the name is taken by lines[{0}]", "名称已被 lines[{0}] 使用").format(first[name])
            yield Fault(
                ("lines", index, "name"), message, Text("give every line its own name", "请给每条品线各自的名称"), name
            )


def _sales(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Lines that sell nothing at all: everything is measured against what a line sells today, or once it is open."""
    for index, entry in enumerate(items(document.get("lines"))):
        line = mapping(entry)
        names = ("visits", "conversion", "repeat_weekly", "churn_weekly")
        visits, conversion, repeat, churn = (number(line.get(name)) for name in names)
        if line.get("made_per_week") is not None:  # sold as it is made
            continue
        if visits is None or conversion is None or repeat is None or not churn:
            continue
        known = line.get("customers")
        customers = visits * conversion / churn if known is None else number(known) or 0.0
        if visits >= 0.0 and conversion >= 0.0 and visits * conversion + customers * repeat <= 0.0:
            empty = "visits" if visits == 0.0 else "conversion"
            remedy = Text(
                "leave the line out, or give what it sells today (of a line that opens later: once it is open)",
                "请去掉该品线,或写出它目前的销量(以后才开的品线写开业后的销量)",
            )
            yield Fault(
                ("lines", index, empty),
                Text("nothing is sold on this line", "该品线没有任何销售"),
                remedy,
                line.get(empty),
            )


def _made(document: Mapping[str, Any]) -> Iterator[Fault]:
    """A company that sells what its people make has one line and works in teams; no other company does."""
    lines = items(document.get("lines"))
    made = [n for n, line in enumerate(lines) if mapping(line).get("made_per_week") is not None]
    if made and len(lines) > 1:
        message = Text("a company that sells what its people make has one line", "销售自产产品的公司只有一条品线")
        yield Fault(
            ("lines", made[0], "made_per_week"),
            message,
            Text("make a scenario of it, with the people who make it", "请连同生产人员另写一个情景"),
        )
    for name, policy in mapping(document.get("policies")).items():
        structure = mapping(mapping(policy).get("structure"))
        kind = structure.get("kind", USUAL)
        if lines and kind in STRUCTURES and bool(made) != STRUCTURES[kind].makes:
            message = (
                Text("what people make is made in teams", "自产的产品由班组生产")
                if made
                else Text("teams make what is sold, and no line is made", "班组生产要出售的产品,但没有品线是自产的")
            )
            remedy = (
                Text("write structure: {kind: teams, size: 8}", "请写 structure: {kind: teams, size: 8}")
                if made
                else Text("give a line `made_per_week`", "请给某条品线 `made_per_week`")
            )
            yield Fault(("policies", name, "structure", "kind"), message, remedy, kind)
