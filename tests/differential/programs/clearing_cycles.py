"""What dies when the collector breaks a cycle, and in which order: the items of lists, the attributes of instances."""

import gc
import weakref


def sentinel(name):
    """An instance that says when it dies; without attributes, so that the collector does not see it."""

    def __del__(self):
        print("dies:", name)

    return type(name, (), {"__slots__": (), "__del__": __del__})()


class Node:
    def __init__(self, name):
        self.first = sentinel(name + ".first")
        self.myself = self
        self.items = [sentinel(name + ".items 0"), self, sentinel(name + ".items 1")]
        self.last = sentinel(name + ".last")


class Derived(Node):
    pass


class Slotted:
    __slots__ = ("first", "myself")

    def __init__(self, name):
        self.first = sentinel(name + ".first")
        self.myself = self


class Mapped(Node):
    """Its instances have a dict when they die."""

    def __init__(self, name):
        super().__init__(name)
        vars(self)["more"] = sentinel(name + ".more")


class Finalized(Node):
    def __del__(self):
        print("finalizer of", type(self).__name__, sorted(vars(self)))


def collected(make, *arguments):
    print("---", make.__name__)
    make(*arguments)
    gc.collect()


def own_list(name):
    items = [sentinel(name + " 0"), sentinel(name + " 1")]
    items.append(items)


def watched(name):
    node = Node(name)
    weakref.finalize(node, print, "finalize", name)


class Link:
    alive = 0

    def __init__(self, before):
        Link.alive += 1
        self.before = before
        self.weight = [0.5]


def ring(length):
    """More instances than a pool takes."""
    first = last = Link(None)
    for _ in range(length):
        last = Link(last)
    first.before = last


def tree(depth):
    if depth == 0:
        return None
    node = Link(tree(depth - 1))
    node.other = tree(depth - 1)
    return node


def survivors():
    return sum(type(each) is Link for each in gc.get_objects())


gc.collect()
gc.disable()
for round_number in range(3):
    collected(Node, f"node {round_number}")
    collected(Derived, "derived")
    collected(Slotted, "slotted")
    collected(Mapped, "mapped")
    collected(Finalized, "finalized")
    collected(own_list, "list")
    collected(watched, "watched")
for length in (10, 600, 3000, 3000):
    collected(ring, length)
    print(Link.alive, survivors())
for _ in range(3):
    kept = tree(11)
    print(survivors())
    del kept  # far more instances at once than a pool takes, by their reference counts alone
    print(survivors())
