"""Globals of functions that are hot before the module has all of its names."""

import builtins


def one():
    return 1


def calls(n):
    total = 0
    for _ in range(n):
        total += one() + len("ab")
    return total


def sums(a, b):
    return one() + abs(a) + max(a, b)


print(calls(300), [sums(n, 3) for n in range(60)][-1])
for number in range(40):
    globals()[f"name_{number}"] = number
    calls(30)
    found = sums(-number, number)
print(calls(300), found)


# --- A builtin is covered, and comes back ---------------------------------------------------------------


def measure(text):
    return len(text)


print([measure("abc") for _ in range(200)][-1])
for round in range(4):
    globals()["len"] = lambda text: -round
    print([measure("abc") for _ in range(50)][-1], calls(20))
    del globals()["len"]
    print([measure("abc") for _ in range(50)][-1], calls(20))


# --- Names that are not there --------------------------------------------------------------------------------


def maybe():
    try:
        return late
    except NameError as error:
        return str(error)


print([maybe() for _ in range(80)][-1])
late = "now"
print([maybe() for _ in range(80)][-1])
del late
print([maybe() for _ in range(80)][-1])
builtins.late = "a builtin"
print([maybe() for _ in range(80)][-1])
del builtins.late
print([maybe() for _ in range(80)][-1])


# --- Other kinds of namespaces ---------------------------------------------------------------------------------


class Counting(dict):
    asked = []

    def __missing__(self, name):
        Counting.asked.append(name)
        if name == "strange":
            return 5
        raise KeyError(name)


source = """
def looks(n):
    total = 0
    for _ in range(n):
        if n > 3:
            total += strange
        else:
            total += plain
    return total
"""
for kind in (dict, Counting):
    namespace = kind(plain=2, strange=3)
    exec(source, namespace)
    print([namespace["looks"](n) for n in range(60)][-1])
    del namespace["strange"]
    try:
        print(namespace["looks"](9), namespace["looks"](2))
    except NameError as error:
        print(error)
print(Counting.asked[:3])


class Same(str):
    def __hash__(self):
        return hash("hidden")

    def __eq__(self, other):
        compared.append(str(other))
        return str(self) == other


compared = []
odd_names = {Same("other"): 1, "hidden": 2, "__builtins__": builtins}
exec("def looks():\n    return hidden", odd_names)
print([odd_names["looks"]() for _ in range(60)][-1], compared[-1])


# --- A name on a way that is taken late ---------------------------------------------------------------------------


def cold(n):
    if n > 150:
        return one() + len(str(n)) + chosen(n)
    return n


def chosen(n):
    return n * 2


print([cold(n) for n in range(260)][-1])
