"""Union-find: mazes by Kruskal's method, percolation thresholds, solved by walking.

Stresses: parent arrays and rank arrays inside an object, method calls in hot loops.
From: Tarjan's disjoint sets; the percolation exercise of Sedgewick's course.
"""

SIZE = 170
SMALL_SIZE = 6
SMALL_RESULT = (15, 42)


class DisjointSets:
    def __init__(self, count):
        self.parent = list(range(count))
        self.rank = [0] * count
        self.sets = count

    def find(self, item):
        parent = self.parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if self.rank[a] < self.rank[b]:
            a, b = b, a
        self.parent[b] = a
        if self.rank[a] == self.rank[b]:
            self.rank[a] += 1
        self.sets -= 1
        return True

    def connected(self, a, b):
        return self.find(a) == self.find(b)


class Shuffler:
    def __init__(self, seed):
        self.seed = seed

    def below(self, limit):
        self.seed = self.seed * 48271 % 2147483647
        return self.seed % limit

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]


def maze(size, shuffler):
    """The open passages of a perfect maze, as a dictionary of neighbours."""
    walls = []
    for y in range(size):
        for x in range(size):
            cell = y * size + x
            if x + 1 < size:
                walls.append((cell, cell + 1))
            if y + 1 < size:
                walls.append((cell, cell + size))
    shuffler.shuffle(walls)
    sets = DisjointSets(size * size)
    passages = {cell: [] for cell in range(size * size)}
    for a, b in walls:
        if sets.union(a, b):
            passages[a].append(b)
            passages[b].append(a)
            if sets.sets == 1:
                break
    return passages


def farthest(passages, start):
    distance = {start: 0}
    frontier = [start]
    while frontier:
        reached = []
        for cell in frontier:
            for neighbour in passages[cell]:
                if neighbour not in distance:
                    distance[neighbour] = distance[cell] + 1
                    reached.append(neighbour)
        last, frontier = frontier, reached
    return last[0], distance[last[0]]


def percolation(size, shuffler):
    """How many sites of a grid open before water runs through."""
    top, bottom = size * size, size * size + 1
    sets = DisjointSets(size * size + 2)
    is_open = [[False] * size for _ in range(size)]
    sites = [(x, y) for y in range(size) for x in range(size)]
    shuffler.shuffle(sites)
    for opened, (x, y) in enumerate(sites, start=1):
        is_open[y][x] = True
        cell = y * size + x
        if y == 0:
            sets.union(cell, top)
        if y == size - 1:
            sets.union(cell, bottom)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            nx, ny = x + dx, y + dy
            if 0 <= nx < size and 0 <= ny < size and is_open[ny][nx]:
                sets.union(cell, ny * size + nx)
        if sets.connected(top, bottom):
            return opened
    return len(sites)


def run(size=SIZE):
    """(length of the longest path through a `size` maze, sites opened until percolation)."""
    shuffler = Shuffler(size)
    passages = maze(size, shuffler)
    corner, _ = farthest(passages, 0)
    _, length = farthest(passages, corner)
    return length, sum(percolation(size, shuffler) for _ in range(2))


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
