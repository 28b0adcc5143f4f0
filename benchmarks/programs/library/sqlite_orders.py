"""The sqlite3 module: a shop's tables in memory, filled, joined, updated.

Stresses: a C library called with Python values, row factories, user functions called
back from SQL, transactions as context managers.
From: the small application with an embedded database.
"""

import sqlite3

SIZE = 50_000
SMALL_SIZE = 30
SMALL_RESULT = (5915, [("Lima", 15, 548, 364), ("Oslo", 15, 511, 364)], 70, 29)
REQUIRES = ("sqlite3",)

SCHEMA = """
create table customer (id integer primary key, name text, city text);
create table purchase (id integer primary key, customer integer references customer, cents integer, day integer);
create index purchase_customer on purchase (customer);
"""
CITIES = ["Oslo", "Lima", "Cairo", "Quito"]


def vat(cents, percent):
    return cents * percent // 100


class Spread:
    """An aggregate function in Python: highest minus lowest."""

    def __init__(self):
        self.values = []

    def step(self, value):
        self.values.append(value)

    def finalize(self):
        return max(self.values) - min(self.values)


def fill(connection, size):
    with connection:
        connection.executemany(
            "insert into customer (name, city) values (?, ?)",
            ((f"customer {n}", CITIES[n % 4]) for n in range(size // 20 + 1)),
        )
    with connection:
        for n in range(size):
            connection.execute(
                "insert into purchase (customer, cents, day) values (?, ?, ?)",
                (n * 7 % (size // 20 + 1) + 1, n * 13 % 4999, n % 365),
            )


def run(size=SIZE):
    """Results of queries over `size` purchases."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.row_factory = sqlite3.Row
        connection.create_function("vat", 2, vat)
        connection.create_aggregate("spread", 1, Spread)
        connection.executescript(SCHEMA)
        fill(connection, size)
        total = 0
        for row in connection.execute("select cents, day from purchase where day < 300"):
            total += row["cents"] * (row["day"] % 3)
        cities = connection.execute(
            "select city, count(*) as orders, sum(vat(cents, 19)) as tax, spread(cents) as spread "
            "from purchase join customer on customer.id = purchase.customer group by city order by city"
        ).fetchall()
        names = 0
        for n in range(size // 4):
            found = connection.execute("select name from customer where id = ?", (n % (size // 20 + 1) + 1,)).fetchone()
            names += len(found["name"])
        try:
            with connection:
                connection.execute("update purchase set cents = 0")
                raise RuntimeError("changed my mind")
        except RuntimeError:
            pass
        kept = connection.execute("select count(*) from purchase where cents > 0").fetchone()[0]
        return total, [tuple(row) for row in cities], names, kept
    finally:
        connection.close()


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
