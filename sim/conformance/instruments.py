"""What every instrument must have: words, columns of its own, pay worked out by hand, a cost, an explanation.

    for suite in (named, instruments):
        for check in checks_of(suite, "bounty", instruments.kind(Bounty, cases)):
            check()

A kind from outside the package passes through the same checks once it is registered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import ValidationError

from sim.conformance.named import Named
from sim.conformance.pay_cases import instruments_of, scenario_of
from sim.conformance.shop import shop
from sim.conformance.suite import UnfinishedError
from sim.documents.kinds import kind_of
from sim.language.text import LANGUAGES, Language, Text
from sim.pay.instruments.instrument import Dates, Instrument
from sim.pay.instruments.registry import INSTRUMENTS
from sim.pay.kinds import APPRAISAL, CONTEST
from sim.pay.parts import Part
from sim.scenario import Scenario

#: RMB by which the books of a week may be off: rounding of sums.
BALANCED = 0.005
#: Endings of files, and the language each is tried in.
FILES: dict[str, Language] = {"xlsx": "zh", "csv": "en"}
#: A campaign of two weeks wherever one is asked for, and a policy that starts with the run.
SOME_DATES = Dates(lambda _: [(30, 32)], 0)


@dataclass(frozen=True, kw_only=True)
class InstrumentKind(Named):
    """A kind of instrument and the cases of pay worked out by hand.

    Attributes:
        model: of the kind.
        cases: every case there is.
    """

    model: type[Instrument]
    cases: Sequence[dict[str, Any]]

    def case(self) -> tuple[dict[str, Any], str]:
        """Return a case of pay worked out by hand, and the name of an instrument of the kind in it.

        Raises:
            UnfinishedError: there is none.
        """
        for case in self.cases:
            for name, each in instruments_of(case):
                if each.get("kind") == self.name:
                    return case, name
        raise UnfinishedError(self.name, f"no case of its pay is worked out by hand; add {self.name}.yaml")

    def stated(self) -> tuple[Any, str, str]:
        """Return (scenario, name of a policy, name of an instrument of the kind in it).

        Raises:
            UnfinishedError: there is no case, or it is none of a registered kind.
        """
        case, name = self.case()
        self.ask(INSTRUMENTS.get(self.name) is self.model, "it is not registered; see INSTRUMENTS.register")
        scenario = scenario_of(case)
        policy = next(each for each in scenario.policies if name in scenario.policy(each).instruments)
        return scenario, policy, name

    def example(self) -> Instrument:
        """Return the example of the kind.

        Raises:
            UnfinishedError: it has none, or its example is not valid.
        """
        self.ask(hasattr(self.model, "example"), "it has no example")
        try:
            return self.model.model_validate({"kind": self.name, **self.model.example})
        except ValidationError as error:
            raise UnfinishedError(self.name, f"its example is not valid: {error}") from None

    def company(self, instrument: Instrument) -> Scenario:
        """Return a company whose policy `new` pays by an instrument, and whose policy `today` pays no bonus.

        Raises:
            UnfinishedError: a policy cannot state it.
        """
        self.ask(INSTRUMENTS.get(self.name) is self.model, "it is not registered; see INSTRUMENTS.register")
        self.parts(instrument)
        return shop({"pay": {"it": instrument.model_dump(mode="json", by_alias=True)}})

    def parts(self, instrument: Instrument) -> list[Part]:
        """Return the parts of an instrument of the kind.

        Raises:
            UnfinishedError: it has none.
        """
        try:
            return instrument.parts(SOME_DATES)
        except NotImplementedError:
            raise UnfinishedError(self.name, "it does not say by which parts it pays; add `parts`") from None


def kind(model: type[Instrument], cases: Sequence[dict[str, Any]]) -> InstrumentKind:
    """Return a kind of instrument with all that it says of itself.

    Args:
        model: of the kind.
        cases: of pay worked out by hand.
    """
    from sim.studies.catalogue import catalogue

    name = kind_of(model)
    texts = {"title": model.title} if hasattr(model, "title") else {}
    rows = [row.id for row in catalogue().rows if any(key.endswith(f".pay.*.kind: {name}") for key in row.keys)]
    return InstrumentKind(name, texts, rows, model.uncatalogued, model=model, cases=cases)


def check_a_case_of_its_pay_is_worked_out_by_hand(each: InstrumentKind) -> None:
    """Some case pays by it and says what was paid; `tests/pay` holds the engine to it, books included."""
    case, _ = each.case()
    each.ask("paid" in case.get("expect", {}), f"the case {case['case']!r} does not say what is paid")


def check_it_compiles(each: InstrumentKind) -> None:
    """It is made of parts, and a plan holds its contracts."""
    from sim.plan.compile import compile_plan

    each.ask(bool(each.parts(each.example())), "it has no parts, so it pays nobody")
    scenario, policy, _ = each.stated()
    compile_plan(scenario, policy)


def check_its_books_balance(each: InstrumentKind) -> None:
    """In every week of a company what is earned is paid, forfeited or owed, and no more is paid than was earned."""
    import numpy as np

    from sim.conformance.shop import weeks_of
    from sim.engine.series import SERIES

    weeks = weeks_of(each.company(each.example()), "new")
    earned, paid, forfeited, owed = (
        weeks[..., SERIES.index(f"bonus_{what}_rmb")] for what in ("earned", "paid", "forfeited", "owed")
    )
    off = np.abs(np.diff(owed, axis=1) - (earned - paid - forfeited)[:, 1:]).max()
    each.ask(bool(off < BALANCED), f"its books are off by RMB {off:.2f} in some week")


def check_zero_amounts_change_nothing(each: InstrumentKind) -> None:
    """With all amounts at 0 nothing is paid; nothing else changes either, unless ranks or appraisals are seen."""
    from sim.conformance.shop import weeks_of
    from sim.engine.series import SERIES

    each.ask(hasattr(each.model, "zero"), "it does not say with which entries it pays nothing; add `zero`")
    nothing = each.example().model_dump(mode="json", by_alias=True) | dict(each.model.zero or {})
    idle = each.model.model_validate(nothing)
    scenario = each.company(idle)
    today, new = (weeks_of(scenario, policy) for policy in ("today", "new"))
    each.ask(not new[..., SERIES.index("bonus_earned_rmb")].any(), "with all amounts at 0 it still pays")
    if not any(part.kind in (APPRAISAL, CONTEST) for part in each.parts(idle)):
        each.ask(bool((today == new).all()), "with all amounts at 0 it changes what happens")


def check_its_sentence_is_whole(each: InstrumentKind) -> None:
    """Who gets what is said in a sentence of each language, with every blank filled."""
    try:
        told = each.example().told()
    except NotImplementedError:
        raise UnfinishedError(each.name, "no sentence says who gets what; add `told`") from None
    _ask_words(each, told, "sentence")
    each.ask(told.en.endswith(".") and told.zh.endswith("。"), "its sentence does not end")
    each.ask("{" not in told.en + told.zh, "its sentence has a blank that nothing fills")


def _ask_words(each: InstrumentKind, told: Text, what: str) -> None:
    """Ask for words in both languages that differ."""
    each.ask(bool(told.en), f"it has no {what} in English")
    each.ask(told.en.isprintable() and told.en != told.zh, f"its {what} in both languages is the same")
    each.ask(not told.zh.isascii(), f"its {what} is not told in Chinese")


def check_its_columns_have_words(each: InstrumentKind) -> None:
    """Every column of a spreadsheet that it fills has a heading and a meaning of its own in both languages."""
    from sim.spreadsheets.columns import Layout, normalised

    layout = Layout({**INSTRUMENTS, each.name: each.model}.values())
    for column in layout.columns():
        if each.name not in column.fields:
            continue
        part, path = column.fields[each.name].part, ".".join(column.path)
        each.ask(column.heading is not None, f"the column of `{path}` has no heading")
        _ask_words(each, Text(column.word("en"), column.word("zh")), f"heading of `{path}`")
        _ask_words(each, Text(part.says("en"), part.says("zh")), f"meaning of `{path}`")
        for lang in LANGUAGES:
            mine = layout.headings[normalised(column.title(lang))] is column
            each.ask(mine, f"the heading {column.title(lang)!r} of `{path}` is that of another column")


def check_a_spreadsheet_gives_it_back(each: InstrumentKind) -> None:
    """What is written into a workbook in Chinese or a text file in English is read back exactly."""
    from sim.spreadsheets import read_plan, write_plan

    pay, kinds = {"it": each.example()}, list({**INSTRUMENTS, each.name: each.model}.values())
    with TemporaryDirectory() as folder:
        for ending, lang in FILES.items():
            file = Path(folder) / f"plan.{ending}"
            write_plan(file, pay, lang, kinds=kinds)
            back = read_plan(file, kinds=kinds).pay
            each.ask(back == pay, f"a {ending} file in {lang!r} gives back {back.get('it')}")


def check_the_linter_costs_it(each: InstrumentKind) -> None:
    """The linter says what it costs at every attainment, or that it cannot; an appraisal costs nothing."""
    from sim.linter import examine, setting_of

    scenario, policy, name = each.stated()
    found, costs = examine(scenario, [policy], setting_of("none"))
    mine = [cost.rmb_month for cost in costs if cost.instrument == name]
    each.ask(bool(mine), "the linter lists no cost of it")
    unsaid = any(row.rule == "not_assessed" and name in row.where.split(".") for row in found)
    pays = any(part.kind != APPRAISAL for part in each.parts(scenario.policy(policy).instruments[name]))
    each.ask(any(mine) or unsaid or not pays, "the linter takes it to cost nothing")
