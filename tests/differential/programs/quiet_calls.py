"""C functions and methods that run no Python code on most arguments, in compiled loops: and on arguments on which they do."""

import heapq
import random
import re
import struct
import sys
import time
from array import array
from collections import defaultdict, deque
from heapq import heappop, heappush, heappushpop, heapreplace


class Watching:
    """Compares, hashes and dies as Python code that looks at its caller's frame."""

    def __init__(self, number):
        self.number = number

    def look(self, what):
        seen.append((what, self.number, sys._getframe(2).f_locals.get("place")))

    def __lt__(self, other):
        self.look("lt")
        return self.number < (other.number if isinstance(other, Watching) else other)

    def __gt__(self, other):
        self.look("gt")
        return self.number > other

    def __eq__(self, other):
        self.look("eq")
        return self.number == (other.number if isinstance(other, Watching) else other)

    def __hash__(self):
        self.look("hash")
        return hash(self.number)

    def __repr__(self):
        return f"W{self.number}"

    def __iter__(self):
        self.look("iter")
        return iter((self.number, self.number + 1))


class Dying(Watching):
    def __del__(self):
        self.look("del")


seen = []


def queues(count):
    queue, window, found = deque(), deque(maxlen=3), []
    for place in range(count):
        queue.append(place)
        queue.appendleft(str(place))
        window.append(place * 1.5)
        if len(queue) > 8:
            found.append(queue.popleft())
            found.append(queue.pop())
        if queue and place % 4 == 0:
            queue.rotate(1)
        found.append(queue[0])
        while len(queue) > 20:
            queue.pop()
    return found[-9:], list(queue), list(window)


def dying_window(count):
    window = deque(maxlen=2)
    for place in range(count):
        window.append(Dying(place) if count - place < 12 else place)
    return len(window)


def empty_queue(count):
    queue, missed = deque([1, 2]), 0
    for place in range(count):
        try:
            queue.pop()
        except IndexError as error:
            missed += len(str(error))
            if place % 10 == 0:
                queue.append(place)
    return missed


def heap_of(make, count):
    heap, out = [], []
    for place in range(count):
        heappush(heap, make(place * 7919 % 101))
        if place % 3 == 0:
            out.append(heapq.heappop(heap))
        if place % 5 == 0:
            out.append(heapreplace(heap, make(place % 13)) if heap else None)
        out.append(heappushpop(heap, make(place % 17)))
    while heap:
        out.append(heapq.heappop(heap))
    return out


def mixed_heap(count):
    heap, errors = [], []
    for place in range(count):
        try:
            heappush(heap, "text" if place % 9 == 8 else place)
        except TypeError as error:
            errors.append(str(error))
            heap = [n for n in heap if n != "text"]
            heapq.heapify(heap)
    return len(heap), len(errors), set(errors)


def lists(count):
    items, found = [3, 1, 2], []
    for place in range(count):
        items.insert(place % 3, place)
        items.insert(-1, str(place))
        found.append(items.index(place))
        items.reverse()
        if len(items) > 12:
            items.remove(place)
            items.clear()
            items.append(1.0)
        found.append(sorted([place % 5, 3.5, True, -1]))
        found.append(sum([place, 1.5]) + max([place, 2]) + min((3, place)))
    return found[-7:], items


def beyond(count):
    """What `index` is asked to begin at lies behind what it would find."""
    found, bounded = [], array("b")
    items = [1, 2, Watching(5), 1]
    for place in range(count):
        found.append(items.index(1, 1) + items.index(1) + items.count(1))
        try:
            bounded.append(place * 100)
        except OverflowError:
            found.append(len(bounded))
    return found[-4:]


def sorts(count):
    total = []
    for place in range(count):
        some = [place % 7, 3, place % 5]
        some.sort()
        other = ["b", 1, "a"]
        try:
            other.sort()
        except TypeError as error:
            total.append(str(error))
        total.append(some)
        watched = [Watching(2), Watching(place)] if count - place < 4 else [2, place]
        watched.sort()
    return total[-4:]


def dicts(count):
    table, found = {}, []
    groups = defaultdict(list)
    for place in range(count):
        table.setdefault(place % 7, []).append(place)
        table.setdefault((place % 3, "a"))
        groups[place % 4].append(place)
        if place % 5 == 0:
            found.append(table.pop(place % 7, None) is None)
            found.append(table.pop("none", 5))
        if place % 11 == 0 and table:
            found.append(table.popitem()[0])
        for key, value in groups.items():
            if value[-1] == place:
                found.append(key)
    return found[-9:], table, groups


def changed_while_walked(count):
    table, errors = dict.fromkeys(range(50), 1), []
    for place in range(count):
        try:
            for key, value in table.items():
                if key == 48 and place == count - 1:
                    table["new"] = value
                table[key] = value + 1
        except RuntimeError as error:
            errors.append(str(error))
    return errors, table[0], table[49], len(table)


def kept_pairs(count):
    table, pairs = {n: Dying(n) for n in range(3)}, []
    for place in range(count):
        for key, value in table.items():
            if place == count - 1:
                table[key] = None
            if place % 9 == 0:
                pairs.append(key)
    return len(pairs)


def watched(count):
    plain, found = {1: "a"}, []
    for place in range(count):
        key = Watching(1) if count - place < 5 else 1
        found.append(plain.setdefault(key, "b"))
        found.append(sorted([2, key] if count - place < 5 else [2, 1])[1])
        found.append(list(key if count - place < 5 else (1, 2)))
        found.append(sum(list(zip((1, 2), key if count - place < 5 else (1, 2)))[0]))
    return found[-20:]


def texts(count):
    pattern, table = re.compile(r"(\w)(\d+)"), {97: "A", 98: None}
    found = []
    for place in range(count):
        match = pattern.match(f"a{place}")
        found.append((match.group(), match.group(1, 2), match.start(2), match.span(), match.groups()))
        found.append(pattern.search("--", 1))
        found.append("abc".translate(table))
        found.append(pattern.findall("a1 b2"))
        found.append(pattern.split("xa1y"))
    return found[-5:]


def numbers(count):
    total, some = 0, array("i")
    generator = random.Random(5)
    for place in range(count):
        total += struct.unpack("<hH", struct.pack("<hH", place, place + 1))[1]
        total += place.to_bytes(4, "big")[3] + place.bit_count()
        some.append(place)
        total += len(some) + generator.getrandbits(4) + int(generator.random() * 10)
        total += time.perf_counter() > 0
        total += id(some) == id(some)
    random.seed(3)
    for place in range(count):
        total += int(random.random() * 100)
    return total, some[-1], some.pop()


def sets(count):
    some, found = set(range(10)), []
    for place in range(count):
        other = {place % 12, 3}
        found.append(len(some.union(other)) + len(some.intersection(other)) + some.isdisjoint(other))
        some.update(other)
        try:
            some.remove(place % 20)
        except KeyError as error:
            found.append(error.args)
        found.append(sorted(set([place % 3, 1, 1])))
    return found[-6:], sorted(some)


def iterators(count):
    found = []
    for place in range(count):
        found.append([*zip([1, place], "ab", (n for n in range(2)))])
        found.append(list(reversed([place, 2])))
        found.append(list(map(abs, (-place, 1))))
        found.append(dict(enumerate(list("ab"), place)))
        found.append((any([0, place]), all((1, place)), tuple([place]), iter([place]).__next__()))
        found.append(sum(n for n in range(place % 5)))
        total = 0
        for char in "aé\u1234":
            total += ord(char)
        found.append(total)
    return found[-7:]


def patched(count):
    found = []
    for place in range(count):
        if place == count - 3:
            heapq.heappush = lambda heap, item: heap.append(-item)
        heap = [5]
        heapq.heappush(heap, place)
        found.append(heap)
    heapq.heappush = heappush
    return found[-5:]


for count in (3, 50, 300):
    print(queues(count), dying_window(count), empty_queue(count))
    for make in (int, float, str, lambda n: (n, str(n)), lambda n: [n, None], lambda n: Watching(n) if n == 5 else n):
        print(heap_of(make, count))
    print(mixed_heap(count))
    print(lists(count), beyond(count), sorts(count), dicts(count))
    print(changed_while_walked(count), kept_pairs(count), watched(count))
    print(texts(count), numbers(count), sets(count), iterators(count), patched(count))
    print(len(seen), seen[-40:])
    seen.clear()
