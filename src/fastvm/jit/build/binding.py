"""Binding: which argument each parameter of a callee gets, decided when the code is built.

The number of arguments of a call, and their names, are known then; so are the callee's parameters. So what the core's
binder does at run time (vm_core/binder.pxi) is done here: an argument goes to its parameter as it is, a default is
read from the function, and only what `*args` and `**kwargs` take gets a tuple or dict of its own. A call whose
arguments do not fit is not built: the interpreter says what is wrong with it.
"""

from __future__ import annotations

from _collections_abc import Sequence

from ..hir.graph import Value
from ..hir.types import OBJECT
from ..records import record, replace
from .builder import BuilderBase
from .registers import EMPTY, NULL, RANGE, UNBOXED, Register

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

    from ..callees import Callee

CO_VARARGS = 4
CO_VARKEYWORDS = 8


@record
class Site:
    """A call that may be built in place: where its function (or class) is, and its arguments."""

    function: int  # the register
    arguments: tuple[int, ...]  # registers
    keywords: tuple[str, ...] = ()  # the names of the last of them
    names: int = -1  # the register with the names


@record
class KeywordDefault:
    """The default of a keyword-only parameter: its place among the callee's locals."""

    place: int


@record
class Rest:
    """The tuple of arguments that no other parameter takes: their registers."""

    registers: tuple[int, ...]


@record
class Named:
    """The dict of the keyword arguments that no other parameter takes: the place of each name, and its register."""

    pairs: tuple[tuple[int, int], ...]


#: What a parameter gets: the argument in a register; its default (a negative number; -1: the last one); or what the
#: records above say.
Source = int | KeywordDefault | Rest | Named


def is_plain(code: CodeType) -> bool:
    """Whether all parameters are positional."""
    return not code.co_kwonlyargcount and not code.co_flags & (CO_VARARGS | CO_VARKEYWORDS)


def takes(code: CodeType, count: int) -> bool:
    """Whether there are so many parameters, all positional."""
    return is_plain(code) and code.co_argcount == count


def bind(code: CodeType, site: Site, given: int) -> list[Source] | None:
    """What each parameter gets, but for the first ones, `given` in number, whose arguments are elsewhere. None: the
    arguments do not fit."""
    taken, named = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    positional = site.arguments[: len(site.arguments) - len(site.keywords)]
    fitting = positional[: max(taken - given, 0)]
    rest = positional[len(fitting) :]
    if given > taken or (rest and not code.co_flags & CO_VARARGS):
        return None
    sources: list[Source | None] = [None] * named
    sources[given : given + len(fitting)] = fitting
    names = code.co_varnames[code.co_posonlyargcount : named]
    others: list[tuple[int, int]] = []
    for number, (name, register) in enumerate(zip(site.keywords, site.arguments[len(positional) :])):
        if name in names:
            place = code.co_posonlyargcount + names.index(name)
            if place < given or sources[place] is not None:
                return None
            sources[place] = register
        elif code.co_flags & CO_VARKEYWORDS:
            others.append((number, register))
        else:
            return None
    bound: list[Source] = []
    for place, source in enumerate(sources):
        missing = place - taken if place < taken else KeywordDefault(place)
        bound.append(source if source is not None else missing)
    if code.co_flags & CO_VARARGS:
        bound.append(Rest(rest))
    if code.co_flags & CO_VARKEYWORDS:
        bound.append(Named(tuple(others)))
    return bound[given:]


Defaults = dict[Source, Value]


class Binding(BuilderBase):
    """Arguments on their way to parameters."""

    def bound(self, callee: Callee, site: Site, given: int) -> list[Source] | None:
        return bind(callee[0], site, given)

    def defaults_of(self, function: Value, sources: Sequence[Source]) -> Defaults:
        """The default arguments that a call needs, borrowed from the function."""
        found: Defaults = {}
        for source in sources:
            if isinstance(source, KeywordDefault):
                found[source] = self.op("keyword_default", function, imm=(source.place,))
            elif isinstance(source, int) and source < 0:
                found[source] = self.op("default_argument", function, imm=(-source,))
        return found

    def pass_all(self, site: Site, sources: Sequence[Source], first: int, defaults: Defaults) -> None:
        """Give the parameters of an inlined call, from the register `first` on, their arguments. Nothing exits here."""
        for register, source in enumerate(sources, first):
            if source in defaults:
                self.state[register] = Register(OBJECT, defaults[source], True)
            elif isinstance(source, int):
                self.pass_register(source, register)
            else:
                self.write_owned(register, self.collected(site, source))
        self.drop_names(site)

    def pass_register(self, source: int, target: int) -> None:
        """Move what a register of the window holds to a register of the callee, which is empty."""
        if self.state[source].kind == RANGE:
            self.leave_range(source)
        known = self.state[source]
        assert known.kind != NULL
        if known.fresh is True:
            self.state[source], self.state[target] = EMPTY, replace(known, unbound=False)
        elif known.kind in UNBOXED and known.fresh is not False:
            self.act("put_new", self.op("take", imm=(source,)), imm=(target,))
            self.state[source], self.state[target] = EMPTY, replace(known, unbound=False)
        else:
            object, view = self.owned(source, True)
            self.write_owned(target, object, view)

    def collected(self, site: Site, source: Source) -> Value:
        """The tuple or dict of the arguments that have no parameter of their own: an object of our own. Nothing exits
        here."""
        if isinstance(source, Rest):
            if not source.registers:
                empty = self.op("empty_tuple")
                self.act("incref", empty)
                return empty
            items = [self.owned(register, True)[0] for register in source.registers]
            made = self.op("make_tuple", imm=(len(items),))
            for place, item in enumerate(items):
                self.act("set_field", made, item, imm=(place,))
            return made
        assert isinstance(source, Named)
        values = [self.owned(register, True)[0] for _, register in source.pairs]
        made = self.op("make_dict")
        for (number, _), value in zip(source.pairs, values):
            key = self.op("field", self.as_object(site.names), imm=(number,))
            self.act("set_entry", made, key, value)
        return made

    def drop_names(self, site: Site) -> None:
        """The names of the keyword arguments have been used."""
        if site.names >= 0:
            if self.state[site.names].fresh is not True:
                self.act("kill", imm=(site.names,))  # a constant
            self.state[site.names] = EMPTY
