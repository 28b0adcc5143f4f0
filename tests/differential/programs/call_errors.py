"""Every message for a wrong call: counts, keywords, positional-only, unpacking, and not callable."""


def none(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def default(a, b=1): pass
def defaults(a=1, b=2): pass
def star(a, *args): pass
def kwonly(*, k): pass
def kwonly2(*, k, m, n=1): pass
def mixed(a, b=1, *, k, m=2): pass
def posonly(a, /): pass
def posonly2(a, b, /, c): pass
def posdefault(a, b=1, /, *, k=3): pass
def poskw(a, /, **kwargs): return kwargs
def kw(**kwargs): return kwargs
def all_of_them(a, b=2, /, c=3, *args, d, e=5, **kwargs): return a, b, c, args, d, e, kwargs


class K:
    def method(self, a): pass

    @classmethod
    def cm(cls, a): pass

    @staticmethod
    def sm(a): pass

    def __init__(self, a=1): pass

    def __call__(self, a): pass


class Empty:
    pass


class New:
    def __new__(cls, a):
        return object.__new__(cls)


k = K()
lam = lambda a: a


def gen(a):
    yield a


async def coro(a):
    return a


class BadKeys:
    def keys(self):
        return 5


class NoGetitem:
    def keys(self):
        return ["a"]


class RaisesKeys:
    def keys(self):
        raise RuntimeError("keys raised")


CALLS = """
none(1)
none(1, 2)
none(a=1)
one()
one(1, 2)
one(1, 2, 3)
one(b=1)
one(1, a=1)
one(1, b=2)
one(a=1, b=2)
two()
two(1)
two(b=1)
two(1, 2, 3)
two(a=1)
two(1, a=2)
three()
three(1)
three(b=2)
three(1, 2, 3, 4)
default()
default(1, 2, 3)
default(b=2)
defaults(1, 2, 3)
defaults(c=1)
defaults(1, a=1)
star()
star(a=1, b=2)
star(1, 2, a=3)
kwonly()
kwonly(1)
kwonly(1, k=2)
kwonly(1, 2, k=2)
kwonly(z=1)
kwonly(k=1, z=1)
kwonly2()
kwonly2(k=1)
kwonly2(1, 2)
mixed()
mixed(1)
mixed(1, 2, 3)
mixed(1, 2, 3, k=1)
mixed(1, 2, 3, k=1, m=2)
mixed(k=1)
posonly()
posonly(a=1)
posonly(1, a=2)
posonly(1, 2)
posonly(b=1)
posonly2(1, b=2, c=3)
posonly2(a=1, b=2, c=3)
posonly2(1, 2)
posdefault(1, b=2)
posdefault(1, 2, 3)
posdefault(1, k=2, z=1)
poskw(a=1)
poskw(1, a=2)
kw(1)
kw(**{1: 2})
kw(**{'a': 1}, **{'a': 2})
kw(a=1, **{'a': 2})
kw(**{'a': 1}, a=2)
kw(**5)
kw(**None)
kw(**[1])
kw(*5)
kw(*None)
one(*[1, 2])
one(*(), **{})
one(**{'b': 1})
one(1, **{'a': 1})
one(*[1], **{'a': 1})
kw(**BadKeys())
kw(**NoGetitem())
kw(**RaisesKeys())
all_of_them()
all_of_them(1)
all_of_them(d=1)
all_of_them(1, d=1)
all_of_them(1, 2, 3, 4, 5, d=6, z=7)
all_of_them(1, b=5, d=6)
all_of_them(1, a=5, d=6)
all_of_them(1, 2, 3, c=4, d=6)
k.method()
k.method(1, 2)
k.method(b=1)
K.method()
K.method(1)
k.cm()
K.cm(1, 2)
k.sm()
k.sm(1, 2)
K(1, 2)
K(b=1)
k()
k(1, 2)
Empty(1)
Empty(a=1)
Empty()()
New()
New(1, 2)
lam()
lam(1, 2)
lam(x=1)
gen()
coro()
None()
5(1)
'abc'()
[](1)
(1, 2)()
k.missing()
len()
len(1, 2)
len(5)
len(x=1)
int(1, 2, 3)
int('5', foo=1)
print(1, foo=2)
max()
max(1)
max([])
isinstance(1)
isinstance(1, 2)
getattr(1)
getattr(1, 2)
[].append()
[].append(1, 2)
[].append(x=1)
{}.get()
{}.pop('x')
''.join()
''.join(5)
dict(1)
dict([1])
dict([(1, 2, 3)])
list(1, 2)
tuple(5)
range()
range('a')
range(1, 2, 0)
type()
type(1, 2)
object(1)
str.upper()
str.upper(5)
list.append([])
int.__add__(1)
int.__add__(1, 'a')
int.__add__('a', 1)
iter(5)
next(5)
next(iter([]))
sorted()
sorted(1)
sorted([1, 'a'])
sum('ab')
zip(1)
map(len)
open()
super(1, 2, 3)
property(1, 2, 3, 4, 5)
hash([])
ord('')
divmod(1)
pow(1)
round('a')
abs('a')
vars(5)
dir(1, 2)
format(1, 2)
bool(1, 2)
float('a', 1)
slice()
memoryview(5)
enumerate()
reversed(5)
(lambda a, b: 0)(1)
(lambda *, k: 0)()
[].sort(1)
[].sort(key=5)
K.sm(a=1, b=2)
K.__init__()
object.__init__(1, 2)
object.__new__()
object.__new__(1)
int.__new__(str)
""".strip().splitlines()
for call in CALLS:
    try:
        print(call, "=", repr(eval(call))[:60].split(" at 0x")[0])
    except BaseException as error:
        print(call, "->", type(error).__name__, error)


# The same, from a compiled call site that worked before.
def site(function, *args, **kwargs):
    return function(*args, **kwargs)


def direct(function, a, b):
    return function(a, b)


def direct1(function, a):
    return function(a)


for _ in range(30):
    direct(two, 1, 2)
    direct1(one, 1)
    direct1(len, "abc")
    direct1(str, 1)
for function in (one, three, none, default, star, kwonly, posonly, K, k.method, len, int, None, Empty, lam, gen, max):
    try:
        print(function is None or function.__class__.__name__, str(direct(function, 1, 2)).split(" object")[0])
    except Exception as error:
        print(type(error).__name__, error)
for function in (two, none, K, k.method, k, len, Empty, New, print, kwonly, kw, type, 5):
    try:
        print(str(direct1(function, 1)).split(" object")[0])
    except Exception as error:
        print(type(error).__name__, error)

one.__defaults__ = ("default now",)
one()
two.__defaults__ = (2,)
two(1)
two.__defaults__ = None
try:
    two(1)
except TypeError as error:
    print(error)
kwonly.__kwdefaults__ = {"k": 5}
kwonly()
kwonly.__kwdefaults__ = None
try:
    kwonly()
except TypeError as error:
    print(error)
one.__code__ = three.__code__
try:
    one(1)
except TypeError as error:
    print(error)
two.__name__ = "renamed"
two.__qualname__ = "qualified.renamed"
try:
    two()
except TypeError as error:
    print(error)
