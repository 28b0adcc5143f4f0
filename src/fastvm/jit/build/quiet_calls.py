"""Calls of C functions that run no Python code and look at no frame, on the arguments that they get: "quiet" ones.

Such a call needs no frame that is shown, and leaves alone what is known of attributes and globals. One table says which
functions those are, and what is asked of their arguments; the core looks at these when they are there
(vm_core/host/quiet311.h), and calls the function by its convention. A place where they are not as asked is remembered
(`foreign`).

Functions are known by the module that they are in, and guarded by identity; methods by the type that has them: the
guard of the object's class stands for them.
"""

from __future__ import annotations

from fastvm.bytecode.words import Word
from fastvm.jit.host_types import MethodDescriptorType

from ..hir.graph import Value
from ..hir.memory import QUIET_EFFECTS
from ..hir.types import OBJECT
from .containers import Containers
from .plain import FOREIGN

#: What is asked of an argument, by the letters of the table: the core's numbers (vm_core/host/quiet311.h).
CONDITIONS = {
    "a": 0,  # nothing
    "p": 1,  # plain
    "k": 2,  # a key
    "f": 3,  # a key that can be looked for in the first argument
    "w": 4,  # a container of the host
    "s": 5,  # such a container, or an iterator
    "l": 6,  # a container of plain objects
    "e": 7,  # a list of numbers or texts of one type
    "d": 8,  # a deque that has room, or drops what dies unseen
    "t": 9,  # a str
    "h": 10,  # anything, while nobody hears of it by an audit hook
}
#: The most arguments, with a method's object.
MOST_ARGUMENTS = 4

_LIST, _STR, _INT, _FLOAT, _BOOL = "list", "exact_str", "exact_int", "exact_float", "exact_bool"

#: For each function: the type of the result; what is asked of the arguments, in their order (of a method, the object
#: comes first); and what it changes ("": nothing but counts of references).
_Row = tuple[str, str, str]
#: Builtin functions, which the core knows by these names.
BUILTINS: dict[str, _Row] = {
    "builtins.all": (_BOOL, "l", ""),
    "builtins.any": (_BOOL, "l", ""),
    "builtins.callable": (_BOOL, "a", ""),
    "builtins.dict": ("dict", "l", ""),
    "builtins.enumerate": (OBJECT, "sp", ""),
    "builtins.filter": (OBJECT, "as", ""),
    "builtins.frozenset": (OBJECT, "l", ""),
    "builtins.id": (_INT, "h", ""),
    "builtins.iter": (OBJECT, "s", ""),
    "builtins.list": (_LIST, "w", ""),
    "builtins.map": (OBJECT, "asss", ""),
    "builtins.reversed": (OBJECT, "w", ""),
    "builtins.set": ("set", "l", ""),
    "builtins.sorted": (_LIST, "l", ""),
    "builtins.sum": (OBJECT, "lp", ""),
    "builtins.tuple": ("tuple", "w", ""),
    "builtins.zip": (OBJECT, "ssss", ""),
}
#: Functions of modules, by the module that is their own.
FUNCTIONS: dict[str, _Row] = {
    "_operator.add": (OBJECT, "pp", ""),
    "_operator.mul": (OBJECT, "pp", ""),
    "_operator.sub": (OBJECT, "pp", ""),
    "_struct.calcsize": (_INT, "p", ""),
    "_struct.pack": ("exact_bytes", "pppp", ""),
    "_struct.unpack": ("tuple", "pa", ""),
    "_struct.unpack_from": ("tuple", "pap", ""),
    "binascii.crc32": (_INT, "pp", ""),
    "binascii.hexlify": ("exact_bytes", "p", ""),
    "random.Random.getrandbits": (_INT, "p", "objects"),
    "random.Random.random": (_FLOAT, "", "objects"),
    "time.monotonic": (_FLOAT, "", ""),
    "time.perf_counter": (_FLOAT, "", ""),
    "time.perf_counter_ns": (_INT, "", ""),
    "time.process_time": (_FLOAT, "", ""),
    "time.time": (_FLOAT, "", ""),
    "zlib.crc32": (_INT, "pp", ""),
}
#: Those of `heapq`, which the core does itself: the operation, and whether it has a result.
HEAPS = {
    "_heapq.heappush": ("heap_push", 2),
    "_heapq.heappop": ("heap_pop", 1),
    "_heapq.heapreplace": ("heap_replace", 2),
    "_heapq.heappushpop": ("heap_push_pop", 2),
}
#: Methods of types in C. (None that may have done something when it raises: `array.append` has made room by then.)
METHODS: dict[str, _Row] = {
    "_random.Random.getrandbits": (_INT, "ap", "objects"),
    "_random.Random.random": (_FLOAT, "a", "objects"),
    "_struct.Struct.pack": ("exact_bytes", "appp", ""),
    "_struct.Struct.unpack": ("tuple", "aa", ""),
    "array.array.pop": (OBJECT, "ap", "objects"),
    "builtins.bytearray.append": (OBJECT, "ap", "objects"),
    "builtins.bytearray.extend": (OBJECT, "al", "objects"),
    "builtins.bytearray.pop": (_INT, "ap", "objects"),
    "builtins.dict.pop": (OBJECT, "afa", "everything"),
    "builtins.dict.popitem": ("tuple", "a", "everything"),
    "builtins.int.bit_count": (_INT, "p", ""),
    "builtins.int.to_bytes": ("exact_bytes", "ppp", ""),
    "builtins.list.clear": (OBJECT, "l", "lists"),
    "builtins.list.index": (_INT, "af", ""),
    "builtins.list.insert": (OBJECT, "apa", "lists"),
    "builtins.list.remove": (OBJECT, "af", "lists"),
    "builtins.list.reverse": (OBJECT, "a", "lists"),
    "builtins.list.sort": (OBJECT, "e", "lists"),
    "builtins.set.difference": ("set", "ll", ""),
    "builtins.set.intersection": ("set", "ll", ""),
    "builtins.set.isdisjoint": (_BOOL, "ll", ""),
    "builtins.set.issubset": (_BOOL, "ll", ""),
    "builtins.set.issuperset": (_BOOL, "ll", ""),
    "builtins.set.pop": (OBJECT, "a", "objects"),
    "builtins.set.remove": (OBJECT, "af", "objects"),
    "builtins.set.union": ("set", "ll", ""),
    "builtins.set.update": (OBJECT, "ll", "objects"),
    "builtins.str.translate": (_STR, "tl", ""),
    "collections.deque.append": (OBJECT, "da", "objects"),
    "collections.deque.appendleft": (OBJECT, "da", "objects"),
    "collections.deque.pop": (OBJECT, "a", "objects"),
    "collections.deque.popleft": (OBJECT, "a", "objects"),
    "collections.deque.reverse": (OBJECT, "a", "objects"),
    "collections.deque.rotate": (OBJECT, "ap", "objects"),
    "re.Match.end": (_INT, "ap", ""),
    "re.Match.group": (OBJECT, "appp", ""),
    "re.Match.groups": ("tuple", "ap", ""),
    "re.Match.span": ("tuple", "ap", ""),
    "re.Match.start": (_INT, "ap", ""),
    "re.Pattern.findall": (_LIST, "at", ""),
    "re.Pattern.finditer": (OBJECT, "at", ""),
    "re.Pattern.fullmatch": (OBJECT, "atpp", ""),
    "re.Pattern.match": (OBJECT, "atpp", ""),
    "re.Pattern.search": (OBJECT, "atpp", ""),
    "re.Pattern.split": (_LIST, "atp", ""),
}


class QuietCalls(Containers):
    """What is tried before a call is left to the core's function for the instruction."""

    def quiet_builtin(self, word: Word, name: str, arguments: list[int]) -> bool:
        """A call of a builtin function, which is guarded."""
        row = BUILTINS[name]
        if len(arguments) == 1 and self.made_by_call(arguments[0]) and row[1][0] not in "ah":
            return False  # (what a call has made may be a generator, which some functions use up in another way)
        return self._call_quietly(word, self.op("builtin", imm=(name,)), row, arguments)

    def made_by_call(self, register: int) -> bool:
        """Whether what an argument is, is only known to have been given by a call in its place."""
        value = self.state[register].value
        origin = value.origin if value is not None and value.type == OBJECT else None
        return origin is not None and origin.name == "slot" and origin.immediates[1] == register

    def quiet_function(self, word: Word, callee: Value, name: str, arguments: list[int]) -> bool:
        """A call of a function that is likely the one of this name; whether it was built."""
        found = self.calls.callees.c_function(name) if word.index not in self.view.foreign else None
        if found is None:
            return False
        function, name = found
        if name not in FUNCTIONS and (name not in HEAPS or HEAPS[name][1] != len(arguments)):
            return False
        expected = self.op("known_object", imm=(self.known(id(function)),))
        self.act("guard_const", callee, expected)
        if name in HEAPS:
            return self._call_heap(word, HEAPS[name][0], arguments)
        return self._call_quietly(word, expected, FUNCTIONS[name], arguments)

    def quiet_method(self, word: Word, method: Value | None, arguments: list[int]) -> bool:
        """A call of what a class has, if that is a method in C; whether it was built."""
        origin = method.origin if method is not None else None
        if method is None or origin is None or origin.name != "class_attribute" or word.index in self.view.foreign:
            return False
        function = self.known_object(int(origin.immediates[0]))
        if type(function) is not MethodDescriptorType:
            return False
        owner = function.__objclass__
        name = f"{owner.__module__}.{owner.__qualname__}.{function.__name__}"
        if name == "builtins.dict.setdefault":
            return self._set_default(word, arguments)
        row = METHODS.get(name)
        return row is not None and self._call_quietly(word, method, row, arguments)

    def _call_quietly(self, word: Word, callee: Value, row: _Row, arguments: list[int]) -> bool:
        type, letters, effect = row
        if word.index in self.view.foreign or len(arguments) > min(len(letters), MOST_ARGUMENTS):
            return False
        objects = [self.as_object(register) for register in arguments]
        if effect:
            self.settle(looks=False)
        conditions = sum(CONDITIONS[letter] << 4 * place for place, letter in enumerate(letters[: len(objects)]))
        imm = (type, conditions, QUIET_EFFECTS.index(effect))
        return self.give_owned(word, self.op(f"call_quiet_{len(objects)}", callee, *objects, imm=imm, reason=FOREIGN))

    def _call_heap(self, word: Word, operation: str, arguments: list[int]) -> bool:
        heap = self.typed(arguments[0], "list")
        if heap is None:
            return False
        objects = [self.as_object(register) for register in arguments[1:]]
        self.settle(looks=False)
        if operation == "heap_push":
            self.act(operation, heap, *objects, reason=FOREIGN)
            return self.give_none(word)
        return self.give_owned(word, self.op(operation, heap, *objects, reason=FOREIGN))

    def _set_default(self, word: Word, arguments: list[int]) -> bool:
        dict = self.typed(arguments[0], "dict") if len(arguments) in (2, 3) else None
        if dict is None:
            return False
        key = self.as_object(arguments[1])
        value = self.as_object(arguments[2]) if len(arguments) == 3 else self.op("none")
        self.settle(looks=False)
        return self.give_owned(word, self.op("dict_setdefault", dict, key, value, reason=FOREIGN))

    def give_owned(self, word: Word, object: Value) -> bool:
        self.end_window(word)
        self.write_owned(word.operands[0], object)
        return True

    def give_none(self, word: Word) -> bool:
        self.end_window(word)
        self.write_borrowed(word.operands[0], self.op("none"))
        return True
