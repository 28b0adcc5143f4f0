"""Calls of builtin functions and of methods of builtin types as operations.

A function is known by the global that was loaded for the call, and guarded to be that very object. A method is known
when its object's type is guarded: types of the host do not change. Until the call, the two registers that
GETMETHOD fills are only in SSA: the method as a constant, the object borrowed.
"""

from __future__ import annotations

from _collections_abc import Callable

from fastvm.bytecode.instructions import GREATER
from fastvm.bytecode.words import Word

from ..hir.graph import LEVEL, Block, Target, Value
from ..hir.types import BOOL, COMPLEX, DOUBLE, INERT, INT, OBJECT
from ..passes.simplify import constant_of
from ..records import replace
from .bare_stores import BareStores
from .contexts import Contexts
from .named_tuples import NamedTuples
from .plain import FOREIGN
from .quiet_calls import BUILTINS, QuietCalls
from .registers import EMPTY, NULL, NUMBERS, RANGE, Register

STR, PLAIN_INT, PLAIN_BOOL = "exact_str", "exact_int", "exact_bool"

#: Functions that run nothing on plain arguments, with the type of the result.
PLAIN_FUNCTIONS = {
    "builtins.abs": OBJECT,
    "builtins.bin": STR,
    "builtins.complex": "exact_complex",
    "builtins.divmod": OBJECT,
    "builtins.float": "exact_float",
    "builtins.hash": PLAIN_INT,
    "builtins.hex": STR,
    "builtins.int": PLAIN_INT,
    "builtins.oct": STR,
    "builtins.pow": OBJECT,
    "builtins.range": "range",
    "builtins.repr": STR,
    "builtins.round": OBJECT,
    "builtins.str": STR,
}
PLAIN_FUNCTIONS |= {
    f"math.{name}": "exact_float"
    for name in """sqrt sin cos tan asin acos atan sinh cosh tanh exp log atan2 hypot pow log2 log10 fmod
    radians degrees copysign fabs dist ldexp""".split()
}
PLAIN_FUNCTIONS |= {f"math.{name}": PLAIN_INT for name in "floor ceil trunc gcd isqrt comb factorial".split()}
PLAIN_FUNCTIONS |= {f"math.{name}": PLAIN_BOOL for name in "isnan isinf isfinite".split()}
PLAIN_FUNCTIONS |= {"math.modf": "tuple", "math.frexp": "tuple"}
#: Those of one float that are the C library's.
OF_DOUBLE = "sqrt sin cos tan asin acos atan sinh cosh tanh exp log floor ceil".split()
#: Methods of their types that run nothing on plain arguments, with the type of the result.
PLAIN_METHODS = {
    **{f"str.{name}": PLAIN_BOOL for name in "isdigit isalpha isalnum isspace isupper islower isidentifier".split()},
    **{f"str.{name}": PLAIN_BOOL for name in "isascii isdecimal isnumeric isprintable istitle".split()},
    **{f"str.{name}": PLAIN_INT for name in "index rindex".split()},
    **{f"str.{name}": STR for name in "capitalize casefold center expandtabs format removeprefix swapcase".split()},
    "str.removesuffix": STR,
    "str.rpartition": "tuple",
    "str.rsplit": "list",
    "str.encode": "exact_bytes",
    "bytes.decode": STR,
    "bytes.hex": STR,
    **{f"bytes.{name}": PLAIN_BOOL for name in "startswith endswith isdigit isalpha isspace".split()},
    **{f"bytes.{name}": PLAIN_INT for name in "find rfind count index".split()},
    **{f"bytes.{name}": "exact_bytes" for name in "lower upper strip lstrip rstrip replace".split()},
    "bytes.split": "list",
    "float.is_integer": PLAIN_BOOL,
    "float.hex": STR,
    "float.as_integer_ratio": "tuple",
    **{f"str.{name}": PLAIN_BOOL for name in "startswith endswith".split()},
    **{f"str.{name}": PLAIN_INT for name in "find rfind count".split()},
    **{f"str.{name}": STR for name in "lower upper strip lstrip rstrip replace title zfill ljust rjust".split()},
    **{f"str.{name}": "list" for name in "split splitlines".split()},
    "str.partition": "tuple",
    "int.bit_length": PLAIN_INT,
}
#: Methods without arguments that run nothing on any object of their type.
VIEWS = {"dict.keys", "dict.values", "dict.items", "list.copy", "dict.copy", "set.copy"}


class Builtins(QuietCalls, NamedTuples, BareStores, Contexts):
    """Calls: of builtins here, of functions of the engine by inlining."""

    # --- Which one --------------------------------------------------------------------------------------------

    def builtin_method(self, word: Word) -> bool:
        """GETMETHOD of a method that is known here; whether it is one."""
        dst, b, c = word.operands
        seen = self.view.method_type(word) if self.guesses(word) else None
        name = f"{seen.removeprefix('exact_')}.{self.view.constant(c)}" if seen is not None else ""
        object = self.typed(b, seen) if seen is not None and name in METHODS else None
        if object is None:
            return False
        method = self.op("builtin", imm=(name,))
        known = self.state[b] if b >= 0 else EMPTY
        if known.kind == OBJECT and known.fresh is True and word.kills(1):
            self.state[b] = EMPTY
            self.state[dst + 1] = known
        elif b >= 0 and not word.kills(1) and known.kind == OBJECT and object.type not in INERT:
            # Borrowed from the register: whatever drops that settles first.
            self.state[dst + 1] = Register(OBJECT, object, True)
        else:
            owned, view = self.owned(b, word.kills(1))
            self.write_owned(dst + 1, owned, view)
        self.state[dst] = Register(OBJECT, method, True)
        return True

    def call_method(self, word: Word) -> None:
        if self.inlined(word) or self.called_directly(word):
            return
        dst, b, count = word.operands
        if self.state[b].kind == NULL:
            self._call_function(word, b + 1, count)
            return
        method = self.state[b].value
        if self.idle_call(word, method, count) or self.stores_arguments(word, method):
            return
        arguments = list(range(b + 1, b + 2 + count))
        name = self._builtin_of(method)
        build = METHODS.get(name) if self.guesses(word) else None
        if build is None or not build(self, word, name, arguments):
            if not self.guesses(word) or not self.quiet_method(word, method, arguments):
                self.generic(word)

    def call(self, word: Word) -> None:
        if self.raised_unseen(word) or self.bound_call(word) or self.inlined(word) or self.called_directly(word):
            return
        self._call_function(word, word.operands[1], word.operands[2])

    def _call_function(self, word: Word, b: int, count: int) -> None:
        """A call of the callable in the register b with so many arguments behind it."""
        callee = self.state[b].value
        name = self.loaded_builtins.get(callee, "") if callee is not None else ""
        if not self.guesses(word) and name != "builtins.super":  # (which may only have met other classes)
            name = ""
        build = FUNCTIONS.get(name)
        arguments = list(range(b + 1, b + 1 + count))
        if name == "builtins.len" and count == 1 and self._length_of_instance(word, callee, name, arguments[0]):
            return
        if not name and (self.guesses(word) and self.bare_store(word, callee, arguments) or self.instance_called(word)):
            return
        if callee is None or self.state[b].unbound or not name:
            if not self.new_record(word, b, arguments):
                self.generic(word)
            return
        if build is None:
            if not self.quiet_function(word, callee, name, arguments):
                self.generic(word)
            return
        self.act("guard_const", callee, self.op("builtin", imm=(name,)))
        if not build(self, word, name, arguments):
            self.generic(word)

    def _length_of_instance(self, word: Word, callee: Value | None, name: str, register: int) -> bool:
        """`len(x)` where x has had a `__len__` of the engine; whether it was built in place."""
        if self.calls.callees.operands(self.view.code, word.index % LEVEL) is None or callee is None:
            return False
        if self.state[register - 1].unbound:
            self.act("guard_bound", callee)
        self.act("guard_const", callee, self.op("builtin", imm=(name,)))
        return self.special(word, "__len__", (register,))

    def call_named(self, word: Word) -> None:
        if not self.inlined(word) and not self.called_directly(word) and not self.instance_called(word):
            self.generic(word)

    def _builtin_of(self, value: Value | None) -> str:
        """The name of a builtin in SSA."""
        origin = value.origin if value is not None else None
        return str(origin.immediates[0]) if origin is not None and origin.name == "builtin" else ""

    # --- Results -----------------------------------------------------------------------------------------------

    def give_number(self, word: Word, number: Value) -> bool:
        self.end_window(word)
        self.write_number(word.operands[0], number)
        return True

    # --- Functions ------------------------------------------------------------------------------------------------

    def class_of(self, word: Word, name: str, arguments: list[int]) -> bool:
        """`type(x)`."""
        if len(arguments) != 1:
            return False
        cls = self.op("class_of", self.as_object(arguments[0]))
        self.act("incref", cls)
        return self.give_owned(word, cls)

    def plain_call(self, word: Word, name: str, arguments: list[int]) -> bool:
        type = PLAIN_FUNCTIONS.get(name) or PLAIN_METHODS.get(name)
        if type is None or not 1 <= len(arguments) <= 4:
            return False
        objects = [self.as_object(register) for register in arguments]
        callee = self.op("builtin", imm=(name,))
        return self.give_owned(word, self.op(f"call_plain_{len(objects)}", callee, *objects, imm=(type,)))

    def make_range(self, word: Word, name: str, arguments: list[int]) -> bool:
        """A range that is only iterated over is not made: its iterator's numbers are enough. (Between this instruction
        and the next the register has the iterator in the place of the range; an iterator's iterator is itself.)"""
        dst = word.operands[0]
        bounds = self._bounds(arguments) if self._only_iterated(word) else None
        if bounds is None:
            return self.plain_call(word, name, arguments)
        self.end_window(word)
        if self.state[dst].kind != NULL:
            self.kill(dst)
        self.state[dst] = Register(RANGE, self.constant("int", 0), True, unbound=True, bounds=bounds)
        return True

    def _only_iterated(self, word: Word) -> bool:
        """Whether what comes next makes an iterator of the result, in its place."""
        dst = word.operands[0]
        following = self.view.at.get(word.end)
        if following is None or following.row.name != "GETITER" or dst in self.view.locals:
            return False
        return following.operands[:2] == (dst, dst)

    def _bounds(self, arguments: list[int]) -> tuple[Value, Value, Value] | None:
        """Length, start and step of a range: guarded to be one whose numbers fit, as the host's iterators want it."""
        numbers = [self.unboxed(register, INT) for register in arguments]
        if not 1 <= len(numbers) <= 3 or None in numbers:
            return None
        known = [number for number in numbers if number is not None]
        start = known[0] if len(known) > 1 else self.constant("int", 0)
        stop = known[1] if len(known) > 1 else known[0]
        one = self.constant("int", 1)
        step = known[2] if len(known) == 3 else one
        amount = constant_of(step)
        if amount == 0:
            return None
        if amount is None:
            self.act("guard", self.op("compare_int", step, self.constant("int", 0), imm=(GREATER,)))
        if amount is not None and int(amount) < 0:
            size = self.constant("int", -int(amount))
            over = self.op("int_sub", start, self.op("int_sub", stop, self.op("int_sub", size, one)))
        else:
            size = step
            over = self.op("int_sub", self.op("int_add", stop, self.op("int_sub", size, one)), start)
        over = self.op("int_max", over, self.constant("int", 0))
        return self.op("int_natural_div", over, size), start, step

    def next(self, word: Word, name: str, arguments: list[int]) -> bool:
        """What is no item of the host's, or StopIteration that is caught unseen, the instruction does as it is."""
        if len(arguments) != 1 or self.state[arguments[0]].kind != OBJECT:
            return False
        iterator = self.as_object(arguments[0])
        ended = self.misses_unseen(word, StopIteration)
        item = self.op("next_of", iterator)
        drawn, other = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [self.op("bound", item)], targets=[Target(drawn), Target(other)])
        state = self.state
        self.block, self.state = other, list(state)
        if ended is not None:
            other = self.function.new_block()
            self.function.add(self.block, "branch", [self.op("at_end", iterator)], targets=[ended, Target(other)])
            self.block = other
        edges = self._next_of_generator(word, arguments[0], ended is not None)
        self.generic(word)
        edges.append((self.block, self.state))
        self.block, self.state, self.pc = drawn, state, word.index
        self.give_owned(word, item)
        self._go_on(word, [(self.block, self.state), *edges])
        return True

    def _next_of_generator(self, word: Word, operand: int, unseen: bool) -> list[tuple[Block, list[Register]]]:
        """The next item of a generator whose native code can be resumed at once: the ways on which there is one. On the
        others the instruction finds out what is to be done, but for the end that is to be unseen."""
        if self.view.level:
            return []
        self._prepare(word)
        iterator = self.as_object(operand)
        item = self.op("draw_by_next", iterator, imm=(word.index,))
        drawn, other = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [self.op("bound", item)], targets=[Target(drawn), Target(other)])
        state = self.state
        self.block, self.state = other, list(state)
        landing = self._at_end_unseen(word) if unseen else None
        if landing is not None:
            other = self.function.new_block()
            self.function.add(self.block, "branch", [self.op("at_end", iterator)], targets=[landing, Target(other)])
            self.block = other
        behind = self.block, self.state
        self.block, self.state, self.pc = drawn, state, word.index
        self.give_owned(word, item)
        edges = [(self.block, self.state)]
        self.block, self.state = behind
        self.pc, self.ended = word.index, False
        return edges

    def _at_end_unseen(self, word: Word) -> Target | None:
        """misses_unseen where the temporaries of the instruction are shown: they die where the exception is raised, so
        others must have them, too. Until the handler has had its effect they are borrowed from those."""
        if word.index in self.view.mortal:
            return None
        block, state = self.block, self.state
        self.block = landing = self.function.new_block()
        self.state = list(state)
        for register in word.window(self.view.unit, self.view.const_sizes) or ():
            known = self.state[register]
            if known.kind == OBJECT and known.is_shown and known.value is not None:
                self.act("guard_release", known.value, reason="dies")
                self.act("kill", imm=(register,))
                self.state[register] = Register(OBJECT, known.value, True)
        target = self.misses_unseen(word, StopIteration)
        if target is None:
            self.function.blocks.remove(landing)
        else:
            self.function.add(self.block, "jump", [], targets=[target])
            target = Target(landing)
        self.block, self.state = block, state
        return target

    def length(self, word: Word, name: str, arguments: list[int]) -> bool:
        if len(arguments) != 1:
            return False
        size = self.packed_size(arguments[0])
        if size is not None:
            return self.give_number(word, self.constant("int", size))
        object = self.as_object(arguments[0])
        kind = f"{object.type}_length" if object.type in ("list", "tuple") else "length"
        return self.give_number(word, self.op(kind, object))

    def is_instance(self, word: Word, name: str, arguments: list[int]) -> bool:
        if len(arguments) != 2:
            return False
        return self.give_number(word, self.op("is_instance", *map(self.as_object, arguments)))

    def ord(self, word: Word, name: str, arguments: list[int]) -> bool:
        return len(arguments) == 1 and self.give_number(word, self.op("ord_of", self.as_object(arguments[0])))

    def chr(self, word: Word, name: str, arguments: list[int]) -> bool:
        number = self.unboxed(arguments[0], INT) if len(arguments) == 1 else None
        return number is not None and self.give_owned(word, self.op("chr_of", number))

    def unseen(self, register: int, dst: int) -> bool:
        """Whether nobody can see the object of a number that dies: then a result may be that number, without being
        that object."""
        known = self.state[register]
        if known.kind == BOOL:
            return True
        if known.kind not in NUMBERS or known.fresh is not True:
            return False
        return all(
            known.value is not other.value and known.value is not other.view
            for place, other in enumerate(self.state)
            if place not in (register, dst)
        )

    def common_kind(self, arguments: list[int]) -> str | None:
        """INT or DOUBLE when all arguments are known to be of that kind."""
        kinds = {self.known_kind(register) for register in arguments}
        return kinds.pop() if len(arguments) > 1 and len(kinds) == 1 and kinds <= {INT, DOUBLE} else None

    def absolute(self, word: Word, name: str, arguments: list[int]) -> bool:
        if len(arguments) != 1:
            return False
        kind = self.known_kind(arguments[0])
        parts = self.complex_parts(arguments[0]) if kind == COMPLEX else None
        if parts is not None:
            return self.give_number(word, self.op("complex_abs", *parts))
        # (The magnitude of a float is a new object, that of an int may be the int itself.)
        if kind != DOUBLE and not (kind == INT and self.unseen(arguments[0], word.operands[0])):
            return self.plain_call(word, name, arguments)
        number = self.unboxed(arguments[0], kind)
        return number is not None and self.give_number(word, self.op(f"{kind}_abs", number))

    def extreme(self, word: Word, name: str, arguments: list[int]) -> bool:
        if len(arguments) < 2:
            return self._extreme_among(word, name, arguments)
        kind = self.common_kind(arguments)
        if kind is None or not all(self.unseen(register, word.operands[0]) for register in arguments):
            return self._extreme_object(word, name, arguments)
        numbers = [self.unboxed(register, kind) for register in arguments]
        result = numbers[0]
        for number in numbers[1:]:
            assert result is not None and number is not None
            result = self.op(f"{kind}_{name.rpartition('.')[2]}", result, number)
        assert result is not None
        return self.give_number(word, result)

    def _extreme_among(self, word: Word, name: str, arguments: list[int]) -> bool:
        """One of the items of a container, if it can be said quietly."""
        if not arguments or word.index in self.view.foreign or self.made_by_call(arguments[0]):
            return False
        container = self.as_object(arguments[0])
        imm = (int(name == "builtins.max"),)
        found = self.op("extreme_among", self.op("builtin", imm=(name,)), container, imm=imm, reason=FOREIGN)
        return self.give_owned(word, found)

    def _extreme_object(self, word: Word, name: str, arguments: list[int]) -> bool:
        """One of some objects that the core can compare without running code."""
        first, *others = [self.as_object(register) for register in arguments]
        for other in others:
            first = self.op("extreme_of", first, other, imm=(int(name == "builtins.max"),))
        self.act("incref", first)
        for register in arguments:
            if self.state[register].kind == OBJECT:  # (numbers or text: the core compares nothing else)
                self.state[register] = replace(self.state[register], inert=True)
        self.end_window(word)
        self._write_scalar(word.operands[0], first)
        return True

    def to_tuple(self, word: Word, name: str, arguments: list[int]) -> bool:
        value = self.state[arguments[0]].value if len(arguments) == 1 else None
        if value is None or value.type != "list" or word.index in self.view.foreign:
            return self.quiet_builtin(word, name, arguments)
        return self.give_owned(word, self.op("tuple_of", value, reason=FOREIGN))

    def of_double(self, word: Word, name: str, arguments: list[int]) -> bool:
        """A function of `math` of a number that is most likely a float."""
        kind = self.known_kind(arguments[0]) if len(arguments) == 1 else BOOL
        number = self.unboxed(arguments[0], kind or DOUBLE) if kind in (None, INT, DOUBLE) else None
        function = name.removeprefix("math.")
        rounds = function in ("floor", "ceil")
        if number is None or (rounds and kind == INT):
            return self.plain_call(word, name, arguments)
        if kind == INT:
            number = self.op("int_exact_double", number)
        result = self.op("double_call", number, imm=(function,))
        return self.give_number(word, self.op("double_to_int", result) if rounds else result)

    def convert(self, word: Word, name: str, arguments: list[int]) -> bool:
        """int() and float() of a number; of other plain objects as a call."""
        kind = self.known_kind(arguments[0]) if len(arguments) == 1 else None
        number = self.unboxed(arguments[0], kind) if kind is not None else None
        if number is None:
            return self.plain_call(word, name, arguments)
        to_int = name == "builtins.int"
        if to_int and kind == DOUBLE:
            return self.give_number(word, self.op("double_to_int", number))
        if not to_int and kind == INT:
            return self.give_number(word, self.op("int_to_double", number))
        if to_int and kind == BOOL:
            return self.give_number(word, self.op("bool_to_int", number))
        if kind != BOOL and self.unseen(arguments[0], word.operands[0]):
            return self.give_number(word, number)
        return self.plain_call(word, name, arguments)

    # --- Methods -----------------------------------------------------------------------------------------------------

    def self_of(self, arguments: list[int]) -> Value:
        value = self.state[arguments[0]].value
        assert value is not None
        return value

    def append(self, word: Word, name: str, arguments: list[int]) -> bool:
        if len(arguments) != 2:
            return False
        self.push(self.self_of(arguments), arguments[1], True)
        return self.give_none(word)

    def pop(self, word: Word, name: str, arguments: list[int]) -> bool:
        if len(arguments) > 2:
            return False
        place = self.unboxed(arguments[1], INT) if len(arguments) == 2 else self.constant("int", -1)
        if place is None:
            return False
        self.settle(looks=False)
        return self.give_owned(word, self.op("list_pop", self.self_of(arguments), place))

    def dict_get(self, word: Word, name: str, arguments: list[int]) -> bool:
        if not 2 <= len(arguments) <= 3:
            return False
        otherwise = self.as_object(arguments[2]) if len(arguments) == 3 else self.op("none")
        value = self.op("dict_get", self.self_of(arguments), self.as_object(arguments[1]), otherwise)
        self.act("incref", value)
        return self.give_owned(word, value)

    def view_of(self, word: Word, name: str, arguments: list[int]) -> bool:
        if len(arguments) != 1:
            return False
        method = self.op("builtin", imm=(name,))
        return self.give_owned(word, self.op("call_view", method, self.self_of(arguments), imm=(OBJECT,)))

    def change_set(self, word: Word, name: str, arguments: list[int]) -> bool:
        if len(arguments) != 2:
            return False
        key = self.as_object(arguments[1])
        self.settle(looks=False)
        self.act(name.replace(".", "_"), self.self_of(arguments), key)
        return self.give_none(word)

    def recode(self, word: Word, name: str, arguments: list[int]) -> bool:
        """From text to UTF-8 or back. (Other codecs are Python code.)"""
        return len(arguments) == 1 and self.plain_call(word, name, arguments)

    def extend(self, word: Word, name: str, arguments: list[int]) -> bool:
        if len(arguments) != 2:
            return False
        self.act("list_extend", self.self_of(arguments), self.as_object(arguments[1]))
        return self.give_none(word)

    def join(self, word: Word, name: str, arguments: list[int]) -> bool:
        if len(arguments) != 2:
            return False
        return self.give_owned(word, self.op("str_join", self.self_of(arguments), self.as_object(arguments[1])))


Build = Callable[[Builtins, Word, str, list[int]], bool]

FUNCTIONS: dict[str, Build] = {
    **dict.fromkeys(PLAIN_FUNCTIONS, Builtins.plain_call),
    **dict.fromkeys(BUILTINS, Builtins.quiet_builtin),
    "builtins.abs": Builtins.absolute,
    "builtins.chr": Builtins.chr,
    "builtins.float": Builtins.convert,
    "builtins.getattr": Builtins.get_named,
    "builtins.int": Builtins.convert,
    "builtins.isinstance": Builtins.is_instance,
    "builtins.len": Builtins.length,
    "builtins.max": Builtins.extreme,
    "builtins.min": Builtins.extreme,
    "builtins.next": Builtins.next,
    "builtins.ord": Builtins.ord,
    "builtins.range": Builtins.make_range,
    "builtins.setattr": Builtins.set_named,
    "builtins.super": Builtins.super_method,
    "builtins.tuple": Builtins.to_tuple,
    "builtins.type": Builtins.class_of,
    **{f"math.{name}": Builtins.of_double for name in OF_DOUBLE},
}
METHODS: dict[str, Build] = {
    **dict.fromkeys(PLAIN_METHODS, Builtins.plain_call),
    **dict.fromkeys(VIEWS, Builtins.view_of),
    "bytes.decode": Builtins.recode,
    "dict.get": Builtins.dict_get,
    "list.append": Builtins.append,
    "list.extend": Builtins.extend,
    "list.pop": Builtins.pop,
    "set.add": Builtins.change_set,
    "set.discard": Builtins.change_set,
    "str.encode": Builtins.recode,
    "str.join": Builtins.join,
}
