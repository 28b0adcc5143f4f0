"""Numbers computed in loops and kept somewhere: whoever reuses a number's box must not change what others hold."""

import sys


def kept_in_list(start, step):
    x, kept = start, []
    for _ in range(5):
        kept.append(x)
        x = x + step
        kept.append(x)
        x = x - step * 0.5 if isinstance(step, float) else x
    return kept, x


def kept_in_dict(x):
    d = {}
    for i in range(4):
        d[i] = x
        x += 1.5
        d[x] = i
    return d


def kept_in_tuple(x):
    t = ()
    for _ in range(4):
        t += (x,)
        x *= 2
    return t, x


def kept_in_attribute(x):
    class O:
        pass
    o, seen = O(), []
    for _ in range(4):
        o.v = x
        x += 0.25
        seen.append(o.v)
        o.v += 1
        seen.append(o.v)
    return seen, x


def kept_in_closure(x):
    functions = []
    for _ in range(3):
        functions.append(lambda y=x: y)
        x += 1000.5
    return [f() for f in functions], x


def kept_in_cell():
    x = 0.5

    def get():
        return x
    seen = []
    for _ in range(4):
        seen.append(get())
        x += 1
    return seen, get()


def kept_in_global():
    global g
    g = 1.5
    seen = []
    for _ in range(4):
        seen.append(g)
        g += 2.5
    return seen, g


def kept_in_generator():
    def gen():
        x = 0.5
        while x < 50:
            yield x
            x *= 3
    return list(gen())


def kept_in_argument(x):
    def callee(a):
        a += 1.5
        return a
    seen = []
    for _ in range(3):
        seen.append((x, callee(x), x))
        x += 1
    return seen


def kept_by_alias(x):
    out = []
    for _ in range(3):
        y = x
        x += 1.25
        z = x
        x -= 0.5
        out.append((x, y, z))
    return out


def swapped(a, b):
    for _ in range(10):
        a, b = b, a + b
    return a, b


def three(a, b, c):
    for _ in range(5):
        a, b, c = b + c, a, a + 1.5
    return a, b, c


def kept_in_frame_locals(x):
    seen = []
    for _ in range(3):
        seen.append(locals()["x"])
        x += 1.5
    return seen


def seen_by_caller():
    def peek():
        return sys._getframe(1).f_locals["x"]
    x, seen = 0.5, []
    for _ in range(4):
        seen.append(peek())
        x += 1.0
    return seen


def loop_variable():
    kept = []
    for i in range(100000, 100005):
        kept.append(i)
        i += 1
        kept.append(i)
    return kept


def constants():
    out = []
    for _ in range(3):
        x = 1.5
        x += 1
        y = 100000
        y += 1
        out.append((x, y))
    return out


def constant_default(x=2.5, y=[1.5]):
    x *= 2
    y[0] += 1
    return x, y[0]


def list_items():
    a = [0.5] * 3
    b = a[0]
    for i in range(3):
        a[i] += i + 0.5
    c = list(a)
    a[0] *= 10
    return a, b, c


def exception_keeps():
    x = 1.5
    errors = []
    for _ in range(3):
        try:
            raise ValueError(x)
        except ValueError as error:
            errors.append(error)
        x += 1
    return [e.args[0] for e in errors]


def returned_twice():
    x = 0.5

    def bump():
        nonlocal x
        x += 1.5
        return x
    return [bump() for _ in range(4)], x


def comparisons_of_identity():
    x = 1000.5
    y = x
    x += 0
    return y is x, x == y


def star(*args):
    out = []
    for a in args:
        b = a
        a += 1
        out.append((a, b))
    return out, args


def accumulated(n):
    total = compensation = 0.0
    history = []
    for i in range(n):
        value = i * 0.1
        y = value - compensation
        t = total + y
        compensation = (t - total) - y
        total = t
        history.append((total, compensation))
    return history[-3:], history[0], len({id(h) for h in history}) == n


def nested_loops():
    grid = []
    for i in range(3):
        row = []
        v = i * 1.5
        for j in range(3):
            row.append(v)
            v += j
        grid.append(row)
    return grid


def in_class():
    class K:
        v = 0.5
        seen = [v]
        v += 1
        seen.append(v)
    return K.v, K.seen


def conditional_expression(x):
    out = []
    for i in range(4):
        y = x if i % 2 else x + 1
        x += 0.5
        out.append((x, y))
    return out


def walrus(x):
    return [(y := x + i, x := y * 0.5)[0] for i in range(4)] if False else [(y, x) for i in range(3) if (y := x + i)], y


def big_and_small():
    n, seen = 2**29, []
    for _ in range(6):
        seen.append(n)
        n += n // 2
    for _ in range(6):
        n -= n // 3
        seen.append(n)
    m = 300
    for _ in range(100):
        m -= 1
        if m < 260:
            seen.append(m)
    return seen[:12], seen[12:16], all(a is b for a, b in zip(seen[40:50], range(230, 200, -1))) or True


def unary(x):
    out = []
    for _ in range(3):
        y = -x
        x = abs(y) + 1
        z = +x
        out.append((x, y, z))
    return out


def builtins_keep(x):
    out = []
    for _ in range(3):
        out.append(max(x, 0.1))
        x += 1
        out.append(min(x, 1e9))
        out.append(float(x))
        x = sum([x, 1.0])
    return out


for function, args in ((kept_in_list, (0.5, 1.0)), (kept_in_list, (1000, 7)), (kept_in_dict, (0.5,)), (kept_in_tuple, (1.5,)), (kept_in_tuple, (1 << 28,)),
                       (kept_in_attribute, (0.5,)), (kept_in_closure, (0.5,)), (kept_in_cell, ()), (kept_in_global, ()), (kept_in_generator, ()),
                       (kept_in_argument, (1.5,)), (kept_in_argument, (100000,)), (kept_by_alias, (0.5,)), (swapped, (0.5, 1.5)), (swapped, (1000, 10**6)),
                       (three, (1.5, 2.5, 3.5)), (kept_in_frame_locals, (1.5,)), (seen_by_caller, ()), (loop_variable, ()), (constants, ()), (constant_default, ()),
                       (constant_default, ()), (list_items, ()), (exception_keeps, ()), (returned_twice, ()), (comparisons_of_identity, ()), (star, (1.5, 1000, 2.5)),
                       (accumulated, (200,)), (nested_loops, ()), (in_class, ()), (conditional_expression, (0.5,)), (walrus, (1.5,)), (big_and_small, ()), (unary, (1.5,)),
                       (unary, (5000,)), (builtins_keep, (0.5,))):
    argument = args
    print(function.__name__, function(*args), args)
module_x = 0.5
module_seen = []
for _ in range(5):
    module_seen.append(module_x)
    module_x += 1.25
    module_y = module_x
    module_x *= 1.5
    module_seen.append(module_y)
print(module_seen, module_x)
