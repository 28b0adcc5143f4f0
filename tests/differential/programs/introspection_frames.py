"""Frames and namespaces seen from inside: locals(), sys._getframe, f_locals, f_back, inspect, vars, dir."""

import builtins
import inspect
import sys


def local_names(a, b=2, *args, c=3, **kwargs):
    d = 4
    before = dict(locals())
    e = 5
    del d
    return before, dict(locals())


print(local_names(1, 9, 8, z=7))


def snapshot_is_shared():
    x = 1
    first = locals()
    x = 2
    second = locals()
    return first is second, first["x"], "first" in first, "second" in first


print(snapshot_is_shared())


def locals_write():
    x = 1
    locals()["x"] = 2
    locals()["y"] = 3
    return x, "y" in locals()


print(locals_write())


def cells():
    a, b = 1, 2

    def inner():
        a
        return sorted(locals().items())
    return inner(), sorted(k for k in locals())


print(cells())


def frame_chain():
    def inner():
        frame = sys._getframe()
        names = []
        while frame:
            names.append((frame.f_code.co_name, frame.f_lineno, frame.f_lasti > 0))
            frame = frame.f_back
        return names
    return inner()


print(frame_chain())


def caller_locals():
    return dict(sys._getframe(1).f_locals), sys._getframe(1).f_code.co_name


def calls():
    secret = "seen"
    return caller_locals()


print(calls())
try:
    sys._getframe(1000)
except ValueError as error:
    print(error)


def lines():
    f = sys._getframe()
    first = f.f_lineno
    second = (
        f.f_lineno,
        f.f_lineno,
    )
    third = f.f_lineno; fourth = f.f_lineno
    return [n - f.f_code.co_firstlineno for n in (first, *second, third, fourth)]


print(lines())


def frame_attributes():
    f = sys._getframe()
    print(f.f_globals is globals(), f.f_builtins is builtins.__dict__, f.f_trace, f.f_trace_lines, f.f_trace_opcodes,
          f.f_code is frame_attributes.__code__, f.f_locals["f"] is f)
    try:
        f.f_lineno = 5
    except ValueError as error:
        print(error)
    try:
        f.clear()
    except RuntimeError as error:
        print(error)
    return f


f = frame_attributes()
print(f.f_lineno - f.f_code.co_firstlineno, f.f_back is sys._getframe(), f.f_locals.keys())
f.clear()
print(f.f_locals)


class Body:
    x = 1
    here = sorted(k for k in locals() if not k.startswith("__"))
    frame_locals = sys._getframe().f_locals is locals()
    name = sys._getframe().f_code.co_name
    locals()["injected"] = "through locals()"


print(Body.here, Body.frame_locals, Body.name, Body.injected)
print(locals() is globals(), sys._getframe().f_locals is globals(), sys._getframe().f_code.co_name, vars() is globals())


def vars_dir():
    b = a = 1
    return vars(), dir()


print(vars_dir())


class Inst:
    def __init__(self):
        self.z = 1


print(vars(Inst()), [n for n in dir(Inst()) if not n.startswith("__")])


def eval_locals():
    x = 10
    return eval("x + 1"), eval("[x for _ in range(1)]", {"x": 5}), exec("x = 20") or x


print(eval_locals())


def generator():
    a = 1
    yield sys._getframe().f_back.f_code.co_name
    yield sorted(sys._getframe().f_locals)


def consume():
    return list(generator())


print(consume())


def decorated_frame(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper


@decorated_frame
def who():
    return [entry.function for entry in inspect.stack()][:3]


print(who())
frame_info = inspect.getframeinfo(inspect.currentframe())
print(frame_info.function, frame_info.lineno, frame_info.code_context, frame_info.positions)


def positions():
    return inspect.getframeinfo(sys._getframe()).positions, (
        inspect.getframeinfo(
            sys._getframe()
        ).positions)


print(positions())


def caller_position():
    return inspect.getframeinfo(sys._getframe(1)).positions


print(caller_position(), [caller_position()], {
    "k": caller_position()})


class Op:
    def __add__(self, other):
        return caller_position()

    def __getattr__(self, name):
        return caller_position()

    def __getitem__(self, key):
        return caller_position()

    def __lt__(self, other):
        return caller_position()

    def __iter__(self):
        self.where = caller_position()
        return iter([self.where])

    def __enter__(self):
        return caller_position()

    def __exit__(self, *a):
        print("exit", caller_position())

    def __bool__(self):
        print("bool", caller_position())
        return True

    def __contains__(self, item):
        print("contains", caller_position())
        return True

    def __neg__(self):
        return caller_position()

    def __format__(self, spec):
        return str(caller_position())

    def __setattr__(self, name, value):
        if name != "where":
            print("setattr", caller_position())
        else:
            object.__setattr__(self, name, value)

    def __setitem__(self, key, value):
        print("setitem", caller_position())

    def __delitem__(self, key):
        print("delitem", caller_position())

    def __call__(self, *a, **k):
        return caller_position()

    def __iadd__(self, other):
        print("iadd", caller_position())
        return self

    def __index__(self):
        print("index", caller_position())
        return 0


def operations():
    o = Op()
    print(o + 1, o.x, o [ 5 ], o < 2, -o)
    print(o(1, *[2]), o(a=1), o(*[1], **{}))
    print(f"{o} {o:>3}")
    for p in o:
        print(p)
    a, = o
    print(a, [*o], [q for q in o])
    with o as entered:
        print(entered)
    if o:
        pass
    while not o:
        pass
    x = o and 1
    x = 1 if o else 2
    1 in o
    o.y = 5
    o[1] = 2
    del o[1]
    o += 1
    [1, 2][o]
    [1, 2][o:o]
    assert o
    print((o
           +
           o), (o
                .attribute
                .start if 0 else 1))
    print(o.m, max(o, key=lambda v: 0))
    print(*o, sep="")


operations()
print(inspect.getsource(vars_dir), inspect.signature(local_names), inspect.getclosurevars(cells).globals)


def args_info(a, *b, c=1, **d):
    return inspect.getargvalues(inspect.currentframe())


info = args_info(1, 2, d=3)
print(info.args, info.varargs, info.keywords, sorted(info.locals))
