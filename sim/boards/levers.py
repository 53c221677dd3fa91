"""The knobs of a policy, found in the document: each with its range, its unit and plain words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args

from annotated_types import Ge, Gt, Le, Lt

from sim.documents.kinds import kind_of
from sim.habits.registry import PROGRAMMES
from sim.language.entries import entry_words
from sim.language.text import METRIC_TEXTS, ROLE_TEXTS, TIER_TEXTS, Text
from sim.pay.headings import heading_of
from sim.pay.instruments.registry import INSTRUMENTS, title_of
from sim.structures.registry import STRUCTURES
from sim.vocabulary.periods import PERIODS
from sim.vocabulary.scopes import SCOPES

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from sim.scenario.models import Scenario
    from sim.scenario.policy import Policy

Path = tuple[str | int, ...]
Kind = Literal["share", "money", "number", "whole", "week", "choice", "flag", "several"]

#: Ranges that no entry states itself: what a strategy team would try, never a limit of the document.
PAY_RANGE, HEADS_ADDED, SPARE = (-0.3, 0.5), 6, 2.5
EMPTY_MONEY, EMPTY_NUMBER, MOST_WEEKS_AHEAD = 2000.0, 2.0, 26
#: Factors that are read as so many times, not as so many per cent.
COUNTED = ("multiple", "months")
#: Path of a knob that stands for two entries: how long before its start a policy is announced.
LEAD: Path = ("lead_weeks",)
_WORDS = {
    **{scope.name: Text(scope.en, scope.zh) for scope in SCOPES},
    **{period.name: Text(period.every_en, period.every_zh) for period in PERIODS},
    **METRIC_TEXTS,
    **ROLE_TEXTS,
    **TIER_TEXTS,
    "all": Text("everybody", "全体员工"),
}
RMB, PEOPLE, WEEKS = Text("RMB", "元"), Text("people", "人"), Text("weeks", "周")
GROUPS = {
    "rollout": Text("When", "推行时间"),
    "structure": Text("Who sits with whom", "组织架构"),
    "people": Text("People and base pay", "人员与基本工资"),
    "discretion": Text("What staff may decide", "员工自主权"),
    "more": Text("Add or remove", "增减措施"),
}
IN_FORCE = Text("in force", "执行")
ADD_PAY = Text("pay instruments", "激励方式")
ADD_PROGRAMME = Text("programmes", "员工项目")


@dataclass(frozen=True)
class Lever:
    """One knob.

    Attributes:
        path: where its value stands in the policy, as keys of the document.
        kind: how it is moved: a share, RMB, a number, a whole number, a Monday, one of several, yes or no, several.
        label: what stands beside it.
        means: one sentence on what it does.
        unit: unit of its value; empty for shares, choices and flags.
        value: where it stands.
        low, high, step: its range, for numbers.
        options: what may be chosen, with words.
    """

    path: Path
    kind: Kind
    label: Text
    means: Text
    unit: Text
    value: Any
    low: float = 0.0
    high: float = 1.0
    step: float = 0.01
    options: tuple[tuple[Any, Text], ...] = ()


@dataclass(frozen=True)
class Group:
    """Knobs that belong together: one instrument, one programme, the dates, the structure.

    Attributes:
        name: its key, unique in the policy.
        title: what it is called.
        told: what it does as it stands; empty where the knobs say it.
        levers: the knobs.
    """

    name: str
    title: Text
    told: Text
    levers: tuple[Lever, ...]


def groups_of(scenario: Scenario, name: str) -> tuple[Group, ...]:
    """Return the knobs of a policy, group by group: pay, dates, structure, people, programmes, discretion, what to add.

    Args:
        scenario: the document.
        name: the policy whose values they show.

    Raises:
        SimError: no policy has that name.
    """
    policy = scenario.policy(name)
    pay = [
        _entries(("pay", key), key, title_of(each.kind), each.told(), each) for key, each in policy.pay.items() if each
    ]
    done = [
        _entries(("programmes", key), key, each.title, each.said(), each)
        for key, each in policy.running_programmes.items()
    ]
    nothing = Text.same("")
    rest = [
        Group("rollout", GROUPS["rollout"], nothing, tuple(_rollout(scenario, policy))),
        Group("structure", GROUPS["structure"], nothing, tuple(_structure(policy))),
        Group("people", GROUPS["people"], nothing, tuple(_people(scenario, policy))),
        Group("discretion", GROUPS["discretion"], nothing, tuple(_fields(policy.discretion, ("discretion",)))),
        Group("more", GROUPS["more"], nothing, tuple(_more(policy))),
    ]
    return tuple(each for each in (*pay, *rest[:3], *done, *rest[3:]) if each.levers)


def every_lever(scenario: Scenario, name: str) -> dict[Path, Lever]:
    """Return all knobs of a policy by path."""
    return {lever.path: lever for group in groups_of(scenario, name) for lever in group.levers}


def _entries(path: Path, key: str, title: Text, told: Text, model: BaseModel) -> Group:
    """The knobs of an instrument or a programme; whether it is in force is the first."""
    words = Text("Unticked, it is taken out of the policy.", "取消勾选即从方案中移除。")
    switch = Lever(path, "flag", IN_FORCE, words, Text.same(""), True)
    return Group("/".join(map(str, path)), Text.same(f"{key} · ") + title, told, (switch, *_fields(model, path)))


def _rollout(scenario: Scenario, policy: Policy) -> Iterator[Lever]:
    """The Mondays on which a policy may start, and how long before staff hear of it."""
    first, weeks = scenario.company.start, scenario.company.weeks
    mondays = tuple(
        (day, Text.same(day)) for day in ((first + timedelta(weeks=k)).isoformat() for k in range(weeks - 4))
    )
    words = entry_words("start")
    means = Text("Monday on which it begins; its announcement moves with it.", "方案开始的周一;宣布日随之移动。")
    yield Lever(("start",), "week", words.label, means, Text.same(""), policy.start.isoformat(), options=mondays)
    ahead = (policy.start - policy.announce).days // 7
    words = entry_words("lead_weeks")
    means = Text("Weeks before the start in which staff hear of it.", words.means)
    high = max(MOST_WEEKS_AHEAD, ahead)
    yield Lever(LEAD, "whole", words.label, means, WEEKS, ahead, 0, high, 1)
    fields = type(policy).model_fields
    for name in ("transition_weeks", "keep_old_pay"):
        yield from _lever(fields[name], name, getattr(policy, name), (name,))


def _structure(policy: Policy) -> Iterator[Lever]:
    """The kind of structure, and its own settings."""
    words = entry_words("structure")
    kinds = tuple((kind, each.title) for kind, each in STRUCTURES.items() if not each.makes)
    if type(policy.structure).makes:
        kinds = tuple((kind, each.title) for kind, each in STRUCTURES.items() if each.makes)
    means = Text("Which people work in one unit; hand-offs follow from it.", words.means)
    path: Path = ("structure",)
    yield Lever(path, "choice", words.label, means, Text.same(""), policy.structure.kind, options=kinds)
    yield from _fields(policy.structure, path)


def _people(scenario: Scenario, policy: Policy) -> Iterator[Lever]:
    """Base pay, seats by role, overtime, days away, grading of requests."""
    low, high = PAY_RANGE
    words = entry_words("base_change")
    for role in dict.fromkeys(("all", *policy.base_change)):
        means = Text("Relative change of base pay against today's.", words.means)
        label = words.label + Text(f": {_WORDS[role].en}", f":{_WORDS[role].zh}")
        value = policy.base_change.get(role, 0.0)
        yield Lever(
            ("base_change", role), "share", label, means, Text.same(""), value, min(low, value), max(high, value)
        )
    for role in scenario.company.roles:
        heads, value = scenario.company.seats[role].heads, policy.headcount.get(role, 0)
        means = Text("Seats added or closed.", entry_words("headcount").means)
        ends = min(value, -(heads - 1)), max(value, HEADS_ADDED)
        yield Lever(
            ("headcount", role), "whole", ROLE_TEXTS[role] + Text(": seats", ":席位"), means, PEOPLE, value, *ends, 1
        )
    fields = type(policy).model_fields
    for name in ("overtime_cap", "sick_pay", "remote_days"):
        yield from _lever(fields[name], name, getattr(policy, name), (name,))
    if policy.grading is not None:
        yield from _fields(policy.grading, ("grading",))


def _more(policy: Policy) -> Iterator[Lever]:
    """Kinds of pay and programmes that may be added with their usual entries."""
    for key, label, registry, there in (
        ("pay", ADD_PAY, INSTRUMENTS, policy.instruments),
        ("programmes", ADD_PROGRAMME, PROGRAMMES, policy.running_programmes),
    ):
        mine = tuple(kind for kind in registry if kind in there)
        kinds = tuple((kind, registry[kind].title) for kind in registry)
        means = Text("Adds one with its usual entries under the name of its kind.", "以惯用设置新增一项,以其类型为名。")
        yield Lever((key,), "several", label, means, Text.same(""), mine, options=kinds)


def _fields(model: BaseModel, path: Path) -> Iterator[Lever]:
    """The knobs of a record, those of records in it too."""
    for name, field in type(model).model_fields.items():
        if name == "kind":
            continue
        yield from _lever(field, field.alias or name, getattr(model, name), (*path, field.alias or name))


def _lever(field: FieldInfo, name: str, value: Any, path: Path, over: Text | None = None) -> Iterator[Lever]:
    """The knobs of one entry; none for what is not stated or cannot be turned."""
    label, means = _said(field, name)
    label = over + label if over else label
    if isinstance(value, bool):
        yield Lever(path, "flag", label, means, Text.same(""), value)
    elif isinstance(value, int | float):
        yield _number(field, name, value, path, (label, means))
    elif isinstance(value, str) and (options := _options(field)):
        yield Lever(path, "choice", label, means, Text.same(""), value, options=options)
    elif isinstance(value, Mapping) and all(isinstance(each, float) for each in value.values()):
        yield from _weights(value, path, means)
    elif isinstance(value, tuple) and value and all(isinstance(each, str) for each in value):
        options = tuple((each, _WORDS[each]) for each in (_names(name)))
        if options and all(each in _WORDS for each in value):
            yield Lever(path, "several", label, means, Text.same(""), value, options=options)
    elif isinstance(value, tuple):
        for k, each in enumerate(value):
            yield from _inner(each, (*path, k), label)
    elif hasattr(type(value), "model_fields") and not isinstance(value, date):
        yield from _inner(value, path, label)


def _inner(model: Any, path: Path, label: Text) -> Iterator[Lever]:
    """The knobs of a record inside an entry, named after both."""
    if not hasattr(type(model), "model_fields"):
        return
    over = label + Text(": ", ":")
    for name, field in type(model).model_fields.items():
        yield from _lever(field, field.alias or name, getattr(model, name), (*path, field.alias or name), over)


def _said(field: FieldInfo, name: str) -> tuple[Text, Text]:
    """Label and meaning of an entry: its heading where it has one, else the words of entries."""
    heading, english = heading_of(field), field.description or ""
    if heading:
        return Text(heading.en, heading.zh), Text(english, heading.means)
    words = entry_words(name)
    return words.label, Text(english, words.means)


def _number(field: FieldInfo, name: str, value: float, path: Path, words: tuple[Text, Text]) -> Lever:
    """The knob of a number: within what the document allows, and within reach of where it stands."""
    inner = (each for part in get_args(field.annotation) for each in getattr(part, "__metadata__", ()))
    limits = [part for each in inner for part in getattr(each, "metadata", (each,))]
    low, high = _bounds([*field.metadata, *limits])
    if isinstance(value, int):
        lowest = int(max(low, -SPARE * abs(value))) if math.isfinite(low) else -int(SPARE * abs(value))
        highest = int(min(high, max(12, math.ceil(SPARE * value))))
        return Lever(
            path,
            "whole",
            *words,
            WEEKS if "week" in name or "delay" in name else Text.same(""),
            value,
            lowest,
            highest,
            1,
        )
    if name.endswith("_rmb"):
        most = min(high, max(value, _nice(SPARE * value) if value else EMPTY_MONEY))
        return Lever(path, "money", *words, RMB, value, max(0.0, low), most, _nice(most) / 100.0)
    if high <= 1.0 and low >= 0.0:
        return Lever(path, "share", *words, Text.same(""), value, low, high, 0.01)
    most = min(high, max(EMPTY_NUMBER, _nice(SPARE * value)))
    kind: Kind = "share" if heading_of(field) and high == 100.0 and name not in COUNTED else "number"
    return Lever(path, kind, *words, Text.same(""), value, low if low > -math.inf else -most, most, 0.05)


def _bounds(metadata: Sequence[Any]) -> tuple[float, float]:
    """Least and greatest value that the document allows; infinite where it does not say."""
    low, high = -math.inf, math.inf
    for each in metadata:
        if isinstance(each, Ge | Gt):
            low = max(low, float(each.ge if isinstance(each, Ge) else each.gt))  # type: ignore[arg-type]
        elif isinstance(each, Le | Lt):
            high = min(high, float(each.le if isinstance(each, Le) else each.lt))  # type: ignore[arg-type]
    return low, high


def _nice(size: float) -> float:
    """A round number of at least that size: 1, 2, 2.5 or 5 times a power of ten."""
    if size <= 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(size))
    return next(each * power for each in (1.0, 2.0, 2.5, 5.0, 10.0) if each * power >= size * (1.0 - 1e-9))


def _weights(value: Mapping[str, float], path: Path, means: Text) -> Iterator[Lever]:
    """A knob for each weight; the others give way in proportion."""
    words = means + Text(" The others give way in proportion.", "其余权重按比例让位。")
    if len(value) > 1:
        for metric, share in value.items():
            label = Text("weight of ", "权重:") + _WORDS.get(metric, Text.same(metric))
            yield Lever((*path, metric), "share", label, words, Text.same(""), share)


def _options(field: FieldInfo) -> tuple[tuple[str, Text], ...]:
    """What an entry may be, where that is a list of names; empty where it is free text."""
    names = [name for name in get_args(field.annotation) if isinstance(name, str)]
    return tuple((name, _WORDS.get(name, Text.same(name.replace("_", " ")))) for name in names)


def _names(name: str) -> tuple[str, ...]:
    """The names of which an entry lists some."""
    return {"roles": ("all", *ROLE_TEXTS), "tiers": tuple(TIER_TEXTS)}.get(name, ())


def usual(key: str, kind: str) -> dict[str, Any]:
    """Return an instrument (`pay`), a programme or a structure of a kind as a document would state it, usual entries.

    Args:
        key: pay, programmes or structure.
        kind: what it is.
    """
    families: dict[str, Mapping[str, Any]] = {"pay": INSTRUMENTS, "programmes": PROGRAMMES, "structure": STRUCTURES}
    family = families[key]
    model = family[kind]
    return {"kind": kind_of(model), **model.example}
