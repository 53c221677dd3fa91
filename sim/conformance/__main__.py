"""`python -m sim.conformance NAME`: what a structure, programme, shock, metric, measure or rule still lacks."""

from __future__ import annotations

import sys

from sim.conformance.everything import every
from sim.conformance.suite import UnfinishedError


def main(names: list[str]) -> int:
    """Run every check of some things, a line each.

    Args:
        names: of the things.

    Returns:
        0 where nothing is missing, 1 where something is, 2 where nothing has a name.
    """
    missing = 0
    for name in names:
        checks = list(every(name))
        if not checks:
            sys.stderr.write(f"nothing is called {name!r}\n")
            return 2
        for check in checks:
            try:
                check()
                said = "ok"
            except UnfinishedError as error:
                said, missing = error.missing, missing + 1
            sys.stdout.write(f"{check}: {said}\n")
    return int(missing > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
