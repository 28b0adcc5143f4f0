"""Keys that are equal to themselves only, and tuples of them, among keys whose hash and comparison are Python code."""

import sys


class Node:
    def __init__(self, name):
        self.name = name


class Dying(Node):
    def __del__(self):
        print("del", self.name, sys._getframe(1).f_locals.get("moment"))


class Equal(Node):
    def __hash__(self):
        seen.append(("hash", sys._getframe(1).f_locals.get("place")))
        return 7

    def __eq__(self, other):
        seen.append(("eq", sys._getframe(1).f_locals.get("place")))
        return isinstance(other, Equal) and self.name == other.name


class Unhashable(Node):
    __hash__ = None


seen = []


def count(keys, n):
    found = {}
    for turn in range(n):
        place = turn
        for key in keys:
            found[key] = found.get(key, 0) + 1
            found[key, turn % 3] = place
    return [(getattr(k, "name", len(k) if isinstance(k, tuple) else k), v) for k, v in found.items()]


def members(keys, others, n):
    visited = set()
    order = []
    for turn in range(n):
        place = turn
        for key in keys:
            if key not in visited:
                visited.add(key)
                order.append((place, key.name))
            if key in others:
                order.append("in others")
        if turn % 5 == 4:
            visited.discard(keys[turn % len(keys)])
            del order[20:]
    return order, len(visited), len(visited & set(keys)), len(visited | {None, 1})


def displays(x, y, n):
    for place in range(n):
        made = {x, y, (x, place)}, {x: 1, y: 2, (x, y): place}
    return len(made[0]), len(made[1]), made[1][x, y], x in made[0], (y, place) in made[0]


def removal(n):
    kept = {}
    for i in range(n):
        moment = i * 2
        key = Dying(i) if i % 30 == 7 else Node(i)
        kept[key, 1] = i
        del kept[key, 1]
        kept.setdefault(i, key)
        kept.pop(i - 3, None)
    return len(kept)


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return type(error).__name__, str(error)


nodes = [Node(i) for i in range(6)]
mixed = [nodes[0], Equal("a"), nodes[1], Equal("a"), Equal("b"), nodes[2]]
for keys in (nodes, mixed, nodes, [len, int, Node, "x", 1, None], [Unhashable(1)]):
    print(attempt(count, keys, 40))
    print(attempt(members, [k for k in keys if hasattr(k, "name")] or nodes, list(nodes[2:4]), 40))
    print(attempt(displays, keys[0], keys[-1], 40))
    print(sorted(set(seen), key=str))  # (how often depends on addresses)
print(removal(100))


def change(n):
    class Later:
        pass

    keys = [Later() for _ in range(5)]
    found = set(keys)
    hits = 0
    for i in range(n):
        if i == n // 2:
            Later.__eq__ = lambda self, other: True
            Later.__hash__ = lambda self: 1
        hits += keys[i % 5] in found
    return hits


print(change(100), change(50))


def methods(n):
    out = []
    for i in range(n):
        text = f"item {i}"
        part = text.encode()
        out = [text.capitalize(), text.rsplit(" ", 1), text.index("m"), part.decode(), part.hex(), part.find(b"m"),
               "{:>8}|{!r}".format(text, i), (i / 4).is_integer(), text.removeprefix("it"), part.split(), text.isascii()]
        more = out.copy()
        more.extend((i, text))
        more.extend(more)
        more.extend({text: i})
    return out, len(more), text.encode("utf-16").decode("utf-16")


print(methods(60), attempt(lambda: [("x" if i else "\ud800").encode() for i in (1, 1, 0)]))
