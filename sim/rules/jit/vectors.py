"""Vectors of LANES doubles as a type of the compiler, so that one text works on LANES replicates at once.

Every operation is the IEEE operation of scalar code (nothing is contracted or reordered), so each lane holds, bit for
bit, what scalar code yields.
"""

import math
import operator
from collections.abc import Callable
from typing import Any

import numba
import numba.core.cgutils as llvm
import numba.core.datamodel.models
from llvmlite import ir
from numba.core.imputils import lower_builtin, lower_cast
from numba.core.typeconv.castgraph import Conversion
from numba.core.typing.templates import AbstractTemplate, infer_global, signature

from sim.rules.jit.books import LANES

REAL, WHOLE, BIT = ir.DoubleType(), ir.IntType(64), ir.IntType(1)
REALS, WHOLES, BITS = (ir.VectorType(kind, LANES) for kind in (REAL, WHOLE, BIT))
LOW = 0xFFFFFFFF
#: Added to a whole number below it, the sum's lower bits are the number.
MAGIC = 4503599627370496.0


class Vector(numba.types.Type):
    """LANES doubles."""

    def __init__(self) -> None:
        super().__init__(name=f"vector{LANES}")

    def can_convert_from(self, typingctx: Any, other: Any) -> Any:
        """Let numbers become vectors of equal lanes."""
        return Conversion.safe if isinstance(other, NUMBERS) else None

    def unify(self, typingctx: Any, other: Any) -> Any:
        """Return the type of a variable that is a vector here and a number there."""
        return self if isinstance(other, NUMBERS) else None


class Mask(numba.types.Type):
    """LANES truth values."""

    def __init__(self) -> None:
        super().__init__(name=f"mask{LANES}")


NUMBERS = (numba.types.Float, numba.types.Integer, numba.types.IntegerLiteral, numba.types.Boolean)
vector, mask = Vector(), Mask()


@numba.extending.register_model(Vector)
class _VectorModel(numba.core.datamodel.models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, REALS)


@numba.extending.register_model(Mask)
class _MaskModel(numba.core.datamodel.models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, BITS)


def equal_lanes(builder: Any, value: Any, kind: Any) -> Any:
    """Return a vector with a value in every lane."""
    one = builder.insert_element(ir.Constant(kind, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(one, ir.Constant(kind, ir.Undefined), zeros)


def _reals(x: float) -> Any:
    return ir.Constant(REALS, [ir.Constant(REAL, float(x))] * LANES)


def _wholes(x: int) -> Any:
    return ir.Constant(WHOLES, [ir.Constant(WHOLE, x)] * LANES)


def to_vector(context: Any, builder: Any, value: Any, kind: Any) -> Any:
    """Return a number or a vector as a vector."""
    if isinstance(kind, Vector):
        return value
    return equal_lanes(builder, context.cast(builder, value, kind, numba.types.float64), REALS)


def to_mask(builder: Any, value: Any, kind: Any) -> Any:
    """Return a truth value or a mask as a mask."""
    return value if isinstance(kind, Mask) else equal_lanes(builder, value, BITS)


@lower_cast(numba.types.Float, Vector)
@lower_cast(numba.types.Integer, Vector)
@lower_cast(numba.types.Boolean, Vector)
def _cast(context, builder, fromty, toty, value):  # noqa: ARG001
    return to_vector(context, builder, value, fromty)


def _binary(function: Any, emit: Callable[..., Any], result: Any) -> None:
    """Teach the compiler an operation on two vectors, or a vector and a number."""

    @infer_global(function)
    class _Template(AbstractTemplate):
        def generic(self, args: Any, kws: Any) -> Any:
            known = len(args) == 2 and all(isinstance(a, (Vector, *NUMBERS)) for a in args)
            return signature(result, *args) if known and any(isinstance(a, Vector) for a in args) else None

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        left, right = (to_vector(context, builder, v, t) for v, t in zip(args, sig.args, strict=True))
        return emit(builder, left, right)

    kinds = (Vector, numba.types.Float, numba.types.Integer, numba.types.Boolean)
    for one in kinds:
        for two in kinds:
            if Vector in (one, two):
                lower_builtin(function, one, two)(lower)


def _instruction(name: str) -> Callable[..., Any]:
    return lambda builder, x, y: getattr(builder, name)(x, y)


def _comparison(sign: str) -> Callable[..., Any]:
    kind = "fcmp_unordered" if sign == "!=" else "fcmp_ordered"
    return lambda builder, x, y: getattr(builder, kind)(sign, x, y)


for _names, _name in (
    ((operator.add, operator.iadd), "fadd"),
    ((operator.sub, operator.isub), "fsub"),
    ((operator.mul, operator.imul), "fmul"),
    ((operator.truediv, operator.itruediv), "fdiv"),
):
    for _each in _names:
        _binary(_each, _instruction(_name), vector)
for _each, _name in (
    (operator.lt, "<"),
    (operator.le, "<="),
    (operator.gt, ">"),
    (operator.ge, ">="),
    (operator.eq, "=="),
    (operator.ne, "!="),
):
    _binary(_each, _comparison(_name), mask)
_binary(min, lambda b, x, y: b.select(b.fcmp_ordered("<", y, x), y, x), vector)
_binary(max, lambda b, x, y: b.select(b.fcmp_ordered(">", y, x), y, x), vector)


def _unary(function: Any, emit: Callable[..., Any]) -> None:
    """Teach the compiler an operation on one vector."""

    @infer_global(function)
    class _Template(AbstractTemplate):
        def generic(self, args: Any, kws: Any) -> Any:
            return signature(vector, vector) if len(args) == 1 and isinstance(args[0], Vector) else None

    lower_builtin(function, Vector)(lambda context, builder, sig, args: emit(builder, args[0]))  # noqa: ARG005


def _library(name: str) -> Callable[..., Any]:
    def emit(builder: Any, x: Any) -> Any:
        kind = ir.FunctionType(REALS, [REALS])
        return builder.call(llvm.get_or_insert_function(builder.module, kind, f"llvm.{name}.v{LANES}f64"), [x])

    return emit


_unary(operator.neg, lambda builder, x: builder.fneg(x))
_unary(abs, _library("fabs"))
_unary(math.sqrt, _library("sqrt"))


@numba.extending.intrinsic
def lane_of(typingctx, x, lane):  # noqa: ARG001
    """Return the number in a lane of a vector, or the truth value in a lane of a mask."""
    kind = numba.types.boolean if isinstance(x, Mask) else numba.types.float64

    def code(context, builder, sig, args):
        at = context.cast(builder, args[1], sig.args[1], numba.types.int64)
        return builder.extract_element(args[0], at)

    return kind(x, lane), code


@numba.extending.intrinsic
def with_lane(typingctx, x, lane, value):  # noqa: ARG001
    """Return a vector with a number put into a lane."""

    def code(context, builder, sig, args):
        at = context.cast(builder, args[1], sig.args[1], numba.types.int64)
        number = context.cast(builder, args[2], sig.args[2], numba.types.float64)
        return builder.insert_element(args[0], number, at)

    return vector(x, lane, value), code


@numba.extending.intrinsic
def vector_of(typingctx, x):  # noqa: ARG001
    """Return a number, or a vector as it is, as a vector."""
    return vector(x), lambda context, builder, sig, args: to_vector(context, builder, args[0], sig.args[0])


@numba.extending.intrinsic
def mask_of(typingctx, x):  # noqa: ARG001
    """Return a truth value, or a mask as it is, as a mask."""
    return mask(x), lambda context, builder, sig, args: to_mask(builder, args[0], sig.args[0])  # noqa: ARG005


@numba.extending.intrinsic
def where(typingctx, condition, yes, no):  # noqa: ARG001
    """Return, lane by lane, one of two vectors or numbers."""

    def code(context, builder, sig, args):
        one, two = (to_vector(context, builder, args[k], sig.args[k]) for k in (1, 2))
        return builder.select(to_mask(builder, args[0], sig.args[0]), one, two)

    return vector(condition, yes, no), code


@numba.extending.intrinsic
def both(typingctx, a, b):  # noqa: ARG001
    """Return where both conditions hold."""
    return mask(a, b), lambda context, builder, sig, args: builder.and_(  # noqa: ARG005
        to_mask(builder, args[0], sig.args[0]), to_mask(builder, args[1], sig.args[1])
    )


@numba.extending.intrinsic
def either(typingctx, a, b):  # noqa: ARG001
    """Return where one of the conditions holds."""
    return mask(a, b), lambda context, builder, sig, args: builder.or_(  # noqa: ARG005
        to_mask(builder, args[0], sig.args[0]), to_mask(builder, args[1], sig.args[1])
    )


@numba.extending.intrinsic
def opposite(typingctx, a):  # noqa: ARG001
    """Return where a condition does not hold."""
    return mask(a), lambda context, builder, sig, args: builder.not_(  # noqa: ARG005
        to_mask(builder, args[0], sig.args[0])
    )


@numba.extending.intrinsic
def any_lane(typingctx, condition):  # noqa: ARG001
    """Return whether a condition holds in some lane."""

    def code(context, builder, sig, args):  # noqa: ARG001
        bits = builder.bitcast(to_mask(builder, args[0], sig.args[0]), ir.IntType(LANES))
        return builder.icmp_unsigned("!=", bits, ir.Constant(ir.IntType(LANES), 0))

    return numba.types.boolean(condition), code


@numba.extending.intrinsic
def first_lane(typingctx, condition, x):  # noqa: ARG001
    """Return the whole number in the first lane in which a condition holds; that of the last lane where none does."""

    def code(context, builder, sig, args):  # noqa: ARG001
        bits = builder.bitcast(to_mask(builder, args[0], sig.args[0]), ir.IntType(LANES))
        some = builder.or_(builder.zext(bits, ir.IntType(32)), ir.Constant(ir.IntType(32), 1 << (LANES - 1)))
        number = builder.cttz(some, ir.Constant(BIT, 1))
        return builder.fptosi(builder.extract_element(args[1], number), WHOLE)

    return numba.types.int64(condition, x), code


@numba.extending.intrinsic
def whole_part(typingctx, x):  # noqa: ARG001
    """Return the whole parts of the numbers in a vector, as doubles."""
    return vector(x), lambda context, builder, sig, args: _library("trunc")(builder, args[0])  # noqa: ARG005


@numba.extending.intrinsic
def uniforms_of_lanes(typingctx, c0, c1, c2, c3, k0, k1):  # noqa: ARG001
    """Return four vectors of uniforms for counters and keys of lanes, as `sim.rules.philox.uniforms` does for one."""

    def code(context, builder, sig, args):
        def whole(value: Any, kind: Any) -> Any:
            if isinstance(kind, Vector):
                bits = builder.bitcast(builder.fadd(value, _reals(MAGIC)), WHOLES)
                return builder.and_(bits, _wholes(LOW))
            return equal_lanes(builder, context.cast(builder, value, kind, numba.types.int64), WHOLES)

        x0, x1, x2, x3, a, b = (whole(v, t) for v, t in zip(args, sig.args, strict=True))
        low, half = _wholes(LOW), _wholes(32)
        for _ in range(10):
            p0, p1 = builder.mul(_wholes(0xD2511F53), x0), builder.mul(_wholes(0xCD9E8D57), x2)
            high0, high1 = builder.lshr(p0, half), builder.lshr(p1, half)
            x0, x2 = builder.xor(builder.xor(high1, x1), a), builder.xor(builder.xor(high0, x3), b)
            x1, x3 = builder.and_(p1, low), builder.and_(p0, low)
            a = builder.and_(builder.add(a, _wholes(0x9E3779B9)), low)
            b = builder.and_(builder.add(b, _wholes(0xBB67AE85)), low)
        out = []
        for x in (x0, x1, x2, x3):  # exact: 32 bits into the mantissa of MAGIC
            bits = builder.or_(x, builder.bitcast(_reals(MAGIC), WHOLES))
            number = builder.fsub(builder.bitcast(bits, REALS), _reals(MAGIC))
            out.append(builder.fmul(builder.fadd(number, _reals(0.5)), _reals(1.0 / 4294967296.0)))
        return context.make_tuple(builder, sig.return_type, out)

    return numba.types.UniTuple(vector, 4)(c0, c1, c2, c3, k0, k1), code


@numba.extending.intrinsic
def floor_of_lanes(typingctx, x):  # noqa: ARG001
    """Return the largest whole numbers not above those of a vector, as doubles."""
    return vector(x), lambda context, builder, sig, args: _library("floor")(builder, args[0])  # noqa: ARG005
