"""Static methods of C types are given no object, however they are reached and however often."""

try:
    from _testcapi import MethStatic
except ImportError:  # an interpreter without its own tests
    MethStatic = None


def through_class(cls):
    seen = set()
    for i in range(300):
        seen |= {(cls.meth_o(i)[0], cls.meth_fastcall(i, 2)[0], cls.meth_noargs(), cls.meth_varargs(i)[0])}
    return seen


def through_instance(instance):
    seen = set()
    for i in range(300):
        seen |= {(instance.meth_o(i)[0], instance.meth_fastcall(i, 2)[0], instance.meth_noargs())}
    return seen


def held(one, some):
    seen = set()
    for i in range(300):
        seen |= {(one(i)[0], some(i, i)[0])}
    return seen


def tables():
    total = 0
    make = str.maketrans
    for i in range(300):
        total += len(str.maketrans("ab", "cd")) + len(make("abc", "def", "gh")) + len(bytes.maketrans(b"a", b"b"))
    return total


if MethStatic is None:
    print({(None, None, None, None)}, {(None, None, None)}, {(None, None)}, sep="\n")
else:
    print(through_class(MethStatic), through_instance(MethStatic()), held(MethStatic.meth_o, MethStatic.meth_fastcall), sep="\n")
print(tables())
