"""A red-black tree: insert, look up, walk in order, check the colours.

Stresses: attribute writes on linked nodes, identity tests, branches on flags, rotations.
From: Guibas and Sedgewick's balanced trees, the textbook's parent-pointer form.
"""

SIZE = 55_000
SMALL_SIZE = 50
SMALL_RESULT = (50, 5, 22, 0, 916227293)
RED, BLACK = True, False


class Node:
    def __init__(self, key, value, parent):
        self.key = key
        self.value = value
        self.parent = parent
        self.left = None
        self.right = None
        self.color = RED


class TreeMap:
    def __init__(self):
        self.root = None
        self.length = 0
        self.rotations = 0

    def __len__(self):
        return self.length

    def __getitem__(self, key):
        node = self.root
        while node is not None:
            if key == node.key:
                return node.value
            node = node.left if key < node.key else node.right
        raise KeyError(key)

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def __setitem__(self, key, value):
        parent, node = None, self.root
        while node is not None:
            if key == node.key:
                node.value = value
                return
            parent = node
            node = node.left if key < node.key else node.right
        node = Node(key, value, parent)
        self.length += 1
        if parent is None:
            self.root = node
        elif key < parent.key:
            parent.left = node
        else:
            parent.right = node
        self.rebalance(node)

    def __iter__(self):
        stack, node = [], self.root
        while stack or node is not None:
            while node is not None:
                stack.append(node)
                node = node.left
            node = stack.pop()
            yield node.key, node.value
            node = node.right

    def replace_child(self, old, new):
        parent = old.parent
        new.parent = parent
        if parent is None:
            self.root = new
        elif parent.left is old:
            parent.left = new
        else:
            parent.right = new

    def rotate_left(self, node):
        self.rotations += 1
        pivot = node.right
        node.right = pivot.left
        if pivot.left is not None:
            pivot.left.parent = node
        self.replace_child(node, pivot)
        pivot.left = node
        node.parent = pivot

    def rotate_right(self, node):
        self.rotations += 1
        pivot = node.left
        node.left = pivot.right
        if pivot.right is not None:
            pivot.right.parent = node
        self.replace_child(node, pivot)
        pivot.right = node
        node.parent = pivot

    def rebalance(self, node):
        while node.parent is not None and node.parent.color is RED:
            parent = node.parent
            grandparent = parent.parent
            on_left = parent is grandparent.left
            uncle = grandparent.right if on_left else grandparent.left
            if uncle is not None and uncle.color is RED:
                parent.color = uncle.color = BLACK
                grandparent.color = RED
                node = grandparent
                continue
            if on_left:
                if node is parent.right:
                    node = parent
                    self.rotate_left(node)
                node.parent.color = BLACK
                grandparent.color = RED
                self.rotate_right(grandparent)
            else:
                if node is parent.left:
                    node = parent
                    self.rotate_right(node)
                node.parent.color = BLACK
                grandparent.color = RED
                self.rotate_left(grandparent)
        self.root.color = BLACK

    def black_height(self, node):
        """The black nodes on every path down from `node`; an assertion fails if paths differ."""
        if node is None:
            return 1
        if node.color is RED:
            assert node.parent.color is BLACK
        left = self.black_height(node.left)
        assert left == self.black_height(node.right)
        return left + (node.color is BLACK)


def run(size=SIZE):
    """(length, black height, rotations, hits, checksum) after `size` inserts and as many look-ups."""
    tree = TreeMap()
    key = 1
    for n in range(size):
        key = key * 48271 % 65_537
        tree[key] = n
    hits = sum(1 for probe in range(0, size * 4, 4) if probe in tree)
    checksum = 0
    previous = -1
    for key, value in tree:
        assert previous < key
        previous = key
        checksum = (checksum * 31 + key + value) % 1_000_000_007
    return len(tree), tree.black_height(tree.root), tree.rotations, hits, checksum


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
