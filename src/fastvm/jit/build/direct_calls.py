"""Calls of functions of the engine that are not built in place: straight to the callee's machine code.

The function and the arguments go into the registers that a frame pushed for the call has them in, behind the caller's
frame; the rest of the frame is only filled in when somebody may look (vm_core/jit/direct_frames.pxi). Until then the
caller's numbers need no objects either: the frame state of the call says what its frame shows. Behind the call a
local's number is as fresh as it was if nobody could look. An argument that is a number goes as one, if the callee takes
it so, and a result that is used as a number comes back as one.
"""

from __future__ import annotations

from _collections_abc import Sequence

from fastvm.bytecode.instructions import SRC
from fastvm.bytecode.words import Word

from ..feedback import CO_SUSPENDED, View
from ..hir.graph import InlinedFrame, Target, Value
from ..hir.types import DOUBLE, INT, OBJECT
from ..llvm.layouts import FRAME_DIRECT, FRAME_SPECIALS
from ..records import replace
from .arguments import Arguments, numeric_parameters, pack, unpack
from .binding import Argument, Defaults, Site, Source, is_plain
from .inlining import REMEMBERING, Inlining
from .registers import EMPTY, RANGE, UNBOXED, Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..callees import Callee

#: Kinds of results (vm_core/jit/direct_calls.pxi).
WANT_OBJECT, WANT_INT, WANT_DOUBLE, WANT_NONE = range(4)
#: Where the callees of a place are numbered: the first that is called directly, the others below.
DIRECT = -1
#: So many instructions behind a call are searched for one that uses the result.
AHEAD = 12


class DirectCalls(Arguments, Inlining):
    def called_directly(self, word: Word) -> bool:
        """A call of a function of the engine, or of a class whose `__init__` is one; whether it was built."""
        if word.row.name not in REMEMBERING or word.index in self.view.generic:
            return False
        site = self._site(word)
        if site is None or self.state[site.function].kind != OBJECT or self._searched(word, site) is not None:
            return False
        value = self.state[site.function].value
        found_now = self.callee_now(value)
        address = self.view.called(word)
        if found_now is not None or (word.row.name != "CALL_TYPE" and address):
            callee = found_now or self.calls.callees.called(address)
            sources = self.bound(callee, site, 0) if callee is not None else None
            if callee is None or sources is None or not self.is_called_directly(callee):
                return False
            function = self.as_object(site.function)
            if self.state[site.function].unbound:
                self.act("guard_bound", function)
            self.act("guard_unit", function, imm=self.direct_frame(word, callee))
            self.call_directly(word, callee, 0, site, sources, function)
            return True
        found = self.calls.callees.initialised(self.view.constructed(word))
        if found is None or not self.is_called_directly(found[1]):
            return False
        sources = self.bound(found[1], site, 1)
        return sources is not None and self._call_class(word, found[1], site, sources, found[0])

    def is_called_directly(self, callee: Callee) -> bool:
        return not callee[0].co_flags & CO_SUSPENDED

    def direct_frame(self, word: Word, callee: Callee, arm: int = 0) -> tuple[int, int]:
        caller = self.view
        level = self.calls.levels.setdefault((word.index, DIRECT - arm), len(self.calls.levels) + 1)
        base = caller.base + caller.slots + FRAME_SPECIALS
        function = base - FRAME_SPECIALS
        frame = InlinedFrame(level, word.index, base, callee[5], function, FRAME_DIRECT, callee[4], callee[6])
        self.function.frames[level] = frame
        self.called[level] = callee
        return level, callee[8]

    def call_directly(
        self, word: Word, callee: Callee, arm: int, site: Site, sources: list[Source], function: Value
    ) -> None:
        frame = self.function.frames[self.direct_frame(word, callee, arm)[0]]
        self.act("guard_call", imm=(0,))
        defaults = self.defaults_of(function, sources)
        self._show_all_but([site.function, *site.arguments], self._handler_of(word) is None)
        kinds = self._fill_parameters(frame, callee, site, sources, frame.base, defaults)
        self.act("put_new", self.owned(site.function, True)[0], imm=(frame.function,))
        self._finish_call(word, frame, self._wanted(word), kinds)

    def _call_class(self, word: Word, callee: Callee, site: Site, sources: list[Source], init: int) -> bool:
        """The instance waits in the first register of the window."""
        guarded = self.called_class(word, site)
        if guarded is None:
            return False
        function = self.op("class_attribute", guarded, imm=(self.known(init),))
        which = self.direct_frame(word, callee)
        frame = self.function.frames[which[0]]
        self.act("guard_unit", function, imm=which)
        self.act("guard_call", imm=(0,))
        defaults = self.defaults_of(function, sources)
        instance = self.op("new_instance", guarded)
        self._show_all_but(site.arguments, False)
        window = word.operands[1]
        if self.state[site.function].fresh is not True:
            self.act("kill", imm=(site.function,))  # the instance keeps its class alive
        self.state[site.function] = EMPTY
        self.write_owned(window, instance)
        kinds = self._fill_parameters(frame, callee, site, sources, frame.base + 1, defaults)
        for object, register in ((instance, frame.base), (function, frame.function)):
            self.act("incref", object)
            self.act("put_new", object, imm=(register,))
        self.pc = word.index
        result = self._run_unit(word, frame, WANT_NONE, kinds)
        self.state[window] = EMPTY
        self._go_behind(word, result)
        return True

    def _show_all_but(self, moved: Sequence[Argument], numbers_wait: bool) -> None:
        """Before the call: show the locals, and give borrowed objects to their registers, but for those that are
        moved to the callee's frame at once. `numbers_wait`: locals that are numbers are only shown when somebody
        looks."""
        registers = [register for register in moved if isinstance(register, int)]
        borrowed = [register for register in registers if self.state[register].kind == OBJECT]
        kept = {register: self.state[register] for register in borrowed if self.state[register].fresh is True}
        for register in kept:
            self.state[register] = EMPTY
        if numbers_wait:
            self.settle()
            for register, known in enumerate(self.state):
                if known.kind == RANGE and any(register in view.locals for view in self.active):
                    self.leave_range(register)
        else:
            self.show_locals()
        for register, known in kept.items():
            self.state[register] = known

    def _fill_parameters(
        self,
        frame: InlinedFrame,
        callee: Callee,
        site: Site,
        sources: list[Source],
        first: int,
        defaults: Defaults,
    ) -> int:
        """Give the parameters, from the register `first` on, their arguments: which of them are numbers without an
        object. Nothing may exit from here on: the frame is no one's yet."""
        parameters = first - frame.base + len(sources)
        taken = self._taken_by(callee, frame.level)
        passed: dict[int, str] = {}
        self.act("empty", imm=(frame.base + parameters, frame.registers - parameters))
        for register, source in enumerate(sources, first):
            number = register - frame.base
            if source in defaults:
                object = defaults[source]
                self.act("incref", object)
            elif isinstance(source, Register):
                object = self.object_given(source)
            elif not isinstance(source, int):
                object = self.collected(site, source)
            elif self._is_loose(source, taken.get(number)):
                value = self.state[source].value
                assert value is not None
                passed[number] = value.type
                self.act(f"pass_{value.type}", value, imm=(number,))
                object = self.op("null")
                self.state[source] = EMPTY
            else:
                object, _ = self.owned(source, True)
            self.act("put_new", object, imm=(register,))
        self.drop_names(site)
        return pack(passed)

    def _taken_by(self, callee: Callee, level: int) -> dict[int, str]:
        """Which parameters the callee takes as numbers, as far as can be known."""
        if callee[0] is self.views[0].code and self.header is None:
            return self.arguments
        if callee[9] >= 0:
            return unpack(callee[9])
        if not is_plain(callee[0]):
            return {}
        return numeric_parameters(View("", *callee[1:6], []), callee[7])

    def _is_loose(self, register: int, kind: str | None) -> bool:
        """Whether a register holds a number of this kind that has no object, and is nobody else's."""
        known = self.state[register]
        return known.kind == kind and known.fresh is True and not self._has_twin(register)

    def _finish_call(self, word: Word, frame: InlinedFrame, want: int, kinds: int) -> None:
        """The call, and its result in the caller's register."""
        result = self._run_unit(word, frame, want, kinds)
        if want == WANT_OBJECT:
            self._go_behind(word, result)
            return
        number, other = self.function.new_block(), self.function.new_block()
        is_number = self.op("result_is_number", result)
        self.function.add(self.block, "branch", [is_number], targets=[Target(number), Target(other)])
        state = self.state
        self.block, self.state = number, list(state)
        self._end_call(word)
        self.write_number(word.operands[0], self.op("result_int" if want == WANT_INT else "result_double", result))
        edges = [(self.block, self.state)]
        self.block, self.state = other, list(state)
        self._go_behind(word, result)
        self._take_for(word, INT if want == WANT_INT else DOUBLE)
        edges.append((self.block, self.state))
        self._go_on(word, edges)

    def _run_unit(self, word: Word, frame: InlinedFrame, want: int, kinds: int) -> Value:
        """The call itself; where native code has the handler of an exception that it raises, it goes on there."""
        handler = self._handler_of(word)
        imm = (word.index, frame.level, want, kinds)
        if handler is None:
            result = self.op("call_unit", imm=imm, reason="run")
        else:
            result = self.op("call_unit_caught", imm=(*imm, handler[0].level), reason="run")
            self._catch(word, self.op("result_is_none", result), *handler)
        self._refresh(result)
        return result

    def _refresh(self, result: Value) -> None:
        """Locals that were not shown before the call are now, if somebody could look meanwhile."""
        unseen = self.op("result_unseen", result)
        conditions: dict[Value, Value] = {}
        self.state = list(self.state)
        for register, known in enumerate(self.state):
            if (
                known.kind not in UNBOXED
                or known.fresh is False
                or not any(register in view.locals for view in self.active)
            ):
                continue
            fresh = unseen
            if isinstance(known.fresh, Value):
                if known.fresh not in conditions:
                    conditions[known.fresh] = self.op("and", known.fresh, unseen)
                fresh = conditions[known.fresh]
            self.state[register] = replace(known, fresh=fresh)

    def _end_call(self, word: Word) -> None:
        """Before a number is written as the result: drop what the instruction has kept."""

    def _go_behind(self, word: Word, result: Value) -> None:
        """The result is an object."""
        self.write_owned(word.operands[0], self.op("result_object", result))

    def _take_for(self, word: Word, kind: str) -> None:
        """The result is an object, and most likely a number of this kind. Behind the call, where an exit goes on."""
        self.pc = word.end
        register = word.operands[0]
        known = self.state[register]
        if known.kind == OBJECT and known.value is not None:
            state = self.frame_state("result", word.index)
            number = self.function.add(self.block, f"unbox_{kind}", [known.value], (), state).result
            assert number is not None
            self.state[register] = Register(kind, number)

    def _wanted(self, word: Word) -> int:
        """What kind of result the instructions behind the call use."""
        register = word.operands[0]
        if word.index in self.view.varying:
            return WANT_OBJECT
        place = word.end
        for _ in range(AHEAD):
            each = self.view.at.get(place)
            if each is None:
                break
            name = each.row.name
            read = any(role == SRC and operand == register for role, operand in zip(each.roles, each.operands))
            if read and name.endswith("_INT"):
                return WANT_INT
            if read and name.endswith("_FLOAT"):
                return WANT_DOUBLE
            if read or each.row.ends_block or register in (each.filled() or ()):
                break
            if any(role == "dst" and operand == register for role, operand in zip(each.roles, each.operands)):
                break
            place = each.end
        return WANT_OBJECT
