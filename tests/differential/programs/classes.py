"""Class statements: bodies, inheritance, hooks, special methods, attributes of the class object."""


class Plain:
    """The docstring."""

    shared = []
    number: int = 3
    annotated_only: str

    def __init__(self, value):
        self.value = value

    def method(self):
        return self.value

    @classmethod
    def make(cls, value):
        return cls(value)

    @staticmethod
    def helper(a, b=2):
        return a + b


p = Plain.make(5)
print(p.method(), Plain.method(p), p.helper(1), Plain.helper(1, 1), Plain.__doc__)
print(Plain.__name__, Plain.__qualname__, Plain.__module__, Plain.__bases__, Plain.__annotations__)
print([k for k in Plain.__dict__])
p.shared.append(1)
print(Plain.shared, p.__dict__, vars(p))
p.shared = "own"
print(Plain.shared, p.shared)
del p.shared
print(p.shared)
for attempt in ("p.missing", "Plain.missing", "Plain()", "Plain(1, 2)", "Plain.method()", "p.method(1)", "p()"):
    try:
        print(attempt, eval(attempt))
    except Exception as error:
        print(attempt, "->", type(error).__name__, error)


class A:
    def who(self):
        return ["A"]


class B(A):
    def who(self):
        return ["B"] + super().who()


class C(A):
    def who(self):
        return ["C"] + super().who()


class D(B, C):
    def who(self):
        return ["D"] + super().who()


print(D().who(), [k.__name__ for k in D.__mro__])
try:
    class Bad(A, B):
        pass
except TypeError as error:
    print(error)
try:
    class BadBase(int, str):
        pass
except TypeError as error:
    print(error)
try:
    class NoBase(bool):
        pass
except TypeError as error:
    print(error)
try:
    class OddBase(3):
        pass
except TypeError as error:
    print(error)


class Registry:
    known = []

    def __init_subclass__(cls, /, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.known.append((cls.__name__, tag))


class One(Registry, tag="one"):
    pass


class Two(One):
    pass


print(Registry.known)
try:
    class Three(Registry, other=1):
        pass
except TypeError as error:
    print(error)


class Named:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)

    def __get__(self, instance, owner):
        return "got"


class Owner:
    a = Named()
    b = Named()


print(Owner.a, Owner().b)


class Refuses:
    def __set_name__(self, owner, name):
        raise ValueError("no name for me")


try:
    class Owner2:
        bad = Refuses()
except Exception as error:
    print(type(error).__name__, error, "|", repr(error.__cause__))


class Generic:
    def __class_getitem__(cls, item):
        return cls.__name__, item


print(Generic[int], Generic[1, 2], Generic[1:2])


class Body:
    names = [name for name in ("a", "b")]
    for name in names:
        locals()[name.upper()] = name * 2
    if len(names) == 2:
        def conditional(self):
            return "defined"
    else:
        def conditional(self):
            return "not this"
    try:
        1 / 0
    except ZeroDivisionError as problem:
        caught = str(problem)
    with open(__file__) as stream:
        first = stream.readline().strip()[:10]
    del name, stream


print(Body.A, Body.B, Body().conditional(), Body.caught, Body.first, hasattr(Body, "problem"), hasattr(Body, "name"))


class Made:
    def __new__(cls, *args, **kwargs):
        print("new", cls.__name__, args, kwargs)
        return super().__new__(cls)

    def __init__(self, *args, **kwargs):
        print("init", args, kwargs)


Made(1, k=2)


class NotSelf:
    def __new__(cls):
        return 42

    def __init__(self):
        print("never")


print(NotSelf())


class BadInit:
    def __init__(self):
        return 1


try:
    BadInit()
except TypeError as error:
    print(error)


class Callable:
    def __call__(self, *args, **kwargs):
        return args, kwargs


print(Callable()(1, 2, a=3), callable(Callable()), callable(Plain), callable(p))


def nested():
    class Inner:
        class Deeper:
            def f(self):
                pass
    return Inner


print(nested().Deeper.f.__qualname__, nested().__qualname__)

Dynamic = type("Dynamic", (Plain,), {"extra": 1, "method": lambda self: "dynamic"})
print(Dynamic(1).method(), Dynamic.__mro__[1].__name__, Dynamic.__module__)

p.__class__ = Dynamic
print(type(p).__name__, p.method(), p.extra)
try:
    p.__class__ = int
except TypeError as error:
    print(error)


class Eq:
    def __eq__(self, other):
        return True


print(Eq.__hash__, Eq() == 1, Eq() != 1)
try:
    hash(Eq())
except TypeError as error:
    print(error)
Plain.method = lambda self: "patched"
print(Plain(1).method())
del Plain.method
try:
    Plain(1).method()
except AttributeError as error:
    print(error)
