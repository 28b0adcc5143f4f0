"""sqlite3: functions, aggregates, collations, converters and callbacks of ours; errors in them."""

import contextlib
import sqlite3

sqlite3.register_adapter(complex, lambda z: f"{z.real};{z.imag}")
sqlite3.register_converter("complex", lambda raw: complex(*map(float, raw.split(b";"))))
db = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES)


class Median:
    def __init__(self):
        self.values = []

    def step(self, value):
        if value is not None:
            self.values.append(value)

    def finalize(self):
        ordered = sorted(self.values)
        return ordered[len(ordered) // 2] if ordered else None


class Running:
    def __init__(self):
        self.total = 0

    def step(self, value):
        self.total += value

    def inverse(self, value):
        self.total -= value

    def value(self):
        return self.total

    finalize = value


db.create_function("collatz", 1, lambda n: sum(1 for _ in steps(n)), deterministic=True)
db.create_aggregate("median", 1, Median)
if hasattr(db, "create_window_function"):
    db.create_window_function("running", 1, Running)
db.create_collation("by_length", lambda a, b: (len(a) > len(b)) - (len(a) < len(b)) or (a > b) - (a < b))


def steps(n):
    while n != 1:
        yield n
        n = n // 2 if n % 2 == 0 else 3 * n + 1


with db:
    db.execute("create table t (id integer primary key, name text, score real, z complex)")
    db.executemany(
        "insert into t (name, score, z) values (:name, :score, :z)",
        ({"name": "n" * (i % 5) + str(i), "score": i * 1.5, "z": complex(i, -i)} for i in range(1, 21)),
    )
print(db.execute("select id, collatz(id) from t where id < 8").fetchall())
print(
    db.execute("select median(score), count(*), sum(score) from t").fetchone(),
    db.execute("select name from t order by name collate by_length limit 4").fetchall(),
)
print(db.execute("select z from t where id = 3").fetchone())
if hasattr(db, "create_window_function"):
    print(
        db.execute(
            "select id, running(id) over (order by id rows between 1 preceding and 1 following) from t limit 5"
        ).fetchall()
    )
db.row_factory = lambda cursor, row: {column[0]: value for column, value in zip(cursor.description, row)}
print(list(db.execute("select id, name from t limit 2")))
db.row_factory = sqlite3.Row
for row in db.execute("select * from t limit 2"):
    print(row["name"], row.keys(), tuple(row), len(row))
db.row_factory = None
traced = []
db.set_trace_callback(traced.append)
db.execute("select 1").fetchall()
db.set_trace_callback(None)
print(traced)
db.set_authorizer(lambda action, *rest: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_DELETE else sqlite3.SQLITE_OK)
try:
    db.execute("delete from t")
except sqlite3.DatabaseError as error:
    print(error)
db.set_authorizer(None)
calls = []
db.set_progress_handler(lambda: calls.append(1) or len(calls) > 50, 100)
try:
    db.execute("with recursive c(x) as (select 1 union all select x + 1 from c) select sum(x) from c").fetchall()
except sqlite3.OperationalError as error:
    print(error, len(calls))
db.set_progress_handler(None, 0)
db.create_function("fails", 1, lambda v: 1 / v)
for statement in (
    "select fails(0)",
    "select fails(2)",
    "select nothing",
    "insert into t (id) values (1)",
    "select median(name) from t",
    "selec",
):
    try:
        print(db.execute(statement).fetchall()[:1])
    except sqlite3.Error as error:
        print(type(error).__name__, error)
try:
    with db:
        db.execute("update t set score = 0")
        raise KeyError("rolled back")
except KeyError as error:
    print(error, db.execute("select sum(score) from t").fetchone())
with contextlib.closing(sqlite3.connect(":memory:")) as copy:
    db.backup(copy, progress=lambda status, remaining, total: print("backup", status, remaining))
    print(copy.execute("select count(*) from t").fetchone())
print(len(list(db.iterdump())), db.total_changes, db.in_transaction)
