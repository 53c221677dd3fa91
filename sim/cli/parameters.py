"""What a behavioural number is, where it comes from and what data would identify it, as `sim explain` prints it."""

from collections.abc import Iterator

from sim.bilingual import Text, say
from sim.cli.labelled import labelled
from sim.parameters import Entry, registry
from sim.parameters.prior_words import prior_text

GRADES = {
    "verified": Text("abstract or excerpt of the source read", "已读来源的摘要或节选"),
    "secondary": Text("read in a summary by others", "读自他人的综述"),
    "memory": Text("from memory, not checked", "凭记忆,未核对"),
    "assumption": Text("assumption", "假设"),
}
#: Units that many numbers have; the others read as they are.
UNITS = {
    "share": "占比",
    "ratio": "比值",
    "share per week": "占比/周",
    "weeks": "周",
    "elasticity": "弹性",
    "factor": "倍数",
    "log": "对数",
    "utility, log pay": "效用(对数薪酬)",
    "log points": "对数点",
    "share of a week": "占一周的比例",
    "log standard deviation": "对数标准差",
    "index 0 to 1": "指数(0 至 1)",
    "share of effort": "占努力的比例",
    "share of pay": "占薪酬的比例",
    "satisfaction points": "满意度分",
    "factor per week": "倍数/周",
    "share of orders": "占订单的比例",
    "share of full skill": "占完整技能的比例",
    "log pay": "对数薪酬",
    "load": "负荷",
    "share of staff": "占员工的比例",
    "share of reference pay": "占参照薪酬的比例",
    "share of parcels": "占包裹的比例",
    "probability": "概率",
    "probability per week": "概率/周",
    "points": "分",
    "person-weeks": "人周",
    "share per year": "占比/年",
}


def _rows(entry: Entry, lang: str) -> Iterator[tuple[str, str]]:
    """Yield the labelled lines of a parameter's description."""
    group = registry().groups[entry.group]
    yield "value", f"{entry.value:g}"
    yield "unit", _unit(entry, lang)
    yield "prior", say(prior_text(entry.prior), lang)
    yield "meaning", entry.meaning
    yield "group", group.zh if lang == "zh" else f"{group.en} / {group.zh}"
    yield "source", entry.source
    if entry.verified != "assumption":
        yield "grade", say(GRADES[entry.verified], lang)
    if entry.address:
        yield "address", entry.address
    yield "identified by", entry.identified_by
    if entry.catalogue:
        yield "matters for", ", ".join(entry.catalogue)


def description(entry: Entry, lang: str = "en") -> str:
    """Return everything the registry says about a parameter as plain text, with labels in `en` or `zh`."""
    return labelled(entry.name, _rows(entry, lang), lang)


def _unit(entry: Entry, lang: str) -> str:
    """Return the unit of a parameter."""
    return UNITS.get(entry.unit, entry.unit) if lang == "zh" else entry.unit


def listing(lang: str = "en") -> str:
    """Return every parameter on a line of its own, under the name of its group."""
    found = registry()
    width = max(map(len, found.entries)) + 2
    lines = []
    for name, label in found.groups.items():
        lines.append(label.zh if lang == "zh" else f"{label.en} / {label.zh}")
        members = [entry for entry in found.entries.values() if entry.group == name]
        told = [(e, _unit(e, lang), say(prior_text(e.prior), lang)) for e in members]
        lines += [f"  {e.name:<{width}}{e.value:<9g}{unit}; {prior}" for e, unit, prior in told]
    return "\n".join(lines)
