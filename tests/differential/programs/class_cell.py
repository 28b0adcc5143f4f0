"""The `__class__` cell and the `__classcell__` of class bodies, in all the functions that may use it."""


class A:
    def direct(self):
        return __class__

    def in_lambda(self):
        return (lambda: __class__)()

    def in_comprehension(self):
        return [__class__ for _ in range(1)][0]

    def in_generator(self):
        yield __class__

    async def in_coroutine(self):
        return __class__

    def nested_class(self):
        class Inner:
            def f(self):
                return __class__
        return Inner().f(), __class__

    def nested_function(self):
        def inner():
            def deeper():
                return __class__
            return deeper()
        return inner()

    @staticmethod
    def static():
        return __class__

    @classmethod
    def klass(cls):
        return __class__, cls

    @property
    def prop(self):
        return __class__

    def assigned(self):
        __class__ = "local"
        return __class__

    def nonlocal_class(self):
        nonlocal __class__
        old, __class__ = __class__, "changed"
        result = self.direct() if False else __class__
        __class__ = old
        return result

    try:
        early = __class__
    except NameError as error:
        message = str(error)


class B(A):
    def direct(self):
        return super().direct(), __class__


b = B()
print(b.direct(), b.in_lambda(), b.in_comprehension(), next(b.in_generator()), b.nested_class()[1], b.nested_function(), b.static(),
      b.klass(), b.prop, b.assigned(), b.nonlocal_class(), A.message)
try:
    b.in_coroutine().send(None)
except StopIteration as stop:
    print(stop.value)
print(A.direct.__code__.co_freevars, A.assigned.__code__.co_freevars, A.direct.__closure__[0].cell_contents is A, "__classcell__" in A.__dict__)


class Meta(type):
    def __new__(mcls, name, bases, namespace):
        print("classcell" , "__classcell__" in namespace, sorted(k for k in namespace if not k.startswith("__m")))
        return super().__new__(mcls, name, bases, namespace)

    def __init__(cls, name, bases, namespace):
        if "f" in namespace:
            print("in init", namespace["f"](cls))


class C(metaclass=Meta):
    def f(self):
        return __class__.__name__


class D(metaclass=Meta):
    pass


class Twice(type):
    def __new__(mcls, name, bases, namespace):
        copy = dict(namespace)
        copy.pop("__classcell__", None)
        type.__new__(mcls, name, bases, copy)
        return super().__new__(mcls, name, bases, namespace)


class E(metaclass=Twice):
    def f(self):
        return __class__


print(E().f() is E)


class BadCell(type):
    def __new__(mcls, name, bases, namespace):
        namespace["__classcell__"] = 5
        return super().__new__(mcls, name, bases, namespace)


try:
    class F(metaclass=BadCell):
        pass
except TypeError as error:
    print(error)


class WrongClass(type):
    def __new__(mcls, name, bases, namespace):
        cls = super().__new__(mcls, name, bases, namespace)
        namespace.pop("__classcell__", None)
        return type.__new__(mcls, name, bases, namespace)


try:
    class G(metaclass=WrongClass):
        def f(self):
            return __class__
except TypeError as error:
    print(error)


def outside():
    try:
        return __class__
    except NameError as error:
        return str(error)


print(outside())


class WithInitSubclass:
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        print("init_subclass sees", cls.probe())


class H(WithInitSubclass):
    @classmethod
    def probe(cls):
        return __class__.__name__


class Slots:
    __slots__ = ("x",)

    def f(self):
        return __class__


print(Slots().f() is Slots)
import dataclasses


@dataclasses.dataclass(slots=True)
class Remade:
    x: int = 1

    def cell(self):
        return __class__ is Remade


print(Remade().cell())
