"""Static and class methods: of classes and of instances, inherited, hidden, given other functions."""


class Base:
    made = []

    def __init__(self, value):
        self.value = value

    @classmethod
    def make(cls, value=1, *, scale=1):
        return cls(value * scale)

    @classmethod
    def name(cls):
        return cls.__name__

    @staticmethod
    def double(x):
        return x + x

    @staticmethod
    def fail(x):
        raise ValueError(x)

    builtin = staticmethod(len)
    listed = classmethod(list.__class_getitem__)


class Derived(Base):
    @classmethod
    def make(cls, value=1, *, scale=1):
        return super().make(value, scale=scale + 1)


class Slots:
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x

    @classmethod
    def of(cls, x):
        return cls(x)

    @staticmethod
    def twice(x):
        return 2 * x


class Meta(type):
    def name(cls):
        return "of the metaclass"


class WithMeta(metaclass=Meta):
    @classmethod
    def make(cls):
        return cls()

    @staticmethod
    def half(x):
        return x // 2


def by_class(n):
    total = 0
    for i in range(n):
        total += Base.make(i).value + Base.double(i) + Derived.make(i, scale=3).value
        total += len(Base.name()) + len(Derived.name()) + Base.builtin("ab")
        total += WithMeta.half(i) + len(WithMeta.name())
    return total


def by_instance(n):
    total = 0
    base, derived, slots = Base(1), Derived(2), Slots(3)
    for i in range(n):
        total += base.make(i).value + base.double(i) + derived.make(i).value
        total += slots.of(i).x + slots.twice(i) + Slots(i).of(i).x + Base(i).make(i).make(i).double(i)
        total += WithMeta.make().half(i) + len(base.name()) + len(derived.name())
    return total


def by_several(objects, n):
    names = []
    for i in range(n):
        each = objects[i % len(objects)]
        names.append(each.name())
        names.append(each.double(i))
    return names[-8:], len(names)


class Hidden(Base):
    pass


def hidden(n):
    """An instance gets an attribute of the method's name."""
    seen = []
    object = Hidden(0)
    for i in range(n):
        if i == n // 2:
            object.double = lambda x: "hidden"
        if i == n // 2 + 2:
            del object.double
        seen.append(object.double(i))
    return seen[n // 2 - 2 : n // 2 + 4]


class Changed:
    @staticmethod
    def which():
        return "first"

    @classmethod
    def own(cls):
        return "first", cls.__name__


def changed(n):
    """The very static and class methods get other functions, then other callables, then the class other methods."""
    seen = []
    object = Changed()
    static, own = vars(Changed)["which"], vars(Changed)["own"]
    for i in range(n):
        if i == n - 8:
            static.__init__(lambda: "second")
            own.__init__(lambda cls: ("second", cls.__name__))
        if i == n - 6:
            static.__init__(dict)
            own.__init__(str)
        if i == n - 4:
            Changed.which = staticmethod(lambda: "third")
            Changed.own = classmethod(lambda cls: ("third", cls.__name__))
        if i == n - 2:
            Changed.which = lambda *args: len(args)
            Changed.own = lambda *args: len(args)
        seen.append((Changed.which(), Changed.own(), object.which(), object.own()))
    return seen[-9:]


class Temporary:
    deaths = 0

    def __del__(self):
        Temporary.deaths += 1

    @classmethod
    def living(cls):
        return cls.deaths

    @staticmethod
    def count():
        return Temporary.deaths


def temporaries(n):
    """An instance that is only made for the call dies before it."""
    return sum(Temporary().living() + Temporary().count() for _ in range(n))


def raising(n):
    caught = 0
    base = Base(0)
    for i in range(n):
        try:
            (Base if i % 2 else base).fail(i)
        except ValueError as error:
            caught += error.args[0]
    return caught


def own_class(n):
    """Classes that only live as long as an instance."""
    names = []
    for i in range(n):

        class Local(Base):
            pass

        names.append(Local(i).make(i).name() + Local(i).name())
    return names[-1], len(names)


for n in (3, 400):
    print(by_class(n), by_instance(n))
    print(by_several([Base, Derived, Base(1), Derived(2), Hidden], n))
    print(hidden(n + 8))
    Temporary.deaths = 0
    print(temporaries(n), Temporary.deaths, raising(n), own_class(n))
for result in changed(400):
    print(result)
