"""Assignment expressions: where the name goes, order, conditions, comprehensions, globals and cells."""

import re

if (n := len("abc")) > 2:
    print("long", n)
data = iter([1, 2, 0, 3])
while chunk := next(data):
    print("chunk", chunk)
print((y := 5), y, (z := y + 1) * z, [a := 1, a := a + 1], a)


def comprehension():
    found = [last := i for i in range(5) if (half := i // 2)]
    return found, last, half


print(comprehension())


def comprehension_global():
    global from_comprehension
    [from_comprehension := i for i in range(3)]
    return from_comprehension


print(comprehension_global(), from_comprehension)


def comprehension_nonlocal():
    value = 0

    def inner():
        nonlocal value
        return [value := value + i for i in range(4)]
    return inner(), value


print(comprehension_nonlocal())


def unbound():
    if False and (name := 1):
        pass
    try:
        return name
    except UnboundLocalError as error:
        return str(error)


print(unbound())


def in_lambda():
    f = lambda x: (y := x * 2) + y
    return f(3)


print(in_lambda(), (lambda: (w := 3) + w)())


def in_default(a=(d := 10), b=d + 1):
    return a, b


print(in_default(), d)
print(f"{(f := 7)} {f:>3} {(f := f + 1)!r}", f)
print({(k := "key"): (v := "value")}, k, v, (k, v := 2), v)


def call(*args, **kwargs):
    return args, kwargs


print(call(q := 1, *(r := [2]), s=(t := 3)), q, r, t)
if m := re.match(r"(\w+) (\w+)", "hello world"):
    print(m.group(2))


def short_circuit(a):
    return (x := a) and (y := a + 1) and (x, y) or "falsy"


print(short_circuit(1), short_circuit(0))
print((i := 3) == i)


def any_witness(values):
    if any((witness := v) > 2 for v in values):
        return witness
    return None, witness


print(any_witness([1, 2, 3, 4]), any_witness([1, 2]))
x = 1
x = (x := x + 1) + (x := x * 10) + x
print(x)


def chained(a, b):
    return (lo := a) < (mid := (a + b) / 2) < (hi := b), lo, mid, hi


print(chained(1, 3), "short")


class Body:
    a = (b := 2) + 1
    inner = [(c := 1), c + 1]


print(Body.a, Body.b, Body.c, Body.inner)
for source in ("x := 1", "(x.y := 1)", "(x[0] := 1)", "[i := 1 for i in x]", "[(j := 1) for i in x for j in y]",
               "class A: [x := 1 for i in y]", "lambda: x := 1", "def f(a := 1): pass", "f(a := 1, b)", "f(a=b := 1)",
               "(a, b := 1, 2)", "x = y := 1", "[i for i in (x := [1])]", "with (x := 1): pass", "(True := 1)",
               "del (x := 1)", "(x := 1) = 2", "assert (x := 1)", "[x for x in y if (x := 1)]"):
    try:
        compile(source, "<w>", "exec")
        print(source, "compiles")
    except SyntaxError as error:
        print(source, "->", error.msg)
