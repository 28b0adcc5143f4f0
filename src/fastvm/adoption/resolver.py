"""Answers the native core's question: what about this code object?

The core calls the resolver with `(code, origin)` when the evaluator meets a code object for the first time. The
answer is

* a unit (a tuple): the engine runs the code from now on;
* a number n: the host runs it, and the core asks again after n more calls;
* a string: the host runs it for good, and that is the reason (`--stats` shows them).

`origin` is the Source that `capture.py` attached when the code was made by compile, exec or eval; code of
modules has none, and is found by its file name. Functions are compiled one at a time, when first called.
"""

import sys
from time import perf_counter_ns

from fastvm import _core
from fastvm.adoption import late, policy, processes
from fastvm.adoption.keys import CodeType, Key, UnitTuple, code_key
from fastvm.adoption.sources import (
    FileSource,
    GivenSource,
    TextSource,
    all_nodes,
    displayed_source,
    file_source,
    find_node,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fastvm.adoption.locate import Located

# The origin of library code that has been asked about once and is being counted.
_WAITED = "waited"

_NO_MATCH = "the source does not match"


class Resolver:
    """The resolver with its mode, and what it counts for the statistics."""

    def __init__(self, mode: str = policy.DEFAULT_MODE) -> None:
        self.mode = mode
        self.compiled = 0  # units made by the front end
        self.compile_ns = 0
        self.cached = 0  # units found in a cache
        self.errors: dict[str, int] = {}  # internal errors, by message

    def __call__(self, code: CodeType, origin: object) -> "UnitTuple | int | str":
        try:
            if isinstance(origin, GivenSource):
                return self._captured(code, origin)
            return self._of_module(code, origin is not None)
        except (RecursionError, MemoryError):
            return policy.RETRY_CALLS
        except Exception as error:
            return self._failure(error)

    def unit_now(self, code: CodeType) -> "UnitTuple | str":
        """The unit of a code object whatever the mode says, or the reason why there is none."""
        origin = _core.get_origin(code)
        try:
            if isinstance(origin, GivenSource):
                self._pass_on(code, origin)
                return self._unit(code, origin)
            return self._unit(code, file_source(code.co_filename) or displayed_source(code))
        except Exception as error:
            return self._failure(error)

    @staticmethod
    def _pass_on(code: CodeType, source: GivenSource) -> None:
        """The code objects inside come from the same source."""
        for const in code.co_consts:
            if isinstance(const, CodeType):
                _core.set_origin(const, source)

    def _captured(self, code: CodeType, source: GivenSource) -> "UnitTuple | int | str":
        self._pass_on(code, source)
        if self.mode != "all" and isinstance(source, TextSource) and code.co_name == "<module>":
            source.runs += 1
            if source.runs < policy.TEXT_RUNS and not policy.has_loop(code):
                return policy.TEXT_RUNS - source.runs
        return self._unit(code, source)

    def _of_module(self, code: CodeType, waited: bool) -> "UnitTuple | int | str":
        processes.before_first_call(code)
        if not waited:
            answer = policy.first_answer(self.mode, code.co_filename)
            if answer is not None:
                _core.set_origin(code, _WAITED)
                return answer
        return self._unit(code, file_source(code.co_filename))

    def _unit(self, code: CodeType, source: "FileSource | GivenSource | None") -> "UnitTuple | str":
        if source is None:
            return "no source"
        try:
            key = code_key(code)
        except ValueError:
            return "not made by the compiler"
        if isinstance(source, FileSource):
            return self._unit_of_file(code, key, source)
        units = source.units
        if units is None:
            units = self._all_units(source)
            source.complete(units)
        elif type(units.get(key)) is tuple:
            self.cached += 1
        return units.get(key, _NO_MATCH)

    def _unit_of_file(self, code: CodeType, key: Key, source: FileSource) -> "UnitTuple | str":
        unit = source.cache.get(key)
        if unit is not None:
            self.cached += 1
            return unit
        located = find_node(source, code)
        if located is None:
            return _NO_MATCH
        if source.parses > 1:
            # Its tree had to make room once already: do the whole source now, not to parse it a third time.
            for other in all_nodes(source):
                other_key = code_key(other.code)
                _core.untrack(other_key)
                if other is not located and source.cache.get(other_key) is None:
                    source.cache.add(other_key, self._compile(other))
        unit = self._compile(located)
        _core.untrack(key)
        source.cache.add(key, unit)
        return unit

    def _all_units(self, source: GivenSource) -> "dict[Key, UnitTuple | str]":
        """The units of a text or a tree; where the front end fails, the reason."""
        units: dict[Key, UnitTuple | str] = {}
        for located in source.index().everything():
            key = code_key(located.code)
            _core.untrack(key)
            try:
                units[key] = self._compile(located)
            except (RecursionError, MemoryError):
                raise  # it is all to be done again later
            except Exception as error:
                units[key] = self._failure(error)
        return units

    def _compile(self, located: "Located") -> UnitTuple:
        compile_unit = late.module("fastvm.frontend.compiler").compile_unit
        started = perf_counter_ns()
        unit: UnitTuple = compile_unit(located.code, located.node, located.optimize, located.class_name).as_tuple()
        self.compile_ns += perf_counter_ns() - started
        self.compiled += 1
        # What is kept must not show up among the program's objects.
        _core.untrack(unit)
        return unit

    def _failure(self, error: Exception) -> str:
        if isinstance(error, SyntaxError):
            return "the source does not compile any more"
        if isinstance(error, OSError):
            return "the source cannot be read"
        # A bug of ours must not break the program: the host runs the code, and --stats says so.
        reason = f"internal error: {type(error).__name__}: {error}"
        self.errors[reason] = self.errors.get(reason, 0) + 1
        if _DEBUG:
            sys.__excepthook__(type(error), error, error.__traceback__)
        return reason


def _debugging() -> bool:
    import os

    return bool(os.environ.get("FASTVM_DEBUG"))


_DEBUG = _debugging()
