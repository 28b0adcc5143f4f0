"""Descriptors: data and non-data, on classes and metaclasses, functions as descriptors, errors inside."""


class Data:
    def __get__(self, instance, owner=None):
        return "data", None if instance is None else type(instance).__name__, owner and owner.__name__

    def __set__(self, instance, value):
        print("set", type(instance).__name__, value)

    def __delete__(self, instance):
        print("delete", type(instance).__name__)


class NonData:
    def __get__(self, instance, owner=None):
        return "nondata"


class SetOnly:
    def __set__(self, instance, value):
        instance.__dict__["s"] = value * 2


class Raises:
    def __get__(self, instance, owner=None):
        raise AttributeError("from descriptor")


class ReadOnly:
    def __get__(self, instance, owner=None):
        return "ro"

    def __set__(self, instance, value):
        raise AttributeError("read only")


class K:
    d = Data()
    n = NonData()
    s = SetOnly()
    r = Raises()
    ro = ReadOnly()

    def method(self):
        return "method"


k = K()
k.__dict__.update(d="own d", n="own n", s="own s")
print(k.d, k.n, k.s, K.d, K.n)
k.d = 1
k.n = 2
k.s = 21
print(k.n, k.s, k.__dict__)
del k.d
del k.n
print(k.n)
for code in ("k.r", "K.r", "k.ro = 1", "del k.ro", "del k.s", "del k.missing", "k.method = 1; k.method()"):
    try:
        exec(code)
        print(code, "fine")
    except Exception as error:
        print(code, type(error).__name__, error)
print(hasattr(k, "r"), getattr(k, "r", "default"))


class WithGetattr(K):
    def __getattr__(self, name):
        return f"fallback {name}"


w = WithGetattr()
print(w.r, w.nothing, w.d)


def free(self, a=1):
    return "free", a


bound = free.__get__(k)
print(bound(2), bound.__self__ is k, bound.__func__ is free, free.__get__(None, K) is free)
print(K.method is K.method, k.method if False else "", K.__dict__["method"].__get__(k, K) is not None)
kk = K()
print(kk.method == kk.method, kk.method is kk.method, hash(kk.method) == hash(kk.method))


class CM:
    @classmethod
    def cm(cls):
        return cls.__name__

    @staticmethod
    def sm(x):
        return x

    @classmethod
    @property
    def both(cls):
        return "chained " + cls.__name__


class CM2(CM):
    pass


print(CM2.cm(), CM2().cm(), CM2.sm(1), CM2.both, CM.__dict__["cm"].__func__.__name__)
print(CM.__dict__["sm"](5), CM.__dict__["sm"].__wrapped__.__name__)


class Cached:
    """A non-data descriptor that replaces itself by a value in the instance."""

    def __init__(self, function):
        self.function = function

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.function(instance)
        return value


class Uses:
    calls = 0

    @Cached
    def expensive(self):
        Uses.calls += 1
        return Uses.calls * 100


u = Uses()
print([u.expensive for _ in range(3)], Uses.calls, type(Uses.expensive).__name__)


class MetaDescriptor(type):
    data = Data()
    nondata = NonData()


class HasMeta(metaclass=MetaDescriptor):
    nondata = "class attribute wins"


print(HasMeta.data, HasMeta.nondata)
HasMeta.data = 5

# The same attribute site with changing descriptors: what was cached must be dropped.


class Changing:
    pass


def read(obj):
    return obj.attr


c = Changing()
c.attr = "instance"
seen = [read(c) for _ in range(30)][-1:]
Changing.attr = NonData()
seen.append(read(c))
Changing.attr = Data()
seen.append(read(c))
del Changing.attr
seen.append(read(c))
del c.attr
Changing.attr = property(lambda self: "property")
seen.append(read(c))
Changing.attr = "class"
seen.append(read(c))
Changing.__getattribute__ = lambda self, name: "everything"
seen.append(read(c))
del Changing.__getattribute__
seen.append(read(c))
print(seen)


class Late:
    """A descriptor class that becomes one (and a data one) after its use."""


class Holder:
    late = Late()


h = Holder()
h.__dict__["late"] = "instance"
trace = [type(read_late).__name__ for read_late in [h.late]]
Late.__get__ = lambda self, instance, owner: "got"
trace.append(h.late)
Late.__set__ = lambda self, instance, value: None
trace.append(h.late)
del Late.__set__, Late.__get__
trace.append(h.late)
print(trace)
