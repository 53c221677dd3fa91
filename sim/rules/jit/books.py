"""Books: named tuples of arrays that compiled code takes by one address.

Handed over by value, a plan and a state are some six hundred numbers in every call of every step: most of what the
compiler would have to write, read and forget again. A book is a list of addresses and lengths in memory; the code
reads those of the arrays that it uses.
"""

import hashlib
from collections.abc import Callable
from typing import Any

import numba
import numba.core.cgutils as llvm
import numba.core.datamodel.models
import numba.core.typing.templates
from llvmlite import ir
from numba.core import imputils
from numba.np.arrayobj import get_itemsize, populate_array

WORD = ir.IntType(64)
#: Companies whose states lie side by side, and bytes from one number of a company to its next.
LANES = 8
WIDTH = 8 * LANES


class Book(numba.types.Type):
    """The compiler's type of a book.

    Attributes:
        arrays: name and type of every array.
        places: name -> place of the array's address among the words of the book, and its type; lengths follow.
        words: 64-bit words in all.
    """

    def __init__(self, name: str, arrays: tuple[tuple[str, Any], ...]) -> None:
        self.arrays = arrays
        self.places: dict[str, tuple[int, Any]] = {}
        self.words = 0
        for field, kind in arrays:
            self.places[field] = (self.words, kind)
            self.words += 1 + kind.ndim
        super().__init__(f"{name}_{hashlib.sha256(repr(arrays).encode()).hexdigest()[:16]}")


def book(kind: type[Any]) -> None:
    """Let compiled code take a kind of named tuple of contiguous arrays as a book."""

    def typeof(value: Any, _: Any) -> Book:
        arrays = ((name, _kind(array)) for name, array in zip(value._fields, value, strict=True))
        return Book(kind.__name__, tuple(arrays))

    numba.extending.typeof_impl.register(kind)(typeof)


def _kind(array: Any) -> Any:
    """Return the compiler's type of an array; one lane of LANES is never taken for contiguous, however short it is."""
    kind = numba.typeof(array)
    return kind.copy(layout="A") if kind.dtype == numba.types.float64 and array.strides[-1] == WIDTH else kind


@numba.extending.register_model(Book)
class _Address(numba.core.datamodel.models.PrimitiveModel):
    """A book in compiled code: where its words begin."""

    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, WORD.as_pointer())


@numba.core.typing.templates.infer_getattr
class _Arrays(numba.core.typing.templates.AttributeTemplate):
    """Types of the arrays of a book."""

    key = Book

    def generic_resolve(self, typ: Book, attr: str) -> Any:  # type: ignore[override]
        return typ.places[attr][1] if attr in typ.places else None


def _word(builder: Any, address: Any, place: int) -> Any:
    """Return a word of a book, which stays what it is as long as the book is open."""
    word = builder.load(builder.gep(address, [ir.Constant(WORD, place)]))
    word.set_metadata("invariant.load", builder.module.add_metadata([]))
    return word


@imputils.lower_getattr_generic(Book)
def _array(context: Any, builder: Any, typ: Book, value: Any, attr: str) -> Any:
    """Return an array of a book; what is not contiguous is one lane of LANES (`sim.rules.jit.lanes`)."""
    place, kind = typ.places[attr]
    array = context.make_array(kind)(context, builder)
    itemsize = ir.Constant(WORD, get_itemsize(context, kind))
    shape = [_word(builder, value, place + 1 + k) for k in range(kind.ndim)]
    strides = [itemsize if kind.layout == "C" else ir.Constant(WORD, WIDTH)]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length, flags=["nsw"]))
    data = builder.inttoptr(_word(builder, value, place), array.data.type)
    populate_array(array, data=data, shape=shape, strides=strides, itemsize=itemsize, meminfo=None)
    return imputils.impl_ret_borrowed(context, builder, kind, array._getvalue())  # noqa: SLF001


@numba.extending.unbox(Book)
def _open(typ: Book, obj: Any, c: Any) -> Any:
    """Write down where the arrays of a named tuple lie; they are held as long as the call lasts."""
    words = llvm.alloca_once(c.builder, WORD, size=typ.words)
    failed = llvm.alloca_once_value(c.builder, llvm.false_bit)
    release: list[Callable[[], None]] = []
    for k, (name, kind) in enumerate(typ.arrays):
        native = c.unbox(kind, c.pyapi.tuple_getitem(obj, k))
        array = c.context.make_array(kind)(c.context, c.builder, native.value)
        place = typ.places[name][0]
        address = c.builder.ptrtoint(array.data, WORD)
        for at, word in enumerate([address, *llvm.unpack_tuple(c.builder, array.shape)]):
            c.builder.store(word, c.builder.gep(words, [ir.Constant(WORD, place + at)]))
        with llvm.if_unlikely(c.builder, native.is_error):
            c.builder.store(llvm.true_bit, failed)
        if native.cleanup:
            release.append(native.cleanup)

    def close() -> None:
        for each in release:
            each()

    return numba.extending.NativeValue(words, is_error=c.builder.load(failed), cleanup=close)
