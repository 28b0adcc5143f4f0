"""sqlglot: tokenizing, parsing, transpiling, optimizing and executing SQL, all of it Python code."""
# ruff: noqa: E501 (queries)

import sqlglot
from sqlglot import exp, optimizer
from sqlglot.executor import execute

QUERIES = [
    "SELECT a, b + 1 AS c FROM t WHERE a > 5 AND (b IS NULL OR c IN (1, 2, 3)) ORDER BY a DESC LIMIT 10",
    "WITH x AS (SELECT id, SUM(v) AS s FROM t GROUP BY id HAVING SUM(v) > 10) SELECT * FROM x JOIN y USING (id)",
    "SELECT CASE WHEN a = 1 THEN 'one' ELSE 'other' END, COUNT(DISTINCT b) OVER (PARTITION BY c ORDER BY d ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t",
    "INSERT INTO t (a, b) SELECT a, b FROM s ON CONFLICT (a) DO UPDATE SET b = 2",
    "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT 'x', d DECIMAL(10, 2))",
    "SELECT DATE_TRUNC('month', d), CAST(x AS DOUBLE), a || b, COALESCE(c, 0) FROM t1 LEFT JOIN t2 ON t1.id = t2.id AND t2.v <> 3",
    "UPDATE t SET a = a * 2 WHERE EXISTS (SELECT 1 FROM s WHERE s.id = t.id)",
]
for query in QUERIES:
    for dialect in ("duckdb", "mysql", "bigquery", "snowflake"):
        print(dialect, sqlglot.transpile(query, read="postgres", write=dialect)[0])
    tree = sqlglot.parse_one(query, read="postgres")
    print(sorted({column.name for column in tree.find_all(exp.Column)}), len(list(tree.walk())))
print(sqlglot.parse_one(QUERIES[0]).sql(pretty=True))
print(repr(sqlglot.parse_one("SELECT a + 1 FROM t"))[:300])
print(
    sqlglot.parse_one("SELECT a FROM t")
    .transform(lambda node: exp.column("z") if isinstance(node, exp.Column) else node)
    .sql()
)
print(sqlglot.select("a", "b").from_("t").where("a > 1").group_by("b").sql(), (exp.column("a") + 1 > 2).sql())
schema = {"t": {"a": "INT", "b": "INT", "c": "TEXT"}, "s": {"a": "INT", "d": "TEXT"}}
for query in (
    "SELECT a, c FROM (SELECT * FROM t) AS q WHERE a > 1 AND 1 = 1",
    "SELECT t.c, s.d FROM t JOIN s ON t.a = s.a WHERE t.b > 2 + 3",
    "SELECT b, COUNT(*) AS n FROM t GROUP BY b",
):
    print(optimizer.optimize(sqlglot.parse_one(query), schema=schema).sql())
tables = {
    "t": [{"a": i, "b": i % 3, "c": f"r{i}"} for i in range(10)],
    "s": [{"a": i * 2, "d": f"s{i}"} for i in range(4)],
}
for query in (
    "SELECT b, SUM(a) AS total FROM t GROUP BY b ORDER BY b",
    "SELECT t.c, s.d FROM t JOIN s ON t.a = s.a ORDER BY t.a",
    "SELECT c FROM t WHERE a BETWEEN 2 AND 4",
):
    result = execute(query, tables=tables)
    print(result.columns, result.rows)
for bad in ("SELECT FROM WHERE", "SELECT (1", "SELECT * FROM t WHERE a ==== 1"):
    try:
        sqlglot.parse_one(bad)
        print("parsed", bad)
    except sqlglot.errors.ParseError as error:
        print(str(error).encode("ascii", "replace"))
print(
    [
        str(edit)[:60]
        for edit in sqlglot.diff(sqlglot.parse_one("SELECT a + b FROM t"), sqlglot.parse_one("SELECT a - b FROM t"))
    ][:2]
    != []
)
