"""Comprehensions: lists, dicts, sets, nested, filtered, and generator arguments.

Stresses: comprehension loops, calls of builtins that consume them (sum, any, all, min,
max, zip, enumerate, map, filter), building dictionaries of lists.
From: data munging as written in notebooks.
"""

SIZE = 60_000
SMALL_SIZE = 30
SMALL_RESULT = (
    7050,
    1421,
    [1, 4, 7, 10],
    (123, 4),
    {"Lima": 0, "Cairo": 1, "Paris": 2, "Tokyo": 3, "Accra": 4, "Oslo": 5, "Quito": 6},
    6915,
    15,
    (True, True),
    406,
    5,
)

CITIES = ["Oslo", "Lima", "Cairo", "Quito", "Paris", "Tokyo", "Accra"]


def make_sales(count):
    return [
        {"city": CITIES[n * 5 % 7], "month": n * 3 % 12 + 1, "units": n * n % 29, "price": n * 7 % 31 + 1}
        for n in range(count)
    ]


def pythagorean(limit):
    return [
        (a, b, c)
        for a in range(1, limit)
        for b in range(a, limit)
        for c in [int((a * a + b * b) ** 0.5)]
        if c < limit and a * a + b * b == c * c
    ]


def transpose(rows):
    return [list(column) for column in zip(*rows)]


def run(size=SIZE):
    """Figures drawn from `size` sales."""
    sales = make_sales(size)
    revenue = [sale["units"] * sale["price"] for sale in sales]
    by_city = {city: [sale for sale in sales if sale["city"] == city] for city in CITIES}
    totals = {city: sum(sale["units"] * sale["price"] for sale in group) for city, group in by_city.items()}
    months = {sale["month"] for sale in sales if sale["units"] > 20}
    table = [[sum(s["units"] for s in group if s["month"] == m) for m in range(1, 13)] for group in by_city.values()]
    columns = transpose(table)
    best = max((sum(column), month) for month, column in enumerate(columns, start=1))
    ranks = {city: place for place, (city, _) in enumerate(sorted(totals.items(), key=lambda item: -item[1]))}
    odd = list(map(lambda value: value * 2 + 1, filter(lambda value: value % 3 == 0, revenue)))
    matching = sum(1 for a, b in zip(revenue, revenue[1:]) if a < b)
    flags = any(value > 600 for value in revenue), all(sale["price"] < 40 for sale in sales)
    flat = [value for row in table for value in row if value]
    triples = pythagorean(20 + size // 80)
    return sum(revenue), totals["Lima"], sorted(months), best, ranks, sum(odd), matching, flags, sum(flat), len(triples)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
