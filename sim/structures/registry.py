"""Every kind of structure: what lies in this package is there, and what others register; nothing else lists it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from sim.documents.fields import fault
from sim.documents.kinds import Registry, any_of, kinds_in
from sim.language.text import Text
from sim.structures.structure import Structure

STRUCTURES: Registry[Structure] = Registry("structure", kinds_in("sim.structures", Structure))
USUAL = "functional"


def _own_settings(stated: Any) -> Any:
    """A structure as stated, without what belongs to other kinds; functional where it names none.

    Raises:
        PydanticCustomError: a setting of another kind that would have an effect there.
    """
    if not isinstance(stated, Mapping):
        return stated
    kind = stated.get("kind", USUAL)
    if kind not in STRUCTURES:
        return stated
    own = STRUCTURES[kind].model_fields
    kept = {"kind": kind}
    for key, value in stated.items():
        owner = next((name for name, each in STRUCTURES.items() if key in each.model_fields), "")
        if key in own or not owner:
            kept[key] = value
        elif value not in (None, STRUCTURES[owner].model_fields[key].default):
            message = Text("`{0}` belongs to {1} and has no effect here", "`{0}` 属于 {1},在此无效").format(key, owner)
            raise fault(
                message, Text("remove it or write kind: {0}", "请删除,或写 kind: {0}").format(owner), key, value
            )
    return kept


if TYPE_CHECKING:  # a type checker sees what all kinds have
    AnyStructure = Structure
else:
    AnyStructure = Annotated[any_of(STRUCTURES), BeforeValidator(_own_settings)]
