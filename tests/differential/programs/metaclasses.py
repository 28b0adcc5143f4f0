"""Metaclasses: __prepare__, keyword arguments, conflicts, __mro_entries__, __build_class__, class cells."""

import builtins


class Log(dict):
    def __init__(self, out):
        self.out = out

    def __setitem__(self, key, value):
        self.out.append(f"set {key}")
        super().__setitem__(key, value)

    def __getitem__(self, key):
        self.out.append(f"get {key}")
        return super().__getitem__(key)

    def __delitem__(self, key):
        self.out.append(f"del {key}")
        super().__delitem__(key)


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kwargs):
        print("prepare", mcls.__name__, name, bases, kwargs)
        mcls.out = []
        return Log(mcls.out)

    def __new__(mcls, name, bases, namespace, **kwargs):
        print("new", name, kwargs, [k for k in namespace])
        return super().__new__(mcls, name, bases, dict(namespace))

    def __init__(cls, name, bases, namespace, **kwargs):
        print("init", name, kwargs)
        super().__init__(name, bases, namespace)

    def __call__(cls, *args, **kwargs):
        print("call", cls.__name__, args)
        return super().__call__(*args, **kwargs)

    def __getattr__(cls, name):
        return f"meta attribute {name}"

    def __instancecheck__(cls, other):
        return other == 1 or super().__instancecheck__(other)

    def __len__(cls):
        return 99

    @property
    def prop(cls):
        return "property of " + cls.__name__


class K(metaclass=Meta, flag=True):
    a = 1
    b = a + 1
    c = print
    del c

    def f(self):
        return __class__


print(Meta.out)
print(K().f() is K, K.unknown, len(K), K.prop, isinstance(1, K), isinstance(2, K), K.b)
try:
    K().unknown
except AttributeError as error:
    print(error)


class Sub(K):
    pass


print(type(Sub).__name__)


class OtherMeta(type):
    pass


try:
    class Conflict(K, metaclass=OtherMeta):
        pass
except TypeError as error:
    print(error)


class Derived(Meta):
    pass


class UsesDerived(K, metaclass=Derived):
    pass


print(type(UsesDerived).__name__)


def function_meta(name, bases, namespace, **kwargs):
    print("function metaclass", name, bases, sorted(namespace), kwargs)
    return "not a class at all"


class Strange(1, "two", metaclass=function_meta, z=3):
    x = 1


print(Strange)


class Entries:
    def __mro_entries__(self, bases):
        print("mro_entries", len(bases))
        return (dict, )


class FromEntries(Entries()):
    pass


print(FromEntries.__bases__, len(FromEntries.__orig_bases__))


class BadPrepare(type):
    @classmethod
    def __prepare__(mcls, *args):
        return 3


try:
    class X(metaclass=BadPrepare):
        pass
except TypeError as error:
    print(error)


class MissingCell(type):
    def __new__(mcls, name, bases, namespace):
        namespace.pop("__classcell__", None)
        return super().__new__(mcls, name, bases, namespace)


try:
    class Y(metaclass=MissingCell):
        def f(self):
            return __class__
except RuntimeError as error:
    print(error)

original = builtins.__build_class__


def build(function, name, *bases, **kwargs):
    print("build", function.__name__, name, bases, kwargs)
    return original(function, name, *bases, **kwargs)


builtins.__build_class__ = build
try:
    class Built(list, metaclass=type):
        y = 2
finally:
    builtins.__build_class__ = original
print(Built.y)

for bad in (lambda: __build_class__(), lambda: __build_class__(1, 2), lambda: __build_class__(lambda: 0, 2)):
    try:
        bad()
    except TypeError as error:
        print(error)

bases = (int,)
options = {"metaclass": type}


class Starred(*bases, **options):
    pass


print(Starred(4) + 1)


class Counter:
    total = 0

    def __init_subclass__(cls, **kwargs):
        Counter.total += 1


class M2(type):
    def mro(cls):
        return [cls, object]


class Flat(Counter, metaclass=M2):
    pass


print(Counter.total, Flat.__mro__, hasattr(Flat, "total"))


class Singleton(type):
    instances = {}

    def __call__(cls, *args):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*args)
        return cls.instances[cls]


class Only(metaclass=Singleton):
    def __init__(self, value=0):
        self.value = value


print(Only(1) is Only(2), Only().value)


class Namespace(type):
    """A namespace whose missing names are made up: lookups in class bodies go through the mapping."""

    class Missing(dict):
        def __missing__(self, key):
            if key.startswith("auto_"):
                return key.upper()
            raise KeyError(key)

    @classmethod
    def __prepare__(mcls, name, bases):
        return mcls.Missing()

    def __new__(mcls, name, bases, namespace):
        return super().__new__(mcls, name, bases, dict(namespace))


class Auto(metaclass=Namespace):
    value = auto_something
    try:
        other = not_defined_anywhere
    except NameError as error:
        message = str(error)
    length = len("builtin still found")


print(Auto.value, Auto.message, Auto.length)
