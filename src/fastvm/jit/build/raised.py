"""Exceptions that are made: the instance, its arguments and attributes, without the host's calling convention.

BaseException.__new__ keeps the arguments of the call, `__init__` of the class is built in place as any constructor's is
(inlining.py), what that passes to `super().__init__` takes the place of the arguments, and its attributes go into the
instance's dict. None of that runs code of the program.
"""

from __future__ import annotations

from _collections_abc import Sequence

from fastvm.bytecode.words import Word

from ..hir.graph import Value
from .binding import Argument, Site
from .likely import Likely

#: An exception with more arguments is made by the core's function for the call.
MOST_ARGUMENTS = 4


class Raised(Likely):
    def makes_exception(self, site: Site) -> bool:
        """Whether new_exception is for the call of an exception class."""
        plain = all(isinstance(each, int) for each in site.arguments)
        return plain and not site.keywords and len(site.arguments) <= MOST_ARGUMENTS

    def new_exception(self, guarded: Value, arguments: Sequence[Argument]) -> Value:
        """The instance that a call of a guarded exception class, with the arguments in these registers, makes."""
        return self.op("new_exception", guarded, *self._some(arguments), imm=(len(arguments),))

    def is_new_exception(self, register: int) -> bool:
        """Whether a register holds an exception that was made here."""
        value = self.state[register].value
        return value is not None and value.origin is not None and value.origin.name == "new_exception"

    def stores_arguments(self, word: Word, callee: Value | None) -> bool:
        """A call of the `__init__` that builtin exceptions have; whether it is one."""
        dst, b, count = word.operands
        if callee not in self.storing or count > MOST_ARGUMENTS or not self.guesses(word):
            return False
        exception = self.as_object(b + 1)
        arguments = self._some(range(b + 2, b + 2 + count))
        self.settle(runs=False, alive=exception)
        self.act("set_arguments", exception, *arguments, imm=(count,))
        self.end_window(word)
        self.write_borrowed(dst, self.op("none"))
        return True

    def _some(self, arguments: Sequence[Argument]) -> list[Value]:
        """These arguments as objects, and nothing in the places of the others."""
        objects = [self.as_object(each) for each in arguments if isinstance(each, int)]
        assert len(objects) == len(arguments)
        return [*objects, *[self.op("null")] * (MOST_ARGUMENTS - len(objects))]

    def guesses(self, word: Word) -> bool:
        raise NotImplementedError
