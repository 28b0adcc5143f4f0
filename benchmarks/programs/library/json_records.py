"""The json module: records dumped, loaded, hooked, pretty-printed.

Stresses: C code fed with Python containers, encoder and decoder hooks that call back
into Python, the pure-Python indenting writer.
From: every web service.
"""

import json
from datetime import date

SIZE = 2_500
SMALL_SIZE = 5
SMALL_RESULT = (1386, 2488, "2004-05-05", 100.0)


class RecordEncoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, date):
            return {"__date__": o.isoformat()}
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


def restore(fields):
    if "__date__" in fields:
        return date.fromisoformat(fields["__date__"])
    return fields


def make_records(size):
    return [
        {
            "id": n,
            "name": f"customer {n}",
            "joined": date(2000 + n % 25, 1 + n % 12, 1 + n % 28),
            "tags": {"a", "b", f"t{n % 9}"},
            "orders": [{"sku": f"S{n * k}", "amount": k, "price": round(n * 0.5 + k, 2)} for k in range(4)],
        }
        for n in range(size)
    ]


def run(size=SIZE):
    """(lengths of the compact and the indented text, latest date, sum of the prices)."""
    records = make_records(size)
    compact = json.dumps(records, cls=RecordEncoder, sort_keys=True)
    loaded = json.loads(compact, object_hook=restore)
    pretty = json.dumps(records, cls=RecordEncoder, indent=2)
    total = 0.0
    for record in loaded:
        for order in record["orders"]:
            total += order["amount"] * order["price"]
    latest = max(record["joined"] for record in loaded)
    return len(compact), len(pretty), latest.isoformat(), round(total, 2)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
