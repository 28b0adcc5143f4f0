"""Statements that have no file of their own: del, pass, assert, global at odd places, star targets, semicolons, docstrings."""

import sys

a = b = c = 1; d = 2; del a, (b, [c])
for name in ("a", "b", "c", "d"):
    print(name, name in globals())
x = [1, 2, 3, 4]
del x[0], x[-1:]
print(x)


class K:
    """Docstring"""
    "not a docstring"
    pass


k = K()
k.one = k.two = 1
del k.one, k.two
print(vars(k), K.__doc__)


def no_doc():
    f"not a docstring {1}"


def doc():
    "a docstring" " in parts"


def bytes_doc():
    b"no docstring"


def only_string():
    """Only a docstring."""


print(no_doc.__doc__, doc.__doc__, bytes_doc.__doc__, only_string.__doc__, only_string())
assert True
assert x, "never evaluated" + undefined if 0 else "fine"
try:
    assert not x, ("tuple", "message")
except AssertionError as error:
    print(error.args)
try:
    assert False
except AssertionError as error:
    print(error.args, str(error) == "")
print(__debug__, 1 if __debug__ else 2)
if __debug__:
    print("debug")
...
None
1 + 1
"expression statement"
x
[print("list expression")]
(lambda: 0)


def early():
    return
    print("never")


def empty_return():
    return None, ()


def implicit(v):
    if v:
        return "explicit"


print(early(), empty_return(), implicit(0), implicit(1))

global global_at_module
global_at_module = 1
print(global_at_module)


def global_forms():
    global one, two
    one = two = 3
    def inner():
        global one
        one = 4
    inner()
    for one in range(2):
        pass
    import sys as two
    return one, two.__name__


print(global_forms(), one, two is sys)


def conditional_imports(flag):
    if flag:
        import math
    try:
        return math.pi > 3
    except UnboundLocalError as error:
        return str(error)


print(conditional_imports(True), conditional_imports(False))


def many_returns(n):
    match n:
        case 0: return "zero"
        case 1: return "one"
    if n == 2: return "two"
    for i in range(n):
        if i == 3: return "loop"
    while n > 3:
        return "while"
    try: return "try"
    finally: print("finally")


print([many_returns(n) for n in (0, 1, 2, 3, 4)])
if (
    1
    and
    2
): print("multi-line condition")
y = \
    5
print(y, 1_0, 0x_f, 1e1_0, .5, 5., 1j, 0b1, 0o7, "\
continued", r"\
raw")
unicode_ñame = "identifier"
print(unicode_ñame, ﬁ := 1, fi)
exec("𝐱 = 5\nprint(x)")


def long_elif(v):
    if v == 0: r = "a"
    elif v == 1: r = "b"
    elif v == 2: r = "c"
    else: r = "d"
    return r


print([long_elif(v) for v in range(4)])
lambdas = [lambda: (yield 1), lambda *a, k=1, **kw: (a, k, kw), lambda a, /, b: (a, b), lambda: [i for i in range(3)], lambda: {**{}}, lambda x=lambda: 5: x()]
print(list(lambdas[0]()), lambdas[1](1, z=2), lambdas[2](1, b=2), lambdas[3](), lambdas[4](), lambdas[5]())
print((lambda f: f(f, 10))(lambda self, n: 1 if n < 2 else n * self(self, n - 1)))
print(*(i for i in range(3)), *{"k": 1}, sep=",")
print([] == [], [] is [], () is (), "" is "", 1 is 1.0)
print(not 1, not not 1, -1 ** 2, (-1) ** 2, 2 ** -1, ~0, +True, -True, not None)
print(1 if 1 else 2 if 0 else 3, (1 if 0 else 2) if 0 else 3, [1 if i else 0 for i in (0, 1)])
for i in 1, 2, 3: print(i, end=" ")
else: print("done")
while False: pass
else: print("while else")
try: raise ValueError
except (ValueError, TypeError): print("caught")
else: print("never")
finally: print("finally")
with open(__file__) as f, open(__file__) as g: print(f is g)
class Empty: ...
def stub(): ...
print(Empty().__class__.__name__, stub())
type = "a name that shadows"
print(type)
del type
print(type(1).__name__)
print = print
_ = [print("in a list"), print("too")]
print(_, __name__)
async_ = await_ = match = case = 1
print(async_, match + case)
