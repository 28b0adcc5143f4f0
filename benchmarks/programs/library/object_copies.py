"""copy and pickle: object graphs cloned, saved and restored.

Stresses: reduce protocols, `__getstate__`, memo dictionaries, `copy.deepcopy` (pure
Python), the C pickler calling back for classes.
From: undo stacks, caches and checkpoints.
"""

import copy
import pickle

SIZE = 130
SMALL_SIZE = 3
SMALL_RESULT = (1602, 1674, 1602, 3, True, True, {})


class Layer:
    def __init__(self, name, shapes):
        self.name = name
        self.shapes = shapes
        self.visible = True


class Shape:
    __slots__ = ("points", "style")

    def __init__(self, points, style):
        self.points = points
        self.style = style


class Document:
    def __init__(self, size):
        styles = [{"color": color, "width": n} for n, color in enumerate(("red", "green", "blue"))]
        self.layers = [
            Layer(f"layer {n}", [Shape([(k, n), (k + n, k)], styles[(n + k) % 3]) for k in range(12)])
            for n in range(size)
        ]
        self.current = self.layers[-1]
        self.cache = {"area": 1}

    def __getstate__(self):
        state = self.__dict__.copy()
        del state["cache"]
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self.cache = {}

    def checksum(self):
        return sum(
            x * 3 + y + shape.style["width"] for layer in self.layers for shape in layer.shapes for x, y in shape.points
        )


class Editor:
    """Keeps a few copies to go back to."""

    def __init__(self, document):
        self.document = document
        self.undo = []

    def change(self, n):
        self.undo.append(copy.deepcopy(self.document))
        shape = self.document.layers[n % len(self.document.layers)].shapes[n % 12]
        shape.points[0] = (n, n)
        shape.style["width"] += 1

    def back(self):
        self.document = self.undo.pop()


def run(size=SIZE):
    """(checksums after changes and after undoing them, of the restored copies; styles still shared)."""
    editor = Editor(Document(size))
    before = editor.document.checksum()
    for n in range(3):
        editor.change(n)
    changed = editor.document.checksum()
    for _ in range(3):
        editor.back()
    assert editor.document.checksum() == before
    restored = editor.document
    for protocol in (2, 4):
        restored = pickle.loads(pickle.dumps(restored, protocol))
    shared = {id(shape.style) for layer in restored.layers for shape in layer.shapes}
    shallow = [copy.copy(layer) for layer in restored.layers]
    same = all(a.shapes is b.shapes for a, b in zip(shallow, restored.layers))
    return (
        before,
        changed,
        restored.checksum(),
        len(shared),
        same,
        restored.current is restored.layers[-1],
        restored.cache,
    )


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
