"""CSV: read with quoting by hand, converted, grouped, joined, written back.

Stresses: a character-level state machine, type conversion, dicts per row, grouping and
aggregating, string formatting.
From: the monthly spreadsheet export.
"""

SIZE = 15_000
SMALL_SIZE = 15
SMALL_RESULT = (
    397,
    [
        ["East, far", 4, "12.00", 21.0, 0],
        ["North", 4, "9.00", 18.0, 0],
        ["South", 3, "10.50", 16.5, 3],
        ['West "coast"', 4, "10.50", 19.5, 0],
    ],
    [14, 13, 12, 11, 10],
)

REGIONS = {"N": "North", "S": "South", "E": "East, far", "W": 'West "coast"'}


def read_csv(text):
    rows, row, field = [], [], []
    quoted = False
    position, length = 0, len(text)
    while position < length:
        char = text[position]
        position += 1
        if quoted:
            if char != '"':
                field.append(char)
            elif position < length and text[position] == '"':
                field.append('"')
                position += 1
            else:
                quoted = False
        elif char == '"':
            quoted = True
        elif char == ",":
            row.append("".join(field))
            field.clear()
        elif char == "\n":
            row.append("".join(field))
            field.clear()
            rows.append(row)
            row = []
        else:
            field.append(char)
    return rows


def quote(value):
    text = str(value)
    if "," in text or '"' in text or "\n" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def write_csv(rows):
    return "".join(",".join(map(quote, row)) + "\n" for row in rows)


def convert(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def make_rows(count):
    yield ["id", "region", "amount", "note"]
    for n in range(count):
        note = ["ok", "late, again", 'said "no"', ""][n * 3 % 4]
        yield [n, REGIONS["NSEW"[n * 7 % 4]], n % 90 * 1.5, note]


def group(records, key):
    groups = {}
    for record in records:
        groups.setdefault(record[key], []).append(record)
    return groups


def run(size=SIZE):
    """Figures from a table of `size` rows, and the length of what is written back."""
    text = write_csv(make_rows(size))
    header, *rows = read_csv(text)
    records = [dict(zip(header, map(convert, row))) for row in rows]
    assert write_csv([header] + rows) == text
    summary = []
    for region, members in sorted(group(records, "region").items()):
        amounts = [record["amount"] for record in members]
        late = sum(record["note"].startswith("late") for record in members)
        summary.append([region, len(members), f"{sum(amounts) / len(amounts):.2f}", max(amounts), late])
    best = sorted(records, key=lambda record: (-record["amount"], record["id"]))[:5]
    return len(text), summary, [record["id"] for record in best]


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
