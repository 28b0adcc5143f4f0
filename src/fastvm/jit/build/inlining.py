"""Calls whose callee is built in their place.

The callee's registers lie where a frame pushed for it would have them, and its function in its frame's place for it.
They are registers of the builder's state like the caller's, only with larger numbers: so frame states, joins and
showing locals need to know nothing of calls. An argument that is a number moves as that, an object without counting
references. There is no other trace of the frame; the core makes it real from the frame state of an operation that
needs it
(vm_core/jit/inlining.pxi).
"""

from __future__ import annotations

from _imp import source_hash

from fastvm.bytecode.instructions import DST, SRC
from fastvm.bytecode.words import Word
from fastvm.jit.host_types import CodeType

from .. import policy
from ..feedback import View
from ..hir.graph import LEVEL, Block, InlinedFrame, Op, Target, Value
from ..hir.types import BOOL, INT, OBJECT
from ..learning import learn_from_others
from ..llvm.layouts import FRAME_EX, FRAME_INIT, FRAME_OPERATOR, FRAME_SPECIALS
from ..records import replace
from .binding import Site, Source
from .emitter import Refused, Restart, State, Unsupported
from .raised import Raised
from .registers import EMPTY, NULL, NUMBERS, RANGE, SMALL_INTS, UNBOXED, VIRTUAL, Register, shown_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..callees import Callee

    #: A method, and the versions of the classes that have it.
    Methods = tuple[Callee, tuple[int, ...]]

#: Instructions that make a function unfit: its frame outlives the call, or a call of it is no frame of this kind.
UNFIT = frozenset({"RETURN_GENERATOR", "YIELD", "YIELD_FROM"})


#: What an instruction whose method was inlined gives: what the method returns; a number; a jump; nothing.
RESULT, NUMBER, CONDITION, NOTHING_GIVEN = range(4)


#: One guard asks for so many classes.
MOST_CLASSES = 4
#: The methods that a call may come to are told apart by about so many numbers.
MOST_NUMBERS = 4000


#: Calls that remember what they have called.
REMEMBERING = frozenset(
    "CALL CALL_KW CALL_METHOD CALL_METHOD_KW CALL_FUNCTION CALL_METHOD_FUNCTION CALL_METHOD_HELD CALL_TYPE".split()
)


def _number_of(callee: Callee, others: set[int]) -> int:
    """What a method is called by in paths, where there are several: it is the same in the next version (and in other
    processes), whichever others there are then."""
    code = callee[0]
    seen = source_hash(code.co_firstlineno, code.co_qualname.encode("utf-8", "surrogatepass"))
    number = int.from_bytes(seen[:2], "little") % MOST_NUMBERS + 1
    while number in others:
        number += 1
    return number


class Inlining(Raised):
    def inlined(self, word: Word) -> bool:
        """A call of a function of the engine, or of a class whose `__init__` is one; whether it was built in place."""
        if word.row.name not in REMEMBERING:
            return False
        site = self._site(word)
        if site is None:
            return False
        several = self._searched(word, site)
        if several is not None:
            return self._call_one_of(word, site, several)
        callees = self.calls.callees
        function = self.state[site.function].value
        callee = self.callee_now(function)
        if not self._may_inline(word):
            return False
        if callee is not None and not callees.may_keep(callee):
            return False
        address = self.view.called(word) if word.row.name != "CALL_TYPE" else 0
        if callee is None and address:
            callee = callees.unit(address)
            if callee is None:
                return False
        if callee is not None:
            sources = self.bound(callee, site, 0)
            view = self._view_of(word, callee, function=function) if sources is not None else None
            if view is None or sources is None:
                return False
            view.classes = self._classes_called(site, sources)
            self._call(word, view, site, sources)
            return True
        found = callees.constructor(self.view.constructed(word))
        if found is None:
            found = callees.exception(self.view.constructed(word))
            if found is None:
                return not site.arguments and self._make(word, site)
            if not self.makes_exception(site):
                return False
        sources = self.bound(found[1], site, 1)
        view = self._view_of(word, found[1]) if sources is not None else None
        return view is not None and sources is not None and self._construct(word, view, site, sources, found[0])

    # --- Which calls ----------------------------------------------------------------------------------------

    def _classes_called(self, site: Site, sources: list[Source]) -> tuple[int, ...]:
        """The versions of the classes that the first argument has, where they were guarded to find the method."""
        function = self.state[site.function].value
        origin = function.origin if function is not None else None
        first = sources[0] if sources else -1
        if origin is None or origin.name != "class_attribute" or not isinstance(first, int) or first < 0:
            return ()
        guarded = origin.operands[0]
        guard = guarded.origin
        if guard is None or guard.name not in ("guard_class", "guard_classes"):
            return ()
        if self.state[first].value not in (guarded, guard.operands[0]):
            return ()
        return tuple(dict.fromkeys(int(version) for version in guard.immediates))

    def guard_classes(self, object: Value, versions: tuple[int, ...]) -> Value:
        """The object, if its class has one of these versions, of which there are at most MOST_CLASSES."""
        if len(versions) == 1:
            return self.op("guard_class", object, imm=versions)
        return self.op("guard_classes", object, imm=versions + versions[:1] * (MOST_CLASSES - len(versions)))

    def _may_inline(self, word: Word, arm: int = 0) -> bool:
        """Whether a call at this place may be inlined, whatever it calls. `arm`: which of several callees that is."""
        if word.index + arm * LEVEL in self.view.generic or (word.index, arm) in self.calls.refused:
            return False
        return len(self.active) <= policy.SMALL_INLINE_DEPTH

    def _site(self, word: Word) -> Site | None:
        """What a call calls with what; None, if its keywords are not known here."""
        _, first, count = word.operands
        generic = word.row.base or word.row.name
        if generic.startswith("CALL_METHOD"):
            if self.state[first].kind == NULL:
                first += 1
            else:
                count += 1
        arguments = tuple(range(first + 1, first + 1 + count))
        if not generic.endswith("_KW"):
            return Site(first, arguments)
        value = self.state[first + 1 + count].value
        if value is None or value.origin is None or value.origin.name != "const":
            return None
        number = int(value.origin.immediates[1])
        names = self.views[number // LEVEL].constant(-1 - number % LEVEL)
        assert isinstance(names, tuple)
        return Site(first, arguments, names, first + 1 + count)

    def _view_of(self, word: Word, callee: Callee, arm: int = 0, function: Value | None = None) -> View | None:
        """The unit to build in the place of a call, if it is one that is inlined. `function`: what is called."""
        if self.handling is not None:
            return None
        code, words, exceptions, constants, nlocals, nregs, slots, *_ = callee
        caller = self.view
        level = self.calls.levels.setdefault((word.index, arm), len(self.calls.levels) + 1)
        base = caller.base + caller.slots + FRAME_SPECIALS
        path = (*caller.path, word.index % LEVEL + arm * LEVEL)
        view = self.calls.views.get(level)
        if view is None or view.code is not code or view.base != base or view.unit.code != words:
            learn_from_others(caller.learned, code, path)
            view = self.calls.views[level] = View(
                code.co_qualname,
                words,
                exceptions,
                constants,
                nlocals,
                nregs,
                [],
                slots,
                caller.learned,
                level,
                base,
                path,
                code,
            )
        view.classes = ()
        view.likely = self.functions.get(function) if function is not None else None
        view.globals = view.likely.__globals__ if view.likely is not None else caller.globals  # (a guess)
        view.facts = caller.facts
        return view if self._fits_in(view) else None

    def _fits_in(self, view: View) -> bool:
        depth = 0
        for other in self.active:
            # (Functions of a closure may call each other through one code: those are told apart by what they are.)
            if other.code is view.code and (view.likely is None or other.likely in (None, view.likely)):
                depth += 1
        if depth > policy.RECURSION_DEPTH or (depth and self.header is not None and view.code is self.views[0].code):
            return False  # a direct call: (in a loop's code it would be rounds of the loop that are not counted)
        size = sum(other.size for level, other in self.views.items() if level)
        most, deepest = policy.INLINED_IN_ALL, policy.INLINE_DEPTH
        if depth:
            most = policy.RECURSION_IN_ALL
        elif view.size <= policy.SMALL_WORDS:
            most, deepest = policy.SMALL_INLINED_IN_ALL, policy.SMALL_INLINE_DEPTH
        if view.size > policy.INLINED_WORDS or size + view.size > most or len(self.active) > deepest:
            return False
        return not any((each.row.base or each.row.name) in UNFIT for each in view.words)

    # --- Cells ------------------------------------------------------------------------------------------------

    def copy_free(self, word: Word) -> None:
        """The cells of the closure, borrowed from the function."""
        level = self.view.level
        if level:
            function = self.as_object(self.function.frames[level].function)
        else:
            function = self.slot(-FRAME_SPECIALS)  # (the frame has its function where inlined calls have theirs)
        count = word.operands[0]
        for number, register in enumerate(self.view.locals[self.view.nlocals - count :]):
            cell = self.op("closure_cell", function, imm=(number,))
            if level:
                self.state[register] = Register(OBJECT, cell, True)
            else:
                self.act("incref", cell)
                self.write_owned(register, cell)

    def make_cell(self, word: Word) -> None:
        register = word.operands[0]
        cell = self.op("new_cell")
        if self.state[register].kind != NULL:
            object, _ = self.owned(register, True)
            self.act("slot_put", self.op("cell", cell), self.op("null"), object, imm=("cell", 0))
        self.write_owned(register, cell)

    # --- Going in and coming back ---------------------------------------------------------------------------------

    def _call(self, word: Word, callee: View, site: Site, sources: list[Source]) -> None:
        """A call of a function in the window."""
        function = self.as_object(site.function)
        if self.state[site.function].unbound:
            self.act("guard_bound", function)
        self.act("guard_function", function, imm=(callee.level,))
        self.act("guard_call", imm=(len(self.active),))
        self._enter_function(word, callee, site, sources, function)
        self._build_callee(word, callee)

    def _enter_function(self, word: Word, callee: View, site: Site, sources: list[Source], function: Value) -> None:
        defaults = self.defaults_of(function, sources)
        frame = self._enter_frame(word, callee)
        self.pass_register(site.function, frame.function)
        self.pass_all(site, sources, callee.base, defaults)

    def _searched(self, word: Word, site: Site) -> list[Methods] | None:
        """Which methods are called, where the method was searched for as there are several classes."""
        value = self.state[site.function].value
        if value in self.several:
            return self.several[value]
        if value is None or value.origin is None or value.origin.name != "find_method":
            return None
        name = value.origin.operands[1].origin
        assert name is not None
        number = int(name.immediates[1])
        text = self.views[number // LEVEL].constant(-1 - number % LEVEL)
        assert isinstance(text, str)
        return self.calls.callees.methods(text)

    def _call_one_of(self, word: Word, site: Site, known: list[Methods]) -> bool:
        """A call of one of several methods: each is built in place or called directly, and which it is is asked."""
        function = self.as_object(site.function)
        arms: list[tuple[int, Callee, View | None, list[Source]]] = []
        numbers: set[int] = set()
        for callee, classes in known:
            arm = _number_of(callee, numbers)
            numbers.add(arm)
            sources = self.bound(callee, site, 0)
            if sources is None or word.index + arm * LEVEL in self.view.generic:
                continue
            inlines = self._may_inline(word, arm) and self.calls.callees.may_keep(callee)
            view = self._view_of(word, callee, arm) if inlines else None
            if view is not None:
                self.views[view.level] = view  # (counts for the size of the others)
                view.classes = classes
            elif not self.is_called_directly(callee):
                continue
            arms.append((arm, callee, view, sources))
            if len(arms) == policy.INLINED_CALLEES:
                break
        if not arms:
            return False
        sure = len(arms) == len(known) and word.index not in self.view.generic
        state, edges = self.state, []
        for arm, callee, view, sources in arms:
            self.state = list(state)
            which = (view.level,) if view is not None else self.direct_frame(word, callee, arm)
            if sure and arm == arms[-1][0]:
                self.act("guard_unit" if view is None else "guard_function", function, imm=which)
                otherwise = None
            else:
                inside, otherwise = self.function.new_block(), self.function.new_block()
                is_it = self.op("has_unit" if view is None else "has_code", function, imm=which)
                self.function.add(self.block, "branch", [is_it], targets=[Target(inside), Target(otherwise)])
                self.block = inside
            if view is not None:
                self.act("guard_call", imm=(len(self.active),))
                self._enter_function(word, view, site, sources, function)
                edges += self._edges_of(word, view, arm)
            else:
                self.call_directly(word, callee, arm, site, sources, function)
                edges.append((self.block, self.state))
            self.ended = False
            self.pc = word.index
            if otherwise is not None:
                self.block = otherwise
        if not sure:
            self.state = list(state)
            self.generic(word)
            edges.append((self.block, self.state))
        self._go_on(word, edges)
        return True

    def is_called_directly(self, callee: Callee) -> bool:
        raise NotImplementedError

    def direct_frame(self, word: Word, callee: Callee, arm: int = 0) -> tuple[int, int]:
        """The frame of a direct call, as guard_unit names it."""
        raise NotImplementedError

    def call_directly(
        self, word: Word, callee: Callee, arm: int, site: Site, sources: list[Source], function: Value
    ) -> None:
        """A direct call of a function that is known to have the callee's unit."""
        raise NotImplementedError

    def _construct(self, word: Word, callee: View, site: Site, sources: list[Source], init: int) -> bool:
        """A call of a class: its `__init__`, with the instance in the first register of the window meanwhile."""
        if self.state[site.function].unbound:  # (what GETMETHOD finds may be no method)
            self.act("guard_bound", self.as_object(site.function))
        guarded = self.called_class(word, site)
        if guarded is None:
            return False
        function = self.op("class_attribute", guarded, imm=(self.known(init),))
        self.act("guard_function", function, imm=(callee.level,))  # (it may be given other code)
        self.act("guard_call", imm=(len(self.active),))
        defaults = self.defaults_of(function, sources)
        version = self.view.constructed(word)
        # (What `super()` finds is looked up for an object that is there: special_methods.py.)
        uses_super = isinstance(callee.code, CodeType) and "__class__" in callee.code.co_freevars
        instance = None
        if self.calls.callees.exception(version) is not None:
            instance = self.new_exception(guarded, site.arguments)
        elif uses_super or not self.calls.callees.may_be_virtual(version):
            instance = self.op("new_instance", guarded)
        window = word.operands[1]
        if self.state[site.function].fresh is not True:
            self.act("kill", imm=(site.function,))  # the instance keeps its class alive
        self.state[site.function] = EMPTY
        callee.classes = (self.view.constructed(word),)
        if instance is None:
            self.state[window] = own = self.new_virtual(guarded, version)
        else:
            self.write_owned(window, instance)
            own = Register(OBJECT, instance, True)  # the window owns it
        frame = self._enter_frame(word, callee, FRAME_INIT)
        self.state[callee.base] = own
        self.pass_all(site, sources, callee.base + 1, defaults)
        self.state[frame.function] = Register(OBJECT, function, True)
        self._build_callee(word, callee)
        return True

    def called_class(self, word: Word, site: Site) -> Value | None:
        """The class that is called, if it may be the one that was called last."""
        version = self.view.constructed(word)
        return self.class_at(site.function, version, self.calls.callees.metaclass(version))

    def _make(self, word: Word, site: Site) -> bool:
        """A call of a class that has no `__init__`; whether it is one."""
        version = self.view.constructed(word)
        if self.state[site.function].unbound or not self.calls.callees.plain_class(version):
            return False
        guarded = self.called_class(word, site)
        if guarded is None:
            return False
        dst = word.operands[0]
        if not self.calls.callees.may_be_virtual(version):
            instance = self.op("new_instance", guarded)
            self.end_window(word)
            self.write_owned(dst, instance)
            return True
        self.expect_deaths(word, [dst])
        new = self.new_virtual(guarded, version)
        self.end_window(word)
        self.part_with(dst, word.end, lambda: self.write_virtual(dst, new))
        self.write_virtual(dst, new)
        return True

    def _enter_frame(self, word: Word, callee: View, mark: int = 0) -> InlinedFrame:
        """An inlined call begins, with all registers empty."""
        level, base = callee.level, callee.base
        frame = InlinedFrame(level, word.index, base, callee.nregs, base - FRAME_SPECIALS, mark)
        self.function.frames[level] = frame
        self.function.fixed |= callee.fixed
        self.views[level] = callee
        if self.header is None and callee.code is self.views[0].code:
            self.act("count_call")
        self.act("enter", imm=(frame.function, base, callee.nregs))
        self.state = self.state + [EMPTY] * (base + callee.nregs - len(self.state))
        return frame

    def _build_callee(self, word: Word, callee: View) -> None:
        """The callee's instructions, from its registers on; afterwards those that follow the call."""
        self._go_on(word, self._edges_of(word, callee))

    def _edges_of(self, word: Word, callee: View, arm: int = 0) -> list[tuple[Block, State]]:
        """The callee's instructions, and the ways out of them."""
        level = callee.level
        caller, members = self.view, self.members
        first, own, before = self.block, len(self.block.ops), len(self.function.blocks)
        self.view, self.members = callee, None
        self.active.append(callee)
        self._returns.append([])
        try:
            self._walk(level * LEVEL)
            built = [*first.ops[own:], *(op for block in self.function.blocks[before:] for op in block.ops)]
            if not self.widened and self._runs(level, built) > policy.INLINED_RUNS:
                raise Unsupported("an inlined call is mostly calls")
        except Unsupported as error:
            if self.widened:  # (what is built on wrong assumptions says nothing)
                raise Restart from error
            self.calls.refused.add((word.index, arm))
            raise Refused from error
        self.view, self.members = caller, members
        self.active.pop()
        return self._returns.pop()

    def _go_on(self, word: Word, edges: list[tuple[Block, State]]) -> None:
        """Behind a call, where these ways lead."""
        self.ended = not edges
        self.pc = word.end
        if len(edges) == 1:
            self.block, self.state = edges[0]
        elif edges:
            self._join(word.end, edges, False)

    def _runs(self, level: int, built: list[Op]) -> int:
        """How many instructions of an inlined call are run by the core, if nothing is raised, or will be."""
        runs = [op for op in built if op.name.startswith(("run", "call_unit"))]
        if len(runs) <= policy.INLINED_RUNS:
            return 0
        often = self.views[level].often_reached(level * LEVEL)
        return sum(op.state is not None and op.state.pc in often for op in runs)

    def give_to_caller(self, word: Word) -> None:
        """RETURN of an inlined call: its frame goes as the interpreter drops it, the caller's register is written."""
        callee = self.view
        frame = self.function.frames[callee.level]
        form, given = RESULT, None
        if frame.mark == FRAME_INIT:
            self._check_init(word)
        elif frame.mark == FRAME_OPERATOR:
            form, given = self.operator_result(word, self.active[-2].at[frame.site])
        self.act("guard_unseen", reason="left")
        # The locals are dropped with the caller's frame on top, in this order, and the function last.
        dropped = [register for register in (*callee.locals, frame.function) if self._is_owner(register)]
        result = self._expect_drops(word, frame, dropped)
        runs = any(self.holds_objects(self.state[register]) for register in dropped)
        runs |= any(not self.state[register].inert and self.state[register].fresh is False for register in dropped)
        runs |= frame.mark in (FRAME_OPERATOR, FRAME_EX)  # the operands die
        needed = frame.mark != FRAME_INIT and form == RESULT
        if needed and result is not None:
            self.hands.append(result)
        number, object, seen = self._result(word, runs) if needed and result is None else (given, None, None)
        if object is not None:
            self.hands.append(shown_object(object))
        if form != RESULT and word.kills(0):
            self.kill(word.operands[0])
        left = self.state
        self.active.pop()
        self.view = self.active[-1]
        call = self.view.at[frame.site]
        dst = call.operands[0] + (call.row.name == "BEFORE_WITH")
        self.pc = frame.site
        self.state = left[: self.view.base + self.view.nregs]
        self.bury(*left[len(self.state) :])
        for register in dropped:
            known = left[register]
            if known.kind in (NULL, VIRTUAL):
                continue  # it was given away
            if known.inert or known.fresh is True or self.is_held(known, register):
                self.act("kill", imm=(register,))
            elif not self.hand_over(known, register):
                self.settle()
                self.act("kill_any", imm=(register,), reason="drop")
        if frame.mark == FRAME_OPERATOR:
            self.kill_operands(call)
        elif frame.mark == FRAME_EX:
            self.end_window(call)
        if form == CONDITION:
            assert given is not None
            self.go_on_by(call, given)
            self.view = callee
            self.active.append(callee)
            return
        if form == NOTHING_GIVEN:
            pass
        elif frame.mark == FRAME_INIT:
            if self.is_virtual(call.operands[1]):
                self.part_with(call.operands[0], call.end, lambda: self.copy(*call.operands[:2], True))
            self.copy(call.operands[0], call.operands[1], True)  # the instance
        elif result is not None:
            self.part_with(dst, call.end, lambda: self.write_virtual(dst, self.hands.pop()))
            self.write_virtual(dst, self.hands.pop())
        elif number is not None:
            self.write_number(dst, number)
        elif object is not None:
            self.hands.pop()
            self.write_owned(dst, object, seen)
        else:
            assert seen is not None
            self.write_borrowed(dst, seen)
        self._returns[-1].append((self.block, self.state))
        self.view = callee
        self.active.append(callee)
        self.ended = True

    def _expect_drops(self, word: Word, frame: InlinedFrame, dropped: list[int]) -> Register | None:
        """Before RETURN does anything: guards for virtual instances that it drops. The result, if it is one."""
        operand = word.operands[0]
        result = self.state[operand] if self.is_virtual(operand) else None
        call = self.active[-2].at[frame.site]
        dying = [*dropped, call.operands[0]] if call.roles[0] == DST else list(dropped)
        if frame.mark == FRAME_OPERATOR:
            dying += [call.operands[place] for place in (1, 2) if call.roles[place] == SRC and call.kills(place)]
        elif frame.mark == FRAME_EX:
            dying += call.window(self.active[-2].unit, self.active[-2].const_sizes) or ()
        self.expect_deaths(word, dying, [result] if result is not None else [])
        return result

    def operator_result(self, word: Word, call: Word) -> tuple[int, Value | None]:
        """What the instruction `call` makes of what its method returns at `word`: RESULT, the same; NUMBER, CONDITION,
        with the number in its place; NOTHING_GIVEN."""
        raise NotImplementedError

    def go_on_by(self, call: Word, condition: Value) -> None:
        """Go on behind an instruction that jumps, whose method was inlined."""
        raise NotImplementedError

    def kill_operands(self, call: Word) -> None:
        """The operands of an instruction die, whose method was inlined."""
        raise NotImplementedError

    def _check_init(self, word: Word) -> None:
        """The result of an `__init__` is None, and is not needed."""
        operand = word.operands[0]
        if operand < 0 and self.view.constant(operand) is None:
            return
        self.act("guard", self.op("is", self.as_object(operand), self.op("none")))
        if word.kills(0):
            self.kill(operand)

    def _is_owner(self, register: int) -> bool:
        """Whether a local or the function may have to be dropped. (A function is only ever written once.)"""
        known = self.state[register]
        return known.kind != NULL and (known.fresh is not True or register in self.view.locals)

    def _lives_here(self, known: Register) -> bool:
        """Whether a register that is about to be dropped is what holds a borrowed object."""
        return any(self.state[local].value is known.value and self.state[local].is_shown for local in self.view.locals)

    def _result(self, word: Word, runs: bool) -> tuple[Value | None, Value | None, Value | None]:
        """What RETURN gives: a number that has no object yet (or any that is the same); or an object, owned, and its
        number if that is known; or, when dropping the locals does not run code, a borrowed object."""
        operand = word.operands[0]
        if operand < 0:
            number = self.constant_number(operand)
            small = number is not None and number.type == INT and self.view.constant(operand) in SMALL_INTS
            if number is not None and (number.type == BOOL or small):
                return number, None, None
        else:
            if self.state[operand].kind == RANGE:
                self.leave_range(operand)
            known = self.state[operand]
            if known.kind in NUMBERS and known.fresh is True:
                return known.value, None, None
            borrowed = known.kind == OBJECT and known.fresh is True and known.view is None
            if borrowed and not runs and not self._lives_here(known):
                return None, None, known.value
            if known.kind == OBJECT:
                self.state[operand] = replace(known, unbound=False)
            # (The frame goes: a local that shows its value gives it away.)
            object, seen = self.owned(operand, word.kills(0) or known.kind in UNBOXED or known.is_shown)
            return None, object, seen
        object, seen = self.owned(operand, False)
        return None, object, seen
