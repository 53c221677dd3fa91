"""State and parameters of LANES companies side by side: each variable holds LANES doubles, one for each company.

One company among them is an ordinary book of arrays: its records begin as many doubles later as its lane says, and lie
LANES times as wide. So code of one company runs on a lane as it is, and code of lanes on all of them.
"""

import operator
from collections.abc import Sequence
from typing import Any

import numba
import numba.core.datamodel.models
import numba.core.typing.templates
from llvmlite import ir
from numba.core import imputils
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature

from sim.rules.jit.books import LANES, WIDTH, WORD, Book
from sim.rules.jit.vectors import REAL, REALS, to_vector, vector


def is_wide(kind: Any) -> bool:
    """Return whether an array type is that of one lane of LANES."""
    if not isinstance(kind, numba.types.Array):
        return False
    if isinstance(kind.dtype, numba.types.Record):
        return kind.dtype.size == WIDTH * len(kind.dtype.fields)
    return kind.layout == "A" and kind.dtype == numba.types.float64


class LaneRecord(numba.types.Type):
    """A record of vectors; `record` is the type of a lane of it."""

    def __init__(self, record: Any, name: str = "lanes") -> None:
        self.record, self.fields = record, tuple(record.fields)
        super().__init__(name=f"{name}({record.name})")


class LanePoint(LaneRecord):
    """Parameters of LANES companies: a record of vectors, and behind it a plain record for each lane."""

    def __init__(self, record: Any) -> None:
        super().__init__(record, "lane_point")


class LaneArray(numba.types.Type):
    """An array of records of vectors, or of vectors where `record` is None."""

    def __init__(self, record: Any, ndim: int) -> None:
        self.record, self.ndim = record, ndim
        super().__init__(name=f"lane_array({record.name if record else 'float64'}, {ndim})")


class LaneBook(numba.types.Type):
    """The states of LANES companies: the words of their books, one after the other."""

    def __init__(self, book: Book) -> None:
        self.book = book
        super().__init__(name=f"lane_book({book.name})")


@numba.extending.register_model(LaneRecord)
@numba.extending.register_model(LanePoint)
class _RecordModel(numba.core.datamodel.models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, REAL.as_pointer())


@numba.extending.register_model(LaneBook)
class _BookModel(numba.core.datamodel.models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, WORD.as_pointer())


@numba.extending.register_model(LaneArray)
class _ArrayModel(numba.core.datamodel.models.StructModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        shape = numba.types.UniTuple(numba.types.int64, fe_type.ndim)
        super().__init__(dmm, fe_type, [("data", numba.types.CPointer(numba.types.float64)), ("shape", shape)])


numba.extending.make_attribute_wrapper(LaneArray, "shape", "shape")


@infer_getattr
class _Vectors(AttributeTemplate):
    key = LaneRecord

    def generic_resolve(self, typ: Any, attr: str) -> Any:  # type: ignore[override]
        return vector if attr in typ.fields else None


@infer_getattr
class _PointVectors(AttributeTemplate):
    key = LanePoint

    def generic_resolve(self, typ: Any, attr: str) -> Any:  # type: ignore[override]
        return vector if attr in typ.fields else None


def _vector_at(builder: Any, typ: LaneRecord, value: Any, attr: str) -> Any:
    at = builder.gep(value, [ir.Constant(WORD, LANES * typ.fields.index(attr))])
    return builder.bitcast(at, REALS.as_pointer())


@imputils.lower_getattr_generic(LanePoint)
@imputils.lower_getattr_generic(LaneRecord)
def _get(context, builder, typ, value, attr):  # noqa: ARG001
    out = builder.load(_vector_at(builder, typ, value, attr))
    out.align = 8
    return out


@imputils.lower_setattr_generic(LaneRecord)
def _set(context, builder, sig, args, attr):
    value = to_vector(context, builder, args[1], sig.args[1])
    builder.store(value, _vector_at(builder, sig.args[0], args[0], attr)).align = 8


@infer_getattr
class _Arrays(AttributeTemplate):
    key = LaneBook

    def generic_resolve(self, typ: Any, attr: str) -> Any:  # type: ignore[override]
        return _array_kind(typ, attr) if attr in typ.book.places else None


def _array_kind(typ: LaneBook, attr: str) -> Any:
    """Return the type of an array of a book of lanes."""
    kind = typ.book.places[attr][1]
    record = kind.dtype if isinstance(kind.dtype, numba.types.Record) else None
    return LaneArray(record, kind.ndim) if is_wide(kind) else kind


@imputils.lower_getattr_generic(LaneBook)
def _array(context, builder, typ, value, attr):
    place, kind = typ.book.places[attr]
    if not is_wide(kind):
        return context.get_getattr(typ.book, attr)(context, builder, typ.book, value, attr)
    words = []
    for k in range(1 + kind.ndim):
        word = builder.load(builder.gep(value, [ir.Constant(WORD, place + k)]))
        word.set_metadata("invariant.load", builder.module.add_metadata([]))
        words.append(word)
    made = numba.core.cgutils.create_struct_proxy(_array_kind(typ, attr))(context, builder)
    made.data = builder.inttoptr(words[0], REAL.as_pointer())
    made.shape = numba.core.cgutils.pack_array(builder, words[1:])
    return made._getvalue()  # noqa: SLF001


def _place(context: Any, builder: Any, sig: Any, args: Any) -> tuple[Any, list[Any]]:
    """Return a pointer to an element, or to the first of a row of them, and the lengths that are left."""
    kind = sig.args[0]
    array = numba.core.cgutils.create_struct_proxy(kind)(context, builder, args[0])
    shape = numba.core.cgutils.unpack_tuple(builder, array.shape)
    index = sig.args[1]
    single = not isinstance(index, numba.types.BaseTuple)
    kinds = [index] if single else list(index)
    values = [args[1]] if single else numba.core.cgutils.unpack_tuple(builder, args[1])
    flat = None
    for k, length in enumerate(shape):
        at = context.cast(builder, values[k], kinds[k], numba.types.int64) if k < len(kinds) else ir.Constant(WORD, 0)
        flat = at if flat is None else builder.add(builder.mul(flat, length), at)
    size = LANES * (len(kind.record.fields) if kind.record else 1)
    return builder.gep(array.data, [builder.mul(flat, ir.Constant(WORD, size))]), shape[len(kinds) :]


@infer_global(operator.getitem)
class _Element(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        kind, index = args
        if not isinstance(kind, LaneArray):
            return None
        left = kind.ndim - (len(index) if isinstance(index, numba.types.BaseTuple) else 1)
        if left:
            return signature(LaneArray(kind.record, left), kind, index)
        return signature(LaneRecord(kind.record) if kind.record else vector, kind, index)


@imputils.lower_builtin(operator.getitem, LaneArray, numba.types.Integer)
@imputils.lower_builtin(operator.getitem, LaneArray, numba.types.BaseTuple)
def _element(context, builder, sig, args):
    at, left = _place(context, builder, sig, args)
    if left:
        made = numba.core.cgutils.create_struct_proxy(sig.return_type)(context, builder)
        made.data, made.shape = at, numba.core.cgutils.pack_array(builder, left)
        return made._getvalue()  # noqa: SLF001
    if sig.args[0].record:
        return at
    out = builder.load(builder.bitcast(at, REALS.as_pointer()))
    out.align = 8
    return out


@infer_global(operator.setitem)
class _SetElement(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        known = isinstance(args[0], LaneArray) and args[0].record is None
        return signature(numba.types.none, *args) if known else None


@imputils.lower_builtin(operator.setitem, LaneArray, numba.types.Integer, numba.types.Any)
@imputils.lower_builtin(operator.setitem, LaneArray, numba.types.BaseTuple, numba.types.Any)
def _set_element(context, builder, sig, args):
    at, _ = _place(context, builder, sig, args)
    value = to_vector(context, builder, args[2], sig.args[2])
    builder.store(value, builder.bitcast(at, REALS.as_pointer())).align = 8


@numba.extending.intrinsic
def gathered(typingctx, array, index):  # noqa: ARG001
    """Return, lane by lane, the number at an index of a row of vectors; the index is a vector of whole numbers."""

    def code(context, builder, sig, args):
        data = numba.core.cgutils.create_struct_proxy(sig.args[0])(context, builder, args[0]).data
        out = ir.Constant(REALS, ir.Undefined)
        for lane in range(LANES):
            at = builder.fptosi(builder.extract_element(args[1], ir.Constant(WORD, lane)), WORD)
            flat = builder.add(builder.mul(at, ir.Constant(WORD, LANES)), ir.Constant(WORD, lane))
            out = builder.insert_element(out, builder.load(builder.gep(data, [flat])), ir.Constant(WORD, lane))
        return out

    return vector(array, index), code


@numba.extending.intrinsic
def lane_state(typingctx, state, lane):  # noqa: ARG001
    """Return the book of one company of LANES."""

    def code(context, builder, sig, args):
        at = context.cast(builder, args[1], sig.args[1], numba.types.int64)
        return builder.gep(args[0], [builder.mul(at, ir.Constant(WORD, sig.args[0].book.words))])

    return state.book(state, lane), code


@numba.extending.intrinsic
def lane_record(typingctx, record, lane):  # noqa: ARG001
    """Return the record of one company of LANES."""
    fields = len(record.fields)

    def code(context, builder, sig, args):
        at = context.cast(builder, args[1], sig.args[1], numba.types.int64)
        if isinstance(sig.args[0], LanePoint):
            at = builder.add(builder.mul(at, ir.Constant(WORD, fields)), ir.Constant(WORD, LANES * fields))
        return builder.bitcast(builder.gep(args[0], [at]), context.get_value_type(sig.return_type))

    return record.record(record, lane), code


@numba.extending.intrinsic
def seeds_of(typingctx, point):  # noqa: ARG001
    """Return the replicate numbers of lanes, which lie behind their parameters."""

    def code(context, builder, sig, args):  # noqa: ARG001
        at = builder.gep(args[0], [ir.Constant(WORD, 2 * LANES * len(point.fields))])
        out = builder.load(builder.bitcast(at, REALS.as_pointer()))
        out.align = 8
        return out

    return vector(point), code


@numba.extending.intrinsic
def _book_in(typingctx, words, like, lane):  # noqa: ARG001
    """Return the book of a lane from the words of LANES books, which are of the type of the book `like`."""

    def code(context, builder, sig, args):
        data = builder.bitcast(context.make_array(sig.args[0])(context, builder, args[0]).data, WORD.as_pointer())
        at = context.cast(builder, args[2], sig.args[2], numba.types.int64)
        return builder.gep(data, [builder.mul(at, ir.Constant(WORD, sig.args[1].words))])

    return like(words, like, lane), code


@numba.extending.intrinsic
def _run_in_lanes(typingctx, address, plan, point, like_point, words, like, t, experiment):  # noqa: ARG001
    """Call the phase for lanes at an address.

    Args:
        address: of the phase.
        plan: book of the plan.
        point: float64[*] parameters of lanes (`points_of_lanes`), of the type of the record `like_point`.
        words: int64[LANES, *] books of lanes, of the type of the book `like`.
        t, experiment: week, first half of the key.
    """
    kinds = plan, LanePoint(like_point), LaneBook(like), t, experiment

    def code(context, builder, sig, args):
        numbers = context.make_array(sig.args[2])(context, builder, args[2]).data
        books = builder.bitcast(context.make_array(sig.args[4])(context, builder, args[4]).data, WORD.as_pointer())
        function = builder.inttoptr(args[0], context.call_conv.get_function_type(numba.types.none, kinds).as_pointer())
        given = [args[1], numbers, books, args[6], args[7]]
        context.call_conv.call_function(builder, function, numba.types.none, kinds, given)
        return context.get_dummy_value()

    return numba.types.none(address, plan, point, like_point, words, like, t, experiment), code


#: Both are called as any function is; the compiler's own type of them hides their arguments.
book_in: Any = _book_in
run_in_lanes: Any = _run_in_lanes


def words_in(kind: Any, state: Any) -> list[int]:
    """Return the words of a book of type `kind`: where each array of a named tuple lies, and how long it is."""
    words = [0] * kind.words
    for name, array in zip(state._fields, state, strict=True):
        place = kind.places[name][0]
        words[place : place + 1 + array.ndim] = array.ctypes.data, *array.shape
    return words


def kinds_of_lanes(types: Sequence[Any]) -> tuple[Any, ...]:
    """Return the types of a phase for lanes from those of one company (`sim.rules.jit.signature`)."""
    plan, par, state, week, _ = types
    return plan, LanePoint(par), LaneBook(state), week, week


def is_record(kind: Any) -> bool:
    """Return whether the elements of an array are records."""
    return isinstance(kind.dtype, numba.types.Record)
