"""Numbers that loops keep in classes: counted, read by others, replaced by something else in the middle."""


class Counter:
    count = 0
    weight = 0.0

    def __enter__(self):
        Counter.count += 1
        Counter.weight = Counter.weight + 0.5
        return self

    def __exit__(self, *error):
        Counter.count -= 1


class Derived(Counter):
    pass


def count(rounds):
    seen = 0
    for n in range(rounds):
        with Counter() as counter:
            seen += Counter.count + counter.count + Derived.count
    return seen, Counter.count, Counter.weight


print(count(3000))


def identity(rounds):
    """The very object that was stored is read."""
    same = 0
    for n in range(rounds):
        number = n * 1000 + 12345
        Counter.count = number
        old = Counter.count
        same += old is number and Derived.count is number and Counter.__dict__["count"] is number
        Counter.count = n
        same += old == number
    return same, Counter.count


print(identity(3000))


class Changing:
    value = 0


def step(rounds):
    total = 0
    for n in range(rounds):
        Changing.value = Changing.value + 1
        try:
            total += Changing.value
        except TypeError:
            total += 1
    return total


step(2000)
print(step(2000), Changing.value)
Changing.value = 0.5
print(step(2000), Changing.value)
Changing.value = 2**62
print(step(2000), Changing.value)
Changing.value = 2**70
print(step(50), Changing.value)
Changing.value = True
print(step(50), Changing.value)


class Number(int):
    def __add__(self, other):
        return Number(int(self) + 2)

    def __get__(self, instance, owner):
        return 100


Changing.value = Number(5)
print(step(50), type(Changing.__dict__["value"]), Changing.value)
Changing.value = property(lambda self: 1)
try:
    step(3)
except TypeError as error:
    print(error)
Changing.value = 7
print(step(100), Changing.value)
del Changing.value
try:
    step(3)
except AttributeError as error:
    print(error)
Changing.other = 1
Changing.value = 7
print(step(2000), Changing.value)


class Base:
    made = 0


class Middle(Base):
    pass


class Leaf(Middle):
    pass


def inherited(rounds):
    """A store to a class in the middle hides the number of the class behind it."""
    seen = []
    for n in range(rounds):
        Base.made += 1
        if n == rounds // 2:
            Middle.made = -1
        if n % 500 == 0 or n == rounds // 2 + 1:
            seen.append((Base.made, Middle.made, Leaf.made, Leaf().made))
    del Middle.made
    seen.append((Base.made, Middle.made, Leaf.made))
    return seen


print(inherited(3000))
print(inherited(3000))


class Meta(type):
    @property
    def total(cls):
        return 42

    def __setattr__(cls, name, value):
        super().__setattr__(name, value * 2)


class Special(metaclass=Meta):
    total = 1
    plain = 1


def of_metaclass(rounds):
    seen = 0
    for n in range(rounds):
        Special.plain = n
        seen += Special.plain + Special.total
    return seen


print(of_metaclass(2000))


def replaced(rounds):
    """The global is another class in the middle."""
    global Changing
    first = Changing
    for n in range(rounds):
        Changing.value += 1
        if n == rounds // 2:
            Changing = type("Changing", (), {"value": 1000})
    last = Changing
    Changing = first
    return first.value, last.value


print(replaced(3000), replaced(3000))


class Destroyed:
    def __del__(self):
        Changing.value += 1


def destroyed(rounds):
    Changing.value = 0
    seen = 0
    for n in range(rounds):
        before = Changing.value
        Destroyed()
        seen += Changing.value - before
    return seen, Changing.value


print(destroyed(2000))
