"""What every structure and programme must have: an example that a policy can state, and that changes something."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from sim.conformance.named import Named
from sim.conformance.shop import plans, shop, weeks_of
from sim.conformance.suite import UnfinishedError
from sim.documents.kinds import kind_of
from sim.errors import SimError
from sim.habits.programme import Programme
from sim.language.text import LANGUAGES, say
from sim.scenario import Scenario
from sim.structures.structure import Structure


@dataclass(frozen=True, kw_only=True)
class Stated(Named):
    """A kind of structure or programme.

    Attributes:
        model: of the kind.
        key: of a policy under which it is stated.
        changes: what a policy states beside it, so that it has something to act on.
        makes: whether it is for a company that sells what its people make.
        idle: whether it is what every policy has that states nothing.
    """

    model: type[Structure] | type[Programme]
    key: str
    changes: dict[str, Any] = field(default_factory=dict)
    makes: bool = False
    idle: bool = False

    def example(self) -> Any:
        """Return the example of the kind.

        Raises:
            UnfinishedError: it has none, or its example is not valid.
        """
        self.ask(hasattr(self.model, "example"), "it has no example")
        try:
            return self.model.model_validate({"kind": self.name, **self.model.example})
        except ValidationError as error:
            raise UnfinishedError(self.name, f"its example is not valid: {error}") from None

    def stated(self) -> Scenario:
        """Return a company whose policy `new` states the example.

        Raises:
            UnfinishedError: a policy cannot state it.
        """
        entry = self.example().model_dump(mode="json", by_alias=True)
        policy = {self.key: {"it": entry} if self.key == "programmes" else entry, **self.changes}
        try:
            return shop(policy, makes=self.makes)
        except ValidationError as error:
            raise UnfinishedError(self.name, f"a policy cannot state it: {error}") from None

    def found(self, scenario: Scenario) -> Any:
        """Return what a policy states."""
        value = getattr(scenario.policy("new"), self.key)
        return value.get("it") if self.key == "programmes" else value


def kind(model: type[Structure] | type[Programme], **known: Any) -> Stated:
    """Return a kind of structure or programme with all that it says of itself.

    Args:
        model: of the kind.
        known: further entries of `Stated`.
    """
    from sim.studies.catalogue import catalogue

    texts = {"title": model.title} if hasattr(model, "title") else {}
    rows = [row.id for row in catalogue().stated_by(kind_of(model))]
    key = "programmes" if issubclass(model, Programme) else "structure"
    return Stated(kind_of(model), texts, rows, model.uncatalogued, model=model, key=key, **known)


def check_a_policy_can_state_its_example(each: Stated) -> None:
    """A document takes the example and gives it back."""
    scenario = each.stated()
    each.ask(each.found(scenario) == each.example(), "a document does not give its example back")
    again = Scenario.model_validate(scenario.model_dump(mode="json", by_alias=True))
    each.ask(again == scenario, "a document written out and read again is another")


def check_an_editor_knows_it(each: Stated) -> None:
    """The JSON Schema of scenarios has the kind."""
    from sim.scenario.schema import schema

    kinds = [part.get("properties", {}).get("kind", {}).get("const") for part in schema()["$defs"].values()]
    each.ask(each.name in kinds, "the JSON Schema of scenarios does not have it")


def check_a_policy_is_told_with_it(each: Stated) -> None:
    """`sim check` says in both languages what is done."""
    from sim.scenario.words import whole

    scenario, example = each.stated(), each.example()
    try:
        told = {lang: say(example.told(), lang) for lang in LANGUAGES}
    except NotImplementedError:
        raise UnfinishedError(each.name, "no sentence says what is done") from None
    each.ask(told["en"] != told["zh"] or not told["en"], "its sentence is the same in both languages")
    for lang in LANGUAGES:
        wanted = told[lang] if each.key == "programmes" else say(each.model.title, lang)
        each.ask(bool(wanted) and wanted in whole(scenario, "new", lang), f"a policy told in {lang!r} leaves it out")


def check_it_compiles_and_changes_the_plan(each: Stated) -> None:
    """A plan can be made with its example, and is another than without it."""
    try:
        today, new = plans(each.stated())
    except (SimError, KeyError, ValueError, NotImplementedError) as error:
        raise UnfinishedError(each.name, f"it does not compile: {error!r}") from error
    each.ask(each.idle or today.fingerprint != new.fingerprint, "the plan is the same with it and without it")


def check_it_changes_what_happens(each: Stated) -> None:
    """Under the same luck some week is another with it than without it, and every week stays finite."""
    scenario = each.stated()
    same = bool((weeks_of(scenario, "today") == weeks_of(scenario, "new")).all())
    each.ask(each.idle or not same, "nothing happens otherwise with it than without it")


def check_the_linter_forbids_nothing_in_it(each: Stated) -> None:
    """The checks before a run find nothing forbidden in its example."""
    from sim.linter import examine, setting_of

    found, _ = examine(each.stated(), ["new"], setting_of("none"))
    wrong = [row.finding for row in found if row.severity == "forbidden"]
    each.ask(not wrong, f"the linter forbids: {'; '.join(wrong)}")
