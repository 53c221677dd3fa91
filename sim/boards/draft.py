"""What a reader has made of the policies of a file: versions, each a policy and the knobs that were moved."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sim.boards.levers import LEAD, Path, usual
from sim.documents.inheritance import MERGED
from sim.errors import SimError
from sim.language.text import Text, in_both

if TYPE_CHECKING:
    from sim.scenario.models import Scenario
    from sim.scenario.policy import Policy

MOST_VERSIONS = 4
#: Bytes of a link's state before and after it is unpacked; what is longer was not made by a board.
LONGEST_LINK, LONGEST_STATE = 20_000, 200_000
DIGITS = 9
Changes = tuple[tuple[Path, Any], ...]


@dataclass(frozen=True)
class Version:
    """A policy of the file and what was changed in it, in the order in which it was.

    Attributes:
        base: name of the policy in the file.
        changes: path of a knob and where it was moved to.
    """

    base: str
    changes: Changes = ()

    def moved(self, path: Path, value: Any) -> Version:
        """This version with one knob elsewhere; what lies below it is forgotten, as it stands in it."""
        rounded = round(value, DIGITS) if isinstance(value, float) else value
        weights = "weights" in path  # the others give way, so their order counts
        kept = [each for each in self.changes if each[0] != path and (weights or not _below(each[0], path))]
        return replace(self, changes=(*kept, (path, rounded)))


@dataclass(frozen=True)
class State:
    """Everything that a link holds.

    Attributes:
        baseline: policy of the file that all are compared with.
        versions: what is compared with it, at most four.
        chosen: number of the version whose knobs are shown.
    """

    baseline: str
    versions: tuple[Version, ...]
    chosen: int = 0

    @property
    def version(self) -> Version:
        """The version whose knobs are shown."""
        return self.versions[self.chosen]

    def with_version(self, version: Version) -> State:
        """The state with the version shown replaced."""
        versions = [version if k == self.chosen else each for k, each in enumerate(self.versions)]
        return replace(self, versions=tuple(versions))

    def names(self, known: Iterable[str]) -> tuple[str, ...]:
        """Return what each version is called: the policy's name, or a new one once something was moved in it."""
        taken, found = {*known}, list[str]()
        for version in self.versions:
            name, k = version.base, 2
            while name in found or name == self.baseline or (version.changes and name in taken):
                name, k = f"{version.base}_{k}", k + 1
            found.append(name)
            taken.add(name)
        return tuple(found)

    def link(self) -> str:
        """Return the state as text that a link can hold."""
        plain = [self.baseline, self.chosen, [[each.base, each.changes] for each in self.versions]]
        packed = zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), 9)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def state_of(text: str, scenario: Scenario) -> State:
    """Return the state that a link holds.

    Args:
        text: as `State.link` writes it; from anywhere, so nothing in it is trusted.
        scenario: whose policies it is about.

    Raises:
        SimError: it is none, or names policies that the scenario does not have.
    """
    try:
        if len(text) > LONGEST_LINK:
            raise ValueError("too long")
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(packed, LONGEST_STATE)
        if unpacker.unconsumed_tail:
            raise ValueError("too long")
        baseline, chosen, versions = json.loads(raw)
        read = tuple(
            Version(base, tuple((tuple(path), value) for path, value in changes)) for base, changes in versions
        )
        state = State(baseline, read[:MOST_VERSIONS], int(chosen))
        known = all(each in scenario.policies for each in (baseline, *(version.base for version in state.versions)))
        if not known or not 0 <= state.chosen < len(state.versions):
            raise ValueError("another scenario")
    except (ValueError, TypeError, zlib.error, RecursionError) as error:
        raise SimError(
            "{0}: this link was made for another scenario or is cut short ({1})",
            "{0}:此链接属于另一个情景,或已被截断({1})",
            scenario.name,
            error,
        ) from None
    return state


def begin(scenario: Scenario, policies: Sequence[str] | None, link: str | None = None) -> State:
    """Return what a board begins with; see `sim.board`.

    Args:
        scenario: the document.
        policies: names, the baseline first.
        link: what a link holds, in place of them.

    Raises:
        SimError: unknown policies, too many of them, or a link made for another scenario.
    """
    from sim.results.question import policy_names

    if link:
        return state_of(link, scenario)
    names = policy_names(scenario, policies)
    names = names if policies is not None else names[:2]
    if len(names) - 1 > MOST_VERSIONS:
        raise SimError(
            "a board compares at most {0} policies with the baseline, not {1}",
            "看板最多同时比较 {0} 个方案与现行方案,现有 {1} 个",
            MOST_VERSIONS,
            len(names) - 1,
        )
    for name in names:
        scenario.policy(name)
    return State(names[0], tuple(Version(name) for name in names[1:]))


def drafted(scenario: Scenario, state: State) -> tuple[Scenario, tuple[str, ...]]:
    """Return the scenario with every version as a policy of its own, and the names of these policies.

    Raises:
        SimError: a knob stands where the document does not allow it; every problem is named.
    """
    names = state.names(scenario.policies)
    changed = {
        name: policy_of(scenario, version)
        for name, version in zip(names, state.versions, strict=True)
        if name not in scenario.policies
    }
    if not changed:
        return scenario, names
    try:
        return scenario.with_policies(changed), names
    except ValueError as error:
        raise SimError(in_both(dict.fromkeys(_problems(error, scenario, changed)), "\n")) from None


def _problems(error: Any, scenario: Scenario, changed: Mapping[str, Any]) -> Iterable[Text]:
    """Every problem of a draft, its entry named from the policy on."""
    from sim.documents.faults import Faults
    from sim.documents.reading import dotted
    from sim.documents.remedies import short
    from sim.scenario.checks import faults
    from sim.scenario.messages import explain

    document = scenario.model_dump(by_alias=True)
    document["policies"] |= changed
    found = [each for each in explain(error, type(scenario)) if not isinstance(each.value, Faults)]
    for each in found or faults(document):
        value = short(each.value)
        told = Text("{0}: {1}{2}. {3}", "{0}:{1}{2}。{3}")
        yield told.format(dotted(each.path[2:]), each.message, f" ({value})" if value else "", each.remedy)


def policy_of(scenario: Scenario, version: Version) -> dict[str, Any]:
    """Return a version as the whole mapping of a policy that extends its base."""
    base = scenario.policies[version.base].model_dump(mode="json", by_alias=True)
    policy: dict[str, Any] = json.loads(json.dumps(base)) | {"extends": version.base, "note": ""}
    for path, value in version.changes:
        try:
            _move(policy, base, path, value)
        except (KeyError, IndexError, TypeError):
            raise SimError(
                "{0}: there is nothing to move in {1!r}",
                "{0}:方案 {1!r} 中没有可以调整的项",
                ".".join(map(str, path)),
                version.base,
            ) from None
    return policy


def _move(policy: dict[str, Any], base: Mapping[str, Any], path: Path, value: Any) -> None:
    """Move one knob of a policy."""
    if path == LEAD:
        policy["announce"] = _earlier(policy["start"], int(value))
    elif path == ("start",):
        ahead = (date.fromisoformat(policy["start"]) - date.fromisoformat(policy["announce"])).days // 7
        policy |= {"start": value, "announce": _earlier(value, ahead)}
    elif path == ("structure",):
        policy["structure"] = usual("structure", value)
    elif len(path) == 1 and path[0] in ("pay", "programmes"):
        _present(policy[str(path[0])], str(path[0]), value)
    elif len(path) == 2 and path[0] in ("pay", "programmes"):
        kept = base[path[0]].get(path[1]) or policy[path[0]].get(path[1])
        policy[path[0]][path[1]] = (kept or usual(str(path[0]), str(path[1]))) if value else None
    elif len(path) > 2 and path[-2] == "weights":
        _weigh(_at(policy, path[:-1]), str(path[-1]), float(value))
    else:
        _at(policy, path[:-1])[path[-1]] = value


def _present(there: dict[str, Any], key: str, kinds: Iterable[str]) -> None:
    """Let the kinds named be there, called by their kind, with usual entries; no other that is called so."""
    wanted = list(kinds)
    for kind in wanted:
        if there.get(kind) is None:
            there[kind] = usual(key, kind)
    for name, each in there.items():
        if each is not None and each.get("kind") == name and name not in wanted:
            there[name] = None


def _weigh(weights: dict[str, float], metric: str, share: float) -> None:
    """Give a metric a weight; the others share the rest in their old proportion, evenly where they had none."""
    others = [name for name in weights if name != metric]
    before = sum(weights[name] for name in others)
    for name in others:
        part = weights[name] / before if before > 0.0 else 1.0 / len(others)
        weights[name] = round((1.0 - share) * part, DIGITS)
    weights[metric] = round(1.0 - sum(weights[name] for name in others), DIGITS)


def _at(policy: Any, path: Path) -> Any:
    """What stands at a path; a mapping that is merged by key is made where it is missing."""
    for key in path:
        policy = policy[key]
    return policy


def _below(path: Path, other: Path) -> bool:
    """Whether one path lies below another."""
    return len(path) > len(other) and path[: len(other)] == other


def _earlier(day: str, weeks: int) -> str:
    """A day some weeks before another."""
    return (date.fromisoformat(day) - timedelta(weeks=weeks)).isoformat()


def difference(new: Policy, old: Policy, base: str) -> dict[str, Any]:
    """Return what a document has to say for a policy that extends another: what differs, and nothing else.

    Args:
        new: the policy.
        old: the one it extends.
        base: name of that one.
    """
    plain, before = (each.model_dump(mode="json", by_alias=True) for each in (new, old))
    short = new.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    found: dict[str, Any] = {"extends": base}
    for key, value in plain.items():
        if key in ("extends", "note"):
            continue
        if key in ("cancel", "pilot"):  # a policy does not inherit these
            found |= {key: short[key]} if value is not None else {}
        elif key in ("pay", "programmes"):
            found |= _named(key, plain, before, short)
        elif key in MERGED:
            changed = {
                name: value.get(name) for name in (*before[key], *value) if value.get(name) != before[key].get(name)
            }
            found |= {key: changed} if changed else {}
        elif value != before[key]:
            found[key] = short.get(key, value)
    if "start" in found:
        found["announce"] = plain["announce"]
    return found


def _named(key: str, plain: Any, before: Any, short: Any) -> dict[str, Any]:
    """What changes in instruments or programmes: fields of one that keeps its kind, else all of it; null removes."""
    found: dict[str, Any] = {}
    for name in dict.fromkeys((*before[key], *plain[key])):
        new, old = plain[key].get(name), before[key].get(name)
        if new == old:
            continue
        if new is None or old is None or new["kind"] != old["kind"]:
            found[name] = None if new is None else {"kind": new["kind"], **short[key][name]}
        else:
            shown = short[key][name]
            found[name] = {field: shown.get(field, new[field]) for field in new if new[field] != old.get(field)}
    return {key: found} if found else {}
