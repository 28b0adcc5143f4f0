"""When temporaries die: operands, call arguments, subscripts, conditions, f-strings, containers, discarded values."""


class Probe:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  del", self.name)

    def __repr__(self):
        return self.name

    def __str__(self):
        return self.name

    def __add__(self, other):
        print("  add")
        return Probe(f"({self.name}+{getattr(other, 'name', other)})")

    def __radd__(self, other):
        print("  radd")
        return Probe(f"({other}+{self.name})")

    def __lt__(self, other):
        print("  lt")
        return True

    def __bool__(self):
        print("  bool", self.name)
        return True

    def __getitem__(self, key):
        print("  getitem")
        return Probe(f"{self.name}[{getattr(key, 'name', key)}]")

    def __setitem__(self, key, value):
        print("  setitem")

    def __call__(self, *args, **kwargs):
        print("  call")
        return Probe(f"{self.name}()")

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Probe(f"{self.name}.{name}")

    def __iter__(self):
        return iter((Probe("i1"), Probe("i2")))

    def __enter__(self):
        return Probe("entered")

    def __exit__(self, *a):
        print("  exit")

    def __hash__(self):
        return 1

    def __contains__(self, item):
        print("  contains")
        return True

    def __neg__(self):
        return Probe("-" + self.name)


def P(name):
    print("  make", name)
    return Probe(name)


def step(text):
    print(" ", text)


CASES = '''
P("discarded"); step("next")
P("a") + P("b"); step("next")
P("a") + P("b") + P("c"); step("next")
1 + P("b"); step("next")
x = P("a") + P("b"); step("stored"); x = None
P("a") < P("b") < P("c"); step("next")
P("a") and P("b") and step("third")
P("a") or P("never")
not P("a")
-P("a")
P("f")(P("x"), k=P("y")); step("next")
P("o").attr.other; step("next")
P("o").method(P("x")).again(); step("next")
P("c")[P("k")]; step("next")
P("c")[P("k")] = P("v"); step("next")
P("o").name = P("v"); step("next")
f"{P('a')} {P('b')!r} {P('c'):>0}" if False else f"{P('a')} {P('b')!r}"; step("next")
[P("1"), P("2")]; step("next")
x = [P("1"), P("2")]; step("kept"); del x[0]; step("one left"); x = 0
(P("1"), P("2"))[0]; step("next")
{P("k"): P("v")}; step("next")
P("cond") if P("test") else P("never"); step("next")
[i for i in P("it")]; step("next")
[P(str(i)) for i in range(2)]; step("next")
list(map(P, "ab")); step("next")
print(P("printed")); step("next")
a, b = P("p"), P("q"); step("bound"); a = None; step("a gone"); b = None
(lambda p: step("in lambda"))(P("argument")); step("next")
P("in") in P("container"); step("next")
P("is") is P("other"); step("next")
assert P("asserted"), P("message"); step("next")
del P("container2").attr if False else P; step("never")
x = P("walrus") if (y := P("target")) else 0; step("next"); y = None; step("y gone"); x = None
for q in [P("only")]: step("body")
step("after loop"); q = None; step("q gone")
x = P("one"); x = P("two"); step("replaced"); x += 1; step("augmented"); x = None
x = {"k": P("v1")}; x["k"] = P("v2"); step("value replaced"); x.clear(); step("cleared")
(P("t1"), [P("t2"), P("t3")]); step("next")
P("slice")[P("lo"):P("hi")]; step("next")
len([P("in list")]); step("next")
isinstance(P("checked"), int); step("next")
P("a").name.upper(); step("next")
str(P("to string")); step("next")
[*P("starred"), 1]; step("next")
print(*P("star argument")); step("next")
dict(a=P("keyword value")); step("next")
x = P("self") ; x = x + x; step("added to itself"); x = None
x = [P("popped")]; x.pop(); step("popped"); x = None
(P("yes") if 0 else P("no")).name; step("next")
while P("while condition"): break
step("after while")
if P("if condition"): step("in if")
with P("manager") as w: step("in with")
step("after with"); w = None
'''.strip().splitlines()
for case in CASES:
    if "never" in case and case.startswith("del"):
        continue
    print(case)
    try:
        exec(case)
    except Exception as error:
        print("  raised", type(error).__name__, error)


def compiled():
    """The same kinds of statements in a function, where temporaries are registers."""
    print("function")
    P("a") + P("b")
    step(1)
    P("f")(P("x"), P("y"), k=P("z"))
    step(2)
    P("o").m(P("arg"))
    step(3)
    x = P("c")[P("k")]
    step(4)
    x = [P("e1"), P("e2")][1]
    step(5)
    y = (P("t1"), P("t2"))
    a, b = y
    y = None
    step(6)
    a = b
    step(7)
    x = f"{P('fs')}" + str(P("st"))
    step(8)
    for i in (P("l1"), P("l2")):
        step(i.name)
    step(9)
    return P("r") + P("s")


result = compiled()
print("returned", result)
result = None


def raising():
    try:
        P("left") + undefined_name
    except NameError:
        step("caught")
    step("after")
    try:
        P("f")(P("arg"), undefined_name)
    except NameError:
        step("caught")
    step("after")
    try:
        [P("e"), P("f"), 1 / 0]
    except ZeroDivisionError:
        step("caught")
    step("after")
    try:
        for p in P("iterable"):
            raise ValueError
    except ValueError:
        step("caught")
    step("end")


raising()
print("end")
