"""Game of Life, twice: on a grid of lists, and on a set of live cells.

Stresses: nested list indexing, modulo arithmetic, sets of tuples, counting dicts.
From: Conway's cellular automaton (1970).
"""

SIZE = 250
SMALL_SIZE = 4
SMALL_RESULT = (194, 60011)
WIDTH, HEIGHT = 40, 32
GLIDER_GUN_SEED = [(1, 2), (2, 3), (3, 1), (3, 2), (3, 3), (20, 10), (21, 10), (22, 10), (21, 11), (10, 20), (11, 20)]


def step_grid(grid):
    height, width = len(grid), len(grid[0])
    result = []
    for y in range(height):
        above, here, below = grid[y - 1], grid[y], grid[(y + 1) % height]
        row = []
        for x in range(width):
            left, right = x - 1, (x + 1) % width
            neighbours = (
                above[left] + above[x] + above[right] + here[left] + here[right] + below[left] + below[x] + below[right]
            )
            row.append(1 if neighbours == 3 or (neighbours == 2 and here[x]) else 0)
        result.append(row)
    return result


def step_set(live):
    neighbours = {}
    for x, y in live:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    cell = (x + dx) % WIDTH, (y + dy) % HEIGHT
                    neighbours[cell] = neighbours.get(cell, 0) + 1
    return {cell for cell, count in neighbours.items() if count == 3 or (count == 2 and cell in live)}


def run(size=SIZE):
    """(live cells, checksum of their places) after `size` generations."""
    live = set(GLIDER_GUN_SEED)
    seed = 12345
    for _ in range(WIDTH * HEIGHT // 5):
        seed = (seed * 1103515245 + 12345) % 2147483648
        live.add((seed // 65536 % WIDTH, seed // 97 % HEIGHT))
    grid = [[1 if (x, y) in live else 0 for x in range(WIDTH)] for y in range(HEIGHT)]
    for _ in range(size):
        grid = step_grid(grid)
        live = step_set(live)
    assert live == {(x, y) for y, row in enumerate(grid) for x, cell in enumerate(row) if cell}
    return len(live), sum(x * 7 + y * 13 for x, y in live)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
