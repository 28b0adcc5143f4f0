"""Default arguments: evaluated once, mutable, replaced through attributes, with numbers that are changed in place."""


def collect(item, into=[]):
    into.append(item)
    return into


print(collect(1), collect(2), collect(3, []), collect.__defaults__)


def number(n=1000.5, m=100000):
    n += 1
    m += 1
    return n, m


print([number() for _ in range(3)], number.__defaults__)


def kwnumber(*, n=1.25):
    for _ in range(3):
        n *= 2.0
    return n


print([kwnumber() for _ in range(3)], kwnumber.__kwdefaults__)
constant = 5


def early(value=constant):
    return value


constant = 6
print(early())
early.__defaults__ = (7,)
print(early())
early.__defaults__ = None
try:
    early()
except TypeError as error:
    print(error)
early.__kwdefaults__ = {"value": 1}
try:
    early()
except TypeError as error:
    print(error)
for bad in ("early.__defaults__ = [1]", "early.__kwdefaults__ = [1]", "early.__code__ = 1", "early.__name__ = 1",
            "early.__dict__ = 1", "early.__closure__ = ()", "early.__globals__ = {}", "del early.__code__"):
    try:
        exec(bad)
    except (TypeError, AttributeError) as error:
        print(bad, "->", type(error).__name__, error)


def sentinel(value=None, *, flag=False, items=(), table={}):
    table[len(table)] = value
    return value, flag, items, table


print(sentinel(), sentinel(1, flag=True), sentinel(items=(1,)))


class K:
    level = 3

    def method(self, level=level, names=[]):
        names.append(level)
        return names

    level = 4


print(K().method(), K().method(9), K.method.__defaults__)


def factory(n):
    def inner(a, b=n, *, c=n * 2):
        return a, b, c
    return inner


print(factory(1)(0), factory(5)(0, c=1))


def nested_default(f=lambda x=[]: x):
    return f


nested_default()().append(1)
print(nested_default()())


def from_walrus(a=(w := 3)):
    return a, w


print(from_walrus())
lambdas = [lambda i=i, *, j=i * 10: (i, j) for i in range(3)]
print([f() for f in lambdas], [f(9) for f in lambdas], [f(j=1) for f in lambdas])


def generator_default(n=2.5):
    while n < 20:
        yield n
        n *= 2


print(list(generator_default()), list(generator_default()))


def too_many_defaults(a, b=2):
    return a, b


too_many_defaults.__defaults__ = (1, 2, 3)
try:
    print(too_many_defaults())
except TypeError as error:
    print(error)


def positional_only(a, b=1, /):
    return a, b


print(positional_only(0), positional_only.__defaults__)


def annotated(a: int = 3, *args: str, b: "float" = 4.5, **kw: dict) -> None:
    return a, b


print(annotated(), annotated.__annotations__)


def hot(n):
    def add(a, b=10):
        return a + b
    total = 0
    for i in range(n):
        total += add(i)
        if i == n // 2:
            add.__defaults__ = (1000,)
    return total


print(hot(100))
