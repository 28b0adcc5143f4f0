"""Decorators on functions, methods and classes: order, arguments, expressions, what is decorated, failures."""


def mark(label, value=None):
    print("eval", label)
    return value


def make(label):
    print("make", label)

    def decorate(target):
        print("apply", label, getattr(target, "__name__", type(target).__name__))
        return target
    return decorate


@make("first")
@make("second")
def function(a=mark("default", 1)):
    return a


print(function())


@make("class outer")
@make("class inner")
class K(mark("base", object)):
    print("class body")

    @make("method")
    @staticmethod
    @make("under static")
    def method():
        return "method"

    @property
    @make("property")
    def value(self):
        return "value"


print(K.method(), K().value)


def count(function):
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)
    wrapper.calls = 0
    return wrapper


@count
def add(a, b):
    return a + b


print([add(i, b=i) for i in range(4)], add.calls, add.__name__)


class Decorator:
    def __init__(self, function):
        self.function = function

    def __get__(self, instance, owner):
        return lambda *args: ("bound", self.function(instance, *args))

    def __call__(self, *args):
        return "called", self.function(*args)


@Decorator
def plain(x):
    return x


class Uses:
    @Decorator
    def method(self, x):
        return x


print(plain(1), Uses().method(2))
table = {"d": [make("looked up")]}


@table["d"][0]
def subscripted():
    pass


@(lambda f: "replaced by a string")
def replaced():
    pass


@(chosen := make("walrus"))
def walrus():
    pass


print(replaced, chosen is not None)
try:
    @undefined_decorator
    def never():
        pass
except NameError as error:
    print(error)
try:
    @make("not applied")
    @None
    def never():
        pass
except TypeError as error:
    print(error)
print("never" in globals())


def retry(times):
    def decorate(function):
        def wrapper(*args):
            for attempt in range(times):
                try:
                    return function(*args)
                except ValueError as error:
                    print("attempt", attempt, error)
            raise RuntimeError("gave up")
        return wrapper
    return decorate


@retry(3)
def fails(values):
    if values.pop():
        raise ValueError("no")
    return "yes"


print(fails([0, 1, 1]))
try:
    fails([1, 1, 1])
except RuntimeError as error:
    print(error, repr(error.__context__))


@count
@count
def twice(n):
    return n if n == 0 else twice(n - 1)


print(twice(3), twice.calls)


def register(registry):
    def decorate(f):
        registry[f.__name__] = f
        return f
    return decorate


handlers = {}
for name in ("a", "b"):
    @register(handlers)
    def handler(x, name=name):
        return name, x
    handler.__name__ = name
print(sorted(handlers), handlers["handler"](1))


