"""NumPy: heat spreading over a grid, k-means, and scalars picked out in Python loops.

Stresses: a C extension driven from Python: array slicing and arithmetic, and the
expensive habit of indexing arrays element by element.
From: the first notebook of a scientific-computing course.
"""

SIZE = 180
SMALL_SIZE = 8
SMALL_RESULT = (132.5574, 117.4577, [27, 30, 30, 32, 41], 1253.0)
REQUIRES = ("numpy",)


def diffuse(np, size, steps):
    grid = np.zeros((size, size))
    grid[size // 3 : size // 2, size // 4 : size // 2] = 100.0
    for _ in range(steps):
        grid[1:-1, 1:-1] += 0.1 * (
            grid[:-2, 1:-1] + grid[2:, 1:-1] + grid[1:-1, :-2] + grid[1:-1, 2:] - 4 * grid[1:-1, 1:-1]
        )
    return grid


def diffuse_by_element(grid):
    rows, columns = grid.shape
    result = grid.copy()
    for i in range(1, rows - 1):
        for j in range(1, columns - 1):
            around = grid[i - 1, j] + grid[i + 1, j] + grid[i, j - 1] + grid[i, j + 1]
            result[i, j] = grid[i, j] + 0.1 * (around - 4 * grid[i, j])
    return result


def k_means(np, points, count, steps):
    centers = points[:count].copy()
    for _ in range(steps):
        distances = ((points[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
        nearest = distances.argmin(axis=1)
        for k in range(count):
            members = points[nearest == k]
            if len(members):
                centers[k] = members.mean(axis=0)
    return sorted(int(total) for total in np.bincount(nearest, minlength=count))


def run(size=SIZE):
    """(heat left, heat after a step by elements, cluster sizes, sum of picked scalars)."""
    import numpy as np

    grid = diffuse(np, size, size * 4)
    stepped = grid
    for _ in range(3):
        stepped = diffuse_by_element(stepped)
    index = np.arange(size * 20)
    points = np.stack([(index * 37 % 101) / 10.0, (index * 53 % 97) / 10.0], axis=1)
    clusters = k_means(np, points, 5, 12)
    picked = 0.0
    for k in range(0, size * 20, 2):
        picked += float(points[k, 0]) * int(index[k] % 7)
    return round(float(grid.sum()), 4), round(float(stepped.sum()), 4), clusters, round(picked, 4)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
