"""What every rule must have: it says what it returns, the model calls it, its numbers have a source."""

from __future__ import annotations

from dataclasses import dataclass

from sim.conformance.named import Named
from sim.parameters import registry
from sim.studies.catalogue.code import Function, callers


@dataclass(frozen=True, kw_only=True)
class Rule(Named):
    """A rule of the model."""

    function: Function


def kind(function: Function) -> Rule:
    """Return a rule, which its docstring tells."""
    return Rule(function.name, function=function)


def check_it_says_what_it_returns(each: Rule) -> None:
    """Its docstring begins with what it returns."""
    meaning = each.function.meaning
    each.ask(meaning.startswith("Return "), f"its docstring does not say what it returns: {meaning!r}")


def check_the_model_calls_it(each: Rule) -> None:
    """A phase or another rule calls it."""
    each.ask(bool(callers(each.name)), "nothing calls it")


def check_its_numbers_are_registered(each: Rule) -> None:
    """Every number that it reads stands in the registry, which holds each to a source, a unit and a prior."""
    for name in each.function.parameters:
        each.ask(name in registry().entries, f"it reads `{name}`, which is not in the registry of numbers")
