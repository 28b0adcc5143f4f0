"""Attributes behind descriptors in C that run no Python code: `x.__class__`, `type(x).__name__`, `frame.f_code`.

The version of the object's class stands for the descriptor, as it does in the interpreter's cache. `__class__` of
instances is their class, loaded in line. Members (whatever class has them) and those computed attributes that are named
here are fetched by the core, which calls the descriptor's function (call_quiet_1); while somebody hears audit events,
some of which such attributes are, the interpreter does it.
"""

from __future__ import annotations

from fastvm.bytecode.words import Word
from fastvm.jit.host_types import GetSetDescriptorType, MemberDescriptorType

from ..hir.graph import Value
from ..hir.memory import QUIET_EFFECTS
from ..hir.types import OBJECT
from .class_numbers import ClassNumbers
from .plain import FOREIGN
from .quiet_calls import CONDITIONS

#: Computed attributes that only look at the object itself, by the class that has them.
COMPUTED = {
    ("builtins", "type"): "__name__ __qualname__ __module__ __bases__",
    ("builtins", "function"): "__code__ __name__ __qualname__ __defaults__ __kwdefaults__",
    ("builtins", "frame"): "f_code",
    ("builtins", "int"): "real imag numerator denominator",
    ("builtins", "float"): "real imag",
    ("builtins", "BaseException"): "args __traceback__ __context__ __cause__",
    ("datetime", "date"): "year month day",
    ("datetime", "datetime"): "hour minute second microsecond tzinfo fold",
    ("datetime", "time"): "hour minute second microsecond tzinfo fold",
}
_NAMES = {owner: frozenset(names.split()) for owner, names in COMPUTED.items()}
_CLASS = vars(object)["__class__"]


class Descriptors(ClassNumbers):
    """Loads of such attributes."""

    def described(self, word: Word) -> bool:
        """A load that the interpreter's cache has a descriptor for; whether it was built."""
        dst, b, _ = word.operands
        if word.row.name != "GETATTR_DESCRIPTOR" or word.index in self.view.foreign:
            return False
        cache = self.view.attribute_cache(word)
        found = self.calls.callees.object_at(cache.value, cache.version)
        if found is not _CLASS and not _is_quiet(found):
            return False
        guarded = self.op("guard_class", self.as_object(b), imm=(cache.version,))
        if found is _CLASS:
            value = self.op("class_of", guarded)
            self.act("incref", value)
        else:
            value = self._fetched(guarded, cache.value)
        self.kill_sources(word, 1)
        self.write_owned(dst, value)
        return True

    def _fetched(self, guarded: Value, descriptor: int) -> Value:
        callee = self.op("class_attribute", guarded, imm=(self.known(descriptor),))
        imm = (OBJECT, CONDITIONS["h"], QUIET_EFFECTS.index(""))
        return self.op("call_quiet_1", callee, guarded, imm=imm, reason=FOREIGN)


def _is_quiet(found: object) -> bool:
    if type(found) is MemberDescriptorType:
        return True
    if type(found) is not GetSetDescriptorType:
        return False
    owner = found.__objclass__
    return found.__name__ in _NAMES.get((owner.__module__, owner.__qualname__), ())
