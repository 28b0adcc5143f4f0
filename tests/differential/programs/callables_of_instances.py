"""Calls of what an instance has itself: functions, bound methods, classes and instances in attributes."""

import sys
from functools import cached_property


class Listener:
    def __init__(self, heard, scale):
        self.heard = heard
        self.scale = scale

    def fire(self, number):
        return self.heard(number, self.scale)


class Slotted:
    __slots__ = ("heard",)

    def __init__(self, heard):
        self.heard = heard

    def fire(self, number):
        return self.heard(number, 2)


class WithMethod:
    """Its instances may have what the class has a method for."""

    def heard(self, number):
        return -number


class Crowded:
    """More attributes than fit among an instance's values."""

    def __init__(self, heard):
        for number in range(40):
            setattr(self, f"a{number}", number)
        self.heard = heard


class Failing(Exception):
    def __init__(self, heard):
        self.heard = heard


class Caller:
    def __init__(self, times):
        self.times = times

    def __call__(self, number, scale=1):
        return number * scale * self.times


class Watched:
    def __init__(self, name):
        self.name = name

    def __call__(self, *arguments):
        return self.name

    def __del__(self):
        print("dies:", self.name)


class Lazy:
    def __init__(self, base):
        self.base = base

    @cached_property
    def square(self):
        return self.base * self.base


def times(number, scale):
    return number * scale


def plus(number, scale):
    return number + scale


def fire_all(listeners, rounds):
    total = 0
    for number in range(rounds):
        for listener in listeners:
            total += listener.fire(number)
    return total


def call_held(holder, rounds, *more):
    total = 0
    for number in range(rounds):
        total += holder.heard(number, *more)
    return total


def call_two(holder, rounds):
    total = 0
    for number in range(rounds):
        total += holder.heard(number, 3)
    return total


def made_for_the_call(rounds):
    total = 0
    for number in range(rounds):
        total += Listener(plus, number).heard(number, 1)
        total += Listener(times, 2).fire(number)
    return total


def call_one(holder, rounds):
    total = 0
    for number in range(rounds):
        total += holder.heard(number)
    return total


def shadowed(rounds):
    plain, own = WithMethod(), WithMethod()
    own.heard = abs
    results = [call_one(plain, rounds), call_one(own, rounds), call_one(plain, rounds)]
    for number in range(rounds):
        holder = own if number % 3 else plain
        results.append(holder.heard(number))
    del own.heard
    results.append(call_one(own, rounds))
    return sum(results[3:-1]), results[:3], results[-1]


def missing(rounds):
    holder = Listener(plus, 1)
    errors = 0
    for number in range(rounds):
        if number == rounds - 3:
            del holder.heard
        try:
            holder.heard(number, 1)
        except AttributeError as error:
            errors += 1
            text = str(error)
    return errors, text


def not_callable(rounds):
    holder = Listener(plus, 1)
    for number in range(rounds):
        if number == rounds - 2:
            holder.heard = 5
        try:
            holder.heard(number, 1)
        except TypeError as error:
            return str(error), sys.exc_info()[2].tb_lineno - not_callable.__code__.co_firstlineno


def replaced_by_itself(rounds):
    """The callable goes while it runs."""
    holder = Listener(None, 0)

    def again(number, scale):
        holder.heard = again if number % 5 else times
        return number

    holder.heard = again
    total = 0
    for number in range(rounds):
        total += holder.heard(number, 1)
        if holder.heard is times:
            holder.heard = again
    return total


def dies_behind_the_call():
    for number in range(3):
        holder = Listener(Watched(f"callable {number}"), 0)
        print(holder.heard())
        holder = None
        print("gone")
    print(Listener(Watched("only here"), 0).heard())


def changed_class(rounds):
    class Changing:
        def __init__(self, heard):
            self.heard = heard

    holder = Changing(plus)
    results = [call_two(holder, rounds)]
    Changing.heard = property(lambda self: times)
    results.append(call_two(holder, rounds))
    del Changing.heard
    results.append(call_two(holder, rounds))
    Changing.__getattribute__ = lambda self, name: times
    results.append(call_two(holder, rounds))
    return results


rounds = 300
print(fire_all([Listener(times, 2), Listener(plus, 3)], rounds))
print(fire_all([Listener(times, 2), Slotted(plus), Listener(Caller(3), 1), Listener(max, 2)], rounds))
print(call_held(Crowded(times), rounds, 2), call_held(Failing(plus), rounds, 1))
print(call_two(Crowded(times), rounds), call_two(Failing(plus), rounds), call_two(Slotted(divmod), 1 - 1))
print(call_two(Listener(Caller(2), 0), rounds), call_two(Slotted(Caller(2)), rounds))
print(call_two(Listener(Listener(times, 4).__init__.__self__.heard, 0), rounds))
print(call_two(Listener(Caller(5).__call__, 0), rounds), call_two(Listener(complex, 0), rounds))
print(made_for_the_call(rounds))
print(shadowed(rounds))
print(missing(rounds))
print(not_callable(rounds))
print(replaced_by_itself(rounds))
dies_behind_the_call()
print(changed_class(rounds))
lazy = [Lazy(number) for number in range(rounds)]
print(sum(each.square + each.square for each in lazy))
holders = [Listener(plus, 1), Slotted(times), Crowded(plus), Failing(times), WithMethod()]
holders[-1].heard = plus
print(sum(holder.heard(number, 2) for number in range(rounds) for holder in holders))
