"""How deep recursion through generators and builtin functions gets: the same in hot code as in cold code."""

import sys

deepest = 0


def note(n):
    global deepest
    deepest = max(deepest, n)


def through_any(n):
    return any(through_any(n + 1) for _ in (1,))


def through_list(n):
    return list(through_list(n + 1) for _ in (1,))


def through_max(n):
    return max(through_max(n + 1) for _ in (1,))


def through_join(n):
    return "".join(through_join(n + 1) for _ in (1,))


def through_set(n):
    return set(through_set(n + 1) for _ in (1,))


def through_sum(n):
    note(n)
    return sum(through_sum(n + 1) for _ in (1,))


def through_sorted(n):
    note(n)
    return sorted([n + 1], key=through_sorted)


def through_list_sort(n):
    note(n)
    [n + 1].sort(key=through_list_sort)


def delegating(n):
    note(n)
    yield from delegating(n + 1)


def inline(n):
    global deepest
    deepest = max(deepest, n)
    inline(n + 1)


async def awaiting(n):
    global deepest
    deepest = max(deepest, n)
    await awaiting(n + 1)


def depth(function):
    global deepest
    deepest = 0
    try:
        result = function(0)
        if hasattr(result, "send"):
            result.send(None)
    except RecursionError as error:
        count = 0
        traceback = error.__traceback__
        while traceback is not None:
            traceback = traceback.tb_next
            count += 1
        return count, deepest


sys.setrecursionlimit(300)
for function in (through_any, through_list, through_max, through_join, through_set, delegating, inline, awaiting):
    print(function.__name__, sorted({depth(function) for _ in range(40)}))

# The host counts these calls of C functions until it has specialised them, and not afterwards.
for function in (through_sum, through_sorted, through_list_sort):
    for _ in range(40):
        depth(function)
    print(function.__name__, depth(function))
