"""Calls: every mix of positional, starred and keyword arguments; order of evaluation; what the callee receives."""


def f(*args, **kwargs):
    return args, kwargs


def g(a, b=2, *args, c=3, **kwargs):
    return a, b, args, c, kwargs


def p(a, b=2, /, c=3, *, d=4):
    return a, b, c, d


e = [1, 2]
d = {"x": 1, "y": 2}
print(f(), f(1), f(1, 2), f(a=1), f(1, a=2), f(*e), f(**d), f(*e, **d), f(0, *e, 3, *e, z=1, **d, w=2))
print(f(*e, *e), f(**d, **{"q": 1}), f(*"ab"), f(*{"k": 1}), f(*(i for i in range(3))), f(*[], **{}))
print(f(*range(2), *map(str, e)), f(a=1, *e), f(*e, a=1), f(x for x in "ab")[0][0].__next__())
print(g(1), g(1, 2, 3, 4), g(a=1), g(b=1, a=2), g(1, c=5, z=6), g(*e, *e, **d), g(*e, c=1))
print(p(1), p(1, 5), p(1, 2, 3, d=5), p(1, c=9), p(1, d=9, c=8))
args = (1, 2, 3)
kwargs = {"k": "v"}
received = f(*args, **kwargs)
print(received[0] is args, received[1] is kwargs, received[1] == kwargs)
received[1]["k"] = "changed"
print(kwargs)


def mark(name, value=None):
    print("eval", name)
    return name if value is None else value


mark("f", f)(mark("a"), *mark("star", [1]), mark("b"), k=mark("k"), **mark("kw", {"z": 1}), m=mark("m"))
mark("f", f)(k=mark("k1"), *mark("star", [1]))
try:
    mark("none", 0)(mark("argument still evaluated"))
except TypeError as error:
    print(error)


class Mapping:
    def keys(self):
        print("keys")
        return ["a", "b"]

    def __getitem__(self, key):
        print("get", key)
        return key * 2


print(f(**Mapping()), {**Mapping()}, dict(Mapping()))


class Iter:
    def __iter__(self):
        print("iter")
        yield 1
        print("done")


print(f(*Iter(), mark("after")))


class Str(str):
    pass


print(g(**{Str("a"): 1, Str("c"): 2, Str("other"): 3}))
print(f(**{"not an identifier": 1, "": 2, "class": 3}))


def defaults_order(a=mark("default a"), *, b=mark("default b"), c: mark("annotation c") = mark("default c")):
    pass


def many(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, *rest, k0=0, k1=1, **kw):
    return a0 + a9, rest, k0, k1, kw


print(many(*range(10)), many(*range(15), k1=5), many(**{f"a{i}": i for i in range(10)}, k0=9, other=1))


class Methods:
    def m(self, *args, **kwargs):
        return args, kwargs

    @classmethod
    def c(cls, *args, **kwargs):
        return cls.__name__, args, kwargs

    @staticmethod
    def s(*args, **kwargs):
        return args, kwargs

    def __call__(self, *args, **kwargs):
        return "call", args, kwargs


o = Methods()
print(o.m(1, k=2), o.m(*e, **d), Methods.m(o, 1), o.c(1), Methods.c(k=1), o.s(1), Methods.s(*e), o(1, k=2), o(*e, **d))
bound = o.m
print(bound(5), bound(*e), bound(**d), (lambda *a, **k: (a, k))(*e, **d))
o.function = f
print(o.function(1), o.function(a=1))
o.m = lambda: "instance attribute"
print(o.m())


class Descr:
    def __get__(self, instance, owner):
        return lambda *a: ("descr", a)


Methods.d = Descr()
print(o.d(1), Methods.d(2))
print(int("12", base=3), "a,b".split(",", maxsplit=1), sorted([3, 1], key=lambda v: -v, reverse=False), max(1, 5, key=abs))
print("{} {k}".format(1, k=2), dict(a=1, **{"b": 2}), dict([("a", 1)], a=2), str(b"x", encoding="ascii"))
print(print("sep", "end", sep="-", end=";\n"))
import functools
part = functools.partial(f, 1, k=2)
print(part(3, k=4), part(z=5), functools.partial(g, c=9)(1))


def recursive_star(n, *args):
    return args if n == 0 else recursive_star(n - 1, n, *args)


print(recursive_star(6))


def keyword_site(**kw):
    return f(**kw, extra=1)


print(keyword_site(a=1), keyword_site())
try:
    keyword_site(extra=1)
except TypeError as error:
    print(error)


def mutable(args_list):
    return f(*args_list, args_list.append(9) or len(args_list))


print(mutable([1]))
print((lambda: (yield))().__class__.__name__, (lambda x=1, *y, z=2, **w: (x, y, z, w))())
sink = []
print(f(sink.append(1), sink.append(2), *[sink.append(3)], a=sink.append(4)), sink)


def star_self(*self, **kwargs):
    return self, kwargs


print(star_self(self=1), star_self(1, self=2))


class InitStar:
    def __init__(*args, **kwargs):
        args[0].got = args[1:], kwargs


print(InitStar(1, self=2).got)
