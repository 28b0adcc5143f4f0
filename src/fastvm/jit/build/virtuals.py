"""Instances that are not made as long as nobody sees them: allocation removal by partial evaluation (Bolz et al., PEPM
2011), with escapes on some ways only (Stadler et al., CGO 2014).

A call of a class whose `__init__` is inlined gives a *virtual* instance: which it is (a value that stands for it), its
class's version, and its attributes, whose numbers have no boxes. Loads and stores of attributes, methods, operators and
`is` work on that. Where anything else wants the object, it is made there (`make`), with the attributes that it has
then: so an instance that escapes on one way only is made on that way only. A frame state says how an exit makes those
that are alive.

What must hold:

* No Python code runs while an instance is virtual: `settle` makes all before that. So its class has the version that
  was guarded, and is alive (a class is part of a cycle: only the collector frees it); and no code looks for instances.
* Only classes whose instances have a plain layout and no destructor have virtual instances (fvm_lives_plainly).
* The frame's registers of a virtual instance are empty. It owns the objects in its attributes (but constants): when the
  last place that holds it lets go, they are dropped, under a guard that they live on or die unseen (`expect_deaths`),
  or as any object is.
* No virtual instance holds itself.
"""

from __future__ import annotations

from _collections_abc import Callable, Iterable, Iterator, Sequence

from fastvm.bytecode.words import Word

from ..hir.graph import Entry, Target, Value
from ..hir.types import BOOL, COMPLEX, DOUBLE, GUARDED, INERT, INT, OBJECT
from ..records import replace
from .emitter import Unsupported
from .packed import Packed
from .registers import (
    BOUND,
    CONTAINERS,
    EMPTY,
    LIST,
    NULL,
    NUMBERS,
    SMALL_INTS,
    TUPLE,
    UNBOXED,
    VIRTUAL,
    Field,
    Register,
    Shape,
    instances_in,
)

#: An instance with more attributes is made: they all are in every frame state.
MOST_FIELDS = 24

_FORMS = {"SLOT": "value", "MEMBER": "member"}


def _with_fields(known: Register, changed: dict[Value, tuple[Field, ...]]) -> Register:
    """An instance, or what holds it, with other attributes."""
    if known.kind != VIRTUAL or known.value is None:
        return known
    fields = changed.get(known.value, known.fields)
    fields = tuple(replace(field, held=_with_fields(field.held, changed)) for field in fields)
    return replace(known, fields=fields) if fields != known.fields else known


class Virtuals(Packed):
    # --- Which there are ----------------------------------------------------------------------------------

    def new_virtual(self, guarded: Value, version: int) -> Register:
        """An instance without attributes of a class, which has this version."""
        self._virtuals += 1
        identity = self.op("virtual", guarded, imm=(self._virtuals,))
        return Register(VIRTUAL, identity, True, version=version)

    def is_virtual(self, operand: int) -> bool:
        return operand >= 0 and self.state[operand].kind == VIRTUAL

    def is_virtual_instance(self, operand: int) -> bool:
        """Whether it is a virtual instance of a Python class."""
        return self.is_virtual(operand) and self.state[operand].version > 0

    def instances(self) -> dict[Value, Register]:
        """The virtual instances that something holds."""
        return instances_in([known for known in (*self.state, *self.hands) if known.kind == VIRTUAL])

    def held_in_fields(self) -> Iterator[Register]:
        """What the attributes of virtual instances are."""
        for instance in self.instances().values():
            for field in instance.fields:
                yield field.held

    def _change_fields(self, changed: dict[Value, tuple[Field, ...]]) -> None:
        """Give some instances other attributes, wherever they are held."""
        self.state[:] = [_with_fields(known, changed) for known in self.state]
        self.hands[:] = [_with_fields(known, changed) for known in self.hands]

    def instance_entry(self, register: int, known: Register) -> Entry:
        """How a frame state shows what a register, or a field, holds."""
        assert known.value is not None
        kind = known.kind
        if kind == OBJECT and known.fresh is False:
            kind = "owned"
        fields = tuple(
            self.instance_entry(field.number if field.space != "member" else -field.number, field.held)
            for field in known.fields
        )
        return Entry(register, kind, known.value, None, 0, known.bounds, fields)

    # --- Making them --------------------------------------------------------------------------------------

    def make(self, identity: Value) -> Value:
        """Make an instance: whatever held it holds the object from now on. The object, borrowed."""
        for field in self.instances()[identity].fields:
            if field.held.kind == VIRTUAL:
                assert field.held.value is not None
                if field.held.value in self.instances():
                    self.make(field.held.value)
        self._box_fields(identity)
        instance = self.instances()[identity]
        if instance.version in CONTAINERS:
            object = self.make_packed(instance)
        else:
            object = self.op("make_instance", identity)
            self._set_all(object, instance.fields)
        if instance.version == BOUND:
            self.bound_methods[object] = instance.fields
        holders = 0

        def hold() -> Register:
            nonlocal holders
            if holders:
                self.act("incref", object)
            holders += 1
            return Register(OBJECT, object, False, inert=False)

        for register, known in enumerate(self.state):
            if known.kind == VIRTUAL and known.value is identity:
                self.state[register] = hold()
                self.act("put_new", object, imm=(register,))
        for place, known in enumerate(self.hands):
            if known.kind == VIRTUAL and known.value is identity:
                self.hands[place] = hold()
        changed: dict[Value, tuple[Field, ...]] = {}
        for other, instance in self.instances().items():
            if any(field.held.value is identity for field in instance.fields):
                changed[other] = tuple(
                    replace(field, held=hold()) if field.held.value is identity else field for field in instance.fields
                )
        self._change_fields(changed)
        return object

    def _box_fields(self, identity: Value) -> None:
        """Give an instance's numbers their objects: the same that others have of them."""
        for place in range(len(self.instances()[identity].fields)):
            held = self.instances()[identity].fields[place].held
            if held.kind not in UNBOXED:
                continue
            twin = next((r for r, known in enumerate(self.state) if self._twins(held, known)), None)
            if twin is not None:
                self.show(twin)  # (which gives it to fields, too)
            else:
                self.box_held(held)

    def box_held(self, held: Register) -> None:
        """Make the object of a number that only attributes of virtual instances are."""
        assert held.value is not None
        if held.kind == COMPLEX:
            object = self.op("box_complex", held.value, *held.bounds, imm=(self.pc,))
        else:
            object = self.box(held.value)
        self._give_to_fields(held, object, owned=True)

    def _give_to_fields(self, number: Register, object: Value, owned: bool = False) -> None:
        """Attributes that are this number have this object of it; `owned`: the first of them takes it."""
        changed: dict[Value, tuple[Field, ...]] = {}
        for identity, instance in self.instances().items():
            fields = []
            for field in instance.fields:
                if field.held == number or self._twins(number, field.held):
                    if not owned:
                        self.act("incref", object)
                    owned = False
                    view = number.value if number.kind in NUMBERS else None
                    field = replace(field, held=Register(OBJECT, object, False, view=view))
                fields.append(field)
            changed[identity] = tuple(fields)
        self._change_fields(changed)

    def share_with_fields(self, register: int, number: Register) -> None:
        """Attributes that are the number in this register, which is shown now, have its object."""
        if number.fresh is True and any(self._twins(number, held) for held in self.held_in_fields()):
            self._give_to_fields(number, self.slot(register))

    def is_in_fields(self, number: Register) -> bool:
        return any(self._twins(number, held) for held in self.held_in_fields())

    def box_twins(self) -> None:
        """Numbers that several attributes are get their objects: after a join nobody would know."""
        seen: list[Register] = []
        for held in list(self.held_in_fields()):
            if held.kind in UNBOXED:
                if any(self._twins(held, other) for other in seen):
                    self.box_held(held)
                seen.append(held)

    def _set_all(self, object: Value, fields: Iterable[Field]) -> None:
        """Set the attributes of a new instance. They are objects by now."""
        slots: dict[str, Value] = {}
        for field in fields:
            value = field.held.value
            assert value is not None and field.held.kind == OBJECT
            if field.held.fresh is True:
                self.act("incref", value)
            if field.space not in slots:
                slots[field.space] = self.op("new_slots", object, imm=(field.space,))
            null = self.op("null")
            if field.space == "value":
                self.act("note_order", slots[field.space], null, imm=(field.number,))
            self.act("slot_put", slots[field.space], null, value, imm=(field.space, field.number))

    def make_all(self) -> None:
        """Before Python code may run."""
        while (identity := next(iter(self.instances()), None)) is not None:
            self.make(identity)

    def take_instance(self, register: int) -> Value:
        """The object, owned; the register is left empty."""
        identity = self.state[register].value
        assert identity is not None
        self.hands.append(self.state[register])
        self.state[register] = EMPTY
        self.make(identity)
        object = self.hands.pop().value
        assert object is not None
        return object

    # --- Their deaths -------------------------------------------------------------------------------------

    def _owned_by(self, roots: Sequence[Register]) -> list[Register]:
        """The objects that die with instances that nothing but these registers holds (each as often as it is held)."""
        alive = self.instances()
        dead = {identity: each for identity, each in instances_in(roots).items() if identity not in alive}
        holders = [*roots, *(field.held for instance in dead.values() for field in instance.fields)]
        left = {identity: sum(held.value is identity for held in holders) for identity in dead}
        dying: list[Register] = []
        let_go = [root for root in roots if root.kind == VIRTUAL][::-1]
        while let_go:
            held = let_go.pop()
            if held.kind == OBJECT and held.fresh is False:
                dying.append(held)
            elif held.kind == VIRTUAL and held.value in left:
                left[held.value] -= 1
                if left[held.value] == 0:
                    fields = dead[held.value].fields
                    # (In the host's order: of a tuple or list the last item first.)
                    last_first = held.version in (TUPLE, LIST)
                    let_go += [field.held for field in (fields if last_first else reversed(fields))]
        return dying

    def _dies_unseen(self, held: Register) -> bool:
        assert held.value is not None
        return held.value.type in INERT or held.view is not None or held.value in self.released

    def expect_deaths(self, word: Word, registers: Iterable[int], given: Iterable[Register] = ()) -> bool:
        """Before an instruction has done anything: guard that nothing will run when what these registers hold is
        dropped, if it is virtual instances. `given`: these live on. Whether nothing will."""
        state = self.state
        roots = [state[register] for register in registers if state[register].kind == VIRTUAL]
        if not roots:
            return True
        gone = set(registers)
        self.state = [EMPTY if register in gone else known for register, known in enumerate(state)]
        self.hands += given
        dying = [held for held in self._owned_by(roots) if not self._dies_unseen(held)]
        for held in given:
            if held in dying:
                dying.remove(held)
        del self.hands[len(self.hands) - len(list(given)) :]
        self.state = state
        if not dying or word.index in self.view.mortal:
            return not dying
        for held in dying:
            assert held.value is not None
            if held.value not in self.released:
                self.act("guard_outlives", held.value, imm=(len(dying),), reason="dies")
                self.released.add(held.value)
        return True

    def bury(self, *roots: Register) -> None:
        """Registers that held these have been emptied: drop what dies with instances that nothing holds any more."""
        dying = self._owned_by(roots)
        if all(held.value is not None and held.value.type in INERT for held in dying):
            # Nothing else dies with them: only what is borrowed from these instances needs a reference.
            values = {held.value for held in dying}
            for register, known in enumerate(self.state):
                if known.kind == OBJECT and known.fresh is True and known.value in values:
                    self.show(register)
        else:
            self.settle(runs=False)
        for held in dying:
            assert held.value is not None
            if self._dies_unseen(held):
                self.act("release", held.value)
            else:
                self.settle()
                self.act("drop", held.value, reason="drop")

    def part_with(self, register: int, end: int, write: Callable[[], None]) -> None:
        """Empty a register whose object most likely dies unseen, before the last thing that an instruction does: to
        write it. Where its death can be seen that is done as it is, and the interpreter goes on at `end`. (Only to drop
        it as it is would make all instances.)"""
        known = self.state[register]
        if known.kind != OBJECT or not known.is_shown or known.inert or register in self.reserved:
            return
        assert known.value is not None
        self.settle(runs=False)
        unseen, seen = self.function.new_block(), self.function.new_block()
        condition = self.op("dies_unseen", known.value)
        self.function.add(self.block, "branch", [condition], targets=[Target(unseen), Target(seen)])
        state, hands, pc = list(self.state), list(self.hands), self.pc
        self.block = seen
        write()
        self.pc = end
        self.act("leave", reason="left")
        self.block, self.state, self.hands, self.pc = unseen, state, hands, pc
        self.act("kill", imm=(register,))
        self.state[register] = EMPTY

    # --- Registers ----------------------------------------------------------------------------------------

    def write_virtual(self, register: int, new: Register) -> None:
        """Write an instance; what the register held is dropped."""
        self.hands.append(new)
        if register in self.reserved:
            self.act("kill", imm=(register,))
            self.state[register] = EMPTY
        else:
            self.kill(register)
        new = self.hands.pop()
        if new.kind == VIRTUAL:
            self.state[register] = new
        else:
            assert new.value is not None
            self.write_owned(register, new.value)

    # --- Where ways join ------------------------------------------------------------------------------------

    def agree(self, shapes: list[Shape], state: list[Register]) -> None:
        """An instance that has to be made where some ways join is no virtual one in other registers either."""
        again = any([shape.kind == VIRTUAL for shape in shapes])
        while again:
            again = False
            made = instances_in(known for known, shape in zip(state, shapes) if shape.kind != VIRTUAL)
            for register, shape in enumerate(shapes):
                if shape.kind == VIRTUAL and not made.keys().isdisjoint(instances_in([state[register]])):
                    shapes[register] = Shape(OBJECT, inert=False)
                    again = True

    def instance_arguments(self, held: Register, shape: Shape, place: tuple[int, ...]) -> list[Value]:
        """The values that go along with an instance, or what one holds, into a block."""
        assert held.value is not None
        if shape.kind == VIRTUAL:
            if held.kind != VIRTUAL or len(held.fields) != len(shape.fields):
                raise Unsupported("a register's instances do not meet")
            if shape.first != place:
                return []  # (it has gone along already)
            values = [held.value]
            for number, (field, of_field) in enumerate(zip(held.fields, shape.fields)):
                values += self.instance_arguments(field.held, of_field[3], (*place, number))
            return values
        if shape.kind != OBJECT:
            return [held.value, *held.bounds]
        if held.kind in UNBOXED:  # (no other has this number: see box_twins)
            parts = (held.value, *held.bounds)
            return [self.op("box_complex", *parts, imm=(self.pc,)) if held.kind == COMPLEX else self.box(held.value)]
        if held.fresh is True:
            self.act("incref", held.value)
        return [held.value]

    def joined_instance(
        self, shape: Shape, parameter: Callable[[str], Value], joined: dict[tuple[int, ...], Register]
    ) -> Register:
        """A virtual instance behind a join, or what one holds. `joined`: those there are, by where they are first."""
        if shape.kind == COMPLEX:
            return Register(COMPLEX, parameter(DOUBLE), True, bounds=(parameter(DOUBLE),))
        if shape.kind == OBJECT:
            return Register(OBJECT, parameter(shape.type))
        if shape.kind != VIRTUAL:
            return Register(shape.kind, parameter(shape.kind), True)
        if shape.first not in joined:
            identity = parameter(GUARDED)
            fields = tuple(
                Field(space, number, name, self.joined_instance(held, parameter, joined))
                for space, number, name, held in shape.fields
            )
            joined[shape.first] = Register(VIRTUAL, identity, True, version=shape.version, fields=fields)
        return joined[shape.first]

    # --- Attributes ---------------------------------------------------------------------------------------

    def evidence(self, operand: int, version: int) -> Value:
        """What stands for the operand's class having this version."""
        if self.is_virtual(operand) and self.state[operand].version == version:
            identity = self.state[operand].value
            assert identity is not None
            return identity
        return self.op("guard_class", self.as_object(operand), imm=(version,))

    def _place(self, version: int, name: str, storing: bool) -> tuple[str, int] | None:
        """Where instances of the class of this version have an attribute."""
        if (found := self.calls.callees.place_at(version, name, storing)) is not None:
            return found
        for known, form, place in self.calls.callees.places(name, storing):
            if known == version and (form := form.partition("_")[2]) in _FORMS:
                return _FORMS[form], place
        return None

    def get_field(self, word: Word, dst: int) -> bool:
        """A load of a virtual instance's attribute into this register; whether it was that."""
        _, b, c = word.operands
        instance = self.state[b]
        name = self.view.constant(c)
        assert isinstance(name, str)
        place = self._place(instance.version, name, False)
        held = next((field.held for field in instance.fields if field.place == place), None)
        if held is None:
            return False
        self.reserve(word, dst)
        dying = {dst} | ({b} if word.kills(1) else set())
        given = [held] if held.kind == VIRTUAL else []
        self.expect_deaths(word, dying & {b}, given)
        if held.kind == VIRTUAL:
            self.hands.append(held)
            self.kill_sources(word, 1)
            self.write_virtual(dst, self.hands.pop())
        elif held.kind == OBJECT:
            assert held.value is not None
            if b in dying:
                self.act("incref", held.value)
                self.kill_sources(word, 1)
                self.write_owned(dst, held.value, held.view)
            else:
                self.write_borrowed(dst, held.value, held.view)
        else:
            if not (self.state[dst].inert or dst in self.reserved):
                return False
            self.kill_sources(word, 1)
            self._vacate(dst)
            self.state[dst] = held
        return True

    def set_field(self, word: Word) -> bool:
        """SETATTR of a virtual instance; whether it was done so."""
        a, b, c = word.operands
        name = self.view.constant(c)
        assert isinstance(name, str)
        place = self._place(self.state[a].version, name, True)
        if place is None or not self.put_field(word, a, b, word.kills(1), place, name):
            return False
        self.kill_sources(word, 0)
        return True

    def put_field(self, word: Word, a: int, b: int, killed: bool, place: tuple[str, int], name: str) -> bool:
        """Give the virtual instance in a the operand b as its attribute in this place; whether that was done."""
        instance = self.state[a]
        assert instance.value is not None
        if b >= 0 and instance.value in instances_in([self.state[b]]):
            return False
        old = next((field.held for field in instance.fields if field.place == place), EMPTY)
        if old.kind == NULL and len(instance.fields) == MOST_FIELDS:
            return False
        if self.holds_objects(old):
            return False
        if old.kind == OBJECT and old.fresh is False:
            if not self._dies_unseen(old):
                if word.index in self.view.mortal:
                    return False
                assert old.value is not None
                self.act("guard_outlives", old.value, imm=(1,), reason="dies")
                self.released.add(old.value)
            self.settle(runs=False)
        held = self.take_held(b, killed)
        fields = list(self.instances()[instance.value].fields)
        at = next((number for number, field in enumerate(fields) if field.place == place), len(fields))
        old = fields[at].held if at < len(fields) else EMPTY  # (it may have got its object meanwhile)
        fields[at : at + 1] = [Field(*place, name, held)]
        self._change_fields({instance.value: tuple(fields)})
        if old.kind == OBJECT and old.fresh is False:
            assert old.value is not None
            self.act("release", old.value)
        return True

    def holds_objects(self, instance: Register) -> bool:
        """Whether objects may die with a virtual instance."""
        held = [field.held for each in instances_in([instance]).values() for field in each.fields]
        return any(each.kind == OBJECT and each.fresh is False for each in held)

    def take_held(self, operand: int, killed: bool) -> Register:
        """An operand as an attribute."""
        if operand < 0:
            number, value = self.constant_number(operand), self.view.constant(operand)
            if number is not None and (number.type == BOOL or (number.type == INT and value in SMALL_INTS)):
                return Register(number.type, number, True)
            return Register(OBJECT, self.constant_object(operand), True, view=number)
        known = self.state[operand]
        if known.kind in (*UNBOXED, VIRTUAL) and known.fresh is True:
            if killed and known.kind == VIRTUAL:
                self.state[operand] = EMPTY
            elif killed:
                self.kill(operand)
            return replace(known, unbound=False)
        object, view = self.owned(operand, killed)
        return Register(OBJECT, object, False, view=view)

    # --- What the builder has beside this -----------------------------------------------------------------

    def show(self, register: int) -> None:
        raise NotImplementedError

    def settle(self, runs: bool = True, looks: bool = True) -> None:
        raise NotImplementedError

    def reserve(self, word: Word, register: int) -> None:
        raise NotImplementedError

    def kill(self, register: int) -> None:
        raise NotImplementedError

    def kill_sources(self, word: Word, *positions: int) -> None:
        raise NotImplementedError

    def write_owned(self, register: int, object: Value, view: Value | None = None) -> None:
        raise NotImplementedError

    def write_borrowed(self, register: int, object: Value, view: Value | None = None) -> None:
        raise NotImplementedError

    def as_object(self, operand: int) -> Value:
        raise NotImplementedError

    def owned(self, operand: int, killed: bool) -> tuple[Value, Value | None]:
        raise NotImplementedError

    def box(self, value: Value) -> Value:
        raise NotImplementedError

    def constant_number(self, operand: int) -> Value | None:
        raise NotImplementedError

    def constant_object(self, operand: int) -> Value:
        raise NotImplementedError

    def _twins(self, a: Register, b: Register) -> bool:
        raise NotImplementedError

    def _vacate(self, register: int) -> bool:
        raise NotImplementedError
