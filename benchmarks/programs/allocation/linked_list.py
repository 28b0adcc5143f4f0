"""Linked lists: build, map, filter, reverse, merge sort.

Stresses: chains of two-field objects, pointer chasing, freeing long chains.
From: the first data structure of every programming course.
"""

SIZE = 50_000
SMALL_SIZE = 50
SMALL_RESULT = [(50, 6654238), (50, 6708323), (50, 582178), (25, 138168), (50, 8259958)]


class Cell:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def from_numbers(count):
    head = None
    seed = 42
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) % 2147483648
        head = Cell(seed % 10_000, head)
    return head


def reverse(cell):
    result = None
    while cell is not None:
        result = Cell(cell.value, result)
        cell = cell.next
    return result


def reverse_in_place(cell):
    result = None
    while cell is not None:
        cell.next, result, cell = result, cell, cell.next
    return result


def mapped(function, cell):
    result = None
    while cell is not None:
        result = Cell(function(cell.value), result)
        cell = cell.next
    return reverse_in_place(result)


def filtered(predicate, cell):
    result = None
    while cell is not None:
        if predicate(cell.value):
            result = Cell(cell.value, result)
        cell = cell.next
    return reverse_in_place(result)


def split(cell):
    """Cut a list in two halves."""
    slow, fast = cell, cell.next
    while fast is not None and fast.next is not None:
        slow = slow.next
        fast = fast.next.next
    second = slow.next
    slow.next = None
    return cell, second


def merge(a, b):
    last = first = Cell(None)
    while a is not None and b is not None:
        if a.value <= b.value:
            last.next, a = a, a.next
        else:
            last.next, b = b, b.next
        last = last.next
    last.next = a if a is not None else b
    return first.next


def merge_sort(cell):
    if cell is None or cell.next is None:
        return cell
    first, second = split(cell)
    return merge(merge_sort(first), merge_sort(second))


def checksum(cell):
    total = position = 0
    while cell is not None:
        position += 1
        total += position * cell.value
        cell = cell.next
    return position, total


def release(cell):
    """Free a long chain cell by cell; dropping its head would recurse as deep as it is long."""
    while cell is not None:
        following = cell.next
        cell.next = None
        cell = following


def run(size=SIZE):
    """(length, weighted sum) of lists of `size` cells after each operation."""
    numbers = from_numbers(size)
    backwards = reverse(numbers)
    squares = mapped(lambda value: value * value % 1000, numbers)
    even = filtered(lambda value: value % 2 == 0, squares)
    results = [checksum(each) for each in (numbers, backwards, squares, even)]
    ordered = merge_sort(numbers)
    results.append(checksum(ordered))
    for each in (ordered, backwards, squares, even):
        release(each)
    return results


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
