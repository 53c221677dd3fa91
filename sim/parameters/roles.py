"""Tables over roles: how each role works, and which role's work asks which other role for something."""

import functools

import numpy as np
from numpy.typing import NDArray

from sim.parameters.loading import registry
from sim.vocabulary.roles import ROLE_NAMES

PLAIN = (
    "elasticity",
    "speed",
    "utilisation",
    "block_weeks",
    "drop_weeks",
    "common_share",
    "care_weight",
    "observability",
)
MIX = ("constant", "season", "orders", "returns", "late")
ROLE_DTYPE = np.dtype(
    [("perishable", np.int8), ("priority", np.int8)]
    + [(name, np.float64) for name in PLAIN]
    + [(f"mix_{name}", np.float64) for name in MIX]
)


@functools.cache
def role_table() -> NDArray[np.void]:
    """Return how each role works, as a read-only structured array of shape [roles] in the order of ROLE_NAMES.

    Units and meanings of the fields are those of `sim.parameters.Role`; `mix_*` are the drivers of its work.
    """
    table = np.zeros(len(ROLE_NAMES), dtype=ROLE_DTYPE)
    for row, (role_name, role) in zip(table, registry().roles.items(), strict=True):
        row["perishable"], row["priority"] = role.perishable, role.priority
        for name in PLAIN:
            row[name] = sales_elasticity(role_name) if name == "elasticity" else getattr(role, name)
        for name in MIX:
            row[f"mix_{name}"] = getattr(role.mix, name)
    table.setflags(write=False)
    return table


def sales_elasticity(role: str) -> float:
    """Return the relative rise of a line's orders per relative rise of a role's work; 0 where none is registered."""
    entry = registry().entries.get(f"sales_elasticity_{role}")
    return entry.value if entry else 0.0


def request_matrix() -> NDArray[np.float64]:
    """Return float64[roles, roles], share of the row role's work that raises work at the column role, an assumption."""
    matrix = np.zeros((len(ROLE_NAMES), len(ROLE_NAMES)))
    for asker, row in registry().requests.items():
        for server, share in row.items():
            matrix[ROLE_NAMES.index(asker), ROLE_NAMES.index(server)] = share
    return matrix
