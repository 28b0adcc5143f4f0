"""Writing registers: the results of instructions, and the death of what the registers held before."""

from __future__ import annotations

from fastvm.bytecode.words import Word

from ..hir.graph import Value
from ..hir.types import COMPLEX, OBJECT
from .reading import Reading
from .registers import EMPTY, NULL, RANGE, VIRTUAL, Register, same_object, shown_object


class Writing(Reading):
    """The results of instructions."""

    def reserve(self, word: Word, register: int) -> None:
        """Make sure, before an instruction has done anything, that writing a register will run nothing: the object in
        it is held by others too, or dies unseen. So code that goes over objects in a local need not forget what it
        knows of memory with each. Where objects do die, `write_owned` drops them as they are."""
        known = self.state[register]
        if known.kind == VIRTUAL:
            self.expect_deaths(word, [register])
        if known.kind != OBJECT or not known.is_shown or known.inert or word.index in self.view.mortal:
            return
        for position, operand in enumerate(word.operands):
            if word.kills(position) and operand >= 0 and self.state[operand].kind == OBJECT:
                if self.state[operand].is_shown and not self.state[operand].inert:
                    return  # it might be the other reference
        assert known.value is not None
        self.act("guard_release", known.value, reason="dies")
        self.reserved.add(register)

    def _vacate(self, register: int) -> bool:
        """Empty a register if what it holds dies unseen."""
        if register in self.reserved:
            self.act("kill", imm=(register,))
            self.state[register] = EMPTY
        if self.state[register].kind == VIRTUAL:
            self.kill(register)
        return self.state[register].inert

    def write_number(self, register: int, value: Value) -> None:
        """Write a number that was computed just now."""
        if self._vacate(register):
            self.state[register] = Register(value.type, value, True)
        else:
            self.write_owned(register, self.box(value), value)

    def write_complex(self, register: int, real: Value, imag: Value) -> None:
        """Write a complex number that was computed just now."""
        if self._vacate(register):
            self.state[register] = Register(COMPLEX, real, True, bounds=(imag,))
        else:
            self.write_owned(register, self.op("box_complex", real, imag, imm=(self.pc,)))

    def write_owned(self, register: int, object: Value, view: Value | None = None) -> None:
        """Write an object (taken). What the register held is dropped."""
        if self.state[register].kind == VIRTUAL:
            self.kill(register)
        old = self.state[register]
        new = Register(view.type, view) if view is not None else shown_object(object)
        if old.kind == NULL:
            self.act("put_new", object, imm=(register,))
        elif old.inert or register in self.reserved or self.is_held(old, register, object):
            self.act("put", object, imm=(register,))
        else:
            self.state[register] = EMPTY  # (it is not shown as anything else meanwhile)
            self.settle()
            self.act("put_any", object, imm=(register,), reason="drop")
        self.state[register] = new

    def write_borrowed(self, register: int, object: Value, view: Value | None = None) -> None:
        """Write an object that a container (or the constants) owns for now; and its number, if that is known."""
        if self._vacate(register):
            self.state[register] = Register(OBJECT, object, True, view=view)
        else:
            self.act("incref", object)
            self.write_owned(register, object, view)

    def kill(self, register: int) -> None:
        """Empty a register, and drop what it held."""
        known = self.state[register]
        if known.kind == NULL:
            return
        if known.kind == VIRTUAL:
            self.state[register] = EMPTY
            self.bury(known)
            return
        local = any(register in view.locals for view in self.active)
        if known.fresh is True and known.kind != RANGE and not local:
            pass  # the frame's register is empty already
        elif known.inert or known.kind == RANGE or self.is_held(known, register):
            self.act("kill", imm=(register,))
        else:
            self.state[register] = EMPTY
            self.settle()
            self.act("kill_any", imm=(register,), reason="drop")
        self.state[register] = EMPTY

    def is_held(self, known: Register, register: int, owned: Value | None = None) -> bool:
        """Whether another register than this one, a virtual object, a result on its way (or who has the reference
        `owned`) has a reference to the object in it, which therefore lives on."""
        if known.kind != OBJECT or known.fresh is not False or known.unbound:
            return False
        if owned is not None and same_object(owned, known.value):
            return True
        for place, each in enumerate(self.state):
            if each.fresh is False and each.kind == OBJECT and place != register:
                if same_object(each.value, known.value):
                    return True
        return any(
            each.kind == OBJECT and each.fresh is False and same_object(each.value, known.value)
            for each in (*self.hands, *self.held_in_fields())
        )

    def hand_over(self, known: Register, register: int) -> bool:
        """A frame's register that is about to go shows an object (`known`) which a register of a caller borrows: that
        one has the reference from now on. Whether there is one."""
        if known.kind != OBJECT or known.fresh is not False or known.unbound:
            return False
        for heir, borrowed in enumerate(self.state):
            if borrowed.kind == OBJECT and borrowed.fresh is True and same_object(borrowed.value, known.value):
                assert borrowed.value is not None
                self.act("put", self.op("take", imm=(register,)), imm=(heir,))
                self.state[heir] = shown_object(borrowed.value)
                return True
        return False

    def kill_sources(self, word: Word, *positions: int) -> None:
        for position in positions:
            if word.kills(position) and word.operands[position] >= 0:
                self.kill(word.operands[position])
