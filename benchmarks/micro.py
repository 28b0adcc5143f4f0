"""Single operations: what one attribute read, one call, one trip round a loop costs.

Each is a line in the table OPERATIONS: a statement, and what has to be there before it. From a line a function
of `count` is made that goes round a loop `count` times with the statement ten times in its body, so that
the loop weighs little; what it weighs is measured too and taken off.

Runs as a script on any Python 3.9+, alone: `fastvm benchmarks/micro.py [NAME...]` prints nanoseconds per operation.
"""

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Function = Callable[[int], object]

PER_TRIP = 10

# name, statement, setup. The names begin with the group they are shown in.
OPERATIONS = (
    # Moves between local variables: an instruction that does next to nothing, so mostly its dispatch.
    ("dispatch_move", "b = a; a = b", "a = 1"),
    # The loops go round ten times each.
    ("loop_for", "for n in items: pass", "items = range(10)"),
    ("loop_while", "n = 10\nwhile n: n -= 1", ""),
    ("loop_comprehension", "[n for n in items]", "items = range(10)"),
    ("integer_add", "x = x + 1", "x = 1"),
    # Past one machine digit of CPython's integers.
    ("integer_add_large", "x = x + 3", "x = 1 << 40"),
    ("integer_compare", "if x < 3: x = 0", "x = 5"),
    ("float_multiply", "x = x * y", "x, y = 1.5, 0.999999"),
    ("name_global", "x = GLOBAL", ""),
    ("name_builtin", "x = len", ""),
    ("name_cell", "x = cell", "cell = 1\ndef inner(): return cell"),
    ("attribute_read", "x = p.x", "p = Point(1, 2)"),
    ("attribute_write", "p.x = 3", "p = Point(1, 2)"),
    ("attribute_slot", "x = p.x", "p = Slotted(1)"),
    ("attribute_property", "x = p.value", "p = Point(1, 2)"),
    ("attribute_class", "x = p.kind", "p = Point(1, 2)"),
    ("item_list_read", "x = items[1]", "items = [1, 2, 3]"),
    ("item_list_write", "items[1] = 4", "items = [1, 2, 3]"),
    ("item_dict_read", "x = items['b']", "items = {'a': 1, 'b': 2}"),
    ("item_dict_write", "items['b'] = 3", "items = {'a': 1, 'b': 2}"),
    ("item_string", "x = text[2]", "text = 'abcdef'"),
    ("call_function", "nothing()", ""),
    ("call_arguments", "three(1, 2, 3)", ""),
    ("call_keywords", "defaults(1, c=3)", ""),
    ("call_star", "three(*items)", "items = (1, 2, 3)"),
    ("call_method", "p.method()", "p = Point(1, 2)"),
    # Three classes in turn at each call site.
    ("call_polymorphic", "animals[_ % 3].speak()", "animals = [Dog(), Cat(), Cow()]"),
    ("call_builtin", "len(items)", "items = [1, 2, 3]"),
    ("call_builtin_method", "items.append(1); items.pop()", "items = []"),
    ("call_closure", "inner()", "step = 1\ndef inner(): return step"),
    ("call_operator", "p + p", "p = Point(1, 2)"),
    ("call_isinstance", "isinstance(p, Slotted)", "p = Point(1, 2)"),
    ("allocation_instance", "x = Point(1, 2)", ""),
    ("allocation_slotted", "x = Slotted(1)", ""),
    ("allocation_list", "x = [n, n, n]", "n = 1"),
    ("allocation_dict", "x = {'a': n, 'b': n}", "n = 1"),
    ("allocation_tuple", "x, y = (y, n, x)[:2]", "n = x = y = 1"),
    ("allocation_closure", "x = lambda: n", "n = 1"),
    ("string_concatenate", "x = text + 'def'", "text = 'abc'"),
    ("string_format", "x = f'{n} apples'", "n = 12"),
    ("exception_none", "try: pass\nexcept ValueError: raise", ""),
    ("exception_caught", "try: raise ValueError\nexcept ValueError: pass", ""),
    ("exception_from_call", "try: raises()\nexcept ValueError: pass", ""),
    ("context_manager", "with context: pass", "context = Context()"),
    ("generator_resume", "next(source)", "source = endless()"),
)


class Point:
    kind = "point"

    def __init__(self, x: object, y: object) -> None:
        self.x = x
        self.y = y

    def method(self) -> None:
        pass

    @property
    def value(self) -> object:
        return self.x

    def __add__(self, other: "Point") -> "Point":
        return self


class Slotted:
    __slots__ = ("x",)

    def __init__(self, x: object) -> None:
        self.x = x


class Dog:
    def speak(self) -> int:
        return 1


class Cat:
    def speak(self) -> int:
        return 2


class Cow:
    def speak(self) -> int:
        return 3


class Context:
    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        pass


GLOBAL = 1


def nothing() -> None:
    pass


def three(a: object, b: object, c: object) -> None:
    pass


def defaults(a: object, b: object = 1, *, c: object = 2) -> None:
    pass


def raises() -> None:
    raise ValueError


def endless() -> "Iterator[int]":
    while True:
        yield 1


def make(name: str, statement: str, setup: str) -> "Function":
    """The function of `count` for a line of the table."""
    lines = [f"def {name}(count):", *("    " + line for line in setup.splitlines()), "    for _ in range(count):"]
    lines += ["        " + line for line in statement.splitlines()] * PER_TRIP
    # In this module's namespace: the operations find its classes and functions as any function does.
    exec("\n".join([*lines, "        pass"]), globals())
    function: Function = globals()[name]
    return function


def functions() -> "dict[str, Function]":
    return {name: make(name, statement, setup) for name, statement, setup in OPERATIONS}


def best_time(function: "Function", count: int, repeats: int = 5) -> float:
    """Seconds of the fastest of some repeats: the one that was disturbed the least."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function(count)
        times.append(time.perf_counter() - start)
    return min(times)


def empty_trips(count: int) -> None:
    for _ in range(count):
        pass


def nanoseconds(function: "Function", count: int) -> float:
    """Of one operation, without the loop around it."""
    return max(0.0, best_time(function, count) - best_time(empty_trips, count)) / (count * PER_TRIP) * 1e9


def main(names: "list[str]") -> None:
    for name, function in functions().items():
        if not names or name in names or name.partition("_")[0] in names:
            print(f"{name:<24}{nanoseconds(function, 20_000):>9.1f} ns", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
