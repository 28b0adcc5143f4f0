"""Special methods in hot loops: membership, subscripts' stores, lengths, truth, calls of instances, augmented assignment."""

import sys
import traceback


class Bag:
    def __init__(self, items=()):
        self.items = list(items)
        self.stored = 0

    def __contains__(self, x):
        return x in self.items

    def __len__(self):
        return len(self.items)

    def __setitem__(self, key, value):
        self.stored += key * value
        return "ignored"

    def __getitem__(self, key):
        return self.items[key]

    def __call__(self, x, y=2, *, z=0):
        return x * y + self.stored

    def __iadd__(self, other):
        if other is None:
            return NotImplemented
        self.stored += other
        return self


class Plain:
    """Always true."""


class Odd:
    def __init__(self, n):
        self.n = n

    def __bool__(self):
        return self.n % 2 == 1

    def __contains__(self, x):
        return x if self.n else []


class Wrong:
    def __init__(self, n):
        self.n = n

    def __bool__(self):
        return self.n % 60 != 59 if self.n % 60 != 58 else "no bool"

    def __len__(self):
        return (1, 2, True, -1, "x", 2**70, 3.5)[max(self.n - 190, 0) % 7]

    def __contains__(self, x):
        return Wrong(x)

    def __setitem__(self, key, value):
        if self.n > 190:
            raise KeyError(key)

    def __call__(self, x):
        raise LookupError(x)


class Pair:
    def __init__(self, x):
        self.x = x

    def __add__(self, other):
        return Pair(self.x + 1000)

    def __radd__(self, other):
        return Pair(self.x + 5)

    def __iadd__(self, other):
        if type(other) is int and other % 50 == 49:
            return NotImplemented
        self.x += 1
        return self

    def __isub__(self, other):
        return NotImplemented

    def __imul__(self, other):
        return self.x * other


class Right:
    def __radd__(self, other):
        return other.x, "by the right"


def members(n):
    bag, odd = Bag(range(5)), Odd(3)
    found = missing = 0
    for i in range(n):
        if i % 10 in bag:
            found += 1
        if i % 10 not in bag:
            missing += 1
        found += (i % 7 in bag) + (i in odd)
        missing += i not in odd
    return found, missing


def stores(n):
    bag = Bag()
    for i in range(n):
        bag[i] = 3
    return bag.stored


def lengths(n):
    bag = Bag("abc")
    total = 0
    for i in range(n):
        total += len(bag)
        if not i % 50:
            bag.items.append(i)
    return total


def truths(n):
    items = [Plain(), Odd(1), Odd(2), Bag(), Bag("x"), None, Plain, len, {1}, set(), sys, 1j]
    total = 0
    for i in range(n):
        item = items[i % len(items)]
        if item:
            total += 1
        while not item:
            total += 100
            break
    odd, plain = Odd(1), Plain()
    for i in range(n):
        odd.n = i
        if odd:
            total += 3
        if not odd and plain:
            total += 5
        if plain or odd:
            total += 7
    return total


def chained(n):
    class Node:
        def __init__(self, next):
            self.next = next

    node = None
    for _ in range(n):
        node = Node(node)
    count = 0
    while node:
        node = node.next
        count += 1
    return count


def called(n):
    bag = Bag()
    total = 0
    for i in range(n):
        total += bag(i) + bag(i, 3) + bag(i, y=1)
        bag.stored = i
        total += bag(i, z=4)
    return total


def assigned(n):
    bag = Bag()
    same = bag
    for i in range(n):
        bag += i
    holder = Plain()
    holder.bag = bag
    items = [bag]
    for i in range(n):
        holder.bag += i
        items[0] += 2
    return bag is same is holder.bag is items[0], bag.stored


def pairs(n):
    pair = Pair(0)
    for i in range(n):
        pair += i
    other = Pair(1)
    right = Pair(2)
    right += Right()
    number = Pair(6)
    number *= 7
    errors = set()
    for i in range(n):
        try:
            other -= i
        except TypeError as error:
            errors.add(str(error))
    bag = Bag()
    for i in range(n):
        try:
            bag += None if i == n - 1 else 1
        except TypeError as error:
            errors.add(str(error))
    return pair.x, right.x, number, sorted(errors), bag.stored


def wrong(n):
    item = Wrong(0)
    errors = {}
    total = 0
    for i in range(n):
        item.n = i
        for way in range(5):
            try:
                if way == 0:
                    if item:
                        total += 1
                elif way == 1:
                    total += len(item)
                elif way == 2:
                    if i in item:
                        total += 1
                elif way == 3:
                    item[i] = i
                else:
                    item(i)
            except Exception as error:
                key = way, type(error).__name__, str(error)
                if way < 3:
                    errors[key] = errors.get(key, 0) + 1
                else:
                    total += 1
    return total, sorted(errors.items())


class Seen:
    """Who looks from inside sees the frames of both."""

    def look(self):
        frame = sys._getframe(2)
        names.append((sys._getframe(1).f_code.co_name, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
        return True

    def __contains__(self, x):
        return self.look()

    def __setitem__(self, key, value):
        self.look()

    def __len__(self):
        return self.look()

    def __bool__(self):
        return self.look()

    def __call__(self, x):
        return self.look()

    def __iadd__(self, x):
        self.look()
        return self


names = []


def seen(n):
    item = Seen()
    for i in range(n):
        i in item
        item[i] = 1
        len(item)
        if item:
            item(1)
        item += 1
    return len(names), sorted(set(names))


def changed(n):
    """The class changes while a loop runs."""
    bag = Bag(range(3))
    total = 0
    for i in range(n):
        if i == n // 2:
            Bag.__len__ = lambda self: 1000
            Bag.__contains__ = lambda self, x: True
            Bag.__call__ = lambda self, x: 5
        total += len(bag) + (7 in bag) + bag(1)
    return total


class Dying:
    def __del__(self):
        deaths.append(len(deaths))

    def __setitem__(self, key, value):
        pass

    def __len__(self):
        return 1

    def __contains__(self, x):
        return True

    def __bool__(self):
        return True

    def __call__(self, other):
        return self


deaths = []


def dying(n):
    total = 0
    for i in range(n):
        Dying()[Dying()] = Dying()
        total += len(Dying())
        if Dying() in Dying():
            total += 1
        if Dying():
            total += 1
        Dying()(Dying())
    return total, len(deaths)


for _ in range(3):
    print(members(200), stores(200), lengths(200), truths(240), chained(200))
    print(called(200), assigned(200), pairs(200), wrong(200))
    print(dying(100))
print(seen(200))
print(changed(200))


def shown(action):
    try:
        action(Wrong(250))
    except Exception:
        traceback.print_exc(file=sys.stdout)


def hot(item):
    for i in range(300):
        item.n = i
        len(item)


shown(hot)
shown(lambda item: item(3))
