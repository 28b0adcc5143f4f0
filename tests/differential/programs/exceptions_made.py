"""Exceptions with an `__init__` of their own, and what they are made of: arguments, attributes, tracebacks, deaths."""

import gc
import sys


class Plain(Exception):
    def __init__(self, field, value):
        super().__init__(f"{field}: {value}")
        self.field = field
        self.value = value


class Derived(Plain):
    def __init__(self, field, value=None, *, note="n"):
        super().__init__(field, value)
        self.note = note


class Without(Exception):
    def __init__(self, a, b):
        self.both = a, b


class Many(ValueError):
    def __init__(self, *parts):
        super().__init__(*parts)
        self.count = len(parts)


class Replaced(KeyError):
    def __init__(self, key):
        self.args = (key, "replaced")
        Exception.__init__(self, key, len(self.args))
        self.args += ("more",)


class Loud(Exception):
    deaths = []

    def __init__(self, name):
        super().__init__(name)
        self.name = name

    def __del__(self):
        Loud.deaths.append(self.name)


class Held:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        Loud.deaths.append("held " + self.name)


class Keeper(Exception):
    """Its first arguments are the only ones that keep what it is given alive."""

    def __init__(self, held):
        held = held.name
        super().__init__(held)
        self.after = list(Loud.deaths)


class Property(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.twice = value

    @property
    def twice(self):
        return self._twice * 2

    @twice.setter
    def twice(self, value):
        self._twice = value


class Refuses(Exception):
    __slots__ = ("inner",)

    def __init__(self, inner):
        super().__init__(inner)
        self.inner = inner
        self.outer = inner


class Bad(Exception):
    def __init__(self, value):
        super().__init__(value)
        return value


class Metaclass(type):
    def __call__(cls, *args):
        made = super().__call__(*args)
        made.called = True
        return made


class Made(Exception, metaclass=Metaclass):
    def __init__(self, value):
        super().__init__(value)


class New(Exception):
    def __new__(cls, *args):
        made = super().__new__(cls, "new", *args)
        made.early = made.args
        return made

    def __init__(self, value):
        self.value = value


def fail(kind, *args, **named):
    raise kind(*args, **named)


def direct(n):
    if n % 3 == 0:
        raise Plain("field", n)
    if n % 3 == 1:
        raise Derived("derived", n, note=n * 1.5)
    raise Without(n, str(n))


def deep(n, depth):
    if depth:
        return deep(n, depth - 1)
    return direct(n)


def chained(n):
    try:
        return int("x" * n)
    except ValueError as error:
        raise Plain("chained", n) from error


def lines(error):
    found = []
    entry = error.__traceback__
    while entry is not None:
        names = sorted(entry.tb_frame.f_locals)[:4]
        found.append((entry.tb_frame.f_code.co_name, entry.tb_lineno, entry.tb_lasti > 0, len(names)))
        entry = entry.tb_next
    return found


def describe(error):
    fields = {name: value for name, value in sorted(vars(error).items())}
    return type(error).__name__, error.args, str(error), fields, lines(error)


def seen(n):
    """Each kind, and all that it shows."""
    results = []
    for call in (
        lambda: deep(n, 3),
        lambda: chained(1 + n % 3),
        lambda: fail(Many, n, n + 1, n + 2),
        lambda: fail(Many),
        lambda: fail(Many, *range(7)),
        lambda: fail(Replaced, n),
        lambda: fail(Property, n),
        lambda: fail(Refuses, n),
        lambda: fail(Bad, n),
        lambda: fail(Bad, None),
        lambda: fail(Made, n),
        lambda: fail(New, n),
        lambda: fail(Plain, n),
        lambda: fail(Derived, field=n),
    ):
        try:
            call()
        except Exception as error:
            results.append(describe(error))
            cause = error.__cause__
            if cause is not None:
                results.append((type(cause).__name__, cause is error.__context__, lines(cause)))
    return results


def hot(rounds):
    totals = {}
    values = 0
    for n in range(rounds):
        try:
            direct(n)
        except Derived as error:
            values += error.value + len(error.note.__class__.__name__)
            kind = type(error)
        except Plain as error:
            values += error.value
            kind = type(error)
        except Without as error:
            values += error.both[0]
            kind = type(error)
        totals[kind.__name__] = totals.get(kind.__name__, 0) + 1
    return totals, values


def identity(rounds):
    """Arguments are the very objects, numbers too."""
    same = 0
    for n in range(rounds):
        value = n * 1000.5
        error = Without(value, n + 1000)
        same += error.args[0] is value and error.both[0] is value and error.args[1] is error.both[1]
    return same


def deaths(rounds):
    for n in range(rounds):
        try:
            raise Loud(f"loud {n}")
        except Loud as error:
            Loud.deaths.append(f"caught {error.name}")
        Loud.deaths.append("after")
        try:
            raise Keeper(Held(str(n)))
        except Keeper as error:
            Loud.deaths.append((error.args, error.after[-1:]))
    found = Loud.deaths[-12:]
    count = len(Loud.deaths)
    Loud.deaths.clear()
    return count, found


def kept(rounds):
    """Tracebacks that live on keep their frames, with the locals that these had in the end."""
    entries = []
    for n in range(rounds):
        try:
            deep(n, 2)
        except Exception as error:
            if n % 7 == 0:
                entries.append(error.__traceback__)
    gc.collect()
    last = entries[-1]
    names = []
    while last is not None:
        frame = last.tb_frame
        names.append((frame.f_code.co_name, last.tb_lineno, frame.f_lineno, sorted(frame.f_locals.items())[-1][0]))
        names.append(frame.f_back.f_code.co_name if frame.f_back is not None else None)
        last = last.tb_next
    frame = entries[0].tb_next.tb_next.tb_frame
    frame.clear()
    return len(entries), names, frame.f_locals


def reraised(rounds):
    depth = []
    for n in range(rounds):
        try:
            try:
                direct(n)
            except Plain:
                raise
            finally:
                n += 1
        except Exception as error:
            depth.append(len(lines(error)))
    return sorted(set(depth)), len(depth)


def nested(depth):
    """As many entries as deaths may not be nested."""
    held = Held(f"at {depth}") if depth % 30 == 0 else None
    if depth:
        nested(depth - 1)
    raise Plain("deep", held is None)


def changing(rounds):
    """The class changes while its exceptions are made."""
    found = []

    class Changing(Exception):
        def __init__(self, value):
            super().__init__(value)
            self.value = value

    def other(self, value):
        Exception.__init__(self, "other", value)

    for n in range(rounds):
        if n == rounds // 3:
            Changing.__init__ = other
        if n == rounds // 2:
            Changing.value = property(lambda self: "property", lambda self, value: setattr(self, "hidden", value))
        if n == rounds * 2 // 3:
            del Changing.__init__
        try:
            raise Changing(n)
        except Changing as error:
            found.append((error.args, vars(error), getattr(error, "value", None)))
    return found[0], found[rounds // 3], found[rounds // 2], found[-1]


def main():
    for n in range(4):
        for result in seen(n):
            print(*result)
    for rounds in (20, 300):
        print(hot(rounds), identity(rounds), reraised(rounds))
        print(*kept(rounds))
        print(*deaths(rounds))
        print(*changing(rounds))
    try:
        nested(150)
    except Plain as error:
        entry, count = error.__traceback__, 0
        while entry is not None:
            entry, count = entry.tb_next, count + 1
        print(count, str(error))
    print(Loud.deaths)
    print(sys.exc_info())


main()
