"""sys.getrefcount at many places: what a program can see must be what CPython shows."""

import gc
import sys

rc = sys.getrefcount


class K:
    pass


def locals_():
    o = K()
    a = rc(o)
    p = o
    b = rc(o)
    del p
    c = rc(o)
    t = (o, o)
    d = rc(o)
    t = None
    e = rc(o)
    return a, b, c, d, e


def argument(o):
    return rc(o)


def calls():
    o = K()
    return argument(o), argument(K()), rc(K()), (lambda x: rc(x))(o), argument(o=o), argument(*[o]), argument(**{"o": o})


def cells():
    o = K()

    def inner():
        return rc(o)
    return inner(), rc(o)


def containers():
    o = K()
    return [rc(o), [o, rc(o)][1], (o, rc(o))[1], {0: o, 1: rc(o)}[1], {"k": rc(o)}["k"]]


def attributes():
    h = K()
    h.o = o = K()
    first = rc(o), rc(h.o)
    h.o = None
    return first, rc(o)


class Methods:
    def me(self):
        return rc(self)

    def other(self, o):
        return rc(self), rc(o)

    def bound(self):
        m = self.me
        return m(), rc(self)

    def __call__(self):
        return rc(self)

    def __enter__(self):
        return self

    def __exit__(self, *a):
        pass


def methods():
    m, k = Methods(), K()
    with m as inside:
        within = rc(m)
    return m.me(), Methods.me(m), Methods().me(), m.other(k), m.bound(), m(), within, rc(m), rc(inside), rc(k)


def loops():
    o = K()
    items = [o] * 3
    out = []
    for i in items:
        out.append(rc(o))
    out.append(rc(o))
    return out


def generator():
    o = K()
    yield rc(o)
    p = o
    yield rc(o)


def exceptions():
    e = ValueError()
    before = rc(e)
    try:
        raise e
    except ValueError as caught:
        inside = rc(e)
    e.__traceback__ = None
    return before, inside, rc(e)


def conditional(o):
    return rc(o) if o else 0, (o and rc(o)), [rc(x) for x in [o]][0]


def unpacked():
    a, b = K(), K()
    a, b = b, a
    (c, *d) = a, b
    return rc(a), rc(b), rc(c), rc(d)


def functions():
    def f():
        pass
    g = f
    return rc(f), rc(f.__code__) > 1


def returned(o):
    return o


def nested():
    o = K()
    return rc(returned(returned(o))), rc(returned(K()))


def augmented():
    x = [1]
    y = x
    x += [2]
    return rc(x)


def many():
    o = K()
    return [rc(o) for _ in range(20)]


def star_args(*args, **kwargs):
    return rc(args), rc(kwargs), rc(args[0])


def match_subject():
    o = K()
    match o:
        case K() as p:
            return rc(o)


def walrus():
    return rc(w := K()), rc(w)


def comparison():
    o = K()
    return o is o, rc(o), o == o, rc(o)


for function in (locals_, calls, cells, containers, attributes, methods, loops, exceptions, unpacked, functions, nested, augmented, many,
                 match_subject, walrus, comparison):
    print(function.__name__, function(), function() == function())
print(list(generator()), conditional(K()), star_args(K(), k=1), star_args(*[K()]))
module_object = K()
print(rc(module_object), argument(module_object))
alias = module_object
print(rc(module_object))
del alias
print(rc(module_object), [rc(module_object)], rc(K()), rc([]), rc({}))


def balance(operation, turns=200):
    """Running something many times leaves the counts of what it touched as they were."""
    a, b, s = K(), 12345678901234567890, "text" * 3
    before = rc(a), rc(b), rc(s), rc(K)
    for _ in range(turns):
        operation(a, b, s)
    # What the collector found so far depends on when it ran.
    gc.collect()
    after = rc(a), rc(b), rc(s), rc(K)
    return [y - x for x, y in zip(before, after)]


def op_attributes(a, b, s):
    a.x = b
    a.x
    del a.x
    a.y = s
    try:
        a.z
    except AttributeError:
        pass


def op_containers(a, b, s):
    l = [a, b, s]
    l[0] = s
    d = {s: a, b: l}
    d[s], d.pop(b)
    (x, y, z), *w = l, a
    {a for _ in l}
    f"{b} {s}"


def op_calls(a, b, s):
    argument(a)
    returned(o=b)
    star_args(a, b, k=s)
    K()
    list(generator())
    sorted([b, b + 1], key=lambda v: -v)


def op_errors(a, b, s):
    for bad in (lambda: a + b, lambda: a[b], lambda: a(), lambda: argument(), lambda: argument(a, b), lambda: s.x, lambda: s + b, lambda: [a, b, 1 / 0],
                lambda: argument(a, 1 / 0), lambda: {}[s], lambda: a < b):
        try:
            bad()
        except Exception as error:
            kept = error
    try:
        x, y = a, b, s
    except ValueError:
        pass


def op_numbers(a, b, s):
    c = b + 1
    c -= b
    c * b // 3 % 7
    b << 3 >> 2
    b == c, b < c, -b, ~b
    float(b) * 2.5
    s * 2, s + s, s[0], s[1:3], s == "x"


def op_closures(a, b, s):
    def outer(p):
        def inner():
            nonlocal p
            p = b
            return p, a
        return inner
    outer(s)()
    (lambda: (a, b))()

    class Local(K):
        attribute = a

        def m(self):
            return super().__init__()
    Local().m()


def op_flow(a, b, s):
    for x in (a, b, s):
        if x is b:
            continue
        try:
            if x is s:
                break
        finally:
            y = x
    while True:
        try:
            raise ValueError(a)
        except ValueError as error:
            break
    with Methods() as m:
        pass
    match [a, b]:
        case [p, q]:
            pass


for operation in (op_attributes, op_containers, op_calls, op_errors, op_numbers, op_closures, op_flow):
    print(operation.__name__, balance(operation))
