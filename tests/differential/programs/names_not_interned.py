"""Names in dicts of classes and instances that are only equal to those that the program asks for."""

class Base:
    def start(self): return "base"
def made(self): return "made"
key = "".join(["st", "art"])
Two = type("Two", (Base,), {key: made})
class A(Base):
    def start(self): return "A " + super().start()
class B(Two):
    def start(self): return "B " + super().start()
class Mixin:
    def start(self): return "mixin " + super().start()
class C(Mixin, Base): pass
class D(Mixin, Two): pass
class E(Mixin, A): pass
def work(xs):
    out = []
    for x in xs: out.append(x.start())
    return out
xs = [C(), D(), E(), A(), B()]
for _ in range(30): last = work(xs * 3)
print(last)
def get(x): return x.attr
class F: attr = "F"
class G(F): pass
k2 = "".join(["at", "tr"])
H = type("H", (F,), {k2: "H"})
i = G(); i.__dict__[k2] = "own"
j = H(); 
ys = [F(), G(), H(), i, j]
for _ in range(30): last = [get(y) for y in ys * 3]
print(last)
def get2(x, n): return getattr(x, n)
for _ in range(30): last = [get2(y, n) for y in ys * 3 for n in (k2, "attr")]
print(last)
