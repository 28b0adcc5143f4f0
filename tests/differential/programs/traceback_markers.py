"""Tracebacks of every kind of failing expression, formatted with their `^^^^` markers."""

import traceback


class O:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise ValueError(f"attribute {name}")

    def __setattr__(self, name, value):
        raise ValueError("setattr")

    def __delattr__(self, name):
        raise ValueError("delattr")

    def __getitem__(self, key):
        raise ValueError("getitem")

    def __setitem__(self, key, value):
        raise ValueError("setitem")

    def __delitem__(self, key):
        raise ValueError("delitem")

    def __call__(self, *args, **kwargs):
        raise ValueError("call")

    def __add__(self, other):
        raise ValueError("add")

    def __iadd__(self, other):
        raise ValueError("iadd")

    def __neg__(self):
        raise ValueError("neg")

    def __lt__(self, other):
        raise ValueError("lt")

    def __contains__(self, item):
        raise ValueError("contains")

    def __bool__(self):
        raise ValueError("bool")

    def __iter__(self):
        raise ValueError("iter")

    def __enter__(self):
        raise ValueError("enter")

    def __exit__(self, *a):
        raise ValueError("exit")

    def __format__(self, spec):
        raise ValueError("format")

    def __repr__(self):
        raise ValueError("repr")

    def __hash__(self):
        raise ValueError("hash")

    def __index__(self):
        raise ValueError("index")


class Exits(O):
    def __enter__(self):
        return self


class Next:
    def __iter__(self):
        return self

    def __next__(self):
        raise ValueError("next")


o = O()
exits = Exits()


def f(*args, **kwargs):
    return args


STATEMENTS = '''
o.attribute
o.first.second.third
o.x = 1
del o.x
o[1]
o[1:2]
o[1] = 2
del o[1]
o()
f(o.x, 1)
f(1, o.x)
f(1, k=o.x)
f(*o)
f(**o)
f(1, *[2], **o)
o + 1
1 + (2 + (o + 3))
o.a + o.b
x = o; x += 1
-o
o < 1
1 < 2 < o < 3
1 in o
not o
o and 1
0 or o or 1
1 if o else 2
assert o
assert 0, o.x
assert 0, "message"
assert (lambda: 0)()
a, b = 1, 0; assert a and b > a
a, b = 1, 0; assert b or b > a, "message"
a, b = 1, 0; assert a and b
a, b = 1, 0; assert b or b
a, b = 1, 0; assert not (a and a > b)
a, b = 1, 0; assert a and a < b < o
a, b = 1, 0; assert a and (b or b is a)
a, b = 1, 0; assert (a and a) and (b and a), "message"
a, b = 1, 0; assert a and (1 if b else b)
a, b = 1, 0; assert a and b in ()
a, b = 1, 0; assert a and o > 1
a, b = 1, 0; assert (a and\n    b > a)
a, b = 1, 0; assert (b or\n    b or\n    b == a)
a, b = 1, 0; assert a and f(1) == b
if o: pass
while o: pass
for x in o: pass
for x in Next(): pass
[x for x in o]
[x for x in Next()]
[1 for x in [1] if o]
[o.y for x in [1]]
{x: o.z for x in [1]}
{x.w for x in [o]}
list(o.v for x in [1])
list(x for x in o)
with o: pass
with exits: pass
with exits: x = 1; 1 / 0
f"{o}"
f"{o!r}"
f"{1:{o.x}}"
f"text {1} {o.x} more"
{o: 1}
{1: o.x}
{o}
[1, o.x, 2]
(1, o.x)
[1, *o]
{**o}
a, b = o
a, b = 1, 2, 3
a, *b = Next()
[1][o]
[1][5]
{}["missing"]
(1).missing
undefined
undefined()
undefined.x
x = undefined
f(undefined)
del undefined
1 / 0
1 + 1 / 0 * 2
"a" + 1
f(1)(2)
f(1).x
None.x
None()
None[0]
lambda: 0 .x
(lambda: 1 / 0)()
(lambda a: 0)()
f(1)[5]
raise ValueError("raised")
raise ValueError("raised") from KeyError("cause")
raise o.x
import missing_module
import os.missing_module
from os import missing_name
from os import path, missing_name
exec("1 / 0")
eval("o.x")
eval("1 +")
print(o)
sorted([o, o])
len(5)
int("x")
"".join([1])
"a".missing()
"a".upper(1)
[].append(1, 2)
max(1, key=o)
isinstance(1, 2)
class C(o.x): pass
class C(1): pass
class C: x = o.y
class C(metaclass=o.m): pass
def g(a=o.x): pass
def g(a: o.x): pass
@o.d\ndef g(): pass
@o\ndef g(): pass
global_.x = 1
(yield_ := o.x)
o.method(1, 2, k=3)
f().method(1)
f(1, 2).x.y(3)[4]
print(f(1,\n   o.x,\n   2))
x = (1 +\n     o.x +\n     2)
f(\n  1,\n)(\n  o.x\n)
o\\\n  .attribute\\\n  .other
[\n  1,\n  o.x,\n]
{\n  "a": 1,\n  "b": o.x,\n}
"""multi\nline""" + 1
f(a=1,\n  b=o(1,\n      2))
x = "é" + o.x + "日本語"
match o:\n  case [1]: pass
match o:\n  case {"a": 1}: pass
match o:\n  case O(x=1): pass
match 1:\n  case int(x) if o: pass
match 5:\n  case o.value: pass
try: o.x\nexcept o.y: pass
try: 1 / 0\nexcept KeyError: pass
try: 1 / 0\nfinally: o.x
try: 1 / 0\nexcept ZeroDivisionError: o.x
x: o.annotation = 1
x: int = o.value
o[0]: int = 1
del o.a, o.b
del f, o[0]
return_ = [i for i in range(3) if i / 0]
for o.x in [1]: pass
with f() as o.x: pass
with open("/nonexistent/file") as x: pass
a = b = o.x = 1
a, o.x = 1, 2
(a, (b, o.x)) = 1, (2, 3)
f(i for i in o)
[[j / 0 for j in range(2)] for i in range(2)]
"%d" % "x"
"%s %s" % (1,)
"{}".format()
1 << -1
2 ** "x"
~1.5
not undefined
x = y = z = undefined
f(1, 2, 3)(4, 5)(6)
'''.strip().splitlines()

ran = 0
for statement in STATEMENTS:
    source = statement.replace("\\n", "\n").replace("\\\\\n", "\\\n")
    for wrapped in (source, "def function():\n" + "\n".join("    " + line for line in source.splitlines()) + "\nfunction()"):
        # linecache finds the source of code that has no file under this name.
        import linecache
        name = f"<statement {ran}>"
        linecache.cache[name] = (len(wrapped), None, wrapped.splitlines(True), name)
        ran += 1
        try:
            code = compile(wrapped, name, "exec")
        except SyntaxError as error:
            print(repr(wrapped), "does not compile:", error.msg)
            continue
        try:
            exec(code, dict(globals()))
            print(repr(wrapped), "no error")
        except BaseException as error:
            print("".join(traceback.format_exception(error)))
