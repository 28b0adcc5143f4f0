"""When objects die: locals, rebinding, del, parameters, loop variables, returns. Each death is printed."""

import sys


class Probe:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("    del", self.name)

    def method(self):
        print("  method of", self.name)
        return self

    def drop(self, holder):
        holder.clear()
        print("  still inside", self.name)


def local_until_end():
    p = Probe("local")
    p.method()
    print("  after last use, before return")


def rebinding():
    p = Probe("first")
    p = Probe("second")
    print("  rebound")
    p = None
    print("  cleared")


def deleted():
    p = Probe("deleted")
    del p
    print("  after del")


def parameter(p):
    print("  in callee")


def parameter_rebound(p):
    p = None
    print("  rebound in callee")


def returned():
    p = Probe("returned")
    return p


def return_other():
    p = Probe("not returned")
    return 5


def loop():
    for p in (Probe("loop 1"), Probe("loop 2")):
        print("  body", p.name)
    print("  after loop")


def loop_generator():
    for p in (Probe(f"generated {i}") for i in range(2)):
        print("  body", p.name)
    print("  after loop")


def loop_list():
    items = [Probe("item 1"), Probe("item 2")]
    while items:
        p = items.pop(0)
        print("  popped", p.name)
    print("  end of function")


def swap():
    a, b = Probe("a"), Probe("b")
    a, b = b, a
    del a
    print("  after swap and del")


def unpack():
    a, *rest = Probe("head"), Probe("tail 1"), Probe("tail 2")
    a = None
    print("  head gone")
    rest.pop()
    print("  tail 2 gone")


def order_of_locals():
    a = Probe("a")
    c = Probe("c")
    b = Probe("b")
    z = Probe("z")
    print("  ending")


def self_dropped():
    holder = [Probe("self")]
    holder[0].drop(holder)
    print("  after call")


def method_of_temporary():
    Probe("temporary").method().method()
    print("  next statement")


def closure():
    p = Probe("in cell")

    def inner():
        return p
    inner()
    print("  ending")


def closure_outlives():
    p = Probe("outlives")

    def inner():
        return p.name
    return inner


def closure_rebound():
    p = Probe("cell first")

    def inner():
        nonlocal p
        p = Probe("cell second")
        print("  rebound")
    inner()


def exception_in_init():
    class Bad(Probe):
        def __init__(self):
            super().__init__("bad init")
            raise ValueError
    try:
        Bad()
    except ValueError:
        print("  caught")
    print("  after except")


def default_argument():
    def f(p=Probe("default")):
        pass
    f()
    print("  before del f")
    del f
    print("  after del f")


def star_args():
    def f(*args, **kwargs):
        print("  in f", len(args), len(kwargs))
    f(Probe("positional"), k=Probe("keyword"))
    print("  after f")


def caller_of_parameter():
    parameter(Probe("argument"))
    print("  after parameter()")
    parameter_rebound(Probe("argument 2"))
    print("  after parameter_rebound()")
    held = Probe("held by caller")
    parameter_rebound(held)
    print("  after parameter_rebound() of a held object")


def nested_function_locals():
    def inner():
        q = Probe("inner local")
        return 1
    print("  value", inner())


def reassign_in_loop():
    p = None
    for i in range(3):
        p = Probe(f"turn {i}")
    print("  loop done")


def conditional(flag):
    if flag:
        p = Probe("conditional")
    print("  end")


def with_body():
    class M(Probe):
        def __enter__(self):
            return Probe("entered")

        def __exit__(self, *a):
            print("  exit")
    with M("manager") as m:
        print("  in with")
    print("  after with")


def global_probe():
    global g
    g = Probe("global")
    g = Probe("global 2")
    print("  rebound")
    del g
    print("  deleted")


def attribute_chain():
    class Node:
        pass
    n = Node()
    n.child = Probe("child")
    n.child = Probe("child 2")
    print("  replaced")
    n = None
    print("  owner gone")


def tuple_owner():
    t = (Probe("in tuple"), 1)
    x, y = t
    del t
    print("  tuple gone")
    del x
    print("  x gone")


def starred_call():
    args = [Probe("starred")]
    parameter(*args)
    args.clear()
    print("  cleared")


def class_body():
    class Holder:
        p = Probe("class attribute")
    print("  made")
    del Holder
    print("  unreferenced (a class is in a cycle)")


def early_return(flag):
    p = Probe("early")
    if flag:
        return "early"
    print("  not early")


for function in (local_until_end, rebinding, deleted, returned, return_other, loop, loop_generator, loop_list, swap, unpack,
                 order_of_locals, self_dropped, method_of_temporary, closure, closure_rebound, exception_in_init,
                 default_argument, star_args, caller_of_parameter, nested_function_locals, reassign_in_loop, with_body,
                 global_probe, attribute_chain, tuple_owner, starred_call, class_body):
    print(function.__name__)
    result = function()
    print("  returned", type(result).__name__)
    result = None
for flag in (True, False):
    print("conditional", flag)
    conditional(flag)
    print("early", flag)
    print(early_return(flag))
print("closure_outlives")
f = closure_outlives()
print("  ", f())
f = None
print("hot loop")


def hot():
    for i in range(50):
        q = Probe("hot") if i in (10, 40) else i
        if i in (11, 41):
            print("  at", i)


hot()
import gc
gc.collect()
print("end of module")
at_exit = Probe("module global at exit")


# The line that a destructor finds its caller at, where an assignment drops the old value.
class Placed:
    def __del__(self):
        print("dropped at line", sys._getframe(1).f_lineno - sys._getframe(1).f_code.co_firstlineno)


def assigned_in_branch(c, k):
    if c:
        k = None
    return k


def assigned_constant(k):
    x = 1
    k = 5
    return x, k


def assigned_several(k, m):
    x = (
        0
    )
    k = m = x
    n: int = 3
    k = n
    return k, m


def assigned_in_expression(k):
    x = 1
    if (k := None) is None:
        return x


def assigned_in_loop(items):
    for k in items:
        pass
    k = len(items)
    return k


assigned_in_branch(True, Placed())
assigned_constant(Placed())
assigned_several(Placed(), Placed())
assigned_in_expression(Placed())
print(assigned_in_loop([Placed() for _ in range(2)]))
