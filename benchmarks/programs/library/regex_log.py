"""The re module: picking a web server's log apart.

Stresses: C-level matching driven from Python loops, match objects and groups,
substitution with a function.
From: the log-analysis script in everybody's bin folder.
"""

import re

SIZE = 30_000
SMALL_SIZE = 20
SMALL_RESULT = (
    [("200", 18), ("404", 2)],
    2080,
    [(("full", "yes"), 5), (("page", "3"), 5), (("q", "fast python"), 5)],
    100,
)

LINE = re.compile(
    r"(?P<host>\d+\.\d+\.\d+\.\d+) - (?P<user>\S+) \[(?P<day>\d+)/(?P<month>\w+)/(?P<year>\d+):(?P<time>[\d:]+)\] "
    r'"(?P<method>[A-Z]+) (?P<path>[^ "]+) HTTP/1\.[01]" (?P<status>\d{3}) (?P<bytes>\d+|-)'
)
PARAMETER = re.compile(r"[?&](\w+)=([^&]*)")
ESCAPED = re.compile(r"%([0-9A-F]{2})")
VOWELS = re.compile("[aeiou]+")


def make_lines(count):
    methods = ["GET", "POST", "PUT"]
    paths = ["/index.html", "/search?q=fast%20python&page=3", "/api/items/42?full=yes", "/img/logo.png"]
    months = ["Jan", "Feb", "Mar", "Apr"]
    for n in range(count):
        yield (
            f"10.0.{n % 7}.{n % 251} - {'-' if n % 3 else 'alice'} "
            f"[{n % 28 + 1:02}/{months[n % 4]}/2024:12:{n % 60:02}:07] "
            f'"{methods[n % 3]} {paths[n * 7 % 4]} HTTP/1.1" {200 if n % 11 else 404} {n * 13 % 5000 if n % 5 else "-"}'
        )


def unescape(match):
    return chr(int(match.group(1), 16))


def run(size=SIZE):
    """Totals over `size` log lines."""
    statuses = {}
    sent = letters = 0
    queries = {}
    for line in make_lines(size):
        match = LINE.match(line)
        if match is None:
            raise ValueError(line)
        fields = match.groupdict()
        statuses[fields["status"]] = statuses.get(fields["status"], 0) + 1
        if fields["bytes"] != "-":
            sent += int(fields["bytes"])
        for name, value in PARAMETER.findall(fields["path"]):
            query = name, ESCAPED.sub(unescape, value)
            queries[query] = queries.get(query, 0) + 1
        letters += len(VOWELS.split(fields["path"]))
    return sorted(statuses.items()), sent, sorted(queries.items()), letters


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
