"""Loops over lists and tuples that come to their end: what dies there, in which order, and who sees it."""

import gc
import sys
import weakref

log = []


class Noted:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        frame = sys._getframe(1)
        log.append((self.name, frame.f_lineno, frame.f_locals.get("total")))


def short(rows):
    """The sequences live on."""
    total = 0
    for row in rows:
        for number in row:
            total += number
        for number in (row, row):
            total += len(number)
    return total, number


print(short([[1, 2], [], [3], [4, 5, 6]] * 200))
print(short([(1, 2), (), (3,), [4]] * 200))


def numbers(n):
    """The list dies with its iterator; the loop's variable lives on."""
    total = 0
    for i in range(n):
        for number in [i, i * 1000, i + 0.5, "text", None]:
            if number.__class__ is int:
                total += number
        for text in f"{i} and {i * 7}".split():
            total += len(text)
        for pair in [(i, i + 1), (i + 2, i + 3)]:
            total += pair[0]
        for a, b in [(i, str(i)), (i + 2, str(i) * 2)]:
            total += a + len(b)
    return total, number, text, pair, a, b


print(numbers(300))


def destructors(n):
    """What dies at the end is seen, at the line and with the locals of the loop."""
    total = 0
    for i in range(n):
        for noted in [Noted(i), Noted(-i)]:
            total += 1
        for noted in (Noted(i + 0.5),):
            total += 1
    noted = None
    return total


log.clear()
print(destructors(200), len(log), log[:4], log[-3:])


def made_elsewhere(n):
    for i in range(n):
        yield [Noted(i)]


def outer(n):
    total = 0
    for items in made_elsewhere(n):
        for item in items:
            total += item.name
        del items
    return total


log.clear()
print(outer(150), len(log), log[:2], log[-2:])


def functions(n):
    """Functions that only a list has, one of which is still the variable's at the end."""
    total = 0
    for i in range(n):
        for function in [lambda: i, lambda: i + 1]:
            total += function()
        total += function()
    return total


print(functions(200))


def shared(n):
    """Iterators that somebody else has: they remember that they are at their end."""
    total = 0
    for i in range(n):
        items = [i, i + 1]
        iterator = iter(items)
        for number in iterator:
            total += number
        items.append(1000)
        for number in iterator:
            total += number
        total += len(list(iterator)) + next(iterator, -1)
        pair = iter((i, 2))
        for number in pair:
            total += number
        total += next(pair, -5)
    return total


print(shared(200))


def grows(n):
    total = 0
    for i in range(n):
        items = [1]
        for number in items:
            total += number
            if len(items) < 5:
                items.append(number + 1)
        items = None
    return total


print(grows(200))


def watched(n):
    """A weak reference says when a set that only a list has is gone."""
    gone = []
    for i in range(n):
        for item in [{i}, frozenset([i])]:
            reference = weakref.ref(item)
        item = None
        gone.append(reference() is None)
    return gone.count(True)


print(watched(100))


def leaves(rows):
    """Loops within loops, left in all ways."""
    found = []
    for row in rows:
        for number in row:
            if number == 3:
                break
            if number == 5:
                continue
        else:
            found.append(len(row))
        try:
            for number in row:
                if number == 7:
                    raise ValueError(number)
        except ValueError as error:
            found.append(error.args[0])
        finally:
            found.append(-number)
    return found


print(leaves([[1, 2], [3], [5, 5], [7, 1], (1,)] * 60)[-12:])


def generates(rows):
    for row in rows:
        for item in row:
            yield item
        yield None


print(sum(item or 1 for item in generates([(1, 2), [3], ()] * 100)))


def inlined(row):
    for item in row:
        if item > 100:
            return item
    return 0


def calls(rows):
    total = 0
    for row in rows:
        total += inlined(row) + inlined((total % 7, 101)) + inlined([total % 5])
    return total


print(calls([[1, 2], (3,), [104, 5]] * 150))
gc.collect()


class Kept:
    def __init__(self):
        self.items = [1, 2]


def attributes(n):
    """The list dies with the instance that has it, in the middle of the loop."""
    total = 0
    for i in range(n):
        kept = Kept()
        for number in kept.items:
            kept = None
            total += number
        total += number * i
    return total


print(attributes(200))
