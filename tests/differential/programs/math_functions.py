"""Functions of `math`, and of one number, in hot loops: floats, ints, edges, errors, and other functions of the name."""

import cmath
import math
from math import floor, sqrt


class Real:
    def __float__(self):
        return 2.25

    def __floor__(self):
        return "floored"

    def __abs__(self):
        return "magnitude"


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return type(error).__name__, str(error)


def roots(values):
    return [(math.sqrt(x), sqrt(x), abs(x)) for x in values]


def waves(values):
    found = []
    for x in values:
        found.append((math.sin(x), math.cos(x), math.atan(x), math.tanh(x), math.tan(x)))
    return found


def growth(values):
    found = []
    for x in values:
        found.append(math.exp(x))
        found.append(math.sinh(x) + math.cosh(x))
    return found


def logs(values):
    return [math.log(x) for x in values]


def arcs(values):
    return [math.asin(x) - math.acos(x) for x in values]


def whole(values):
    return [(math.floor(x), math.ceil(x), floor(x), math.trunc(x)) for x in values]


def several(values):
    return [(math.gcd(7 * i, 21), math.hypot(x, i), math.atan2(x, i), math.isnan(x), math.copysign(1.0, x), complex(x, i))
            for i, x in enumerate(values)]


def searched(module, values):
    return [module.sqrt(x) for x in values]


inf, nan = math.inf, math.nan
FINE = [i / 7 for i in range(60)]
for function in (roots, waves, growth, logs, arcs, whole, several):
    for values in (FINE, FINE[1:8], [0.0, -0.0], list(range(5)), [1, 2.5, True], [inf], [-inf], [nan], [-1.5], [1e300],
                   [800.0], [2**70], [2**1100], ["x"], [Real()], [None], [1j], [5e-324], [1e19], [-7.5, 7.5]):
        print(function.__name__, attempt(function, values))
    print(function.__name__, attempt(function, FINE[1:8]))
for turn in range(3):
    print(searched(math, FINE)[-1], searched(cmath, FINE)[-1], attempt(searched, cmath, [-4.0]))
genuine = math.sqrt
math.sqrt = lambda x: ("replaced", x)
print(roots(FINE[:3]), searched(math, FINE[:2]))
math.sqrt = math.exp
print(roots(FINE[:3]))
math.sqrt = genuine
print(roots(FINE[:3]))
