"""Classes: inheritance, super, descriptors, slots, operators, metaclasses, and caches that must notice changes."""

from __future__ import annotations

import sys

import pytest

import fastvm
from tests.language.conftest import Run


def test_inheritance_and_super(run: Run) -> None:
    names = run("""
        class A:
            def who(self): return ["A"]
        class B(A):
            def who(self): return ["B"] + super().who()
        class C(A):
            def who(self): return ["C"] + super().who()
        class D(B, C):
            def who(self): return ["D", __class__.__name__] + super().who()
            @classmethod
            def made(cls): return cls.__name__
            @staticmethod
            def static(x): return x
        result = D().who(), D.made(), D().static(1), [k.__name__ for k in D.__mro__]
    """)
    assert names["result"] == (["D", "D", "B", "C", "A"], "D", 1, ["D", "B", "C", "A", "object"])


def test_attributes(run: Run) -> None:
    names = run("""
        class Data:
            def __get__(self, instance, owner): return "data"
            def __set__(self, instance, value): instance.__dict__["stored"] = value
        class K:
            data = Data()
            shared = 1
            def __init__(self): self.own = 2
            @property
            def prop(self): return self.own * 10
            @prop.setter
            def prop(self, value): self.own = value
            def __getattr__(self, name): return f"missing {name}"
        k = K()
        k.data = 5
        k.prop = 7
        k.shared += 1
        result = k.data, k.stored, k.prop, k.shared, K.shared, k.nothing, sorted(k.__dict__)
    """)
    assert names["result"] == ("data", 5, 70, 2, 1, "missing nothing", ["own", "shared", "stored"])


def test_slots(run: Run) -> None:
    names = run("""
        class P:
            __slots__ = ("x", "y")
            def __init__(self, x): self.x = x
        p = P(1)
        p.x += 1
        errors = []
        for attempt in (lambda: p.y, lambda: setattr(p, "z", 1), lambda: p.__dict__):
            try:
                attempt()
            except AttributeError as error:
                errors.append(str(error))
        result = p.x, errors
    """)
    assert names["result"][0] == 2 and len(names["result"][1]) == 3


def test_operators(run: Run) -> None:
    names = run("""
        class N:
            def __init__(self, v): self.v = v
            def __add__(self, other): return ("add", self.v, other) if other != "no" else NotImplemented
            def __radd__(self, other): return ("radd", other, self.v)
            def __iadd__(self, other): self.v += other; return self
            def __lt__(self, other): return self.v < other.v
            def __eq__(self, other): return isinstance(other, N) and self.v == other.v
            def __hash__(self): return hash(self.v)
            def __getitem__(self, key): return key
            def __contains__(self, item): return item == self.v
            def __call__(self, *a, **k): return a, k
            def __bool__(self): return self.v != 0
            def __len__(self): return 3
            def __iter__(self): return iter([self.v])
            def __neg__(self): return -self.v
            def __enter__(self): return "in"
            def __exit__(self, *a): return True
            def __format__(self, spec): return f"<{spec}>"
        n = N(1)
        alias = n
        n += 5
        with N(0) as entered:
            raise ValueError
        result = (n + 1, 1 + n, alias is n, n.v, N(1) < N(2), N(1) == N(1), N(1) != N(2), n[1:2, 3], 6 in n,
                  n(1, k=2), bool(N(0)), len(n), [*n], -n, entered, f"{n:spec}", {N(1): "found"}[N(1)],
                  max(N(1), N(2)).v)
        try:
            n + "no"
        except TypeError as error:
            message = str(error)
    """)
    assert names["result"] == (
        ("add", 6, 1),
        ("radd", 1, 6),
        True,
        6,
        True,
        True,
        True,
        (slice(1, 2), 3),
        True,
        ((1,), {"k": 2}),
        False,
        3,
        [6],
        -6,
        "in",
        "<spec>",
        "found",
        2,
    )
    assert names["message"] == "unsupported operand type(s) for +: 'N' and 'str'"


def test_operators_run_in_the_loop(run: Run) -> None:
    """An operator's method pushes a frame like a call: it takes none of C's stack, of which there is not enough here."""
    names = run("""
        class Countdown:
            def __add__(self, n):
                return "done" if n == 0 else self + (n - 1)
            def __sub__(self, n):
                if n:
                    self -= n - 1
                return self
            def __mul__(self, n):
                return NotImplemented if n == 0 else self * (n - 1)
        def deep(n):
            value = Countdown()
            try:
                value * n
            except TypeError as error:
                message = str(error)
            return value + n, type(value - n), message
        deep(5)
    """)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    fastvm.enable()
    try:
        done, type_, message = names["deep"](50_000)
    finally:
        fastvm.disable()
        sys.setrecursionlimit(limit)
    assert (done, type_, message) == ("done", names["Countdown"], "unsupported operand type(s) for *: 'Countdown' and 'int'")


def test_class_statement_hooks(run: Run) -> None:
    names = run("""
        log = []
        class Meta(type):
            @classmethod
            def __prepare__(mcls, name, bases, **kw):
                log.append(("prepare", name, kw))
                return {}
            def __new__(mcls, name, bases, namespace, **kw):
                return super().__new__(mcls, name, bases, namespace)
            def __init__(cls, *args, **kw):
                super().__init__(*args)
            def __call__(cls, *args):
                log.append("call")
                return super().__call__(*args)
        class Descriptor:
            def __set_name__(self, owner, name): log.append(("set_name", name))
        class Base(metaclass=Meta, flag=1):
            d = Descriptor()
            def __init_subclass__(cls, tag=None): log.append(("subclass", cls.__name__, tag))
        class Child(Base, tag="t"):
            __private = 1
            def read(self): return self.__private
        result = Child().read(), "_Child__private" in Child.__dict__
    """)
    assert names["log"] == [
        ("prepare", "Base", {"flag": 1}),
        ("set_name", "d"),
        ("prepare", "Child", {"tag": "t"}),
        ("subclass", "Child", None),
        "call",
    ]
    assert names["result"] == (1, True)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("K.value = 'class'", "instance"),
        ("k.value = 'new'", "new"),
        ("del k.value; K.value = 'class'", "class"),
        ("K.value = property(lambda self: 'property')", "property"),
        ("K.__getattribute__ = lambda self, name: 'everything'", "everything"),
        ("k.__class__ = Other", "instance"),
        ("k.__dict__ = {'value': 'replaced'}", "replaced"),
        ("k.__dict__['value'] = 'written'", "written"),
        ("k.__dict__.clear(); K.__getattr__ = lambda self, name: 'fallback'", "fallback"),
        ("K.__bases__ = (Other,); Other.value = property(lambda self: 'inherited property')", "inherited property"),
    ],
)
def test_cached_attribute_notices_changes(change: str, expected: str, run: Run) -> None:
    """A site that has read an attribute many times sees what changed since."""
    names = run(
        """
        class Plain: pass
        class Other(Plain): pass
        class K(Plain):
            def __init__(self): self.value = "instance"
        def read(o): return o.value
        k = K()
        warm = [read(k) for _ in range(100)][-1]
        exec(change)
        result = read(k)
        """,
        change=change,
    )
    assert names["warm"] == "instance"
    assert names["result"] == expected


def test_cached_global_notices_changes(run: Run) -> None:
    names = run("""
        import builtins
        def read(): return changing
        changing = 1
        out = [[read() for _ in range(50)][-1]]
        changing = 2
        out.append(read())
        del changing
        builtins.changing = "builtin"
        try:
            out.append(read())
            globals()["changing"] = 3
            out.append(read())
        finally:
            del builtins.changing
    """)
    assert names["out"] == [1, 2, "builtin", 3]


def test_one_site_many_types(run: Run) -> None:
    names = run("""
        def add(a, b): return a + b
        pairs = [(1, 2), (1.5, 2), ("a", "b"), ([1], [2]), (2**70, 1), (True, 1), ((1,), (2,))]
        out = [add(*p) for p in pairs for _ in range(30)]
        result = [out[i * 30] for i in range(len(pairs))]
        same = all(out[i * 30] == out[i * 30 + 29] for i in range(len(pairs)))
    """)
    assert names["result"] == [3, 3.5, "ab", [1, 2], 2**70 + 1, 2, (1, 2)] and names["same"]


def test_slot_borrowed_from_another_class_is_no_memory_access(run: Run) -> None:
    names = run("""
        class Class:
            __slots__ = ("slot",)
        class Dictful:
            borrowed = Class.slot
        class Slotted:
            __slots__ = ("own",)
            borrowed = Class.slot
        def load(o): o.borrowed
        def store(o): o.borrowed = 42
        errors = 0
        for o in Dictful(), Slotted():
            if type(o) is Slotted:
                o.own = "untouched"
            for use in load, store:
                for _ in range(30):
                    try:
                        use(o)
                    except TypeError:
                        errors += 1
        result = errors, o.own
    """)
    assert names["result"] == (120, "untouched")


def test_class_attribute_whose_type_becomes_a_descriptor(run: Run) -> None:
    names = run("""
        class Later:
            pass
        class A:
            x = Later()
            def __init__(self): self.x = 1
        class B:
            x = Later()
        class C:
            x = Later()
        a, b = A(), B()
        def of_instance(): return a.x
        def of_class_by_instance(): return b.x
        def of_class(): return C.x
        def store(value): a.x = value
        reads = of_instance, of_class_by_instance, of_class
        for _ in range(30):
            before = [read() for read in reads]
            store(1)
        Later.__get__ = lambda self, instance, owner: "got"
        got = [read() for read in reads]
        stored = []
        Later.__set__ = lambda self, instance, value: stored.append(value)
        store(2)
        after = [read() for read in reads]
        plain = before == [1, B.__dict__["x"], C.__dict__["x"]]
    """)
    assert names["plain"]
    assert names["got"] == [1, "got", "got"]
    assert names["after"] == ["got"] * 3 and names["stored"] == [2]


def test_property_gets_another_getter(run: Run) -> None:
    names = run("""
        class K:
            value = property(lambda self: "first")
        k = K()
        def read(): return k.value
        out = [[read() for _ in range(30)][-1]]
        K.__dict__["value"].__init__(lambda self: "second")
        out.append(read())
        K.__dict__["value"].__init__(len)
        k.__class__.__len__ = lambda self: 3
        out.append(read())
    """)
    assert names["out"] == ["first", "second", 3]


def test_attribute_that_came_by_a_key_which_is_only_equal_to_the_name(run: Run) -> None:
    names = run("""
        class K:
            attr = "class"
            def method(self): return "class"
        def read(o): return o.attr
        def call(o): return o.method()
        first, second, third = K(), K(), K()
        first.__dict__["".join(["at", "tr"])] = "own"
        first.__dict__["".join(["met", "hod"])] = lambda: "own"
        out = [([read(second) for _ in range(20)][-1], [call(second) for _ in range(20)][-1])]
        third.attr = "own"
        third.method = lambda: "own"
        out += [(read(o), call(o)) for o in (first, second, third)]
    """)
    assert names["out"] == [("class", "class"), ("own", "own"), ("class", "class"), ("own", "own")]
