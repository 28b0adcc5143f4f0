"""Cyclic garbage: parent and child links that only the collector can free.

Stresses: the cycle collector: doubly linked lists, trees with parent pointers, objects
holding closures over themselves, beside a large live structure it must not keep walking.
From: document trees, widget trees and doubly linked lists everywhere.
"""

import gc

SIZE = 3_500
SMALL_SIZE = 5
SMALL_RESULT = (355, 330, 75, 5)


class Element:
    def __init__(self, tag, parent=None):
        self.tag = tag
        self.parent = parent
        self.children = []
        if parent is not None:
            parent.children.append(self)

    def depth(self):
        depth = 0
        element = self
        while element.parent is not None:
            element = element.parent
            depth += 1
        return depth

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


class Link:
    def __init__(self, value):
        self.value = value
        self.previous = self.next = self

    def insert_after(self, other):
        self.next, self.previous = other.next, other
        other.next.previous = self
        other.next = self


class Button:
    def __init__(self, label):
        self.label = label
        self.clicks = 0

        def click():
            self.clicks += 1
            return self.clicks

        self.click = click


def make_document(sections):
    root = Element("body")
    for n in range(sections):
        section = Element("section", root)
        for k in range(n % 4 + 1):
            paragraph = Element("p", section)
            Element("em" if k % 2 else "a", paragraph)
    return root


def make_ring(count):
    first = last = Link(0)
    for value in range(1, count):
        link = Link(value)
        link.insert_after(last)
        last = link
    return first


def run(size=SIZE):
    """Sums read off `size` rounds of structures that all become cyclic garbage."""
    keep = [make_document(10) for _ in range(200)]
    depths = values = clicks = 0
    for n in range(size):
        document = make_document(6)
        depths += sum(element.depth() for element in document.walk())
        ring = make_ring(12)
        link = ring.next
        while link is not ring:
            values += link.value
            link = link.next
        buttons = [Button(f"button {k}") for k in range(5)]
        for button in buttons:
            clicks += button.click() + button.click()
        keep[n % len(keep)].children[0].tag = "seen"
    gc.collect()
    return depths, values, clicks, sum(document.children[0].tag == "seen" for document in keep)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
