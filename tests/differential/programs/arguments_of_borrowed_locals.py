"""Loop variables as arguments of small functions: who has the last reference, and when what is dropped dies."""

import sys

log = []


class Item:
    def __init__(self, number):
        self.number = number

    def __del__(self):
        log.append(self.number)


def number(item):
    return item.number, 2


def of_a_tuple(pair):
    return pair[1], pair[0]


def emptied(item, items):
    """The list lets go of its items while a parameter has one of them."""
    items.clear()
    log.append("cleared")
    return item.number


def replaced(item):
    found = item.number
    item = None
    log.append("replaced")
    return found


def maybe(item, flag):
    if flag:
        del item
        return 0
    return item.number


def itself(item):
    return item


def holding(item):
    kept = (item, item.number)
    return kept[1]


def counted(item):
    return sys.getrefcount(item)


def loop(lists):
    total = 0
    for items in lists:
        for item in items:
            total += number(item)[0] + item.number
            total += maybe(item, total % 3 == 0)
            total += replaced(item) + holding(item)
            total += itself(item).number
            item = itself(item)
    log.append("end of the loop")
    return total


def clearing(lists):
    total = 0
    for items in lists:
        for item in items:
            total += number(item)[1] + emptied(item, items)
            log.append("after")
            total += item.number
    return total


def comparing(pairs):
    least = pairs[0]
    for pair in pairs:
        if of_a_tuple(pair) < of_a_tuple(least):
            least = pair
    return least


def counting(items):
    return [counted(item) - counted(item) for item in items], sum(counted(item) for item in items)


def consuming(n):
    total = 0
    stack = [Item(k) for k in range(n)]
    while stack:
        item = stack.pop()
        total += number(item)[0]
        log.append("popped")
        total += holding(item) + item.number
    return total


for size in (5, 60, 60):
    print(loop([[Item(k) for k in range(size)] for _ in range(3)]), len(log), log[-8:])
    print(clearing([[Item(k) for k in range(3)] for _ in range(size)]), len(log), log[-12:])
    print(comparing([(k * 7919 % 101, k % 7) for k in range(size)]))
    print(counting([Item(k) for k in range(size)]))
    print(consuming(size), len(log), log[-8:])
    log.clear()
