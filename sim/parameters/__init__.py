"""The behavioural numbers of the model: value, unit, prior, source and what would identify each.

The numbers are data (`registry.yaml`), read on first use and never at import. `DTYPE` is a structured type with one
float64 field per scalar parameter in the order of the registry.
"""

from typing import TYPE_CHECKING, Any

from sim.parameters.entry import Entry, Label, Mix, Prior, Role
from sim.parameters.loading import Registry, record_dtype, registry
from sim.parameters.roles import ROLE_DTYPE, request_matrix, role_table
from sim.parameters.values import Parameters, default, draws

if TYPE_CHECKING:
    import numpy as np

    DTYPE: np.dtype

__all__ = [
    "DTYPE",
    "ROLE_DTYPE",
    "Entry",
    "Label",
    "Mix",
    "Parameters",
    "Prior",
    "Registry",
    "Role",
    "default",
    "draws",
    "registry",
    "request_matrix",
    "role_table",
]


def __getattr__(name: str) -> Any:
    """Return DTYPE, which needs the registry, when it is first asked for."""
    if name == "DTYPE":
        return record_dtype()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
