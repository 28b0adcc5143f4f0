"""super() in methods that several classes inherit, each with something else behind the method's own class."""


class Base:
    def __init__(self, size):
        self.size = size

    def area(self):
        return self.size

    def name(self, prefix, *, sep="-"):
        return prefix + sep + type(self).__name__


class Double(Base):
    def area(self):
        return super().area() * 2


class Square(Base):
    def area(self):
        return self.size * self.size


class Logged:
    def area(self):
        return super().area() + 1

    def name(self, prefix, *, sep="-"):
        return super().name(prefix + "!", sep=sep)


class Counted(Logged):
    calls = 0

    def area(self):
        Counted.calls += 1
        return super().area()


class A(Logged, Double):
    pass


class B(Counted, Square):
    pass


class C(Counted, A):
    def __init__(self, size):
        super().__init__(size + 1)


class D(C, Square):
    def __init__(self, size):
        super().__init__(size)
        self.d = size


class Callable:
    """What is found is no function."""

    def __init__(self, what):
        self.what = what

    def __call__(self, *args):
        return self.what + len(args)


class WithCallable(Base):
    area = Callable(40)


class WithStatic(Base):
    @staticmethod
    def area():
        return 17


class WithBuiltin(Base, list):
    area = list.__len__

    def __init__(self, size):
        Base.__init__(self, size)
        self.extend(range(size))


class E(Logged, WithCallable):
    pass


class F(Counted, WithStatic):
    pass


class G(Logged, WithBuiltin):
    pass


class Alone(Logged):
    """There is nothing behind."""

    def __init__(self, size):
        pass


class Other:
    """Called with what is no instance of the method's class."""


def total(objects, rounds):
    found = 0
    for _ in range(rounds):
        for each in objects:
            try:
                found += each.area()
            except AttributeError as error:
                found += len(str(error))
    return found


def names(objects, rounds):
    found = set()
    for _ in range(rounds):
        for each in objects:
            found.add(each.name("a", sep="+"))
    return sorted(found)


def misused(rounds):
    found = 0
    for n in range(rounds):
        try:
            found += Logged.area(Other() if n % 2 else 3)
        except TypeError as error:
            found += len(str(error))
    return found


def run(rounds):
    plain = [A(2), B(3), C(4), D(5), Double(6), Square(7)]
    print(total(plain, rounds), total(plain[:2], rounds), Counted.calls)
    odd = [E(1), F(2), G(3), Alone(4)]
    print(total(odd, rounds // 4), total([*plain, *odd], rounds // 4))
    print(names(plain, rounds // 2))
    print(misused(rounds // 4))
    Square.area = lambda self: self.size + 1000
    print(total(plain, rounds))
    A.__bases__ = (Logged, Square)
    print(total(plain, rounds), names(plain, 30))
    Base.area = lambda self: -self.size
    del Square.area
    print(total(plain, rounds), total(plain, 20))
    plain[3].__class__ = A
    print(total(plain, rounds))


run(2000)
