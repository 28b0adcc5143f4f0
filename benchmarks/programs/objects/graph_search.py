"""Graphs: breadth-first search, Dijkstra, topological order, strongly connected parts.

Stresses: node objects with adjacency lists, dictionaries keyed by objects, heaps of
tuples, recursion.
From: the graph chapter of the algorithm books (Dijkstra 1959, Kahn 1962, Tarjan 1972).
"""

import heapq
from collections import deque

SIZE = 20_000
SMALL_SIZE = 30
SMALL_RESULT = (29, 4, 317, 21, 7431, 2, 29)


class Node:
    def __init__(self, name):
        self.name = name
        self.edges = []

    def connect(self, other, weight):
        self.edges.append(Edge(other, weight))


class Edge:
    def __init__(self, target, weight):
        self.target = target
        self.weight = weight


def make_graph(count):
    nodes = [Node(n) for n in range(count)]
    seed = 1
    for n, node in enumerate(nodes):
        for _ in range(4):
            seed = seed * 16807 % 2147483647
            # Mostly short hops, so that searches run deep.
            target = (n + seed % 40 + 1) % count if seed % 10 else seed // 10 % count
            node.connect(nodes[target], 1 + seed // 100 % 9)
    return nodes


def breadth_first(start):
    distance = {start: 0}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for edge in node.edges:
            if edge.target not in distance:
                distance[edge.target] = distance[node] + 1
                queue.append(edge.target)
    return distance


def dijkstra(start):
    best = {start: 0}
    done = set()
    heap = [(0, start.name, start)]
    while heap:
        distance, _, node = heapq.heappop(heap)
        if node in done:
            continue
        done.add(node)
        for edge in node.edges:
            reached = distance + edge.weight
            if edge.target not in best or reached < best[edge.target]:
                best[edge.target] = reached
                heapq.heappush(heap, (reached, edge.target.name, edge.target))
    return best


def topological(nodes):
    """Order the graph's forward edges, those from a lower name to a higher one."""
    incoming = {node: 0 for node in nodes}
    for node in nodes:
        for edge in node.edges:
            if edge.target.name > node.name:
                incoming[edge.target] += 1
    ready = [node for node in nodes if incoming[node] == 0]
    order = []
    while ready:
        node = ready.pop()
        order.append(node.name)
        for edge in node.edges:
            if edge.target.name > node.name:
                incoming[edge.target] -= 1
                if incoming[edge.target] == 0:
                    ready.append(edge.target)
    return order


def components(nodes):
    """Strongly connected parts by Tarjan's algorithm, with an explicit stack of iterators."""
    index, low = {}, {}
    stack, on_stack, sizes = [], set(), []
    for root in nodes:
        if root in index:
            continue
        work = [(root, iter(root.edges))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, edges = work[-1]
            for edge in edges:
                target = edge.target
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(target.edges)))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    size = 0
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        size += 1
                        if member is node:
                            break
                    sizes.append(size)
    return sorted(sizes, reverse=True)


def run(size=SIZE):
    """Facts about a graph of `size` nodes."""
    nodes = make_graph(size)
    hops = breadth_first(nodes[0])
    costs = dijkstra(nodes[0])
    order = topological(nodes)
    parts = components(nodes)
    order_check = sum(place * name for place, name in enumerate(order)) % 1_000_000_007
    return len(hops), max(hops.values()), sum(costs.values()), max(costs.values()), order_check, len(parts), parts[0]


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
