"""pickle and copy of functions, classes, instances, generators, frames, and what cannot be pickled."""

import copy
import pickle
import sys
import types


def function(a, b=2):
    return a + b


class K:
    def __init__(self, v=1):
        self.v = v

    def method(self):
        return self.v

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    class Inner:
        pass


class Slots:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1


class State:
    def __getstate__(self):
        return {"kept": 1}

    def __setstate__(self, state):
        self.state = state


class Reduce:
    def __init__(self, *args):
        self.args = args

    def __reduce__(self):
        return Reduce, (1, 2), {"extra": 3}


class NewArgs:
    def __new__(cls, value):
        self = super().__new__(cls)
        self.value = value
        return self

    def __getnewargs__(self):
        return (self.value + 1,)


def local_things():
    class Local:
        pass

    def inner():
        pass
    return Local, Local(), inner


def generator():
    yield 1


async def coroutine():
    pass


k = K(5)
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    print(protocol, pickle.loads(pickle.dumps(function, protocol)) is function, pickle.loads(pickle.dumps(k, protocol)) == k,
          pickle.loads(pickle.dumps(k.method, protocol))(), pickle.loads(pickle.dumps(K, protocol)) is K,
          pickle.loads(pickle.dumps([1, 2.5, "s", {"a": (1,)}, {1}, None, 2**70], protocol)))
print(pickle.loads(pickle.dumps(Slots(), 2)).a, pickle.loads(pickle.dumps(State())).state, pickle.loads(pickle.dumps(Reduce())).__dict__,
      pickle.loads(pickle.dumps(NewArgs(1))).value, pickle.loads(pickle.dumps(K.Inner)) is K.Inner, pickle.loads(pickle.dumps(ValueError("e"))).args)
Local, local, inner = local_things()
running = generator()
unawaited = coroutine()
cannot = [Local, local, inner, lambda: 0, running, unawaited, sys._getframe(), function.__code__, sys, (i for i in ()),
          types.CellType(1), open(__file__), iter([1]).__next__, K.__dict__, type("Made", (), {}), function.__globals__["__builtins__"]]
for thing in cannot:
    try:
        pickle.dumps(thing)
        print("pickled", type(thing).__name__)
    except Exception as error:
        print(type(thing).__name__, type(error).__name__, str(error).split(" at 0x")[0])
for thing in (function, K, k, [k, k], {"a": [1]}, (1, [2]), running, function.__code__, sys, unawaited, Slots(), Reduce(), local, inner):
    for way in (copy.copy, copy.deepcopy):
        try:
            result = way(thing)
            print(way.__name__, type(thing).__name__, result is thing, type(result).__name__)
        except Exception as error:
            print(way.__name__, type(thing).__name__, type(error).__name__, error)
unawaited.close()
shared = [1]
deep = copy.deepcopy([shared, shared])
print(deep[0] is deep[1], deep[0] is shared)
cyclic = []
cyclic.append(cyclic)
print(copy.deepcopy(cyclic)[0][0] is not cyclic, pickle.loads(pickle.dumps(cyclic)).__class__)


class Custom:
    def __copy__(self):
        return "copied"

    def __deepcopy__(self, memo):
        return "deep", len(memo)


print(copy.copy(Custom()), copy.deepcopy(Custom()))
bound = copy.deepcopy(k.method)
print(bound.__self__ is k, bound())


class Pickler(pickle.Pickler):
    def persistent_id(self, obj):
        return "K!" if isinstance(obj, K) else None


import io
stream = io.BytesIO()
Pickler(stream).dump([k, 1])


class Unpickler(pickle.Unpickler):
    def persistent_load(self, pid):
        return "loaded " + pid


print(Unpickler(io.BytesIO(stream.getvalue())).load())
import functools
print(pickle.loads(pickle.dumps(functools.partial(function, 1)))(5))
import marshal
print(marshal.loads(marshal.dumps(function.__code__)) == function.__code__)
function(1)
print(marshal.loads(marshal.dumps(function.__code__)).co_name, len(marshal.dumps(function.__code__)) > 50)
