"""Attributes, globals and cells: the interpreter's caches as guards of versions, and slots behind them.

The versions are numbers in the instructions' caches; what a class has at one version is known when the code is made,
and so is where its instances' values are. A cache that a guard made from it no longer fits makes an exit; where that
goes on, the instruction is compiled `generic`.
"""

from __future__ import annotations

from _collections_abc import Iterable

from fastvm.bytecode.instructions import EQUAL
from fastvm.bytecode.words import Word

from ..hir.graph import Value
from ..hir.types import COMPLEX, OBJECT
from ..kept.facts import BY_KEYS
from ..passes.simplify import LEAST, MOST
from .descriptors import Descriptors
from .inlining import MOST_CLASSES
from .plain import FOREIGN
from .registers import EMPTY, Register

#: A slot: where its like are, the space that they belong to, its number there.
Slot = tuple[Value, str, int]
#: The spaces of slots of instances, by the instructions that are for them.
PLACES = {
    "GETATTR_SLOT": "value",
    "SETATTR_SLOT": "value",
    "GETMETHOD_SLOT": "value",
    "GETATTR_MEMBER": "member",
    "SETATTR_MEMBER": "member",
    "GETMETHOD_MEMBER": "member",
}


#: Forms for what the instance's class has; and those in which the count of misses tells of several classes.
OF_CLASS = ("GETATTR_TYPE", "GETMETHOD_TYPE")
SEVERAL = (*PLACES, *OF_CLASS)
#: Forms of GETATTR whose lookup is no plain one.
LOOKED_UP_BY_CODE = ("GETATTR_PROPERTY", "GETATTR_DESCRIPTOR", "GETATTR_MODULE", "GETATTR_METHOD")
#: Forms of GETMETHOD for a callable that the instance has itself.
HELD = ("GETMETHOD_SLOT", "GETMETHOD_DICT", "GETMETHOD_MEMBER")
#: Forms of GETMETHOD for static and class methods.
WRAPPED = ("GETMETHOD_STATIC_CLASS", "GETMETHOD_STATIC_TYPE", "GETMETHOD_BOUND_CLASS", "GETMETHOD_BOUND_TYPE")


class Attributes(Descriptors):
    """Loads and stores that need not run Python code."""

    # --- Loads ------------------------------------------------------------------------------------------

    def getattr(self, word: Word) -> None:
        dst, b, _ = word.operands
        if self._part_of_complex(word) or (self.is_virtual_instance(b) and self.get_field(word, dst)):
            return
        if (field := self.field_of_record(word)) is not None:
            self._write(word, dst, field)
            return
        if self.attribute_method(word):
            return
        if (number := self.class_number(word)) is not None:
            self._write(word, dst, number)
            return
        if word.row.name == "GETATTR_METHOD" and word.index not in self.view.foreign:
            text, null = self.constant_object(word.operands[2]), self.op("null")
            method = self.op("named_attribute", self.as_object(b), text, null, reason=FOREIGN)
            self.kill_sources(word, 1)
            self.write_owned(dst, method)
            return
        if not self._cached(word):
            if not self._found_plainly(word):
                self.generic(word)
            return
        name = word.row.name
        if (held := self._of_instance(word, b, dst)) is not None:
            value = held
        elif name == "GETATTR_MODULE" and (slot := self._module_slot(word, b)) is not None:
            self.reserve(word, dst)
            value = self._load(slot)
        elif name in ("GETATTR_CLASS", "GETATTR_TYPE") and (found := self._of_class(word, b)) is not None:
            self.reserve(word, dst)
            value = found
        else:
            if not self.described(word) and (name != "GETATTR_PROPERTY" or not self.property(word)):
                self.generic(word)
            return
        self._write(word, dst, value)

    def _part_of_complex(self, word: Word) -> bool:
        """`z.real` and `z.imag`; whether it is one."""
        dst, b, _ = word.operands
        name = self.view.constant(word.operands[2])
        if name not in ("real", "imag") or self.known_kind(b) != COMPLEX:
            return False
        parts = self.complex_parts(b)
        if parts is None:
            return False
        self.kill_sources(word, 1)
        self.write_number(dst, parts[name == "imag"])
        return True

    def _cached(self, word: Word) -> bool:
        """Whether the instruction has a cache to be relied on."""
        if word.index in self.view.generic:
            return False
        if self._is_broad(word):
            return True
        if word.row.base is None:
            return False
        return self.view.is_cached(word)

    def _found_plainly(self, word: Word) -> bool:
        """A load for which the interpreter has no cache: it is found by a lookup that runs nothing, if that is what it
        takes. Whether that was built."""
        dst, b, c = word.operands
        if word.index in self.view.foreign or self.is_virtual(b):
            return False
        if word.row.name in LOOKED_UP_BY_CODE and self.view.constant(c) != "__class__":
            return False
        self.reserve(word, dst)
        self._write(word, dst, self.op("find_attribute", self.as_object(b), self.constant_object(c), reason=FOREIGN))
        return True

    def _is_broad(self, word: Word) -> bool:
        """Whether the instruction met several classes: then its cache is for whichever was the last. Or it has met none
        yet, and others have that look for the same name."""
        if word.row.base is None and word.row.name in ("GETATTR", "SETATTR", "GETMETHOD"):
            return self._is_known(word)
        if word.row.name in (*WRAPPED, "GETMETHOD_MODULE", "GETMETHOD_CLASS"):
            return False
        if word.index in self.view.broad:
            return True
        if self._is_receiver(word):
            # (What the site has seen last may be another class that has the method.)
            return word.row.name in OF_CLASS and not self.view.is_cached_for(word, self.view.classes[0])
        if word.row.name not in SEVERAL or not self.view.meets_several(word):
            return False
        self.view.several.add(word.index)
        return True

    def _is_receiver(self, word: Word) -> bool:
        """Whether the instruction is on the first parameter of a method that was found in one class."""
        operand = word.operands[0 if word.row.base == "SETATTR" else 1]
        return self.view.level > 0 and operand == self.view.base and len(self.view.classes) == 1

    def _is_known(self, word: Word) -> bool:
        """Whether instances of some class are known to have what the instruction looks for."""
        name = self.view.constant(word.operands[2])
        assert isinstance(name, str)
        key = word.row.name, name
        if key not in self.calls.names:
            if word.row.name == "GETMETHOD":
                self.calls.names[key] = bool(self.calls.callees.methods(name))
            else:
                places = self.calls.callees.places(name, word.row.name == "SETATTR")
                self.calls.names[key] = bool(places) and all(form in PLACES for _, form, _ in places)
        return self.calls.names[key]

    def _attribute_slot(self, word: Word, operand: int) -> Slot:
        """Where an instance's attribute is."""
        cache = self.view.attribute_cache(word)
        instance = self.op("guard_class", self.as_object(operand), imm=(cache.version,))
        if word.row.name.endswith("_SLOT"):
            return self.op("values", instance), "value", cache.place
        return self.op("members", instance), "member", cache.place

    def _of_instance(self, word: Word, operand: int, dst: int) -> Value | None:
        """What an instance itself has, for this register; None: the instruction is for something else."""
        name = word.row.name
        if (common := self._common_slot(word, operand)) is not None:
            self.reserve(word, dst)
            return self._load(common)
        if self._is_broad(word) or name.endswith("_DICT"):
            self.reserve(word, dst)
            return self.op("find_attribute", self.as_object(operand), self.constant_object(word.operands[2]))
        if name in PLACES:
            self.reserve(word, dst)
            return self._load(self._attribute_slot(word, operand))
        return None

    def _common_slot(self, word: Word, operand: int) -> Slot | None:
        """Where the attribute is in instances of all classes that are known to come here (in a method that was found in
        several classes: those), if there are several and that is one place."""
        if word.row.name.endswith("_DICT"):
            return None  # (the interpreter has met instances with a dict)
        own = self.view.classes if self.view.level and operand == self.view.base else ()
        if not (own or self._is_broad(word)) or word.index in self.view.generic or word.index in self.view.searched:
            return None
        name = self.view.constant(word.operands[2])
        assert isinstance(name, str)
        storing = (word.row.base or word.row.name) == "SETATTR"
        places = self._places_of(own, name, storing) if own else self._known_places(word, name, storing)
        if not 0 < len(places) <= MOST_CLASSES or len(set(places.values())) > 1:
            return None
        place = next(iter(places.values()))
        if place is None:
            return None
        space, number = place
        instance = self.guard_classes(self.as_object(operand), tuple(places))
        return self.op("values" if space == "value" else "members", instance), space, number

    def _places_of(self, versions: Iterable[int], name: str, storing: bool) -> dict[int, tuple[str, int] | None]:
        return {version: self.calls.callees.place_at(version, name, storing) for version in versions}

    def _known_places(self, word: Word, name: str, storing: bool) -> dict[int, tuple[str, int] | None]:
        """Of the classes that are known to have the attribute, and of those that have other attributes which are asked
        of the same local: where one comes, it comes to all. (Those that would be too many are left out.)"""
        callees = self.calls.callees
        known = {version: PLACES.get(form) for version, form, _ in callees.places(name, storing)}
        if None in known.values():
            return dict.fromkeys(known)
        places = self._places_of(known, name, storing)
        beside: set[int] = set()
        for place in self.view.attributes_like(word.index) - {word.index}:
            other = self.view.at[place]
            kind = other.row.base or other.row.name
            text = self.view.constant(other.operands[2])
            if kind != "GETMETHOD" and isinstance(text, str):
                beside |= {version for version, _, _ in callees.places(text, kind == "SETATTR")}
        others = self._places_of(sorted(beside - known.keys()), name, storing)
        more = places | {version: place for version, place in others.items() if place is not None}
        return more if len(more) <= MOST_CLASSES and len(set(more.values())) == 1 else places

    def _module_slot(self, word: Word, operand: int) -> Slot | None:
        cache = self.view.attribute_cache(word)
        module = self.typed(operand, "module")
        if module is None:
            return None
        return self.op("names", self.op("module_dict", module), imm=(cache.version,)), "name", cache.place

    def _of_class(self, word: Word, operand: int) -> Value | None:
        """What a class has: asked of the class itself, or of an instance, which must not have the name."""
        cache = self.view.attribute_cache(word)
        if word.row.name.endswith("_CLASS"):
            cls = self.class_at(operand, cache.version, cache.keys_version)
            if cls is None:
                return None
            guarded = cls
        else:
            if self.is_virtual_instance(operand) and self._has_field(operand, word):
                self.show(operand)
            guarded = self.evidence(operand, cache.version)
            if cache.place == BY_KEYS and not self.is_virtual_instance(operand):
                self.act("guard_lacks", guarded, imm=(cache.keys_version,))
        self.cached[cache.value] = cache.version
        value = self.op("class_attribute", guarded, imm=(self.known(cache.value),))
        if cache.mutable and word.row.base == "GETATTR":
            self.act("guard_plain", value)
        return value

    def _has_field(self, operand: int, word: Word) -> bool:
        """Whether a virtual instance has an attribute of the instruction's name."""
        name = self.view.constant(word.operands[2])
        return any(field.name == name for field in self.state[operand].fields)

    def _load(self, slot: Slot) -> Value:
        """What a slot holds, if it holds something."""
        slots, space, number = slot
        value = self.op("slot_load", slots, imm=(space, number))
        self.act("guard_bound", value)
        return value

    def _write(self, word: Word, dst: int, value: Value) -> None:
        """Write what was loaded from the operand b, which may die now."""
        if not self.outlives(word, word.operands[1]):
            self.act("incref", value)
            self.kill_sources(word, 1)
            self.write_owned(dst, value)
        else:
            self.kill_sources(word, 1)
            self.write_borrowed(dst, value)

    def getmethod(self, word: Word) -> None:
        """The function and the object, or nothing and the callable: in two temporaries, which are empty before."""
        dst, b, _ = word.operands
        if word.index in self.looked_up or self.builtin_method(word):
            return
        if not self._cached(word):
            self.generic(word)
            return
        form = word.row.name
        if form in WRAPPED:
            self._wrapped_method(word)
            return
        if form in HELD:
            if not self.is_virtual_instance(b) or not self.get_field(word, dst + 1):
                held = self._of_instance(word, b, dst + 1)
                assert held is not None
                self._write(word, dst + 1, held)
            return
        if form == "GETMETHOD_TYPE" or self._is_broad(word):
            if self.is_virtual_instance(b) and (found := self._method_of_virtual(word, b)) is not None:
                function: Value | None = found
            elif self._is_broad(word):
                name = self.constant_object(word.operands[2])
                function = self.op("find_method", self.as_object(b), name)
            else:
                function = self._of_class(word, b)
            assert function is not None
            known = self.state[b] if b >= 0 else EMPTY
            if known.kind == OBJECT and known.view is None and self.view.keeps(word, b):
                self.state[dst + 1] = Register(OBJECT, known.value, True)  # the other register owns it
            else:
                self.copy(dst + 1, b, word.kills(1))
            self.state[dst] = Register(OBJECT, function, True)
            return
        if form == "GETMETHOD_MODULE":
            value = self.state[b].value if b >= 0 else None
            module = self.modules.get(value) if value is not None else None
            slot = self._module_slot(word, b)
            found = self._load(slot) if slot is not None else None
            if found is not None and module is not None and type(owner := module.__dict__.get("__name__")) is str:
                self.loaded_builtins[found] = f"{owner}.{self.view.constant(word.operands[2])}"
        else:
            found = self._of_class(word, b)
        if found is None:
            self.generic(word)
        else:
            self._write(word, dst + 1, found)

    def _wrapped_method(self, word: Word) -> None:
        """The function of a static method; that of a class method, and the class."""
        dst, b, _ = word.operands
        if self.is_virtual(b):
            self.show(b)
        wrapper = self._of_class(word, b)
        if wrapper is None:
            self.generic(word)
            return
        function = self.op("wrapped_function", wrapper)
        if word.row.name.startswith("GETMETHOD_STATIC"):
            self._write(word, dst + 1, function)
            return
        if word.row.name == "GETMETHOD_BOUND_CLASS":
            self.copy(dst + 1, b, word.kills(1))
            self.state[dst] = Register(OBJECT, function, True)
            return
        assert wrapper.origin is not None
        cls = self.op("class_of", wrapper.origin.operands[0])
        if self.outlives(word, b):
            self._write(word, dst + 1, cls)
            self.state[dst] = Register(OBJECT, function, True)
        else:  # (what the instance's death runs may give the method another function)
            self.act("incref", function)
            self._write(word, dst + 1, cls)
            self.write_owned(dst, function)

    def _method_of_virtual(self, word: Word, operand: int) -> Value | None:
        """The method of a virtual instance, of whichever class it is."""
        name = self.view.constant(word.operands[2])
        assert isinstance(name, str)
        instance = self.state[operand]
        found = self.calls.callees.method(instance.version, name, "")
        if found is None or self._has_field(operand, word):
            return None
        return self.op("class_attribute", self.evidence(operand, instance.version), imm=(self.known(found[0]),))

    def getglobal(self, word: Word) -> None:
        if word.row.base is None or word.index in self.view.generic:
            self._find_global(word)
            return
        self.reserve(word, word.operands[0])
        value = self._load(self._global_slot(word))
        number = None
        if word.row.name.endswith("_BUILTIN"):
            self.loaded_builtins[value] = f"builtins.{self.view.constant(word.operands[2])}"
        else:
            number = self._constant(word, value)
        self.write_borrowed(word.operands[0], value, number)

    def _find_global(self, word: Word) -> None:
        """The global of a place that the interpreter has not been to, or where the names often change."""
        if word.index in self.view.foreign or (word.row.base or word.row.name) != "GETGLOBAL":
            self.generic(word)
            return
        self.reserve(word, word.operands[0])
        name = self.constant_object(word.operands[2])
        value = self.op("find_global", self._namespace("globals"), self._namespace("builtins"), name, reason=FOREIGN)
        self.note_likely(value, self.view.constant_global(word))
        self.write_borrowed(word.operands[0], value)

    def _constant(self, word: Word, value: Value) -> Value | None:
        """The number of a global that is an int, guarded to be what it is now. (By its value: the object may be
        another one.) So masks and sizes at the top of a module are as good as if they stood in the place."""
        now = self.view.constant_global(word)
        self.note_likely(value, now)
        if type(now) is not int or not LEAST <= now <= MOST:
            return None
        number = self.constant("int", now)
        same = self.op("compare_int", self.op("unbox_int", value, reason="varies"), number, imm=(EQUAL,))
        self.act("guard", same, reason="varies")
        return number

    def _namespace(self, name: str) -> Value:
        """The `globals` or `builtins` of the present frame."""
        if self.view.level:
            return self.op("namespace_of", self.as_object(self.function.frames[self.view.level].function), imm=(name,))
        return self.op("namespace", imm=(name,))

    def _global_slot(self, word: Word) -> Slot:
        cache = self.view.name_cache(word)
        globals = self._namespace("globals")
        if "NAME" in (word.row.base or ""):
            self.act("guard", self.op("is", globals, self.op("namespace", imm=("locals",))))
        names = self.op("names", globals, imm=(cache.version,))
        if word.row.name.endswith("_BUILTIN"):
            names = self.op("names", self._namespace("builtins"), imm=(cache.builtins_version,))
        return names, "name", cache.place

    def getcell(self, word: Word) -> None:
        dst, b, _ = word.operands
        if word.index in self.view.generic:
            self.generic(word)
            return
        self.reserve(word, dst)
        value = self._load((self.op("cell", self.as_object(b)), "cell", 0))
        self.note_likely(value, self.content_now(word))
        self.write_borrowed(dst, value)

    # --- Stores -----------------------------------------------------------------------------------------

    def setattr(self, word: Word) -> None:
        a, _, name = word.operands
        if word.row.base is None and self.is_virtual_instance(a) and self.set_field(word):
            return
        if self.attribute_method(word) or self.set_class_number(word):
            return
        if (word.row.name == "SETATTR_DICT" or self.is_new_exception(a)) and self._store_in_dict(word):
            return
        broad = self._is_broad(word)
        if not (broad or word.row.name in ("SETATTR_SLOT", "SETATTR_MEMBER")) or not self._cached(word):
            self.generic(word)
            return
        if self.is_virtual_instance(a) and self.set_field(word):
            return
        self.settle(runs=word.index in self.view.mortal)
        target = self.as_object(a)
        common = self._common_slot(word, a)
        if common is not None:
            self._store(word, common)
        elif broad:
            place = self.op("find_place", target, self.constant_object(name))
            self._store(word, (place, "found", 0), target)
        else:
            self._store(word, self._attribute_slot(word, a))
        self.kill_sources(word, 0)

    def _store_in_dict(self, word: Word) -> bool:
        """A store to an attribute that is in the instance's dict, or of an exception; whether it was built."""
        a, b, name = word.operands
        if word.index in self.view.generic or word.index in self.view.foreign:
            return False
        target, value = self.as_object(a), self.as_object(b)
        # (The target lives on: there is a way to it that is not through its own dict.)
        self.settle(runs=False, alive=target)
        # (It changes everything that is known of memory: the dict may be a module's globals.)
        self.act("store_entry", target, self.constant_object(name), value, reason=FOREIGN)
        self.kill_sources(word, 1, 0)
        return True

    def setglobal(self, word: Word) -> None:
        """Of a name that is there: it keeps its entry."""
        if word.row.base is None or word.index in self.view.generic:
            self.generic(word)
            return
        self.settle(runs=word.index in self.view.mortal)
        globals = self._namespace("globals")
        slot = self._global_slot(word)
        self._load(slot)
        self.act("guard_tracked", globals)
        self._store(word, slot)
        self.act("new_version", globals)

    def setcell(self, word: Word) -> None:
        a, _, _ = word.operands
        if word.index in self.view.generic:
            self.generic(word)
            return
        self.settle(runs=word.index in self.view.mortal)
        self._store(word, (self.op("cell", self.as_object(a)), "cell", 0))

    def _store(self, word: Word, slot: Slot, target: Value | None = None) -> None:
        """Store the operand b in a slot (of the target, if it was found)."""
        slots, space, number = slot
        old = self.op("slot_load", slots, imm=(space, number))
        mortal = word.index in self.view.mortal
        if not mortal:
            self.act("guard_release", old, reason="dies")
        if space == "value":
            self.act("note_order", slots, old, imm=(number,))
        if target is not None:
            self.act("note_place", target, slots, old)
        operand = word.operands[1]
        known = self.dying_number(word, 1)
        if known is not None and known.kind != COMPLEX and not mortal:
            assert known.value is not None
            self.act(f"slot_put_{known.kind}", slots, old, known.value, imm=(space, number))
            self.kill(operand)
            return
        object, _ = self.owned(operand, word.kills(1))
        if not mortal:
            self.act("slot_put", slots, old, object, imm=(space, number))
            return
        dropped = self.op("slot_swap", slots, old, object, imm=(space, number))
        self.act("drop", dropped, reason="drop")
