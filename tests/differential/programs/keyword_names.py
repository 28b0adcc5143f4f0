"""Keywords that are the parameters' own strings, equal strings made at run time, and strings of a class with an
equality of its own: which of them find a parameter, which go to `**rest`, and what is said of those that may not be."""

import sys


def named(first, /, second, *, third=3, **rest):
    return first, second, third, sorted(rest.items())


def strict(first, second=2, *, third=3):
    return first, second, third


class Loud(str):
    """Equal to every name that it ends with; each comparison is seen."""

    seen = []

    def __eq__(self, other):
        Loud.seen.append(str(other))
        return str.endswith(self, str(other))

    def __hash__(self):
        return str.__hash__(self)


def made(*parts):
    """A string that is not interned."""
    return "".join(parts)


def report(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except TypeError as error:
        print("TypeError:", error)


def tell(function, args, kwargs):
    try:
        print(function(*args, **kwargs))
    except TypeError as error:
        print("TypeError:", error)


for _ in range(4):
    report(named, 1, second=2, fourth=4, fifth=5)
    tell(named, (1,), {made("sec", "ond"): 2, made("thi", "rd"): 30})
    tell(named, (1,), {made("sec", "ond"): 2, made("four", "th"): 4, sys.intern(made("fif", "th")): 5})
    tell(named, (1, 2), {made("sec", "ond"): 20})
    tell(named, (1, 2), {"second": 20, "sixth": 6})
    tell(named, (1, 2), {made("fir", "st"): 10})
    tell(strict, (1,), {made("sec", "ond"): 20, "third": 30})
    tell(strict, (1,), {"fourth": 4})
    tell(strict, (1,), {made("four", "th"): 4})
    tell(strict, (), {})
    Loud.seen.clear()
    tell(strict, (1,), {Loud("the second"): 20})
    tell(named, (1,), {Loud("a second"): 20, Loud("a fourth"): 4})
    print(Loud.seen)

# A dict that once held a key that is no string, and one that holds it still.
for keys in ({"second": 2, 7: 7}, {7: 7, "second": 2}, {"second": 2, None: 0, "third": 3}):
    for _ in range(3):
        tell(named, (1,), keys)
        rest = {key: value for key, value in keys.items() if isinstance(key, str)}
        tell(named, (1,), rest)
    for key in [key for key in keys if not isinstance(key, str)]:
        del keys[key]
    tell(named, (1,), keys)
    keys[7] = 7
    tell(named, (1,), keys)
    tell(strict, (1,), keys)


class Point:
    def __init__(self, x, y=0, **rest):
        self.all = x, y, sorted(rest.items())


class Named(Point):
    def __init__(self, name, **rest):
        super().__init__(**rest)
        self.name = name


for _ in range(4):
    print(Named("a", x=1, z=3).all, Named("b", **{made("x"): 1, made("y", ""): 2, made("na", "ked"): 3}).all)
    tell(Named, ("c",), {"z": 1})
    tell(Named, ("c",), {"name": 1, "x": 2})
