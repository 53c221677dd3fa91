"""One text for one company and for LANES: a phase is rewritten so that it works on all lanes at once.

What belongs to a company (its state, its parameters, its luck) is a vector, what belongs to the plan a number. Where a
condition is a vector, both ways are walked by the lanes that take them: what a lane must not change is kept. A function
that cannot be written so, since lanes would look at different places, is called lane by lane, as it is; so every phase
runs, and most of the work is done for all lanes at once. Bits are those of one company.

The rewritten text is Python, and the compiler compiles it as it compiles any other.
"""

import ast
import copy
import inspect
import textwrap
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.rules.jit import lanes, vectors
from sim.rules.jit.books import LANES

#: What an expression is: a number of the plan, a condition on such, a vector, one of whole numbers, a condition on
#: vectors, the state, a record of vectors, the parameters, an array of one lane alone, nothing.
Kind = Any
NUMBER, TRUTH, VECTOR, WHOLE, MASK, STATE, RECORD, POINT, APART, NOTHING = range(10)
BLENDED = (NUMBER, TRUTH, VECTOR, WHOLE, MASK)
IN_LANES = (VECTOR, WHOLE, MASK)
#: Variables that are the same in all lanes in which a seat is filled; whoever runs lanes sees to it.
SHARED = ("terms",)
HELPERS = {
    "_where": vectors.where,
    "_both": vectors.both,
    "_either": vectors.either,
    "_opposite": vectors.opposite,
    "_any": vectors.any_lane,
    "_first": vectors.first_lane,
    "_vector": vectors.vector_of,
    "_mask": vectors.mask_of,
    "_lane": vectors.lane_of,
    "_whole": vectors.whole_part,
    "_gathered": lanes.gathered,
    "_state": lanes.lane_state,
    "_record": lanes.lane_record,
    "_seeds": lanes.seeds_of,
    "_LANES": LANES,
}
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class UnfitError(Exception):
    """A text that cannot be written for lanes."""


def array_of(ndim: int, record: bool) -> Kind:
    """Return the kind of an array of records of vectors, or of vectors."""
    return ("array", ndim, record)


def tuple_of(kinds: Sequence[Kind]) -> Kind:
    """Return the kind of a tuple."""
    return ("tuple", *kinds)


def _is(kind: Kind, name: str) -> bool:
    return isinstance(kind, tuple) and kind[0] == name


def joined(a: Kind, b: Kind) -> Kind:
    """Return the kind of what is of one kind here and of another there."""
    if a == b:
        return a
    if _is(a, "tuple") and _is(b, "tuple") and len(a) == len(b):
        return tuple_of([joined(x, y) for x, y in zip(a[1:], b[1:], strict=True)])
    for one, two in ((a, b), (b, a)):
        if one == TRUTH and two in (MASK, NUMBER):
            return two
        if one in (NUMBER, WHOLE) and two in (VECTOR, WHOLE):
            return VECTOR
    raise UnfitError(f"{a} here, {b} there")


class Spreader:
    """Writes functions for lanes, each once for every kind of its arguments."""

    def __init__(self, fields: Mapping[str, Kind], special: Mapping[Any, Any], compiled: Callable[..., Any]) -> None:
        """Take what the texts need.

        Args:
            fields: kinds of the arrays of a state.
            special: function -> what does the same for vectors, and the kind of its result.
            compiled: makes a part of a phase of a function for lanes, given that and the function it comes from.
        """
        self.fields, self.special, self.compiled = fields, special, compiled
        self.made: dict[Any, Any] = {}
        self.apart: list[str] = []

    def phase(self, function: Any) -> Any:
        """Return a phase for lanes as a plain function (plan, point, state, week, experiment).

        Raises:
            UnfitError: it cannot be written so.
        """
        plain = getattr(function, "py_func", function)
        key = tuple_of((NUMBER, WHOLE))
        text = _Text(self, plain, [NUMBER, POINT, STATE, NUMBER, key], masked=False)
        if text.unmasked_shared:
            raise UnfitError(f"{plain.__name__} reads {SHARED} of whoever is not there")
        return text.function(["experiment"], ["key = (experiment, _seeds(par))"])

    def part(self, function: Any, kinds: Sequence[Kind], masked: bool) -> "Made":
        """Return a function for lanes, for these kinds of arguments, with a mask as the first where it is masked."""
        plain = getattr(function, "py_func", function)
        key = plain, tuple(kinds), masked
        if key not in self.made:
            self.made[key] = None
            try:
                text = _Text(self, plain, kinds, masked)
                self.made[key] = Made(self.compiled(text.function(), plain), text)
            except UnfitError as fault:
                self.made[key] = fault
        found = self.made[key]
        if found is None or isinstance(found, UnfitError):
            raise UnfitError(f"{plain.__name__}: {found}")
        return found


class Made:
    """A function for lanes: itself, the kind of its result, whether it has to know which lanes are meant, and whether it
    reads what lanes share without knowing in which of them it means something.
    """

    def __init__(self, function: Any, text: "_Text") -> None:
        self.function, self.result = function, text.result
        self.needs_mask, self.unmasked_shared = text.needs_mask, text.unmasked_shared


class _Text:
    """The text of one function for lanes."""

    def __init__(self, spreader: Spreader, plain: Any, kinds: Sequence[Kind], masked: bool) -> None:
        self.spreader, self.plain = spreader, plain
        source = textwrap.dedent(inspect.getsource(plain))
        self.tree = next(n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef))
        self.names = [a.arg for a in self.tree.args.args]
        if len(self.names) != len(kinds):
            raise UnfitError("arguments")
        self.entry = "_m" if masked else None
        self.kinds: dict[str, Kind] = dict(zip(self.names, kinds, strict=True))
        self.given = dict(self.kinds)
        self.space: dict[str, Any] = dict(HELPERS)
        self.result: Kind = NOTHING
        self.results: list[Kind] = []
        self.needs_mask, self.masked_return, self.unmasked_shared = False, False, False
        self.masked_loops: set[int] = set()
        self.numbers: dict[int, int] = {}
        self.loads = [n.id for n in ast.walk(self.tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
        while True:
            before = copy.copy(self.kinds), self.masked_return, set(self.masked_loops), self.result
            self.lines: list[str] = []
            self.depth, self.fresh, self.defined = 1, 0, set(self.names)
            self.loops: list[tuple[Any, str | None]] = []
            self.returned, self.left = 0, 0
            self.results = []
            self.block(self.tree.body, self.entry)
            for kind in self.results:
                self.result = kind if self.result == NOTHING else joined(self.result, kind)
            if before == (self.kinds, self.masked_return, self.masked_loops, self.result):
                break
        if any(self.kinds[n] != k for n, k in self.given.items()):
            raise UnfitError("an argument is given another kind")

    # --- the whole ---------------------------------------------------------------------------------------------
    def function(self, more: Sequence[str] = (), first: Sequence[str] = ()) -> Any:
        """Return the function; `more` arguments take the place of the last one, `first` lines come first."""
        names = [*self.names[:-1], *more] if more else self.names
        head = [*first]
        if self.masked_return:
            head.append("_gone = _mask(False)")
            head += [f"{name} = {self.empty(kind)}" for name, kind in self.result_names()]
        if self.masked_return and self.result != NOTHING:
            named = [name for name, _ in self.result_names()]
            self.lines.append(f"    return {self.tupled(named) if _is(self.result, 'tuple') else named[0]}")
        arguments = ", ".join([*([self.entry] if self.entry else []), *names])
        body = "\n".join([*(f"    {line}" for line in head), *self.lines]) or "    pass"
        text = f"def {self.plain.__name__}_of_lanes({arguments}):\n{body}\n    return\n"
        if self.result != NOTHING:
            text = text.removesuffix("    return\n")
        space = {**self.space, "__name__": self.plain.__module__}
        exec(compile(text, inspect.getfile(self.plain), "exec"), space)  # noqa: S102
        made = space[f"{self.plain.__name__}_of_lanes"]
        made.text = text
        return made

    def result_names(self) -> list[tuple[str, Kind]]:
        """Return the variables that hold the result lane by lane, and their kinds."""
        if self.result == NOTHING:
            return []
        kinds = self.result[1:] if _is(self.result, "tuple") else [self.result]
        return [(f"_r{k}", kind) for k, kind in enumerate(kinds)]

    def empty(self, kind: Kind) -> str:
        """Return an expression of a kind that holds nothing yet."""
        if kind in (MASK, TRUTH):
            return "_mask(False)"
        if kind in (VECTOR, WHOLE, NUMBER):
            return "_vector(0.0)"
        raise UnfitError("a result that is no number")

    @staticmethod
    def tupled(codes: Sequence[str]) -> str:
        """Return the code of a tuple."""
        return f"({', '.join(codes)},)"

    def say(self, line: str) -> None:
        """Add a line."""
        self.lines.append("    " * self.depth + line)

    def new(self, stem: str) -> str:
        """Return a name that is not taken."""
        self.fresh += 1
        return f"_{stem}{self.fresh}"

    # --- lanes that are meant ----------------------------------------------------------------------------------
    def narrowed(self, mask: str | None) -> str:
        """Return a name for the lanes of a mask that still run."""
        out = [*(["_gone"] if self.masked_return else [])]
        for node, _ in self.loops[-1:]:
            if id(node) in self.masked_loops:
                out += [f"_broken{len(self.loops)}", f"_skipped{len(self.loops)}"]
        if not out:  # known after the next writing
            return mask or self.all_lanes()
        code = out[0]
        for each in out[1:]:
            code = f"_either({code}, {each})"
        name = self.new("m")
        self.say(f"{name} = _opposite({code})" if mask is None else f"{name} = _both({mask}, _opposite({code}))")
        return name

    def all_lanes(self) -> str:
        """Return a mask of all lanes."""
        return "_mask(True)"

    def blend(self, mask: str | None, new: str, old: str, kind: Kind) -> str:
        """Return code of what is new in the lanes of a mask and old in the others."""
        if mask is None:
            return new
        if kind == MASK:
            return f"_either(_both({mask}, {new}), _both(_opposite({mask}), {old}))"
        return f"_where({mask}, {new}, {old})"

    def as_kind(self, code: str, kind: Kind, wanted: Kind) -> str:
        """Return code of one kind as one of another."""
        if kind == wanted or (kind == WHOLE and wanted == VECTOR):
            return code
        if wanted in (VECTOR, WHOLE) and kind == NUMBER:
            return f"_vector({code})"
        if wanted == MASK and kind == TRUTH:
            return f"_mask({code})"
        if kind == TRUTH and wanted == NUMBER:
            return code
        if _is(kind, "tuple") and _is(wanted, "tuple"):
            parts = self.parts(code, kind)
            return self.tupled([self.as_kind(c, k, w) for (c, k), w in zip(parts, wanted[1:], strict=True)])
        raise UnfitError(f"{kind} as {wanted}")

    def parts(self, code: str, kind: Kind) -> list[tuple[str, Kind]]:
        """Return the elements of a tuple; one that is no name is given one first."""
        if not code.isidentifier():
            name = self.new("t")
            self.say(f"{name} = {code}")
            code = name
        return [(f"{code}[{k}]", each) for k, each in enumerate(kind[1:])]

    # --- statements --------------------------------------------------------------------------------------------
    def block(self, body: Sequence[ast.stmt], mask: str | None) -> None:
        """Write statements for the lanes of a mask."""
        start = len(self.lines)
        for k, node in enumerate(body):
            after = self.statement(node, mask)
            if after != mask:
                if body[k + 1 :]:
                    self.say(f"if _any({after}):")
                    self.inner(body[k + 1 :], after)
                break
        if len(self.lines) == start:
            self.say("pass")

    def inner(self, body: Sequence[ast.stmt], mask: str | None) -> None:
        """Write statements one step further in."""
        self.depth += 1
        self.block(body, mask)
        self.depth -= 1

    def statement(self, node: ast.stmt, mask: str | None) -> str | None:
        """Write a statement; return the lanes of the mask that still run after it."""
        if isinstance(node, ast.Expr):
            if not isinstance(node.value, ast.Constant):
                self.call_statement(node.value, mask)
            return mask
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            self.assign_all(node.targets[0], node.value, mask)
            return mask
        if isinstance(node, ast.AugAssign):
            load = copy.deepcopy(node.target)
            load.ctx = ast.Load()
            self.assign_all(node.target, ast.BinOp(load, node.op, node.value), mask)
            return mask
        if isinstance(node, ast.Pass):
            return mask
        if isinstance(node, ast.Return):
            return self.give_back(node, mask)
        if isinstance(node, (ast.Break, ast.Continue)):
            return self.leave_loop(node, mask)
        if isinstance(node, ast.If):
            return self.choose(node, mask)
        if isinstance(node, (ast.For, ast.While)) and not node.orelse:
            return self.repeat(node, mask)
        raise UnfitError(type(node).__name__)

    def give_back(self, node: ast.Return, mask: str | None) -> str | None:
        """Write a return."""
        code, kind = self.expression(node.value, mask) if node.value else ("", NOTHING)
        if mask != self.entry:
            self.masked_return = True
        if self.masked_return:
            kind = self.in_lanes(kind)
            self.masked_loops.update(id(loop) for loop, _ in self.loops)
        if node.value:
            self.results.append(kind)
        wanted = kind if self.result == NOTHING else joined(self.result, kind)
        if not self.masked_return:
            self.say(f"return {self.as_kind(code, kind, wanted) if node.value else ''}")
            return mask
        if node.value:
            value = self.parts(code, kind) if _is(kind, "tuple") else [(code, kind)]
            places: list[Kind] = list(wanted[1:]) if _is(wanted, "tuple") else [wanted]  # type: ignore[index]
            for k, ((each, _), place) in enumerate(zip(value, places, strict=True)):
                shown = f"_mask({each})" if place == MASK else each
                self.say(f"_r{k} = {self.blend(mask or self.all_lanes(), shown, f'_r{k}', place)}")
        self.say(f"_gone = _either(_gone, {mask or self.all_lanes()})")
        self.returned += 1
        return mask

    def in_lanes(self, kind: Kind) -> Kind:
        """Return the kind of a number that may differ between lanes."""
        if _is(kind, "tuple"):
            return tuple_of([self.in_lanes(each) for each in kind[1:]])
        return {NUMBER: VECTOR, TRUTH: MASK}.get(kind, kind)

    def leave_loop(self, node: ast.stmt, mask: str | None) -> str | None:
        """Write a break or a continue."""
        loop, whole = self.loops[-1]
        if mask == whole:
            self.say("break" if isinstance(node, ast.Break) else "continue")
            return mask
        self.masked_loops.add(id(loop))
        name = f"{'_broken' if isinstance(node, ast.Break) else '_skipped'}{len(self.loops)}"
        self.say(f"{name} = _either({name}, {mask})")
        self.left += 1
        return mask

    def choose(self, node: ast.If, mask: str | None) -> str | None:
        """Write an if."""
        before = self.returned, self.left
        code, kind = self.expression(node.test, mask)
        known = set(self.defined)
        if kind in (NUMBER, TRUTH):
            self.say(f"if {code}:")
            self.inner(node.body, mask)
            one, self.defined = self.defined, set(known)
            if node.orelse:
                self.say("else:")
                self.inner(node.orelse, mask)
            self.defined |= one
        elif kind == MASK:
            self.prepare(node)
            known = set(self.defined)
            test = self.new("c")
            self.say(f"{test} = {code}")
            for body, way in ((node.body, test), (node.orelse, f"_opposite({test})")):
                if body:
                    name = self.new("m")
                    self.say(f"{name} = {way if mask is None else f'_both({mask}, {way})'}")
                    self.say(f"if _any({name}):")
                    self.inner(body, name)
                    self.defined = set(known)
        else:
            raise UnfitError("condition")
        return mask if before == (self.returned, self.left) else self.narrowed(mask)

    def prepare(self, node: ast.If) -> None:
        """Give what both ways set, or what is read after them, a value before them."""
        ways = [
            {n.id for s in way for n in ast.walk(s) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            for way in (node.body, node.orelse)
        ]
        inside = [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
        loops = {n.target.id for n in ast.walk(node) if isinstance(n, ast.For) and isinstance(n.target, ast.Name)}
        for name in sorted((ways[0] | ways[1]) - self.defined - loops):
            outside = self.loads.count(name) > inside.count(name)
            kind = self.kinds.get(name)
            if (outside or name in ways[0] & ways[1]) and kind in BLENDED:
                self.kinds[name] = self.in_lanes(kind)
                self.say(f"{name} = {self.empty(kind)}")
                self.defined.add(name)

    def repeat(self, node: ast.For | ast.While, mask: str | None) -> str | None:
        """Write a loop."""
        before = self.returned
        depth, known = len(self.loops) + 1, set(self.defined)
        test = ""
        if isinstance(node, ast.For):
            head = self.each(node, mask)
        else:
            head = "while True:"
        masked = id(node) in self.masked_loops
        self.loops.append((node, mask))
        if masked:
            self.say(f"_broken{depth} = _mask(False)")
            self.say(f"_skipped{depth} = _mask(False)")
        self.say(head)
        self.depth += 1
        now = mask
        if masked:
            self.say(f"_skipped{depth} = _mask(False)")
            now = self.narrowed(mask)
            self.say(f"if not _any({now}):")
            self.say("    break")
        if isinstance(node, ast.While):
            test, kind = self.expression(node.test, now)
            if kind == MASK:
                self.masked_loops.add(id(node))
                if masked:
                    self.say(f"_broken{depth} = _either(_broken{depth}, _both({now}, _opposite({test})))")
                    now = self.narrowed(mask)
                    self.say(f"if not _any({now}):")
                    self.say("    break")
            else:
                self.say(f"if not ({test}):")
                self.say("    break")
        self.loops[-1] = (node, now)
        self.block(node.body, now)
        self.depth -= 1
        self.loops.pop()
        self.defined |= known
        return mask if before == self.returned else self.narrowed(mask)

    def each(self, node: ast.For, mask: str | None) -> str:
        """Return the head of a loop over numbers."""
        if not isinstance(node.target, ast.Name):
            raise UnfitError("loop")
        ranged = isinstance(node.iter, ast.Call) and ast.unparse(node.iter.func) == "range"
        if not ranged and not isinstance(node.iter, ast.Tuple):
            raise UnfitError("loop")
        given = [self.expression(a, mask) for a in (node.iter.args if ranged else node.iter.elts)]  # type: ignore[attr-defined]
        if any(kind != NUMBER for _, kind in given):
            raise UnfitError("number of repetitions")
        name = node.target.id
        self.kinds[name] = joined(self.kinds.get(name, NUMBER), NUMBER)
        self.defined.add(name)
        codes = [code for code, _ in given]
        over = f"range({', '.join(codes)})" if ranged else self.tupled(codes)
        return f"for {name} in {over}:"

    # --- assignments -------------------------------------------------------------------------------------------
    def assign_all(self, target: ast.expr, value: ast.expr, mask: str | None) -> None:
        """Write an assignment to one target or to several."""
        if not isinstance(target, ast.Tuple):
            code, kind = self.expression(value, mask)
            self.assign(target, code, kind, mask)
            return
        if isinstance(value, ast.Tuple) and not any(isinstance(e, ast.Starred) for e in value.elts):
            made = []
            simple = all(isinstance(e, ast.Constant) for e in value.elts)
            for each in value.elts:
                code, kind = self.expression(each, mask)
                if not simple:
                    name = self.new("v")
                    self.say(f"{name} = {code}")
                    code = name
                made.append((code, kind))
        else:
            code, kind = self.expression(value, mask)
            if not _is(kind, "tuple"):
                raise UnfitError("taken apart")
            made = self.parts(code, kind)
        for each, (code, kind) in zip(target.elts, made, strict=True):
            self.assign(each, code, kind, mask)

    def assign(self, target: ast.expr, code: str, kind: Kind, mask: str | None) -> None:
        """Write an assignment to one target in the lanes of a mask."""
        if isinstance(target, ast.Tuple):
            for each, (part, of) in zip(target.elts, self.parts(code, kind), strict=True):
                self.assign(each, part, of, mask)
        elif isinstance(target, ast.Name):
            self.assign_name(target.id, code, kind, mask)
        elif isinstance(target, ast.Attribute):
            base, of = self.expression(target.value, mask)
            if of != RECORD or kind not in (NUMBER, VECTOR, WHOLE):
                raise UnfitError(f"stored in {ast.unparse(target)}")
            place = f"{base}.{target.attr}"
            self.needs_mask = True
            self.say(f"{place} = {self.blend(mask, code, place, VECTOR)}")
        elif isinstance(target, ast.Subscript):
            base, of = self.expression(target.value, mask)
            at = self.index(target.slice, mask)
            if not _is(of, "array") or of[2] or of[1] != len(at) or any(k != NUMBER for _, k in at):
                raise UnfitError(f"stored in {ast.unparse(target)}")
            place = f"{base}[{', '.join(c for c, _ in at)}]"
            self.needs_mask = True
            self.say(f"{place} = {self.blend(mask, code, place, VECTOR)}")
        else:
            raise UnfitError("target")

    def assign_name(self, name: str, code: str, kind: Kind, mask: str | None) -> None:
        """Write an assignment to a variable."""
        blended = mask != self.entry and name in self.defined
        new = kind if name not in self.kinds else joined(self.kinds[name], kind)
        if blended and name != "_":
            new = self.in_lanes(new)
        self.kinds[name] = new
        code = self.as_kind(code, kind, new)
        self.defined.add(name)
        if not blended or name == "_":
            self.say(f"{name} = {code}")
        elif _is(new, "tuple"):
            parts = self.parts(code, new)
            olds = self.parts(name, new)
            self.say(
                f"{name} = "
                + self.tupled([self.blend(mask, c, o, k) for (c, k), (o, _) in zip(parts, olds, strict=True)])
            )
        elif new in BLENDED:
            self.say(f"{name} = {self.blend(mask, code, name, new)}")
        else:
            raise UnfitError(f"{name} may stand for different things")

    # --- expressions -------------------------------------------------------------------------------------------
    def expression(self, node: ast.expr, mask: str | None) -> tuple[str, Kind]:
        """Return the code of an expression and its kind."""
        write = getattr(self, f"of_{type(node).__name__.lower()}", None)
        if write is None:
            raise UnfitError(ast.unparse(node))
        return write(node, mask)

    def of_constant(self, node: ast.Constant, mask: str | None) -> tuple[str, Kind]:
        return repr(node.value), TRUTH if isinstance(node.value, bool) else NUMBER

    def of_name(self, node: ast.Name, mask: str | None) -> tuple[str, Kind]:
        if node.id in self.kinds:
            return node.id, self.kinds[node.id]
        if node.id not in self.plain.__globals__:
            raise UnfitError(f"{node.id} is not known yet")
        value = self.plain.__globals__[node.id]
        if not isinstance(value, (bool, int, float, str, tuple)):
            raise UnfitError(node.id)
        self.space[node.id] = value
        return node.id, NUMBER

    def of_attribute(self, node: ast.Attribute, mask: str | None) -> tuple[str, Kind]:
        if isinstance(node.value, ast.Name) and node.value.id not in self.kinds:
            module = self.plain.__globals__.get(node.value.id)
            if isinstance(module, types.ModuleType):
                value = getattr(module, node.attr)
                if not isinstance(value, (bool, int, float, str, tuple)):
                    raise UnfitError(node.attr)
                name = f"{node.value.id}_{node.attr}"
                self.space[name] = value
                return name, NUMBER
        code, kind = self.expression(node.value, mask)
        if kind == NUMBER:
            return f"{code}.{node.attr}", NUMBER
        if kind in (RECORD, POINT):
            return f"{code}.{node.attr}", VECTOR
        if kind == STATE:
            return f"{code}.{node.attr}", self.spreader.fields[node.attr]
        if node.attr == "shape" and (kind == APART or _is(kind, "array")):
            return f"{code}.shape", NUMBER
        raise UnfitError(ast.unparse(node))

    def index(self, node: ast.expr, mask: str | None) -> list[tuple[str, Kind]]:
        """Return codes and kinds of what stands in brackets."""
        return [self.expression(e, mask) for e in (node.elts if isinstance(node, ast.Tuple) else [node])]

    def of_subscript(self, node: ast.Subscript, mask: str | None) -> tuple[str, Kind]:
        code, kind = self.expression(node.value, mask)
        if _is(kind, "tuple"):
            if not isinstance(node.slice, ast.Constant):
                raise UnfitError("place in a tuple")
            return f"{code}[{node.slice.value!r}]", kind[1 + int(node.slice.value)]  # type: ignore[arg-type]
        at = self.index(node.slice, mask)
        inside = ", ".join(c for c, _ in at)
        if all(k == NUMBER for _, k in at):
            if kind == NUMBER:
                return f"{code}[{inside}]", NUMBER
            if _is(kind, "array"):
                left = kind[1] - len(at)
                if left:
                    return f"{code}[{inside}]", array_of(left, kind[2])
                return f"{code}[{inside}]", RECORD if kind[2] else VECTOR
        elif kind == array_of(1, False) and at[0][1] in (VECTOR, WHOLE):
            return f"_gathered({code}, {at[0][0]})", VECTOR
        raise UnfitError(ast.unparse(node))

    def of_tuple(self, node: ast.Tuple, mask: str | None) -> tuple[str, Kind]:
        made: list[tuple[str, Kind]] = []
        for each in node.elts:
            if isinstance(each, ast.Starred):
                code, kind = self.expression(each.value, mask)
                if not _is(kind, "tuple"):
                    raise UnfitError("starred")
                made += self.parts(code, kind)
            else:
                made.append(self.expression(each, mask))
        return self.tupled([c for c, _ in made]), tuple_of([k for _, k in made])

    def of_binop(self, node: ast.BinOp, mask: str | None) -> tuple[str, Kind]:
        if isinstance(node.op, ast.Mult) and isinstance(node.left, ast.Tuple) and isinstance(node.right, ast.Constant):
            return self.of_tuple(ast.Tuple(node.left.elts * int(node.right.value), ast.Load()), mask)  # type: ignore[arg-type]
        (left, a), (right, b) = self.expression(node.left, mask), self.expression(node.right, mask)
        if {a, b} <= {NUMBER, TRUTH}:
            symbol = ast.unparse(ast.BinOp(ast.Name("x"), node.op, ast.Name("y")))[2:-2]
            return f"({left} {symbol} {right})", NUMBER
        if type(node.op) in OPERATORS and {a, b} <= {NUMBER, VECTOR, WHOLE}:
            return f"({left} {OPERATORS[type(node.op)]} {right})", VECTOR
        raise UnfitError(ast.unparse(node))

    def of_unaryop(self, node: ast.UnaryOp, mask: str | None) -> tuple[str, Kind]:
        code, kind = self.expression(node.operand, mask)
        if isinstance(node.op, ast.Not):
            return (f"_opposite({code})", MASK) if kind == MASK else (f"(not {code})", TRUTH)
        if isinstance(node.op, ast.USub) and kind in (NUMBER, VECTOR, WHOLE):
            return f"(-{code})", kind
        raise UnfitError(ast.unparse(node))

    def of_boolop(self, node: ast.BoolOp, mask: str | None) -> tuple[str, Kind]:
        made = [self.expression(v, mask) for v in node.values]
        every = isinstance(node.op, ast.And)
        if all(kind in (NUMBER, TRUTH) for _, kind in made):
            return f"({(' and ' if every else ' or ').join(c for c, _ in made)})", TRUTH
        if any(kind not in (NUMBER, TRUTH, MASK) for _, kind in made):
            raise UnfitError(ast.unparse(node))
        code, kind = made[-1]
        code = code if kind == MASK else f"_mask({code})"
        for each, of in reversed(made[:-1]):
            if of == MASK:
                code = f"{'_both' if every else '_either'}({each}, {code})"
            else:
                code = f"({code} if {each} else _mask(False))" if every else f"(_mask(True) if {each} else {code})"
        return code, MASK

    def of_compare(self, node: ast.Compare, mask: str | None) -> tuple[str, Kind]:
        made = [self.expression(v, mask) for v in (node.left, *node.comparators)]
        if all(kind in (NUMBER, TRUTH) or _is(kind, "tuple") for _, kind in made):
            out = made[0][0]
            for op, (code, _) in zip(node.ops, made[1:], strict=True):
                sign = ast.unparse(ast.Compare(ast.Name("x"), [op], [ast.Name("y")]))[2:-2]
                out = f"{out} {sign} {code}"
            return f"({out})", TRUTH
        if any(kind not in (NUMBER, VECTOR, WHOLE) for _, kind in made):
            raise UnfitError(ast.unparse(node))
        whole = ""
        for op, (a, of), (b, to) in zip(node.ops, made, made[1:], strict=False):
            sign = ast.unparse(ast.Compare(ast.Name("x"), [op], [ast.Name("y")]))[2:-2]
            piece = f"({a} {sign} {b})"
            piece = f"_mask({piece})" if of == to == NUMBER else piece
            whole = f"_both({whole}, {piece})" if whole else piece
        return whole, MASK

    def of_ifexp(self, node: ast.IfExp, mask: str | None) -> tuple[str, Kind]:
        test, of = self.expression(node.test, mask)
        (yes, a), (no, b) = self.expression(node.body, mask), self.expression(node.orelse, mask)
        kind = joined(a, b)
        if of in (NUMBER, TRUTH):
            return f"({self.as_kind(yes, a, kind)} if {test} else {self.as_kind(no, b, kind)})", kind
        kind = self.in_lanes(kind)
        if of != MASK or kind not in IN_LANES:
            raise UnfitError(ast.unparse(node))
        return self.blend(test, self.as_kind(yes, a, kind), self.as_kind(no, b, kind), kind), kind

    def of_call(self, node: ast.Call, mask: str | None) -> tuple[str, Kind]:
        if node.keywords:
            raise UnfitError(ast.unparse(node))
        function = node.func
        if isinstance(function, ast.Name) and function.id in ("int", "float", "min", "max", "abs"):
            return self.built_in(function.id, node, mask)
        given = self.arguments(node, mask)
        name, called = self.called(function)
        inside = ", ".join(code for code, _ in given)
        if called in self.spreader.special:
            self.space[name], kind = self.spreader.special[called]
            if any(kind in IN_LANES for _, kind in given):
                return f"{name}({inside})", kind
        if isinstance(function, ast.Attribute) and all(kind in (NUMBER, TRUTH) for _, kind in given):
            self.space[name] = called
            return f"{name}({inside})", NUMBER
        if not isinstance(getattr(called, "py_func", called), types.FunctionType):
            raise UnfitError(f"{ast.unparse(node)} {given}")
        kinds = [kind for _, kind in given]
        made = self.spreader.part(called, kinds, masked=False)
        codes = [code for code, _ in given]
        if made.needs_mask:
            self.needs_mask = True
            if mask is not None:
                made, codes = self.spreader.part(called, kinds, masked=True), [mask, *codes]
            self.unmasked_shared |= made.unmasked_shared
        name = f"{name}_{self.numbers.setdefault(id(made), len(self.numbers))}"
        self.space[name] = made.function
        return f"{name}({', '.join(codes)})", made.result

    def called(self, function: ast.expr) -> tuple[str, Any]:
        """Return a name for a function that is called, and the function."""
        if isinstance(function, ast.Name) and function.id not in self.kinds:
            return function.id, self.plain.__globals__.get(function.id)
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            module = self.plain.__globals__.get(function.value.id)
            if isinstance(module, types.ModuleType):
                return f"{function.value.id}_{function.attr}", getattr(module, function.attr)
        raise UnfitError(ast.unparse(function))

    def arguments(self, node: ast.Call, mask: str | None) -> list[tuple[str, Kind]]:
        """Return codes and kinds of the arguments of a call."""
        given: list[tuple[str, Kind]] = []
        for each in node.args:
            if isinstance(each, ast.Starred):
                code, kind = self.expression(each.value, mask)
                if not _is(kind, "tuple"):
                    raise UnfitError("starred")
                given += self.parts(code, kind)
            else:
                given.append(self.expression(each, mask))
        return given

    def built_in(self, name: str, node: ast.Call, mask: str | None) -> tuple[str, Kind]:
        """Return the code of a call of a function of Python's own."""
        given = [self.expression(a, mask) for a in node.args]
        if all(kind in (NUMBER, TRUTH) for _, kind in given):
            return f"{name}({', '.join(c for c, _ in given)})", NUMBER
        if any(kind not in (NUMBER, VECTOR, WHOLE) for _, kind in given):
            raise UnfitError(ast.unparse(node))
        if name == "int":
            if isinstance(node.args[0], ast.Attribute) and node.args[0].attr in SHARED:
                self.needs_mask = True
                if mask is None:  # known only where somebody is there
                    self.unmasked_shared = True
                    return f"_first({self.all_lanes()}, {given[0][0]})", NUMBER
                return f"_first({mask}, {given[0][0]})", NUMBER
            return f"_whole({given[0][0]})", WHOLE
        if name == "float":
            return given[0][0], VECTOR
        code = given[0][0]
        if name == "abs":
            return f"abs({code})", VECTOR
        for each, _ in given[1:]:
            code = f"{name}({code}, {each})"
        return code, VECTOR

    # --- calls that change things ------------------------------------------------------------------------------
    def call_statement(self, node: ast.expr, mask: str | None) -> None:
        """Write a call whose result is not asked for; for lanes, or lane by lane where that cannot be."""
        if not isinstance(node, ast.Call):
            raise UnfitError(ast.unparse(node))
        at = len(self.lines)
        try:
            code, _ = self.of_call(node, mask)
            self.say(code)
        except UnfitError as fault:
            if not isinstance(node.func, ast.Name) or "not known yet" in str(fault):
                raise
            del self.lines[at:]
            self.lane_by_lane(node, mask)

    def lane_by_lane(self, node: ast.Call, mask: str | None) -> None:
        """Write a call as it is for each of the lanes of a mask."""
        assert isinstance(node.func, ast.Name)
        lane = self.new("l")
        codes = []
        for each in node.args:
            if isinstance(each, ast.Starred):
                raise UnfitError("starred")
            inner = each.value if isinstance(each, ast.Attribute) else None
            code, kind = self.expression(each, mask)
            if (kind == APART or _is(kind, "array")) and inner is not None and self.expression(inner, mask)[1] == STATE:
                codes.append(f"_state({self.expression(inner, mask)[0]}, {lane}).{each.attr}")  # type: ignore[attr-defined]
                continue
            if kind in (VECTOR, WHOLE, MASK) and not code.isidentifier():
                name = self.new("a")
                self.say(f"{name} = {code}")
                code = name
            codes.append(self.of_lane(code, kind, lane))
        self.space[node.func.id] = self.plain.__globals__[node.func.id]
        self.needs_mask = True
        self.say(f"for {lane} in range(_LANES):")
        if mask is not None:
            self.say(f"    if _lane({mask}, {lane}):")
            self.say(f"        {node.func.id}({', '.join(codes)})")
        else:
            self.say(f"    {node.func.id}({', '.join(codes)})")
        self.spreader.apart.append(f"{self.plain.__name__}: {node.func.id}")

    def of_lane(self, code: str, kind: Kind, lane: str) -> str:
        """Return the code of one lane of something."""
        if kind in (NUMBER, TRUTH):
            return code
        if kind in (VECTOR, MASK):
            return f"_lane({code}, {lane})"
        if kind == WHOLE:
            return f"int(_lane({code}, {lane}))"
        if kind == STATE:
            return f"_state({code}, {lane})"
        if kind in (RECORD, POINT):
            return f"_record({code}, {lane})"
        if _is(kind, "tuple"):
            return self.tupled([self.of_lane(f"{code}[{k}]", each, lane) for k, each in enumerate(kind[1:])])
        raise UnfitError("nothing of one lane")
