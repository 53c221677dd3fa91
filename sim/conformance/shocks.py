"""What every kind of shock must have: a document can state it, and it changes what happens."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from sim.conformance.named import Named
from sim.conformance.shop import FIRST_DAY, shop, weeks_of
from sim.conformance.suite import UnfinishedError
from sim.language.text import LANGUAGES, Text, say
from sim.scenario import Scenario
from sim.vocabulary.roles import ROLE_NAMES
from sim.vocabulary.shocks import Shock

ROW = "K10"


@dataclass(frozen=True, kw_only=True)
class ShockKind(Named):
    """A kind of shock."""

    shock: Shock

    def stated(self, size: float = 0.3) -> Scenario:
        """Return a company that it hits in its first week.

        Raises:
            UnfinishedError: a document cannot state it.
        """
        try:
            return shop(shocks={"it": {"kind": self.name, "day": FIRST_DAY, "size": size, "weeks": 8}})
        except ValidationError as error:
            raise UnfinishedError(self.name, f"a document cannot state it: {error}") from None


def kind(shock: Shock) -> ShockKind:
    """Return a kind of shock with all that its table says of it."""
    texts = {"title": Text(shock.en, shock.zh), "sentence": Text(shock.told_en, shock.told_zh)}
    return ShockKind(shock.name, texts, [ROW], shock=shock)


def check_a_scenario_is_told_with_it(each: ShockKind) -> None:
    """`sim check` says in both languages what happens."""
    from sim.scenario.words import describe

    told = Text(each.shock.told_en, each.shock.told_zh).format("30 %", Text("everybody", "全体员工"))
    for lang in LANGUAGES:
        each.ask(say(told, lang) in describe(each.stated(), lang), f"a scenario told in {lang!r} leaves it out")


def check_whom_it_hits_is_a_role(each: ShockKind) -> None:
    """The role that it always hits is one."""
    each.ask(each.shock.role in ("", *ROLE_NAMES), f"there is no role {each.shock.role!r}")


def check_it_changes_what_happens(each: ShockKind) -> None:
    """Under the same luck some week is another with it than without it; of size nothing it changes nothing."""
    calm = weeks_of(shop(), "new")
    each.ask(bool((weeks_of(each.stated(), "new") != calm).any()), "nothing happens otherwise with it than without it")
    each.ask(bool((weeks_of(each.stated(0.0), "new") == calm).all()), "of size 0 it changes something")
