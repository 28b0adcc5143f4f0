"""`super` in all its forms: zero arguments, explicit, in class methods, nested functions, and what goes wrong."""


class Base:
    attribute = "base"

    def f(self, *args, **kwargs):
        return "Base.f", args, kwargs

    @classmethod
    def c(cls):
        return "Base.c", cls.__name__

    @staticmethod
    def s():
        return "Base.s"

    @property
    def p(self):
        return "Base.p", type(self).__name__

    def __getitem__(self, key):
        return "item", key


class Child(Base):
    attribute = "child"

    def f(self, *args, **kwargs):
        return "Child.f", super().f(*args, **kwargs), super(Child, self).f(1), super().attribute

    @classmethod
    def c(cls):
        return "Child.c", super().c()

    @staticmethod
    def s():
        return "Child.s", super(Child, Child).s()

    @property
    def p(self):
        return "Child.p", super().p

    def __getitem__(self, key):
        return "child", super().__getitem__(key)

    def nested(self):
        def inner(self):
            return super().f()
        return inner(self), (lambda self: super().f("lambda"))(self)

    def comprehension(self):
        try:
            return [super().f() for _ in range(1)]
        except TypeError as error:
            return str(error)

    def comprehension_explicit(self):
        return [super(Child, self).f() for _ in range(1)]

    def klass(self):
        return __class__.__name__

    def generator(self):
        yield super().f()

    def deleted(self):
        del self
        return super()

    def rebound(self):
        self = 3
        return super()

    def no_arguments():
        return super()

    def missing(self):
        return super().nothing_here

    def setting(self):
        super().attribute = 1

    def in_cell(self):
        def use():
            return self
        return super().f(), use() is self


class Grandchild(Child):
    pass


class Mixin:
    def f(self, *args):
        return "Mixin.f", super().f(*args)


class Mixed(Mixin, Base):
    pass


for kind in (Child, Grandchild):
    instance = kind()
    for name in ("f", "c", "s", "nested", "comprehension", "comprehension_explicit", "klass", "deleted", "rebound",
                 "missing", "setting", "in_cell"):
        try:
            print(kind.__name__, name, getattr(instance, name)())
        except Exception as error:
            print(kind.__name__, name, type(error).__name__, error)
    print(instance.p, instance[3], list(instance.generator()))
try:
    Child.no_arguments()
except RuntimeError as error:
    print(error)
print(Mixed().f(1))


def outside(self=None):
    return super()


try:
    outside()
except RuntimeError as error:
    print(error)

Child.borrowed = outside
try:
    Child().borrowed()
except RuntimeError as error:
    print(error)


class ShadowSuper(Base):
    def f(self):
        super = lambda *args: "shadowed"
        return super()


print(ShadowSuper().f())

s = super(Child, Child())
print(s.__thisclass__.__name__, s.__self_class__.__name__, s.attribute)
for arguments in ((Child, Base()), (3, 4), (Child, 3), (Child,)):
    try:
        print(type(super(*arguments)).__name__)
    except TypeError as error:
        print(error)


class Meta(type):
    def __call__(cls, *args):
        return ["Meta.__call__", super().__call__(*args)]

    def __new__(mcls, name, bases, namespace):
        return super().__new__(mcls, name, bases, namespace)


class WithMeta(metaclass=Meta):
    def __repr__(self):
        return "instance"


print(WithMeta())


class Init(Base):
    def __init__(self, value):
        super().__init__()
        self.value = value

    def __setattr__(self, name, value):
        super().__setattr__(name, (value, "set"))

    def __getattr__(self, name):
        try:
            return super().__getattr__(name)
        except AttributeError as error:
            return str(error)


print(Init(3).value, Init(3).missing)


class Dyn(Base):
    def f(self):
        return super().f("late")


d = Dyn()
print(d.f())
Base.f = lambda self, *a: ("patched base", a)
print(d.f())
