"""Calls in loops whose arguments are not simply the parameters: defaults, keywords; and functions with cells."""

import sys


def add(a, b=2, *, c=0):
    return a + b + c


def scaled(x, factor=2.5, offset=1):
    return x * factor + offset


def named(first, /, second, third=3):
    return first - second * third


class Shape:
    kind = "shape"

    def __init__(self, width, height=1, *, name=None):
        self.width = width
        self.height = height

    def area(self, scale=1):
        return self.width * self.height * scale


class Point:
    def __init__(self, x=0, y=0):
        self.x = x
        self.y = y


def counter(start):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


def adder(n):
    def add(x):
        return x + n

    return add


def summed(values):
    total = 0

    def take(x):
        nonlocal total
        total += x

    for value in values:
        take(value)
    return total


def makes(n):
    return [k(1) for k in [lambda x, i=i: x + i + n for i in range(3)]]


def reads_unbound(flag):
    def inner():
        return late

    if flag:
        late = flag
    try:
        return inner()
    except NameError as error:
        return str(error)


def looks(depth=1):
    frame = sys._getframe(depth)
    return frame.f_code.co_name, len(frame.f_locals)


def kernel(n):
    step = counter(10)
    more = adder(n)
    total = 0
    for i in range(n):
        total += add(i) + add(i, 3) + add(i, c=4) + add(b=i, a=1)
        total += scaled(i) + scaled(i, offset=i) + scaled(factor=2, x=i)
        total += named(i, 2) + named(i, third=1, second=2)
        total += Shape(i).area() + Shape(i, height=2).area(scale=3) + Point(y=i).y + Point(i).x
        total += step() + step(2) + step(by=3) + more(i)
        if i % 40 == 7:
            total += summed(range(i)) + sum(makes(i)) + len(reads_unbound(0)) + reads_unbound(i)
            total += len(looks()[0]) + looks(depth=1)[1]
    return total


def changing(n):
    results = []
    for i in range(n):
        results.append(scaled(i))
        if i == 60:
            scaled.__defaults__ = (3, 4)
        if i == 70:
            scaled.__defaults__ = (5,)
        if i == 71:
            break
    return results[55:]


def errors(n):
    caught = []
    for i in range(n):
        try:
            if i == 80:
                named(i)
            elif i == 81:
                named(first=i, second=1)
            elif i == 82:
                named(i, i, third=3, second=3)
            elif i == 83:
                Point(i, x=2)
            else:
                named(i, i)
        except TypeError as error:
            caught.append(str(error))
    return caught


for _ in range(3):
    print(kernel(100))
try:
    print(changing(100))
except TypeError as error:
    print(error)
scaled.__defaults__ = (2.5, 1)
print(errors(100), errors(100) == errors(100))
