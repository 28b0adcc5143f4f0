"""Random graphs of objects of every kind, of which parts are dropped: what is finalized, and what is freed?

Arguments: `explicit` or `automatic`, the first seed, how many. A node is a container of some type that holds a list:
a canary, and edges to other nodes. The canary tells whether the node has been freed, whatever its type.
Some nodes have finalizers, some of these bring their node back to life, some nodes are watched by weak references with
callbacks. The program knows the graph, so it knows what must be alive, and says where that is not so; all else that it
prints must be the same with any right collector. With `explicit`, collections happen only where the program asks for
them, so even the order between objects of different ages shows; with `automatic` they may happen at any time.
"""

import array
import asyncio
import collections
import contextlib
import functools
import gc
import itertools
import queue
import random
import sys
import types
import weakref
import xml.etree.ElementTree as ElementTree

NODES = 60
ROUNDS = 6


class Canary:
    """Looked for among all objects: a weak reference would be cleared even if the node is revived after that."""

    __slots__ = ("number", "__weakref__")

    def __init__(self, number):
        self.number = number


class Plain:
    def __init__(self, held):
        self.held = held


class Child(Plain):
    pass


class Slotted:
    __slots__ = ("first", "held", "__weakref__")

    def __init__(self, held):
        self.held = held


class OnlySlots:
    __slots__ = ("held",)

    def __init__(self, held):
        self.held = held


class SlotsAndDict(OnlySlots):
    def __init__(self, held):
        self.other = held


class OwnList(list):
    pass


class OwnDict(dict):
    __slots__ = ("held",)


class OwnTuple(tuple):
    pass


class OwnInt(int):
    pass


class OwnError(Exception):
    pass


class OwnRef(weakref.ref):
    pass


class Doomed:
    """With a finalizer, which says so; some bring themselves back, once."""

    def __init__(self, held, number, world):
        self.held, self.number, self.world = held, number, world

    def __del__(self):
        self.world.log.append(("del", self.number))
        if self.number % 3 == 0:
            self.world.revived.append(self)


class DoomedList(list):
    def __del__(self):
        self.world.log.append(("del list", self.number))


def with_attribute(o, held):
    o.held = held
    return o


def own_dict(held):
    made = OwnDict()
    made.held = held
    return made


def through_cell(held):
    def function():
        return held

    return function


def through_default(held):
    def function(value=held):
        return value

    return function


def through_method(held):
    return Plain(held).__init__


def through_iterator(held):
    iterator = iter([held, held])
    next(iterator)
    return iterator


def through_generator(held):
    def generator():
        mine = held
        yield 1
        yield mine

    made = generator()
    next(made)
    return made


def through_coroutine(held):
    @types.coroutine
    def pause():
        yield

    async def coroutine():
        mine = held
        await pause()
        return mine

    made = coroutine()
    made.send(None)
    return made


def through_async_generator(held):
    async def generator():
        mine = held
        yield mine

    return generator()


def through_error(held):
    try:
        mine = held
        raise OwnError(len(mine))
    except OwnError as error:
        return error


def through_group(held):
    return ExceptionGroup("some", [through_error(held)])


def through_cache(held):
    @functools.lru_cache(maxsize=4)
    def cached(number):
        return held

    cached(1)
    return cached


def through_proxy(held):
    return types.MappingProxyType({"held": held})


def through_class(held):
    return type("Made", (), {"held": held, "method": lambda self: held})


def through_element(held):
    parent = ElementTree.Element("parent", {"held": held})
    parent.append(ElementTree.Element("child"))
    return parent


def through_queue(held):
    made = queue.SimpleQueue()
    made.put(held)
    return made


def through_loop_future(held):
    future = asyncio.Future(loop=LOOP)
    future.set_result(held)
    return future


def through_stack(held):
    stack = contextlib.ExitStack()
    stack.callback(len, held)
    return stack


def through_set(held):
    return {1, Plain(held)}


KINDS = {
    "list": lambda held: [None, held],
    "tuple": lambda held: (1, held),
    "nested tuple": lambda held: (1, ((2, held), "x")),
    "dict": lambda held: {"held": held, 1: 2},
    "dict key": lambda held: {Plain(held): 1},
    "set": through_set,
    "frozenset": lambda held: frozenset(through_set(held)),
    "plain": Plain,
    "child": Child,
    "many attributes": lambda held: functools.reduce(lambda o, n: setattr(o, f"a{n}", held) or o, range(40), Plain(0)),
    "own dict taken": lambda held: (lambda o: (o, o.__dict__)[0])(Plain(held)),
    "slotted": Slotted,
    "only slots": OnlySlots,
    "slots and dict": SlotsAndDict,
    "own list": lambda held: OwnList([held]),
    "own dict": own_dict,
    "own tuple": lambda held: with_attribute(OwnTuple([1]), held),
    "own int": lambda held: with_attribute(OwnInt(1), held),
    "deque": lambda held: collections.deque([held], maxlen=3),
    "OrderedDict": lambda held: collections.OrderedDict(held=held),
    "defaultdict": lambda held: collections.defaultdict(through_default(held)),
    "ChainMap": lambda held: collections.ChainMap({"held": held}),
    "namedtuple": lambda held: NAMED(1, held),
    "partial": lambda held: functools.partial(len, held),
    "partialmethod": lambda held: functools.partialmethod(len, held),
    "lru_cache": through_cache,
    "cell": through_cell,
    "default": through_default,
    "lambda": lambda held: lambda: held,
    "method": through_method,
    "builtin method": lambda held: held.append,
    "method-wrapper": lambda held: held.__len__,
    "iterator": through_iterator,
    "dict items": lambda held: {1: held}.items(),
    "enumerate": lambda held: enumerate([held]),
    "reversed": lambda held: reversed([held]),
    "zip": lambda held: zip(held, held),
    "map": lambda held: map(len, held),
    "filter": lambda held: filter(None, held),
    "chain": lambda held: itertools.chain([1], held),
    "cycle": lambda held: itertools.cycle(iter(held)),
    "repeat": lambda held: itertools.repeat(held),
    "tee": lambda held: itertools.tee(held)[0],
    "groupby": lambda held: itertools.groupby(held),
    "islice": lambda held: itertools.islice(held, 2),
    "product": lambda held: itertools.product([held], [1, 2]),
    "generator": through_generator,
    "frame": lambda held: sys._getframe(),
    "coroutine": through_coroutine,
    "async generator": through_async_generator,
    "error": through_error,
    "traceback": lambda held: through_error(held).__traceback__,
    "group": through_group,
    "mappingproxy": through_proxy,
    "namespace": lambda held: types.SimpleNamespace(held=held),
    "module": lambda held: with_attribute(types.ModuleType("made"), held),
    "class": through_class,
    "property": lambda held: property(through_cell(held)),
    "classmethod": lambda held: classmethod(through_cell(held)),
    "super": lambda held: super(Child, Child(held)),
    "slice": lambda held: slice(held, held),
    "alias": lambda held: types.GenericAlias(list, (through_cell(held),)),
    "weakref callback": lambda held: OwnRef(CANARY_OF_ALL, lambda ref, mine=held: mine),
    "element": through_element,
    "queue": through_queue,
    "future": through_loop_future,
    "exit stack": through_stack,
    "array subclass": lambda held: with_attribute(type("A", (array.array,), {})("i", [1]), held),
}

LOOP = asyncio.new_event_loop()
NAMED = collections.namedtuple("NAMED", "first held")
CANARY_OF_ALL = Canary(0)


class World:
    """One graph and what happens to it."""

    def __init__(self, seed, automatic):
        self.random = random.Random(seed)
        self.automatic = automatic
        self.log = []
        self.revived = []
        self.edges = {}  # number -> numbers
        self.held = {}  # number -> the list that the node holds
        self.roots = {}  # number -> node
        self.watchers = []
        self.number = 0

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def add_node(self):
        """A new node, with edges from and to roots; it becomes one itself."""
        number = self.number = self.number + 1
        held = [Canary(number)]
        kind = self.random.choice(sorted(KINDS))
        if self.chance(20):
            kind, node = "doomed", Doomed(held, number, self)
        elif self.chance(5):
            kind, node = "doomed list", DoomedList([held])
            node.world, node.number = self, number
        elif self.chance(5):
            kind, node = "generator with finally", self.generator(held, number)
            next(node)
        else:
            node = KINDS[kind](held)
        self.edges[number] = set()
        self.held[number] = held
        for other in self.random.sample(sorted(self.roots), min(len(self.roots), self.random.randrange(4))):
            if self.chance(70):
                held.append(self.roots[other])
                self.edges[number].add(other)
            if self.chance(50):
                self.held[other].append(node)
                self.edges[other].add(number)
        if self.chance(20):
            held.append(node)  # a cycle by itself
        if self.chance(25):
            self.watch(node, number)
        self.roots[number] = node

    def generator(self, held, number):
        try:
            yield held
        finally:
            self.log.append(("finally", number))

    def watch(self, node, number):
        """A weak reference with a callback: kept outside, or by some node, and then perhaps as dead as the other."""
        with contextlib.suppress(TypeError):  # not every type can be weakly referenced
            if self.automatic or self.chance(50):
                self.watchers.append(weakref.ref(node, lambda ref: self.log.append(("watched", number))))
            elif self.roots:
                keeper = self.random.choice(sorted(self.roots))
                ref = OwnRef(node, lambda ref: self.log.append(("watched by a node", number)))
                self.held[keeper].append(ref)

    def drop(self):
        """Forget some of the roots. Those that nothing refers to die at once."""
        for number in self.random.sample(sorted(self.roots), len(self.roots) * 2 // 3):
            del self.roots[number]
        for number in set(self.held) - self.reachable(self.roots):
            del self.held[number]

    def reachable(self, start):
        found, waiting = set(), list(start)
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting.extend(self.edges[number])
        return found

    def check(self, when):
        """Which nodes are there that should not be, and the other way round? What is revived may have lost something: a
        generator that has been finalized with it has ended."""
        certain = self.reachable(self.roots)
        possible = self.reachable([*self.roots, *(node.number for node in self.revived)])
        alive = {o.number for o in gc.get_objects() if type(o) is Canary} - {CANARY_OF_ALL.number}
        if alive - possible or certain - alive:
            print("WRONG", when, "leaked", sorted(alive - possible), "lost", sorted(certain - alive))
        return len(alive)

    def run(self):
        for turn in range(ROUNDS):
            for _ in range(NODES // ROUNDS):
                self.add_node()
                if not self.automatic and self.chance(10):
                    gc.collect(self.random.randrange(2))
            self.drop()
            found = gc.collect()
            again = gc.collect()  # what was revived by what was revived
            alive = self.check(f"turn {turn}")
            if not self.automatic:
                print(turn, "found", found, again, "alive", alive)
        self.roots.clear()
        self.held.clear()
        gc.collect()
        while self.revived:
            self.revived.clear()
            gc.collect()
        self.check("the end")
        kinds = collections.Counter(self.log)
        twice = sorted(what for what, times in kinds.items() if times > 1)
        print("finalized", len(kinds), "twice", twice)
        print(sorted(self.log))


def main(mode, first, count):
    assert mode in ("explicit", "automatic")
    automatic = mode == "automatic"
    gc.collect()
    if automatic:
        gc.set_threshold(40, 2, 2)
    else:
        gc.disable()
    for seed in range(first, first + count):
        print("seed", seed)
        World(seed, automatic).run()
    gc.collect()
    print("garbage", gc.garbage)


sys.setrecursionlimit(10_000)
main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
LOOP.close()
