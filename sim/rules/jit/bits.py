"""The powers of two in a number: taken off and put on, for numbers and for vectors."""

import math
from typing import Any

import numba
from llvmlite import ir
from numba.core.config import DISABLE_JIT  # type: ignore[attr-defined]

from sim.rules.jit.vectors import REAL, REALS, WHOLE, WHOLES, Vector, vector

#: Bits of 1 and of the square root of one half.
ONE, ROOT = 0x3FF0000000000000, 0x3FE6A09E667F3BCD
FRACTION = 0x000FFFFFFFFFFFFF
FRACTION_BITS = FRACTION.bit_length()
#: A whole number of less than 51 bits added to it is in the lower bits of the sum.
MIDDLE = 6755399441055744.0
LANES_OF = REALS.count


def _parts(x: float) -> tuple[float, float]:
    """Return (m, e) with x = m 2^e and m from the square root of one half to that of two; x normal, above 0."""
    m, e = math.frexp(x)
    return (m, float(e)) if m >= math.sqrt(0.5) else (2.0 * m, e - 1.0)


def _scaled(x: float, n: float) -> float:
    """Return x 2^n for whole n; x and the result normal."""
    return math.ldexp(x, int(n)) if math.isfinite(n) else n


def _types(x: Any) -> tuple[Any, Any, Any, Any, Any]:
    """Return types of the compiler and makers of constants for a number or a vector."""
    if isinstance(x, Vector):
        return (
            vector,
            REALS,
            WHOLES,
            lambda value: ir.Constant(REALS, [ir.Constant(REAL, value)] * LANES_OF),
            lambda value: ir.Constant(WHOLES, [ir.Constant(WHOLE, value)] * LANES_OF),
        )
    return numba.types.float64, REAL, WHOLE, lambda v: ir.Constant(REAL, v), lambda v: ir.Constant(WHOLE, v)


@numba.extending.intrinsic
def _compiled_parts(typingctx, x):  # noqa: ARG001
    kind, real, whole, number, bits_of = _types(x)

    def code(context, builder, sig, args):
        bits = builder.add(builder.bitcast(args[0], whole), bits_of(ONE - ROOT))
        e = builder.sub(builder.lshr(bits, bits_of(FRACTION_BITS)), bits_of(1023))
        m = builder.bitcast(builder.add(builder.and_(bits, bits_of(FRACTION)), bits_of(ROOT)), real)
        shown = builder.bitcast(builder.add(e, builder.bitcast(number(MIDDLE), whole)), real)
        return context.make_tuple(builder, sig.return_type, (m, builder.fsub(shown, number(MIDDLE))))

    return numba.types.UniTuple(kind, 2)(x), code


@numba.extending.intrinsic
def _compiled_scaled(typingctx, x, n):  # noqa: ARG001
    kind, real, whole, number, bits_of = _types(x)

    def code(context, builder, sig, args):  # noqa: ARG001
        power = builder.bitcast(builder.fadd(args[1], number(MIDDLE)), whole)
        return builder.bitcast(
            builder.add(builder.bitcast(args[0], whole), builder.shl(power, bits_of(FRACTION_BITS))), real
        )

    return kind(x, n), code


parts: Any = _parts if DISABLE_JIT else _compiled_parts
scaled: Any = _scaled if DISABLE_JIT else _compiled_scaled
