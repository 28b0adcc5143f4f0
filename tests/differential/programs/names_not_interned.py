"""Names in dicts of classes and instances that are only equal to those that the program asks for."""

START = "".join(["st", "art"])
ATTR = "".join(["at", "tr"])


def made(self):
    return "made"


class Base:
    def start(self):
        return "base"


Two = type("Two", (Base,), {START: made})


class A(Base):
    def start(self):
        return "A " + super().start()


class B(Two):
    def start(self):
        return "B " + super().start()


class Mixin:
    def start(self):
        return "mixin " + super().start()


class C(Mixin, Base):
    pass


class D(Mixin, Two):
    pass


class E(Mixin, A):
    pass


def started(objects):
    found = []
    for each in objects:
        found.append(each.start())
    return found


for _ in range(30):
    last = started([C(), D(), E(), A(), B()] * 3)
print(last)


class F:
    attr = "F"


class G(F):
    pass


H = type("H", (F,), {ATTR: "H"})


def attribute(owner):
    return owner.attr


def named(owner, name):
    return getattr(owner, name)


own = G()
own.__dict__[ATTR] = "own"
owners = [F(), G(), H(), own, H()]
for _ in range(30):
    last = [attribute(owner) for owner in owners * 3]
print(last)
for _ in range(30):
    last = [named(owner, name) for owner in owners * 3 for name in (ATTR, "attr")]
print(last)
