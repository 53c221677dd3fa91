"""Every kind of instrument: what lies in this package is there, and what others register; nothing else lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.documents.kinds import Registry, any_of, kinds_in
from sim.language.text import Text
from sim.pay.headings import refuse_clashes
from sim.pay.instruments.instrument import Instrument

INSTRUMENTS: Registry[Instrument] = Registry("instrument", kinds_in("sim.pay.instruments", Instrument), refuse_clashes)

if TYPE_CHECKING:  # a type checker sees what all kinds have
    AnyInstrument = Instrument
else:
    AnyInstrument = any_of(INSTRUMENTS)


def title_of(kind: str) -> Text:
    """What a kind is called; as documents write it where nothing says."""
    model = INSTRUMENTS.get(kind)
    return getattr(model, "title", Text.same(kind))
