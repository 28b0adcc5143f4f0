"""What says of which class an object is, attributes behind descriptors in C, and unpacking with a star, in hot code."""

import datetime
import sys


class Base:
    def __init__(self, size):
        self.size = size

    def name(self):
        return type(self).__name__

    def same(self, other):
        if other.__class__ is self.__class__:
            return self.size == other.size
        return NotImplemented

    def kin(self, other):
        return type(self) is type(other), self.__class__ == other.__class__, isinstance(other, self.__class__)


class Left(Base):
    pass


class Right(Base):
    __slots__ = ("rest",)


class Odd(Base):
    @property
    def __class__(self):
        return Left


class Meta(type):
    @property
    def __name__(cls):
        return "named by its metaclass"


class Named(Base, metaclass=Meta):
    pass


class Dying:
    gone = 0

    def __del__(self):
        Dying.gone += 1


def names(objects, rounds):
    total = 0
    for _ in range(rounds):
        for each in objects:
            total += len(each.name()) + (each.same(objects[0]) is True)
    return total


def kinds(objects, rounds):
    counts = {}
    for _ in range(rounds):
        for each in objects:
            found = each.kin(objects[-1])
            counts[found] = counts.get(found, 0) + 1
    return sorted(counts.items())


def dates(rounds):
    total = 0
    day = datetime.datetime(2024, 2, 27, 23, 59, 58)
    step = datetime.timedelta(hours=7)
    for _ in range(rounds):
        total += day.year + day.month + day.day + day.hour + day.minute + day.second
        day = day + step
    return total


def codes(rounds):
    found = 0
    for _ in range(rounds):
        frame = sys._getframe()
        found += frame.f_code is codes.__code__
        found += frame.f_code.co_name == codes.__name__ and len(frame.f_code.co_varnames)
    return found


def numbers(rounds):
    total = 0
    for n in range(rounds):
        x = n if n % 3 else n + 0.5
        total += x.real + x.imag
        total += len(x.__class__.__name__)
    return total


def temporary(rounds):
    """Only a temporary has the instance: its class outlives it."""
    total = 0
    for _ in range(rounds):
        total += len(Dying().__class__.__name__) + len(type(Dying()).__name__)
    return total, Dying.gone


def temporary_class(rounds):
    """Only the instance has its class."""
    total = 0
    for n in range(rounds):
        cls = type(f"Made{n % 7}", (), {})()
        cls = cls.__class__
        total += len(cls.__name__)
        other = type(type(f"Other{n % 3}", (), {})())
        total += len(other.__qualname__)
    return total


def changed(rounds):
    each = Left(1)
    seen = []
    for n in range(rounds):
        if n == rounds - 5:
            each.__class__ = Base
        if n == rounds - 3:
            Base.__name__ = "Renamed"
        if n % 500 == 0 or n > rounds - 8:
            seen.append((each.__class__.__name__, type(each) is Left))
        if each.__class__ is Left and type(each).__name__ != "Left":
            seen.append("wrong")
    Base.__name__ = "Base"
    return seen


def missing(rounds):
    """A member without a value, and what has no such attribute."""
    found = 0
    for n in range(rounds):
        each = Right(n) if n % 50 else 7
        try:
            found += each.__class__.__name__ == "Right"
            each.rest
        except AttributeError as error:
            found += len(str(error))
    return found


def heads(rows, rounds):
    total = 0
    for _ in range(rounds):
        for row in rows:
            first, *rest = row
            total += first + len(rest)
            *most, last = row
            total += last + sum(most)
    return total


def middles(rows, rounds):
    total = 0
    for n in range(rounds):
        for row in rows:
            try:
                a, b, *c, d = row
            except ValueError as error:
                total += len(str(error))
            except TypeError as error:
                total += len(str(error)) + 1
            else:
                total += len(c) + a + b + d
    return total


def owned(rounds):
    """The list that is unpacked dies with its items but for those that are taken."""
    Dying.gone = 0
    for _ in range(rounds):
        first, *rest = [Dying(), Dying(), Dying()]
        rest.pop()
        first = None
    return Dying.gone


def itself(rounds):
    total = 0
    for n in range(rounds):
        x = [n, n + 1, n + 2]
        x, *y = x
        total += x + len(y)
        y, *y = y
        total += y[0]
    return total


def words(text):
    head, *tail = text.split("|")
    for word in tail:
        head += word.strip()
    return head


def texts(rounds):
    """A builtin function called with what a function with a loop returns."""
    out = []
    for n in range(rounds):
        out.append(str(words(f"a|b {n % 10}| c")))
        out.append(len(words("x| y|z ")))
        if len(out) > 100:
            del out[:99]
    return out


def run(rounds):
    objects = [Left(1), Right(1), Base(2), Left(1), Odd(1), Named(1)]
    print(names(objects, rounds), names(objects[:2], rounds))
    print(kinds(objects, rounds // 4), kinds(objects[:4], rounds // 4))
    print(dates(rounds), codes(rounds), numbers(rounds))
    print(temporary(rounds), temporary_class(rounds // 10))
    print(changed(rounds))
    print(missing(rounds))
    rows = [[1, 2, 3], (4, 5), [6], (7, 8, 9, 10)]
    print(heads(rows, rounds), heads([*rows, range(3), "12"[:0] or {3: 4}], 20))
    print(middles(rows, rounds // 4), middles([*rows, 5, "abc"[:2], {1, 2, 3}], 50))
    print(owned(rounds), itself(rounds))
    print(texts(rounds)[-6:])


run(3000)


class Colour:
    def __init__(self, number):
        self.number = number


RED, BLUE = Colour(1), Colour(2)


class Marked:
    colour = RED
    step = 1
    made = 0

    def __init__(self, n):
        Marked.made += 1
        if n % 3:
            self.colour = BLUE
        self.n = n

    def weight(self):
        return self.colour.number + self.n * self.step + self.made % 2


class MarkedMore(Marked):
    __slots__ = ()


class MarkedInDict(Marked):
    def __init__(self, n):
        self.__dict__ = {"n": n, "colour": BLUE} if n % 2 else {"n": n}


class Hooked(Marked):
    def __getattr__(self, name):
        return self.n + len(name)

    def weight(self):
        return self.colour.number + self.nothing


def weights(classes, rounds):
    total = 0
    for n in range(rounds):
        each = classes[n % len(classes)](n)
        if n % 64 == 0:
            Marked.step += 1
        total += each.weight()
        if n == rounds - 6:
            Colour.__get__ = lambda self, instance, owner: self if instance is None else BLUE
        elif n == rounds - 3:
            Colour.__set__ = lambda self, instance, value: None
            Colour.__get__ = lambda self, instance, owner: RED
    del Colour.__get__, Colour.__set__
    return total, Marked.made


def class_attributes(classes, rounds):
    total = 0
    for n in range(rounds):
        cls = classes[n % len(classes)]
        cls.step = n
        total += cls.step + cls.colour.number + Marked.step
        try:
            total += cls.nothing
        except AttributeError as error:
            total += len(str(error))
    for cls in classes:
        cls.step = 1
    return total


for chosen in ([Marked], [Marked, MarkedMore], [Marked, MarkedMore, MarkedInDict, Hooked]):
    print(weights(chosen, 3000), class_attributes(chosen, 1000))


class Node:
    kind = "node"

    def __init__(self, n):
        self.n = n

    def visit_one(self, x):
        return x + self.n

    def visit_two(self, x):
        return x * 2 - self.n

    def generic(self, x):
        return -x

    @property
    def computed(self):
        return self.n * 3

    @staticmethod
    def static(x):
        return x

    @classmethod
    def of_class(cls, x):
        return len(cls.__name__) + x


class Fallback(Node):
    def __getattr__(self, name):
        if name == "absent":
            raise AttributeError(name)
        return lambda x: len(name) + x


class InDict(Node):
    def __init__(self, n):
        self.__dict__["n"] = n
        self.__dict__["".join(["ki", "nd"])] = "shadowed"
        self.__dict__["".join(["visit", "_two"])] = abs


class Hidden(Node):
    __slots__ = ("visit_one",)


def visits(nodes, words, rounds):
    """getattr() with names made as the program runs, and methods as values."""
    total = 0
    for r in range(rounds):
        for node in nodes:
            for word in words:
                method = getattr(node, "visit_" + word, node.generic)
                total += method(r)
            keep = node.generic
            total += keep(1) + keep.__self__.n + (keep == node.generic)
    return total


def named(nodes, names, rounds):
    found = {}
    for _ in range(rounds):
        for node in nodes:
            for name in names:
                value = getattr(node, name, None)
                key = name, type(value).__name__
                found[key] = found.get(key, 0) + 1
                try:
                    getattr(node, name)
                except AttributeError as error:
                    found[str(error)] = found.get(str(error), 0) + 1
    return sorted(found.items(), key=str)


def of_classes(classes, names, rounds):
    total = 0
    for _ in range(rounds):
        for cls in classes:
            for name in names:
                value = getattr(cls, name, 7)
                total += value if type(value) is int else len(type(value).__name__)
    return total


def dying(rounds):
    """The default and the object die, where nothing else has them."""
    Dying.gone = 0
    for n in range(rounds):
        getattr(Node(n), "nothing", Dying())
        getattr(Dying(), "gone", None)
        bound = Node(n).generic
        bound(3)
    return Dying.gone


WORDS, NAMES = ["one", "two", "three"], ["n", "kind", "generic", "computed", "static", "of_class", "absent", "__class__"]
nodes = [Node(1), InDict(2), Node(3), Fallback(4)]
print(visits(nodes[:1], WORDS, 1000), visits(nodes[:3], WORDS, 500), visits(nodes, WORDS, 500))
print(named(nodes[:1], NAMES[:3], 1000), named(nodes, NAMES, 300))
print(named([Node, Named, 5, "text", sys, None], NAMES, 100))
print(of_classes([Node, InDict, Named, int], [*NAMES, "__name__", "real"], 300))
print(dying(1000))
hidden = Hidden(4)
print(named([hidden], ["visit_one"], 300))
hidden.visit_one = 5
print(named([hidden], ["visit_one"], 300))
