"""Patterns, and the classes of exceptions: what matches, found without running code.

A class pattern (MATCH_CLASS, a jump if that is None, UNPACK) makes no tuple: where the class is known when the code is
made, its version stands for `__match_args__` and for where its instances have the attributes. Instances of subclasses,
and those that lack an attribute, are left to the interpreter, and then to the core's function.
"""

from __future__ import annotations

import builtins

from fastvm.bytecode.words import Word

from ..hir.graph import LEVEL, Target, Value
from ..hir.types import OBJECT
from .attributes import Attributes, Slot
from .registers import DICT, EMPTY, Register

#: Builtin classes whose positional pattern is the object itself, by what the core calls them.
_WHOLE: dict[object, str] = {
    bool: "PyBool_Type",
    bytearray: "PyByteArray_Type",
    bytes: "PyBytes_Type",
    dict: "PyDict_Type",
    float: "PyFloat_Type",
    int: "PyLong_Type",
    list: "PyList_Type",
    str: "PyUnicode_Type",
    tuple: "PyTuple_Type",
}


class Patterns(Attributes):
    """Instructions that match."""

    def exc_match(self, word: Word) -> None:
        dst, b, c = word.operands
        if word.index in self.view.generic:
            self.generic(word)
            return
        found = self.op("exc_match", self.as_object(b), self.as_object(c))
        self.kill_sources(word, 1, 2)
        self.write_number(dst, found)

    def match_kind(self, word: Word) -> None:
        """MATCH_SEQUENCE and MATCH_MAPPING."""
        dst, b, _ = word.operands
        if self.packed_size(b) is not None:
            found = self.constant("bool", int((word.row.name == "MATCH_MAPPING") == (self.state[b].version == DICT)))
        else:
            found = self.op(word.row.name.replace("MATCH_", "is_").lower(), self.as_object(b))
        self.kill_sources(word, 1)
        self.write_number(dst, found)

    def get_len(self, word: Word) -> None:
        dst, b, _ = word.operands
        if word.index in self.view.generic:
            self.generic(word)
            return
        size = self.packed_size(b)
        length = self.constant("int", size) if size is not None else self.op("length", self.as_object(b))
        self.kill_sources(word, 1)
        self.write_number(dst, length)

    # --- Classes ----------------------------------------------------------------------------------------

    def match_class(self, word: Word) -> None:
        jump = self.view.at.get(word.end)
        unpack = self.view.at.get(jump.end) if jump is not None else None
        names = self._names_of(word)
        if (
            jump is None
            or unpack is None
            or names is None
            or word.index in self.view.generic
            or (jump.row.name, jump.operands[0]) != ("JUMP_IF_NONE", word.operands[0])
            or (unpack.row.base or unpack.row.name) != "UNPACK"
            or unpack.operands[1] != word.operands[0]
            or not self._match_known_class(word, jump, unpack, names)
        ):
            self.generic(word)

    def _names_of(self, word: Word) -> tuple[str, ...] | None:
        """The attributes that are named in the pattern."""
        value = self.state[word.operands[1] + 2].value
        if value is None or value.origin is None or value.origin.name != "const":
            return None
        number = int(value.origin.immediates[1])
        names = self.views[number // LEVEL].constant(-1 - number % LEVEL)
        return names if isinstance(names, tuple) else None

    def _match_known_class(self, word: Word, jump: Word, unpack: Word, names: tuple[str, ...]) -> bool:
        """Whether the class is one whose instances are known."""
        _, first, positional = word.operands
        found = self.state[first + 1].value
        builtin = self.loaded_builtins.get(found, "") if found is not None else ""
        whole = _WHOLE.get(getattr(builtins, builtin.removeprefix("builtins."), None)) if builtin else None
        cls = self.classes.get(found) if found is not None else None
        if whole is not None:
            if names or positional > 1:
                return False
            wanted = self.op("builtin", imm=(whole,))
            self.act("guard_const", self.as_object(first + 1), wanted)
            attributes = None
        elif cls is not None:
            attributes = self._attributes_of(cls, positional, names)
            guarded = self.typed(first + 1, "class") if attributes is not None else None
            if attributes is None or guarded is None:
                return False
            wanted = self.op("guard_version", guarded, imm=(self.calls.callees.version(cls),))
        else:
            return False
        subject = self.as_object(first)
        matches = self.op("is_instance", subject, wanted)
        state = self.state
        yes, no = self.function.new_block(), self.function.new_block()
        self.function.add(self.block, "branch", [matches], targets=[Target(yes), Target(no)])
        self.block, self.state = no, list(state)
        self._drop_window(first)
        self.state[word.operands[0]] = Register(OBJECT, self.op("none"), True)
        target = jump.target()
        assert target is not None
        self.pc = target
        self.goto(target)
        self.block, self.state, self.pc = yes, list(state), word.index
        items = [subject] * positional
        if attributes and cls is not None:
            instance = self.op("guard_class", subject, imm=(self.calls.callees.version(cls),))
            items = [self._load(self._slot_in(instance, *attribute)) for attribute in attributes]
        self._fill(first, unpack.operands[0], items)
        self.drawn.add(unpack.index)
        self.pc = unpack.index
        self.goto(unpack.index)
        return True

    def _slot_in(self, instance: Value, space: str, place: int) -> Slot:
        return self.op("values" if space == "value" else "members", instance), space, place

    def _attributes_of(self, cls: type, positional: int, names: tuple[str, ...]) -> list[tuple[str, int]] | None:
        """Where instances of a class have the attributes that the pattern looks at; None, if that is not known."""
        args = getattr(cls, "__match_args__", ()) if positional else ()
        if type(args) is not tuple or len(args) < positional or any(type(name) is not str for name in args):
            return None
        wanted = [*args[:positional], *names]
        places = [self.calls.callees.place(cls, name) for name in wanted]
        if len(set(wanted)) < len(wanted):
            return None
        known = [place for place in places if place is not None]
        return known if len(known) == len(places) and self.calls.callees.version(cls) else None

    def _drop_window(self, first: int) -> None:
        for register in range(first, first + 3):
            self.kill(register)

    def _fill(self, first: int, start: int, items: list[Value]) -> None:
        """Put what was found in the subject, which is dropped with the class, into temporaries."""
        owner = self.state[first]
        lives = owner.kind == OBJECT and owner.fresh is True
        if not lives:
            for item in items:
                self.act("incref", item)
        self._drop_window(first)
        for number, item in enumerate(items):
            if lives:
                self.state[start + number] = Register(OBJECT, item, True)
            else:
                assert self.state[start + number] == EMPTY
                self.write_owned(start + number, item)
