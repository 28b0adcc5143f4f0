"""Runs many random programs in one process and tells what each did: started by `compare.py` on either interpreter.

Arguments: a JSON file with a list of sources, and how often to run each (later turns find warm caches). Prints a
JSON line for each program when it is done, so that a crash loses only the program it happened in.
"""

import builtins
import contextlib
import functools
import io
import json
import linecache
import signal
import sys
import traceback
import warnings

#: Seconds of processor time for one program, many times what it needs (and what compiling all of it takes).
SECONDS = 30


class Box:
    """An object with operators; its state is in its repr."""

    def __init__(self, n):
        self.n = n
        self.items = [n]

    def __repr__(self):
        return f"{type(self).__name__}({self.n!r})"

    def __add__(self, other):
        return Box(cap((self.n, other)))

    def __radd__(self, other):
        return Box(cap((other, self.n)))

    def __sub__(self, other):
        if isinstance(other, str):
            raise ValueError(f"minus {other}")
        return NotImplemented

    def __or__(self, other):
        self.items.append(1)
        return self

    def __bool__(self):
        return self.n != 0

    @property
    def double(self):
        return cap(self.n * 2)

    @double.setter
    def double(self, value):
        self.n = value

    def method(self, x):
        return cap((self.n, x))

    def child(self):
        return Box(1)


class Slotted:
    """The same in slots, without a dictionary."""

    __slots__ = ("n", "items", "__dict__")
    method = Box.method
    child = Box.child
    double = Box.double
    __repr__ = Box.__repr__
    __add__ = Box.__add__

    def __init__(self, n):
        self.n = n


class Manager:
    def __init__(self, label, swallow):
        self.label, self.swallow = label, swallow

    def __enter__(self):
        show("enter", self.label)
        return self.label

    def __exit__(self, kind, value, tb):
        show("exit", self.label, kind)
        return self.swallow


class Suspend:
    """An awaitable that gives its value to whoever drives the coroutine."""

    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


def cap(value, depth=0):
    """The value, cut to a size that cannot grow without bound."""
    if isinstance(value, int):
        return value if -(2**70) < value < 2**70 else int(value) % 1000003
    if isinstance(value, str):
        return value[:60]
    if isinstance(value, (list, tuple)):
        return type(value)(cap(v, depth + 1) for v in value[:12]) if depth < 4 else "..."
    if isinstance(value, dict):
        return {k: cap(v, depth + 1) for k, v in list(value.items())[:12]} if depth < 4 else "..."
    if isinstance(value, Box) and depth:
        return value if depth < 2 else "a box"
    return value


def as_int(value):
    return value if isinstance(value, (int, float)) else len(repr(value)[:100])


def text(value):
    """A repr without addresses; those of cyclic or broken objects too."""
    try:
        result = repr(value)
    except RecursionError:
        return "<recursive>"
    except Exception as error:
        return f"<repr failed: {type(error).__name__} {error}>"
    return "<...>" if " at 0x" in result else result[:300]


def show(*values):
    print(*map(text, values))


def report(error):
    print("".join(traceback.format_exception(error, limit=6)))


def attempt(function, *args):
    try:
        show(function(*args))
    except (Exception, GeneratorExit) as error:
        report(error)


def drive(coroutine, value):
    sent = None
    try:
        for _ in range(50):
            show("awaited", coroutine.send(sent))
            sent = value
    except StopIteration as stop:
        show("returned", stop.value)
    finally:
        coroutine.close()


def decorated(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        show("call", len(args), sorted(kwargs))
        return function(*args, **kwargs)

    return wrapper


PRELUDE = {
    name: globals()[name]
    for name in (
        "Box",
        "Slotted",
        "Manager",
        "Suspend",
        "cap",
        "as_int",
        "show",
        "report",
        "attempt",
        "drive",
        "decorated",
    )
}


def run(name, code):
    """What one run of a program prints, with the traceback of what it raised."""
    output = io.StringIO()
    namespace = {"__name__": name, "__builtins__": builtins, "partial": functools.partial, **PRELUDE}

    def final(*names):
        for known in names:
            show(known, namespace.get(known, "unbound"))

    namespace["final"] = final
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            exec(code, namespace)
        except Exception:
            traceback.print_exc(limit=8)
        namespace.clear()
    return output.getvalue()


def main(path, turns, first):
    """Run the programs of a file. `first`: the number of the first one, which is in their tracebacks."""
    sys.setrecursionlimit(400)
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda unraisable: print("unraisable", repr(unraisable.exc_value))
    with open(path, encoding="utf-8") as stream:
        sources = json.load(stream)
    for number, source in enumerate(sources, first):
        name = f"<program {number}>"
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        try:
            code = compile(source, name, "exec")
        except SyntaxError as error:  # rare, and its message is compared like any output
            print(json.dumps({"number": number, "outputs": [f"{type(error).__name__} {error}"]}), flush=True)
            continue
        # A program that does not end ends the process: reduced programs may be like that. Nothing can catch it.
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        outputs = [run(name, code) for _ in range(turns)]
        signal.setitimer(signal.ITIMER_PROF, 0)
        print(json.dumps({"number": number, "outputs": outputs}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
