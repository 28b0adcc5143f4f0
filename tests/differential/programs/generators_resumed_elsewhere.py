"""Generators that the loop brings to a `yield` on a way that native code has not got: what their registers hold when
they are resumed is not what native code would have left there."""
import sys


class Plain:
    def take(self, x):
        return ("taken", x)


def deleted(p, way):
    """A local that is deleted on the rare way only."""
    try:
        try:
            pass
        finally:
            del p
            if way:
                p = way
            else:
                p + 1
    finally:
        yield 0
        for _ in range(2):
            yield p


def bound(way):
    """A local that is bound on the rare way only."""
    if way == "rare":
        local = [way]
    elif way == "gone":
        local = 1
        del local
    yield 0
    for round in range(3):
        try:
            yield local
        except NameError as error:
            yield str(error)
        if round == 1:
            local = object()


def counted(way, thing):
    """What is in a register is dropped when it is written."""
    if way:
        local = thing
    yield 0
    for i in range(2):
        local = i
        yield local


def method(target):
    """A method whose argument is what is sent."""
    return (yield target.take((yield 1)))


def caught(way):
    try:
        if way:
            raise ValueError(way)
    except ValueError as error:
        kept = error
        yield 1
    yield 2
    kept = None
    yield kept


def run(generator, sent=None):
    seen = []
    try:
        value = next(generator)
        while True:
            seen.append(value)
            value = generator.send(sent)
    except StopIteration as stop:
        seen.append(("returned", stop.value))
    except Exception as error:
        seen.append((type(error).__name__, str(error)))
    return seen


plain = Plain()
other = Plain()
other.take = lambda x: ("its own", x)


def main():
    for way in [1] * 12 + [0, 1, 0]:
        print(run(deleted(5, way)))
    for way in [""] * 12 + ["rare", "", "gone", "rare"]:
        result = [item if isinstance(item, (str, list)) else type(item).__name__ for item in run(bound(way))]
        print(way, result)
    thing = object()
    before = sys.getrefcount(thing)
    for way in [0] * 12 + [1, 0] * 5:
        run(counted(way, thing))
    print(sys.getrefcount(thing) - before)
    for target in [plain] * 12 + [other, plain] * 5 + [other] * 12:
        print(run(method(target), "sent"))
    for way in [""] * 12 + ["x", ""] * 5:
        print(run(caught(way)))


main()
