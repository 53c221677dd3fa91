"""What every instrument must have: words, columns of its own, pay worked out by hand, a cost, an explanation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from pydantic import BaseModel

from sim.conformance.pay_cases import instruments_of, scenario_of
from sim.conformance.suite import UnfinishedError
from sim.language.text import LANGUAGES


@dataclass(frozen=True)
class InstrumentKind:
    """A kind of instrument, all kinds it stands among, and the cases of pay worked out by hand.

    Attributes:
        model: of the kind.
        among: models of all kinds.
        cases: every case there is.
    """

    model: type[BaseModel]
    among: Sequence[type[BaseModel]]
    cases: Sequence[dict[str, Any]]

    @property
    def kind(self) -> str:
        """What documents write as `kind`."""
        return str(get_args(self.model.model_fields["kind"].annotation)[0])

    def case(self) -> tuple[dict[str, Any], str]:
        """Return a case of pay worked out by hand, and the name of an instrument of the kind in it.

        Raises:
            UnfinishedError: there is none.
        """
        for case in self.cases:
            for name, each in instruments_of(case):
                if each.get("kind") == self.kind:
                    return case, name
        raise UnfinishedError(self.kind, f"no case of its pay is worked out by hand; add {self.kind}.yaml")

    def stated(self) -> tuple[Any, str, str]:
        """Return (scenario, name of a policy, name of an instrument of the kind in it)."""
        case, name = self.case()
        scenario = scenario_of(case)
        policy = next(each for each in scenario.policies if name in scenario.policy(each).instruments)
        return scenario, policy, name

    def example(self) -> Any:
        """Return an instrument of the kind."""
        scenario, policy, name = self.stated()
        return scenario.policy(policy).instruments[name]

    def ask(self, holds: bool, missing: str) -> None:
        """Say by the name of the kind what is missing where something does not hold.

        Raises:
            UnfinishedError: it does not hold.
        """
        if not holds:
            raise UnfinishedError(self.kind, missing)


def check_a_case_of_its_pay_is_worked_out_by_hand(each: InstrumentKind) -> None:
    """Some case pays by it and says what was paid; `tests/pay` holds the engine to it, books included."""
    case, _ = each.case()
    each.ask("paid" in case.get("expect", {}), f"the case {case['case']!r} does not say what is paid")


def check_it_compiles(each: InstrumentKind) -> None:
    """It can be taken apart, and a plan holds its contracts."""
    from sim.pay.decompose import parts_of
    from sim.plan.compile import compile_plan

    scenario, policy, name = each.stated()
    try:
        parts = parts_of(scenario.policy(policy).instruments[name], lambda _: [(30, 32)], 0)
    except KeyError:
        raise UnfinishedError(each.kind, "it is not taken apart into parts; see sim/pay/decompose.py") from None
    each.ask(bool(parts), "it has no parts, so it pays nobody")
    compile_plan(scenario, policy)


def check_it_is_told_in_both_languages(each: InstrumentKind) -> None:
    """Its name and its sentence are there in English and Chinese, and differ."""
    from sim.language.terms import KIND_WORDS
    from sim.pay.pay_words import describe_instrument

    each.ask(each.kind in KIND_WORDS, "it has no name in words")
    english, chinese = KIND_WORDS[each.kind]
    each.ask(bool(english) and not chinese.isascii(), f"its name in Chinese is {chinese!r}")
    try:
        told = {lang: describe_instrument(each.example(), lang) for lang in LANGUAGES}
    except KeyError:
        raise UnfinishedError(each.kind, "no sentence says who gets what") from None
    each.ask(told["en"].isprintable() and told["en"] != told["zh"], "its sentences in both languages are the same")
    each.ask(not told["zh"].isascii(), "its sentence is not told in Chinese")


def check_its_columns_have_words(each: InstrumentKind) -> None:
    """Every column of a spreadsheet that it fills has a heading and a meaning in both languages."""
    from sim.spreadsheets.columns import Layout, normalised
    from sim.spreadsheets.words import heading

    layout = Layout(each.among)
    for column in layout.columns():
        if each.kind not in column.fields:
            continue
        key = column.key
        each.ask(not heading(key, "zh").isascii(), f"the column of `{key}` has no Chinese heading")
        each.ask(not set("._") & set(heading(key, "en")), f"the column of `{key}` has no English heading")
        each.ask(bool(column.says("en")), f"the column of `{key}` has no meaning in English")
        each.ask(not column.says("zh").isascii(), f"the column of `{key}` has no meaning in Chinese")
        for lang in LANGUAGES:
            mine = layout.headings[normalised(column.title(lang))] is column
            each.ask(mine, f"the heading {column.title(lang)!r} of `{key}` is that of another column")


def check_a_spreadsheet_gives_it_back(each: InstrumentKind) -> None:
    """What is written into a workbook or a text file is read back exactly, in both languages."""
    from sim.spreadsheets import read_plan, write_plan

    pay = {"it": each.example()}
    with TemporaryDirectory() as folder:
        for lang in LANGUAGES:
            for ending in ("xlsx", "csv"):
                file = Path(folder) / f"{lang}.{ending}"
                write_plan(file, pay, lang, kinds=each.among)
                back = read_plan(file, kinds=each.among).pay
                each.ask(back == pay, f"a {ending} file in {lang!r} gives back {back.get('it')}")


def check_the_linter_costs_it(each: InstrumentKind) -> None:
    """The linter says what it costs at every attainment, or that it cannot; an appraisal costs nothing."""
    from sim.linter import examine, setting_of

    scenario, policy, name = each.stated()
    found, costs = examine(scenario, [policy], setting_of("none"))
    mine = [cost.rmb_month for cost in costs if cost.instrument == name]
    each.ask(bool(mine), "the linter lists no cost of it")
    unsaid = any(row.rule == "not_assessed" and name in row.where.split(".") for row in found)
    each.ask(any(mine) or unsaid or not _pays(scenario, policy, name), "the linter takes it to cost nothing")


def _pays(scenario: Any, policy: str, name: str) -> bool:
    """Whether an instrument pays money or places at all."""
    from sim.pay.decompose import parts_of
    from sim.pay.kinds import APPRAISAL

    instrument = scenario.policy(policy).instruments[name]
    return any(part.kind != APPRAISAL for part in parts_of(instrument, lambda _: [(30, 32)], 0))


def check_it_is_explained(each: InstrumentKind) -> None:
    """`sim explain KIND` knows it in both languages."""
    from sim.cli.explain import explained
    from sim.errors import SimError

    for lang in LANGUAGES:
        try:
            text = explained(each.kind, None, lang)
        except SimError:
            raise UnfinishedError(each.kind, "`sim explain` does not know it") from None
        each.ask(bool(text.strip()), f"`sim explain` says nothing in {lang!r}")
