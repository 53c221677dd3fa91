"""Conformance: what everything that policy people name must have before it counts as finished.

A check is a function `check_...(thing)` that takes one registered thing, returns nothing where all is well, and raises
`UnfinishedError` with the name of the thing and what is missing. `checks_of` binds all checks of a module to a thing,
one by one, so that a test runner shows each by name; it works alike for things of the package and for those that
somebody registers from outside it.
"""

from sim.conformance.suite import Check, UnfinishedError, checks_of

__all__ = ["Check", "UnfinishedError", "checks_of"]
