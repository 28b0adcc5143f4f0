"""When objects die around exceptions: frames held by tracebacks, names of handlers, contexts, finally, with."""

import gc
import sys
import weakref


class Probe:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("    del", self.name)


def raiser(name):
    local = Probe(name)
    raise ValueError(name)


def handler_end():
    try:
        raiser("h")
    except ValueError:
        print("  in handler")
    print("  after handler")


def handler_named():
    try:
        raiser("named")
    except ValueError as error:
        print("  in handler", error)
    print("  after handler")


def handler_kept():
    try:
        raiser("kept")
    except ValueError as error:
        kept = error
    print("  kept")
    kept = None
    print("  dropped")


def traceback_cleared():
    try:
        raiser("cleared")
    except ValueError as error:
        error.__traceback__ = None
        print("  traceback cleared")
    print("  after")


def exception_itself():
    class E(Exception, Probe):
        def __init__(self, name):
            Probe.__init__(self, name)
    try:
        raise E("exception object")
    except E:
        print("  in handler")
    print("  after")


def context_chain():
    try:
        try:
            raiser("inner")
        except ValueError:
            raise KeyError("outer")
    except KeyError:
        print("  outer handler")
    print("  after")


def context_none():
    try:
        try:
            raiser("from none")
        except ValueError:
            raise KeyError from None
    except KeyError as error:
        print("  outer", error.__context__ is not None)
    print("  after")


def in_finally():
    try:
        try:
            raiser("through finally")
        finally:
            print("  finally")
    except ValueError:
        print("  handler")
    print("  after")


def return_in_handler():
    try:
        raiser("return in handler")
    except ValueError:
        return "value"


def return_in_finally():
    try:
        raiser("return in finally")
    finally:
        return "value"


def loop_continue():
    for i in range(2):
        try:
            raiser(f"turn {i}")
        except ValueError:
            continue
    print("  loop over")


def with_swallow():
    class M:
        def __enter__(self):
            return self

        def __exit__(self, *a):
            return True
    with M():
        raiser("swallowed by with")
    print("  after with")


def generator_body():
    def g():
        p = Probe("generator local")
        try:
            yield 1
        except ValueError:
            print("  generator handler")
        yield 2
    i = g()
    next(i)
    i.throw(ValueError)
    print("  thrown")
    i.close()
    print("  closed")


def call_argument():
    def f(a, b):
        pass
    try:
        f(Probe("evaluated argument"), raiser("while evaluating"))
    except ValueError:
        print("  handler")
    print("  after")


def binary_operand():
    try:
        Probe("left operand") + 1
    except TypeError:
        print("  handler")
    print("  after")


def building_list():
    try:
        [Probe("first"), Probe("second"), raiser("third")]
    except ValueError:
        print("  handler")
    print("  after")


def unpack_fails():
    try:
        a, b = (Probe("one"), Probe("two"), Probe("three"))
    except ValueError:
        print("  handler")
    print("  after")


def unpack_partial():
    try:
        a, b.c = Probe("bound before failure"), 5
    except NameError:
        print("  handler")
    print("  after")


def constructor():
    class K(Probe):
        def __init__(self):
            self.name = "half made"
            raise ValueError
    try:
        K()
    except ValueError:
        print("  handler")
    print("  after")


def cycle():
    try:
        raiser("in a cycle")
    except ValueError as error:
        me = error
    print("  frame and exception make a cycle")


def nested_functions():
    def inner():
        p = Probe("inner")
        try:
            raiser("deep")
        finally:
            print("  inner finally")
    try:
        inner()
    except ValueError:
        print("  handler")
    print("  after")


def frame_kept():
    def inner():
        p = Probe("held by frame")
        return sys._getframe()
    frame = inner()
    print("  have frame", sorted(frame.f_locals))
    frame.clear()
    print("  frame cleared", frame.f_locals)
    frame = None
    print("  after")


def frame_dropped():
    def inner():
        p = Probe("in dropped frame")
        return sys._getframe()
    frame = inner()
    print("  have frame")
    frame = None
    print("  after")


def stop_iteration():
    def g():
        p = Probe("in finished generator")
        yield 1
    for _ in g():
        print("  body")
    print("  after")


def iterator_raises():
    class I:
        def __init__(self):
            self.p = Probe("of iterator")

        def __iter__(self):
            return self

        def __next__(self):
            raise KeyError
    try:
        for _ in I():
            pass
    except KeyError:
        print("  handler")
    print("  after")


def weak_callback():
    class T:
        pass
    t = T()
    r = weakref.ref(t, lambda ref: print("    weak callback"))
    try:
        t.missing
    except AttributeError as error:
        print("  handler holds it:", error.obj is t)
        del t
        print("  deleted name")
    print("  after", r())


for function in (handler_end, handler_named, handler_kept, traceback_cleared, exception_itself, context_chain, context_none,
                 in_finally, return_in_handler, return_in_finally, loop_continue, with_swallow, generator_body, call_argument,
                 binary_operand, building_list, unpack_fails, unpack_partial, constructor, cycle, nested_functions, frame_kept,
                 frame_dropped, stop_iteration, iterator_raises, weak_callback):
    print(function.__name__)
    function()
    print("  returned")
    gc.collect()
