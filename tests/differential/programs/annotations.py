"""Annotations without the future import: evaluation, order, scopes, simple and not simple targets."""


def mark(label):
    print("eval", label)
    return label


x: mark("annotation x") = mark("value x")
y: mark("annotation y")
print(__annotations__, "y" in globals())


class K:
    a: int
    b: mark("b") = 1
    c: "forward"
    __private: int = 3
    (d): int = 4
    K_list: list = [e for e in range(2)]


print(K.__annotations__, K.d, K._K__private)
obj = K()
obj.attr: mark("attribute annotation") = mark("attribute value")
items = [0]
items[0]: mark("item annotation") = mark("item value")
try:
    obj.missing.deeper: int
except AttributeError as error:
    print(error)
try:
    undefined_name.attr: int
except NameError as error:
    print(error)
(parenthesised): mark("in parentheses") = 5
print(__annotations__)


def function(a: mark("a"), b: mark("b") = mark("default b"), *args: mark("args"), c: mark("c") = mark("default c"),
             **kw: mark("kw")) -> mark("return"):
    local: mark("never evaluated") = 1
    other: also_never
    obj.attr: mark("evaluated? not in functions") = 2
    return local


print(function.__annotations__, function(1))


def unbound():
    v: int
    try:
        return v
    except UnboundLocalError as error:
        return str(error)


print(unbound())
try:
    def bad(a: undefined_annotation):
        pass
except NameError as error:
    print(error)
try:
    class Bad:
        z: undefined_annotation = 1
except NameError as error:
    print(error)
lam = lambda a: a
print(lam.__annotations__)
lam.__annotations__ = {"a": int}
print(lam.__annotations__)
try:
    lam.__annotations__ = 5
except TypeError as error:
    print(error)
del lam.__annotations__
print(lam.__annotations__)
if False:
    never_assigned: int = 5
print("never_assigned" in __annotations__)
for i in range(2):
    looped: mark(f"turn {i}") = i


class NoAnnotations:
    pass


class Child(K):
    pass


print("__annotations__" in NoAnnotations.__dict__, "__annotations__" in Child.__dict__, NoAnnotations.__annotations__)


class Custom(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        return {"__annotations__": {"prepared": 1}}


class Prepared(metaclass=Custom):
    q: int


print(Prepared.__annotations__)
try:
    class Deleted:
        del __annotations__
        z: int = 3
except NameError as error:
    print(error)
tup: tuple[int, ...] = 1, 2
star: list = [*tup]
print(tup, star)


def star_annotation(*args: *tuple[int, str]):
    pass


print(star_annotation.__annotations__)
for source in ("a, b: int", "(a, b): int = 1", "f(): int", "[a]: int", "a: int = b: int", "global q\nq: int", "a: yield"):
    try:
        exec(source)
        print(source, "fine")
    except SyntaxError as error:
        print(source, error.msg)
