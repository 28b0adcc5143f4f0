"""Temporaries of every kind die at their last use: containers in line, whatever else by its own deallocator;
nested deeper than deallocators may call each other; with destructors that look at the frame. Calls of classes made in
C, and operators on operands that have no specialised forms."""

import array
import collections
import datetime
import decimal
import fractions
import sys
import weakref


class Noisy:
    def __init__(self, log, name):
        self.log, self.name = log, name

    def __del__(self):
        frame = sys._getframe(1)
        self.log.append((self.name, frame.f_code.co_name, frame.f_lineno))

    def __neg__(self):
        return Noisy(self.log, self.name + "-")

    def __invert__(self):
        return ~len(self.name)


class Text(str):
    pass


class Pair(tuple):
    pass


def kinds(log):
    makers = [
        lambda: "a" * 3, lambda: b"b" * 3, lambda: 2.5 * 3, lambda: 10**30, lambda: 3j * 2, lambda: {1: 2},
        lambda: {3, 4}, lambda: frozenset([5]), lambda: (), lambda: (6,) * 3, lambda: (7,) * 25,
        lambda: [8] * 40, lambda: Text("nine"),
        lambda: Pair((1, 0)), lambda: range(11), lambda: slice(1, 2), lambda: iter([12]), lambda: (i for i in (13,)),
        lambda: collections.deque([14]), lambda: array.array("i", [15]), lambda: decimal.Decimal("16.5"),
        lambda: datetime.date(2017, 1, 1), lambda: fractions.Fraction(18, 4), lambda: Noisy(log, "n"),
        lambda: len, lambda: makers,
    ]
    names = []
    for maker in makers:
        names.append(type(maker()).__name__)
        [maker(), maker()]
        (maker(), [maker()], {0: maker()})
    return names


def deep(log):
    chain = Noisy(log, "end")
    for i in range(5000):
        chain = (chain,) if i % 3 == 0 else [chain] if i % 3 == 1 else {0: chain}
    chain = None
    return len(log)


def calls():
    found = []
    for text in ("1.5", "2", "x", "Infinity"):
        try:
            found.append(str(decimal.Decimal(text) + 1))
        except ArithmeticError as error:
            found.append(type(error).__name__)
    for day in (1, 28, 30):
        try:
            found.append(datetime.date(2023, 2, day).isoformat())
        except ValueError as error:
            found.append(str(error))
    for called in (int, float, bytes, list, dict, object, type, super, property, Text):
        try:
            found.append(type(called("7")).__name__)
        except (TypeError, ValueError, RuntimeError) as error:
            found.append(str(error))
    return found


def operators(log):
    found = []
    for x in (1, True, 2.5, 1j, 10**20, decimal.Decimal(3), Noisy(log, "o"), "text", None):
        for compute in (lambda x: -x, lambda x: ~x, lambda x: not x, lambda x: x + x, lambda x: x < x, lambda x: x[0]):
            try:
                result = compute(x)
                found.append(result.name if isinstance(result, Noisy) else result)
            except TypeError as error:
                found.append(str(error))
    return found


def referred():
    gone = []
    for i in range(3):
        items = {i}
        weakref.finalize(items, gone.append, i)
        del items
    return gone


def main():
    for _ in range(60):
        log = []
        result = kinds(log), deep(log), calls(), operators(log), referred()
    for part in (*result, log):
        print(part)


main()
