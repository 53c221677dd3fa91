"""What must agree across the parts of a document, checked on plain data so that it is told beside every other problem.

Every check takes the document with inherited entries filled in, leaves alone what is not of the expected type (the
models report that), and yields faults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sim.documents.faults import Fault, Faults, Path, day_of, items, mapping, number
from sim.documents.fields import covers
from sim.documents.inheritance import chain
from sim.documents.remedies import did_you_mean
from sim.language.text import Text
from sim.scenario.lines import line_faults
from sim.scenario.peaks import peak_faults
from sim.vocabulary.roles import ROLE_NAMES, ROLES

MAX_SEATS = 10_000
#: Entries of instruments that name seats.
OF_SEATS = ("own_targets", "own_goals", "own_rates")


def faults(document: Any) -> Faults:
    """Everything that does not agree in a document, a plain mapping with inherited entries filled in."""
    if not isinstance(document, Mapping):
        return Faults()
    checks = (
        _start,
        line_faults,
        _seats,
        _unpaid,
        _company_roles,
        _baseline,
        _extends,
        _dates,
        _policy_roles,
        _pilots,
        peak_faults,
        _campaigns,
        _surroundings,
        _targets,
        _rates_and_stakes,
        _names,
    )
    return Faults(fault for check in checks for fault in check(document))


def _policies(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, policy in mapping(document.get("policies")).items():
        yield name, mapping(policy)


def _monday(path: Path, day: date | None) -> Iterator[Fault]:
    if day and day.weekday():
        before = day - timedelta(days=day.weekday())
        remedy = Text("weeks begin on Monday: {0} or {1}", "每周从周一开始:{0} 或 {1}").format(
            before, before + timedelta(days=7)
        )
        yield Fault(path, Text("{0} is a {1:%A}", "{0} 不是周一").format(day, day), remedy, str(day))


def _start(document: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _monday(("company", "start"), day_of(mapping(document.get("company")).get("start")))


def _unpaid(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Seats without base pay that no instrument of a policy is for."""
    for role, entry in mapping(mapping(document.get("company")).get("seats")).items():
        seats = mapping(entry)
        if number(seats.get("base_rmb")) != 0.0:
            continue
        for name, policy in _policies(document):
            there = (number(seats.get("heads")) or 0.0) + (number(mapping(policy.get("headcount")).get(role)) or 0.0)
            paid = [mapping(each).get("roles", "all") for each in mapping(policy.get("pay")).values() if each]
            if there > 0.0 and not any(covers(tuple(map(str, _listed(roles))), str(role)) for roles in paid):
                message = Text(
                    "policy {0} pays {1} nothing: no base pay, and no instrument is for them",
                    "方案 {0} 给 {1} 的报酬为零:没有基本工资,也没有激励工具",
                ).format(name, role)
                remedy = Text(
                    "give a base pay per month, or let an instrument of {0} pay {1}",
                    "请给出每月基本工资,或让 {0} 的某个激励工具支付 {1}",
                ).format(name, role)
                yield Fault(("company", "seats", role, "base_rmb"), message, remedy, seats.get("base_rmb"))
                break


def _seats(document: Mapping[str, Any]) -> Iterator[Fault]:
    seats = mapping(mapping(document.get("company")).get("seats"))
    heads = {role: number(mapping(entry).get("heads")) for role, entry in seats.items()}
    if not seats or any(count is None for count in heads.values()):
        return
    total = sum(count or 0 for count in heads.values())
    if total < 1:
        yield Fault(
            ("company", "seats"),
            Text("nobody works here", "公司里没有人"),
            Text("give a role at least one head", "请给某个岗位至少一人"),
        )
    if total > MAX_SEATS:
        yield Fault(
            ("company", "seats"),
            Text("{0:,.0f} seats", "{0:,.0f} 个席位").format(total),
            Text("at most {0:,} are simulated", "最多模拟 {0:,} 个").format(MAX_SEATS),
            total,
        )
    for name, policy in _policies(document):
        for role, change in mapping(policy.get("headcount")).items():
            before, more = heads.get(role), number(change)
            if before is not None and more is not None and before + more < 0:
                message = Text("takes {0:g} of {1:g} seats away", "从 {1:g} 席中减去 {0:g} 席").format(-more, before)
                yield Fault(
                    ("policies", name, "headcount", role),
                    message,
                    Text("at least {0:g}", "至少为 {0:g}").format(-before),
                    change,
                )


def _unknown_roles(path: Path, roles: Any, seats: Mapping[str, Any], *, entries: bool) -> Iterator[Fault]:
    """Roles without seats; `entries`: the roles are items of a list and not keys."""
    for index, role in enumerate(roles):
        if role in ROLE_NAMES and role not in seats:
            message = Text("the company has no seats for {0!r}", "公司没有 {0!r} 的席位").format(role)
            remedy = Text("add it to company.seats; {0}", "请加入 company.seats;{0}").format(did_you_mean(role, seats))
            yield Fault((*path, index if entries else role), message, remedy, role)


def _company_roles(document: Mapping[str, Any]) -> Iterator[Fault]:
    company = mapping(document.get("company"))
    seats = mapping(company.get("seats"))
    yield from _unknown_roles(("company", "utilisation"), mapping(company.get("utilisation")), seats, entries=False)
    for key in ("observability", "turnover_by_role", "tightness", "absence"):
        yield from _unknown_roles(("company", key), mapping(company.get(key)), seats, entries=False)
    requests = mapping(company.get("requests"))
    yield from _unknown_roles(("company", "requests"), requests, seats, entries=False)
    for role, asked in requests.items():
        path: Path = ("company", "requests", role)
        yield from _unknown_roles(path, mapping(asked), seats, entries=False)
        if role in mapping(asked):
            yield Fault(
                (*path, role),
                Text("a role does not send requests to itself", "岗位不会向自己提出需求"),
                Text("remove it", "请删除"),
                role,
            )


def _policy_roles(document: Mapping[str, Any]) -> Iterator[Fault]:
    seats = mapping(mapping(document.get("company")).get("seats"))
    for name, policy in _policies(document):
        path: Path = ("policies", name)
        for entry, instrument in mapping(policy.get("pay")).items():
            roles = mapping(instrument).get("roles")
            listed = [roles] if isinstance(roles, str) else items(roles)
            yield from _unknown_roles((*path, "pay", entry, "roles"), listed, seats, entries=True)
        for key in ("base_change", "headcount", "ambassadors", "ability_change"):
            yield from _unknown_roles((*path, key), mapping(policy.get(key)), seats, entries=False)
        for i, step in enumerate(items(policy.get("growth"))):
            place: Path = (*path, "growth", i)
            yield from _unknown_roles(
                (*place, "headcount"), mapping(mapping(step).get("headcount")), seats, entries=False
            )
            if day := day_of(mapping(step).get("from")):
                yield from _monday((*place, "from"), day)
        yield from _programmes(path, mapping(policy.get("programmes")), seats)
        yield from _departures(path, policy, document)


def _programmes(path: Path, programmes: Mapping[str, Any], seats: Mapping[str, Any]) -> Iterator[Fault]:
    """Roles of programmes without seats, and rotations that begin within a week."""
    for name, entry in programmes.items():
        programme, place = mapping(entry), (*path, "programmes", name)
        roles = programme.get("roles")
        yield from _unknown_roles(
            (*place, "roles"), [roles] if isinstance(roles, str) else items(roles), seats, entries=True
        )
        for key in ("from", "to"):
            role = programme.get(key)
            if isinstance(role, str) and role in ROLE_NAMES and role not in seats:
                yield Fault(
                    (*place, key),
                    Text("the company has no seats for {0!r}", "公司没有 {0!r} 的席位").format(role),
                    did_you_mean(role, seats),
                    role,
                )
        if day := day_of(programme.get("begin")):
            yield from _monday((*place, "begin"), day)


def _departures(path: Path, policy: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Fault]:
    """Departures from roles without seats, outside the weeks reported or before the policy holds."""
    company = mapping(document.get("company"))
    seats, first, weeks = mapping(company.get("seats")), day_of(company.get("start")), number(company.get("weeks"))
    policies = mapping(document.get("policies"))
    named = str(document.get("baseline"))
    today = named if named in policies else next(iter(policies), "")
    shared = mapping(mapping(policies.get(today)).get("departures"))
    for name, entry in mapping(policy.get("departures")).items():
        each, place = mapping(entry), (*path, "departures", name)
        role, day = each.get("role"), day_of(each.get("day"))
        if isinstance(role, str) and role in ROLE_NAMES and role not in seats:
            yield Fault(
                (*place, "role"),
                Text("the company has no seats for {0!r}", "公司没有 {0!r} 的席位").format(role),
                did_you_mean(role, seats),
                role,
            )
        begins = first if entry == shared.get(name) else day_of(policy.get("start")) or first
        if first and weeks and begins and day and not begins <= day < first + timedelta(weeks=weeks):
            message = Text(
                "lies outside the weeks in which the policy holds, so it would never be seen",
                "不在方案实施的各周之内,因此永远看不到",
            )
            remedy = Text("{0} is its first day, {1} the last", "其第一天为 {0},最后一天为 {1}").format(
                begins, first + timedelta(weeks=weeks, days=-1)
            )
            yield Fault((*place, "day"), message, remedy, str(day))
        if back := day_of(each.get("replaced")):
            yield from _monday((*place, "replaced"), back)


def _campaigns(document: Mapping[str, Any]) -> Iterator[Fault]:
    seats = mapping(mapping(document.get("company")).get("seats"))
    peaks = [mapping(peak).get("name") for peak in items(mapping(document.get("calendar")).get("peaks"))]
    for i, campaign in enumerate(items(document.get("campaigns"))):
        entry, path = mapping(campaign), ("campaigns", i)
        peak = entry.get("peak")
        if isinstance(peak, str) and peak not in peaks:
            yield Fault(
                (*path, "peak"),
                Text("the calendar has no peak {0!r}", "日历中没有高峰 {0!r}").format(peak),
                did_you_mean(peak, map(str, peaks)),
                peak,
            )
        lines = [mapping(line).get("name") for line in items(document.get("lines"))]
        for key in ("opens", "closes"):
            line = entry.get(key)
            if isinstance(line, str) and (line not in lines or len(lines) < 2):
                message = (
                    Text("there is no line {0!r}", "没有品线 {0!r}").format(line)
                    if line not in lines
                    else Text("the only line cannot be closed", "唯一的品线不能关闭")
                )
                yield Fault((*path, key), message, did_you_mean(line, map(str, lines)), line)
        if day := day_of(entry.get("day")):
            yield from _monday((*path, "day"), day)
        for key in ("jobs", "team"):
            yield from _unknown_roles((*path, key), mapping(entry.get(key)), seats, entries=False)


def _surroundings(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Roles of the new channel and of shocks that have no seats, lines that do not exist."""
    seats = mapping(mapping(document.get("company")).get("seats"))
    lines = [str(mapping(line).get("name")) for line in items(document.get("lines"))]
    channel = mapping(document.get("channel"))
    yield from _unknown_roles(("channel", "roles"), _listed(channel.get("roles")), seats, entries=True)
    yield from _unknown_roles(("channel", "known"), mapping(channel.get("known")), seats, entries=False)
    company = mapping(document.get("company"))
    first, weeks = day_of(company.get("start")), number(company.get("weeks"))
    for name, entry in mapping(document.get("shocks")).items():
        shock, path = mapping(entry), ("shocks", name)
        day = day_of(shock.get("day"))
        if first and weeks and day and not first <= day < first + timedelta(weeks=weeks):
            message = Text(
                "lies outside the weeks reported, so it would never be seen", "不在报告的各周之内,因此永远看不到"
            )
            remedy = Text("{0} is the first day, {1} the last", "第一天为 {0},最后一天为 {1}").format(
                first, first + timedelta(weeks=weeks, days=-1)
            )
            yield Fault((*path, "day"), message, remedy, str(day))
        yield from _unknown_roles((*path, "roles"), _listed(shock.get("roles")), seats, entries=True)
        for index, line in enumerate(items(shock.get("lines"))):
            if isinstance(line, str) and line not in lines:
                yield Fault(
                    (*path, "lines", index),
                    Text("there is no line {0!r}", "没有品线 {0!r}").format(line),
                    did_you_mean(line, lines),
                    line,
                )


def _targets(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Targets of lines that do not exist."""
    lines = [str(mapping(line).get("name")) for line in items(document.get("lines"))]
    for name, policy in _policies(document):
        for key, entry in mapping(policy.get("targets")).items():
            for index, line in enumerate(items(mapping(entry).get("lines"))):
                if isinstance(line, str) and line not in lines:
                    path = ("policies", name, "targets", key, "lines", index)
                    yield Fault(
                        path,
                        Text("there is no line {0!r}", "没有品线 {0!r}").format(line),
                        did_you_mean(line, lines),
                        line,
                    )


def _rates_and_stakes(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Lines and seats with rates or amounts of their own that do not exist."""
    lines = [str(mapping(line).get("name")) for line in items(document.get("lines"))]
    seats = mapping(mapping(document.get("company")).get("seats"))
    for name, policy in _policies(document):
        for entry, instrument in mapping(policy.get("pay")).items():
            path: Path = ("policies", name, "pay", entry)
            for at, line in _lines_of_pay(mapping(instrument)):
                if line not in lines:
                    message = Text("there is no line {0!r}", "没有品线 {0!r}").format(line)
                    yield Fault((*path, *at), message, did_you_mean(str(line), lines), line)
            for key in OF_SEATS:
                yield from _named_seats((*path, key), mapping(instrument), policy, seats)


def _lines_of_pay(instrument: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Where an instrument names a line, and the name."""
    for line in mapping(instrument.get("line_rates")):
        yield ("line_rates", str(line)), line
    for index, line in enumerate(items(instrument.get("lines"))):
        yield ("lines", index), line
    for index, step in enumerate(items(instrument.get("steps"))):
        for line in mapping(mapping(step).get("line_rates")):
            yield ("steps", index, "line_rates", str(line)), line


def _named_seats(
    path: Path, instrument: Mapping[str, Any], policy: Mapping[str, Any], seats: Mapping[str, Any]
) -> Iterator[Fault]:
    """Seats with an amount of their own that an instrument is not for, or that never exist."""
    known = {word.lower(): role.name for role in ROLES for word in (role.name, role.en, role.zh)}
    roles = tuple(map(str, _listed(instrument.get("roles", "all"))))
    paid = [str(each) for each in seats if covers(roles, str(each))]
    named: list[tuple[str, str]] = []
    for seat in mapping(instrument.get(str(path[-1]))):
        word, _, place = str(seat).rpartition(" ")
        role, at = known.get(word.lower(), ""), (*path, str(seat))
        heads = number(mapping(seats.get(role)).get("heads")) or 0.0
        grows = policy.get("growth") or policy.get("headcount")
        if role not in paid or not place.isdecimal() or int(place) < 1:
            remedy = Text("write a role it is for and a number, such as `{0} 1`", "请写适用的岗位和序号,例如 `{0} 1`")
            message = Text("the instrument is for no seat {0!r}", "该激励工具不适用于席位 {0!r}").format(str(seat))
            yield Fault(at, message, remedy.format(paid[0] if paid else "operations"), seat)
        elif int(place) > heads and not grows:
            message = Text("there are {0:g} seats of {1}", "{1} 只有 {0:g} 个席位").format(heads, role)
            remedy = Text("`{1} 1` to `{1} {0:g}`", "`{1} 1` 至 `{1} {0:g}`").format(heads, role)
            yield Fault(at, message, remedy, seat)
        elif (role, place) in named:
            message = Text("this seat is there twice", "该席位出现两次")
            yield Fault(at, message, Text("keep one of the two", "请只保留一个"), seat)
        named.append((role, place))


def _listed(roles: Any) -> list[Any]:
    """One role or a list of roles as a list."""
    return [roles] if isinstance(roles, str) else list(items(roles))


def _baseline(document: Mapping[str, Any]) -> Iterator[Fault]:
    policies = mapping(document.get("policies"))
    named = document.get("baseline")
    if isinstance(named, str) and named not in policies:
        yield Fault(
            ("baseline",),
            Text("no policy is called {0!r}", "没有名为 {0!r} 的方案").format(named),
            did_you_mean(named, policies),
            named,
        )
        return
    if not policies or not (named is None or isinstance(named, str)):
        return
    name = named if named is not None else next(iter(policies))
    start = day_of(mapping(document.get("company")).get("start"))
    begins = day_of(mapping(policies[name]).get("start"))
    if start and begins and begins != start:
        message = Text("the baseline runs from the first week, {0}, on", "现行方案从第一周 {0} 起执行").format(start)
        yield Fault(("policies", name, "start"), message, Text("remove its `start`", "请删除其 `start`"), str(begins))


def _extends(document: Mapping[str, Any]) -> Iterator[Fault]:
    policies = mapping(document.get("policies"))
    for name, policy in _policies(document):
        parent = policy.get("extends")
        if not isinstance(parent, str):
            continue
        path: Path = ("policies", name, "extends")
        if parent not in policies:
            others = [other for other in policies if other != name]
            yield Fault(
                path,
                Text("no policy is called {0!r}", "没有名为 {0!r} 的方案").format(parent),
                did_you_mean(parent, others),
                parent,
            )
            continue
        links = chain(policies, name)
        if mapping(policies[links[-1]]).get("extends") == name:
            circle = " -> ".join([*links, name])
            yield Fault(
                path,
                Text("goes round in a circle: {0}", "循环继承:{0}").format(circle),
                Text("let one of them extend nothing", "请让其中一个不再继承"),
                parent,
            )


def _dates(document: Mapping[str, Any]) -> Iterator[Fault]:
    company = mapping(document.get("company"))
    first, weeks = day_of(company.get("start")), number(company.get("weeks"))
    last = first + timedelta(weeks=weeks) if first and weeks and 0 < weeks <= 520 else None
    for name, policy in _policies(document):
        path: Path = ("policies", name)
        start, announce = day_of(policy.get("start")), day_of(policy.get("announce"))
        if start and start != first:
            yield from _monday((*path, "start"), start)
        if start and announce and announce > start:
            message = Text("announced on {0}, after it starts on {1}", "宣布日 {0} 晚于推行日 {1}").format(
                announce, start
            )
            yield Fault(
                (*path, "announce"),
                message,
                Text("announce it on the day it starts or before", "请在推行当天或之前宣布"),
                str(announce),
            )
        for key, day in (("start", start), ("announce", announce)):
            if first and day and day < first:
                message = Text("{0} lies before the company's start", "{0} 早于公司的起始日").format(day)
                yield Fault(
                    (*path, key),
                    message,
                    Text("{0} is the first week reported", "报告的第一周为 {0}").format(first),
                    str(day),
                )
            if last and day and day >= last and key == "start":
                message = Text(
                    "starts when the simulation is over, so it would never run", "在模拟结束后才开始,因此永远不会执行"
                )
                yield Fault(
                    (*path, key),
                    message,
                    Text("the last day is {0}", "最后一天为 {0}").format(last - timedelta(days=1)),
                    str(day),
                )


def _pilots(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Lines of a pilot that the company does not have."""
    known = [str(mapping(line).get("name")) for line in items(document.get("lines"))]
    for name, policy in _policies(document):
        for k, line in enumerate(items(mapping(policy.get("pilot")).get("lines"))):
            if line not in known:
                path: Path = ("policies", name, "pilot", "lines", k)
                yield Fault(
                    path, Text("no line has this name", "没有这个名称的品线"), did_you_mean(str(line), known), line
                )


def _names(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Behavioural parameters that the registry does not have, or cannot have at that value."""
    behaviour = mapping(document.get("behaviour"))
    if not behaviour:
        return
    from sim import parameters
    from sim.errors import SimError

    known = parameters.default()
    for name, override in behaviour.items():
        if name not in known.names:
            yield Fault(
                ("behaviour", name),
                Text("no parameter has this name", "没有这个名称的参数"),
                did_you_mean(name, known.names),
                name,
            )
            continue
        entry = mapping(override) or {"value": override}
        value, low, high = (number(entry.get(key)) for key in ("value", "low", "high"))
        try:
            if value is not None and low is not None and high is not None:
                known.with_overrides({name: (value, low, high)})
            elif value is not None:
                known.with_overrides({name: value})
        except SimError as error:
            yield Fault(
                ("behaviour", name),
                str(error),
                Text("see `sim explain {0}`", "请看 `sim explain {0}`").format(name),
                value,
            )
