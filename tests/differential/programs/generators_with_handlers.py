"""Generators that catch exceptions, are left by them, and suspend in handlers, used up by builtin functions and loops."""

import sys
import traceback


def recovering(items):
    for item in items:
        try:
            value = 100 // item
        except ZeroDivisionError as error:
            yield -1 if error.__context__ is None else -2
            continue
        finally:
            items_seen.append(item)
        yield value


def in_handler(items):
    for item in items:
        try:
            if item % 3 == 0:
                raise KeyError(item)
            yield item
        except KeyError as error:
            yield error.args[0] + (sys.exc_info()[1] is error)


def breaking(items, limit):
    for item in items:
        if item > limit:
            raise ValueError(item)
        yield item


def cleaning(items):
    try:
        for item in items:
            with Guard():
                yield item
    finally:
        log.append("cleaned")


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        counts[kind.__name__ if kind else "none"] = counts.get(kind.__name__ if kind else "none", 0) + 1
        return False


items_seen = []
counts = {}
log = []


def outer(numbers):
    total = 0
    for n in range(200):
        total += sum(recovering(numbers))
        total += max(in_handler(numbers))
        total += len(list(in_handler(numbers)))
        total += any(item == n for item in in_handler(numbers))
        try:
            total += sum(breaking(numbers, n % 7))
        except ValueError as error:
            total += error.args[0]
            assert sys.exc_info()[1] is error
        assert sys.exc_info() == (None, None, None)
        total += all(item < n % 9 for item in cleaning(numbers))
    return total


def in_a_handler(numbers):
    results = []
    for n in range(100):
        try:
            raise LookupError(n)
        except LookupError as error:
            results.append(sum(in_handler(numbers)))
            try:
                list(breaking(numbers, n % 5))
            except ValueError as inner:
                assert inner.__context__ is error, inner.__context__
                last = inner
            assert sys.exc_info()[1] is error
    return results, last


print(outer([5, 0, 3, 9, 4, 1]))
results, last = in_a_handler([1, 2, 3, 4, 5, 6])
print(sum(results), repr(last), repr(last.__context__))
traceback.print_exception(last, file=sys.stdout)
print(len(items_seen), counts, len(log))
