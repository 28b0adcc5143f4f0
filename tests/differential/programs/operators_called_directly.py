"""Operators whose methods are too large to be built in the place of the instruction: called directly, with results of
every kind, operands that live on or die, NotImplemented, exceptions, and methods that look at their callers.
"""

import sys


class Amount:
    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return f"Amount({self.value})"

    def __add__(self, other):
        total = 0
        for part in (self.value, 1, 2, 3):
            total += part
        for part in (other if isinstance(other, int) else other.value, 4, 5, 6):
            if part == 40:
                return NotImplemented
            if part == 41:
                raise ValueError(part)
            if part == 42:
                print(sys._getframe(1).f_lineno - sys._getframe(1).f_code.co_firstlineno, sorted(sys._getframe(1).f_locals))
            total += part
        return Amount(total % 100)

    def __radd__(self, other):
        total = other
        for part in (self.value, 1, 2, 3):
            total += part
            if part == 60:
                return NotImplemented
        return Amount(total % 100)

    def __sub__(self, other):
        number = 0.5
        for part in (self.value, 1, 2, 3):
            number += part - other.value
        return number

    def __iadd__(self, other):
        if other == 7:
            return NotImplemented
        for part in (1, 2, 3):
            self.value += part
        self.value = (self.value + other) % 1000
        return self

    def __mul__(self, factor):
        product = self.value
        for part in range(3):
            product = (product * 3 + part) % 1000
        if factor == 9:
            return NotImplemented
        return product * factor

    def __neg__(self):
        value = self.value
        for part in range(3):
            value = -value + part
        return Amount(value % 50)

    def __getitem__(self, index):
        found = None
        for place in range(4):
            if place == index:
                found = self.value + place
        if found is None:
            raise IndexError(index)
        return found

    def __lt__(self, other):
        smaller = 0
        for part in (1, 2, 3):
            smaller += self.value * part < other.value * part
        if other.value == 70:
            return NotImplemented
        return smaller == 3

    def __eq__(self, other):
        same = True
        for part in (1, 2, 3):
            same = same and self.value * part == other.value * part
        return NotImplemented if other.value == 71 else same


class Dies:
    """Tells when it goes."""

    def __init__(self, text):
        self.text = text

    def __add__(self, other):
        text = ""
        for part in (self.text, other.text):
            for letter in part:
                if letter != "-":
                    text += letter
        return Dies(text[-3:])

    def __del__(self):
        if self.text == "end":
            print("dies", self.text)


def sums(amounts, number):
    total = Amount(0)
    for amount in amounts:
        total = total + amount
        total = number + total
        total = total + number
        total += number
    return total


def differences(amounts):
    result = 0.0
    for first in amounts:
        for second in amounts:
            result += first - second
    return result


def products(amounts, factors):
    result = 0
    for amount, factor in zip(amounts, factors):
        result += amount * factor
        result += (-amount)[2] + amount[1]
    return result


def orders(amounts):
    result = []
    for first in amounts[:10]:
        for second in amounts[:10]:
            below = first < second
            same = first == second
            result.append((below, same))
    return result.count((True, False)), result.count((False, True)), len(result)


def deaths(count):
    text = Dies("abc")
    for number in range(count):
        text = text + Dies("end" if number % 100 == 0 else "xyz")
        text = Dies("q") + text
    return text.text


def attempt(function, *arguments):
    try:
        print(function.__name__, function(*arguments))
    except Exception as error:
        trace = error.__traceback__
        lines = []
        while trace is not None:
            lines.append((trace.tb_frame.f_code.co_name, trace.tb_lineno - trace.tb_frame.f_code.co_firstlineno))
            trace = trace.tb_next
        print(function.__name__, type(error).__name__, error, lines)


plain = [Amount(n % 30) for n in range(400)]
for turn in range(12):
    attempt(sums, plain, 3)
    attempt(differences, plain[:40])
    attempt(products, plain, [n % 5 for n in range(400)])
    attempt(orders, plain)
    attempt(deaths, 300)
for strange in (40, 41, 42, 60):
    attempt(sums, plain[:50] + [Amount(strange)] + plain[:5], 3)
    attempt(sums, plain[:50], strange)
attempt(sums, plain[:50], 7)
attempt(sums, plain[:50], 2.5)
attempt(sums, plain[:50], "text")
attempt(products, plain, [1] * 50 + [9])
attempt(products, plain, [1] * 50 + [2.5, 3])
for special in (70, 71):
    attempt(orders, [*plain[:8], Amount(special), Amount(special)])
attempt(differences, [*plain[:8], 3])
Amount.__add__ = lambda self, other: Amount(1)
attempt(sums, plain, 3)
del Amount.__radd__
attempt(sums, plain, 3)
