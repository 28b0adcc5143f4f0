"""next() of generators in loops: items, ends that are caught, values of ends, generators that raise or look around."""

import sys


def numbers(count):
    for n in range(count):
        yield n


def valued(count):
    yield count
    return "value" if count % 3 == 0 else None


def failing(count):
    yield count
    if count % 5 == 0:
        raise ValueError(count)


def stopping(count):
    yield count
    raise StopIteration


def looking(count):
    frame = sys._getframe(1)
    yield frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, sorted(frame.f_locals)
    yield frame.f_locals["n"]


def drawn(rounds):
    total = ends = 0
    for n in range(rounds):
        each = numbers(n % 4)
        while True:
            try:
                total += next(each)
            except StopIteration:
                ends += 1
                break
    return total, ends


print(drawn(2000))


def once(generator):
    try:
        return next(generator)
    except StopIteration:
        return None


def of_function(rounds):
    seen = 0
    for n in range(rounds):
        each = numbers(2)
        seen += once(each) == 0
        seen += once(each) == 1
        seen += once(each) is None
        seen += once(each) is None
    return seen


print(of_function(2000))


def values(rounds):
    found = []
    for n in range(rounds):
        each = valued(n)
        next(each)
        try:
            next(each)
        except StopIteration as stop:
            found.append(stop.value)
    return len(found), found.count("value"), found.count(None)


print(values(1500))


def unseen_values(rounds):
    """The clause does not look at the value; the other is for another exception."""
    ends = 0
    for n in range(rounds):
        each = valued(n)
        next(each)
        try:
            next(each)
        except KeyError:
            ends += 1000000
        except StopIteration:
            ends += 1
    return ends


print(unseen_values(1500))


def failures(rounds, make):
    seen = {}
    for n in range(rounds):
        each = make(n)
        next(each)
        try:
            next(each)
        except StopIteration:
            key = "end"
        except (ValueError, RuntimeError) as error:
            trace = error.__traceback__
            key = type(error).__name__, trace.tb_lineno - trace.tb_frame.f_code.co_firstlineno, trace.tb_next is not None
        seen[key] = seen.get(key, 0) + 1
    return sorted(seen.items(), key=str)


print(failures(1500, failing))
print(failures(1500, stopping))


def looked_at(rounds):
    seen = set()
    right = 0
    for n in range(rounds):
        each = looking(n)
        seen.add(str(next(each)))
        right += next(each) == n
    return seen, right


print(looked_at(1000))


def of_temporary(rounds):
    """Nothing else has the generator."""
    total = 0
    for n in range(rounds):
        try:
            total += next(numbers(n % 2))
        except StopIteration:
            total += 10
    return total


print(of_temporary(2000))


def uncaught(rounds):
    for n in range(rounds):
        each = numbers(1)
        next(each)
        if n == rounds - 1:
            next(each)


try:
    uncaught(1000)
except StopIteration as stop:
    print("uncaught", stop.value, stop.__traceback__.tb_next.tb_lineno - uncaught.__code__.co_firstlineno)


class Holder:
    def __init__(self, generator):
        self.generator = generator

    def draw(self):
        try:
            next(self.generator)
        except StopIteration:
            return False
        else:
            raise RuntimeError("it goes on")


def held(rounds):
    ended = wrong = 0
    for n in range(rounds):
        holder = Holder(numbers(n % 7 == 0))
        try:
            ended += not holder.draw()
        except RuntimeError:
            wrong += 1
    return ended, wrong


print(held(3000))


def executing(rounds):
    """A generator that draws from itself."""
    seen = 0

    def own():
        yield 1
        next(me)

    for n in range(rounds):
        me = own()
        next(me)
        try:
            next(me)
        except ValueError as error:
            seen += str(error) == "generator already executing"
    return seen


print(executing(500))


def replaced(rounds):
    """StopIteration means something else in the middle."""
    global StopIteration
    caught = 0
    for n in range(rounds):
        each = numbers(0)
        if n == rounds // 2:
            StopIteration = KeyError
        try:
            try:
                next(each)
            except StopIteration:
                caught += 1
        except BaseException as error:
            caught += 1000 * (type(error).__name__ == "StopIteration" and error.value is None)
    del StopIteration
    return caught


print(replaced(1000))
