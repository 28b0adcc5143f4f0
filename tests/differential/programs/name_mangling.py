"""Private names in classes: every place a name can stand, nesting, odd class names."""


class A:
    __x = 1
    __y: int = 2
    ___z = 3
    __w_ = 4
    __dunder__ = 5
    _single = 6

    def __init__(self):
        self.__attr = "attr"

    def read(self):
        return self.__attr, self.__x, self.__class__.__name__, A.__x

    def local(self):
        __local = 1
        return sorted(locals())

    def parameter(self, __p, *, __k=2, **__kw):
        return __p, __k, __kw, sorted(locals())

    def nested(self):
        def __inner():
            return __inner.__name__
        class __Inner:
            __v = 1
        return __inner(), __Inner.__name__, [n for n in __Inner.__dict__ if "v" in n and "__v" in n], __inner.__qualname__

    def delete(self):
        self.__attr = 1
        del self.__attr
        return hasattr(self, "_A__attr")

    def keyword(self):
        return dict(__key=1)

    def importing(self):
        import os.path as __path
        from os import sep as __sep
        return sorted(locals())

    def imports_unaliased(self):
        try:
            import __missing_module
        except ImportError as error:
            return error.name

    def globals_(self):
        global __global
        __global = "set"
        return __global

    def handler(self):
        try:
            raise ValueError
        except ValueError as __error:
            return sorted(locals())

    def comprehension(self):
        return [__i for __i in range(2)], (lambda __a: __a)(3), {(__w := 5)}, __w

    def loop(self):
        for __i in range(2):
            pass
        with open(__file__) as __f:
            pass
        return sorted(locals())

    def strings(self):
        return "__x", f"{self.__x}", getattr(self, "__x", "getattr is not mangled")

    def match(self, v):
        match v:
            case [__a, *__rest]:
                return sorted(locals())
            case {"k": __v, **__others}:
                return sorted(locals())
            case A(__attr=1) | None:
                return "class pattern"

    def method_call(self):
        return self.__private(1)

    def __private(self, v):
        return "private", v

    def annotations(self, __q: int) -> None:
        __r: int = 1

    def nonlocal_(self):
        __n = 1

        def inner():
            nonlocal __n
            __n += 1
            return __n
        return inner()


a = A()
for name in ("read", "local", "nested", "delete", "keyword", "importing", "imports_unaliased", "globals_", "handler", "comprehension", "loop",
             "strings", "method_call", "nonlocal_"):
    try:
        print(name, getattr(a, name)())
    except Exception as error:
        print(name, type(error).__name__, error)
print(a.parameter(1, _A__k=3, z=4), A.parameter.__code__.co_varnames, A.annotations.__annotations__, A.__annotations__)
print(a.match([1, 2]), a.match({"k": 1, "z": 2}))
print(sorted(n for n in A.__dict__ if "_A__" in n), "_A__global" in globals(), [n for n in globals() if "__global" in n])
try:
    a.match(a)
except Exception as error:
    print(type(error).__name__, error)
try:
    a.parameter(1, __k=3)
except TypeError as error:
    print(error)


class _Leading:
    __x = 1

    class Nested:
        __y = 2

    class __Deep:
        __z = 3


class __:
    __not_mangled = 1


class ____Many:
    __m = 1


print([n for n in _Leading.__dict__ if "x" in n], [n for n in _Leading.Nested.__dict__ if "y" in n], [n for n in _Leading._Leading__Deep.__dict__ if "_z" in n],
      [n for n in __.__dict__ if "not" in n], [n for n in ____Many.__dict__ if "_m" in n and "__m" in n])


class B(A):
    def __init__(self):
        super().__init__()
        self.__attr = "B's own"


print(sorted(vars(B())))


class Slots:
    __slots__ = ("__s",)

    def __init__(self):
        self.__s = 5


print(Slots()._Slots__s)
exec("class E:\n  __e = 1\n  def f(self): return self.__e\nprint(E().f())")
print(eval("self.__x", {"self": type("T", (), {"__x": "eval does not mangle"})}))
